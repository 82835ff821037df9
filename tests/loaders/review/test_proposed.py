"""What nobody has reviewed stands in a graph of its own, and nothing of a release changes by it."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode

from graph.build import build_quads
from graph.codes import Part
from graph.corpus import Corpus
from graph.make_tables import make_tables
from graph.proposed_graph import ProposedDuty, proposed_graph
from graph.tables import encode_tables
from loaders.documents.document import Document, Metadata
from loaders.extraction.candidate import Candidate, CandidateParty, Fired
from loaders.review import Match, Provision, instrument_of, propose, proposed_records, provisions_of
from loaders.review.decisions import Remembered
from loaders.structure.read import read_tree
from ontology.terms import graph, term

AT = "art_8__para_1"


def document(name: str) -> Document:
    return Document(name, "markdown", "cd" * 32, ())


@pytest.fixture
def proposals(corpus: Corpus) -> tuple[ProposedDuty, ...]:
    named = CandidateParty(Part.LEAD, "市水务局", ("water",), level_range="prefecture", confidence=0.9)
    formula = CandidateParty(Part.PUNISHER, "指定的部门", designated=True, confidence=0.7)
    candidate = Candidate(AT, "ef" * 32, (named, formula), confidence=0.7, fired=(Fired("by", "由", 0),))
    read = document("噪声污染防治法(2021-12-24).md")
    match = instrument_of(read, Metadata(), corpus)
    provisions = [Provision(AT, "露天烧烤的油烟由市水务局管。")]
    return proposed_records(read, Metadata(), provisions, [candidate, candidate], corpus, match)


def test_a_proposal_names_its_place_parties_and_confidence(proposals: tuple[ProposedDuty, ...]) -> None:
    (proposal,) = proposals
    assert (proposal.instrument, proposal.at, proposal.confidence) == ("noise-law-2021", AT, 0.7)
    assert [(party.part, party.type, party.designated) for party in proposal.parties] == [
        (Part.LEAD, "water", False),
        (Part.PUNISHER, None, True),
    ]
    assert proposal.rules == ("by",)


def test_proposals_stand_in_a_graph_of_their_own_and_are_no_duties(
    proposals: tuple[ProposedDuty, ...], corpus: Corpus
) -> None:
    quads = proposed_graph(proposals).quads
    assert {quad.graph_name for quad in quads} == {NamedNode(graph("proposed"))}
    types = {quad.object for quad in quads if quad.predicate.value.endswith("#type")}
    assert types == {NamedNode(term("Proposal")), NamedNode(term("ProposedParty"))}
    assert {quad.triple for quad in quads}.isdisjoint({quad.triple for quad in build_quads(corpus)})


def test_no_proposals_make_no_graph() -> None:
    assert proposed_graph(()).quads == set()


def test_nothing_that_is_proposed_enters_the_lookup_tables(corpus: Corpus) -> None:
    # The tables are made of the corpus alone: there is no way in for a proposal.
    tables = make_tables(corpus, "x", date(2026, 11, 22))
    assert b"proposed" not in encode_tables(tables)


def test_the_provisions_of_a_tree_carry_the_headings_over_them(corpus: Corpus) -> None:
    tree = read_tree("第一章　河道采砂\n第一条　水行政主管部门管理。\n第二条　本办法自公布之日起施行。\n")
    provisions = provisions_of(tree)
    (first,) = [one for one in provisions if one.at == "art_1__para_1"]
    assert (first.text, first.heading) == ("水行政主管部门管理。", "河道采砂")
    candidate = Candidate(first.at, first.digest, (CandidateParty(Part.LEAD, "水行政主管部门", ("water",)),))
    draft = propose(
        document("x.md"), Metadata(), provisions, [candidate], corpus, Match(None, ""), Remembered()
    )
    assert "sand-mining" in draft.entries[0].topics
