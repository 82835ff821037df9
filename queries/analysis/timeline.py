"""A topic through time: which instruments spoke of it, from when to when, and who answers for it under each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.tables import NO_END, NO_START, DutyRow, InstrumentRow, PartyRow
from queries.analysis.here import Here, reaches, topic_asked
from queries.analysis.names import clause, party_words
from queries.attribution import LEADING
from queries.lookup import Lookup
from queries.table import Column, Table, Words
from queries.words import part_zh


@dataclass(frozen=True)
class Span:
    """An edition's time on the topic, half-open. None is open; `earliest` is earlier than `start` where only bounds
    of the start are known. `who` are those that lead, supervise, punish or permit, each with its part, in the duties' order."""

    instrument: str
    cite: str
    start: date | None
    end: date | None
    earliest: date | None
    who: tuple[str, ...]
    articles: tuple[str, ...]
    followed_by: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """Spans by first day. `broader` is the topic whose rules are shown where the topic itself has none."""

    topic: str
    zh: str
    en: str
    place: str
    broader: str | None
    spans: tuple[Span, ...]
    cut_off: date
    release: str


def timeline_of(lookup: Lookup, topic: str, place: Here) -> Timeline:
    """Editions on record for the place that speak of the topic, past ones too. Raises BadRequest for an unknown topic."""
    tables = lookup.tables
    row = topic_asked(tables, topic)
    found: dict[int, dict[int, list[tuple[DutyRow, PartyRow]]]] = defaultdict(lambda: defaultdict(list))
    for number, party_number, distance in tables.rows[row.id]:
        duty = tables.duties[number]
        party = duty.parties[party_number]
        if party.part in LEADING and reaches(tables.instruments[duty.instrument], duty.area, place):
            found[distance][duty.instrument].append((duty, party))
    nearest = min(found, default=0)
    spans = [_span(lookup, tables.instruments[number], said) for number, said in found[nearest].items()]
    spans.sort(key=lambda span: (span.start or date.min, span.end or date.max, span.instrument))
    broader = row.ancestors[nearest - 1] if nearest else None
    cut_off = date.fromordinal(tables.cut_off)
    return Timeline(row.id, row.zh, row.en, place.zh, broader, tuple(spans), cut_off, tables.release)


def _span(lookup: Lookup, one: InstrumentRow, said: list[tuple[DutyRow, PartyRow]]) -> Span:
    # Those that answer the question come first; within them the order of the text.
    said = sorted(said, key=lambda pair: pair[0].bearing != "principal")
    certain = one.start_known or one.earliest == NO_START
    return Span(
        instrument=one.id,
        cite=one.cite,
        start=_day(one.start),
        end=_day(one.end),
        earliest=None if certain else _day(one.earliest),
        who=tuple(dict.fromkeys(_who(party, one, lookup) for _, party in said if not _left_out(party))),
        articles=tuple(dict.fromkeys(clause(lookup.tables, duty).removeprefix(one.cite) for duty, _ in said)),
        followed_by=one.followed_by,
    )


def _who(party: PartyRow, instrument: InstrumentRow, lookup: Lookup) -> str:
    """The part, and the kind of body by its name of today, so that editions can be compared; else as the text writes it."""
    named = lookup.attribution.types[party.type].zh if party.type else party_words(party, instrument, lookup)
    return f"{part_zh(party.part)}：{named}"


def _left_out(party: PartyRow) -> bool:
    """Whether the text neither names nor writes who it is: 依法给予处分 says what is done, and is no body."""
    named = party.type or party.role or party.group or party.body or party.designated
    return not named and (not party.as_written or NO_BODY.fullmatch(party.as_written) is not None)


def _day(number: int) -> date | None:
    return None if number in (NO_START, NO_END) else date.fromordinal(number)


# How a text writes that names nobody: 依法给予处分, 依照有关法律的规定予以处罚; but 依法作出处罚决定的行政机关 is somebody.
NO_BODY = re.compile("依(?:法|照)(?:(?!部门|机构|机关|政府|单位).)*")
COLUMNS = (
    Column("instrument", "文件", "instrument"),
    Column("from", "起", "from", "day"),
    Column("until", "止（不含）", "until, not included", "day"),
    Column("earliest", "最早可能", "perhaps from", "day"),
    Column("who", "谁", "who"),
    Column("articles", "条款", "provisions"),
    Column("id", "编号", "id"),
)


def timeline_table(timeline: Timeline) -> Table:
    """One row per edition, by first day."""
    rows = tuple(
        (s.cite, s.start, s.end, s.earliest, who_words(s), "；".join(s.articles), s.instrument)
        for s in timeline.spans
    )
    return Table(
        "timeline",
        title_of(timeline),
        COLUMNS,
        rows,
        timeline.release,
        notes_of(timeline),
        {"topic": timeline.topic, "place": timeline.place},
    )


def who_words(span: Span) -> str:
    """Who answers, each part once: 监督管理：生态环境；处罚：生态环境、公安."""
    by_part: dict[str, list[str]] = {}
    for one in span.who:
        part, _, named = one.partition("：")
        by_part.setdefault(part, []).append(named)
    return "；".join(f"{part}：{'、'.join(named)}" for part, named in by_part.items())


def title_of(timeline: Timeline) -> Words:
    return Words(
        f"{timeline.zh}：历次规定和负责部门（{timeline.place}）", f"{timeline.en}: rules through time"
    )


def notes_of(timeline: Timeline) -> tuple[Words, ...]:
    """How to read the spans, and from where they are."""
    notes = [
        Words(
            "止日不含在内；没有止日的仍在施行。只列牵头、监管、处罚、许可的一方。",
            "The last day is not included; without one it is still in force. Only leading parts are listed.",
        ),
        Words(
            "文件可能早于所列第一版：以前的版本没有收录，不等于此前没有规定。",
            "A law may be older than the first edition listed: earlier editions not loaded are not the same as no law.",
        ),
    ]
    if timeline.broader:
        notes.insert(
            0,
            Words(
                "这一事项没有专门规定，列的是上位事项的规定。",
                f"Rules of the broader topic {timeline.broader}.",
            ),
        )
    if not timeline.spans:
        notes.append(Words("没有收录有关规定。", "No rule is on record."))
    return tuple(notes)
