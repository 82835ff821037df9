"""A limit is moved five years ahead at most, and days stored before that rule are borne when read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.errors import BadRequest
from graph.procedures import Roll
from office.calendars import working_days_between
from office.clock import Change
from office.deadlines import work_out
from office.feed import Due, deadline_entries
from office.requests import Extension, NewMatter
from office.service import Office
from office.standing import State, reminders, standing
from outputs.icalendar import calendar_feed
from tests.office.rules import CHINA, MONTH, WORKING_DAY, day, extended, rule
from tests.office.test_life import NIGHT
from tests.office.tiny import CLERK, TODAY, by

LAST = date.max.isoformat()


def test_a_limit_is_moved_five_years_ahead_at_most(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    for until in (date(2031, 11, 23), date.max):
        with pytest.raises(BadRequest, match="at most 5 years ahead, to 2031-11-22") as refused:
            office.extend(matter.id, matter.version, Extension(until=until), by(CLERK, "情况复杂"))
        assert "最多延到5年后" in refused.value.zh
    moved = office.extend(
        matter.id, matter.version, Extension(until=date(2031, 11, 22)), by(CLERK, "情况复杂")
    )
    assert [one.due for one in office.deadlines(moved.id, TODAY).internal] == [date(2031, 11, 22)]


def test_only_a_limit_of_the_matter_is_moved_and_the_refusal_names_those_it_has(office: Office) -> None:
    tables = office.register.tables
    other = rule(5, WORKING_DAY, id="other-target")
    tables.office.rules.append(other)  # of the release, but of no procedure
    matter = office.open(NIGHT, by(CLERK))
    with pytest.raises(BadRequest, match="no such limit of this matter: other-target; it has: target"):
        asked = Extension(until=date(2027, 4, 1), rule="other-target")
        office.extend(matter.id, matter.version, asked, by(CLERK, "情况复杂"))
    asked = Extension(until=date(2027, 4, 1), rule="target")
    office.extend(matter.id, matter.version, asked, by(CLERK, "情况复杂"))


def test_a_matter_without_an_internal_target_has_none_to_move(office: Office) -> None:
    matter = office.open(NewMatter(description="说不清的怪事", place="西宁市城西区"), by(CLERK))
    with pytest.raises(BadRequest, match="an internal target; it has: none"):
        office.extend(matter.id, matter.version, Extension(until=date(2027, 4, 1)), by(CLERK, "情况复杂"))


@pytest.mark.parametrize("changes", [{}, {"unit": WORKING_DAY, "count": 20}, {"roll": Roll.NEXT_WORKING_DAY}])
@pytest.mark.parametrize(
    "more",
    [
        (),
        (Change("pause", day("2026-12-02"), "等"),),
        (Change("pause", day("2026-12-02"), "等"), Change("resume", day("2026-12-20"), "到了")),
    ],
)
def test_a_limit_stored_to_the_last_day_there_is_stands_in_ledger_and_feed(
    changes: dict[str, Any], more: tuple[Change, ...]
) -> None:
    given: dict[str, Any] = {"count": 2, "unit": MONTH, "reminders": (14, 0)} | changes
    moved = rule(**given)
    limit = work_out(
        moved, day("2026-11-22"), CHINA, [*extended("2026-12-01", LAST), *more], on=day("2026-12-25")
    )
    assert limit.due == date.max
    assert standing(limit, day("2026-12-25"), CHINA).days_left == (date.max - day("2026-12-25")).days
    assert standing(limit, date.max, CHINA).state is not State.OVERDUE
    assert reminders(limit, CHINA) == () or reminders(limit, CHINA)[-1].day == date.max
    entries = deadline_entries([Due("2026-000001", "夜间施工", limit)], CHINA)
    feed = calendar_feed(entries, "期限", datetime(2026, 12, 25, tzinfo=UTC))
    assert b"DTSTART;VALUE=DATE:99991231" in feed and b"DTEND" not in feed


def test_far_working_days_are_counted_by_weekday() -> None:
    near = working_days_between(day("2199-12-01"), day("2200-01-01"), CHINA)
    assert working_days_between(day("2199-12-01"), day("2200-02-01"), CHINA) == near + 23  # Wed 1 to Fri 31
    assert working_days_between(day("2200-03-01"), day("2200-03-01"), CHINA) == 0
    assert working_days_between(day("2200-03-01"), day("2200-02-01"), CHINA) == 0
