"""The story in docs/office.md, command by command on the real release: a gap opened from a lookup becomes a decision.

生态环境法典 (2026-03-12) art. 1185: for night work without a certificate in a noise-sensitive area the
department designated by the people's government of the place fines; art. 548: housing only supervises.
"""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from string import Template

import pytest

from graph.release import Release, make_current
from shuiguan import office_commands
from shuiguan.__main__ import DONE, main

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "office.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = re.compile(r"(\w+)=\$\(date (?:-d \+(\d+)days )?\+%F\)")
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))


def steps() -> list[tuple[str, list[str]]]:
    """Every command of the page in order, with the lines shown under it."""
    parts = [
        part for block in BLOCK.findall(PAGE.read_text("utf-8")) for part in block.split("$ shuiguan ")[1:]
    ]
    return [(command, shown) for command, *shown in (part.splitlines() for part in parts)]


def filled_in(command: str) -> str:
    """A command with the days that the page counts from today, and the number of the first matter of the year."""
    days = {
        name: f"{NOON.date() + timedelta(int(ahead or 0))}"
        for name, ahead in DAY.findall(PAGE.read_text("utf-8"))
    }
    return Template(command).substitute(days, M=f"{NOON.year}-000001")


def test_the_story_of_the_page_happens_as_told(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    releases = tmp_path / "releases"
    shutil.copytree(release.folder, releases / release.id)
    make_current(releases, release.id)
    monkeypatch.setenv("SHUIGUAN_OFFICE_URL", str(tmp_path / "office.sqlite"))
    monkeypatch.setattr(office_commands, "now", lambda: NOON)
    assert len(steps()) >= 15
    for command, shown in steps():
        code = main([*shlex.split(filled_in(command)), "--releases", str(releases)])
        printed = capfd.readouterr()
        lines = [*(printed.out + printed.err).splitlines(), *([f"exit {code}"] if code != DONE else [])]
        assert code == DONE or f"exit {code}" in shown, (command, lines)
        for line in shown:
            assert any(one.startswith(line.removesuffix("…")) for one in lines), (command, line, lines)
