"""The requests in docs/office.md, one by one against the API: keys, Idempotency-Key, If-Match."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from office.access import Task
from office.codes import Action, Role
from office.requests import NewMatter
from tests.docs.test_office_story import BLOCK, PAGE
from tests.office.conftest import copy_of
from tests.office.tiny import CLERK, by

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def requests() -> list[tuple[list[str], list[str]]]:
    """Every curl command of the page in order, its words, with the lines shown under it."""
    parts = [part for block in BLOCK.findall(PAGE.read_text("utf-8")) for part in block.split("$ curl ")[1:]]
    return [(shlex.split(command), shown) for command, *shown in (part.splitlines() for part in parts)]


def test_the_requests_of_the_page_are_answered_as_told(tiny_release: Path, tmp_path: Path) -> None:
    releases = copy_of(tiny_release, tmp_path / "releases")
    app = create_app(
        Settings(releases=releases, office_url=str(tmp_path / "office.sqlite"), follow_seconds=0)
    )
    app.state.office.now = lambda: NOW
    scopes = [Action.OPEN, Task.READ, Action.PAUSE]
    key, _ = app.state.office.keys.make(
        "热线系统", [Role.CLERK], by="test", at=NOW, reason="test", scopes=scopes
    )
    app.state.office.office.open(NewMatter(description="工地夜间施工", place="西宁市城西区"), by(CLERK))
    assert len(requests()) >= 6
    with TestClient(app) as client:
        for words, shown in requests():
            words = [Template(word).substitute(KEY=key, HOST="", N="2026-000002") for word in words]
            headers = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
            body = next((words[n + 1] for n, word in enumerate(words) if word == "--json"), None)
            if body is None:
                answer = client.get(words[1], headers=headers)
            else:
                headers["Content-Type"] = "application/json"  # as curl --json sends it
                answer = client.post(words[1], headers=headers, content=body)
            told = [
                f"HTTP/1.1 {answer.status_code}",
                *(f"{name}: {value}" for name, value in answer.headers.items()),
            ]
            for line in shown:
                assert line in told, (words, answer.text)


def test_every_role_and_the_means_of_access_stand_on_the_page() -> None:
    listed = set(re.findall(r"^\| `([a-z]+)` \S+ \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(Role) <= listed
