"""The RDF document of one thing: its statements, and what the document says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from api.linked.places import Place
from api.linked.thing_page import citation
from graph.dataset_graph import DATASET, LICENCE, OWL, PREFIXES
from graph.writer import RDF_TYPE, span_text
from ontology.terms import BASE
from queries.thing import Thing

FOAF, DCT, VOID = PREFIXES["foaf"], PREFIXES["dct"], PREFIXES["void"]
NOT_HELD = (
    "该日不生效，只列它是什么。",
    "Not in force on that day: only what identifies it is stated.",
)


def document_iri(place: Place) -> str:
    """IRI of the document at a place, apart from that of the thing."""
    return BASE + replace(place, root="").address().removeprefix("/")


def document(one: Thing, place: Place, release: str) -> list[Triple]:
    """The thing's triples, then those about the document."""
    return [*one.triples, *_about(one, place, release)]


def _about(one: Thing, place: Place, release: str) -> Iterator[Triple]:
    node = NamedNode(document_iri(place))
    links = (
        (RDF_TYPE, FOAF + "Document"),
        (FOAF + "primaryTopic", one.named.iri),
        (VOID + "inDataset", DATASET),
        (DCT + "license", LICENCE),
    )
    for predicate, target in links:
        yield Triple(node, NamedNode(predicate), NamedNode(target))
    yield Triple(node, NamedNode(OWL + "versionInfo"), Literal(release))
    yield Triple(
        node, NamedNode(DCT + "bibliographicCitation"), Literal(citation(one, release), language="zh")
    )
    if one.on is None:
        return
    yield Triple(node, NamedNode(DCT + "valid"), span_text(one.on))
    if one.holds is False:
        for text, language in zip(NOT_HELD, ("zh", "en"), strict=True):
            yield Triple(node, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(text, language=language))
        for other in one.held_then:
            yield Triple(node, NamedNode(DCT + "relation"), NamedNode(other.iri))
