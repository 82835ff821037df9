"""The service description in RDF; for people there is a page (`api.sparql.page`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from api.sparql.frames import Ready
from api.sparql.worker import GRAPHS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
PREFIXES = {
    "sd": SD,
    "void": VOID,
    "formats": FORMATS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Described:
    """The nodes that further statements are made about; `default` is the default graph."""

    service: ox.NamedNode
    dataset: ox.BlankNode
    default: ox.BlankNode


# What else a description says: partitions of the data, examples, prefixes, licence.
More = Callable[[Described], Iterable[ox.Triple]]


def describe(endpoint: str, ready: Ready, union: bool, media: str, more: More | None = None) -> bytes:
    """The description in one of the graph formats, with the triples of `more`."""
    nodes = Described(ox.NamedNode(endpoint), ox.BlankNode(), ox.BlankNode())
    triples = [*_triples(nodes, ready, union), *(more(nodes) if more else ())]
    found = ox.serialize(triples, format=GRAPHS[media], prefixes=PREFIXES)
    assert found is not None
    return found


def _triples(nodes: Described, ready: Ready, union: bool) -> Iterator[ox.Triple]:
    service, dataset, default = nodes.service, nodes.dataset, nodes.default
    yield ox.Triple(service, RDF_TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS + name))
    if union:
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, RDF_TYPE, _sd("Dataset"))
    if union:
        yield ox.Triple(dataset, _sd("defaultGraph"), default)
        yield ox.Triple(default, RDF_TYPE, _sd("Graph"))
        yield ox.Triple(default, _void("triples"), ox.Literal(ready.quads))
    for iri, count in ready.graphs:
        yield from _graph(dataset, iri, count)


def _graph(dataset: ox.BlankNode, iri: str, count: int) -> Iterator[ox.Triple]:
    entry, graph = ox.BlankNode(), ox.BlankNode()
    yield ox.Triple(dataset, _sd("namedGraph"), entry)
    yield ox.Triple(entry, RDF_TYPE, _sd("NamedGraph"))
    yield ox.Triple(entry, _sd("name"), ox.NamedNode(iri))
    yield ox.Triple(entry, _sd("graph"), graph)
    yield ox.Triple(graph, _void("triples"), ox.Literal(count))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(VOID + name)
