"""Review what documents propose: a draft beside the corpus, a person's decisions, and their memory.

match = instrument_of(document, metadata, corpus)
remembered = read_remembered(Path("reviews"), match.instrument)
draft = propose(document, metadata, provisions, candidates, corpus, match, remembered)
Path("draft.yaml").write_text(draft_yaml(draft), "utf-8")        # a person edits the file
apply(read_decisions(Path("draft.yaml"), corpus), Path("corpus"), Path("reviews"), "name", day)
"""

from __future__ import annotations

from loaders.review.apply import Applied, apply
from loaders.review.decisions import Remembered, read_remembered
from loaders.review.draft import Choice, Decision, Draft, Entry, Gone, Head, Origin, Same, State
from loaders.review.draft_yaml import draft_yaml
from loaders.review.faults import DraftRefused
from loaders.review.match import Match, instrument_of
from loaders.review.propose import Provision, propose, provisions_of, provisions_of_rows
from loaders.review.proposed import proposed_records
from loaders.review.read import read_decisions, read_draft

__all__ = [
    "Applied",
    "Choice",
    "Decision",
    "Draft",
    "DraftRefused",
    "Entry",
    "Gone",
    "Head",
    "Match",
    "Origin",
    "Provision",
    "Remembered",
    "Same",
    "State",
    "apply",
    "draft_yaml",
    "instrument_of",
    "propose",
    "proposed_records",
    "provisions_of",
    "provisions_of_rows",
    "read_decisions",
    "read_draft",
    "read_remembered",
]
