"""Several bodies with the same part in one topic, at one level and day, told apart by how the text shares it out.

Rule: 各自职责范围内 (respective), 或者 (either) and 共同 (joint) are entered as the allocation of a duty; where a text names
several and says nothing, that is `unsaid`; where separate clauses each name another body, that is `apart`.
Bodies that an editor read into a clause are `inferred`: the text names none, so it leaves nothing unsaid between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.codes import LEVELS, Allocation
from graph.tables import DutyRow, PartyRow, TopicRow
from queries.analysis.names import Parties, clause
from queries.analysis.scope import Found, Scope, acts_at, rows_of_topics, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words
from queries.words import CERTAINTY_ZH, levels_zh, part_zh

PARTS = ("lead", "supervisor", "punisher", "permitter")


class Way(StrEnum):
    """How several bodies share one part."""

    UNSAID = "unsaid"
    APART = "apart"
    JOINT = Allocation.JOINT.value
    RESPECTIVE = Allocation.RESPECTIVE.value
    EITHER = Allocation.EITHER.value
    INFERRED = "inferred"


WAYS = {
    Way.UNSAID: Words(
        "同一条点了几个，没有说怎样分", "one clause names several and does not say how they share it"
    ),
    Way.APART: Words("不同条款各点一个", "separate clauses each name another"),
    Way.JOINT: Words("共同承担", "jointly"),
    Way.RESPECTIVE: Words("各在自己职责范围内", "each within its remit"),
    Way.EITHER: Words("任何一个都可以", "any one of them may"),
    Way.INFERRED: Words(
        "条文没有点全，部门由编辑读出", "the clause does not name them all; an editor read them into it"
    ),
}
CLAUSES = 6
# The certainty of a duty whose parties an editor read into the text.
READ_IN = "interpreted"
TO_BE_DESIGNATED = "（待指定）"


@dataclass(frozen=True)
class Overlap:
    """Bodies with one part in one topic, shared in one way; `levels` are those at which two or more of them act."""

    topic: TopicRow
    part: str
    way: Way
    bodies: tuple[str, ...]
    duties: tuple[DutyRow, ...]
    levels: tuple[str, ...]


def overlaps(attribution: Attribution, scope: Scope) -> Iterator[Overlap]:
    """Every overlap in the scope: topics in the order of the tables, then parts, then ways. Only a topic's own duties."""
    names = Parties(attribution, scope)
    levels = (scope.level,) if scope.level else tuple(LEVELS)
    for topic, found in rows_of_topics(attribution, scope):
        own = own_duties(attribution, found)
        for part in PARTS:
            shared: dict[Way, list[_Clause]] = {}
            single: dict[str, list[_Clause]] = {}
            for duty in own:
                held = _Clause.of(names, duty, part, levels)
                if held.several:
                    shared.setdefault(_way_of(duty), []).append(held)
                elif held.bodies:
                    single.setdefault(duty.kind, []).append(held)
            apart = [held for of_kind in single.values() for held in _apart(of_kind, levels)]
            ways = {**shared, **({Way.APART: apart} if apart else {})}
            for way in WAYS:
                if way in ways:
                    yield _overlap(topic, part, way, ways[way], levels)


def _way_of(duty: DutyRow) -> Way:
    if duty.allocation:
        return Way(duty.allocation)
    return Way.INFERRED if duty.certainty == READ_IN else Way.UNSAID


@dataclass(frozen=True)
class _Clause:
    """A duty with the bodies that have the part in it, by level."""

    duty: DutyRow
    by_level: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, names: Parties, duty: DutyRow, part: str, levels: Sequence[str]) -> _Clause:
        parties = [party for party in duty.parties if party.part == part]
        by_level = {}
        for level in levels:
            acting = [party for party in parties if acts_at(party, level)]
            by_level[level] = tuple(
                dict.fromkeys(one for party in acting for one in _holders(names, duty, party))
            )
        return cls(duty, by_level)

    @property
    def bodies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for bodies in self.by_level.values() for one in bodies))

    @property
    def several(self) -> bool:
        return any(len(bodies) > 1 for bodies in self.by_level.values())


def _holders(names: Parties, duty: DutyRow, party: PartyRow) -> tuple[str, ...]:
    """Body types a party stands for; one not yet designated stands for itself, one left unnamed for nobody."""
    types = names.types_of(duty, party)
    if party.designated and not types:
        return (TO_BE_DESIGNATED,)
    return tuple(names.type(key) for key in types)


