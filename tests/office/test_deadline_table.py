"""Hard days, worked out by hand from a wall calendar; the comment beside each is the working.

Public holidays and make-up days are those of the yearly arrangements of the State Council for 2023 to 2026.
Lengths after a real rule: 两个月 (川环委〔2023〕1号 二（四）), 15日 and 5个工作日 (信访工作条例 2022-02-25 第二十二、
二十三条), 60日 and at most 30 more (第三十四条). Other lengths are there to be hard.
"""

from __future__ import annotations

import pytest

from graph.office_tables import RuleRow
from graph.procedures import FirstDay, Roll, Unit
from office.clock import Change
from office.deadlines import work_out
from tests.office.rules import CHINA, DAY, MONTH, WORKING_DAY, YEAR, announced, day, extended, paused, rule

COUNTED = {"first_day": FirstDay.COUNTED}
ROLLS = {"roll": Roll.NEXT_WORKING_DAY}
UNKNOWN = {"roll": Roll.UNKNOWN}

COUNTS = [
    # --- months and years by the calendar
    ("2023-03-17", rule(2, MONTH), "2023-05-17"),  # the Sichuan notice; thirty-day months would give 05-16
    ("2023-12-31", rule(2, MONTH), "2024-02-29"),  # no 31 February; 2024 is a leap year
    ("2024-12-30", rule(2, MONTH), "2025-02-28"),  # no 30 February; 2025 is not
    ("2024-12-31", rule(2, MONTH), "2025-02-28"),
    ("2024-01-31", rule(1, MONTH), "2024-02-29"),
    ("2023-01-31", rule(1, MONTH), "2023-02-28"),
    ("2024-03-31", rule(1, MONTH), "2024-04-30"),
    ("2024-10-31", rule(1, MONTH), "2024-11-30"),
    ("2024-02-29", rule(1, MONTH), "2024-03-29"),  # the last of February does not become the last of March
    ("2024-08-31", rule(6, MONTH), "2025-02-28"),
    ("2024-11-30", rule(3, MONTH), "2025-02-28"),
    ("2024-12-15", rule(1, MONTH), "2025-01-15"),  # over New Year
    ("2024-02-29", rule(1, YEAR), "2025-02-28"),
    ("2024-02-29", rule(4, YEAR), "2028-02-29"),
    ("2023-02-28", rule(1, YEAR), "2024-02-28"),  # not the 29th
    ("2096-02-29", rule(4, YEAR), "2100-02-28"),  # 2100 is not a leap year
    # --- days
    ("2024-02-20", rule(15, DAY), "2024-03-06"),  # 9 days to 29 February, 6 more
    ("2023-02-20", rule(15, DAY), "2023-03-07"),  # 8 days to 28 February, 7 more
    ("2023-03-17", rule(60, DAY), "2023-05-16"),  # 14 + 30 + 16: sixty days are not two months
    ("2024-12-20", rule(15, DAY), "2025-01-04"),
    # --- the first day counts
    ("2023-03-17", rule(2, MONTH, **COUNTED), "2023-05-16"),
    ("2023-03-01", rule(1, MONTH, **COUNTED), "2023-03-31"),  # a whole March
    ("2023-12-31", rule(2, MONTH, **COUNTED), "2024-02-29"),  # no 31 February: the month ends it
    ("2023-12-30", rule(2, MONTH, **COUNTED), "2024-02-29"),  # the day before the 30th
    ("2023-01-29", rule(1, MONTH, **COUNTED), "2023-02-28"),
    ("2024-05-06", rule(5, DAY, **COUNTED), "2024-05-10"),  # 6 7 8 9 10
    ("2024-03-04", rule(5, WORKING_DAY, **COUNTED), "2024-03-08"),  # Monday to Friday
    ("2024-10-05", rule(2, WORKING_DAY, **COUNTED), "2024-10-09"),  # received on a holiday: 8 and 9 October
    # --- working days with holidays and make-up days
    ("2024-03-04", rule(5, WORKING_DAY), "2024-03-11"),  # 5 6 7 8, then Monday 11
    ("2024-03-02", rule(5, WORKING_DAY), "2024-03-08"),  # received on a Saturday: 4 to 8
    ("2024-09-27", rule(5, WORKING_DAY), "2024-10-10"),  # Sun 29 (make-up) 30 | 8 9 10; 1-7 October off
    ("2024-10-08", rule(5, WORKING_DAY), "2024-10-14"),  # 9 10 11, Sat 12 (make-up), 14
    ("2024-09-30", rule(1, WORKING_DAY), "2024-10-08"),
    ("2024-02-08", rule(5, WORKING_DAY), "2024-02-21"),  # 9 | Sun 18 (make-up) 19 20 21; 10-17 off
    ("2024-02-02", rule(5, WORKING_DAY), "2024-02-08"),  # Sun 4 (make-up) 5 6 7 8
    ("2025-01-24", rule(5, WORKING_DAY), "2025-02-07"),  # Sun 26 (make-up) 27 | 5 6 7
    ("2025-02-05", rule(3, WORKING_DAY), "2025-02-08"),  # 6 7, Sat 8 (make-up)
    ("2025-09-26", rule(5, WORKING_DAY), "2025-10-10"),  # Sun 28 (make-up) 29 30 | 9 10; 1-8 October off
    ("2025-10-09", rule(2, WORKING_DAY), "2025-10-11"),  # 10, Sat 11 (make-up)
    ("2026-02-13", rule(5, WORKING_DAY), "2026-02-27"),  # Sat 14 (make-up) | 24 25 26 27; 15-23 off
    ("2026-02-27", rule(1, WORKING_DAY), "2026-02-28"),  # Sat 28 (make-up)
    ("2025-12-31", rule(2, WORKING_DAY), "2026-01-05"),  # Sun 4 (make-up), 5
    ("2023-09-28", rule(3, WORKING_DAY), "2023-10-09"),  # Sat 7, Sun 8 (make-up), 9
    ("2023-04-28", rule(5, WORKING_DAY), "2023-05-09"),  # 4 5, Sat 6 (make-up), 8 9
    ("2024-05-10", rule(1, WORKING_DAY), "2024-05-11"),  # Sat 11 (make-up)
    # --- the last day off
    ("2024-08-01", rule(2, MONTH), "2024-10-01"),  # the rule does not roll: National Day it is
    ("2024-08-01", rule(2, MONTH, **ROLLS), "2024-10-08"),
    ("2024-08-12", rule(2, MONTH, **ROLLS), "2024-10-12"),  # a Saturday, but worked
    ("2024-09-14", rule(15, DAY, **ROLLS), "2024-09-29"),  # a Sunday, but worked
    ("2024-11-28", rule(2, MONTH, **ROLLS), "2025-02-05"),  # 28 January, Spring Festival to 4 February
    ("2024-01-10", rule(1, MONTH, **ROLLS), "2024-02-18"),  # Spring Festival to the 17th, Sunday 18 is worked
    ("2024-03-06", rule(1, MONTH, **ROLLS), "2024-04-07"),  # 清明, then a Sunday that is worked
    ("2025-08-04", rule(2, MONTH, **ROLLS), "2025-10-09"),
    ("2024-03-31", rule(3, MONTH, **ROLLS), "2024-07-01"),  # no 31 June; the 30th is a Sunday
    ("2026-10-31", rule(2, MONTH, **ROLLS), "2026-12-31"),  # the last day of the last published year
]


