"""Records to lookup tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.codes import BEARING_OF_KIND, LEVEL_RANGES, OF_ONE_MATTER
from graph.corpus import Corpus, StatedDuty
from graph.derived_graph import effective_span, loaded_of, start_of
from graph.make_office import make_office
from graph.match_tables import match_tables
from graph.names import article_name, place_name
from graph.records import Body, BodyType, Instrument, Mandate, Mechanism, Party, Trigger
from graph.tables import (
    NO_END,
    NO_START,
    AreaRow,
    CheckRow,
    CircumstanceRow,
    DutyRow,
    FactRow,
    GroupRow,
    InstrumentRow,
    MandateRow,
    NormRow,
    PartyRow,
    RoleRow,
    Tables,
    TopicRow,
    TypeRow,
    ordinal,
)

# The general law that covers every environmental matter: before it nothing general is on record.
GENERAL_LAW = "environmental-protection-law-2014"


def make_tables(corpus: Corpus, release: str, cut_off: date) -> Tables:
    """Tables for one release. `cut_off` is the day up to which the corpus was kept."""
    topics = list(corpus.topics.values())
    instruments = list(corpus.instruments.values())
    place = {instrument.id: number for number, instrument in enumerate(instruments)}
    topic_rows = _topic_rows(corpus)
    duties = duty_rows(corpus.duties(), place)
    general = corpus.instruments.get(GENERAL_LAW)
    return Tables(
        release=release,
        cut_off=cut_off.toordinal(),
        covered_from=ordinal(general.in_force if general else None, NO_START),
        topics=topic_rows,
        instruments=instrument_rows(instruments),
        duties=duties,
        rows=rows_by_topic(topic_rows, duties),
        body_types=[_type_row(one) for one in corpus.body_types.values()],
        mandates=mandate_rows(corpus.mandates, corpus.bodies),
        areas=_area_rows(corpus),
        roles=_role_rows(corpus),
        mechanisms=[_norm_row(place[i.id], i, m) for i in instruments for m in i.mechanisms],
        triggers=[_norm_row(place[i.id], i, t) for i in instruments for t in i.triggers],
        facts=[fact for one in instruments for fact in _facts(place[one.id], one, corpus)],
        groups=[
            GroupRow(place[i.id], f"{i.id}/{g.id}", g.zh, g.members, g.open_list)
            for i in instruments
            for g in i.groups
        ],
        circumstances=[CircumstanceRow(c.id, c.zh, c.en, c.said) for c in corpus.circumstances.values()],
        matching=match_tables(topics, corpus.word_classes, _more_text(corpus)),
        office=make_office(corpus),
    )


def ancestors(key: str, above: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Everything above `key`, nearest first, each once."""
    found: list[str] = []
    front = list(above.get(key, ()))
    while front:
        found.extend(one for one in front if one not in found)
        front = [outer for one in front for outer in above.get(one, ()) if outer not in found]
    return tuple(found)


def _more_text(corpus: Corpus) -> Mapping[str, str]:
    """Messages heard on each topic and summaries of its duties, each sentence once.

    Decisions of the office and local regulations are left out: which topic a text is matched to does not depend on
    what one place has laid down.
    """
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for topic, messages in corpus.heard.items():
        texts[topic].update(dict.fromkeys(messages))
    for stated in corpus.duties():
        spoken_of = () if stated.instrument.kind in OF_ONE_MATTER else stated.duty.topics[:2]
        for topic in spoken_of:
            texts[topic][stated.duty.summary] = None
    return {topic: " ".join(sentences) for topic, sentences in texts.items()}


def _topic_rows(corpus: Corpus) -> list[TopicRow]:
    above = {t.id: (t.broader,) if t.broader else () for t in corpus.topics.values()}
    children: dict[str, list[str]] = defaultdict(list)
    for topic in corpus.topics.values():
        if topic.broader:
            children[topic.broader].append(topic.id)
    return [
        TopicRow(
            id=t.id,
            zh=t.zh,
            en=t.en,
            ancestors=ancestors(t.id, above),
            children=tuple(children[t.id]),
            choices=t.choices,
            out_of_scope=t.out_of_scope,
            belongs_to=t.belongs_to,
            note=t.note,
            terms=t.terms,
            said=t.said,
        )
        for t in corpus.topics.values()
    ]


