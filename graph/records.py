"""What a legal editor states: instruments, duties, body types, mandates, topics, areas.

Records are frozen pydantic dataclasses: they are checked once, where YAML enters (`loaders.corpus`),
and are plain immutable values after that. Field order is the order an editor writes them in.
The JSON Schema in `corpus/schema/` is made from these types (`shuiguan check --schema`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from graph.codes import (
    Allocation,
    Bearing,
    Certainty,
    DateBasis,
    InstrumentKind,
    Kind,
    Level,
    LevelRange,
    Modality,
    Part,
)
from graph.record import DayOfYear, DutyId, Locator, Period, Slug, Words, record
from graph.told import Discrepancy, Figure, Measure, NamedList, StatedCount, UnstatedFact


@record
class Party:
    """One body's part in a duty. Exactly one of type, role, group, body, designated, unnamed is given."""

    part: Part
    type: Slug | None = None
    role: Slug | None = None
    group: Slug | None = None
    body: Slug | None = None
    designated: bool = False
    unnamed: bool = False
    by: Slug | None = None
    candidates: tuple[Slug, ...] = ()
    candidates_basis: Literal["text", "practice"] | None = None
    level: LevelRange | None = None
    as_written: str | None = None
    open_list: bool = False


@record
class Duty:
    """One duty at one place of one instrument edition.

    `recurrence` is how often it falls due; `due_day` the day of the year the text gives for it, or `due_after` the time
    it gives from the end of each period. `due` is a single last day that the text gives. Never entered when inferred.
    `modality` is entered where the text's own verb was read for it; without it nothing is said of may or must.
    `directed_at` names, as the text does, whom the duty is aimed at: who is interviewed, inspected, praised.
    """

    at: Locator
    key: Slug | None = None
    summary: Words
    topics: tuple[Slug, ...] = Field(min_length=1)
    kind: Kind
    bearing: Bearing | None = None
    parties: tuple[Party, ...] = Field(min_length=1)
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


@record
class Step:
    """One step of a mechanism or procedure, in order."""

    summary: Words
    actors: tuple[Party, ...] = ()
    condition: str | None = None


@record
class Deadline:
    """A time limit. `counts_from` is `issue` or `opening`; `one_off` clocks are never restarted."""

    within: Period
    counts_from: Literal["issue", "opening"]
    due: date | None = None
    one_off: bool = False


@record
class Circumstance:
    """Something a situation may show; conditions name it. `said` are words in which people claim it."""

    id: Slug
    zh: Words
    en: Words
    said: tuple[str, ...] = ()


@record
class CheckedCondition:
    """One condition. It holds where of each part at least one circumstance is given; without parts it is not checked.

    `open_list` means that the text ends its list with 等: a circumstance that is not listed may do too.
    """

    zh: Words
    en: Words
    parts: tuple[Annotated[tuple[Slug, ...], Field(min_length=1)], ...] = ()
    open_list: bool = False


@record
class Mechanism:
    """A standing mechanism or procedure: who acts, how often, in which steps, with which consequences."""

    id: Slug
    at: Locator
    zh: Words
    en: Words
    kind: Literal["administrative", "discipline", "procedure"]
    summary: Words
    topics: tuple[Slug, ...] = ()
    actors: tuple[Party, ...] = ()
    level: LevelRange | None = None
    timing: str | None = None
    recurrence: Period | None = None
    due_day: DayOfYear | None = None
    steps: tuple[Step, ...] = ()
    consequences: tuple[str, ...] = ()
    conditions: tuple[CheckedCondition, ...] = ()
    decider: tuple[Party, ...] = ()
    deadline: Deadline | None = None
    certainty: Certainty = Certainty.STATED
    note: str | None = None


@record
class Trigger:
    """A situation in which a leader is held to account. `conditions` must all hold.

    `directed_at` names whom it reaches as the text does, where that is more or other than the posts of `applies_to`.
    """

    id: Slug
    at: Locator
    number: int | None = None
    zh: Words
    en: Words
    summary: Words
    conditions: tuple[CheckedCondition, ...] = ()
    applies_to: tuple[Slug, ...] = ()
    directed_at: tuple[Words, ...] = ()
    initiator: tuple[Party, ...] = ()
    consequences: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    certainty: Certainty = Certainty.STATED
    note: str | None = None


@record
class Group:
    """A group of body types named in one instrument. An open group (等) is not complete."""

    id: Slug
    at: Locator
    zh: Words
    en: Words
    members: tuple[Slug, ...]
    open_list: bool = False
    note: str | None = None


