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
MOST_NEAR = 5
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
    """A topic by its id or its exact name. Raises BadRequest, with topics that come near: by name, by what people say."""
    words = given.strip()
    for topic in tables.topics:
        if words in (topic.id, topic.zh, topic.en):
            return topic
    named = [one for one in tables.topics if words and (words in one.zh or words in one.id)]
    said = [one for one in tables.topics if words and any(words in word for word in (*one.terms, *one.said))]
    near = dict.fromkeys(one.id for one in (*sorted(named, key=lambda one: len(one.zh)), *said))
    labels = {one.id: one.zh for one in tables.topics}
    hint_zh, hint_en = _near(
        [(one, labels[one]) for one in near], "事项列表见 /v1/topics", "/v1/topics lists them"
    )
    raise BadRequest("topic", f"没有这个事项：{words[:40]}{hint_zh}", f"no such topic: {words[:40]}{hint_en}")


def instrument_asked(tables: Tables, parameter: str, given: str) -> InstrumentRow:
    """An instrument by its id, title or name as cited. Raises BadRequest, with those that come near.

    A title that several editions share is none of them: which one is meant has to be said.
    """
    words = given.strip()
    for one in tables.instruments:
        if words == one.id:
            return one
    exact = [one for one in tables.instruments if words in (one.title, one.cite)]
    if len(exact) == 1:
        return exact[0]
    near = exact or [
        one
        for one in tables.instruments
        if words and (words in one.title or words in one.id or words in one.en)
    ]
    hint_zh, hint_en = _near(
        [(one.id, one.cite) for one in sorted(near, key=lambda one: len(one.title))],
        "文件列表见 /v1/queries/which-instruments-are-in-force",
        "/v1/queries/which-instruments-are-in-force lists them",
    )
    zh, en = ("不止一版", "more than one edition") if exact else ("没有这个文件", "no such instrument")
    raise BadRequest(parameter, f"{zh}：{words[:60]}{hint_zh}", f"{en}: {words[:60]}{hint_en}")


def _near(found: Sequence[tuple[str, str]], zh: str, en: str) -> tuple[str, str]:
    """What comes near, ids with their names; the words given where nothing does."""
    if not found:
        return f"；{zh}", f"; {en}"
    listed = found[:MOST_NEAR]
    named = "、".join(f"{key}（{name}）" for key, name in listed)
    return f"；相近的有：{named}", f"; near ones: {', '.join(key for key, _ in listed)}"


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