def instrument_rows(instruments: Sequence[Instrument]) -> list[InstrumentRow]:
    """Instruments as answers cite them, each with those of the same list that end it."""
    followers: dict[str, list[str]] = defaultdict(list)
    for instrument in instruments:
        for ended in dict.fromkeys((*instrument.repeals, *instrument.replaces)):
            followers[ended].append(instrument.id)
    return [_instrument_row(one, followers.get(one.id, ())) for one in instruments]


def _instrument_row(instrument: Instrument, followed: Sequence[str]) -> InstrumentRow:
    return InstrumentRow(
        id=instrument.id,
        title=instrument.title,
        cite=instrument.cite,
        en=instrument.en,
        kind=instrument.kind,
        area=instrument.area,
        covers=instrument.covers,
        named_by=instrument.named_by,
        special=instrument.special,
        general=instrument.general,
        start=ordinal(start_of(instrument), NO_START),
        end=ordinal(instrument.ended, NO_END),
        earliest=ordinal(instrument.in_force_earliest or instrument.in_force, NO_START),
        start_known=instrument.in_force is not None,
        start_basis=instrument.in_force_basis,
        followed_by=tuple(followed),
        note=instrument.note,
    )


def _party_row(party: Party, level: str | None) -> PartyRow:
    return PartyRow(
        part=party.part,
        type=party.type,
        role=party.role,
        body=party.body,
        group=party.group,
        designated=party.designated,
        by=party.by,
        candidates=party.candidates,
        candidates_basis=party.candidates_basis,
        levels=tuple(LEVEL_RANGES.get(party.level or level or "", ())),
        as_written=party.as_written,
        open_list=party.open_list,
    )


def duty_rows(duties: Iterable[StatedDuty], place: Mapping[str, int]) -> list[DutyRow]:
    """Duties as answers use them; `place` is where each instrument stands in its table."""
    listed = list(duties)
    followers: dict[str, list[str]] = defaultdict(list)
    for stated in listed:
        for earlier in stated.duty.follows:
            followers[earlier].append(stated.id)
    return [_duty_row(stated, place, followers) for stated in listed]


def _duty_row(stated: StatedDuty, place: Mapping[str, int], followers: Mapping[str, list[str]]) -> DutyRow:
    duty, instrument = stated.duty, stated.instrument
    start, end = effective_span(stated)
    return DutyRow(
        id=stated.id,
        instrument=place[instrument.id],
        locator=duty.at,
        article=article_name(duty.at),
        place=place_name(duty.at),
        summary=duty.summary,
        topics=duty.topics,
        kind=duty.kind,
        bearing=duty.bearing or BEARING_OF_KIND[duty.kind],
        parties=tuple(_party_row(party, duty.level) for party in duty.parties),
        levels=tuple(LEVEL_RANGES.get(duty.level or "", ())),
        by_reference=tuple(LEVEL_RANGES.get(duty.by_reference or "", ())),
        area=duty.area or instrument.area,
        allocation=duty.allocation,
        condition=duty.condition,
        consequence=duty.consequence,
        timing=duty.timing,
        certainty=duty.certainty,
        follows=duty.follows,
        followed_by=tuple(followers.get(stated.id, ())),
        start=ordinal(start, NO_START),
        end=ordinal(end, NO_END),
        recurrence=duty.recurrence,
        due_day=duty.due_day,
        due_after=duty.due_after,
        due=duty.due.toordinal() if duty.due else None,
        responsibility=duty.responsibility,
        modality=duty.modality,
    )


def rows_by_topic(
    topics: Sequence[TopicRow], duties: Sequence[DutyRow]
) -> dict[str, list[tuple[int, int, int]]]:
    """Give (duty, party, distance) for each topic: its own duties at 0, those of the broader at 1 and so on."""
    direct: dict[str, list[int]] = defaultdict(list)
    for number, duty in enumerate(duties):
        for topic in duty.topics:
            direct[topic].append(number)
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for row in topics:
        seen: set[int] = set()
        found: list[tuple[int, int, int]] = []
        for distance, name in enumerate((row.id, *row.ancestors)):
            fresh = [number for number in direct.get(name, ()) if number not in seen]
            seen.update(fresh)
            found.extend((n, p, distance) for n in fresh for p in range(len(duties[n].parties)))
        rows[row.id] = found
    return rows


