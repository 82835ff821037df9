"""What cannot be done to a time limit, what holds for every limit, and how two workings differ."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.errors import DeadlineRefused
from graph.office_tables import RuleRow
from graph.procedures import FirstDay, Roll, Unit
from office.calendars import working_days_between
from office.clock import Change
from office.deadlines import as_data, compare, from_data, work_out
from office.standing import State, due_reminder, reminders, standing
from tests.office.rules import CHINA, DAY, MONTH, WORKING_DAY, announced, day, extended, paused, rule

TWO_MONTHS = rule(2, MONTH, roll=Roll.NEXT_WORKING_DAY)
START = day("2024-03-01")  # two months end on 2024-05-01, and with the roll on 2024-05-06

REFUSED = [
    ("resumed before the pause", paused("2024-03-10", "2024-03-09"), "day"),
    ("resumed without a pause", [Change("resume", day("2024-03-10"), "到了")], "kind"),
    (
        "paused twice",
        [Change("pause", day("2024-03-10"), "等"), Change("pause", day("2024-03-12"), "等")],
        "kind",
    ),
    ("paused before the start", [Change("pause", day("2024-02-29"), "等")], "day"),
    ("paused after the end", [Change("pause", day("2024-05-07"), "等")], "day"),
    ("extended after the end", extended("2024-05-07", "2024-06-01"), "day"),
    ("extended to the day it has", extended("2024-04-01", "2024-05-06"), "to"),
    ("extended to an earlier day", extended("2024-04-01", "2024-04-20"), "to"),
    ("extended to no day", [Change("extend", day("2024-04-01"), "复杂")], "to"),
    (
        "extended while paused",
        [Change("pause", day("2024-03-10"), "等"), *extended("2024-03-12", "2024-06-01")],
        "kind",
    ),
    (
        "extended out of order",
        extended("2024-04-10", "2024-06-01") + extended("2024-04-09", "2024-07-01"),
        "day",
    ),
    ("paused without a reason", [Change("pause", day("2024-03-10"), "  ")], "reason"),
]


@pytest.mark.parametrize(
    ("changes", "where"), [(c, w) for _, c, w in REFUSED], ids=[name for name, *_ in REFUSED]
)
def test_a_change_that_cannot_be_is_refused_in_both_languages(changes: list[Change], where: str) -> None:
    with pytest.raises(DeadlineRefused) as refused:
        work_out(TWO_MONTHS, START, CHINA, changes)
    assert refused.value.parameter == where
    assert refused.value.zh and refused.value.en


def test_the_last_day_itself_can_still_be_extended_and_the_day_after_cannot() -> None:
    assert work_out(TWO_MONTHS, START, CHINA, extended("2024-05-06", "2024-05-10")).due == day("2024-05-10")
    with pytest.raises(DeadlineRefused):
        work_out(TWO_MONTHS, START, CHINA, extended("2024-05-07", "2024-05-10"))


def test_a_rule_without_pause_or_extension_has_neither() -> None:
    strict = rule(2, MONTH, pause=False, extend=False)
    for changes in (paused("2024-03-10", "2024-03-12"), extended("2024-03-10", "2024-06-01")):
        with pytest.raises(DeadlineRefused) as refused:
            work_out(strict, START, CHINA, changes)
        assert refused.value.parameter == "kind"


def test_an_extension_ends_where_the_rule_ends_it() -> None:
    """信访工作条例 (2022-02-25) 第三十四条: 60日, 延长不得超过30日; 2024-01-10 + 60 = 2024-03-10, + 30 = 2024-04-09."""
    sixty = rule(60, DAY, roll=Roll.UNKNOWN, extend_days=30)
    with pytest.raises(DeadlineRefused) as refused:
        work_out(sixty, day("2024-01-10"), CHINA, extended("2024-03-05", "2024-04-10"))
    assert "2024-04-09" in refused.value.zh
    again = extended("2024-03-01", "2024-04-01") + extended("2024-03-20", "2024-04-10")
    with pytest.raises(DeadlineRefused):
        work_out(sixty, day("2024-01-10"), CHINA, again)


def test_a_one_off_clock_is_not_restarted_but_may_be_supposed() -> None:
    once = rule(2, MONTH, one_off=True, issued=day("2023-03-17"))
    with pytest.raises(DeadlineRefused):
        work_out(once, day("2026-11-29"), CHINA)
    what_if = work_out(once, day("2026-11-29"), CHINA, supposed=True)
    assert (what_if.due, what_if.supposed) == (day("2027-01-29"), True)
    assert work_out(once, day("2023-03-17"), CHINA).due == day("2023-05-17")


@pytest.mark.parametrize("start", ["1900-01-01", "2200-01-01"])
def test_a_start_out_of_range_is_refused(start: str) -> None:
    with pytest.raises(DeadlineRefused):
        work_out(TWO_MONTHS, day(start), CHINA)


# ---------------------------------------------------------------- what holds for every limit

rules = st.builds(
    rule,
    st.integers(1, 90),
    st.sampled_from(Unit),
    first_day=st.sampled_from(FirstDay),
    roll=st.sampled_from(Roll),
).filter(lambda one: one.unit is not Unit.YEAR or one.count < 20)
days = st.dates(date(2004, 1, 1), date(2026, 12, 31))


@given(rules, days, st.integers(0, 400))
def test_a_later_start_never_ends_earlier(one: RuleRow, start: date, more: int) -> None:
    first, second = work_out(one, start, CHINA), work_out(one, start + timedelta(days=more), CHINA)
    assert first.due <= second.due


@given(rules, days)
def test_steps_follow_one_another_from_the_start_to_the_last_day(one: RuleRow, start: date) -> None:
    worked = work_out(one, start, CHINA)
    assert worked.steps[0].since == start
    assert worked.steps[-1].to == worked.due
    assert all(earlier.to == later.since for earlier, later in pairwise(worked.steps))


@given(st.integers(1, 60), days)
def test_a_limit_in_working_days_ends_on_one_with_so_many_behind_it(count: int, start: date) -> None:
    due = work_out(rule(count, WORKING_DAY), start, CHINA).due
    assert CHINA.kind_of(due).working
    assert working_days_between(start + timedelta(days=1), due + timedelta(days=1), CHINA) == count


@given(rules, days, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=4))
def test_a_pause_never_shortens_and_its_steps_still_follow(
    one: RuleRow, start: date, pauses: list[tuple[int, int]]
) -> None:
    without = work_out(one, start, CHINA)
    changes: list[Change] = []
    at = start
    for wait, length in pauses:
        at += timedelta(days=wait)
        changes += [Change("pause", at, "等"), Change("resume", at + timedelta(days=length), "到")]
        at += timedelta(days=length)
    try:
        worked = work_out(one, start, CHINA, changes)
    except DeadlineRefused as refused:
        assert "届满" in refused.zh  # a pause after the end, the only reason these could be refused
        return
    assert worked.due >= without.due
    assert all(earlier.to == later.since for earlier, later in pairwise(worked.steps))


@given(rules, days, st.integers(0, 20), st.integers(1, 60))
def test_resuming_later_never_ends_earlier_and_never_before_it_resumed(
    one: RuleRow, start: date, wait: int, length: int
) -> None:
    at = start + timedelta(days=wait)
    assume(at <= work_out(one, start, CHINA).due)

    def resumed(after: int) -> date:
        back = Change("resume", at + timedelta(days=after), "到")
        return work_out(one, start, CHINA, [Change("pause", at, "等"), back]).due

    assert resumed(length) <= resumed(length + 1)
    # What was left at the pause was at least its own day, unless that day was off and working days are counted.
    if one.unit is not Unit.WORKING_DAY:
        assert resumed(length) >= at + timedelta(days=length)


@given(rules, days, st.integers(1, 30), st.integers(1, 30))
def test_resuming_before_the_pause_is_always_refused(one: RuleRow, start: date, wait: int, back: int) -> None:
    at = start + timedelta(days=wait)
    changes = [Change("pause", at, "等"), Change("resume", at - timedelta(days=back), "到")]
    with pytest.raises(DeadlineRefused):
        work_out(one, start, CHINA, changes)


@given(rules, days)
def test_a_deadline_is_the_same_after_it_was_kept_as_json(one: RuleRow, start: date) -> None:
    worked = work_out(one, start, CHINA)
    assert from_data(as_data(worked)) == worked


# ---------------------------------------------------------------- why it moved


def test_a_changed_calendar_is_told_with_the_step_that_differs() -> None:
    later = type(CHINA)((announced("extra", "2024-03-06", "2024-03-07", False, "2024-03-05"),))
    five = rule(5, WORKING_DAY)
    old, new = work_out(five, day("2024-03-04"), CHINA), work_out(five, day("2024-03-04"), later)
    told = [words.zh for words in compare(old, new)]
    assert told[0] == "最后一日由2024-03-11变为2024-03-12"
    assert any(new.calendar_version in line for line in told)
    assert any("2024-03-06" in line for line in told)
    assert compare(old, old) == ()


def test_a_working_can_be_made_again_with_the_calendar_known_on_its_day() -> None:
    change = announced("extra", "2024-03-06", "2024-03-07", False, "2024-03-05")
    then = type(CHINA)((change,), known_on=day("2024-03-04"))
    assert then.version == CHINA.version
    assert type(CHINA)((change,), known_on=day("2024-03-05")).version != CHINA.version


# ---------------------------------------------------------------- standing and reminders

LEGAL = rule(2, MONTH, kind="legal", roll=Roll.UNKNOWN, reminders=(7, 1, 0))


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        ("2023-12-01", State.RUNNING, 60),  # 30 days of December and 30 of January
        ("2024-01-30", State.DUE_TODAY, 0),
        ("2024-01-31", State.OVERDUE, -1),
    ],
)
def test_a_limit_stands_as_its_days_say(on: str, state: State, left: int) -> None:
    worked = work_out(LEGAL, day("2023-11-30"), CHINA)  # to Tuesday 2024-01-30
    stands = standing(worked, day(on), CHINA)
    assert (stands.state, stands.days_left) == (state, left)
    assert stands.says.zh.startswith("法定期限")


def test_between_the_two_readings_of_a_last_day_it_is_only_perhaps_over() -> None:
    worked = work_out(
        rule(1, MONTH, roll=Roll.UNKNOWN), day("2023-11-30"), CHINA
    )  # Saturday 30th, or 2 January
    states = [standing(worked, day(on), CHINA).state for on in ("2023-12-31", "2024-01-02", "2024-01-03")]
    assert states == [State.PERHAPS_OVER, State.PERHAPS_OVER, State.OVERDUE]


@pytest.mark.parametrize(("done", "state"), [("2024-05-06", State.MET), ("2024-05-08", State.MET_LATE)])
def test_what_is_done_is_no_longer_overdue(done: str, state: State) -> None:
    worked = work_out(TWO_MONTHS, START, CHINA)
    assert standing(worked, day("2026-01-01"), CHINA, day(done)).state is state
    assert standing(worked, day("2024-05-07"), CHINA, day("2024-05-08")).state is State.OVERDUE


def test_a_paused_limit_is_paused_and_urges_nobody() -> None:
    pause = [Change("pause", day("2024-03-10"), "等材料")]
    worked = work_out(rule(2, MONTH, reminders=(1,)), START, CHINA, pause, on=day("2024-06-10"))
    assert standing(worked, day("2024-06-10"), CHINA).state is State.PAUSED
    assert reminders(worked, CHINA) == ()


def test_a_reminder_that_falls_on_a_day_off_comes_on_the_working_day_before() -> None:
    worked = work_out(rule(2, MONTH, reminders=(7, 1, 0)), day("2024-08-08"), CHINA)  # to 2024-10-08
    # 7 before is 1 October and 1 before the 7th: both go back to Monday 30 September, and become one
    assert [(r.day, r.before) for r in reminders(worked, CHINA)] == [
        (day("2024-09-30"), 1),
        (day("2024-10-08"), 0),
    ]
    assert "还有8日" in reminders(worked, CHINA)[0].says.zh


def test_an_extension_moves_the_reminders_with_it() -> None:
    one = rule(2, MONTH, reminders=(1,))
    worked = work_out(one, START, CHINA, extended("2024-04-20", "2024-06-14"))
    assert [r.day for r in reminders(worked, CHINA)] == [day("2024-06-13")]
    assert due_reminder(worked, day("2024-06-12"), CHINA) is None
    assert due_reminder(worked, day("2024-06-13"), CHINA) == reminders(worked, CHINA)[0]
