"""The page of worked comparisons says what a fresh release gives, and its examples run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from graph.tables import Tables
from queries.analysis.changes_page import page
from shuiguan.__main__ import DONE, main

PAGE = Path(__file__).resolve().parents[3] / "docs" / "changes.md"


def test_the_page_is_what_the_release_gives(tables: Tables) -> None:
    assert PAGE.read_text("utf-8") == page(tables), (
        "python -m queries.analysis.changes_page > docs/changes.md"
    )


def test_every_command_on_the_page_runs(releases: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    commands = re.findall(r"^\$ shuiguan (.*?)(?: >.*)?$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        assert main([*shlex.split(command), "--releases", str(releases)]) == DONE
        assert capfdbinary.readouterr().out
