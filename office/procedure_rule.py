"""Who decides on a drafted decision, by the procedures of the release: what the ledger checks drafts against."""

from __future__ import annotations

from collections.abc import Sequence

from graph.codes import LEVEL_ORDER, Level
from graph.procedures import Gap
from graph.tables import Tables
from office.deciding import Case, DecidingRule, house_rule
from office.matter_limits import designator_among, level_at
from office.procedure import PARTY_COMMITTEE, BodyAt, Designator, Procedures


def rule_from_procedures(tables: Tables, case: Case) -> DecidingRule:
    """The bodies that decide on a case, by the procedure of its place, level, cause and day.

    A decision for a wider place than the matter's level (a county matter settled for the whole city) is
    decided at the wider place's level. Where the procedures cannot say, the ledger's own house rule stands.
    """
    procedures = Procedures(tables)
    level = _wider(level_at(case.place, case.level, procedures), case.place.level)
    if level is None:
        return house_rule(tables, case)
    gap = Gap(case.cause.value) if case.cause is not None else Gap.NO_LEAD
    choice = procedures.procedure_for(case.place.id, level, case.on, gap)
    designator = designator_among([duty.id for duty in case.duties], procedures)
    if choice.procedure is None:
        return house_rule(tables, case)
    deciders = procedures.deciding_bodies(choice.procedure, case.place.id, level, designator)
    bodies = [named.body for named in deciders.bodies if named.body]
    if not bodies:
        return house_rule(tables, case)
    who = ("和" if deciders.jointly else "或").join(named.zh for named in deciders.bodies)
    types = tuple(body.type for body in bodies)
    is_house = choice.procedure.clause is None and not deciders.by_clause
    return DecidingRule(
        procedure=choice.procedure.id,
        zh=f"{deciders.clause.zh}：由{who}决定",
        en=f"{deciders.clause.en}: {', '.join(named.en for named in deciders.bodies)}",
        # A house rule has no reason to refuse the Party committee of the same place.
        types=(*types, PARTY_COMMITTEE) if is_house else types,
        levels=_levels(procedures, bodies, designator if deciders.by_clause else None),
        jointly=deciders.jointly and not is_house,
    )


def _wider(level: Level | None, place: str | None) -> Level | None:
    if place is None:
        return level
    own = Level(place)
    return own if level is None or LEVEL_ORDER[own] < LEVEL_ORDER[level] else level


def _levels(
    procedures: Procedures, bodies: Sequence[BodyAt], designator: Designator | None
) -> tuple[Level, ...]:
    """The levels of the bodies; under a clause every level it leaves open, which may be above the usual one."""
    if designator is not None and designator.levels:
        return tuple(Level(one) for one in designator.levels)
    found = (procedures.areas[body.area].level for body in bodies)
    return tuple(dict.fromkeys(Level(one) for one in found if one is not None))
