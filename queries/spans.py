"""When a thing of the graph holds: its own span, or that of what it is part of.

A duty, a body, a mandate and an edition have spans of their own. A participation has that of its norm, a
provision that of its edition; everything else in an edition's graph has that of the edition. Areas, topics
and kinds of bodies have none: they hold on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Quad, Store

from ontology.terms import GRAPH, term, thing

FROM, UNTIL, EARLIEST, LATEST = (
    NamedNode(term(name)) for name in ("validFrom", "validUntil", "validFromEarliest", "validFromLatest")
)
# From a part to the whole it belongs to, against the direction of the statement.
PART_OF_NORM = tuple(NamedNode(term(name)) for name in ("participation", "step", "proposedParty"))
PARTICIPANT = NamedNode(term("participant"))
DESIGNATED = thing("designated", "")


@dataclass(frozen=True)
class Span:
    """First day held, first day no longer held. None is not known, or open.

    `earliest` bounds a start of which only bounds are known; `start` is then the latest day it can be.
    """

    start: date | None = None
    until: date | None = None
    earliest: date | None = None

    def holds(self, on: date) -> bool | None:
        """Whether it holds on a day; None where the start is not known well enough to say."""
        if self.until is not None and on >= self.until:
            return False
        if self.earliest is not None and on < self.earliest:
            return False
        if self.start is None:
            return None
        if on >= self.start:
            return True
        return None if self.earliest is not None else False


class Spans:
    """Spans of one release's things, remembered."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[NamedNode, Span | None] = {}

    def of(self, node: NamedNode) -> Span | None:
        """The span of a thing; None when it has none and holds on any day."""
        if node not in self._known:
            self._known[node] = self._find(node)
        return self._known[node]

    def holds(self, node: NamedNode, on: date) -> bool | None:
        """Like `Span.holds`; a thing without a span holds."""
        span = self.of(node)
        return True if span is None else span.holds(on)

    def owner(self, node: NamedNode) -> NamedNode | None:
        """What gives a thing its span when it has none of its own: its norm, or its edition."""
        for relation in PART_OF_NORM:
            if (found := self._subject(relation, node)) is not None:
                return found
        if node.value.startswith(DESIGNATED) and (found := self._subject(PARTICIPANT, node)) is not None:
            return found
        quad: Quad | None = next(self.store.quads_for_pattern(node, None, None), None)
        if quad is None or not isinstance(quad.graph_name, NamedNode):
            return None
        edition = NamedNode(thing("instrument", quad.graph_name.value.removeprefix(GRAPH)))
        known = next(self.store.quads_for_pattern(edition, None, None), None) is not None
        return edition if known and edition != node else None

    def _find(self, node: NamedNode) -> Span | None:
        start, latest = self._day(node, FROM), self._day(node, LATEST)
        until, earliest = self._day(node, UNTIL), self._day(node, EARLIEST)
        if start or latest or until or earliest:
            return Span(start or latest, until, None if start else earliest)
        owner = self.owner(node)
        return self.of(owner) if owner is not None else None

    def _day(self, node: NamedNode, predicate: NamedNode) -> date | None:
        quad = next(self.store.quads_for_pattern(node, predicate, None), None)
        value = getattr(quad.object, "value", None) if quad else None
        return date.fromisoformat(value) if value else None

    def _subject(self, predicate: NamedNode, node: NamedNode) -> NamedNode | None:
        quad = next(self.store.quads_for_pattern(None, predicate, node), None)
        return quad.subject if quad and isinstance(quad.subject, NamedNode) else None
