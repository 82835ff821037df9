"""What a release says of itself is true of it, and the examples it offers work."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph.dataset_graph import DATASET, DCT, PREFIXES, SHACL, VOID, Example, dataset_graph
from graph.release import Release
from graph.writer import RDF_TYPE
from ontology.terms import graph, term
from queries.examples import stored_examples
from queries.questions import ask, read_questions

OWN = NamedNode(graph("dataset"))
COUNTS = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?property ?count WHERE {
  GRAPH <https://w3id.org/shuiguan/graph/dataset> {
    <https://w3id.org/shuiguan/dataset> void:classPartition ?part . ?part void:class ?class .
    { ?part void:entities ?count } UNION
    { ?part void:propertyPartition ?inner . ?inner void:property ?property ; void:triples ?count }
  }
}"""


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


@pytest.fixture(scope="module")
def others(store: Store) -> list[Quad]:
    return [quad for quad in store if quad.graph_name != OWN]


def number(store: Store, name: str) -> int:
    (quad,) = store.quads_for_pattern(NamedNode(DATASET), NamedNode(VOID + name), None)
    assert isinstance(quad.object, Literal)
    return int(quad.object.value)


def test_the_counts_are_those_of_all_other_graphs(store: Store, others: list[Quad]) -> None:
    assert number(store, "triples") == len(others)
    assert number(store, "distinctSubjects") == len({quad.subject for quad in others})
    assert number(store, "distinctObjects") == len({quad.object for quad in others})
    assert number(store, "properties") == len({quad.predicate for quad in others})
    typed = [quad for quad in others if quad.predicate.value == RDF_TYPE]
    assert number(store, "classes") == len({quad.object for quad in typed})
    assert number(store, "entities") == len({quad.subject for quad in typed})


def test_each_class_is_counted_with_its_properties(store: Store, others: list[Quad]) -> None:
    found = store.query(COUNTS)
    assert isinstance(found, QuerySolutions)
    said: dict[tuple[object, object], int] = {}
    for row in found:
        count = row["count"]
        assert isinstance(count, Literal)
        said[row["class"], row["property"]] = int(count.value)
    types = [(quad.subject, quad.object) for quad in others if quad.predicate.value == RDF_TYPE]
    counted: Counter[tuple[object, object]] = Counter((kind, None) for _, kind in types)
    kinds: dict[object, list[object]] = {}
    for subject, kind in types:
        kinds.setdefault(subject, []).append(kind)
    counted.update((kind, quad.predicate) for quad in others for kind in kinds.get(quad.subject, ()))
    assert said == counted


def test_the_release_and_its_licence_are_named(store: Store, release: Release) -> None:
    about = {
        q.predicate.value: getattr(q.object, "value", None)
        for q in store.quads_for_pattern(NamedNode(DATASET), None, None)
    }
    assert about[DCT + "identifier"] == release.id
    assert about[DCT + "license"] == "https://www.apache.org/licenses/LICENSE-2.0"
    assert about[DCT + "modified"] == release.manifest()["cut_off"]


def test_prefixes_are_declared_as_editors_read_them(store: Store) -> None:
    found = store.query(
        f"PREFIX sh: <{SHACL}> SELECT ?prefix ?namespace {{ [] sh:prefix ?prefix ; sh:namespace ?namespace }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    assert {row["prefix"].value: row["namespace"].value for row in found} == PREFIXES


def test_every_example_gives_the_rows_of_its_question_as_it_stands(store: Store) -> None:
    runs = {
        run.query: run for q in reversed(read_questions()) if q.status == "answered" for run in q.runs[::-1]
    }
    quads = store.quads_for_pattern(None, NamedNode(SHACL + "select"), None, OWN)
    found = [quad.object.value for quad in quads if isinstance(quad.object, Literal)]
    examples = stored_examples()
    assert sorted(found) == sorted(example.text for example in examples)
    for example in examples:
        rows = store.query(example.text, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)
        assert 0 < len(list(rows)) == len(ask(store, runs[example.name])), example.name


def test_a_question_says_in_chinese_and_english_what_its_example_finds() -> None:
    for example in stored_examples():
        assert not example.zh.isascii()
        assert example.en.isascii()
        assert example.en.endswith(".")


def test_the_same_quads_give_the_same_description() -> None:
    duty = Quad(
        NamedNode("http://e/d"), NamedNode(RDF_TYPE), NamedNode(term("Duty")), NamedNode("http://e/g")
    )
    example = Example("one", "一", "One.", "SELECT * WHERE { ?s ?p ?o }")
    made = [dataset_graph([duty], "r1", date(2026, 11, 22), [example]) for _ in range(2)]
    assert made[0] == made[1]
    assert {quad.graph_name for quad in made[0]} == {OWN}


def test_no_triple_of_a_release_stands_in_two_graphs(store: Store) -> None:
    assert [t for t, count in Counter(quad.triple for quad in store).items() if count > 1] == []