def _apart(held: Sequence[_Clause], levels: Sequence[str]) -> list[_Clause]:
    """Duties of one kind whose clauses name different single bodies at some level; none where they agree.

    What one and the same clause says of two bodies is its own division of the matter, not two clauses apart.
    """
    for level in levels:
        by_clause: dict[tuple[int, str], set[str]] = {}
        for one in held:
            if one.by_level[level]:
                by_clause.setdefault((one.duty.instrument, one.duty.locator), set()).update(
                    one.by_level[level]
                )
        if len({frozenset(bodies) for bodies in by_clause.values()}) > 1:
            return list(held)
    return []


def _overlap(
    topic: TopicRow, part: str, way: Way, clauses: Sequence[_Clause], levels: Sequence[str]
) -> Overlap:
    at = [
        level
        for level in levels
        if len({body for held in clauses for body in held.by_level[level]}) > 1
        and (way is Way.APART or any(len(held.by_level[level]) > 1 for held in clauses))
    ]
    bodies = dict.fromkeys(body for held in clauses for level in at for body in held.by_level[level])
    return Overlap(topic, part, way, tuple(bodies), tuple(held.duty for held in clauses), tuple(at))


def overlaps_table(attribution: Attribution, scope: Scope, way: Way | None = None) -> Table:
    """One row per overlap; `way` keeps those shared in one way."""
    rows: list[tuple[Cell, ...]] = []
    for one in overlaps(attribution, scope):
        if way is None or one.way == way:
            clauses = dict.fromkeys(clause(attribution.tables, duty) for duty in one.duties)
            more = f"等{len(clauses)}条" if len(clauses) > CLAUSES else ""
            cited = "、".join(list(clauses)[:CLAUSES]) + more
            about = (one.topic.id, one.topic.zh, one.part, part_zh(one.part), one.way.value, WAYS[one.way].zh)
            rows.append(
                (
                    *about,
                    len(one.bodies),
                    "、".join(one.bodies),
                    levels_zh(one.levels),
                    cited,
                    certainties(one.duties),
                )
            )
    return scoped_table(
        attribution,
        scope,
        name="overlaps",
        title=Words("同一事项有几个部门", "Several bodies for one topic"),
        columns=(
            Column("topic", "事项编号", "topic", "iri"),
            Column("topic_zh", "事项", "topic, in Chinese"),
            Column("part", "角色", "part: lead, supervisor, punisher, permitter"),
            Column("part_zh", "角色名", "part, in Chinese"),
            Column("way", "分法", "way: unsaid, apart, joint, respective, either, inferred"),
            Column("way_zh", "分法说明", "way, in Chinese"),
            Column("count", "部门数", "number of bodies", "number"),
            Column("bodies", "部门", "bodies"),
            Column("levels", "层级", "levels at which two or more of them act"),
            Column("clauses", "条款", "clauses"),
            Column("certainty", "可靠程度", "certainty of the clauses", codes=CERTAINTY_ZH),
        ),
        rows=rows,
        notes=(
            Words(
                "“各在自己职责范围内”（respective）不是重叠，只是界限没有写出；“任何一个都可以”（either）是条文许可的选择。真正要厘清的是 unsaid 和 apart。",
                "respective is no overlap, only the line is not drawn; either is a choice that the clause allows. What needs settling is unsaid and apart.",
            ),
            Words(
                "apart 是同一事项、同一类责任由不同条款点了不同部门；所管的行为常有不同，要看条款。只看事项自己的条款，不看上位事项的。",
                "apart: separate clauses of one kind of duty on one topic name different bodies; the conduct they speak of often differs, so read the clauses. Only the topic's own clauses count.",
            ),
            Words(
                "表是空的：范围内没有一个事项由几个部门担同一角色，或没有收录（见空缺一览的 no_data）。",
                "An empty table: no topic of the scope has several bodies with one part, or nothing is on record (see no_data in the gaps summary).",
            ),
        ),
        asked={"way": way.value} if way else {},
    )


def own_duties(attribution: Attribution, found: Sequence[Found]) -> list[DutyRow]:
    """Duties on a topic itself, not on those above it, in the order found."""
    numbers = dict.fromkeys(number for number, _, distance in found if distance == 0)
    return [attribution.tables.duties[number] for number in numbers]


def certainties(duties: Sequence[DutyRow]) -> str:
    """How certain duties are, each certainty once, in the order of the duties."""
    return "、".join(dict.fromkeys(duty.certainty for duty in duties))
