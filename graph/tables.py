"""What the lookup reads instead of SPARQL: plain tables, made at build time and shipped with the release.

Days are ordinals (`date.toordinal`), so that a span check is two integer comparisons. Open ends are
`NO_START` and `NO_END`. Indexes point into the lists of the same table.
"""

from __future__ import annotations

import gc
from datetime import date

import msgspec

from graph.office_tables import OfficeRows

NO_START = 0
NO_END = 9_999_999
ODDS_SCALE = 4000


def ordinal(day: date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()


class TopicRow(msgspec.Struct, frozen=True, gc=False):
    """A topic with its ancestors (nearest first) and children, by id."""

    id: str
    zh: str
    en: str
    ancestors: tuple[str, ...]
    children: tuple[str, ...]
    choices: tuple[str, ...]
    out_of_scope: bool
    belongs_to: str | None
    note: str | None
    terms: tuple[str, ...]
    said: tuple[str, ...]


class InstrumentRow(msgspec.Struct, frozen=True, gc=False):
    """An edition as answers cite it. `start_known` is false where only bounds of the start are known."""

    id: str
    title: str
    cite: str
    en: str
    kind: str
    area: str
    covers: tuple[str, ...]
    named_by: tuple[str, ...]
    special: bool
    general: bool
    start: int
    end: int
    earliest: int
    start_known: bool
    start_basis: str | None
    followed_by: tuple[str, ...]
    note: str | None


class PartyRow(msgspec.Struct, frozen=True, gc=False):
    """One party of a duty. Exactly one of type, role, group, body is given, or it is designated or unnamed."""

    part: str
    type: str | None
    role: str | None
    body: str | None
    group: str | None
    designated: bool
    by: str | None
    candidates: tuple[str, ...]
    candidates_basis: str | None
    levels: tuple[str, ...]
    as_written: str | None
    open_list: bool


class DutyRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A duty as answers use it; `instrument` is an index into the instruments.

    Members with a default are left out of the file where they have it: few duties recur.
    """

    id: str
    instrument: int
    locator: str
    article: str
    place: str
    summary: str
    topics: tuple[str, ...]
    kind: str
    bearing: str
    parties: tuple[PartyRow, ...]
    levels: tuple[str, ...]
    by_reference: tuple[str, ...]
    area: str
    allocation: str | None
    condition: str | None
    consequence: str | None
    timing: str | None
    certainty: str
    follows: tuple[str, ...]
    followed_by: tuple[str, ...]
    start: int
    end: int
    recurrence: str | None = None
    due_day: str | None = None
    due_after: str | None = None
    due: int | None = None
    responsibility: str | None = None
    modality: str | None = None


class TypeRow(msgspec.Struct, frozen=True, gc=False):
    """A body type; `names` pairs every other name with its kind (written, short, old)."""

    id: str
    zh: str
    en: str
    statutory: str
    listed: bool
    broader: str | None
    sits_in: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


class MandateRow(msgspec.Struct, frozen=True, gc=False):
    """A body acting as a type in an area; `decides` are the designated duties it settles."""

    body: str
    body_zh: str
    body_en: str
    acts_as: str
    area: str
    start: int
    end: int
    certainty: str
    decides: tuple[str, ...]
    source: str | None


class AreaRow(msgspec.Struct, frozen=True, gc=False):
    """A place with every place it lies in, nearest first, itself included."""

    id: str
    zh: str
    level: str | None
    chain: tuple[str, ...]
    names: tuple[str, ...]
    special: bool
    note: str | None


class RoleRow(msgspec.Struct, frozen=True, gc=False):
    """A leader role."""

    id: str
    zh: str
    en: str
    category: int | None
    side: str
    in_type: str | None
    oversees: tuple[str, ...]
    levels: tuple[str, ...]
    by_reference: tuple[str, ...]
    responsibility: tuple[str, ...]
    scope: str | None
    source: str | None


class CheckRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A condition: of each part at least one circumstance. No parts: it cannot be checked."""

    zh: str
    en: str
    parts: tuple[tuple[str, ...], ...] = ()
    open_list: bool = False


class CircumstanceRow(msgspec.Struct, frozen=True, gc=False):
    """Something a situation may show, with words in which people claim it."""

    id: str
    zh: str
    en: str
    said: tuple[str, ...]


class NormRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A mechanism, procedure or trigger with its place in an instrument."""

    id: str
    instrument: int
    locator: str
    place: str
    zh: str
    en: str
    summary: str
    kind: str
    number: int | None
    topics: tuple[str, ...]
    parties: tuple[PartyRow, ...]
    conditions: tuple[str, ...]
    consequences: tuple[str, ...]
    steps: tuple[str, ...]
    said: tuple[str, ...]
    applies_to: tuple[str, ...]
    deadline: str | None
    deadline_due: str | None
    one_off: bool
    certainty: str
    recurrence: str | None = None
    due_day: str | None = None
    timing: str | None = None
    levels: tuple[str, ...] = ()
    note: str | None = None
    checks: tuple[CheckRow, ...] = ()
    directed_at: tuple[str, ...] = ()


class FactRow(msgspec.Struct, frozen=True, gc=False):
    """Something a source says that is not a duty: a measure, or how many parts it states.

    `loaded` is None where the parts counted are loaded as no records, so that there is nothing to compare.
    """

    instrument: int
    locator: str
    kind: str
    number: int | None
    area: str
    zh: str
    status: str
    count: int | None
    loaded: int | None


class GroupRow(msgspec.Struct, frozen=True, gc=False):
    """Body types named together in one instrument."""

    instrument: int
    id: str
    zh: str
    members: tuple[str, ...]
    open_list: bool


class Compound(msgspec.Struct, frozen=True, gc=False):
    """Words of a topic that count only together; `weight` multiplies the sum of their weights."""

    topic: int
    weight: float
    parts: tuple[int, ...]


class MatchTables(msgspec.Struct, frozen=True, gc=False):
    """The dictionary and the bigram index that topics are found by.

    `word_weights[w]` is what a word adds to a compound; `labels[w]` lists (topic, weight) for which word `w` is a label; `word_parts[w]` the parts it fills;
    `against[w]` the topics it speaks against; `compounds_of[p]` the compounds to try once part `p` is
    filled (each compound stands under its rarest part); `cues[w]` the (topic, weight) that a word by
    itself points to. `bigrams` maps a pair of characters to its span in `bigram_cells`, an
    array of uint32 kept as bytes: the topic in the upper half, its log odds times `ODDS_SCALE` in the lower.
    """

    words: list[str]
    word_weights: list[float]
    labels: list[list[tuple[int, float]]]
    word_parts: list[list[int]]
    against: list[list[int]]
    compounds: list[Compound]
    compounds_of: list[list[int]]
    cues: list[list[tuple[int, float]]]
    bigrams: dict[str, tuple[int, int]]
    bigram_cells: bytes


class Tables(msgspec.Struct, frozen=True, gc=False):
    """Everything the lookup needs. `rows` maps a topic to (duty, party, distance), nearest topic first."""

    release: str
    cut_off: int
    covered_from: int
    topics: list[TopicRow]
    instruments: list[InstrumentRow]
    duties: list[DutyRow]
    rows: dict[str, list[tuple[int, int, int]]]
    body_types: list[TypeRow]
    mandates: list[MandateRow]
    areas: list[AreaRow]
    roles: list[RoleRow]
    mechanisms: list[NormRow]
    triggers: list[NormRow]
    facts: list[FactRow]
    groups: list[GroupRow]
    matching: MatchTables
    office: OfficeRows
    circumstances: list[CircumstanceRow] = []


def encode_tables(tables: Tables) -> bytes:
    return msgspec.msgpack.encode(tables)


def decode_tables(data: bytes) -> Tables:
    # Collecting garbage while millions of small objects are made costs more than making them.
    gc.disable()
    try:
        return _decode(data)
    finally:
        gc.enable()


def _decode(data: bytes) -> Tables:
    return msgspec.msgpack.decode(data, type=Tables)
