"""A draft: what a document proposes beside what the corpus has, and a person's decision on each proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph.codes import Allocation, Bearing, Certainty, DateBasis, InstrumentKind, Kind, LevelRange, Modality
from graph.corpus import Corpus, StatedDuty
from graph.record import DayOfYear, DutyId, Period, Slug, Words, record
from graph.records import Duty, Instrument, Party

# As documents are read: a number that comes twice in one division has a further one behind it, which no
# locator of the corpus has; such a place can be shown but not be entered.
Place = Annotated[str, Field(pattern=r"^[a-z]+_\d+(-\d+)*(__[a-z]+_\d+(-\d+)*)*$")]


class State(StrEnum):
    """How a proposal stands to the corpus."""

    NEW = "new"
    CHANGED = "changed"


class Choice(StrEnum):
    """What a person decided."""

    ACCEPT = "accept"
    REJECT = "reject"


@record
class Entry:
    """One proposed duty: how it was found, the duty as it would be entered, and the decision.

    `digest` is of the provision's text, `signature` the parties as proposed (before a person edits them),
    `corpus` the duties that stand at this place now, `replaces` those that go when this one is accepted.
    From `key` on the members are those of a duty, but may still be empty; members after `note` are the
    decision. A person may copy an entry to make several duties of one provision, each with a key.
    """

    at: Place
    state: State
    why: tuple[str, ...] = ()
    digest: str
    confidence: float
    fired: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    corpus: tuple[DutyId, ...] = ()
    replaces: tuple[DutyId, ...] = ()
    key: Slug | None = None
    summary: str = ""
    topics: tuple[Slug, ...] = ()
    kind: Kind | None = None
    bearing: Bearing | None = None
    parties: tuple[Party, ...] = ()
    level: LevelRange | None = None
    by_reference: LevelRange | None = None
    area: Slug | None = None
    allocation: Allocation | None = None
    modality: Modality | None = None
    condition: str | None = None
    consequence: str | None = None
    timing: str | None = None
    recurrence: Period | None = None
    due_day: DayOfYear | None = None
    due_after: Period | None = None
    due: date | None = None
    responsibility: str | None = None
    directed_at: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    follows: tuple[DutyId, ...] = ()
    certainty: Certainty = Certainty.STATED
    note: str | None = None
    decision: Choice | None = None
    reason: str = ""

    def duty(self) -> Duty:
        """The duty as accepted. Raises pydantic.ValidationError while something is missing."""
        return Duty(**{one.name: getattr(self, one.name) for one in fields(Duty)})

    @property
    def is_accepted(self) -> bool:
        return self.decision is Choice.ACCEPT


@record
class Same:
    """A place at which document and corpus agree; nothing to decide."""

    at: Place
    digest: str
    corpus: tuple[DutyId, ...]


@record
class Gone:
    """A duty of the corpus that the document no longer states. `digest` is "" where the place is gone too.

    Accepted: the duty is taken out of the corpus. Rejected, with a reason: it stays.
    """

    at: Place
    duty: DutyId
    digest: str = ""
    why: str
    decision: Choice | None = None
    reason: str = ""


@record
class Decision:
    """A decision as remembered.

    `duty` is the id under which an accepted proposal was entered, or that of a duty kept although the
    document no longer states it.
    """

    at: Place
    decision: Choice
    digest: str
    signature: tuple[str, ...] = ()
    duty: DutyId | None = None
    reason: str = ""
    who: Words
    when: date

    @property
    def is_kept(self) -> bool:
        """Whether the decision is to keep a duty that the document no longer states."""
        return self.decision is Choice.REJECT and self.duty is not None


@record
class Origin:
    """The document that was read: its file name, kind and the SHA-256 of its bytes."""

    name: str
    kind: str
    digest: str


@record
class Head:
    """The head of an instrument that the corpus does not have, as far as the document tells it."""

    id: Slug | None = None
    title: str = ""
    cite: str = ""
    en: str = ""
    kind: InstrumentKind | None = None
    work: Slug | None = None
    issuers: tuple[str, ...] = ()
    number: str | None = None
    area: Slug = "cn"
    adopted: date | None = None
    published: date | None = None
    in_force: date | None = None
    in_force_basis: DateBasis | None = None
    in_force_earliest: date | None = None
    in_force_latest: date | None = None
    source_file: str | None = None
    note: str | None = None

    def instrument(self) -> Instrument:
        """The instrument without duties. Raises pydantic.ValidationError while something is missing."""
        return Instrument(**{one.name: getattr(self, one.name) for one in fields(Head)})


@dataclass(frozen=True)
class Draft:
    """One document's proposals. Either `instrument` is an id of the corpus, or `head` is to be filled in.

    `matched` says how the document was recognised, or why it was not. `remembered` are decisions that still
    hold, shown and not asked again. `words` are the provisions' own words by locator: they are shown as
    comments, never read back and never entered; so is `recorded`, the duties of the corpus there.
    """

    document: Origin
    instrument: str | None
    matched: str
    head: Head | None
    entries: tuple[Entry, ...]
    gone: tuple[Gone, ...] = ()
    same: tuple[Same, ...] = ()
    remembered: tuple[Decision, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict, compare=False)
    recorded: Mapping[str, tuple[StatedDuty, ...]] = field(default_factory=dict, compare=False)

    @property
    def accepted(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_accepted)

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of the duties that the decisions take out of the corpus, in order."""
        replaced = [duty for entry in self.accepted for duty in entry.replaces]
        gone = [one.duty for one in self.gone if one.decision is Choice.ACCEPT]
        return tuple(dict.fromkeys((*replaced, *gone)))

    @property
    def target(self) -> str | None:
        """Id of the instrument that decisions are about; None while a new one has no id yet."""
        return self.instrument or (self.head.id if self.head else None)


def duties_at(corpus: Corpus, instrument: str) -> dict[str, list[str]]:
    """Ids of an instrument's duties by locator, in its order."""
    found: dict[str, list[str]] = {}
    for key, stated in corpus.duty_by_id.items():
        if stated.instrument.id == instrument:
            found.setdefault(stated.duty.at, []).append(key)
    return found
