"""How a time limit is counted: the first day, days, working days, months or years, and the last day on a holiday.

Months are counted by the calendar, never as thirty days: to the day with the same number, or the last of the
month where there is none (2023-12-31 and two months make 2024-02-29).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.office_tables import RuleRow
from graph.procedures import CountsFrom, FirstDay, Roll, Unit
from office.calendars import DayKind, WorkingDays, next_working_day, special_days

What = Literal["start", "first-day", "count", "clamp", "pause", "extend", "roll", "provisional"]
DAY = timedelta(days=1)
EVENTS = {
    CountsFrom.ISSUE: ("文件印发", "the instrument was issued"),
    CountsFrom.OPENING: ("受理立项", "the matter was taken on"),
    CountsFrom.RECEIPT: ("收到", "it was received"),
    CountsFrom.ACCEPTANCE: ("受理", "it was accepted"),
    CountsFrom.ASKING: ("发函征求意见", "the departments were asked"),
}
UNITS = {
    Unit.DAY: ("日", "day(s)"),
    Unit.WORKING_DAY: ("个工作日", "working day(s)"),
    Unit.MONTH: ("个月", "month(s)"),
    Unit.YEAR: ("年", "year(s)"),
}


@dataclass(frozen=True)
class Change:
    """What a person did to a running limit: paused it, resumed it, or set a new last day (`to`), and why.

    The day of a pause is the first that does not count, the day of resuming the first that counts again.
    """

    kind: Literal["pause", "resume", "extend"]
    day: date
    reason: str
    to: date | None = None


@dataclass(frozen=True)
class Step:
    """One step of the working, from one day to another (the same where a step only explains)."""

    what: What
    since: date
    to: date
    zh: str
    en: str


class Watched:
    """A calendar that notes which unpublished years were asked about."""

    def __init__(self, calendar: WorkingDays) -> None:
        self.plain = calendar
        self.name, self.version = calendar.name, calendar.version
        self.unpublished: set[int] = set()

    def kind_of(self, day: date) -> DayKind:
        kind = self.plain.kind_of(day)
        if not kind.published:
            self.unpublished.add(day.year)
        return kind


@dataclass(frozen=True)
class Clock:
    """A limit while it is worked out. `counted_to` is the day the rule alone gives.

    `fixed` says that a person set the last day, so that it does not roll; `latest` is the day of the last change.
    """

    due: date
    counted_to: date
    latest: date
    calendar: Watched
    paused_since: date | None = None
    pause_reason: str = ""
    fixed: bool = False
    steps: tuple[Step, ...] = field(default=())

    @classmethod
    def at(cls, start: date, calendar: WorkingDays) -> Clock:
        return cls(start, start, start, Watched(calendar))

    def then(self, what: What, to: date, zh: str, en: str) -> Clock:
        """The clock after one more step."""
        return replace(self, due=to, steps=(*self.steps, Step(what, self.due, to, zh, en)))


# ---------------------------------------------------------------- counting


def counted(rule: RuleRow, start: date, clock: Clock) -> Clock:
    """From the event to the last day as the rule alone gives it, before any change."""
    zh, en = EVENTS[rule.counts_from]
    clock = clock.then("start", start, f"{start}{zh}", f"{start}: {en}")
    clock = _by_working_days(rule, clock) if rule.unit is Unit.WORKING_DAY else _by_calendar(rule, clock)
    return replace(clock, counted_to=clock.due)


def _reading(rule: RuleRow, member: str) -> tuple[str, str]:
    return (
        ("（来源未写，本库读法）", " (not stated; this house's reading)")
        if member in rule.house
        else ("", "")
    )


def _by_working_days(rule: RuleRow, clock: Clock) -> Clock:
    start = clock.due
    zh, en = _reading(rule, "first_day")
    if rule.first_day is FirstDay.COUNTED:
        # The start itself is the first day, if it is a working day: count from the evening before.
        clock = clock.then("first-day", start - DAY, f"当日计入{zh}", f"the first day counts{en}")
    else:
        clock = clock.then("first-day", start, f"当日不计{zh}", f"the first day does not count{en}")
    to = after_working_days(clock.due, rule.count, clock.calendar)
    skipped = _skipped(clock.due, to, clock.calendar)
    return clock.then(
        "count",
        to,
        f"数{rule.count}个工作日，到{to}{skipped[0]}",
        f"{rule.count} working day(s), to {to}{skipped[1]}",
    )


def _by_calendar(rule: RuleRow, clock: Clock) -> Clock:
    start, (unit_zh, unit_en) = clock.due, UNITS[rule.unit]
    zh, en = _reading(rule, "first_day")
    first_day_counts = rule.first_day is FirstDay.COUNTED
    if not first_day_counts:
        clock = clock.then("first-day", start, f"当日不计{zh}", f"the first day does not count{en}")
    to = _added(start, rule.count, rule.unit)
    clock = clock.then("count", to, f"加{rule.count}{unit_zh}，到{to}", f"{rule.count} {unit_en}, to {to}")
    if rule.unit in (Unit.MONTH, Unit.YEAR) and to.day != start.day:
        # Where the same number is missing, the month's last day ends the limit on either reading.
        return clock.then(
            "clamp",
            to,
            f"{to.year}年{to.month}月没有{start.day}日，到月末{to.day}日",
            f"{to:%Y-%m} has no day {start.day}: the last of the month",
        )
    if first_day_counts:
        return clock.then(
            "first-day", to - DAY, f"当日计入，早一天{zh}", f"the first day counts: one day less{en}"
        )
    return clock


def _added(start: date, count: int, unit: Unit) -> date:
    if unit is Unit.DAY:
        return start + timedelta(days=count)
    if unit is Unit.MONTH:
        return start + relativedelta(months=count)
    return start + relativedelta(years=count)


def after_working_days(day: date, count: int, calendar: WorkingDays) -> date:
    """The `count`-th working day after `day`; the last day there is where there are not so many."""
    while count and day < date.max:
        day += DAY
        count -= calendar.kind_of(day).working
    return day


def _skipped(start: date, end: date, calendar: WorkingDays) -> tuple[str, str]:
    """The holidays skipped and the make-up days counted, after `start` and up to `end`."""
    spans = special_days(start + DAY, end + DAY, calendar)
    if not spans:
        return "", ""
    zh = "；".join(f"{_span(first, last)}{kind.zh}" for first, last, kind in spans)
    en = "; ".join(f"{_span(first, last)} {kind.en}" for first, last, kind in spans)
    return f"（其中{zh}）", f" (with {en})"


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}—{last:%m-%d}"


# ---------------------------------------------------------------- the last day


def rolled(rule: RuleRow, clock: Clock) -> tuple[Clock, date | None]:
    """The clock with its last day rolled as the rule says, and the later day where the rule says nothing."""
    if clock.fixed or rule.roll is Roll.NONE:
        return clock, None
    kind = clock.calendar.kind_of(clock.due)
    if kind.working:
        return clock, None
    later = next_working_day(clock.due, clock.calendar)
    if rule.roll is Roll.UNKNOWN:
        return clock.then(
            "roll",
            clock.due,
            f"末日{clock.due}是{kind.zh}，是否顺延来源未写：不顺延到{clock.due}，顺延到{later}",
            f"the last day {clock.due} is {kind.en}; whether it moves is not stated: {clock.due}, or {later}",
        ), later
    zh, en = _reading(rule, "roll")
    return clock.then(
        "roll",
        later,
        f"末日{clock.due}是{kind.zh}，顺延到下一个工作日{later}{zh}",
        f"the last day {clock.due} is {kind.en}; it moves to the next working day {later}{en}",
    ), None
