"""The ledger as tables for reports, and the days of limits as a calendar feed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from graph.errors import BadRequest
from graph.procedures import Roll
from graph.tables import Tables
from office.clock import Change
from office.deadlines import work_out
from office.feed import Due, deadline_entries, report_entries
from office.reports import Line, counts_table, ledger_table, month_of, quarter_of, year_of
from office.standing import State
from outputs.icalendar import calendar_feed
from outputs.tables import write_table
from tests.office.rules import CHINA, MONTH, day, extended, rule

ON = date(2026, 7, 1)
BASE = Line(
    number="2026-000001",
    description="夜间施工",
    place="西宁市城东区",
    level="县级",
    channel="12345热线",
    topic="夜间建筑施工噪声",
    cause="法律授权未指定",
    state="征求意见",
    opened_on=date(2026, 6, 8),
)
LINES = (
    BASE,
    replace(
        BASE, number="2026-000002", opened_on=date(2026, 5, 30), closed_on=date(2026, 6, 1), state="办结"
    ),
    replace(
        BASE, number="2026-000003", opened_on=date(2026, 4, 2), closed_on=date(2026, 5, 31), state="办结"
    ),
    replace(BASE, number="2026-000004", opened_on=date(2026, 7, 1)),
    replace(
        BASE,
        number="2026-000005",
        cause="职责交叉争议",
        opened_on=date(2026, 3, 1),
        decided_on=date(2026, 6, 30),
        published_on=date(2026, 7, 2),
        lead="城东区城市管理局",
        cooperators=("城东区住房和城乡建设局", "西宁市城东生态环境局"),
        limit=date(2026, 5, 6),
        limit_is_legal=False,
        limit_state=State.OVERDUE,
    ),
)


def column(table, key: str) -> list[object]:  # type: ignore[no-untyped-def]
    place = [one.key for one in table.columns].index(key)
    return [row[place] for row in table.rows]


def test_a_month_lists_every_matter_in_hand_on_one_of_its_days_oldest_first() -> None:
    table = ledger_table(LINES, month_of(2026, 6), ON, "r")
    assert column(table, "number") == ["2026-000005", "2026-000002", "2026-000001"]
    assert column(table, "cooperators")[0] == "城东区住房和城乡建设局、西宁市城东生态环境局"
    assert column(table, "limit_kind")[0] == "内部目标"


def test_periods_end_where_the_next_begins() -> None:
    assert month_of(2026, 12).until == month_of(2027, 1).since == date(2027, 1, 1)
    assert quarter_of(2026, 4).until == date(2027, 1, 1)
    assert (year_of(2026).since, year_of(2026).until) == (date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("bad", [lambda: month_of(2026, 13), lambda: quarter_of(2026, 0), lambda: year_of(1)])
def test_a_period_that_there_is_not_is_refused(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadRequest):
        bad()


def test_counts_tell_new_decided_closed_and_carried_over_by_cause() -> None:
    table = counts_table(LINES, month_of(2026, 6), ON, "r")
    assert [one.key for one in table.columns] == [
        "cause", "in_hand", "opened", "decided", "published", "closed", "carried", "over_legal", "over_internal",
    ]  # fmt: skip
    assert table.rows == (
        ("合计", 3, 1, 1, 0, 1, 2, 0, 1),
        ("法律授权未指定", 2, 1, 0, 0, 1, 1, 0, 0),
        ("职责交叉争议", 1, 0, 1, 0, 0, 1, 0, 1),
    )


def test_an_empty_period_is_an_empty_ledger_and_zeros() -> None:
    assert ledger_table(LINES, month_of(2025, 1), ON, "r").rows == ()
    assert counts_table(LINES, month_of(2025, 1), ON, "r").rows == (("合计", 0, 0, 0, 0, 0, 0, 0, 0),)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 971", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "\t=1"]
)
def test_a_formula_in_a_description_stays_text_in_excel_and_csv(text: str) -> None:
    table = ledger_table([replace(BASE, description=text)], month_of(2026, 6), ON, "r")
    place = [one.key for one in table.columns].index("description")
    cell = load_workbook(io.BytesIO(write_table(table, "xlsx"))).worksheets[0].cell(2, place + 1)
    assert (cell.data_type, cell.value) == ("s", text)
    rows = list(csv.reader(io.StringIO(write_table(table, "csv").decode("utf-8-sig"))))
    assert rows[1][place] == "'" + text


# ---------------------------------------------------------------- the feed

STAMP = datetime(2026, 6, 15, 1, tzinfo=UTC)
TARGET = rule(2, MONTH, id="decision-target", zh="内部目标", roll=Roll.NEXT_WORKING_DAY, reminders=(7, 1))


def test_a_limit_is_one_entry_with_its_working_and_an_alarm_per_reminder() -> None:
    limit = work_out(TARGET, day("2026-06-08"), CHINA)  # to Saturday 2026-08-08, so Monday 2026-08-10
    feed = calendar_feed(
        deadline_entries([Due("2026-000001", "夜间施工噪声", limit)], CHINA), "谁管 期限", STAMP
    )
    (event,) = Calendar.from_ical(feed).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 8, 10)
    assert str(event["summary"]).startswith("内部目标 2026-000001")
    assert "顺延到下一个工作日2026-08-10" in str(event["description"])
    # 7 days before is Monday 3 August; the day before is a Sunday, so Friday the 7th: three days ahead
    days = [alarm.decoded("trigger").days for alarm in event.walk("VALARM")]
    assert days == [-7, -3]


def test_an_extended_limit_keeps_its_uid_so_that_the_entry_moves() -> None:
    before = work_out(TARGET, day("2026-06-08"), CHINA)
    after = work_out(TARGET, day("2026-06-08"), CHINA, extended("2026-07-01", "2026-09-01"))
    (one,), (other,) = (
        deadline_entries([Due("2026-000001", "噪声", limit)], CHINA) for limit in (before, after)
    )
    assert one.uid == other.uid
    assert (one.day, other.day) == (date(2026, 8, 10), date(2026, 9, 1))


def test_a_paused_limit_stands_in_the_feed_and_rings_nowhere() -> None:
    pause = [Change("pause", day("2026-06-10"), "等材料")]
    limit = work_out(TARGET, day("2026-06-08"), CHINA, pause, on=day("2026-06-12"))
    (entry,) = deadline_entries([Due("2026-000001", "噪声", limit)], CHINA)
    assert entry.alarm_days == ()
    assert "暂停" in entry.summary and "暂停" in entry.categories


def test_only_reports_with_a_stated_day_are_in_the_feed(tables: Tables) -> None:
    """川环委〔2023〕1号 二（二）: 每年1月31日前; the monthly and quarterly accounts name no day."""
    entries = report_entries(tables.office.reports, 2027)
    assert [(one.day, "2026年度" in one.summary) for one in entries] == [(date(2027, 1, 31), True)]
