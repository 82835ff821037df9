"""The W3C tests of SPARQL: manifests read into tests, results compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
DAWG = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
POSITIVE = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
NEGATIVE = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.N3,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Test:
    """One entry of a manifest; `category` is the folder it stands in."""

    name: str
    category: str
    kind: str
    query: Path | None
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path | None
    entailment: bool
    withdrawn: bool
    lax: bool


@dataclass(frozen=True)
class Rows:
    """A result of SELECT. Blank nodes are told apart by their labels until they are compared."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


Result = Rows | bool | frozenset[ox.Triple]


def read(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file, with its address as the base and blank nodes of its own."""
    text = path.read_bytes()
    yield from ox.parse(text, FORMATS[path.suffix], base_iri=path.as_uri(), rename_blank_nodes=True)


class _Graph:
    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        self.store.extend(read(path))

    def objects(self, subject: Term, name: str) -> list[Term]:
        if isinstance(subject, ox.Literal):
            return []
        found = self.store.quads_for_pattern(subject, ox.NamedNode(name), None, None)
        return [quad.object for quad in found if not isinstance(quad.object, ox.Triple)]

    def object(self, subject: Term, name: str) -> Term | None:
        return next(iter(self.objects(subject, name)), None)

    def subjects(self, name: str, value: Term) -> list[Term]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(name), value, None)
        return [quad.subject for quad in found if not isinstance(quad.subject, ox.Triple)]

    def members(self, head: Term | None) -> Iterator[Term]:
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            first = self.object(head, RDF + "first")
            if first is not None:
                yield first
            head = self.object(head, RDF + "rest")


def read_tests(folder: Path) -> Iterator[Test]:
    """The tests of every manifest below `folder`, by file and entry."""
    for path in sorted(folder.resolve().rglob("manifest.ttl")):
        graph = _Graph(path)
        for manifest in graph.subjects(RDF + "type", ox.NamedNode(MF + "Manifest")):
            for entry in graph.members(graph.object(manifest, MF + "entries")):
                yield _test(graph, entry, path)


def _test(graph: _Graph, entry: Term, path: Path) -> Test:
    kinds = [kind.value for kind in graph.objects(entry, RDF + "type")]
    action = graph.object(entry, MF + "action")
    query = graph.object(action, QT + "query") if action is not None else None
    of_action = [entry] if action is None else [action, entry]
    named = [node for one in of_action for node in graph.objects(one, QT + "graphData")]
    names = [graph.object(node, QT + "graph") or node for node in named]
    simple = isinstance(action, ox.NamedNode)
    return Test(
        name=_text(graph.object(entry, MF + "name")) or str(entry),
        category=path.parent.name,
        kind=next((kind.removeprefix(MF) for kind in kinds if kind.startswith(MF)), ""),
        query=_file(action if simple else query),
        data=tuple(_files(node for one in of_action for node in graph.objects(one, QT + "data"))),
        graphs=tuple(_files(names)),
        result=_file(graph.object(entry, MF + "result")),
        withdrawn=graph.object(entry, DAWG + "approval") == ox.NamedNode(DAWG + "Withdrawn"),
        lax=bool(graph.objects(entry, MF + "resultCardinality")),
        entailment=bool(graph.objects(action, "http://www.w3.org/ns/sparql-service-description#entailmentRegime"))
        if action is not None
        else False,
    )  # fmt: skip


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _files(terms: Iterator[Term] | list[Term]) -> Iterator[Path]:
    for term in terms:
        found = _file(term)
        if found is not None:
            yield found


def _file(term: Term | None) -> Path | None:
    if isinstance(term, ox.NamedNode) and term.value.startswith("file:"):
        return Path(unquote(urlparse(term.value).path))
    return None


def expected(path: Path) -> Result:
    """The result that a test wants. A CSV has values without their kinds, so it is compared by them."""
    if path.suffix in RESULTS:
        return taken(ox.parse_query_results(path.read_bytes(), format=RESULTS[path.suffix]))
    graph = _Graph(path)
    for top in graph.subjects(RDF + "type", ox.NamedNode(RS + "ResultSet")):
        truth = graph.object(top, RS + "boolean")
        return _text(truth) in ("true", "1") if truth is not None else _rows(graph, top)
    return frozenset(quad.triple for quad in graph.store)


def _rows(graph: _Graph, top: Term) -> Rows:
    names = frozenset(_text(name) for name in graph.objects(top, RS + "resultVariable"))
    found: list[tuple[int, Row]] = []
    ordered = False
    for solution in graph.objects(top, RS + "solution"):
        index = graph.object(solution, RS + "index")
        ordered = ordered or index is not None
        row: dict[str, object] = {}
        for binding in graph.objects(solution, RS + "binding"):
            value = graph.object(binding, RS + "value")
            row[_text(graph.object(binding, RS + "variable"))] = value
        found.append((int(_text(index) or 0), _row(row)))
    return Rows(names, tuple(row for _, row in sorted(found, key=lambda one: one[0])), ordered)


def taken(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """The result of an engine."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if isinstance(results, ox.QueryTriples):
        return frozenset(results)
    names = [variable.value for variable in results.variables]
    rows = tuple(_row({name: solution[name] for name in names}) for solution in results)
    return Rows(frozenset(names), rows)


def _row(cells: dict[str, object]) -> Row:
    return tuple(sorted((name, _value(term)) for name, term in cells.items() if term is not None))


def _value(term: object) -> object:
    """A term as it is compared: numbers by value, everything else as it is written."""
    if not isinstance(term, ox.Literal):
        return term
    if term.datatype.value in NUMBERS:
        try:
            return (term.datatype.value, str(Decimal(term.value).normalize() + 0))
        except InvalidOperation:
            return term
    if term.datatype.value == XSD + "boolean":
        return (term.datatype.value, term.value in ("true", "1"))
    return term


def same(wanted: Result, found: Result, lax: bool = False) -> bool:
    """Whether two results are equal up to the names of blank nodes, and if `lax`, up to repeated rows."""
    if lax and isinstance(wanted, Rows) and isinstance(found, Rows):
        return set(wanted.rows) == set(found.rows)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, Rows) and isinstance(found, Rows):
        if wanted.variables != found.variables or len(wanted.rows) != len(found.rows):
            return False
        if wanted.ordered and not _has_blank(wanted) and wanted.rows != found.rows:
            return False
        return _match(list(wanted.rows), list(found.rows), {})
    if isinstance(wanted, frozenset) and isinstance(found, frozenset):
        return _canonical(wanted) == _canonical(found)
    return False


