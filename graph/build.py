"""Records to quads: every named graph of a release, in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.corpus import Corpus
from graph.derived_graph import derived_graph
from graph.errors import ShuiguanError
from graph.instrument_graph import instrument_graph
from graph.proposed_graph import ProposedDuty, proposed_graph
from graph.quotation import Quotations
from graph.quotation_graph import quotation_graph
from graph.reference_graphs import reference_graphs
from ontology.terms import graph, turtle

VOCABULARY_FILES = ("shuiguan.ttl", "codes.ttl")


def build_quads(
    corpus: Corpus, quotations: Quotations | None = None, proposed: Sequence[ProposedDuty] = ()
) -> list[Quad]:
    """All quads of a release, sorted; `proposed` makes a graph of its own. Raises ShuiguanError when a triple stands in two named graphs.

    The union default graph counts such a triple twice, so the build refuses it.
    """
    quads = {quad for part in _parts(corpus, quotations or {}, proposed) for quad in part}
    triples = Counter(quad.triple for quad in quads)
    twice = [str(triple) for triple, count in triples.items() if count > 1]
    if twice:
        raise ShuiguanError(
            f"三元组重复出现在两个图中：{twice[0]}", f"a triple stands in two named graphs: {twice[0]}"
        )
    return sorted(quads, key=str)


def _parts(corpus: Corpus, quotations: Quotations, proposed: Sequence[ProposedDuty]) -> Iterator[set[Quad]]:
    yield vocabulary()
    for writer in reference_graphs(corpus):
        yield writer.quads
    for instrument in corpus.instruments.values():
        yield instrument_graph(instrument).quads
    yield derived_graph(corpus.instruments.values(), corpus.roles.values()).quads
    yield quotation_graph(quotations).quads
    yield proposed_graph(proposed).quads


def vocabulary() -> set[Quad]:
    """The vocabulary and its code lists as a named graph, so that queries find their labels."""
    name = NamedNode(graph("vocabulary"))
    return {
        Quad(quad.subject, quad.predicate, quad.object, name)
        for file in VOCABULARY_FILES
        for quad in parse(turtle(file), format=RdfFormat.TURTLE)
    }
