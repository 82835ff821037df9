"""What an analysis is asked for, read from words: a place with its level, a day, a year, a topic; and what holds there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import BadRequest
from graph.tables import AreaRow, InstrumentRow, PartyRow, Tables, TopicRow
from queries.dates import EARLIEST, LATEST, read_day
from queries.lookup import Lookup
from queries.table import Words

NATION = ("cn",)
BASIN = Words(
    "流域法按省收录：所问地点是否在流域内，须核",
    "basin laws are recorded by province: whether the place lies in the basin has to be checked",
)
ACTING = frozenset({"lead", "supervisor", "decider", "punisher", "permitter"})


@dataclass(frozen=True)
class Here:
    """A place as understood. `level` is None where neither the place nor the asker gives one.

    A development zone is no level of government: `is_zone` is true and `level` is that of the place it lies in.
    `given` and `given_level` are what the asker gave.
    """

    zh: str
    area: AreaRow | None
    level: str | None
    is_zone: bool = False
    given: str | None = None
    given_level: str | None = None

    @property
    def chain(self) -> Sequence[str]:
        """The place and all it lies in, nearest first; the nation alone where no place is known."""
        return self.area.chain if self.area is not None else NATION


def here(lookup: Lookup, place: str | None, level: str | None) -> Here:
    """The place asked about. Raises UnknownArea or BadRequest as the lookup does."""
    found = lookup.gazetteer.resolve(place)
    reached = lookup.level_of(level, found) or (None if found.area else "national")
    below = found.rest if found.is_zone or found.is_township else ""
    name = found.area.zh + below if found.area else place or "全国"
    return Here(name, found.area, reached, found.is_zone, place, reached if level else None)


def day_asked(on: str | None, today: date) -> date:
    """The day asked about, or today. Raises BadRequest."""
    return read_day(on) if on else today


def year_asked(year: int) -> int:
    """A year that has answers. Raises BadRequest for one outside of the range of days."""
    if not EARLIEST.year <= year < LATEST.year:
        raise BadRequest("year", f"年份超出可答范围：{year}", f"the year is out of range: {year}")
    return year


def topic_asked(tables: Tables, given: str) -> TopicRow:
    """A topic by its id or its exact name. Raises BadRequest, with topics that come near."""
    words = given.strip()
    for topic in tables.topics:
        if words in (topic.id, topic.zh, topic.en):
            return topic
    near = [t.id for t in tables.topics if words and (words in t.zh or words in t.id)][:5]
    hint_zh = f"；相近的有：{'、'.join(near)}" if near else "；事项列表见 /v1/topics"
    hint_en = f"; near ones: {', '.join(near)}" if near else "; /v1/topics lists them"
    raise BadRequest("topic", f"没有这个事项：{words[:40]}{hint_zh}", f"no such topic: {words[:40]}{hint_en}")


def reaches(instrument: InstrumentRow, area: str, place: Here) -> bool:
    """Whether a norm for `area` holds at the place, and a basin law covers its province."""
    if area not in place.chain:
        return False
    whole_nation = place.area is None or place.area.level == "national"
    return whole_nation or not instrument.covers or any(one in place.chain for one in instrument.covers)


def acting(parties: Sequence[PartyRow]) -> Iterator[PartyRow]:
    """Parties that are to act; where none is named, those that something is handed in to."""
    doing = [party for party in parties if party.part in ACTING]
    yield from doing or [party for party in parties if party.part == "recipient"]
