"""The examples of docs/linked-data.md do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.linked.places import KINDS
from graph.release import Release
from shuiguan.__main__ import DONE, main

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "linked-data.md").read_text("utf-8")
EXCHANGES = [
    one for block in re.findall(r"```http\n(.*?)```", PAGE, re.DOTALL) for one in block.strip().split("\n\n")
]
COMMANDS = re.findall(r"^\$ shuiguan (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_each_request_is_answered_as_shown(client: TestClient, release: Release, exchange: str) -> None:
    first, *headers, last = exchange.replace("{release}", release.id).splitlines()
    method, path = first.split(" ", 1)
    status, shown = last.split(" ", 1)
    answer = client.request(method, path, headers=dict(line.split(": ", 1) for line in headers))
    assert answer.status_code == int(status)
    found = answer.headers.get("location") or answer.headers["content-type"].split(";")[0]
    assert found == shown


def test_each_command_runs(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) > 2
    for command in COMMANDS:
        assert main([*shlex.split(command), "--releases", str(releases)]) == DONE
    assert {path.name for path in tmp_path.iterdir()} == {
        "noise.ttl",
        "topics.jsonld.gz",
        "day.nq.zst",
        "folder",
    }


def test_the_page_lists_every_kind() -> None:
    (listed,) = re.findall(r"Kinds: `([^`]+)`", PAGE)
    assert set(listed.split()) == set(KINDS) - {"code", "provision"}