@pytest.mark.parametrize(
    ("start", "one", "due"), COUNTS, ids=[f"{s}-{r.count}-{r.unit}-{d}" for s, r, d in COUNTS]
)
def test_a_limit_ends_on_the_day_worked_out_by_hand(start: str, one: RuleRow, due: str) -> None:
    worked = work_out(one, day(start), CHINA)
    assert worked.due == day(due)
    assert worked.due_if_rolled is None
    assert not worked.is_provisional or day(due).year > 2026


UNSURE = [
    # Whether the last day moves is not stated: both are shown.
    ("2023-11-30", rule(1, MONTH, **UNKNOWN), "2023-12-30", "2024-01-02"),  # Saturday of a long weekend
    ("2024-01-10", rule(60, DAY, **UNKNOWN), "2024-03-10", "2024-03-11"),  # 21 + 29 + 10, a Sunday
    ("2024-08-07", rule(2, MONTH, **UNKNOWN), "2024-10-07", "2024-10-08"),  # last day of National Day week
]


@pytest.mark.parametrize(("start", "one", "due", "later"), UNSURE)
def test_where_no_source_says_whether_the_last_day_moves_both_days_stand(
    start: str, one: RuleRow, due: str, later: str
) -> None:
    worked = work_out(one, day(start), CHINA)
    assert (worked.due, worked.due_if_rolled) == (day(due), day(later))