def _type_row(body_type: BodyType) -> TypeRow:
    return TypeRow(
        id=body_type.id,
        zh=body_type.zh,
        en=body_type.en,
        statutory=body_type.statutory,
        listed=body_type.listed,
        broader=body_type.broader,
        sits_in=body_type.sits_in,
        names=tuple((alias.name, alias.kind) for alias in body_type.aliases),
    )


def mandate_rows(mandates: Iterable[Mandate], bodies: Mapping[str, Body]) -> list[MandateRow]:
    """Who acts as what, each under the name of its body."""
    return [
        MandateRow(
            body=m.body,
            body_zh=bodies[m.body].zh,
            body_en=bodies[m.body].en,
            acts_as=m.acts_as,
            area=m.area,
            start=ordinal(m.valid_from or bodies[m.body].valid_from, NO_START),
            end=ordinal(m.valid_until or bodies[m.body].valid_until, NO_END),
            certainty=m.certainty,
            decides=m.decides,
            source=m.source,
        )
        for m in mandates
    ]


def _area_rows(corpus: Corpus) -> list[AreaRow]:
    above = {area.id: area.within for area in corpus.areas.values()}
    return [
        AreaRow(
            id=area.id,
            zh=area.zh,
            level=area.level,
            chain=(area.id, *ancestors(area.id, above)),
            names=area.names,
            special=area.special,
            note=area.note,
        )
        for area in corpus.areas.values()
    ]


def _role_rows(corpus: Corpus) -> list[RoleRow]:
    return [
        RoleRow(
            id=role.id,
            zh=role.zh,
            en=role.en,
            category=role.category,
            side=role.side,
            in_type=role.in_type,
            oversees=role.oversees,
            levels=tuple(LEVEL_RANGES.get(role.level or "", ())),
            by_reference=tuple(LEVEL_RANGES.get(role.by_reference or "", ())),
            responsibility=role.responsibility,
            scope=role.scope,
            source=role.source,
        )
        for role in corpus.roles.values()
    ]


def _norm_row(instrument_number: int, instrument: Instrument, norm: Mechanism | Trigger) -> NormRow:
    mechanism = norm if isinstance(norm, Mechanism) else None
    trigger = norm if isinstance(norm, Trigger) else None
    deadline = mechanism.deadline if mechanism else None
    parties: Iterable[Party] = (
        (*mechanism.actors, *mechanism.decider) if mechanism else trigger.initiator if trigger else ()
    )
    return NormRow(
        id=f"{instrument.id}/{norm.id}",
        instrument=instrument_number,
        locator=norm.at,
        place=place_name(norm.at),
        zh=norm.zh,
        en=norm.en,
        summary=norm.summary,
        kind=mechanism.kind if mechanism else "trigger",
        number=trigger.number if trigger else None,
        topics=mechanism.topics if mechanism else (),
        parties=tuple(_party_row(party, None) for party in parties),
        conditions=tuple(one.zh for one in norm.conditions),
        consequences=norm.consequences,
        steps=tuple(step.summary for step in mechanism.steps) if mechanism else (),
        said=trigger.said if trigger else (),
        applies_to=trigger.applies_to if trigger else (),
        deadline=deadline.within if deadline else None,
        deadline_due=deadline.due.isoformat() if deadline and deadline.due else None,
        one_off=bool(deadline and deadline.one_off),
        certainty=norm.certainty,
        recurrence=mechanism.recurrence if mechanism else None,
        due_day=mechanism.due_day if mechanism else None,
        timing=mechanism.timing if mechanism else None,
        levels=tuple(LEVEL_RANGES.get(mechanism.level or "", ())) if mechanism else (),
        note=norm.note,
        checks=tuple(CheckRow(one.zh, one.en, one.parts, one.open_list) for one in norm.conditions),
        directed_at=trigger.directed_at if trigger else (),
    )


def _facts(number: int, instrument: Instrument, corpus: Corpus) -> list[FactRow]:
    measures = [
        FactRow(number, m.at, "measure", m.number, m.area, m.zh, m.status, None, None)
        for m in instrument.measures
    ]
    counts = [
        FactRow(
            number,
            c.at,
            "count",
            None,
            instrument.area,
            c.of,
            "reported",
            c.count,
            loaded_of(instrument, c, corpus.roles.values()),
        )
        for c in instrument.stated_counts
    ]
    return measures + counts
