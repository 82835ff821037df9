"""Which warnings an answer carries: about the place, the match, the dates and the certainty of its basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.codes import OF_ONE_MATTER
from graph.tables import NO_END, AreaRow, InstrumentRow, Tables, TopicRow
from queries.answer import Caution
from queries.attribution import DECISION, Attribution, Situation
from queries.match import LEAST_DIRECT, TopicMatch
from queries.views import day_of
from queries.warnings import warning
from queries.weights import Row

if TYPE_CHECKING:
    from queries.lookup import Understood

# A law that began or ends within three months of the day asked about is worth a word.
DAYS_NEAR = 92
# Bounds of an uncertain start matter for some years after.
DAYS_UNCERTAIN = 5 * 366


class Cautions:
    """Warnings for the answers of one release."""

    def __init__(self, tables: Tables, attribution: Attribution, areas: Mapping[str, AreaRow]) -> None:
        self.tables = tables
        self.attribution = attribution
        self.areas = areas
        self._local = frozenset(m.area for m in tables.mandates if not m.decides) | frozenset(
            i.area for i in tables.instruments if i.area != "cn" and i.kind not in OF_ONE_MATTER
        )

    def of_place(self, asked: Understood, rows: Sequence[Row]) -> list[Caution]:
        place, notes = asked.place, []
        if place.area is None:
            notes.append(warning("place-unresolved" if place.level else "place-missing"))
        elif place.from_text:
            notes.append(warning("place-from-text", place.area.zh))
        if place.others:
            notes.append(warning("several-places"))
        if place.is_zone:
            notes.append(warning("development-zone"))
        if place.area is not None and place.area.special and place.area.level:
            notes.append(warning("not-a-government", place.area.zh))
        national = all(row.instrument.area == "cn" or row.instrument.kind == DECISION for row in rows)
        if national and place.area is not None and place.area.level and not self._has_rules(place.area):
            notes.append(warning("place-not-covered"))
        if place.is_zone or asked.level == "township":
            notes.append(warning("by-reference"))
        if asked.special_area is not None:
            notes.append(warning("special-body", asked.special_area.zh + "管理机构"))
        if asked.on.toordinal() > self.tables.cut_off:
            notes.append(warning("after-data-cut-off", day_of(self.tables.cut_off) or ""))
        if asked.cut:
            notes.append(warning("text-cut", "2000"))
        return notes

    def _has_rules(self, area: AreaRow) -> bool:
        return not self._local.isdisjoint(area.chain)

    def of_topic(
        self, best: TopicMatch, situation: Situation, rows: Sequence[Row], asked: Understood, on: int
    ) -> list[Caution]:
        notes = []
        if best.direct < LEAST_DIRECT:
            notes.append(warning("weak-match"))
        if situation.rows and all(row.distance > 0 for row in situation.rows):
            notes.append(warning("broader-duty"))
        return notes + self.of_basis(rows[:6], asked, on)

    def of_basis(self, rows: Sequence[Row], asked: Understood, on: int) -> list[Caution]:
        notes: list[Caution] = []
        for instrument in dict.fromkeys(row.instrument for row in rows):
            notes += _time_notes(instrument, on)
        if any(row.party.open_list for row in rows):
            notes.append(warning("open-list"))
        if any(row.duty.allocation == "respective" for row in rows):
            notes.append(warning("respective-remits"))
        if any(row.duty.certainty in ("reported", "assumed") for row in rows):
            notes.append(warning("certainty-reported"))
        if any(row.duty.certainty == "interpreted" for row in rows):
            notes.append(warning("interpreted"))
        first = rows[0].party.type if rows else None
        mandate = self.attribution.holders.mandate(first, asked.place.area, on) if first else None
        if mandate is not None and mandate.certainty == "assumed":
            notes.append(warning("certainty-assumed"))
        return notes

    def of_other_places(self, topic: TopicRow) -> list[Caution]:
        instruments = {self.tables.duties[duty].instrument for duty, *_ in self.tables.rows.get(topic.id, ())}
        notes: list[Caution] = []
        for number in sorted(instruments):
            instrument = self.tables.instruments[number]
            if instrument.kind == DECISION:
                continue
            if instrument.area != "cn":
                notes.append(warning("outside-place", self.areas[instrument.area].zh))
            start = day_of(instrument.start)
            if start:
                notes.append(warning("before-rule", f"{instrument.cite}（{start}）"))
        return notes[:4]


def _time_notes(instrument: InstrumentRow, on: int) -> list[Caution]:
    notes = []
    if not instrument.start_known and on < instrument.start + DAYS_UNCERTAIN:
        notes.append(warning("edition-uncertain", instrument.cite))
    elif 0 <= on - instrument.start <= DAYS_NEAR:
        notes.append(warning("law-changed-recently", instrument.cite, day_of(instrument.start) or ""))
    if instrument.end != NO_END and 0 < instrument.end - on <= DAYS_NEAR:
        notes.append(warning("law-changes-soon", instrument.cite, day_of(instrument.end) or ""))
    return notes
