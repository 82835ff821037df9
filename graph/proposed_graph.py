"""Proposals that nobody has reviewed, as a named graph of their own; no lookup reads it.

A proposal is no duty: it has a class and properties of its own, so that no query about duties meets it.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.codes import LEVEL_RANGES
from graph.names import place_name
from graph.record import Slug, Words, record
from graph.records import Party
from graph.writer import Writer
from ontology.terms import graph, term, thing

PROPOSED = "proposed"


@record
class ProposedDuty:
    """What a document's provision is thought to assign.

    `instrument` is the id of the edition in the corpus, None for a document that it does not have; `document`
    is the SHA-256 of the file. `digest` is of the provision's text. `confidence` is the chance of the least
    certain party.
    """

    document: Words
    title: Words
    at: Words
    digest: Words
    confidence: float
    parties: tuple[Party, ...]
    instrument: Slug | None = None
    topics: tuple[Slug, ...] = ()
    rules: tuple[str, ...] = ()


def proposed_graph(proposals: Iterable[ProposedDuty]) -> Writer:
    """The graph `proposed`, marked as unreviewed; nothing is in it for no proposals."""
    writer = Writer(graph(PROPOSED))
    for proposal in proposals:
        _proposal(writer, proposal)
    if writer.quads:
        about = writer.about(graph(PROPOSED))
        about.words("rdfs:label", "候选（未经审核）", "zh").words(
            "rdfs:label", "proposed, not reviewed", "en"
        )
    return writer


def _proposal(writer: Writer, proposal: ProposedDuty) -> None:
    source = proposal.instrument or proposal.document[:12]
    key = f"{source}/{proposal.at}"
    about = writer.about(thing(PROPOSED, key), "Proposal")
    about.words("skos:prefLabel", proposal.title + place_name(proposal.at), "zh")
    about.link("proposedFrom", thing("instrument", proposal.instrument) if proposal.instrument else None)
    about.text("locator", proposal.at).text("digest", proposal.digest)
    about.typed("confidence", f"{proposal.confidence:.2f}", "decimal")
    about.links("proposedTopic", (thing("topic", topic) for topic in proposal.topics))
    for rule in proposal.rules:
        about.text("firedRule", rule)
    for position, party in enumerate(proposal.parties, 1):
        node = writer.about(thing(PROPOSED, f"{key}/{position}"), "ProposedParty")
        about.link("proposedParty", node.iri)
        node.link("part", term(party.part)).number("position", position)
        node.link("participant", thing("body-type", party.type) if party.type else None)
        node.link("participant", thing("role", party.role) if party.role else None)
        node.links("candidate", (thing("body-type", one) for one in party.candidates))
        node.text("asWritten", party.as_written).flag("openList", party.open_list)
        for level in LEVEL_RANGES.get(party.level or "", ()):
            node.coded("atLevel", "level", level)
