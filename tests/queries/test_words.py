"""Words for closed lists have one home, and it says what the vocabulary says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import rdflib
from rdflib.namespace import RDFS, SKOS

from graph.codes import LEVEL_RANGES, Allocation, Certainty, Kind, Level, Modality, Part
from ontology import terms
from queries.words import (
    ALLOCATION_ZH,
    CANDIDATES_BASIS_ZH,
    CERTAINTY_ZH,
    KIND_ZH,
    LEVEL_ZH,
    PART_WORDS,
    levels_zh,
)


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in ("shuiguan.ttl", "codes.ttl"):
        graph.parse(data=terms.turtle(file), format="turtle")
    return graph


def label(graph: rdflib.Graph, subject: str, predicate: rdflib.URIRef, language: str) -> str:
    (found,) = [
        str(one)
        for one in graph.objects(rdflib.URIRef(subject), predicate)
        if isinstance(one, rdflib.Literal) and one.language == language
    ]
    return found


@pytest.mark.parametrize(
    ("scheme", "keys", "words"),
    [
        ("level", Level, LEVEL_ZH),
        ("activity", Kind, KIND_ZH),
        ("allocation", Allocation, ALLOCATION_ZH),
        ("certainty", Certainty, CERTAINTY_ZH),
    ],
)
def test_codes_are_called_what_the_vocabulary_calls_them(
    vocabulary: rdflib.Graph,
    scheme: str,
    keys: type[Level | Kind | Allocation | Certainty | Modality],
    words: Mapping[str, str],
) -> None:
    said = {
        one.value: label(vocabulary, f"{terms.CODE}{scheme}-{one.value}", SKOS.prefLabel, "zh")
        for one in keys
    }
    assert said == words


def test_where_candidates_come_from_is_called_what_the_vocabulary_calls_it(vocabulary: rdflib.Graph) -> None:
    for key, zh in CANDIDATES_BASIS_ZH.items():
        assert label(vocabulary, f"{terms.CODE}candidate-basis-{key}", SKOS.prefLabel, "zh") == zh


def test_parts_are_called_what_the_vocabulary_calls_them(vocabulary: rdflib.Graph) -> None:
    for part in Part:
        # 牵头（主管）: in a cell the first word is enough.
        assert (
            label(vocabulary, terms.SG + part.value, RDFS.label, "zh").partition("（")[0]
            == PART_WORDS[part].zh
        )
        assert label(vocabulary, terms.SG + part.value, RDFS.label, "en") == PART_WORDS[part].en


def test_levels_are_said_as_statutes_say_them() -> None:
    assert levels_zh(LEVEL_RANGES["local-county+"]) == "县级以上地方"
    assert levels_zh(["county", "prefecture"]) == "市（州）级、县级"
    assert levels_zh([]) is None
