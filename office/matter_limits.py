"""The procedure and the time limits of a matter of the ledger, and whether its clock may be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from graph.codes import Level
from graph.errors import DeadlineRefused
from graph.office_tables import ProcedureRow, RuleRow
from graph.procedures import CountsFrom, Gap
from graph.tables import AreaRow
from office.calendars import WorkingDays
from office.clock import Change
from office.codes import State
from office.deadlines import work_out
from office.matter import Matter
from office.matter_deadlines import MatterDeadlines, matter_deadlines, rules_by_id
from office.procedure import Choice, Designator, Procedures
from office.requests import SHANGHAI

DECIDED = frozenset({State.APPROVED, State.PUBLISHED, State.REVOKING, State.REVOKED, State.CLOSED})


def level_at(area: AreaRow, level: Level | None, procedures: Procedures) -> Level | None:
    """The level a matter is of: as stated, else the place's own or that of the nearest place around it."""
    if level is not None:
        return level
    around = (procedures.areas[one].level for one in area.chain)
    found = next((one for one in around if one is not None), None)
    return Level(found) if found else None


def opened_on(matter: Matter) -> date:
    """The calendar day in Asia/Shanghai on which the matter was registered."""
    return matter.opened_at.astimezone(SHANGHAI).date()


def procedure_of(matter: Matter, procedures: Procedures) -> Choice:
    """The procedure of the day the matter was registered; none before its cause is known."""
    level = level_at(procedures.areas[matter.place], matter.level, procedures)
    if level is None:
        return Choice(None, (), ())
    gap = Gap(matter.cause.value) if matter.cause is not None else Gap.NO_LEAD
    return procedures.procedure_for(matter.place, level, opened_on(matter), gap)


def designator_among(duties: Sequence[str], procedures: Procedures) -> Designator | None:
    """Who designates under the first of these duties that leaves its department to a designation."""
    found = (procedures.designator_of(one) for one in duties)
    return next((one for one in found if one is not None), None)


def changes_of(matter: Matter) -> tuple[Change, ...]:
    """What was done to the matter's clock, by day. Resuming gives no reason of its own: the pause's stands."""
    made: list[Change] = []
    for pause in matter.pauses:
        made.append(Change("pause", pause.since, pause.reason))
        if pause.until is not None:
            made.append(Change("resume", pause.until, pause.reason))
    made += [Change("extend", one.on, one.reason, one.until) for one in matter.extensions]
    return tuple(sorted(made, key=lambda change: change.day))


def limits_of(matter: Matter, procedures: Procedures, calendar: WorkingDays, on: date) -> MatterDeadlines:
    """The limits of a matter as they stand on a day. Its pauses and extensions change internal targets only.

    A change the target cannot take (`check_change` refuses it beforehand) is left out here, so that reading never fails.
    """
    row = procedure_of(matter, procedures).procedure
    rules = rules_by_id(procedures.tables.office.rules)
    taken = matter.accepted_on
    events = {CountsFrom.RECEIPT: opened_on(matter)}
    changes: dict[str, tuple[Change, ...]] = {}
    if taken is not None:
        # 受理 starts the office's own clock too: before it the matter may be turned away.
        events |= {CountsFrom.OPENING: taken, CountsFrom.ACCEPTANCE: taken}
        changes = {
            name: _possible(rules[name], taken, calendar, changes_of(matter)) for name in _targets(row, rules)
        }
    return matter_deadlines(
        row, rules, events, calendar, channel=matter.channel.value, changes=changes, on=on
    )


def _possible(
    rule: RuleRow, start: date, calendar: WorkingDays, changes: Sequence[Change]
) -> tuple[Change, ...]:
    kept: tuple[Change, ...] = ()
    for change in changes:
        try:
            work_out(rule, start, calendar, (*kept, change))
        except DeadlineRefused:
            continue
        kept = (*kept, change)
    return kept


def check_change(matter: Matter, procedures: Procedures, calendar: WorkingDays, change: Change) -> None:
    """Raise DeadlineRefused where an internal target of the matter cannot be paused or extended so.

    A matter without targets takes any change: there is nothing that it could contradict.
    """
    row = procedure_of(matter, procedures).procedure
    rules = rules_by_id(procedures.tables.office.rules)
    for name in _targets(row, rules) if matter.accepted_on else ():
        assert matter.accepted_on is not None
        made = _possible(rules[name], matter.accepted_on, calendar, changes_of(matter))
        work_out(rules[name], matter.accepted_on, calendar, (*made, change))


def _targets(row: ProcedureRow | None, rules: Mapping[str, RuleRow]) -> tuple[str, ...]:
    return tuple(n for n in (row.internal if row else ()) if rules[n].counts_from is CountsFrom.OPENING)


def done_on(matter: Matter) -> date | None:
    """The day on which what the targets ask for was done: the decision."""
    return matter.proposal.decided_on if matter.proposal and matter.state in DECIDED else None
