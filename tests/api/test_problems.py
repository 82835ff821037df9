"""The type of a problem leads to a page that says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.problem_kinds import KINDS
from api.settings import Settings


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(releases=releases)), raise_server_exceptions=False) as one:
        yield one


def test_the_type_of_a_problem_leads_to_its_page_in_both_languages(client: TestClient) -> None:
    problem = client.get("/sparql", params={"query": "SELECT"}).json()
    plain = client.get(problem["type"])
    assert plain.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "不合 SPARQL 语法" in plain.text and "not SPARQL" in plain.text and "400" in plain.text
    shown = client.get(problem["type"], headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert "不合 SPARQL 语法" in shown.text and "<code>hint</code>" in shown.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page(client: TestClient, kind: str) -> None:
    assert KINDS[kind].zh in client.get(f"/problems/{kind}").text


def test_other_kinds_and_formats_are_refused(client: TestClient) -> None:
    assert client.get("/problems/nonsense").status_code == 404
    refused = client.get("/problems/query-syntax", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["choices"]) == (406, ["text/markdown", "text/html"])
    assert client.get("/problems/query-syntax?x=1").status_code == 400
