"""What the release says about one matter: its procedure, who decides, its steps and its time limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.codes import Level
from graph.errors import DeadlineRefused
from graph.office_tables import ProcedureRow, RuleRow
from graph.procedures import CountsFrom, Gap
from graph.tables import AreaRow, Tables
from office.clock import Change
from office.codes import Cause
from office.decider import check_decider
from office.matter import Matter
from office.matter_deadlines import MatterDeadlines, matter_deadlines
from office.procedure import BodyAt, Choice, Deciders, Designator, Finding, Procedures, StepView
from office.release_rows import rows_of
from queries.table import Words


@dataclass(frozen=True)
class MatterProcedure:
    """The procedure of a matter; `deciders` is None and `steps` empty where there is none, and `choice` says why."""

    choice: Choice
    designator: Designator | None
    deciders: Deciders | None
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class Standpoint:
    """From where a procedure is chosen: an area and the level of the matter there, since when, and why nobody leads."""

    area: AreaRow
    level: Level
    on: date
    cause: Cause


def standpoint_of(matter: Matter, place: AreaRow) -> Standpoint | None:
    """The standpoint of a decision for `place`; None where the place has no level or the cause is not known.

    A decision for a wider place than the matter's own is one of that place's level.
    """
    level = matter.level if place.id == matter.place and matter.level else place.level
    if level is None or matter.cause is None:
        return None
    return Standpoint(place, Level(level), matter.opened_at.date(), matter.cause)


def procedure_of(tables: Tables, at: Standpoint, duties: Sequence[str]) -> MatterProcedure:
    """The procedure followed; `duties` are those that a designation would settle."""
    procedures = rows_of(tables).procedures
    choice = procedures.procedure_for(at.area.id, at.level, at.on, Gap(at.cause.value))
    found = _designators(procedures, duties)
    designator = next(iter(found), None)
    if choice.procedure is None:
        return MatterProcedure(choice, designator, None, ())
    asked = (choice.procedure, at.area.id, at.level)
    deciders = _for_all([procedures.deciding_bodies(*asked, one) for one in found or (None,)])
    return MatterProcedure(choice, designator, deciders, procedures.steps_for(*asked, designator))


def chosen_procedure(tables: Tables, at: Standpoint) -> ProcedureRow | None:
    """The procedure followed from a standpoint; None where there is none."""
    procedures = rows_of(tables).procedures
    return procedures.procedure_for(at.area.id, at.level, at.on, Gap(at.cause.value)).procedure


def check_deciders(
    tables: Tables, at: Standpoint, duties: Sequence[str], types: Iterable[str], decided_in: str
) -> Finding:
    """Whether these bodies of an area may decide, by the procedure that holds for the matter.

    The clause of every duty that the decision settles must let them; the finding is of the first that does not.
    """
    procedures = rows_of(tables).procedures
    choice = procedures.procedure_for(at.area.id, at.level, at.on, Gap(at.cause.value))
    if choice.procedure is None:
        return Finding(False, "no-procedure", choice.says[0])
    bodies = [BodyAt(one, decided_in) for one in types]
    findings = [
        check_decider(procedures, choice.procedure, at.area.id, at.level, bodies, one)
        for one in _designators(procedures, duties) or (None,)
    ]
    return next((one for one in findings if not one.ok), findings[0])


def _designators(procedures: Procedures, duties: Sequence[str]) -> tuple[Designator, ...]:
    """Who designates under each of the duties, one per clause, in their order."""
    found = (procedures.designator_of(one) for one in duties)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _for_all(found: Sequence[Deciders]) -> Deciders:
    """Who decides under every clause; where the clauses name different bodies nobody does, and it says so."""
    first = found[0]
    if all(one.bodies == first.bodies for one in found):
        return first
    says = tuple(
        Words(
            f"{one.clause.zh}：{'、'.join(named.zh for named in one.bodies) or '定不出'}",
            f"{one.clause.en}: {', '.join(named.en for named in one.bodies) or 'cannot be said'}",
        )
        for one in found
    )
    differ = Words("各条指定的机关不同，要分别决定", "the clauses name different bodies; decide apart")
    return Deciders((), False, first.clause, (differ, *says))


def deadlines_of(tables: Tables, matter: Matter, at: Standpoint | None, on: date) -> MatterDeadlines:
    """The limits of a matter as they stand on a day, with its pauses and extensions.

    Changes that the rules no longer bear, as after a change of the calendar, are left out, and said.
    """
    try:
        return worked_out(tables, matter, at, on)
    except DeadlineRefused as refused:
        plain = worked_out(tables, replace(matter, pauses=(), extensions=()), at, on)
        return replace(plain, says=(*plain.says, Words(refused.zh, refused.en)))


def worked_out(tables: Tables, matter: Matter, at: Standpoint | None, on: date) -> MatterDeadlines:
    """The limits with every pause and extension. Raises DeadlineRefused for one that a rule does not bear."""
    procedure = chosen_procedure(tables, at) if at else None
    rules = rows_of(tables).rules
    target = procedure.internal if procedure else ()
    return matter_deadlines(
        procedure,
        rules,
        _events(matter),
        rows_of(tables).calendar,
        channel=matter.channel.value,
        changes={key: _changes(matter, rule, key in target) for key, rule in rules.items()},
        on=on,
    )


def _events(matter: Matter) -> dict[CountsFrom, date]:
    days = {
        CountsFrom.RECEIPT: matter.opened_at.date(),
        CountsFrom.OPENING: matter.accepted_on,
        CountsFrom.ACCEPTANCE: matter.accepted_on,
        CountsFrom.ASKING: max((one.asked_on for one in matter.asked), default=None),
    }
    return {event: day for event, day in days.items() if day is not None}


def _changes(matter: Matter, rule: RuleRow, is_target: bool) -> list[Change]:
    """What was done to one limit. An extension that names no rule is of the internal target."""
    changes: list[Change] = []
    for pause in matter.pauses if rule.pause else ():
        changes.append(Change("pause", pause.since, pause.reason))
        if pause.until is not None:
            changes.append(Change("resume", pause.until, pause.reason))
    for extension in matter.extensions:
        if extension.rule == rule.id or (extension.rule is None and is_target):
            changes.append(Change("extend", extension.on, extension.reason, extension.until))
    return sorted(changes, key=lambda one: one.day)
