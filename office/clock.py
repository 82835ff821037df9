"""How a time limit is counted: first day, days, working days or months, pauses, extensions, the last day's roll.

Months are counted by the calendar, never as thirty days: to the day with the same number, or the last of the
month where there is none (2023-12-31 and two months make 2024-02-29).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from graph.errors import DeadlineRefused
from graph.office_tables import RuleRow
from graph.procedures import CountsFrom, FirstDay, Roll, Unit
from office.calendars import DayKind, WorkingDays, next_working_day, special_days, working_days_between

What = Literal["start", "first-day", "count", "clamp", "pause", "extend", "roll", "provisional"]
DAY = timedelta(days=1)
EVENTS = {
    CountsFrom.ISSUE: ("文件印发", "the instrument was issued"),
    CountsFrom.OPENING: ("立项", "the matter was opened"),
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
    """The `count`-th working day after `day`."""
    while count:
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


# ---------------------------------------------------------------- changes


def changed(rule: RuleRow, clock: Clock, change: Change) -> Clock:
    """The clock after one change. Raises DeadlineRefused, and nothing has happened then."""
    if not change.reason.strip():
        raise DeadlineRefused(
            "reason", "暂停、恢复、延长都要写明理由", "a change of a limit needs its reason"
        )
    if change.day < clock.latest:
        raise DeadlineRefused(
            "day",
            f"{change.day}早于前一次变动（或起算日）{clock.latest}",
            f"{change.day} lies before the change (or start) of {clock.latest}",
        )
    clock = _CHANGES[change.kind](rule, clock, change)
    return replace(clock, latest=change.day)


def _pause(rule: RuleRow, clock: Clock, change: Change) -> Clock:
    if not rule.pause:
        raise DeadlineRefused("kind", f"{rule.zh}没有可以暂停的规定", f"{rule.en}: no rule allows a pause")
    if clock.paused_since is not None:
        raise DeadlineRefused(
            "kind", f"已经从{clock.paused_since}起暂停", f"paused since {clock.paused_since} already"
        )
    _check_not_over(rule, clock, change, ("暂停", "paused"))
    if change.day > clock.due:
        # Only the roll carried the limit to this day: what is left is counted from the rolled day.
        last = _last_day(rule, clock)
        clock = clock.then("roll", last, f"末日顺延到{last}", f"the last day moves to {last}")
    return replace(clock, paused_since=change.day, pause_reason=change.reason.strip())


def _resume(rule: RuleRow, clock: Clock, change: Change) -> Clock:
    if clock.paused_since is None:
        raise DeadlineRefused("kind", "没有暂停，不能恢复", "it is not paused and cannot be resumed")
    return replace(_pushed(rule, clock, change.day, open_end=False), paused_since=None, pause_reason="")


def _extend(rule: RuleRow, clock: Clock, change: Change) -> Clock:
    if not rule.extend:
        raise DeadlineRefused(
            "kind", f"{rule.zh}没有可以延长的规定", f"{rule.en}: no rule allows an extension"
        )
    if clock.paused_since is not None:
        raise DeadlineRefused("kind", "暂停中，先恢复再延长", "it is paused: resume before extending")
    _check_not_over(rule, clock, change, ("延长", "extended"))
    last = _last_day(rule, clock)
    if change.to is None or change.to <= last:
        raise DeadlineRefused("to", f"延长后的日期须晚于{last}", f"an extension must end after {last}")
    if rule.extend_days is not None and change.to > (
        most := clock.counted_to + timedelta(days=rule.extend_days)
    ):
        raise DeadlineRefused(
            "to",
            f"最多延长{rule.extend_days}日，到{most}为止",
            f"at most {rule.extend_days} days more, up to {most}",
        )
    reason = change.reason.strip()
    zh, en = f"{change.day}延长到{change.to}：{reason}", f"extended on {change.day} to {change.to}: {reason}"
    return replace(clock.then("extend", change.to, zh, en), fixed=True)


_CHANGES = {"pause": _pause, "resume": _resume, "extend": _extend}


def _last_day(rule: RuleRow, clock: Clock) -> date:
    """The last day on the reading that gives most time."""
    if clock.fixed or rule.roll is Roll.NONE:
        return clock.due
    return next_working_day(clock.due, clock.calendar.plain)


def _check_not_over(rule: RuleRow, clock: Clock, change: Change, words: tuple[str, str]) -> None:
    last = _last_day(rule, clock)
    if change.day > last:
        raise DeadlineRefused(
            "day",
            f"期限已于{last}届满，不能再{words[0]}",
            f"the limit ended on {last} and cannot be {words[1]}",
        )


def _pushed(rule: RuleRow, clock: Clock, until: date, *, open_end: bool) -> Clock:
    """The clock with the days of its pause added, up to and without `until`, in the rule's own kind of day."""
    since = clock.paused_since
    assert since is not None
    if rule.unit is Unit.WORKING_DAY:
        days = working_days_between(since, until, clock.calendar)
        to = after_working_days(clock.due, days, clock.calendar)
        unit_zh, unit_en = UNITS[Unit.WORKING_DAY]
    else:
        days = (until - since).days
        to = clock.due + timedelta(days=days)
        unit_zh, unit_en = UNITS[Unit.DAY]
    zh = f"{since}起暂停，{'至今尚未恢复，暂算到' if open_end else ''}{until}{'' if open_end else '恢复'}，共{days}{unit_zh}，顺延到{to}：{clock.pause_reason}"
    en = f"paused from {since}, {'not resumed yet, worked out to' if open_end else 'resumed on'} {until}: {days} {unit_en}, to {to}: {clock.pause_reason}"
    pushed = clock.then("pause", to, zh, en)
    return replace(pushed, fixed=clock.fixed and days == 0)


def still_paused(rule: RuleRow, clock: Clock, on: date | None) -> Clock:
    """A clock that is paused on `on`: its due day is as if it resumed then. Otherwise the clock as it is."""
    if clock.paused_since is None:
        return clock
    return _pushed(rule, clock, max(on or clock.paused_since, clock.paused_since), open_end=True)


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
