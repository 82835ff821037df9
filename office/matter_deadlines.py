"""Which time limits a matter has: legal ones that hold for it, one-off ones long over, and internal targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.office_tables import ProcedureRow, RuleRow
from graph.procedures import CountsFrom
from office.calendars import WorkingDays
from office.clock import Change
from office.deadlines import Deadline, work_out
from queries.table import Words


@dataclass(frozen=True)
class MatterDeadlines:
    """The limits of one matter. `past` are one-off legal limits that were over before it was opened.

    `waiting` are the rules whose event has not happened yet. `says` tells what is missing, in sentences.
    """

    legal: tuple[Deadline, ...]
    past: tuple[Deadline, ...]
    internal: tuple[Deadline, ...]
    waiting: tuple[str, ...]
    says: tuple[Words, ...]


def rules_by_id(rules: Iterable[RuleRow]) -> dict[str, RuleRow]:
    return {rule.id: rule for rule in rules}


def matter_deadlines(
    procedure: ProcedureRow | None,
    rules: Mapping[str, RuleRow],
    events: Mapping[CountsFrom, date],
    calendar: WorkingDays,
    *,
    channel: str | None = None,
    changes: Mapping[str, Sequence[Change]] | None = None,
    on: date | None = None,
) -> MatterDeadlines:
    """The limits of a matter that took `events` (opening, receipt, …) on their days.

    `channel` adds the legal limits of the way it came in (`petition`); `changes` are those made to a rule,
    by its id. A one-off clock that was over before the opening gives no limit: the answer says so.
    Raises DeadlineRefused for changes that cannot be (`office.deadlines`).
    """
    made = changes or {}
    names = [procedure.legal] if procedure and procedure.legal else []
    names += [rule.id for rule in rules.values() if channel and channel in rule.channels]
    internal = list(procedure.internal) if procedure else []
    legal: list[Deadline] = []
    past: list[Deadline] = []
    targets: list[Deadline] = []
    waiting: list[str] = []
    opened = events.get(CountsFrom.OPENING)
    for name in (*names, *internal):
        rule = rules[name]
        start = rule.issued if rule.counts_from is CountsFrom.ISSUE else events.get(rule.counts_from)
        if start is None:
            waiting.append(name)
            continue
        limit = work_out(rule, start, calendar, made.get(name, ()), on=on)
        if rule.one_off and opened is not None and opened > limit.last_day:
            past.append(limit)
        else:
            (legal if limit.is_legal else targets).append(limit)
    return MatterDeadlines(
        tuple(legal), tuple(past), tuple(targets), tuple(waiting), _said(legal, past, targets, waiting, rules)
    )


def _said(
    legal: Sequence[Deadline],
    past: Sequence[Deadline],
    targets: Sequence[Deadline],
    waiting: Sequence[str],
    rules: Mapping[str, RuleRow],
) -> tuple[Words, ...]:
    told = [
        Words(
            f"{one.zh}只从{one.start}起算一次（{one.clause_zh}），已于{one.due}届满，不因收到新事项重新起算",
            f"{one.en} ran once, from {one.start} ({one.clause_en}), and ended on {one.due}; "
            "a new matter does not restart it",
        )
        for one in past
    ]
    if not legal and not any(rules[name].kind == "legal" for name in waiting):
        told.append(Words("本事项没有法定期限", "no legal time limit holds for this matter"))
    told += [
        Words(
            f"{one.zh}（{one.due}）是内部目标，不是法定期限",
            f"{one.en} ({one.due}) is internal, not a legal limit",
        )
        for one in targets
    ]
    return tuple(told)
