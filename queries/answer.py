"""The answer: one shape, one honest status. `docs/answer.md` describes every field for callers.

Lists are ordered: bodies by weight, basis by how much of the answer rests on it, leaders by category.
An empty list means there is none on record, never "not looked at".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What kind of answer this is."""

    ASSIGNED = "assigned"
    SHARED = "shared"
    UNDESIGNATED = "undesignated"
    UNASSIGNED = "unassigned"
    UNCLEAR = "unclear"
    NO_DATA = "no_data"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Text:
    """The same in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as understood."""

    issue: str
    place: str | None
    level: str | None
    on: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """One reason for a topic: label, compound, bigrams or against, with the words that made it."""

    name: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic with its score and why it matched."""

    id: str
    zh: str
    en: str
    score: float
    features: tuple[FeatureView, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The place used. `id` is null where only a level is known; `rest` is what follows the division."""

    id: str | None
    zh: str
    level: str | None
    within: tuple[str, ...] = ()
    rest: str = ""
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class HolderView:
    """The real body that acts as the type here on the day."""

    id: str
    zh: str
    en: str
    area: str
    certainty: str


@dataclass(frozen=True, slots=True)
class BodyView:
    """One body type of the answer. `basis` are indexes into the answer's `basis`.

    `candidate` means that it may be designated and is not named by law. `as_written` is how the first
    basis writes it; `part` is its part there.
    """

    type: str
    zh: str
    en: str
    part: str
    kind: str
    candidate: bool
    as_written: str
    level: tuple[str, ...]
    body: HolderView | None
    weight: float
    basis: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuotationView:
    """The provision's own words. `digest` is the SHA-256 of `text` in UTF-8, `edition` the text's file name.

    `cut` means that only the beginning of a long article is quoted.
    """

    text: str
    digest: str
    edition: str
    cut: bool


@dataclass(frozen=True, slots=True)
class BasisView:
    """A provision that the answer rests on, with the span in which it holds (half-open).

    `quotation` is null where the release was built without this text.
    """

    duty: str
    instrument: str
    cite: str
    title: str
    article: str
    locator: str
    label: str
    summary: str
    kind: str
    part: str
    who: str
    in_force: str | None
    ended: str | None
    certainty: str
    distance: int
    condition: str | None = None
    consequence: str | None = None
    follows: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    quotation: QuotationView | None = None


@dataclass(frozen=True, slots=True)
class LeaderView:
    """One step of the leader ladder; `by_reference` where the rule only serves as a model (参照执行)."""

    role: str
    zh: str
    en: str
    category: int | None
    responsibility: tuple[str, ...]
    scope: str | None
    by_reference: bool
    source: str | None


@dataclass(frozen=True, slots=True)
class NormView:
    """A mechanism, procedure or trigger that matters here."""

    id: str
    zh: str
    en: str
    label: str
    summary: str
    number: int | None
    conditions: tuple[str, ...]
    consequences: tuple[str, ...]
    steps: tuple[str, ...]
    parties: tuple[str, ...]
    deadline: str | None
    deadline_due: str | None
    one_off: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class FactView:
    """Something a source reports that is not a duty."""

    label: str
    zh: str
    number: int | None
    area: str
    status: str
    stated: int | None
    loaded: int | None


@dataclass(frozen=True, slots=True)
class Caution:
    """A stable code with its words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Lets the same answer be asked again: the same release and question give the same digest."""

    release: str
    question: Question
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who is responsible for this, here, on that day, and how we know."""

    status: Status
    summary: Text
    question: Question
    topic: TopicView | None = None
    runner_up: TopicView | None = None
    choices: tuple[TopicView, ...] = ()
    place: PlaceView | None = None
    bodies: tuple[BodyView, ...] = ()
    leaders: tuple[LeaderView, ...] = ()
    triggers: tuple[NormView, ...] = ()
    procedures: tuple[NormView, ...] = ()
    facts: tuple[FactView, ...] = ()
    basis: tuple[BasisView, ...] = ()
    belongs_to: str | None = None
    warnings: tuple[Caution, ...] = ()
    next_step: Text | None = None
    release: str
    receipt: Receipt | None = None