def test_a_worked_last_day_leaves_nothing_unsure() -> None:
    assert work_out(rule(2, MONTH, **UNKNOWN), day("2023-03-17"), CHINA).due_if_rolled is None  # a Wednesday


TWO_MONTHS, FIVE_DAYS = rule(2, MONTH, **ROLLS), rule(5, WORKING_DAY)
CHANGED = [
    # --- calendar days paused are added; the end then rolls
    (
        "2024-03-01",
        TWO_MONTHS,
        paused("2024-03-10", "2024-03-20"),
        "2024-05-11",
    ),  # 05-01 + 10, a worked Saturday
    (
        "2024-03-01",
        TWO_MONTHS,
        paused("2024-03-10", "2024-03-10"),
        "2024-05-06",
    ),  # no day paused; 05-01 rolls
    (
        "2024-03-01",
        TWO_MONTHS,
        paused("2024-03-10", "2024-03-15") + paused("2024-04-01", "2024-04-11"),
        "2024-05-16",
    ),  # 05-01 + 5 + 10
    # paused on the last day (05-05 rolled to 05-06): that day is left when it resumes
    ("2024-03-05", TWO_MONTHS, paused("2024-05-06", "2024-05-08"), "2024-05-08"),
    # a pause over the old last day: 15 days were left on 04-17, so 3 to 17 June
    (
        "2024-03-01",
        TWO_MONTHS,
        paused("2024-04-17", "2024-06-03"),
        "2024-06-17",
    ),  # 47 days; 06-17 is a Monday
    # --- working days paused are added; holidays inside a pause cost nothing
    (
        "2024-09-27",
        FIVE_DAYS,
        paused("2024-09-30", "2024-10-09"),
        "2024-10-12",
    ),  # 30 and 8 paused: 11, Sat 12
    ("2024-09-27", FIVE_DAYS, paused("2024-10-01", "2024-10-08"), "2024-10-10"),  # only holidays
    # --- extensions: a day that a person set is that day
    ("2024-03-01", TWO_MONTHS, extended("2024-04-20", "2024-06-15"), "2024-06-15"),  # a Saturday stays
    (
        "2024-03-01",
        TWO_MONTHS,
        extended("2024-04-20", "2024-06-15") + paused("2024-05-10", "2024-05-13"),
        "2024-06-18",
    ),
    (
        "2024-03-01",
        TWO_MONTHS,
        extended("2024-04-20", "2024-06-14") + extended("2024-06-14", "2024-07-12"),
        "2024-07-12",
    ),
    # 信访工作条例 第三十四条: at most 30 days more: 03-10 + 30
    (
        "2024-01-10",
        rule(60, DAY, roll=Roll.UNKNOWN, extend_days=30),
        extended("2024-03-05", "2024-04-09"),
        "2024-04-09",
    ),
]


