"""Every path answers HEAD like GET, and says which methods it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings

DUTY = "duty/noise-law-2021/art_77-night-construction"
READ = [
    "/",
    "/healthz",
    "/openapi.json",
    "/v1/topics",
    "/v1/topics/noise",
    "/v1/topics/nonsense",
    "/v1/gaps/summary?place=成都市&on=2026-09-01",
    "/v1/gaps/summary?format=csv",
    "/v1/calendar?year=2027&format=ics",
    "/v1/lookup?issue=油烟",
    "/v1/queries",
    "/v1/nonsense",
    "/def.ttl",
    "/shapes",
    "/download/current/nonsense",
]


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    app = create_app(Settings(releases=releases), service)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as one:
        yield one


@pytest.mark.parametrize("address", READ)
def test_head_is_get_without_the_body(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)


def test_head_names_the_older_release_asked_for(client: TestClient, releases: Path) -> None:
    release = (releases / "current").resolve().name
    head = client.head("/v1/lookup", params={"issue": "油烟", "release": release})
    assert (head.status_code, head.headers["shuiguan-release"]) == (200, release)
    assert client.head("/v1/lookup", params={"issue": "油烟", "release": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/lookup", "GET, HEAD, POST, OPTIONS"),
        ("/v1/accountability", "GET, HEAD, POST, OPTIONS"),
        ("/v1/topics/noise", "GET, HEAD, OPTIONS"),
        (f"/doc/{DUTY}", "GET, HEAD, OPTIONS"),
        ("/v1/office/matters", "GET, HEAD, POST, OPTIONS"),
        ("/v1/replay", "POST, OPTIONS"),
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_options_and_a_405_list_all_methods_of_the_path(client: TestClient, path: str, allowed: str) -> None:
    asked = client.options(path)
    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, allowed, b"")
    refused = client.request("PATCH", path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)


def test_options_of_a_path_that_is_not_there_is_404(client: TestClient) -> None:
    assert client.options("/v1/nonsense").status_code == 404


def test_the_schema_lists_no_head(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert not [path for path, operations in paths.items() if {"head", "options"} & set(operations)]
