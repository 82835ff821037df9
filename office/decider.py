"""Whether a decision comes from the bodies that the procedure says decide."""

from __future__ import annotations

from collections.abc import Sequence

from graph.codes import Level
from graph.office_tables import ProcedureRow
from office.procedure import (
    PARTY_COMMITTEE,
    BodyAt,
    Deciders,
    Designator,
    Finding,
    Procedures,
)
from queries.table import Words
from queries.words import LEVEL_ZH


def check_decider(
    procedures: Procedures,
    procedure: ProcedureRow,
    area: str,
    level: Level,
    bodies: Sequence[BodyAt],
    designator: Designator | None = None,
) -> Finding:
    """Whether `bodies` may decide on a matter of a level in an area; the sentence names who decides and the clause.

    Codes: `decider-fits`, `decider-fits-otherwise` (allowed though not the usual one), `no-decider`,
    `decider-unknown`, `convenes-only`, `wrong-level`, `wrong-body`, `decider-missing`, `clause-forbids` (a local
    procedure has others decide than the law lets designate; it does not go before the law).
    """
    deciders = procedures.deciding_bodies(procedure, area, level, designator)
    wanted = {named.body for named in deciders.bodies if named.body}
    given = set(bodies)
    if not wanted:
        return Finding(False, "decider-unknown", deciders.says[0])
    if not given:
        return Finding(False, "no-decider", _who(deciders, "没有写明由谁决定", "who decides is not given"))
    lawful = designator is None or any(_may_designate(procedures, one, area, designator) for one in wanted)
    if given == wanted:
        if lawful or designator is None:
            return Finding(True, "decider-fits", _who(deciders, "决定机关相符", "the deciding body fits"))
        return Finding(False, "clause-forbids", _by_law(procedures, deciders, designator))
    if designator is not None and (procedure.clause is None or not lawful):
        if all(_may_designate(procedures, one, area, designator) for one in given):
            return Finding(
                True,
                "decider-fits-otherwise",
                _who(deciders, "法条允许，但不是本级", "the clause allows it; another level is usual"),
            )
    elif procedure.clause is None and wanted < given and all(_beside(one, wanted) for one in given - wanted):
        return Finding(
            True,
            "decider-fits-otherwise",
            _who(deciders, "党委一同决定，可以", "the Party committee may join"),
        )
    return _refused(procedures, procedure, area, level, deciders, wanted, given)


def _refused(
    procedures: Procedures,
    procedure: ProcedureRow,
    area: str,
    level: Level,
    deciders: Deciders,
    wanted: set[BodyAt],
    given: set[BodyAt],
) -> Finding:
    wrong = sorted(given - wanted)
    if not wrong:
        missing = "、".join(procedures.name_of(one) for one in sorted(wanted - given))
        return Finding(False, "decider-missing", _who(deciders, f"还缺{missing}", f"{missing} is missing"))
    first = wrong[0]
    name = procedures.name_of(first)
    if any(first == convenor.body for convenor in procedures.convenors(procedure, area, level)):
        return Finding(
            False,
            "convenes-only",
            _who(deciders, f"{name}只召集和上报，不决定", f"{name} convenes and submits, it does not decide"),
        )
    if any(first.type == one.type for one in wanted):
        return Finding(
            False, "wrong-level", _who(deciders, f"不由{name}决定", f"{name} does not decide this")
        )
    return Finding(
        False, "wrong-body", _who(deciders, f"{name}不是决定机关", f"{name} is not a deciding body")
    )


def _who(deciders: Deciders, zh: str, en: str) -> Words:
    joined = "和" if deciders.jointly else "或"
    names = joined.join(named.zh for named in deciders.bodies)
    english = (" and " if deciders.jointly else " or ").join(named.en for named in deciders.bodies)
    return Words(
        f"{zh}；由{names}决定（{deciders.clause.zh}）", f"{en}; {english} decide(s) ({deciders.clause.en})"
    )


def _may_designate(procedures: Procedures, body: BodyAt, area: str, designator: Designator) -> bool:
    """Whether a body is of the kind the clause names, of a place that holds the matter, at a level it allows."""
    allowed = procedures.designating_areas(designator, area)
    return body.type == designator.type and any(place.id == body.area for place in allowed)


def _by_law(procedures: Procedures, deciders: Deciders, designator: Designator) -> Words:
    levels = "、".join(LEVEL_ZH[one] for one in designator.levels)
    kind = procedures.type_name(designator.type)
    return _who(
        deciders,
        f"{designator.clause.zh}只让{levels}{kind}指定，当地程序不能改",
        f"{designator.clause.en} lets only a {designator.type} ({', '.join(designator.levels) or 'any level'}) "
        "designate, and a local procedure does not change that",
    )


def _beside(body: BodyAt, wanted: set[BodyAt]) -> bool:
    """A Party committee beside the government of its own place: a house rule has no reason to refuse it."""
    return body.type == PARTY_COMMITTEE and any(one.area == body.area for one in wanted)
