"""Calendar, ladder, accountability and receipts over HTTP, with a real release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from pydantic import TypeAdapter

from api import leader_models
from api.app import create_app
from api.service import Service
from api.settings import Settings
from queries.analysis.accountability import Assessment
from queries.analysis.rungs import Ladder

WEST = "青海省西宁市城西区"
TABLES = {"csv": "text/csv", "md": "text/markdown", "json": "application/json"}


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    with TestClient(create_app(Settings(releases=releases), service), raise_server_exceptions=False) as one:
        yield one


def test_the_calendar_is_a_table_and_a_feed_of_the_same_rows(client: TestClient) -> None:
    asked = {"place": "四川省", "year": "2027"}
    table = client.get("/v1/calendar", params=asked)
    feed = client.get("/v1/calendar", params={**asked, "format": "ics"})
    assert feed.headers["content-type"].startswith("text/calendar")
    rows = [row for row in table.json()["rows"] if row["from"]]
    assert len(rows) == len(Calendar.from_ical(feed.content).walk("VEVENT"))
    again = client.get("/v1/calendar", params=asked, headers={"Accept": "text/calendar"})
    assert again.content == feed.content
    assert feed.headers["etag"] != table.headers["etag"]
    refused = client.get("/v1/calendar", params=asked, headers={"Accept": "text/calendar;q=0, text/csv"})
    assert refused.headers["content-type"].startswith("text/csv")
    known = {"If-None-Match": feed.headers["etag"]}
    assert client.get("/v1/calendar", params={**asked, "format": "ics"}, headers=known).status_code == 304


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize(
    "path", ["/v1/calendar?year=2027&place=青海省", f"/v1/ladder?topic=construction-dust&place={WEST}"]
)
def test_every_table_has_every_format(client: TestClient, path: str, form: str) -> None:
    answer = client.get(f"{path}&format={form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(TABLES[form])


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/v1/calendar", 422, "year"),
        ("/v1/calendar?year=1900", 400, "year"),
        ("/v1/calendar?year=2027&place=不存在的地方", 404, "place"),
        ("/v1/calendar?year=2027&plce=青海省", 400, "plce"),
        ("/v1/calendar?year=2027&format=pdf", 400, "format"),
        ("/v1/calendar?year=2027&release=0123456789ab", 404, "release"),
        ("/v1/calendar?year=2027&release=../current", 404, "release"),
        ("/v1/ladder?place=青海省", 400, "topic"),
        ("/v1/ladder?topic=a&issue=b", 400, "topic"),
        ("/v1/ladder?topic=no-such-topic", 400, "topic"),
        ("/v1/ladder?topic=construction-dust&on=2026-02-30", 400, "on"),
        ("/v1/ladder?topic=construction-dust&level=星级", 400, "level"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(
    client: TestClient, path: str, status: int, parameter: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["parameter"] == parameter
    assert body["detail"] and body["detail_en"]


def test_the_ladder_says_what_its_schema_says(client: TestClient) -> None:
    answer = client.get("/v1/ladder", params={"issue": "工地扬尘太大", "place": WEST, "on": "2026-09-01"})
    ladder = leader_models.Ladder.model_validate_json(answer.content)
    assert ladder.topic == "construction-dust"
    assert ladder.leads == ["housing"]
    assert {step.side for step in ladder.steps} >= {"party", "government", "department"}
    assert set(answer.json()) == set(leader_models.Ladder.model_fields)
    assert set(answer.json()["steps"][0]) == set(leader_models.LadderStep.model_fields)


def test_the_ladder_finds_a_place_that_stands_in_the_words(client: TestClient) -> None:
    inside = client.get(
        "/v1/ladder", params={"issue": "西宁市城西区的工地扬尘太大", "on": "2026-09-01"}
    ).json()
    beside = client.get(
        "/v1/ladder", params={"issue": "工地扬尘太大", "place": WEST, "on": "2026-09-01"}
    ).json()
    assert inside["place"] == "城西区"
    assert inside["steps"] == beside["steps"]


def test_circumstances_are_those_that_triggers_here_ask_for(client: TestClient) -> None:
    sichuan = client.get("/v1/accountability", params={"place": "四川省", "on": "2026-09-01"}).json()
    qinghai = client.get("/v1/accountability", params={"place": "青海省", "on": "2026-09-01"}).json()
    leader_models.Circumstances.model_validate(sichuan)
    # 恶劣影响 is a condition of 川环委〔2023〕1号 三（一）, 虚假整改 of 实施意见 二（五）.
    here = {one["id"]: one["triggers"] for one in sichuan["circumstances"]}
    assert here["bad-influence"] == ["sichuan-notice-2023/sichuan-interview"]
    assert "rectification-false" not in here
    there = {one["id"] for one in qinghai["circumstances"]}
    assert "rectification-false" in there
    assert "bad-influence" not in there


def test_a_situation_is_compared_and_not_judged(client: TestClient) -> None:
    told = {
        "text": "措施不力，河水污染严重",
        "circumstances": {"bad-influence": False},
        "place": "四川省成都市",
        "on": "2026-09-01",
    }
    answer = client.post("/v1/accountability", json=told)
    found = leader_models.Assessment.model_validate_json(answer.content)
    (talk,) = [one for one in found.findings if one.id == "sichuan-notice-2023/sichuan-interview"]
    assert talk.outlook == "not_met"
    assert [condition.state for condition in talk.conditions] == ["met", "not_met"]
    assert set(answer.json()) == set(leader_models.Assessment.model_fields)
    assert set(answer.json()["findings"][0]) == set(leader_models.TriggerFinding.model_fields)


@pytest.mark.parametrize(
    ("told", "status", "parameter"),
    [
        ({}, 400, "text"),
        ({"text": "，"}, 400, "text"),
        ({"circumstances": {"no-such": True}}, 400, "circumstances"),
        ({"circumstances": {"inaction": "yes"}}, 422, "circumstances.inaction"),
        ({"text": "不作为", "place": "不存在的地方"}, 404, "place"),
        ({"text": "不作为", "on": "2026-13-01"}, 400, "on"),
        ({"text": "不作为", "verdict": True}, 422, "verdict"),
    ],
)
def test_a_situation_that_cannot_be_read_is_refused(
    client: TestClient, told: dict[str, object], status: int, parameter: str
) -> None:
    answer = client.post("/v1/accountability", json=told)
    assert (answer.status_code, answer.json()["parameter"]) == (status, parameter)


def test_a_timeline_is_a_table_or_a_picture(client: TestClient) -> None:
    asked = {"topic": "construction-noise-night", "place": "四川省"}
    assert len(client.get("/v1/timeline", params=asked).json()["rows"]) == 3
    picture = client.get("/v1/timeline", params={**asked, "format": "svg"})
    assert picture.headers["content-type"].startswith("image/svg+xml")
    again = client.get("/v1/timeline", params=asked, headers={"Accept": "image/svg+xml"})
    assert again.content == picture.content
    refused = client.get("/v1/timeline", params={"topic": "no-such-topic"})
    assert (refused.status_code, refused.json()["parameter"]) == (400, "topic")


def shape(kind: type) -> object:
    """The JSON schema of a type with its parts written out, without names and descriptions."""
    schema = TypeAdapter(kind).json_schema(mode="serialization")

    def plain(part: object) -> object:
        if isinstance(part, list):
            return [plain(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return plain(schema["$defs"][part["$ref"].rpartition("/")[2]])
        named = {key for key in ("title", "description") if isinstance(part.get(key), str)}
        return {key: plain(one) for key, one in part.items() if key not in {"$defs", *named}}

    return plain(schema)


@pytest.mark.parametrize(
    ("model", "record"),
    [(leader_models.Ladder, Ladder), (leader_models.Assessment, Assessment)],
)
def test_the_published_schema_is_that_of_the_record_which_is_sent(model: type, record: type) -> None:
    assert shape(model) == shape(record)
