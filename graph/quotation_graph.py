"""Quotations as RDF: excerpts of provisions, in a graph of their own that can be left out."""

from __future__ import annotations

from graph.quotation import Quotations
from graph.writer import Writer
from ontology.terms import graph, thing


def quotation_graph(quotations: Quotations) -> Writer:
    """One excerpt per quoted provision, with its words, their digest and the text they stand in."""
    writer = Writer(graph("quotations"))
    for key, quotation in quotations.items():
        about = writer.about(thing("excerpt", key), "Excerpt")
        about.link("oa:hasSource", thing("instrument", key)).text("quote", quotation.text)
        about.text("digest", quotation.digest).text("editionName", quotation.edition)
        about.flag("cut", quotation.cut)
    return writer
