"""From a topic, a place, a level and a day to the bodies that answer for it, ranked with reasons.

Lookup never walks the graph: it filters the release's precomputed rows. `who-answers.rq` asks the same
of the graph and a property test holds both equal.

Rank of a body type = the strongest of its duties, plus a little for each further one. What a duty's party weighs is
in `queries.weights`, who acts as a kind of body here in `queries.holders`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain as joined

from graph.tables import AreaRow, MandateRow, Tables
from queries.holders import Holders
from queries.weights import Row, weigh

LEADING = frozenset({"punisher", "lead", "supervisor", "permitter"})
CANDIDATE = (0.97, 0.9, 0.84, 0.78, 0.72, 0.66)
FURTHER = (1.0, 0.18, 0.1, 0.06)
DECIDING = 1.6
# Instruments of this kind are decisions of the office on a matter that nobody led.
DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Standing:
    """A body type's place in the answer. `candidate` means it may be designated, no more."""

    type: str
    weight: float
    candidate: bool
    rows: tuple[Row, ...]


@dataclass
class Situation:
    """What holds for one topic, place, level and day; `chain` are the places, nearest first."""

    rows: tuple[Row, ...]
    any_rows: bool
    chain: tuple[str, ...] = ("cn",)
    standings: tuple[Standing, ...] = field(default=())

    @property
    def nearest_direct(self) -> bool:
        """Whether the topic itself has a principal duty of a leading part."""
        return any(row.distance == 0 for row in self.nearest)

    @cached_property
    def nearest(self) -> tuple[Row, ...]:
        """Principal rows of leading parts at the smallest distance at which there are any."""
        principal = [r for r in self.rows if r.duty.bearing == "principal" and r.party.part in LEADING]
        if not principal:
            return ()
        distance = min(row.distance for row in principal)
        return tuple(row for row in principal if row.distance == distance)

    @cached_property
    def decided(self) -> tuple[Row, ...]:
        """Of the nearest rows those of decisions, for the nearest place: a decision for the place goes before law."""
        rows = [row for row in self.nearest if row.instrument.kind == DECISION]
        place = min((self.chain.index(row.duty.area) for row in rows), default=0)
        return tuple(row for row in rows if self.chain.index(row.duty.area) == place)


