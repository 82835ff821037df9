"""Examples in the docs that begin with `$ shuiguan` run, and print the lines shown under them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from shuiguan.__main__ import DONE, main

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ("calendar.md", "gaps.md", "network.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, list[str]]]:
    """Page, command line and the beginnings of lines that it must print."""
    found = []
    for page in PAGES:
        for block in BLOCK.findall((ROOT / "docs" / page).read_text("utf-8")):
            for part in re.split(r"^\$ shuiguan ", block, flags=re.MULTILINE)[1:]:
                command, *shown = part.splitlines()
                found.append((page, command, [line for line in shown if line.strip("… ")]))
    return found


@pytest.mark.parametrize(("page", "command", "shown"), examples())
def test_an_example_prints_what_its_page_shows(
    page: str, command: str, shown: list[str], releases: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*shlex.split(command), "--releases", str(releases)]) == DONE
    printed = capfd.readouterr().out.splitlines()
    for line in shown:
        assert any(one.startswith(line.rstrip("…")) for one in printed), line
