"""Set what a document says beside what the corpus has: same, new, changed, gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from graph.codes import Kind, Part
from graph.corpus import Corpus
from graph.records import Duty, Party
from loaders.documents.document import Document, Metadata
from loaders.extraction.candidate import Candidate, digest_of
from loaders.lists.row import ListRow
from loaders.review.compare import common_level, differences, parties_of, signature
from loaders.review.decisions import Remembered
from loaders.review.draft import Choice, Decision, Draft, Entry, Gone, Origin, Same, State, duties_at
from loaders.review.match import Match, head_of
from loaders.review.topics import TopicFinder
from loaders.structure.tree import Node

# Only where every party has the same part is the kind plain enough to propose.
KIND_OF_PART: Mapping[Part, Kind] = {
    Part.PUNISHER: Kind.ENFORCEMENT,
    Part.PERMITTER: Kind.PERMIT,
    Part.SUPERVISOR: Kind.SUPERVISION,
}


@dataclass(frozen=True)
class Provision:
    """A place of a document with its own words and the headings over it; a division may have no words."""

    at: str
    text: str
    heading: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def provisions_of(tree: Node, heading: str = "") -> list[Provision]:
    """Every division of a tree in the order of the text."""
    here = f"{heading} {tree.heading}".strip()
    below = [provision for child in tree.children for provision in provisions_of(child, here)]
    return [Provision(tree.locator, tree.text, here), *below]


def provisions_of_rows(rows: Iterable[ListRow]) -> list[Provision]:
    """The rows of a list as provisions."""
    return [Provision(row.at, row.text) for row in rows]


def propose(
    document: Document,
    metadata: Metadata,
    provisions: Sequence[Provision],
    candidates: Iterable[Candidate],
    corpus: Corpus,
    match: Match,
    remembered: Remembered,
) -> Draft:
    """The draft for one document; the same arguments give the same draft.

    A decision that is remembered is not asked again while the digest of its provision is the same.
    """
    merged = _merged(candidates)
    beside = _Beside(corpus, match.instrument, remembered, {one.at: one for one in provisions})
    places = {at: beside.place(candidate) for at, candidate in merged.items()}
    entries = tuple(one for one in places.values() if isinstance(one, Entry))
    same = tuple(one for one in places.values() if isinstance(one, Same))
    gone = tuple(beside.gone(merged)) if match.instrument else ()
    asked = {*(entry.at for entry in entries), *(one.at for one in gone)}
    return Draft(
        document=Origin(name=document.name, kind=document.kind, digest=document.digest),
        instrument=match.instrument,
        matched=match.how,
        head=None if match.instrument else head_of(document, metadata),
        entries=entries,
        gone=gone,
        same=same,
        remembered=tuple(one for one in remembered.decisions if one.at not in asked),
        words={at: beside.provisions[at].text for at in asked if at in beside.provisions},
        recorded={at: tuple(map(corpus.duty_by_id.__getitem__, beside.duties.get(at, ()))) for at in asked},
    )


def _merged(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """One candidate per place, in the order of the text."""
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        before = merged.get(candidate.at)
        merged[candidate.at] = (
            candidate
            if before is None
            else replace(
                before,
                parties=(*before.parties, *candidate.parties),
                fired=(*before.fired, *candidate.fired),
                confidence=min(before.confidence, candidate.confidence),
            )
        )
    return {at: candidate for at, candidate in merged.items() if candidate.parties}


class _Beside:
    """The corpus' side of one instrument, and what was decided on it before."""

    def __init__(
        self, corpus: Corpus, instrument: str | None, remembered: Remembered, provisions: dict[str, Provision]
    ) -> None:
        self.corpus = corpus
        self.duties = duties_at(corpus, instrument) if instrument else {}
        self.instrument = corpus.instruments.get(instrument or "")
        self.remembered = remembered
        self.provisions = provisions
        self.articles = {_article(at) for at in provisions} - {0}
        self.finder = TopicFinder(corpus)

    def place(self, candidate: Candidate) -> Entry | Same | None:
        """What to ask or to say about one place; None where a rejection still holds."""
        at, duties = candidate.at, tuple(self.duties.get(candidate.at, ()))
        decided = [one for one in self.remembered.at(at) if not one.is_kept]
        holding = [one for one in decided if one.digest == candidate.digest]
        if holding and all(one.decision is Choice.REJECT for one in holding):
            return None
        if holding and duties:
            return Same(at=at, digest=candidate.digest, corpus=duties)
        parties = parties_of(candidate, self.corpus)
        why = self.differences(parties, duties) + self.changes(candidate, decided, bool(holding))
        if duties and not why:
            return Same(at=at, digest=candidate.digest, corpus=duties)
        return self.entry(candidate, parties, duties, why)

    def differences(self, parties: Sequence[Party], duties: Sequence[str]) -> tuple[str, ...]:
        on_record = [self.corpus.duty_by_id[duty] for duty in duties]
        return differences(parties, on_record, self.corpus) if on_record else ()

    def changes(self, candidate: Candidate, decided: Sequence[Decision], is_lost: bool) -> tuple[str, ...]:
        """Why a place that was seen or decided before is asked again."""
        if is_lost:
            return ("曾接受，语料中已不在 / accepted before, no longer in the corpus",)
        if decided:
            last = max(decided, key=lambda one: one.when)
            return (
                f"{last.when} 决定（{last.decision}）之后条文有变 / the text changed after the decision"
                f" ({last.decision}) of {last.when}",
            )
        seen = self.remembered.seen.get(candidate.at)
        if seen not in (None, candidate.digest):
            return ("上次读后条文有变 / the text changed since it was last read",)
        return ()

    def entry(
        self, candidate: Candidate, parties: tuple[Party, ...], duties: tuple[str, ...], why: tuple[str, ...]
    ) -> Entry:
        """What to ask; where one duty stands at the place, its other members are there to be kept."""
        fired = [*candidate.fired, *(one for party in candidate.parties for one in party.fired)]
        found = Entry(
            at=candidate.at,
            state=State.CHANGED if duties else State.NEW,
            why=why,
            digest=candidate.digest,
            confidence=round(candidate.confidence, 2),
            fired=tuple(dict.fromkeys(f"{one.rule}: {one.words}" for one in fired)),
            signature=tuple(sorted(signature(parties))),
            corpus=duties,
        )
        if len(duties) == 1:
            found = replace(found, replaces=duties, **_members(self.corpus.duty_by_id[duties[0]].duty))
            return self.with_parties(found, parties) if self.differences(parties, duties) else found
        provision = self.provisions.get(candidate.at, Provision(candidate.at, candidate.matter))
        kinds = {KIND_OF_PART.get(party.part) for party in parties}
        return replace(
            self.with_parties(found, parties),
            topics=self.finder.topics_in(provision.text, provision.heading),
            kind=kinds.pop() if len(kinds) == 1 else None,
            recurrence=candidate.recurrence,
            due_day=candidate.due_day,
        )

    def with_parties(self, found: Entry, parties: tuple[Party, ...]) -> Entry:
        """The entry with the proposed parties; a level that all have is the duty's."""
        level = common_level(parties)
        bare = tuple(replace(party, level=None) for party in parties) if level else parties
        return replace(found, parties=bare, level=level or found.level)

    def gone(self, candidates: Mapping[str, Candidate]) -> Iterable[Gone]:
        """Duties on record whose place is gone or assigns nothing, but those a person decided to keep."""
        for at, duties in self.duties.items():
            if self.is_elsewhere(at) or any(_overlaps(at, other) for other in candidates):
                continue
            provision = self.provisions.get(at)
            digest = provision.digest if provision else ""
            kept = {one.duty for one in self.remembered.at(at) if one.is_kept and one.digest == digest}
            zh, en = (
                ("此处读不出责任", "nothing is found to be assigned here")
                if provision or self.is_within(at)
                else ("文件中没有此处", "the document has no such place")
            )
            for duty in (one for one in duties if one not in kept):
                yield Gone(at=at, duty=duty, digest=digest, why=f"{zh} / {en}")

    def is_elsewhere(self, at: str) -> bool:
        """Whether the place lies before or behind a document that is only a part of its instrument."""
        number, whole = _article(at), self.instrument.articles if self.instrument else None
        if not number or not whole or len(self.articles) >= whole:
            return False
        return not self.articles or not min(self.articles) <= number <= max(self.articles)

    def is_within(self, at: str) -> bool:
        """Whether the place lies in a division that the document has."""
        steps = at.split("__")
        return any("__".join(steps[:end]) in self.provisions for end in range(1, len(steps)))


def _article(at: str) -> int:
    """The number of the article that a place lies in; 0 where texts have no articles."""
    found = re.match(r"art_(\d+)", at)
    return int(found.group(1)) if found else 0


def _members(duty: Duty) -> dict[str, Any]:
    """The members of a duty by name, to build an entry from."""
    return {one.name: getattr(duty, one.name) for one in fields(Duty)}


def _overlaps(at: str, other: str) -> bool:
    """Whether one place is the other or lies within it."""
    return at == other or at.startswith(f"{other}__") or other.startswith(f"{at}__")
