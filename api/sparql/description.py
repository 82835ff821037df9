"""The service description: RDF for machines, a plain page for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

import pyoxigraph as ox

from api.sparql.accept import SELECT_TYPES
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


EXAMPLE = "SELECT ?type (COUNT(*) AS ?count) WHERE { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?count)"


def page(path: str, release: str, ready: Ready) -> bytes:
    """A form that works without scripts."""
    formats = "".join(
        f'<option value="{name}">{name}</option>' for name in ("json", "xml", "csv", "tsv", "ttl", "jsonld")
    )
    graphs = "".join(f"<li><code>{escape(iri)}</code> {count}</li>" for iri, count in ready.graphs)
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>SPARQL · 谁管 shuiguan</title></head><body>
<h1>SPARQL</h1>
<p>数据版本 <span lang="en">release</span> {escape(release)}，{ready.quads} quads。
默认图是所有图的合并，除非查询或请求指明数据集。</p>
<form action="{escape(path)}" method="get">
<p><label for="query">查询 / <span lang="en">query</span></label><br>
<textarea id="query" name="query" rows="12" cols="100">{escape(EXAMPLE)}</textarea></p>
<p><label for="format">格式 / <span lang="en">format</span></label>
<select id="format" name="format">{formats}</select> <button>执行 / run</button></p></form>
<h2>图 / <span lang="en">graphs</span></h2><ul>{graphs}</ul>
<p>媒体类型 / <span lang="en">media types</span>: {", ".join((*SELECT_TYPES, *GRAPHS))}</p>
</body></html>
""".encode()
