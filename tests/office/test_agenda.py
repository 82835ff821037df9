"""What asks for attention on a day: reminders of limits and of answers, the feed, and the regular reports of a place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from graph.errors import BadRequest, UnknownArea
from office.agenda import entries_of, reminders_table
from office.codes import Channel, Outcome, Stance
from office.matter import Position
from office.regular_reports import periods, reports_table
from office.requests import Closing, Extension, NewMatter
from office.service import Office
from shuiguan.__main__ import DONE, main
from tests.office.client import HOUSING, Client
from tests.office.conftest import copy_of, office_on
from tests.office.test_life import HOUSING as HOUSING_BUREAU
from tests.office.test_life import NIGHT, consulted, proposal
from tests.office.tiny import CLERK, URBAN, by


def listed(office: Office, day: str, place: str | None = None) -> list[tuple[object, object, object]]:
    """Which matters are listed on a day, with what and how many days are left."""
    within = office.place(place) if place else None
    rows = reminders_table(office, date.fromisoformat(day), within).rows
    return [(row[0], row[3], row[6]) for row in rows]


def answer_of(bureau: str, days: int) -> tuple[str, str, int]:
    return "2026-000001", f"{bureau}答复意见", days


def test_an_awaited_answer_is_listed_from_its_first_reminder_until_it_is_there(office: Office) -> None:
    """Asked on Sunday 2026-11-22 to answer by Tuesday 2026-12-01: three days ahead is a Saturday, so Friday the 27th."""
    matter = consulted(office)
    both = [answer_of("城西区住房和建设局", 4), answer_of("西宁市城管局", 4)]
    assert listed(office, "2026-11-26") == []
    assert sorted(listed(office, "2026-11-27")) == sorted(both)
    assert [days for _, _, days in listed(office, "2026-12-04")] == [-3, -3]
    position = Position(department=HOUSING_BUREAU, stance=Stance.NOT_OURS, answered_on=date(2026, 11, 22))
    matter = office.record_position(matter.id, matter.version, position, by(CLERK))
    assert listed(office, "2026-12-04") == [answer_of("西宁市城管局", -3)]
    office.propose(matter.id, matter.version, proposal(), by(CLERK))
    assert listed(office, "2026-12-04") == []


def test_a_target_is_listed_until_it_is_decided_moved_or_paused(office: Office) -> None:
    """Two months from 2026-11-22 end on Friday 2027-01-22; the tiny rule has no reminders before."""
    matter = office.open(NIGHT, by(CLERK))
    assert listed(office, "2027-01-21") == []
    assert listed(office, "2027-01-22") == [(matter.id, "内部目标", 0)]
    assert listed(office, "2027-01-25") == [(matter.id, "内部目标", -3)]
    paused = office.pause(matter.id, matter.version, by(CLERK, "等材料"))
    assert listed(office, "2027-01-25") == []
    resumed = office.resume(paused.id, paused.version, by(CLERK, "材料到了", day=date(2026, 11, 23)))
    later = Extension(until=date(2027, 3, 1))
    moved = office.extend(resumed.id, resumed.version, later, by(CLERK, "补证", day=date(2026, 11, 23)))
    assert (listed(office, "2027-01-25"), listed(office, "2027-03-01")) == ([], [(matter.id, "内部目标", 0)])
    office.close(moved.id, moved.version, Closing(outcome=Outcome.MINOR), by(CLERK, "轻微"))
    assert listed(office, "2027-03-01") == []


def test_reminders_and_lists_of_a_place_hold_all_that_lies_in_it(office: Office) -> None:
    for place in ("西宁市城西区", "成都市"):
        office.open(NewMatter(description="工地夜间施工", place=place), by(CLERK))
    expected: list[tuple[str | None, list[str]]] = [
        ("青海省", ["2026-000001"]),
        ("西宁市城中区", []),
        ("cn-5101", ["2026-000002"]),
        (None, ["2026-000001", "2026-000002"]),
    ]
    for given, numbers in expected:
        assert [number for number, _, _ in listed(office, "2027-01-22", given)] == numbers
        asked = office.place(given).id if given else None
        assert [one.id for one in office.matters(place=asked)] == numbers
    with pytest.raises(UnknownArea):
        office.place("火星市")
    with pytest.raises(BadRequest):
        office.place("某县")


def test_an_awaited_answer_is_an_entry_of_the_feed_with_its_own_alarms(office: Office) -> None:
    consulted(office)
    entries = {one.uid: one for one in entries_of(office, date(2026, 11, 22))}
    assert len(entries) == 3  # two answers and the target
    (housing,) = [one for one in entries.values() if "城西区住房和建设局答复意见" in one.summary]
    # reminders on Friday the 27th, Monday the 30th and the day itself
    assert (housing.day, housing.alarm_days) == (date(2026, 12, 1), (4, 1, 0))
    assert entries_of(office, date(2026, 11, 22), within=office.place("四川省")) == ()


# ---------------------------------------------------------------- on the real release


@pytest.fixture
def real(releases: Path, tmp_path: Path) -> Office:
    return office_on(str(tmp_path / "office.sqlite"), copy_of(releases, tmp_path / "releases"))


def test_a_petitions_limit_is_listed_to_its_last_day_for_no_more_is_known_here(real: Office) -> None:
    """信访工作条例 (2022-02-25) art. 22 para. 1: fifteen days from receipt, 2026-11-22 to 2026-12-07."""
    new = NewMatter(description="夜间施工噪声扰民", place="西宁市城西区", channel=Channel.PETITION)
    real.open(new, by(CLERK))

    def forwarding(day: str) -> list[object]:
        return [days for _, limit, days in listed(real, day) if limit == "信访部门登记并转送"]

    assert [forwarding(day) for day in ("2026-12-03", "2026-12-04", "2026-12-07")] == [[], [3], [0]]
    assert forwarding("2026-12-08") == []
    assert forwarding("2027-06-01") == []
    assert [limit for _, limit, _ in listed(real, "2027-06-01")] == ["从受理到决定的内部目标"]


def test_a_place_makes_its_provinces_reports_and_the_houses_where_it_has_none(real: Office) -> None:
    """川环委〔2023〕1号 二（二）: by 31 January of the next year; 青海实施意见 二（三）（八）: each month, each quarter."""
    table = reports_table(real, real.place("成都市武侯区"), date(2026, 12, 1))
    shown = {(row[1], row[4]): (row[5], str(row[6])) for row in table.rows}
    assert shown[("2025", "是")][0] == date(2026, 1, 31)
    assert shown[("2026", "否")][0] == date(2027, 1, 31)
    assert "川环委〔2023〕1号" in shown[("2026", "否")][1]
    assert shown[("2026-11", "是")] == (None, "本库所拟的一般做法，没有文件规定")
    qinghai = reports_table(real, real.place("西宁市城西区"), date(2026, 12, 1)).rows
    assert [row[1] for row in qinghai] == ["2026-11", "2026-12", "2026-Q3", "2026-Q4"]
    assert all("青海" in str(row[6]) for row in qinghai)


@pytest.mark.parametrize(
    ("kind", "day", "names"),
    [
        ("month", "2026-01-01", ("2025-12", "2026-01")),
        ("month", "2024-02-29", ("2024-01", "2024-02")),
        ("quarter", "2026-03-31", ("2025-Q4", "2026-Q1")),
        ("quarter", "2026-04-01", ("2026-Q1", "2026-Q2")),
        ("quarter", "2026-12-31", ("2026-Q3", "2026-Q4")),
        ("year", "2026-12-31", ("2025", "2026")),
    ],
)
def test_the_period_that_is_over_ends_where_the_running_one_begins(
    kind: str, day: str, names: tuple[str, str]
) -> None:
    over, now = periods(kind, date.fromisoformat(day))
    assert (over.en, now.en) == names
    assert over.until == now.since and now.holds(date.fromisoformat(day))


# ---------------------------------------------------------------- over HTTP and from a terminal


def test_reminders_and_reports_are_asked_for_over_http(clerk: Client) -> None:
    tag = clerk.open().headers["etag"]
    asked = {"departments": [HOUSING], "due": "2026-12-01"}
    clerk.act(tag, "consult", consultation=asked)
    shown = clerk.get("/reminders", on="2026-12-01", place="西宁市")
    assert shown.status_code == 200 and [row["due"] for row in shown.json()["rows"]] == ["2026-12-01"]
    assert clerk.get("/reminders", on="2026-12-01", format="csv").text.count("\r\n") == 2
    assert clerk.get("/reminders").json()["rows"] == []  # nothing on the day itself
    assert clerk.get("/reminders", on="2026-02-30").json()["parameter"] == "on"
    assert clerk.get("/reminders", place="火星市").status_code == 404
    assert clerk.get("/reports", place="西宁市").status_code == 200
    for path in ("/ledger", "/ledger/counts"):
        here, elsewhere = (
            clerk.get(path, period="2026", place=place).json() for place in ("西宁市", "成都市")
        )
        assert here["title"]["zh"].startswith("西宁市") and here["asked"]["place"] == "cn-6301"
        assert here["rows"] != elsewhere["rows"]
        assert clerk.get(path, period="2026", place="火星市").status_code == 404
    assert clerk.get("/reports").status_code == 422
    assert clerk.get("/matters", place="青海省").json()["matters"] != []
    assert clerk.get("/matters", place="成都市").json()["matters"] == []
    assert clerk.get("/matters", place="火星市").status_code == 404
    assert "BEGIN:VEVENT" not in clerk.get("/calendar.ics", place="成都市").text


def test_a_terminal_shows_reminders_reports_and_how_a_matter_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHUIGUAN_OFFICE_URL", raising=False)
    matter = consulted(office, NewMatter(description="工地夜间施工", place="西宁市城西区"))

    def run(*words: str) -> str:
        assert main(["office", *words, "--releases", str(office.publisher.releases)]) == DONE
        return capfd.readouterr().out

    assert "西宁市城管局答复意见" in run("reminders", "--on", "2026-12-01", "--place", "青海省")
    assert json.loads(run("reports", "--place", "西宁市", "--format", "json"))["asked"]["place"] == "cn-6301"
    assert matter.id in run("list", "--place", "青海省")
    assert matter.id in run("ledger", "--period", "2026", "--place", "青海省")
    assert matter.id not in run("ledger", "--period", "2026", "--place", "四川省")
    told = run("show", matter.id)
    assert "由谁定 城西区人民政府（小法第一条第一款）" in told
    assert "期限 2027-01-22 内部目标（内部目标）" in told and "    3. 加2个月，到2027-01-22" in told
    assert json.loads(run("show", matter.id, "--json"))["deadlines"]["internal"][0]["due"] == "2027-01-22"
    assert URBAN.body and "西宁市城管局" not in run("calendar", "--place", "四川省")
