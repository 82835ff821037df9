"""Open terms: provisions that leave naming the department to somebody else, and what fills them where.

A term is filled in a place by a mandate that `decides` its duty, of that place or one it lies in. Rule: the texts
themselves, e.g. 噪声污染防治法 (2021-12-24) art. 77, 生态环境法典 art. 1190 (地方人民政府指定的部门).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.codes import LEVEL_ORDER, Level
from graph.errors import BadRequest
from graph.tables import AreaRow, DutyRow, PartyRow
from queries.analysis.names import Parties, clause
from queries.analysis.scope import Scope, acts_at, duties_in, is_named, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words
from queries.words import CANDIDATES_BASIS_ZH, CERTAINTY_ZH, levels_zh, part_zh

WHO_MAY = Words(
    "候选部门只是可能被指定的部门，不是答案；候选依据 text 是条文点名，practice 是通行做法。",
    "Candidates may be designated and are no answer; their basis is the text itself or usual practice.",
)
BESIDE = Words(
    "“同时点名”列有部门的，条文已写明一个部门，另允许指定或授权；该列为空的，指定以前没有部门可找。",
    "Where a department is named beside, the text names one and lets another be designated or authorised; where none is, there is nobody before a designation.",
)
COLUMNS = (
    Column("duty", "责任编号", "duty", "iri"),
    Column("clause", "条款", "clause"),
    Column("summary", "内容", "what it is about, in Chinese"),
    Column("topics", "事项", "topics"),
    Column("part", "角色", "part left open: lead, punisher and so on"),
    Column("part_zh", "角色名", "part, in Chinese"),
    Column("written", "原文称呼", "how the text writes the department"),
    Column("designator", "由谁指定", "who names it"),
    Column("candidates", "候选部门", "candidates"),
    Column("candidates_basis", "候选依据", "where the candidates come from", codes=CANDIDATES_BASIS_ZH),
    Column("beside", "同时点名", "departments that the text names for the same part"),
    Column("levels", "层级", "levels at which the department acts"),
    Column("certainty", "可靠程度", "certainty of the duty", codes=CERTAINTY_ZH),
)


@dataclass(frozen=True)
class OpenTerm:
    """A party of a duty that the text leaves to a designation; `beside` are parties named for the same part."""

    duty: DutyRow
    party: PartyRow
    beside: tuple[PartyRow, ...]


def open_terms(attribution: Attribution, scope: Scope) -> Iterator[OpenTerm]:
    """Every open term that holds in the scope and may act at its level, in the order of the tables."""
    for number in duties_in(attribution, scope):
        duty = attribution.tables.duties[number]
        for party in duty.parties:
            if party.designated and acts_at(party, scope.level):
                beside = tuple(p for p in duty.parties if p.part == party.part and is_named(p))
                yield OpenTerm(duty, party, tuple(p for p in beside if acts_at(p, scope.level)))


def undesignated_table(attribution: Attribution, scope: Scope) -> Table:
    """Open terms of the scope that no designation on record fills here on the day."""
    names = Parties(attribution, scope)
    rows = tuple(
        _cells(attribution, names, term)
        for term in open_terms(attribution, scope)
        if attribution.holders.designation(term.duty, scope.area, scope.day) is None
    )
    return scoped_table(
        attribution,
        scope,
        name="undesignated",
        title=Words("留给地方指定而未见指定的责任", "Duties left to a designation that is not on record"),
        columns=COLUMNS,
        rows=rows,
        notes=(
            WHO_MAY,
            BESIDE,
            Words(
                "未见指定，是数据中没有，不等于当地没有指定过。表是空的：范围内没有这样的条款，或都已有指定记录。",
                "Not on record is not the same as never made. An empty table: no such clause in the scope, or all are filled.",
            ),
        ),
    )


def open_terms_table(attribution: Attribution, scope: Scope) -> Table:
    """Every open term of the scope, with how many places of its level in the area have it filled.

    The level is the scope's, else the lowest at which the department acts, a county where the text names none.
    """
    names = Parties(attribution, scope)
    area_names = {one.id: one.zh for one in attribution.tables.areas}
    rows = []
    for term in open_terms(attribution, scope):
        level = _level_of(term.party, scope)
        reached = [one for one in _places(attribution, scope, level) if _reaches(attribution, term.duty, one)]
        fillers = _fillers(attribution, term.duty, scope.day)
        filled = sum(any(key in fillers for key in one.chain) for one in reached) if fillers else 0
        by = "；".join(f"{area_names[key]}：{body}" for key, body in fillers.items()) or None
        counts = (levels_zh([level]), len(reached), filled, len(reached) - filled)
        rows.append((*_cells(attribution, names, term), by, *counts))
    return scoped_table(
        attribution,
        scope,
        name="open-terms",
        title=Words("留待指定部门的条款", "Open terms: clauses that leave naming the department to others"),
        columns=(
            *COLUMNS,
            Column("filled_by", "何处由谁填补", "what fills it where"),
            Column("counted_at", "计数层级", "level of the places counted"),
            Column("places", "应有地方数", "places in which it is to be filled", "number"),
            Column("filled", "已有指定", "places with a designation on record", "number"),
            Column("unfilled", "未见指定", "places without one", "number"),
        ),
        rows=rows,
        notes=(
            WHO_MAY,
            BESIDE,
            Words(
                "地方按所问层级计数；没有给层级的，按该部门所在的最低一级（至县级）。上级地方的指定及于其下各地。",
                "Places are counted at the level asked about, else at the lowest at which the department acts (down to the county). A designation reaches the places below.",
            ),
            Words(
                "“已有指定”为 0，是数据中没有指定记录，不等于都没有指定。表是空的：范围内没有这样的条款。",
                "0 filled means that no designation is on record, not that none was made. An empty table: no such clause.",
            ),
        ),
    )


def places_table(attribution: Attribution, scope: Scope, duty_id: str) -> Table:
    """Where one open duty is filled and where not: a row per place of its level in the scope's area.

    Raises BadRequest for a duty that is not there or leaves nothing open.
    """
    duty = attribution.duties.get(duty_id)
    party = next((one for one in duty.parties if one.designated), None) if duty else None
    if duty is None or party is None:
        shown = duty_id[:80]
        raise BadRequest(
            "duty", f"不是留待指定的责任：{shown}", f"no duty that is left to a designation: {shown}"
        )
    rows: list[tuple[Cell, ...]] = []
    holds = duty.start <= scope.day < duty.end
    for place in _places(attribution, scope, _level_of(party, scope)) if holds else ():
        if _reaches(attribution, duty, place):
            found = attribution.holders.designation(duty, place, scope.day)
            rows.append(
                (place.id, place.zh, found is not None)
                + ((found.body_zh, found.area, found.source) if found else (None, None, None))
            )
    return Table(
        name="open-term-places",
        title=Words(f"{clause(attribution.tables, duty)}：各地指定情况", f"{duty_id}: designated where"),
        columns=(
            Column("place", "地方编号", "place", "iri"),
            Column("place_zh", "地方", "place, in Chinese"),
            Column("filled", "已有指定", "whether a designation is on record", "flag"),
            Column("body", "指定的部门", "the body designated"),
            Column("decided_in", "指定的地方", "area whose designation it is", "iri"),
            Column("source", "依据", "source of the designation"),
        ),
        rows=tuple(rows),
        release=attribution.tables.release,
        notes=(
            Words(
                "“否”是数据中没有指定记录，不等于当地没有指定。表是空的：这一天该条不施行，或不及于所问地方。",
                "No means that no designation is on record, not that none was made. An empty table: the clause does not hold on the day or does not reach the place.",
            ),
        ),
        asked={**scope.asked, "duty": duty_id},
    )


def _cells(attribution: Attribution, names: Parties, term: OpenTerm) -> tuple[Cell, ...]:
    duty, party = term.duty, term.party
    return (
        duty.id,
        clause(attribution.tables, duty),
        duty.summary,
        names.topics(duty.topics)[0] or None,
        party.part,
        part_zh(party.part),
        party.as_written,
        names.type(party.by) if party.by else None,
        names.types(party.candidates),
        party.candidates_basis,
        "、".join(names.party(duty, one) for one in term.beside) or None,
        levels_zh(party.levels),
        duty.certainty,
    )


def _level_of(party: PartyRow, scope: Scope) -> str:
    """Level of the places in which a term is to be filled; townships are not on record as areas."""
    if scope.level and scope.level != Level.TOWNSHIP:
        return scope.level
    levels = [level for level in party.levels if level != Level.TOWNSHIP]
    return max(levels, key=lambda level: LEVEL_ORDER[level]) if levels else Level.COUNTY


def _places(attribution: Attribution, scope: Scope, level: str) -> list[AreaRow]:
    """Places of the level in the area; the area itself where it has none (a county, asked for prefectures)."""
    inside = [
        place
        for place in attribution.tables.areas
        if place.level == level and (scope.area is None or scope.area.id in place.chain)
    ]
    return inside or ([scope.area] if scope.area else [])


def _reaches(attribution: Attribution, duty: DutyRow, place: AreaRow) -> bool:
    covers = attribution.tables.instruments[duty.instrument].covers
    return duty.area in place.chain and (not covers or any(one in place.chain for one in covers))


def _fillers(attribution: Attribution, duty: DutyRow, day: int) -> dict[str, str]:
    """Area to the body designated there, for designations that hold on the day."""
    return {
        mandate.area: mandate.body_zh
        for mandate in attribution.holders.designations_of(duty)
        if mandate.start <= day < mandate.end
    }