@pytest.mark.parametrize(("start", "one", "changes", "due"), CHANGED)
def test_a_changed_limit_ends_on_the_day_worked_out_by_hand(
    start: str, one: RuleRow, changes: list[Change], due: str
) -> None:
    worked = work_out(one, day(start), CHINA, changes)
    assert (worked.due, worked.due_if_rolled) == (day(due), None)
    assert worked.paused_since is None


def test_while_paused_the_last_day_is_as_if_it_resumed_on_the_day_asked_about() -> None:
    pause = [Change("pause", day("2024-03-10"), "等材料")]
    worked = work_out(TWO_MONTHS, day("2024-03-01"), CHINA, pause, on=day("2024-04-09"))
    assert worked.paused_since == day("2024-03-10")
    assert worked.due == day("2024-05-31")  # 21 days of March and 9 of April: 05-01 + 30


# --- holidays not published yet, and published or changed afterwards

NEW_YEAR = announced("new-year", "2027-01-01", "2027-01-04", False, "2026-12-10", completes=2027)


def test_days_in_a_year_not_published_are_counted_by_weekday_and_marked() -> None:
    worked = work_out(FIVE_DAYS, day("2026-12-29"), CHINA)
    assert worked.due == day("2027-01-05")  # 30 31 | Fri 1, Mon 4, Tue 5
    assert worked.unpublished == (2027,)
    assert worked.steps[-1].what == "provisional"


def test_a_weekend_in_a_year_not_published_rolls_by_weekday_and_is_marked() -> None:
    worked = work_out(TWO_MONTHS, day("2026-11-02"), CHINA)
    assert worked.due == day("2027-01-04")  # Saturday 2 January, then Monday
    assert worked.is_provisional


def test_once_the_year_is_published_the_same_limit_is_worked_out_anew_without_the_mark() -> None:
    published = type(CHINA)((NEW_YEAR,))
    worked = work_out(FIVE_DAYS, day("2026-12-29"), published)
    assert worked.due == day("2027-01-06")  # 30 31 | 1-3 off | 4 5 6
    assert not worked.is_provisional
    assert worked.calendar_version != work_out(FIVE_DAYS, day("2026-12-29"), CHINA).calendar_version


def test_a_day_off_announced_afterwards_moves_the_end_by_a_day() -> None:
    later = type(CHINA)((announced("extra", "2024-03-06", "2024-03-07", False, "2024-03-05"),))
    assert work_out(FIVE_DAYS, day("2024-03-04"), later).due == day("2024-03-12")  # 5 7 8 11 12


def test_a_make_up_day_announced_afterwards_brings_the_end_forward() -> None:
    later = type(CHINA)((announced("extra", "2024-03-09", "2024-03-10", True, "2024-03-05"),))
    assert work_out(FIVE_DAYS, day("2024-03-04"), later).due == day("2024-03-09")  # 5 6 7 8, Sat 9


def test_a_limit_that_does_not_look_at_working_days_is_never_provisional() -> None:
    assert not work_out(rule(2, MONTH), day("2026-12-30"), CHINA).is_provisional


YEARS_WITHOUT_A_CALENDAR = [
    (
        "2003-12-30",
        rule(2, WORKING_DAY),
        "2004-01-02",
        (2003,),
    ),  # before the first published year: 31 | Fri 2
    ("2027-09-30", rule(1, WORKING_DAY), "2027-10-01", (2027,)),  # National Day, but not known to be off yet
]


@pytest.mark.parametrize(("start", "one", "due", "years"), YEARS_WITHOUT_A_CALENDAR)
def test_years_outside_the_published_ones_are_named(
    start: str, one: RuleRow, due: str, years: tuple[int, ...]
) -> None:
    worked = work_out(one, day(start), CHINA)
    assert (worked.due, worked.unpublished) == (day(due), years)


def test_the_table_holds_at_least_forty_days() -> None:
    assert len(COUNTS) + len(UNSURE) + len(CHANGED) >= 40
    assert {Unit.DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR} == {one.unit for _, one, _ in COUNTS}
