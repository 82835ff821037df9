"""One thing of the graph with all that is said of it: statements, parts, what points at it, what came before and after.

Every related thing comes with its names and its span, so that a reader needs no second call. Nothing here is
a query: a fixed number of index look-ups, and of what points at a thing only the first few are named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from graph.writer import RDF_TYPE, property_iri
from ontology.terms import BASE, PARTIES, term, thing
from queries.property_names import BORROWED
from queries.spans import DESIGNATED, PART_OF_NORM, Span, Spans

PREF_LABEL = NamedNode(property_iri("skos:prefLabel"))
LABELS = (PREF_LABEL, NamedNode(property_iri("rdfs:label")))
SHORT_TITLE = NamedNode(property_iri("eli:title_short"))
PART_OF = NamedNode(property_iri("eli:is_part_of"))
NUMBER = NamedNode(property_iri("eli:id_local"))
STATED_IN = (NamedNode(term("statedIn")), NamedNode(property_iri("prov:wasDerivedFrom")))
MEMBER_OF = NamedNode(property_iri("eli:is_member_of"))
# The later thing points at the earlier one by each of these.
SUCCESSION = tuple(
    NamedNode(iri) for iri in (property_iri("dct:replaces"), property_iri("eli:repeals"), term("follows"))
)
HOLDER, ACTS_AS, SPATIAL = (
    NamedNode(iri) for iri in (term("holder"), term("actsAs"), property_iri("dct:spatial"))
)
# What says which thing it is; it stands on any day, also when the thing no longer holds.
IDENTITY = frozenset(
    {
        RDF_TYPE,
        *(node.value for node in (*LABELS, SHORT_TITLE, MEMBER_OF, *SUCCESSION)),
        *(term(name) for name in ("validFrom", "validUntil", "validFromEarliest", "validFromLatest")),
        *(term(name) for name in ("validFromBasis", "statedIn", "locator", "number", "position")),
        *(property_iri(name) for name in ("eli:is_part_of", "eli:id_local", "eli:type_document")),
        *(property_iri(name) for name in ("eli:date_document", "eli:date_publication", "eli:passed_by")),
        *(property_iri(name) for name in ("skos:notation", "skos:inScheme", "prov:wasDerivedFrom")),
    }
)
PARTS_OF_NORMS = (DESIGNATED, thing("participation", ""))
DIGITS = re.compile(r"(\d+)")
SHOWN = 20
CHAIN = 50


@dataclass(frozen=True)
class Named:
    """A thing, class, property or code as it is mentioned; `source` is the provision that lays it down."""

    iri: str
    zh: str
    en: str | None = None
    span: Span | None = None
    source: str | None = None


@dataclass(frozen=True)
class Words:
    """A literal; `language` and `datatype` are None where it has none of its own."""

    text: str
    language: str | None = None
    datatype: str | None = None


Value = Named | Words


@dataclass(frozen=True)
class Said:
    """What is said of a thing by one property."""

    property: Named
    values: tuple[Value, ...]


@dataclass(frozen=True)
class PartyRow:
    """One party of a norm: its part, who it is, at which levels, as the text writes it."""

    part: Named
    participant: Named | None
    levels: tuple[Named, ...]
    as_written: str | None
    open_list: bool
    candidates: tuple[Named, ...]


@dataclass(frozen=True)
class Basis:
    """Where a thing is laid down: the provision, its edition, and its words where the release has them."""

    provision: Named
    edition: Named | None
    number: str | None
    quote: str | None


@dataclass(frozen=True)
class Pointing:
    """What points at a thing by one property: how many in all, how many do not hold that day, the first few."""

    property: Named
    total: int
    not_held: int
    shown: tuple[Named, ...]


@dataclass(frozen=True)
class Thing:
    """A thing as known on any day, or on the day `on`: then `holds` says whether it holds, None when unknown."""

    named: Named
    types: tuple[Named, ...]
    on: date | None
    holds: bool | None
    said: tuple[Said, ...]
    basis: tuple[Basis, ...]
    parties: tuple[PartyRow, ...]
    pointing: tuple[Pointing, ...]
    followed_by: tuple[Named, ...]
    follows: tuple[Named, ...]
    held_then: tuple[Named, ...]
    triples: tuple[Triple, ...]


class Things:
    """Reads things from the graph of one release."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.spans = Spans(store)

    def known(self, iri: str) -> bool:
        """Whether anything is said of it or points at it."""
        node = NamedNode(iri)
        return any(
            next(self.store.quads_for_pattern(*pattern), None) is not None
            for pattern in ((node, None, None), (None, None, node))
        )

    def read(self, iri: str, on: date | None = None, shown: int = SHOWN) -> Thing | None:
        """The thing with this IRI; None when the graph does not know it."""
        if not self.known(iri):
            return None
        node = NamedNode(iri)
        holds = None if on is None else self.spans.holds(node, on)
        quads = [q for q in self._quads(node) if self._stands(q, holds, on)]
        parts = [] if holds is False else [q for part in self._parts(quads) for q in self._quads(part)]
        incoming = [] if holds is False else self._incoming(node, on, shown)
        pointing = tuple(found for found, _ in incoming)
        inward = [quad for _, quads_ in incoming for quad in quads_]
        following, before = self._followed_by(node), self._follows(node)
        return Thing(
            named=self.name(node),
            types=tuple(self.name(q.object) for q in quads if q.predicate.value == RDF_TYPE),
            on=on,
            holds=holds,
            said=self._said(quads),
            basis=tuple(self._basis(q.object) for q in quads if q.predicate in STATED_IN),
            parties=tuple(self._party_rows(quads)) if holds is not False else (),
            pointing=pointing,
            followed_by=tuple(map(self.name, following)),
            follows=tuple(map(self.name, before)),
            held_then=tuple(map(self.name, self._held_then(node, on))) if on and holds is False else (),
            triples=tuple(self._document([*quads, *parts, *inward])),
        )

    def name(self, node: object) -> Named:
        """How a thing is called, in both languages where they are known; never its bare IRI."""
        assert isinstance(node, NamedNode)
        if (borrowed := BORROWED.get(node.value)) is not None:
            return Named(node.value, *borrowed)
        labels, span = self._labels(node), self.spans.of(node)
        if "zh" in labels or "en" in labels:
            name = labels.get("zh") or labels["en"]
            return Named(node.value, name, labels.get("en"), span, self._source(node))
        return Named(node.value, self._composed(node), None, span)

    def _source(self, node: NamedNode) -> str | None:
        """The provision in words, for a norm and for what belongs to one."""
        quad = next(self.store.quads_for_pattern(node, STATED_IN[0], None), None)
        if quad is not None and isinstance(quad.object, NamedNode):
            return self._labels(quad.object).get("zh")
        owner = self.spans.owner(node) if node.value.startswith(PARTS_OF_NORMS) else None
        return self._source(owner) if owner is not None else None

    def _quads(self, node: NamedNode) -> list[Quad]:
        found = self.store.quads_for_pattern(node, None, None)
        return sorted(found, key=lambda q: (q.predicate.value, str(q.object)))

    def _labels(self, node: NamedNode) -> dict[str, str]:
        found: dict[str, str] = {}
        for predicate in LABELS:
            for quad in self.store.quads_for_pattern(node, predicate, None):
                if isinstance(quad.object, Literal):
                    found.setdefault(quad.object.language or "", quad.object.value)
        return found

    def _composed(self, node: NamedNode) -> str:
        """A name for what has none: a mandate, a participation, a work."""
        one = self._objects(node)
        if HOLDER.value in one and ACTS_AS.value in one:
            area = self.name(one[SPATIAL.value]).zh if SPATIAL.value in one else ""
            return f"{self.name(one[HOLDER.value]).zh}在{area}承担{self.name(one[ACTS_AS.value]).zh}"
        if term("part") in one:
            who = one.get(term("participant")) or one.get(term("asWritten"))
            name = who.value if isinstance(who, Literal) else self.name(who).zh if who else "未点名"
            return f"{self.name(one[term('part')]).zh}：{name}"
        if (source := one.get(property_iri("oa:hasSource"))) is not None:
            return f"{self.name(source).zh}的原文"
        editions = _distinct([q.subject for q in self.store.quads_for_pattern(None, MEMBER_OF, node)])
        titles = [self._objects(one).get(SHORT_TITLE.value) for one in sorted(editions, key=str)]
        if titles and isinstance(newest := titles[-1], Literal):
            return f"{newest.value}（各版本）"
        return node.value.removeprefix(BASE)

    def _objects(self, node: NamedNode) -> dict[str, NamedNode | Literal]:
        """One object for each property."""
        return {
            quad.predicate.value: quad.object
            for quad in self.store.quads_for_pattern(node, None, None)
            if isinstance(quad.object, NamedNode | Literal)
        }

    def _stands(self, quad: Quad, holds: bool | None, on: date | None) -> bool:
        """Whether a statement of the thing is one of that day."""
        if holds is False:
            return quad.predicate.value in IDENTITY
        if on is None or quad.predicate in SUCCESSION or not isinstance(quad.object, NamedNode):
            return True
        return self.spans.holds(quad.object, on) is not False

    def _said(self, quads: Sequence[Quad]) -> tuple[Said, ...]:
        grouped: defaultdict[NamedNode, list[Value]] = defaultdict(list)
        for quad in quads:
            grouped[quad.predicate].append(self._value(quad.object))
        order = {iri: place for place, iri in enumerate(FIRST)}
        predicates = sorted(grouped, key=lambda p: (order.get(p.value, len(order)), p.value))
        return tuple(Said(self.name(p), tuple(grouped[p])) for p in predicates)

    def _value(self, node: object) -> Value:
        if isinstance(node, Literal):
            plain = node.language or node.datatype.value.endswith("#string")
            return Words(node.value, node.language, None if plain else node.datatype.value)
        return self.name(node)

    def _parts(self, quads: Sequence[Quad]) -> Iterator[NamedNode]:
        """The things that belong to this one alone: participations, designated types, steps."""
        for quad in quads:
            if quad.predicate not in PART_OF_NORM or not isinstance(quad.object, NamedNode):
                continue
            yield quad.object
            who = self._objects(quad.object).get(term("participant"))
            if isinstance(who, NamedNode) and who.value.startswith(DESIGNATED):
                yield who

    def _party_rows(self, quads: Sequence[Quad]) -> Iterator[PartyRow]:
        nodes = [
            q.object for q in quads if q.predicate.value in (term("participation"), term("proposedParty"))
        ]
        rows = [(self._objects(node), node) for node in nodes if isinstance(node, NamedNode)]
        for one, node in sorted(rows, key=lambda row: _number(row[0].get(term("position")))):
            who, written = one.get(term("participant")), one.get(term("asWritten"))
            asked = (who, node) if isinstance(who, NamedNode) else (node,)
            yield PartyRow(
                part=self.name(one[term("part")]),
                participant=self.name(who) if isinstance(who, NamedNode) else None,
                levels=tuple(sorted(self._named(node, term("atLevel")), key=lambda n: LEVELS.get(n.iri, 9))),
                as_written=written.value if isinstance(written, Literal) else None,
                open_list=term("openList") in one,
                candidates=tuple(c for one_ in asked for c in self._named(one_, term("candidate"))),
            )

    def _basis(self, node: object) -> Basis:
        assert isinstance(node, NamedNode)
        edition = self._objects(node).get(PART_OF.value)
        number = self._objects(edition).get(NUMBER.value) if isinstance(edition, NamedNode) else None
        excerpt = NamedNode(thing("excerpt", node.value.removeprefix(thing("instrument", ""))))
        quote = self._objects(excerpt).get(term("quote"))
        return Basis(
            provision=self.name(node),
            edition=self.name(edition) if isinstance(edition, NamedNode) else None,
            number=number.value if isinstance(number, Literal) else None,
            quote=quote.value if isinstance(quote, Literal) else None,
        )

    def _named(self, node: NamedNode, predicate: str) -> Iterator[Named]:
        for quad in self.store.quads_for_pattern(node, NamedNode(predicate), None):
            yield self.name(quad.object)

    def _incoming(self, node: NamedNode, on: date | None, shown: int) -> list[tuple[Pointing, list[Quad]]]:
        grouped: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, None, node):
            grouped[quad.predicate].append(quad)
        found = []
        for predicate in sorted(grouped, key=lambda p: (p.value not in FIRST_IN, p.value)):
            quads = sorted(grouped[predicate], key=lambda q: _natural(str(q.subject)))
            kept = [q for q in quads if self._points(q, on)]
            first = kept[:shown]
            names = tuple(self.name(quad.subject) for quad in first)
            found.append((Pointing(self.name(predicate), len(quads), len(quads) - len(kept), names), first))
        return found

    def _points(self, quad: Quad, on: date | None) -> bool:
        if on is None or quad.predicate in SUCCESSION or not isinstance(quad.subject, NamedNode):
            return True
        return self.spans.holds(quad.subject, on) is not False

    def _followed_by(self, node: NamedNode) -> list[NamedNode]:
        """What took its place: later editions, later duties, the body that went on with its functions."""
        found = [
            quad.subject
            for relation in SUCCESSION
            for quad in self.store.quads_for_pattern(None, relation, node)
        ]
        return _distinct([*found, *self._neighbours(node, later=True)])

    def _follows(self, node: NamedNode) -> list[NamedNode]:
        found = [
            quad.object
            for relation in SUCCESSION
            for quad in self.store.quads_for_pattern(node, relation, None)
        ]
        return _distinct([*found, *self._neighbours(node, later=False)])

    def _neighbours(self, body: NamedNode, later: bool) -> Iterator[NamedNode]:
        """Bodies that hold the same mandate from the day this one's ends, or until the day it begins."""
        for quad in self.store.quads_for_pattern(None, HOLDER, body):
            mandate = self._objects(quad.subject) if isinstance(quad.subject, NamedNode) else {}
            mine, others = (term("validUntil"), term("validFrom"))[:: 1 if later else -1]
            if mine not in mandate or SPATIAL.value not in mandate:
                continue
            for same in self.store.quads_for_pattern(None, ACTS_AS, mandate[ACTS_AS.value]):
                other = self._objects(same.subject) if isinstance(same.subject, NamedNode) else {}
                fits = (
                    other.get(SPATIAL.value) == mandate[SPATIAL.value] and other.get(others) == mandate[mine]
                )
                if fits and isinstance(holder := other.get(HOLDER.value), NamedNode):
                    yield holder

    def _held_then(self, node: NamedNode, on: date) -> list[NamedNode]:
        """What held that day in the place of this thing, or of what it is part of."""
        owner = self.spans.owner(node)
        start = [node] if owner is None else [node, owner]
        seen, waiting, found = set(start), list(start), []
        while waiting and len(seen) < CHAIN:
            one = waiting.pop(0)
            for other in (*self._followed_by(one), *self._follows(one)):
                if other in seen:
                    continue
                seen.add(other)
                waiting.append(other)
                if self.spans.holds(other, on):
                    found.append(other)
        return found

    def _document(self, quads: Sequence[Quad]) -> Iterator[Triple]:
        """The statements, and the labels of all that they mention."""
        triples = dict.fromkeys(quad.triple for quad in quads)
        mentioned = dict.fromkeys(
            node for t in triples for node in (t.subject, t.object) if isinstance(node, NamedNode)
        )
        for node in mentioned:
            for predicate in LABELS:
                for quad in self.store.quads_for_pattern(node, predicate, None):
                    triples.setdefault(quad.triple)
        yield from triples


