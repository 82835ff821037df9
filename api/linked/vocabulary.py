"""The vocabulary as one document: `sg:` terms have `#` in their IRIs, so all of them are at `/def`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from api.linked.html import Frame, both, named, page, section, table
from api.linked.places import Place
from graph.dataset_graph import OWL, RDFS
from graph.writer import RDF_TYPE, property_iri
from ontology.terms import BASE, CODE, SG, turtle
from outputs.jsonld import context_file
from outputs.rdf import document
from queries.thing import Named, Things

DEFINITION = BASE + "def"
KINDS = (
    (OWL + "Class", ("类", "classes"), "classes"),
    (OWL + "ObjectProperty", ("指向事物的属性", "properties whose values are things"), "object-properties"),
    (OWL + "DatatypeProperty", ("取值为文字、数字、日期的属性", "properties with literal values"), "datatype-properties"),
)  # fmt: skip
RELATIONS = tuple(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))


@cache
def vocabulary_triples() -> tuple[Triple, ...]:
    """The vocabulary with the code lists, in the order of their files."""
    return tuple(
        quad.triple
        for file in ("shuiguan.ttl", "codes.ttl")
        for quad in parse(turtle(file), format=RdfFormat.TURTLE)
    )


@lru_cache(8)
def vocabulary_document(media: str, context: str) -> bytes:
    """The vocabulary in one of the graph formats; kept, since it changes only with the code."""
    return document(vocabulary_triples(), media, context)


@cache
def version() -> str:
    return next(
        t.object.value
        for t in vocabulary_triples()
        if t.predicate.value == OWL + "versionInfo" and isinstance(t.object, Literal)
    )


def vocabulary_page(things: Things, frame: Frame) -> bytes:
    return page(frame, "词表", _body(things, frame))


def _body(things: Things, frame: Frame) -> Iterator[str]:
    root = frame.place.root
    yield '<p class="kind">词表 <span lang="en">vocabulary</span></p><h1>谁管：生态环境责任归属词表</h1>\n'
    yield '<p lang="en">Shuiguan: a vocabulary for attributing environmental responsibility</p>\n'
    yield f'<p>{both("版本", "version")} {escape(version())} · {both("命名空间", "namespace")} <span class="iri">{SG}</span> · '
    yield f'<a href="{root}/context/{context_file()[0]}">{both("JSON-LD 上下文", "JSON-LD context")}</a> · '
    yield f'<a href="{root}/shapes.ttl">{both("SHACL 形状", "SHACL shapes")}</a></p>\n'
    triples = vocabulary_triples()
    for kind, heading, key in KINDS:
        terms = [t.subject for t in triples if t.predicate.value == RDF_TYPE and t.object == NamedNode(kind)]
        rows = [_term(node, things, frame.place) for node in terms if isinstance(node, NamedNode)]
        head = (both("名称", "name"), both("说明", "comment"), both("关系", "relations"))
        yield section(both(*heading), table(head, rows), key)
    yield section(both("代码表", "code lists"), _codes(triples, things, frame.place), "codes")


def _term(node: NamedNode, things: Things, place: Place) -> tuple[str, str, str]:
    one = things.name(node)
    key = node.value.removeprefix(SG)
    name = f'<span id="{key}">{both(one.zh, one.en)}</span><br><code>sg:{key}</code>'
    return name, _comment(things, node), _relations(things, node, place)


def _comment(things: Things, node: NamedNode) -> str:
    found = _literals(things, node, RDFS + "comment")
    return both(found.get("zh", ""), found.get("en"))


def _literals(things: Things, node: NamedNode, predicate: str) -> dict[str, str]:
    quads = things.store.quads_for_pattern(node, NamedNode(predicate), None)
    return {str(q.object.language): q.object.value for q in quads if isinstance(q.object, Literal)}


def _relations(things: Things, node: NamedNode, place: Place) -> str:
    lines = []
    for relation in RELATIONS:
        quads = things.store.quads_for_pattern(node, NamedNode(relation), None)
        for one in sorted((things.name(quad.object) for quad in quads), key=lambda n: n.iri):
            lines.append(f"{both(things.name(NamedNode(relation)).zh, None)} {named(one, place, when=False)}")
    return "<br>".join(lines)


def _codes(triples: Iterable[Triple], things: Things, place: Place) -> str:
    in_scheme = NamedNode(property_iri("skos:inScheme"))
    listed: dict[NamedNode, list[NamedNode]] = {}
    for t in triples:
        if t.predicate == in_scheme and isinstance(t.object, NamedNode) and isinstance(t.subject, NamedNode):
            listed.setdefault(t.object, []).append(t.subject)
    parts = []
    for scheme, codes in listed.items():
        one: Named = things.name(scheme)
        rows = [
            (
                named(things.name(c), place),
                f"<code>{escape(c.value.removeprefix(CODE))}</code>",
                _comment(things, c),
            )
            for c in codes
        ]
        head = (both("代码", "code"), both("标识", "key"), both("说明", "comment"))
        parts.append(f"<h3>{named(one, place)}</h3>" + table(head, rows))
    return "".join(parts)
