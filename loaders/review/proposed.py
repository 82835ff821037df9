"""Candidates as proposals for the graph of what nobody has reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.corpus import Corpus
from graph.proposed_graph import ProposedDuty
from loaders.documents.document import Document, Metadata
from loaders.extraction.candidate import Candidate
from loaders.review.compare import parties_of
from loaders.review.match import Match, head_of
from loaders.review.propose import Provision
from loaders.review.topics import TopicFinder


def proposed_records(
    document: Document,
    metadata: Metadata,
    provisions: Sequence[Provision],
    candidates: Iterable[Candidate],
    corpus: Corpus,
    match: Match,
) -> tuple[ProposedDuty, ...]:
    """One proposal per place that assigns something, in the order of the text; none of the text's own words
    but the names of bodies.
    """
    finder = TopicFinder(corpus)
    words = {one.at: one for one in provisions}
    known = corpus.instruments[match.instrument].cite if match.instrument else None
    title = known or head_of(document, metadata).title or document.name
    merged: dict[str, ProposedDuty] = {}
    for candidate in (one for one in candidates if one.parties and one.at not in merged):
        here = words.get(candidate.at, Provision(candidate.at, candidate.matter))
        merged[candidate.at] = ProposedDuty(
            document=document.digest,
            title=title,
            at=candidate.at,
            digest=candidate.digest,
            confidence=candidate.confidence,
            parties=parties_of(candidate, corpus),
            instrument=match.instrument,
            topics=finder.topics_in(here.text, here.heading),
            rules=tuple(dict.fromkeys(one.rule for one in candidate.fired)),
        )
    return tuple(merged.values())
