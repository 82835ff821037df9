"""An answer as one line of predictions, in the form `eval/score.py` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.tables import Tables, TypeRow
from queries.answer import Answer, Status

MOST_LEADS = 6
MOST_PROVISIONS = 3


@dataclass(frozen=True)
class Prediction:
    """Lead types ranked, in the names of the 42 department types; the first three provisions cited."""

    id: str
    lead: tuple[str, ...]
    unassigned: bool
    out_of_scope: bool
    legal_basis: tuple[dict[str, str], ...]
    leader_categories: tuple[int, ...]
    trigger: tuple[int, ...]


def prediction(key: str, answer: Answer, tables: Tables) -> Prediction:
    """What the answer says in the terms of the evaluation sets. Candidates are ranked with the rest."""
    listed = {one.id: one for one in tables.body_types}
    leads: list[str] = []
    for body in answer.bodies:
        body_type = listed[body.type]
        names = [body_type] if body_type.listed else [listed[other] for other in _hosts(body_type.id, listed)]
        leads += [one.zh for one in names if one.zh not in leads]
    provisions = dict.fromkeys((basis.cite, basis.article) for basis in answer.basis)
    return Prediction(
        id=key,
        lead=tuple(leads[:MOST_LEADS]),
        unassigned=answer.status in (Status.UNDESIGNATED, Status.UNASSIGNED),
        out_of_scope=answer.status is Status.OUT_OF_SCOPE,
        legal_basis=tuple(
            {"law": law, "article": article} for law, article in list(provisions)[:MOST_PROVISIONS]
        ),
        leader_categories=tuple(leader.category for leader in answer.leaders if leader.category),
        trigger=tuple(trigger.number for trigger in answer.triggers if trigger.number),
    )


def _hosts(key: str, listed: Mapping[str, TypeRow]) -> tuple[str, ...]:
    """Listed types that stand for one that is not: where it sits, or what it is a kind of."""
    body_type = listed[key]
    if body_type.sits_in:
        return body_type.sits_in
    return (body_type.broader,) if body_type.broader else ()