# The order in which a reader wants to know things; the rest follows by IRI.
FIRST = (
    RDF_TYPE,
    property_iri("skos:prefLabel"),
    property_iri("skos:definition"),
    *(
        property_iri(name)
        for name in ("eli:title_short", "eli:id_local", "eli:type_document", "eli:passed_by")
    ),
    *(term(name) for name in ("statedIn", *PARTIES, "initiator", "appliesTo", "holder", "actsAs")),
    *(property_iri(name) for name in ("dct:subject", "dct:spatial")),
    *(term(name) for name in ("validFrom", "validUntil", "condition", "consequenceText", "certainty")),
)
FIRST_IN = frozenset({*(node.value for node in SUCCESSION), term("statedIn"), property_iri("dct:subject")})
LEVELS = {
    f"{BASE}code/level-{word}": place
    for place, word in enumerate(("national", "province", "prefecture", "county", "township"))
}


def _number(node: NamedNode | Literal | None) -> int:
    return int(node.value) if isinstance(node, Literal) else 0


def _natural(text: str) -> list[tuple[int, str]]:
    """Article 9 before article 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in DIGITS.split(text)]


def _distinct(nodes: Sequence[object]) -> list[NamedNode]:
    return list(dict.fromkeys(node for node in nodes if isinstance(node, NamedNode)))
