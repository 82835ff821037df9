"""A duty as proposed from a text: who, in which part, and the words that made each rule fire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.codes import LevelRange, Part


def digest_of(text: str) -> str:
    """SHA-256 of a provision's own text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Fired:
    """A rule and the words that made it fire, at offset `at` of the provision's text (characters)."""

    rule: str
    words: str
    at: int


@dataclass(frozen=True)
class CandidateParty:
    """One body's part. `types` are ids of body types, empty for a body that fits none or is not named.

    `level` is as written (市、县（区）), `level_range` what we take it for. `designated`: who it is depends
    on a local decision. `inherited`: named in the head of the list, not here. `role` is a
    leader's post as written (河长). `confidence` is the calibrated chance that type and part are right.
    """

    part: Part
    as_written: str
    types: tuple[str, ...] = ()
    level: str | None = None
    level_range: LevelRange | None = None
    designated: bool = False
    open_list: bool = False
    inherited: bool = False
    role: str | None = None
    confidence: float = 0.0
    fired: tuple[Fired, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """What one provision assigns. A provision without parties assigns nothing and makes no candidate.

    `at` is the locator; `digest` the SHA-256 of the provision's text, so that a changed text is noticed.
    `matter` is a short run of the provision's own words (for a person to reword, never for a release).
    `cites` are provisions referred to, as resolved by `loaders.structure.citations`.
    """

    at: str
    digest: str
    parties: tuple[CandidateParty, ...]
    matter: str = ""
    condition: str | None = None
    timing: str | None = None
    recurrence: str | None = None
    due_day: str | None = None
    consequence: str | None = None
    triggers: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    confidence: float = 0.0
    fired: tuple[Fired, ...] = ()
