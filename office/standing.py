"""Where a time limit stands on a day, and its reminders: worked out on reading, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from office.calendars import WorkingDays, working_day_before, working_days_between
from office.deadlines import Deadline
from queries.table import Words

DAY = timedelta(days=1)


class State(StrEnum):
    """How a limit stands. `perhaps-over`: the last day fell on a holiday and nobody says whether it moves."""

    RUNNING = "running"
    DUE_TODAY = "due-today"
    PERHAPS_OVER = "perhaps-over"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met-late"


@dataclass(frozen=True)
class Standing:
    """A limit on a day. `days_left` counts calendar days up to the last day, negative once it is past.

    `working_days_left` counts those after the day asked about; 0 once past. Both are None where the limit was met.
    """

    state: State
    days_left: int | None
    working_days_left: int | None
    says: Words


def standing(deadline: Deadline, on: date, calendar: WorkingDays, done_on: date | None = None) -> Standing:
    """How the limit stands on a day; `done_on` is the day on which what it asks for was done."""
    if done_on is not None and done_on <= on:
        late = done_on > deadline.last_day
        state = State.MET_LATE if late else State.MET
        return Standing(state, None, None, _said(state, deadline, (done_on - deadline.last_day).days))
    left = (deadline.due - on).days
    working = _working_days_left(on, deadline.due, calendar)
    state = _state(deadline, on)
    return Standing(state, left, working, _said(state, deadline, abs(left)))


def _working_days_left(on: date, due: date, calendar: WorkingDays) -> int:
    """Working days after `on` up to and with `due`, which may be the last day there is."""
    if due <= on:
        return 0
    return working_days_between(on + DAY, due, calendar) + calendar.kind_of(due).working


def _state(deadline: Deadline, on: date) -> State:
    if deadline.paused_since is not None and deadline.paused_since <= on:
        return State.PAUSED
    if on > deadline.last_day:
        return State.OVERDUE
    if on > deadline.due:
        return State.PERHAPS_OVER
    return State.DUE_TODAY if on == deadline.due else State.RUNNING


def _said(state: State, deadline: Deadline, days: int) -> Words:
    legal = Words("法定期限", "legal limit") if deadline.is_legal else Words("内部目标", "internal target")
    zh, en = {
        State.RUNNING: (f"还有{days}日，到{deadline.due}", f"{days} day(s) left, to {deadline.due}"),
        State.DUE_TODAY: ("今天到期", "ends today"),
        State.PERHAPS_OVER: (
            f"如不顺延已过{days}日；如顺延，到{deadline.due_if_rolled}",
            f"over by {days} day(s) unless it moves to {deadline.due_if_rolled}",
        ),
        State.OVERDUE: (
            f"已过{days}日（{deadline.due}到期）",
            f"over by {days} day(s), since {deadline.due}",
        ),
        State.PAUSED: (f"{deadline.paused_since}起暂停", f"paused since {deadline.paused_since}"),
        State.MET: ("已按期办完", "met"),
        State.MET_LATE: (f"已办完，晚了{days}日", f"done {days} day(s) late"),
    }[state]
    return Words(f"{legal.zh}：{zh}", f"{legal.en}: {en}")


@dataclass(frozen=True)
class Reminder:
    """A day to be reminded on, `before` days ahead of the last day (fewer working days may lie between)."""

    day: date
    before: int
    says: Words


def reminders(deadline: Deadline, calendar: WorkingDays) -> tuple[Reminder, ...]:
    """Every reminder of a running limit, earliest first, each on a working day after the start.

    One that would fall on a day off comes on the working day before it; two of one day become one, the nearer.
    A paused limit has none, so that nobody is urged on a clock that stands still.
    """
    if deadline.paused_since is not None:
        return ()
    by_day: dict[date, int] = {}
    for before in sorted(deadline.reminders, reverse=True):
        day = working_day_before(deadline.due - timedelta(days=before), calendar)
        if day > deadline.start:
            by_day[day] = before
    return tuple(
        Reminder(day, before, _reminder_words(deadline, day)) for day, before in sorted(by_day.items())
    )


def _reminder_words(deadline: Deadline, day: date) -> Words:
    left = (deadline.due - day).days
    when = Words("今天到期", "ends today") if left == 0 else Words(f"还有{left}日", f"{left} day(s) left")
    return Words(f"{deadline.zh}：{when.zh}（{deadline.due}）", f"{deadline.en}: {when.en} ({deadline.due})")


def due_reminder(deadline: Deadline, on: date, calendar: WorkingDays) -> Reminder | None:
    """The latest reminder that has come by a day; None where none has, or the limit is paused."""
    come = [one for one in reminders(deadline, calendar) if one.day <= on]
    return come[-1] if come else None
