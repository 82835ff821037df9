"""What a query has found as the table of a page: links for things, words in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from api.linked.html import table
from api.linked.places import Place, local
from graph.dataset_graph import PREFIXES
from ontology.terms import BASE, ID

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
SHORT: Mapping[str, str] = {"id": ID, **PREFIXES}
JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"


@dataclass(frozen=True)
class Rows:
    """The rows of a SELECT or of a graph, or the answer of an ASK. None in a row is unbound."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Node | None]]
    graph: bool = False
    answer: bool | None = None


def read_rows(body: bytes, media: str) -> Rows:
    """The rows in SPARQL JSON or in N-Triples."""
    if media != JSON:
        triples = [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
        rows = [(t.subject, t.predicate, t.object) for t in triples]
        return Rows(("主语 subject", "谓语 predicate", "宾语 object"), rows, graph=True)
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Rows((), (), answer=bool(found))
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Rows(names, [[row[name] for name in names] for row in found])


def table_of(rows: Rows, root: str, site: bool) -> str:
    """The table; `site` where the things of the data have documents below `root`."""
    if not rows.columns:
        return ""
    cells = ([_cell(node, root, site) for node in row] for row in rows.rows)
    return table([escape(name) for name in rows.columns], cells)


def _cell(node: Node | None, root: str, site: bool) -> str:
    if node is None:
        return ""
    if isinstance(node, NamedNode):
        return _link(node.value, root, site)
    if isinstance(node, Literal):
        if node.datatype.value == f"{PREFIXES['xsd']}date":
            return f'<span class="whole">{escape(node.value)}</span>'
        language = f' lang="{escape(node.language)}"' if node.language else ""
        return f"<span{language}>{escape(node.value)}</span>"
    return escape(str(node))


def _link(iri: str, root: str, site: bool) -> str:
    """The IRI, short where it has a prefix; a link where it leads to a page, and to nothing but that."""
    shown = escape(
        next((f"{p}:{iri.removeprefix(ns)}" for p, ns in SHORT.items() if iri.startswith(ns)), iri)
    )
    if not iri.startswith(("http://", "https://")):
        return f"<code>{shown}</code>"
    href = local(iri, Place("", root)) if site and iri.startswith(BASE) else iri
    return f'<a href="{escape(href)}"><code>{shown}</code></a>'
