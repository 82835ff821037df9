"""Time limits with their working: from a start day and a rule to the last day, every step shown.

Days are calendar days in Asia/Shanghai, and a limit ends with the end of its last day. No source on hand says
whether the day of the event counts or whether a last day on a holiday moves; where the rule reads that in,
the step says that it is the house's reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from graph.errors import DeadlineRefused
from graph.office_tables import RuleRow
from office.calendars import WorkingDays
from office.clock import Change, Clock, Step, changed, counted, rolled, still_paused
from queries.dates import EARLIEST, LATEST
from queries.table import Words


@dataclass(frozen=True)
class Deadline:
    """A time limit worked out. Steps follow one another: each starts where the one before ended.

    `due` is the last day. Where nobody says whether it moves off a holiday, `due_if_rolled` is the later
    reading. While paused, `due` is what it would be if it resumed on the day asked about. `unpublished` are
    years whose holidays were guessed by weekday: with any, the result is provisional. `supposed` marks a
    clock that does not run ("what if it were issued today").
    """

    rule: str
    zh: str
    en: str
    kind: str
    clause_zh: str | None
    clause_en: str | None
    start: date
    due: date
    due_if_rolled: date | None
    paused_since: date | None
    steps: tuple[Step, ...]
    calendar: str
    calendar_version: str
    unpublished: tuple[int, ...]
    house: tuple[str, ...]
    reminders: tuple[int, ...]
    supposed: bool = False

    @property
    def is_legal(self) -> bool:
        return self.kind == "legal"

    @property
    def is_provisional(self) -> bool:
        return bool(self.unpublished)

    @property
    def last_day(self) -> date:
        """The last day on the reading that gives most time."""
        return self.due_if_rolled or self.due


def work_out(
    rule: RuleRow,
    start: date,
    calendar: WorkingDays,
    changes: Sequence[Change] = (),
    *,
    on: date | None = None,
    supposed: bool = False,
) -> Deadline:
    """The limit that starts on `start`, with what was done to it since, in order.

    `on` is the day it is looked at and matters only while paused. A one-off clock started once, with its
    instrument; any other start is refused unless it is `supposed`.
    Raises DeadlineRefused for such a start, changes out of order, a pause or an extension the rule does not
    have, one after the last day, or one without a reason.
    """
    _check_start(rule, start, supposed)
    clock = counted(rule, start, Clock.at(start, calendar))
    for change in changes:
        clock = changed(rule, clock, change)
    clock = still_paused(rule, clock, on)
    clock, later = rolled(rule, clock)
    clock = _marked_provisional(clock)
    return Deadline(
        rule=rule.id,
        zh=rule.zh,
        en=rule.en,
        kind=rule.kind,
        clause_zh=rule.clause.zh if rule.clause else None,
        clause_en=rule.clause.en if rule.clause else None,
        start=start,
        due=clock.due,
        due_if_rolled=later,
        paused_since=clock.paused_since,
        steps=clock.steps,
        calendar=calendar.name,
        calendar_version=calendar.version,
        unpublished=tuple(sorted(clock.calendar.unpublished)),
        house=rule.house,
        reminders=rule.reminders,
        supposed=supposed,
    )


def _check_start(rule: RuleRow, start: date, supposed: bool) -> None:
    if not EARLIEST <= start < LATEST:
        raise DeadlineRefused("start", f"起算日超出可算范围：{start}", f"the start is out of range: {start}")
    if rule.one_off and start != rule.issued and not supposed:
        raise DeadlineRefused(
            "start",
            f"{rule.zh}只从{rule.issued}起算一次，不能从{start}重新起算",
            f"{rule.en}: the clock ran once, from {rule.issued}; it is not restarted on {start}",
        )


def _marked_provisional(clock: Clock) -> Clock:
    years = sorted(clock.calendar.unpublished)
    if not years:
        return clock
    return clock.then(
        "provisional",
        clock.due,
        f"暂定：{'、'.join(map(str, years))}年放假安排尚未公布，按星期算，公布后重算",
        f"provisional: holidays of {', '.join(map(str, years))} are not published; by weekday, to be redone",
    )


def as_data(deadline: Deadline) -> dict[str, object]:
    """The deadline as JSON holds it, days as YYYY-MM-DD; `from_data` reads it back."""
    data: dict[str, object] = msgspec.to_builtins(deadline)
    return data


def from_data(data: object) -> Deadline:
    """The deadline that `as_data` wrote. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(data, Deadline)


def compare(old: Deadline, new: Deadline) -> tuple[Words, ...]:
    """Why two workings of one limit differ, in order; empty when nothing does."""
    told: list[Words] = []
    if old.due != new.due or old.due_if_rolled != new.due_if_rolled:
        told.append(
            Words(
                f"最后一日由{_days(old)}变为{_days(new)}",
                f"the last day moves from {_days(old)} to {_days(new)}",
            )
        )
    if (old.calendar, old.calendar_version) != (new.calendar, new.calendar_version):
        told.append(
            Words(
                f"工作日历由{old.calendar_version}版换成{new.calendar_version}版",
                f"the calendar of working days changed from {old.calendar_version} to {new.calendar_version}",
            )
        )
    before, after = set(old.steps), set(new.steps)
    told += [Words(f"去掉：{s.zh}", f"gone: {s.en}") for s in old.steps if s not in after]
    told += [Words(f"加上：{s.zh}", f"new: {s.en}") for s in new.steps if s not in before]
    return tuple(told)


def _days(deadline: Deadline) -> str:
    later = f" / {deadline.due_if_rolled}" if deadline.due_if_rolled else ""
    return f"{deadline.due}{later}"
