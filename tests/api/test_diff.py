"""`GET /v1/diff`: the same comparisons as the command, as a table in four formats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings

NOISE = {"old": "noise-law-2018", "new": "noise-law-2021"}
NIGHT = {
    "topic": "construction-noise-night",
    "place": "青海省西宁市城西区",
    "from": "2022-06-04",
    "to": "2022-06-05",
}


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    with TestClient(create_app(Settings(releases=releases), service), raise_server_exceptions=False) as one:
        yield one


def test_two_editions_come_side_by_side_with_the_reason(client: TestClient) -> None:
    body = client.get("/v1/diff", params=NOISE).json()
    night = [row for row in body["rows"] if row["old_duty"] == "noise-law-2018/art_56__para_1"]
    # 2018 第五十六条 生态环境主管部门, 可以并处罚款; 2021 第七十七条 指定的部门, 处罚款.
    assert {row["change"] for row in night} == {"moved", "designation-gained", "consequence", "modality"}
    assert {row["new_place"] for row in night} == {"噪声污染防治法第七十七条第一款第（二）项"}
    assert {(row["reason"], row["by"]) for row in night} == {("被修订或取代", "噪声污染防治法")}
    assert body["total"] == len(body["rows"])


def test_pages_give_every_row_once(client: TestClient) -> None:
    whole = client.get("/v1/diff", params=NOISE).json()["rows"]
    found, cursor = [], ""
    while True:
        body = client.get("/v1/diff", params={**NOISE, "limit": "60", "cursor": cursor}).json()
        found += body["rows"]
        cursor = body["next"]
        if not cursor:
            break
    assert found == whole


def test_ten_laws_are_counted_by_kind(client: TestClient) -> None:
    body = client.get("/v1/diff", params={"repealed_by": "eco-code-2026", "table": "counts"}).json()
    assert len(body["rows"]) == 11
    last = body["rows"][-1]
    assert last["duties"] == sum(row["duties"] for row in body["rows"][:-1])
    assert last["dropped"] == sum(row["dropped"] for row in body["rows"][:-1])


def test_days_also_say_whose_answer_changed(client: TestClient) -> None:
    body = client.get("/v1/diff", params={**NIGHT, "table": "answers"}).json()
    (row,) = body["rows"]
    assert (row["old_status"], row["new_status"]) == ("assigned", "undesignated")


@pytest.mark.parametrize("form", ["csv", "md", "xlsx"])
def test_the_table_comes_in_other_formats(client: TestClient, form: str) -> None:
    found = client.get("/v1/diff", params={**NIGHT, "format": form})
    assert found.status_code == 200
    assert found.content


def test_the_caller_who_has_it_gets_304_until_the_day_turns(client: TestClient) -> None:
    places = {"places": ["青海省", "四川省"], "limit": "1"}
    first = client.get("/v1/diff", params=places)
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get("/v1/diff", params=places, headers=tag).status_code == 304
    client.app.state.service.today = lambda: date(2026, 11, 23)  # type: ignore[attr-defined]
    assert client.get("/v1/diff", params=places, headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ({}, "compare"),
        ({"old": "noise-law-2018"}, "new"),
        ({"old": "no-such-law", "new": "noise-law-2021"}, "old"),
        ({"repealed_by": "noise-law-2018"}, "repealed_by"),
        ({"repealed_by": "no-such-law"}, "repealed_by"),
        ({**NOISE, "from": "2022-06-04", "to": "2022-06-05"}, "compare"),
        ({**NOISE, "place": "青海省"}, "place"),
        ({"from": "2022-06-04"}, "to"),
        ({"from": "2022-06-31", "to": "2022-07-01"}, "from"),
        ({"from": "2022-06-04", "to": "2022-07-99"}, "to"),
        ({**NIGHT, "topic": "no-such-topic"}, "topic"),
        ({**NIGHT, "level": "村"}, "level"),
        ({**NOISE, "table": "answers"}, "table"),
        ({"places": ["青海省"]}, "places"),
        ({**NOISE, "form": "csv"}, "form"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_both_languages(
    client: TestClient, params: dict[str, str | list[str]], parameter: str
) -> None:
    found = client.get("/v1/diff", params=params)
    assert found.status_code == 400
    body = found.json()
    assert body["parameter"] == parameter
    assert body["detail"]
    assert body["detail_en"]


@pytest.mark.parametrize(
    "params",
    [{**NIGHT, "place": "没有这个地方"}, {"releases": ["000000000000", "000000000001"], "on": "2026-09-01"}],
)
def test_a_place_or_release_that_is_not_there_is_not_found(
    client: TestClient, params: dict[str, str | list[str]]
) -> None:
    assert client.get("/v1/diff", params=params).status_code == 404