def _has_blank(rows: Rows) -> bool:
    return any(isinstance(value, ox.BlankNode) for row in rows.rows for _, value in row)


def _match(wanted: list[Row], found: list[Row], names: dict[ox.BlankNode, ox.BlankNode]) -> bool:
    """Whether some naming of the blank nodes makes the rows equal; rows without any are told off first."""
    plain = [Counter(row for row in rows if not _blank(row)) for rows in (wanted, found)]
    if plain[0] != plain[1]:
        return False
    return _pair([row for row in wanted if _blank(row)], [row for row in found if _blank(row)], names)


def _blank(row: Row) -> bool:
    return any(isinstance(value, ox.BlankNode) for _, value in row)


def _pair(wanted: list[Row], found: list[Row], names: dict[ox.BlankNode, ox.BlankNode]) -> bool:
    if not wanted:
        return not found
    for index, row in enumerate(found):
        named = _naming(wanted[0], row, names)
        if named is not None and _pair(wanted[1:], found[:index] + found[index + 1 :], named):
            return True
    return False


def _naming(
    wanted: Row, found: Row, names: dict[ox.BlankNode, ox.BlankNode]
) -> dict[ox.BlankNode, ox.BlankNode] | None:
    if [name for name, _ in wanted] != [name for name, _ in found]:
        return None
    named = dict(names)
    for (_, mine), (_, theirs) in zip(wanted, found, strict=True):
        if isinstance(mine, ox.BlankNode) and isinstance(theirs, ox.BlankNode):
            if named.setdefault(mine, theirs) != theirs:
                return None
        elif mine != theirs:
            return None
    return named if len(set(named.values())) == len(named) else None


def _canonical(triples: frozenset[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}
