from __future__ import annotations

import json
from enum import StrEnum

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graph import codes
from ontology import terms

OURS = rdflib.Namespace(terms.SG)


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in ("shuiguan.ttl", "codes.ttl"):
        graph.parse(data=terms.turtle(file), format="turtle")
    return graph


def test_every_term_has_labels_and_comments_in_both_languages(vocabulary: rdflib.Graph) -> None:
    missing = []
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme)
    for kind in kinds:
        for term in vocabulary.subjects(RDF.type, kind):
            label = SKOS.prefLabel if kind in (SKOS.Concept, SKOS.ConceptScheme) else RDFS.label
            for predicate in (label, RDFS.comment):
                languages = {
                    o.language for o in vocabulary.objects(term, predicate) if isinstance(o, rdflib.Literal)
                }
                if not languages >= {"zh", "en"}:
                    missing.append((str(term), str(predicate)))
    assert missing == []


def test_names_in_python_are_those_of_the_turtle(vocabulary: rdflib.Graph) -> None:
    def named(kind: rdflib.URIRef) -> set[str]:
        subjects = (str(s) for s in vocabulary.subjects(RDF.type, kind))
        return {s.removeprefix(terms.SG) for s in subjects if s.startswith(terms.SG)}

    assert named(OWL.Class) == terms.CLASSES
    assert named(OWL.ObjectProperty) | named(OWL.DatatypeProperty) == terms.PROPERTIES
    schemes = {str(s).removeprefix(terms.CODE) for s in vocabulary.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == terms.CODE_LISTS


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("level", codes.Level),
        ("activity", codes.Kind),
        ("bearing", codes.Bearing),
        ("certainty", codes.Certainty),
        ("allocation", codes.Allocation),
        ("instrument", codes.InstrumentKind),
        ("date-basis", codes.DateBasis),
    ],
)
def test_a_code_list_has_the_words_records_use(
    vocabulary: rdflib.Graph, scheme: str, words: type[StrEnum]
) -> None:
    codes = vocabulary.subjects(SKOS.inScheme, rdflib.URIRef(terms.CODE + scheme))
    assert {str(c).removeprefix(f"{terms.CODE}{scheme}-") for c in codes} == {word.value for word in words}


def test_parties_are_sub_properties_of_party_and_match_the_parts(vocabulary: rdflib.Graph) -> None:
    parts = {str(s).removeprefix(terms.SG) for s in vocabulary.subjects(RDFS.subPropertyOf, OURS.party)}
    assert parts == set(terms.PARTIES) == {part.value for part in codes.Part}


def test_unknown_terms_and_lists_are_refused() -> None:
    with pytest.raises(KeyError):
        terms.term("mainDepartment")
    with pytest.raises(KeyError):
        terms.code("colour", "red")


def test_the_json_ld_context_names_every_term_and_round_trips() -> None:
    context = json.loads(terms.turtle("context.jsonld"))["@context"]
    assert set(context) >= terms.CLASSES | terms.PROPERTIES
    document = {
        "@context": context,
        "id": terms.thing("duty", "x/art_1__para_1"),
        "type": "Duty",
        "punisher": terms.thing("body-type", "ecology"),
        "validFrom": "2022-06-05",
        "prefLabel": {"zh": "示例"},
    }
    quads = {(q.predicate.value, q.object) for q in parse(json.dumps(document), format=RdfFormat.JSON_LD)}
    assert (terms.term("punisher"), NamedNode(terms.thing("body-type", "ecology"))) in quads
    day = Literal("2022-06-05", datatype=NamedNode(str(rdflib.XSD.date)))
    assert (terms.term("validFrom"), day) in quads
