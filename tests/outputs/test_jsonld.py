"""JSON-LD says what the graph says: expanded again it is the same."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.release import Release
from graph.writer import XSD
from ontology.terms import term, thing
from outputs.jsonld import Compactor, context, context_file, document
from outputs.rdf import N_TRIPLES
from outputs.rdf import document as rdf_document

ABOUT = NamedNode(thing("duty", "e/art_1__para_1"))


def expanded(triples: list[Triple]) -> set[Triple]:
    return {quad.triple for quad in parse(document(triples), format=RdfFormat.JSON_LD)}


def test_a_whole_release_comes_back_from_its_json_ld(release: Release) -> None:
    triples = [quad.triple for quad in parse(release.nquads(), format=RdfFormat.N_QUADS)]
    assert expanded(triples) == set(triples)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", Literal(3)),
        ("number", Literal("03", datatype=NamedNode(XSD + "integer"))),
        ("openList", Literal(True)),
        ("openList", Literal("1", datatype=NamedNode(XSD + "boolean"))),
        ("validFrom", Literal("2026-08-15", datatype=NamedNode(XSD + "date"))),
        ("validFrom", Literal("2026", datatype=NamedNode(XSD + "gYear"))),
        ("validFrom", Literal("一个说法")),
        ("asWritten", Literal("住建部门")),
        ("asWritten", Literal("住建部门", language="zh")),
        ("asWritten", NamedNode("http://e/x")),
        ("lead", Literal("http://e/x")),
        ("lead", NamedNode("http://e/x")),
        ("confidence", Literal("0.50", datatype=NamedNode(XSD + "decimal"))),
    ],
)
def test_no_value_is_changed_by_what_the_context_expects(name: str, value: NamedNode | Literal) -> None:
    triple = Triple(ABOUT, NamedNode(term(name)), value)
    assert expanded([triple]) == {triple}


def test_several_labels_in_one_language_are_all_kept() -> None:
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    triples = [Triple(ABOUT, label, Literal(text, language="zh")) for text in ("甲", "乙", "丙")]
    assert expanded(triples) == set(triples)


# rdflib's own parser makes a graph of a class that it deprecates.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_same(release: Release) -> None:
    quads = parse(release.nquads(), format=RdfFormat.N_QUADS)
    triples = [quad.triple for quad in quads if "notice-2023" in str(quad.subject)]
    assert len(triples) > 100
    ours = Graph().parse(data=document(triples), format="json-ld")
    assert isomorphic(ours, Graph().parse(data=rdf_document(triples, N_TRIPLES.media_type), format="nt"))


def test_json_is_clean_for_those_who_know_no_rdf() -> None:
    day = Triple(ABOUT, NamedNode(term("validFrom")), Literal("2026-08-15", datatype=NamedNode(XSD + "date")))
    lead = Triple(ABOUT, NamedNode(term("lead")), NamedNode(thing("body-type", "ecology")))
    (node,) = Compactor().nodes([day, lead])
    assert node == {"id": ABOUT.value, "validFrom": "2026-08-15", "lead": thing("body-type", "ecology")}


def test_the_context_is_named_after_what_is_in_it() -> None:
    name, body = context_file()
    assert json.loads(document([]))["@context"] == context()
    assert json.loads(document([], at=f"http://e/context/{name}"))["@context"] == f"http://e/context/{name}"
    assert json.loads(body)["@context"]["lead"] == {"@id": "sg:lead", "@type": "@id"}
