"""What a person does to a running time limit: pause it, resume it, set a later last day; and what cannot be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from graph.errors import DeadlineRefused
from graph.office_tables import RuleRow
from graph.procedures import Roll, Unit
from office.calendars import next_working_day, working_days_between
from office.clock import UNITS, Change, Clock, after_working_days


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
        to = clock.due + timedelta(days=min(days, (date.max - clock.due).days))
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
