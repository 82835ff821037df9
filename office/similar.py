"""Matters like one another: probable duplicates, and decided ones worth reading first.

The likeness of two texts is the Dice coefficient of their pairs of neighbouring characters, from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from graph.tables import AreaRow
from graph.text import bigrams, normalise
from office.matter import Matter
from office.personal import TAKEN_OUT

# Below this two texts have little more in common than the words of office.
ALIKE, MUCH_ALIKE = 0.3, 0.6
NEAR_IN_TIME = timedelta(days=60)
MOST = 10


@dataclass(frozen=True)
class Likeness:
    """A matter with what it shares: `same` names place, topic, text, number."""

    matter: Matter
    text: float
    same: tuple[str, ...]


@dataclass(frozen=True)
class Similar:
    """Duplicates of an open or closed matter here, and decided matters on the topic anywhere, likest first."""

    duplicates: tuple[Likeness, ...]
    decided: tuple[Likeness, ...]


@dataclass(frozen=True)
class Sought:
    """What is compared with others."""

    description: str
    area: AreaRow
    topic: str | None
    occurred_on: date
    source_number: str | None = None
    id: str | None = None


def similar(sought: Sought, others: Iterable[Matter]) -> Similar:
    """Matters like the one sought, out of `others`; itself is left out."""
    pairs = _pairs(sought.description)
    likenesses = [_likeness(sought, pairs, other) for other in others if other.id != sought.id]
    duplicates = [one for one in likenesses if _is_duplicate(sought, one)]
    decided = [
        one
        for one in likenesses
        if one.matter.decision is not None
        and one not in duplicates
        and ("topic" in one.same or one.text >= ALIKE)
    ]
    return Similar(_likest(duplicates), _likest(decided))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(normalise(text)))


def _likeness(sought: Sought, pairs: frozenset[str], other: Matter) -> Likeness:
    theirs = _pairs(other.description)
    total = len(pairs) + len(theirs)
    text = round(2 * len(pairs & theirs) / total, 3) if total else 0.0
    shared = (
        ("number", _same_number(sought.source_number, other.source_number)),
        ("place", other.place == sought.area.id),
        ("topic", sought.topic is not None and sought.topic == other.topic),
        ("text", text >= MUCH_ALIKE),
    )
    return Likeness(other, text, tuple(name for name, holds in shared if holds))


def _same_number(one: str | None, other: str | None) -> bool:
    """Two numbers from which something was taken out are not told apart, so they are not the same either."""
    return one is not None and one == other and TAKEN_OUT not in one


def _is_duplicate(sought: Sought, one: Likeness) -> bool:
    """The same number; or the same place at about the same time, with much the same words."""
    if "number" in one.same:
        return True
    near = abs(one.matter.occurred_on - sought.occurred_on) <= NEAR_IN_TIME
    here = one.matter.place in sought.area.chain
    enough = MUCH_ALIKE if "topic" not in one.same else ALIKE
    return near and here and one.text >= enough


def _likest(found: Iterable[Likeness]) -> tuple[Likeness, ...]:
    order = sorted(found, key=lambda one: (-len(one.same), -one.text, one.matter.id))
    return tuple(order[:MOST])
