"""`If-None-Match` and cursors, alike for every route."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.conditions import has_current
from api.cursors import cursor_to
from api.service import Service
from api.settings import Settings

CHENGDU = {"place": "成都市", "on": "2026-09-01"}
PROVISION = "/v1/queries/who-does-what-in-a-provision"
ART_28 = {"instrument": "id:instrument/noise-law-2021", "place": "art_28"}
FOUND = [
    ("/v1/lookup", {"issue": "楼下烧烤油烟", **CHENGDU}),
    ("/v1/gaps/summary", CHENGDU),
    ("/v1/calendar", {"year": "2027"}),
    ("/v1/calendar", {"year": "2027", "format": "ics"}),
    ("/v1/timeline", {"topic": "noise"}),
    (PROVISION, ART_28),
    ("/def.ttl", {}),
]


@pytest.fixture(scope="module")
def service(releases: Path) -> Service:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    return service


@pytest.fixture(scope="module")
def client(service: Service, releases: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(releases=releases), service), raise_server_exceptions=False) as one:
        yield one


@pytest.mark.parametrize(("path", "asked"), FOUND)
def test_what_the_caller_has_is_not_sent_again(client: TestClient, path: str, asked: dict[str, str]) -> None:
    etag = client.get(path, params=asked).headers["etag"]
    for given in (etag, f"W/{etag}", f'"other" , W/{etag}', "*"):
        again = client.get(path, params=asked, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b""), given
    other = client.get(path, params=asked, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/v1/timeline", {"topic": "nonsense"}, 400),
        ("/v1/timeline", {"topic": "nonsense", "format": "svg"}, 400),
        ("/v1/gaps/summary", {"place": "火星市"}, 404),
        ("/v1/calendar", {"year": "1", "format": "ics"}, 400),
        ("/v1/lookup", {"issue": ""}, 400),
        ("/v1/queries/nonsense", {}, 404),
        ("/doc/duty/nonsense", {}, 404),
    ],
)
def test_whatever_there_is_does_not_stand_for_what_is_not_there(
    client: TestClient, path: str, asked: dict[str, str], status: int
) -> None:
    """RFC 9110 section 13.1.2: `*` is false only where there is a current representation."""
    assert client.get(path, params=asked).status_code == status
    assert client.get(path, params=asked, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([b'"a"'], True),
        ([b'W/"a"'], True),
        ([b'"x"', b'"a"'], True),
        ([b'"x","a","y"'], True),
        ([b"a"], False),
        ([b'"ab"'], False),
        ([b""], False),
        ([], False),
    ],
)
def test_tags_are_compared_weakly_over_all_lines_of_the_header(lines: list[bytes], found: bool) -> None:
    scope = {"method": "GET", "headers": [(b"if-none-match", line) for line in lines]}
    for etag in ('"a"', 'W/"a"'):
        assert has_current(scope, etag, found=True) is found


def next_of(client: TestClient, path: str, asked: dict[str, str]) -> str:
    cursor = client.get(path, params={**asked, "limit": "2"}).json()["next"]
    assert cursor
    return str(cursor)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/v1/gaps/topics", CHENGDU),
        ("/v1/gaps/undesignated", {**CHENGDU, "place": "西宁市"}),
        ("/v1/gaps/undesignated", {**CHENGDU, "on": "2026-08-01"}),
        ("/v1/gaps/undesignated", {"place": "成都市"}),
        (PROVISION, ART_28),
    ],
)
def test_a_cursor_leads_only_through_the_rows_it_was_given_for(
    client: TestClient, path: str, asked: dict[str, str]
) -> None:
    cursor = next_of(client, "/v1/gaps/undesignated", CHENGDU)
    here = client.get("/v1/gaps/undesignated", params={**CHENGDU, "cursor": cursor})
    assert here.status_code == 200
    there = client.get(path, params={**asked, "cursor": cursor})
    assert (there.status_code, there.json()["parameter"]) == (400, "cursor")
    assert "从头" in there.json()["detail"] and "begin again" in there.json()["detail_en"]


def test_a_cursor_holds_in_every_format_and_with_another_length_of_page(client: TestClient) -> None:
    cursor = next_of(client, "/v1/gaps/undesignated", CHENGDU)
    rows = client.get("/v1/gaps/undesignated", params=CHENGDU).json()["rows"]
    page = client.get("/v1/gaps/undesignated", params={**CHENGDU, "cursor": cursor, "limit": "3"}).json()
    assert page["rows"] == rows[2:5]
    text = client.get("/v1/gaps/undesignated", params={**CHENGDU, "cursor": cursor, "format": "csv"}).text
    assert rows[2]["duty"] in text and rows[1]["duty"] not in text


def test_a_cursor_of_yesterday_is_refused_where_no_day_was_named(
    client: TestClient, service: Service
) -> None:
    asked = {"place": "成都市"}
    cursor = next_of(client, "/v1/gaps/undesignated", asked)
    today, service.today = service.today, lambda: date(2026, 11, 23)
    try:
        assert client.get("/v1/gaps/undesignated", params={**asked, "cursor": cursor}).status_code == 400
    finally:
        service.today = today


@pytest.mark.parametrize("cursor", ["MTA", "x", "中", cursor_to(10, "0" * 16), "%00", "=" * 9])
def test_a_cursor_that_is_not_ours_is_refused(client: TestClient, cursor: str) -> None:
    for path, asked in (("/v1/gaps/undesignated", CHENGDU), ("/v1/timeline", {"topic": "noise"})):
        assert client.get(path, params={**asked, "cursor": cursor}).status_code == 400
    drawn = client.get("/v1/timeline", params={"topic": "noise", "format": "svg", "cursor": cursor})
    assert drawn.status_code == 400


@pytest.mark.parametrize("given", ['"a"', "*"])
def test_only_get_and_head_are_answered_with_304(given: str) -> None:
    headers = [(b"if-none-match", given.encode())]
    known = {
        m: has_current({"method": m, "headers": headers}, '"a"', found=True) for m in ("GET", "HEAD", "POST")
    }
    assert known == {"GET": True, "HEAD": True, "POST": False}


def test_a_query_by_post_is_answered_though_the_caller_has_it(client: TestClient) -> None:
    asked = {"query": "ASK { ?s ?p ?o }"}
    etag = client.get("/sparql", params=asked).headers["etag"]
    assert client.post("/sparql", data=asked, headers={"If-None-Match": etag}).status_code == 200
