"""What a party of a duty weighs in an answer: a product of named factors.

Precedence of sources (special before general, local before national, statute before circular) is one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.tables import DutyRow, InstrumentRow, PartyRow, Tables

BEARING = {"principal": 1.0, "supporting": 0.55, "background": 0.22}
PART = {
    "punisher": 1.0,
    "lead": 0.95,
    "supervisor": 0.9,
    "permitter": 0.8,
    "recipient": 0.6,
    "decider": 0.4,
    "cooperator": 0.3,
}
DISTANCE = (1.0, 0.5, 0.3, 0.2)
# A duty that names several topics speaks of each a little less than one that names it alone or first.
LATER_TOPIC = 0.93
OTHER_LEVEL = 0.7
# Governments answer for everything in general; a department that is named answers in particular.
GENERAL_TYPES = {"government": 0.6, "state-council": 0.3, "township": 0.85, "village-committee": 0.2}
KIND_OF_SOURCE = {
    "law": 1.0,
    "administrative-regulation": 1.0,
    "local-regulation": 1.05,
    "decision": 1.3,
    "list": 1.1,
    "rule": 0.95,
    "party-rule": 0.9,
    "opinion": 0.8,
    "notice": 0.8,
    "judicial-interpretation": 0.6,
    "interview": 0.4,
    "news": 0.2,
}
SPECIAL_LAW = 1.06
# A basin law on a matter elsewhere in its provinces stands behind the general one.
BASIN_NOT_NAMED = 0.85
GENERAL_LAW = 0.8


@dataclass(frozen=True, slots=True)
class Row:
    """One party of one duty that is in force for the question, with its weight and what made it."""

    duty: DutyRow
    instrument: InstrumentRow
    party: PartyRow
    distance: int
    weight: float
    factors: tuple[tuple[str, float], ...]


def weigh(
    tables: Tables,
    topic: str,
    duty: DutyRow,
    party_number: int,
    distance: int,
    level: str | None,
    text: str,
) -> Row:
    """One party of a duty with its weight for a topic; `text` only tells whether a river or plateau is named."""
    party = duty.parties[party_number]
    instrument = tables.instruments[duty.instrument]
    factors = [
        ("bearing", BEARING[duty.bearing]),
        ("part", PART[party.part]),
        ("distance", DISTANCE[min(distance, len(DISTANCE) - 1)]),
        ("source", KIND_OF_SOURCE[instrument.kind]),
    ]
    if party.levels and level and level not in party.levels:
        factors.append(("other-level", OTHER_LEVEL))
    if party.type in GENERAL_TYPES:
        factors.append(("general", GENERAL_TYPES[party.type]))
    if instrument.general:
        factors.append(("general-law", GENERAL_LAW))
    if instrument.special:
        named = not instrument.named_by or any(word in text for word in instrument.named_by)
        factors.append(("special-law", SPECIAL_LAW) if named else ("basin-not-named", BASIN_NOT_NAMED))
    if distance == 0 and topic in duty.topics and duty.topics[0] != topic:
        factors.append(("later-topic", LATER_TOPIC))
    weight = 1.0
    for _, factor in factors:
        weight *= factor
    return Row(duty, instrument, party, distance, weight, tuple(factors))