class Attribution:
    """Answers for one release. Build once, use from any thread."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.types = {one.id: one for one in tables.body_types}
        self.duties = {one.id: one for one in tables.duties}
        self._groups = {one.id: one for one in tables.groups}
        self.holders = Holders(tables)

    def in_force(self, topic: str, area: AreaRow | None, on: int) -> Iterator[tuple[int, int, int]]:
        """(duty, party, distance) of every row that holds for the topic in the area on the day.

        Without an area only what holds in the whole country is given, and basin laws where the topic names the basin.
        """
        duties, instruments = self.tables.duties, self.tables.instruments
        chain = area.chain if area is not None else ("cn",)
        basins = self._basins.get(topic, frozenset()) if area is None else frozenset()
        for row in self.tables.rows.get(topic, ()):
            duty = duties[row[0]]
            if duty.start <= on < duty.end and duty.area in chain:
                covers = instruments[duty.instrument].covers
                named = duty.instrument in basins
                if not covers or any(one in chain for one in covers) or _is_nation(area) or named:
                    yield row

    def names_a_basin(self, topic: str) -> bool:
        """Whether the topic is by its name about a basin or plateau that has a law of its own (长江保护)."""
        return topic in self._basins

    def duties_in_force(self, area: AreaRow | None, on: int) -> list[int]:
        """Numbers of the duties of any topic that hold in the area on the day, ascending; without an area no basin law.

        Only duties of the area and those it lies in are looked at, however many other places have.
        """
        duties, instruments = self.tables.duties, self.tables.instruments
        chain = area.chain if area is not None else ("cn",)
        found = []
        for key in chain:
            for number in self._duties_of_area.get(key, ()):
                duty = duties[number]
                if duty.start <= on < duty.end:
                    covers = instruments[duty.instrument].covers
                    if not covers or any(one in chain for one in covers) or _is_nation(area):
                        found.append(number)
        return sorted(found)

    @cached_property
    def _basins(self) -> Mapping[str, frozenset[int]]:
        """Topics that name a basin, with the instruments, by number, that are that basin's law."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, instrument in enumerate(self.tables.instruments):
            for topic in self.tables.topics if instrument.covers else ():
                if any(word in topic.zh for word in instrument.named_by):
                    found[topic.id].add(number)
        return {topic: frozenset(numbers) for topic, numbers in found.items()}

    @cached_property
    def _duties_of_area(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, duty in enumerate(self.tables.duties):
            found[duty.area].append(number)
        return found

    @cached_property
    def homes(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """Areas of the instruments with duties on a topic itself, and of those on it or a broader one.

        A decision of the office for one place says nothing of others.
        """
        homes: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        own: dict[str, set[str]] = defaultdict(set)
        for duty in self.tables.duties:
            instrument = self.tables.instruments[duty.instrument]
            for topic in () if instrument.kind == DECISION else duty.topics:
                own[topic].add(instrument.area)
        for row in self.tables.topics:
            wider = (own.get(one, ()) for one in (row.id, *row.ancestors))
            homes[row.id] = frozenset(own.get(row.id, ())), frozenset(joined.from_iterable(wider))
        return homes

    @cached_property
    def first_on_record(self) -> Mapping[str, int]:
        """The day from which a topic's own national duties are on record, where law before it cannot be told.

        Left out are topics whose first instrument took the place of one that is loaded: what came before is
        on record there, and said nothing of the topic.
        """
        instruments = self.tables.instruments
        continued = {later for one in instruments for later in one.followed_by}
        first: dict[str, tuple[int, bool]] = {}
        for duty in self.tables.duties:
            instrument = instruments[duty.instrument]
            if instrument.area == "cn" and instrument.kind != DECISION:
                found = duty.start, instrument.id not in continued
                for topic in duty.topics:
                    first[topic] = min(first.get(topic, found), found)
        return {topic: start for topic, (start, unknown) in first.items() if unknown}

    def situation(
        self, topic: str, area: AreaRow | None, level: str | None, on: int, text: str = ""
    ) -> Situation:
        """Rows in force with their weights, and the body types ranked by them.

        `text` only tells whether a river or plateau with a law of its own is named.
        """
        situation = self.unranked(topic, area, self.in_force(topic, area, on), level, text)
        situation.standings = tuple(self.rank(situation.rows, area, on))
        return situation

    def unranked(
        self,
        topic: str,
        area: AreaRow | None,
        found: Iterable[tuple[int, int, int]],
        level: str | None,
        text: str = "",
    ) -> Situation:
        """The rows found in force with their weights; body types are not ranked."""
        rows = tuple(
            weigh(self.tables, topic, self.tables.duties[duty], party, distance, level, text)
            for duty, party, distance in found
        )
        chain = area.chain if area is not None else ("cn",)
        return Situation(rows, bool(self.tables.rows.get(topic)), chain)

    def promote(
        self, standings: Iterable[Standing], deciding: Iterable[Row], area: AreaRow | None, on: int
    ) -> tuple[Standing, ...]:
        """Standings with those of the deciding rows lifted; candidates are marked by those rows alone."""
        open_types: dict[str, float] = {}
        named: dict[str, float] = {}
        for row in deciding:
            for body_type, weight, is_named in self._types_of(row, area, on):
                known = named if is_named else open_types
                known[body_type] = max(known.get(body_type, 0.0), weight)
        lifted = [
            replace(
                one,
                weight=round(
                    one.weight + DECIDING * max(named.get(one.type, 0.0), open_types.get(one.type, 0.0)), 4
                ),
                candidate=(one.type in open_types and one.type not in named) or one.candidate,
            )
            for one in standings
        ]
        return tuple(sorted(lifted, key=lambda s: (-s.weight, s.type)))

    def rows_of_type(self, body_type: str, area: AreaRow | None, level: str | None, on: int) -> list[Row]:
        """Every row in force in which a body type takes part itself, one per duty and part."""
        chain = area.chain if area is not None else ("cn",)
        return [
            weigh(self.tables, "", duty, number, 0, level, "")
            for duty in self.tables.duties
            if duty.start <= on < duty.end and duty.area in chain
            for number, party in enumerate(duty.parties)
            if party.type == body_type
        ]

    def holder(self, standing: Standing, area: AreaRow | None, on: int) -> MandateRow | None:
        """The body that acts as a type in an answer: one designated for any of its duties here, or the usual one."""
        found = (self.holders.designation(row.duty, area, on, standing.type) for row in standing.rows)
        return next(filter(None, found), None) or self.holders.mandate(standing.type, area, on)

    def rank(self, rows: Iterable[Row], area: AreaRow | None, on: int) -> list[Standing]:
        """Body types that the rows speak for, heaviest first."""
        weights: dict[str, list[tuple[float, Row]]] = defaultdict(list)
        named: set[str] = set()
        for row in rows:
            for body_type, weight, is_named in self._types_of(row, area, on):
                weights[body_type].append((weight, row))
                if is_named:
                    named.add(body_type)
        standings = []
        for body_type, entries in weights.items():
            entries.sort(key=lambda entry: (-entry[0], entry[1].duty.id))
            total = sum(w * f for (w, _), f in zip(entries, FURTHER, strict=False))
            standings.append(
                Standing(body_type, round(total, 4), body_type not in named, tuple(r for _, r in entries))
            )
        return sorted(standings, key=lambda s: (-s.weight, s.type))

    def _types_of(self, row: Row, area: AreaRow | None, on: int) -> Iterator[tuple[str, float, bool]]:
        """Body types a row speaks for: (type, weight, whether the law or a designation names it)."""
        party = row.party
        if party.type:
            yield party.type, row.weight, True
            for position, host in enumerate(self.types[party.type].sits_in):
                yield host, row.weight * CANDIDATE[position + 1], True
        elif party.group:
            for member in self._groups[f"{row.instrument.id}/{party.group}"].members:
                yield member, row.weight * 0.6, True
        elif party.designated:
            settled = self.holders.designation(row.duty, area, on)
            if settled is not None:
                yield settled.acts_as, row.weight * 1.3, True
                return
            for candidate, factor in zip(party.candidates, CANDIDATE, strict=False):
                yield candidate, row.weight * factor, False


def _is_nation(area: AreaRow | None) -> bool:
    return area is not None and area.level == "national"
