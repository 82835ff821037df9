"""The scope of an analysis: a day, a place, a level, a branch of topics; what holds in it, and the table of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from graph.tables import AreaRow, PartyRow, Tables, TopicRow
from queries.analysis.here import BASIN, day_asked, topic_asked
from queries.attribution import Attribution
from queries.lookup import Lookup
from queries.table import Cell, Column, Table, Words
from queries.words import LEVEL_ZH

Found = tuple[int, int, int]
SCOPE_NOTE = Words(
    "只数所问之日、所问地方（及其上级）施行中的条款；没有给地方的，只数全国施行的。",
    "Only provisions in force on the day, in the place and those it lies in, count; without a place, those of the whole country.",
)

NO_PLACE = Words(
    "没有给地方的，流域、高原的法律只在事项名称写明该流域、高原时才算；要全部算进，地点写“中国”。",
    "Without a place, laws of a basin or plateau count only for topics that name it; give 中国 as the place to count all of them.",
)


@dataclass(frozen=True)
class Scope:
    """What holds on the day `on` in `area` and all it lies in, at `level`, on the topic `branch` and those under it.

    Without an area only what holds in the whole country counts; without a level or a branch, all of them.
    """

    on: date
    area: AreaRow | None = None
    level: str | None = None
    branch: TopicRow | None = None
    asked: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def day(self) -> int:
        return self.on.toordinal()

    @property
    def said(self) -> Words:
        """What is asked, in words: the day, then place, level and topic where they are given."""
        place = Words(self.area.zh, self.area.zh) if self.area else Words("全国", "the whole country")
        parts = [Words(self.on.isoformat(), self.on.isoformat()), place]
        if self.level:
            parts.append(Words(LEVEL_ZH[self.level], self.level))
        if self.branch:
            parts.append(Words(self.branch.zh, self.branch.en))
        return Words("，".join(one.zh for one in parts), ", ".join(one.en for one in parts))


def read_scope(
    lookup: Lookup,
    place: str | None = None,
    level: str | None = None,
    on: str | None = None,
    topic: str | None = None,
    *,
    today: date,
) -> Scope:
    """A scope from words, read as the lookup reads them; a topic is given by its id or its exact name.

    A place gives its level unless another is given. Raises BadRequest, and UnknownArea for a place not in the data.
    """
    where = lookup.gazetteer.resolve(place)
    wanted = lookup.level_of(level, where)
    day = day_asked(on, today)
    branch = topic_asked(lookup.tables, topic) if topic else None
    asked = {"on": day.isoformat(), "place": where.area.id if where.area else "cn"}
    if wanted:
        asked["level"] = wanted
    if branch:
        asked["topic"] = branch.id
    if where.is_zone:
        # A development zone is no level of government: the answer is for the division it lies in.
        asked["zone"] = f"开发区不是一级政府，按所在的{where.area.zh if where.area else '地方'}回答"
    return Scope(day, where.area, wanted, branch, asked)


def topics_in(tables: Tables, scope: Scope) -> Iterator[TopicRow]:
    """Topics of the branch that are environmental matters, in the order of the tables."""
    for topic in tables.topics:
        if not topic.out_of_scope and (scope.branch is None or in_branch(topic, scope.branch)):
            yield topic


def in_branch(topic: TopicRow, branch: TopicRow) -> bool:
    return topic.id == branch.id or branch.id in topic.ancestors


def duties_in(attribution: Attribution, scope: Scope) -> list[int]:
    """Numbers of the duties that hold in the scope, on any topic of the branch, ascending."""
    held = attribution.duties_in_force(scope.area, scope.day)
    if scope.branch is None:
        return held
    wanted = {topic.id for topic in attribution.tables.topics if in_branch(topic, scope.branch)}
    return [number for number in held if wanted.intersection(attribution.tables.duties[number].topics)]


def rows_of_topics(attribution: Attribution, scope: Scope) -> Iterator[tuple[TopicRow, list[Found]]]:
    """Each topic with (duty, party, distance) of what holds: the same rows as `Attribution.in_force`.

    The duties in force are gathered once for all topics, so that other places' duties cost nothing.
    """
    duties = attribution.tables.duties
    own: dict[str, list[int]] = {}
    for number in attribution.duties_in_force(scope.area, scope.day):
        for topic in duties[number].topics:
            own.setdefault(topic, []).append(number)
    for row in topics_in(attribution.tables, scope):
        if scope.area is None and attribution.names_a_basin(row.id):
            yield row, list(attribution.in_force(row.id, None, scope.day))
            continue
        seen: set[int] = set()
        found: list[Found] = []
        for distance, name in enumerate((row.id, *row.ancestors)):
            for number in own.get(name, ()):
                if number not in seen:
                    seen.add(number)
                    found.extend((number, party, distance) for party in range(len(duties[number].parties)))
        yield row, found


def acts_at(party: PartyRow, level: str | None) -> bool:
    """Whether a party may act at the level: it is of that level, or the text names none."""
    return level is None or not party.levels or level in party.levels


def is_named(party: PartyRow) -> bool:
    """Whether the text itself says who the party is."""
    return bool(party.type or party.role or party.body or party.group)


def scoped_table(
    attribution: Attribution,
    scope: Scope,
    *,
    name: str,
    title: Words,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    notes: tuple[Words, ...],
    asked: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """A table of what holds in a scope. Its first note says what counts; `asked` is what was asked beside the scope."""
    return Table(
        name,
        title,
        columns,
        tuple(rows),
        attribution.tables.release,
        (SCOPE_NOTE, *_basin_notes(attribution, scope), *notes),
        {**scope.asked, **asked},
    )


def _basin_notes(attribution: Attribution, scope: Scope) -> Iterator[Words]:
    """Which basin laws count beside the general ones: whether a place lies in a basin is not on record, only its province."""
    if scope.area is None:
        yield NO_PLACE
        return
    instruments = attribution.tables.instruments
    counted = {attribution.tables.duties[one].instrument for one in duties_in(attribution, scope)}
    basin = [instruments[one] for one in sorted(counted) if instruments[one].covers]
    if basin and scope.area.level != "national":
        zh, en = "、".join(one.cite for one in basin), ", ".join(one.en for one in basin)
        yield Words(f"{BASIN.zh}。这里算进了{zh}。", f"{BASIN.en}; counted here: {en}.")