@record
class Instrument:
    """One edition of one instrument, with its own dates.

    `in_force` is the first day this edition holds, `ended` the first day it no longer holds. Where only
    bounds are known, `in_force_earliest` and `in_force_latest` say so and `in_force` is left out.
    `cite` is the short name answers use, with a year in brackets where editions would be confused.
    `special` and `general` mark laws that go before or after the ordinary one on the same matter (特别法优于一般法).
    `covers` lists the provinces that a river-basin or plateau law reaches (its own scope article); empty
    means all of `area`; where a text says one of `named_by` (长江, 黄河) the law goes before the general one.
    `deliberated_by` passed it before it was issued, `addressees` are those it is sent to (主送), in order,
    `published_by` the media it was made public in.
    """

    id: Slug
    title: Words
    cite: Words
    en: Words
    kind: InstrumentKind
    work: Slug
    issuers: tuple[str, ...] = ()
    deliberated_by: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    published_by: tuple[str, ...] = ()
    number: str | None = None
    area: Slug = "cn"
    adopted: date | None = None
    published: date | None = None
    in_force: date | None = None
    in_force_basis: DateBasis | None = None
    in_force_earliest: date | None = None
    in_force_latest: date | None = None
    ended: date | None = None
    ended_basis: DateBasis | None = None
    special: bool = False
    general: bool = False
    covers: tuple[Slug, ...] = ()
    named_by: tuple[str, ...] = ()
    repeals: tuple[Slug, ...] = ()
    replaces: tuple[Slug, ...] = ()
    implements: tuple[Slug, ...] = ()
    cites: tuple[Slug, ...] = ()
    source_file: str | None = None
    articles: int | None = None
    note: str | None = None
    duties: tuple[Duty, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    measures: tuple[Measure, ...] = ()
    stated_counts: tuple[StatedCount, ...] = ()
    lists: tuple[NamedList, ...] = ()
    figures: tuple[Figure, ...] = ()
    unstated: tuple[UnstatedFact, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    groups: tuple[Group, ...] = ()


@record
class DutiesPart:
    """More duties of an instrument whose head stands in another file of the same folder."""

    instrument: Slug
    duties: tuple[Duty, ...]


@record
class Alias:
    """Another name of a body type. `until` is the first day the name was no longer current."""

    name: Words
    kind: Literal["written", "short", "old"] = "short"
    until: date | None = None
    note: str | None = None


@record
class BodyType:
    """A kind of body as a law names it, never an organisation.

    `statutory` is how statutes write it. `sits_in` names the types of bureau it is locally set up in,
    usual one first, where the law leaves that open (城镇排水, 供水). `listed` is false for kinds that the
    list of 42 department types does not have.
    """

    id: Slug
    zh: Words
    en: Words
    statutory: Words
    aliases: tuple[Alias, ...] = ()
    broader: Slug | None = None
    sits_in: tuple[Slug, ...] = ()
    listed: bool = True
    note: str | None = None


@record
class Body:
    """A real organisation."""

    id: Slug
    zh: Words
    en: Words
    area: Slug
    names: tuple[Alias, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    parent: Slug | None = None
    special: bool = False
    certainty: Certainty = Certainty.STATED
    source: str | None = None
    note: str | None = None


@record
class Mandate:
    """A body acts as a body type, in an area, for a span."""

    body: Slug
    acts_as: Slug
    area: Slug
    valid_from: date | None = None
    valid_until: date | None = None
    decides: tuple[DutyId, ...] = ()
    certainty: Certainty
    source: str | None = None
    note: str | None = None


@record
class Role:
    """A leader role (post). Persons are out of scope."""

    id: Slug
    zh: Words
    en: Words
    category: int | None = None
    side: Literal["party", "government", "department", "other"]
    in_type: Slug | None = None
    oversees: tuple[Slug, ...] = ()
    level: LevelRange | None = None
    by_reference: LevelRange | None = None
    responsibility: tuple[str, ...] = ()
    scope: Literal["area", "portfolio", "own"] | None = None
    stated_duties: int | None = None
    source: str | None = None
    note: str | None = None


@record
class Topic:
    """A matter people complain or ask about.

    `terms` are statutory and official words, `said` the words people use. A `said` entry may be
    compound: `工地+<loud>` matches when both parts stand in the text; `<loud>` is a word class.
    `against` are words that speak against this topic. `choices` are the topics to ask back for, where
    the words are too general to answer.
    """

    id: Slug
    zh: Words
    en: Words
    broader: Slug | None = None
    terms: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    choices: tuple[Slug, ...] = ()
    out_of_scope: bool = False
    belongs_to: str | None = None
    note: str | None = None


@record
class Area:
    """A place with a level, or a special area (park, zone) that lies inside others."""

    id: Slug
    zh: Words
    level: Level | None = None
    within: tuple[Slug, ...] = ()
    names: tuple[str, ...] = ()
    special: bool = False
    note: str | None = None


@record
class CitationException:
    """Findings of the check against law texts that a person has looked at, with the reason they stand.

    `citations` are ids (a duty's, or instrument/mechanism) and `detail` the detail of a finding, where `*`
    stands for any characters; without `detail` any detail fits. An exception that fits no finding is one.
    """

    citations: tuple[Words, ...] = Field(min_length=1)
    kind: Slug
    detail: Words = "*"
    reason: Words
