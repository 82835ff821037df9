"""Pages of the origins that are set may ask and read, on every path; others may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings

OURS, OTHER = "https://front.example", "https://other.example"
PATHS = [
    "/v1/lookup?issue=油烟",
    "/v1/topics",
    "/v1/gaps/summary?format=csv",
    "/def.ttl",
    "/v1/nonsense",
    "/sparql",
    "/sparql?query=x",
]
NEEDED = {
    "etag",
    "link",
    "content-disposition",
    "x-total-count",
    "retry-after",
    "content-range",
    "shuiguan-release",
}


@pytest.fixture(scope="module")
def service(releases: Path) -> Service:
    return Service.open(releases, 16)


@pytest.fixture(scope="module")
def narrow(service: Service, releases: Path) -> Iterator[TestClient]:
    app = create_app(Settings(releases=releases, cors_origins=(OURS,)), service)
    with TestClient(app, raise_server_exceptions=False) as one:
        yield one


@pytest.fixture(scope="module")
def wide(service: Service, releases: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(releases=releases), service), raise_server_exceptions=False) as one:
        yield one


@pytest.mark.parametrize("path", PATHS)
def test_only_the_origins_set_may_read(narrow: TestClient, wide: TestClient, path: str) -> None:
    ours, other = (narrow.get(path, headers={"Origin": origin}) for origin in (OURS, OTHER))
    assert ours.headers["access-control-allow-origin"] == OURS
    assert "access-control-allow-origin" not in other.headers
    for answer in (ours, other):
        assert "Origin" in answer.headers["vary"]
    any_page = wide.get(path, headers={"Origin": OTHER})
    assert any_page.headers["access-control-allow-origin"] == "*"
    for answer in (ours, any_page):
        assert set(answer.headers["access-control-expose-headers"].split(", ")) >= NEEDED


@pytest.mark.parametrize("path", ["/v1/lookup", "/v1/gaps/summary", "/def", "/sparql"])
def test_a_preflight_lets_pages_ask_for_ranges_and_fresh_answers(
    narrow: TestClient, wide: TestClient, path: str
) -> None:
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, cache-control, if-none-match, range",
    }
    for client, allowed in ((narrow, OURS), (wide, "*")):
        answer = client.options(path, headers={**asked, "Origin": OURS})
        assert answer.is_success
        assert answer.headers["access-control-allow-origin"] == allowed
        names = answer.headers["access-control-allow-headers"].lower()
        assert all(name in names for name in asked["Access-Control-Request-Headers"].split(", "))
    refused = narrow.options(path, headers={**asked, "Origin": OTHER})
    assert "access-control-allow-origin" not in refused.headers
