"""What came before a thing and what came after it: editions, duties, bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode, Store

from graph.writer import property_iri
from ontology.terms import term
from queries.spans import Spans

# The later thing points at the earlier one by each of these.
SUCCESSION = tuple(
    NamedNode(iri) for iri in (property_iri("dct:replaces"), property_iri("eli:repeals"), term("follows"))
)
HOLDER, ACTS_AS, SPATIAL = (
    NamedNode(iri) for iri in (term("holder"), term("actsAs"), property_iri("dct:spatial"))
)
CHAIN = 50
Step = Callable[[NamedNode], list[NamedNode]]


def distinct(nodes: Iterable[object]) -> list[NamedNode]:
    """The IRIs among the nodes, each once, in order."""
    return list(dict.fromkeys(node for node in nodes if isinstance(node, NamedNode)))


class Succession:
    """Steps from a thing to the next, forward and back."""

    def __init__(self, store: Store, spans: Spans) -> None:
        self.store = store
        self.spans = spans

    def followed_by(self, node: NamedNode) -> list[NamedNode]:
        """What took its place: later editions, later duties, the body that went on with its functions."""
        found = [
            quad.subject
            for relation in SUCCESSION
            for quad in self.store.quads_for_pattern(None, relation, node)
        ]
        return distinct([*found, *self._neighbours(node, later=True)])

    def follows(self, node: NamedNode) -> list[NamedNode]:
        """What it took the place of."""
        found = [
            quad.object
            for relation in SUCCESSION
            for quad in self.store.quads_for_pattern(node, relation, None)
        ]
        return distinct([*found, *self._neighbours(node, later=False)])

    def _neighbours(self, body: NamedNode, later: bool) -> Iterator[NamedNode]:
        """Bodies that hold the same mandate from the day this one's ends, or until the day it begins."""
        for quad in self.store.quads_for_pattern(None, HOLDER, body):
            mandate = self._mandate(quad.subject)
            mine, others = (term("validUntil"), term("validFrom"))[:: 1 if later else -1]
            if mine not in mandate or SPATIAL.value not in mandate:
                continue
            for same in self.store.quads_for_pattern(None, ACTS_AS, mandate[ACTS_AS.value]):
                other = self._mandate(same.subject)
                fits = (
                    other.get(SPATIAL.value) == mandate[SPATIAL.value] and other.get(others) == mandate[mine]
                )
                if fits and isinstance(holder := other.get(HOLDER.value), NamedNode):
                    yield holder

    def held_then(self, node: NamedNode, on: date) -> list[NamedNode]:
        """What held that day in the place of this thing, or of what it is part of.

        Looked for all the way forward and all the way back, never back from something later: the Code repeals
        ten laws, and what came before it is not what came before each of them.
        """
        owner = self.spans.owner(node)
        start = [node] if owner is None else [node, owner]
        ways = (self._way(start, self.followed_by), self._way(start, self.follows))
        return [one for one in distinct(chain(*ways)) if self.spans.holds(one, on)]

    def _way(self, start: list[NamedNode], step: Step) -> list[NamedNode]:
        """Everything that steps lead to, nearest first, up to a bound."""
        found = list(start)
        for one in found:
            found += [other for other in step(one) if other not in found]
            if len(found) > CHAIN:
                break
        return found[len(start) :]

    def _mandate(self, node: object) -> dict[str, NamedNode | Literal]:
        """One object for each property of a mandate."""
        assert isinstance(node, NamedNode)
        return {
            quad.predicate.value: quad.object
            for quad in self.store.quads_for_pattern(node, None, None)
            if isinstance(quad.object, NamedNode | Literal)
        }
