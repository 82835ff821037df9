"""Rows of the tables as parts of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.quotation import QuotationFile
from graph.tables import NO_END, NO_START, AreaRow, NormRow, PartyRow, Tables
from queries.answer import (
    BasisView,
    BodyView,
    FeatureView,
    HolderView,
    NormView,
    PlaceView,
    QuotationView,
    TopicView,
)
from queries.attribution import Attribution, Standing
from queries.match import TopicMatch
from queries.places import Place
from queries.weights import Row
from queries.words import part_zh

MOST_BODIES = 8
MOST_BASIS = 12


def day_of(number: int) -> str | None:
    """An ordinal as YYYY-MM-DD; None for an open end."""
    return None if number in (NO_START, NO_END) else date.fromordinal(number).isoformat()


def topic_view(match: TopicMatch) -> TopicView:
    topic = match.topic
    features = tuple(FeatureView(f.name, f.words, f.weight) for f in match.features)
    return TopicView(topic.id, topic.zh, topic.en, match.score, features)


def place_view(place: Place, areas: Mapping[str, AreaRow]) -> PlaceView | None:
    if place.area is None:
        return PlaceView(None, place.given or "", place.level) if place.level else None
    within = tuple(areas[key].zh for key in place.area.chain[1:])
    return PlaceView(place.area.id, place.area.zh, place.area.level, within, place.rest, place.from_text)


def who(party: PartyRow, attribution: Attribution) -> str:
    """A party in words: the name of its type, or the designation as written."""
    if party.type:
        return attribution.types[party.type].zh
    return party.as_written or ("指定的部门" if party.designated else "有关部门")


def basis_views(
    rows: Sequence[Row], attribution: Attribution, quotations: QuotationFile | None
) -> tuple[BasisView, ...]:
    """One view per duty, in the order of `rows`, the first `MOST_BASIS` of them."""
    views: dict[str, BasisView] = {}
    for row in rows:
        if row.duty.id not in views and len(views) < MOST_BASIS:
            views[row.duty.id] = _basis(row, attribution, quotations)
    return tuple(views.values())


def _basis(row: Row, attribution: Attribution, quotations: QuotationFile | None) -> BasisView:
    duty, instrument = row.duty, row.instrument
    return BasisView(
        duty=duty.id,
        instrument=instrument.id,
        cite=instrument.cite,
        title=instrument.title,
        article=duty.article,
        locator=duty.locator,
        label=instrument.cite + duty.place,
        summary=duty.summary,
        kind=duty.kind,
        part=row.party.part,
        who=who(row.party, attribution),
        in_force=day_of(duty.start),
        ended=day_of(duty.end),
        certainty=duty.certainty,
        distance=row.distance,
        condition=duty.condition,
        consequence=duty.consequence,
        follows=tuple(_label(other, attribution) for other in duty.follows),
        followed_by=tuple(_label(other, attribution) for other in duty.followed_by),
        quotation=_quotation(row, quotations) if quotations else None,
    )


def _quotation(row: Row, quotations: QuotationFile) -> QuotationView | None:
    found = quotations.get(row.instrument.id, row.duty.locator)
    return QuotationView(found.text, found.digest, found.edition, found.cut) if found else None


def _label(duty: str, attribution: Attribution) -> str:
    found = attribution.duties[duty]
    return attribution.tables.instruments[found.instrument].cite + found.place


def body_views(
    standings: Sequence[Standing],
    basis: Sequence[BasisView],
    attribution: Attribution,
    area: AreaRow | None,
    on: int,
) -> tuple[BodyView, ...]:
    """The first `MOST_BODIES` standings, each with its holder here and its places in `basis`."""
    places = {view.duty: number for number, view in enumerate(basis)}
    return tuple(_body(standing, places, attribution, area, on) for standing in standings[:MOST_BODIES])


def _body(
    standing: Standing, places: Mapping[str, int], attribution: Attribution, area: AreaRow | None, on: int
) -> BodyView:
    body_type = attribution.types[standing.type]
    first = standing.rows[0]
    mandate = attribution.holder(standing, area, on)
    holder = (
        HolderView(mandate.body, mandate.body_zh, mandate.body_en, mandate.area, mandate.certainty)
        if mandate
        else None
    )
    return BodyView(
        type=body_type.id,
        zh=body_type.zh,
        en=body_type.en,
        part=first.party.part,
        kind=first.duty.kind,
        candidate=standing.candidate,
        as_written=first.party.as_written or body_type.statutory,
        level=first.party.levels,
        body=holder,
        weight=standing.weight,
        basis=tuple(dict.fromkeys(places[r.duty.id] for r in standing.rows if r.duty.id in places)),
    )


def norm_view(norm: NormRow, attribution: Attribution) -> NormView:
    return NormView(
        id=norm.id,
        zh=norm.zh,
        en=norm.en,
        label=attribution.tables.instruments[norm.instrument].cite + norm.place,
        summary=norm.summary,
        number=norm.number,
        conditions=norm.conditions,
        consequences=norm.consequences,
        steps=norm.steps,
        parties=tuple(dict.fromkeys(f"{part_zh(p.part)}：{who(p, attribution)}" for p in norm.parties)),
        deadline=norm.deadline,
        deadline_due=norm.deadline_due,
        one_off=norm.one_off,
        certainty=norm.certainty,
    )


def in_force_here(norms: Iterable[NormRow], tables: Tables, area: AreaRow | None, on: int) -> list[NormRow]:
    """Norms whose instrument holds at the place on the day, nearer areas first."""
    chain = area.chain if area is not None else ("cn",)
    here = []
    for norm in norms:
        instrument = tables.instruments[norm.instrument]
        if instrument.start <= on < instrument.end and instrument.area in chain:
            here.append((chain.index(instrument.area), norm.id, norm))
    return [norm for *_, norm in sorted(here, key=lambda entry: entry[:2])]
