"""Positions side by side: who claims the matter, who declines, who has not answered, and who passes it round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import networkx as nx

from office.codes import Stance
from office.matter import Asked, Department, Matter, Position


class Finding(StrEnum):
    """How the positions stand to each other."""

    AGREED = "agreed"
    SEVERAL_CLAIM = "several-claim"
    NOBODY_CLAIMS = "nobody-claims"
    CONDITIONAL = "conditional"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Side:
    """One department: when it was asked (None: it spoke unasked), what it answered (None: nothing yet).

    `late` is whether the day to answer by is past without an answer, or the answer came after it.
    """

    department: Department
    asked: Asked | None
    position: Position | None
    late: bool


@dataclass(frozen=True)
class Comparison:
    """All sides in the order they were asked. `claimed_by` are the keys of those that say ours.

    `loops` are hand-overs that came back: each a list of departments, the first not repeated at the end.
    `pointing` pairs departments with the one they point to instead.
    """

    sides: tuple[Side, ...]
    finding: Finding
    claimed_by: tuple[str, ...]
    missing: tuple[str, ...]
    pointing: tuple[tuple[str, str], ...]
    loops: tuple[tuple[str, ...], ...]


def compare(matter: Matter, on: date) -> Comparison:
    """The positions on a matter side by side, as of a day."""
    positions = {one.department.key: one for one in matter.positions}
    asked = {one.department.key: one for one in matter.asked}
    sides = tuple(
        Side(
            department=(asked.get(key) or positions[key]).department,
            asked=asked.get(key),
            position=positions.get(key),
            late=_late(asked.get(key), positions.get(key), on),
        )
        for key in dict.fromkeys((*asked, *positions))
    )
    missing = tuple(one.department.key for one in sides if one.position is None)
    claimed = tuple(key for key, one in positions.items() if one.stance is Stance.OURS)
    pointing = tuple(
        (key, one.counter_proposal.key) for key, one in positions.items() if one.counter_proposal is not None
    )
    return Comparison(
        sides=sides,
        finding=_finding(positions.values(), missing),
        claimed_by=claimed,
        missing=missing,
        pointing=pointing,
        loops=loops([(one.giver.key, one.taker.key) for one in matter.transfers] + list(pointing)),
    )


def _late(asked: Asked | None, position: Position | None, on: date) -> bool:
    if asked is None:
        return False
    return (position.answered_on if position else on) > asked.due


def _finding(positions: Iterable[Position], missing: Iterable[str]) -> Finding:
    stances = [position.stance for position in positions]
    if stances.count(Stance.OURS) > 1:
        return Finding.SEVERAL_CLAIM
    if list(missing) or not stances:
        return Finding.INCOMPLETE
    if stances.count(Stance.OURS) == 1:
        return Finding.AGREED if Stance.OURS_IF not in stances else Finding.CONDITIONAL
    return Finding.CONDITIONAL if Stance.OURS_IF in stances else Finding.NOBODY_CLAIMS


def loops(hand_overs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Circles among hand-overs, shortest first; each begins with its smallest key."""
    passed: nx.DiGraph[str] = nx.DiGraph(list(hand_overs))
    found = []
    for circle in nx.simple_cycles(passed, length_bound=8):
        start = circle.index(min(circle))
        found.append(tuple(circle[start:] + circle[:start]))
    return tuple(sorted(found, key=lambda circle: (len(circle), circle)))
