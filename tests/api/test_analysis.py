"""Gaps, overlaps, open terms and the network over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from queries.analysis.brokers import NetworkKind
from queries.analysis.gaps import GapKind

CHENGDU = {"place": "成都市", "on": "2026-09-01"}
PATHS = [
    *(f"/v1/gaps/{kind}" for kind in GapKind),
    "/v1/overlaps",
    "/v1/overlaps/matrix",
    "/v1/open-terms",
    "/v1/network",
    *(f"/v1/network/{kind}" for kind in NetworkKind),
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


@pytest.mark.parametrize("path", PATHS)
def test_every_analysis_is_a_table_that_says_what_it_means(client: TestClient, path: str) -> None:
    table = client.get(path, params=CHENGDU).json()
    assert table["title"]["zh"]
    assert table["notes"]
    assert table["asked"] == {"on": "2026-09-01", "place": "cn-5101", "level": "prefecture"}
    assert table["total"] >= len(table["rows"])


def test_the_counts_of_the_summary_add_up_to_the_topics_listed(client: TestClient) -> None:
    counted = client.get("/v1/gaps/summary", params=CHENGDU).json()
    listed = client.get("/v1/gaps/topics", params=CHENGDU).json()
    assert sum(row["topics"] for row in counted["rows"]) == listed["total"]


def test_a_long_table_comes_in_pages_that_join_without_loss(client: TestClient) -> None:
    asked = {**CHENGDU, "limit": "50"}
    seen, cursor = [], ""
    while True:
        page = client.get(
            "/v1/gaps/undesignated", params={**asked, **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [row["duty"] for row in page["rows"]]
        cursor = page["next"]
        if not cursor:
            break
    whole = client.get("/v1/gaps/undesignated", params=CHENGDU).json()
    assert seen == [row["duty"] for row in whole["rows"]]
    assert len(seen) > 50


def test_csv_holds_the_same_rows_as_json(client: TestClient) -> None:
    rows = client.get("/v1/network/critical", params=CHENGDU).json()["rows"]
    text = client.get("/v1/network/critical", params=CHENGDU, headers={"accept": "text/csv"}).text
    assert [row["body"] for row in csv.DictReader(io.StringIO(text))] == [row["body"] for row in rows]


@pytest.mark.parametrize(
    ("asked", "headers"),
    [({"format": "graphml"}, {}), ({}, {"accept": "application/graphml+xml"})],
)
def test_the_network_is_given_as_graphml_by_format_or_accept(
    client: TestClient, asked: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.get("/v1/network", params={**CHENGDU, "topic": "noise", **asked}, headers=headers)
    assert answer.headers["content-type"] == "application/graphml+xml"
    graph = nx.read_graphml(io.BytesIO(answer.content))
    assert graph.nodes["body-type/ecology"]["zh"] == "生态环境"
    known = client.get(
        "/v1/network",
        params={**CHENGDU, "topic": "noise", **asked},
        headers={**headers, "if-none-match": answer.headers["etag"]},
    )
    assert known.status_code == 304


def test_one_duty_left_open_is_followed_place_by_place(client: TestClient) -> None:
    asked = {"duty": "eco-code-2026/art_1132__para_1", "place": "四川省", "level": "市", "on": "2026-09-01"}
    table = client.get("/v1/open-terms", params=asked).json()
    assert table["total"] == 21
    assert {row["filled"] for row in table["rows"]} == {False}


def test_without_a_day_the_answer_and_its_etag_are_those_of_today(
    client: TestClient, service: Service
) -> None:
    today = client.get("/v1/gaps/summary")
    assert today.json()["asked"]["on"] == "2026-11-22"
    service.today = lambda: date(2026, 11, 23)
    try:
        tomorrow = client.get("/v1/gaps/summary", headers={"if-none-match": today.headers["etag"]})
    finally:
        service.today = lambda: date(2026, 11, 22)
    assert tomorrow.status_code == 200
    named = client.get("/v1/gaps/summary", params={"on": "2026-11-22"})
    assert named.headers["etag"] == client.get("/v1/gaps/summary?on=2026-11-22").headers["etag"]


@pytest.mark.parametrize(
    ("path", "asked", "status", "parameter"),
    [
        ("/v1/gaps/summary", {"place": "没有这个地方县"}, 404, "place"),
        ("/v1/gaps/summary", {"on": "2026-02-30"}, 400, "on"),
        ("/v1/gaps/summary", {"level": "村"}, 400, "level"),
        ("/v1/gaps/summary", {"topic": "没有这个事项"}, 400, "topic"),
        ("/v1/gaps/summary", {"plase": "成都市"}, 400, "plase"),
        ("/v1/gaps/none", {}, 422, "kind"),
        ("/v1/overlaps", {"way": "never"}, 422, "way"),
        ("/v1/open-terms", {"duty": "eco-code-2026/art_1"}, 400, "duty"),
        ("/v1/network", {"format": "gif"}, 400, "format"),
        ("/v1/network/bodies", {"format": "graphml"}, 400, "format"),
        ("/v1/network/loudest", {}, 422, "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(
    client: TestClient, path: str, asked: dict[str, str], status: int, parameter: str
) -> None:
    answer = client.get(path, params=asked)
    assert answer.status_code == status
    problem = answer.json()
    assert problem["parameter"] == parameter
    assert problem["detail"]
    assert problem["detail_en"]
