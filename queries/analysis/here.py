"""What holds at a place: shared by the analyses that start from a place, a level and a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.codes import LEVEL_ORDER
from graph.errors import BadRequest
from graph.tables import AreaRow, DutyRow, InstrumentRow, NormRow, PartyRow
from queries.dates import EARLIEST, LATEST, read_day
from queries.lookup import LEVEL_WORDS, Lookup
from queries.table import Words

NATION = ("cn",)
LEVEL_ZH = {
    "national": "国家级",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡级",
}
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
    wanted = LEVEL_WORDS.get(level, level) if level else None
    if wanted is not None and wanted not in LEVEL_ORDER:
        shown = (level or "")[:20]
        raise BadRequest(
            "level",
            f"没有这个层级：{shown}（可用：国 省 市 县 乡）",
            f"no such level: {shown}; use one of {', '.join(LEVEL_ORDER)}",
        )
    written = found.level or ("township" if found.is_township else found.area.level if found.area else None)
    if found.area is None and written is None:
        written = "national"
    below = found.rest if found.is_zone or found.is_township else ""
    name = found.area.zh + below if found.area else place or "全国"
    return Here(name, found.area, wanted or written, found.is_zone, place, wanted)


def day_asked(on: str | None, today: date) -> date:
    """The day asked about, or today. Raises BadRequest."""
    return read_day(on) if on else today


def year_asked(year: int) -> int:
    """A year that has answers. Raises BadRequest for one outside of the range of days."""
    if not EARLIEST.year <= year < LATEST.year:
        raise BadRequest("year", f"年份超出可答范围：{year}", f"the year is out of range: {year}")
    return year


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


def party_words(party: PartyRow, instrument: InstrumentRow, lookup: Lookup) -> str:
    """A party in words: as the text writes it, or the name of its type, group or post."""
    if party.as_written:
        return party.as_written
    if party.type:
        return lookup.attribution.types[party.type].zh
    if party.role:
        return next(role.zh for role in lookup.tables.roles if role.id == party.role)
    if party.group:
        key = f"{instrument.id}/{party.group}"
        return next(group.zh for group in lookup.tables.groups if group.id == key)
    return "指定的部门" if party.designated else "（原文未写）"


def label(norm: DutyRow | NormRow, lookup: Lookup) -> str:
    """The provision in words: 水污染防治法第七十二条第二款."""
    return lookup.tables.instruments[norm.instrument].cite + norm.place
