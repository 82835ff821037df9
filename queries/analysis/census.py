"""What the law comes to for every topic in a place on a day: who leads, or which kind of gap there is.

The status is the lookup's own (`queries.status`), so that the gaps and what is assigned make up all topics. Topics
that the lookup asks back about (too broad to answer) have here the status their own rows give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graph.tables import TopicRow
from queries.analysis.names import Parties, clause
from queries.analysis.scope import Scope, rows_of_topics, scoped_table
from queries.answer import Status
from queries.attribution import Attribution
from queries.status import status_of
from queries.table import Column, Table, Words
from queries.weights import Row
from queries.words import part_zh

GAPS = (Status.UNDESIGNATED, Status.UNASSIGNED, Status.NO_DATA)
MEANING = {
    Status.ASSIGNED: Words("法律写明一类部门负责", "law names one kind of body"),
    Status.SHARED: Words("几类部门各有一份", "several kinds of body, each with its part"),
    Status.UNDESIGNATED: Words(
        "法律留给地方指定，未见指定记录", "left to a local designation, and none is on record"
    ),
    Status.UNASSIGNED: Words(
        "在册的规定没有写明谁负责", "the rules on record name nobody who answers for it"
    ),
    Status.NO_DATA: Words(
        "这里这天没有收录，不等于没有人管", "nothing on record here; not the same as nobody"
    ),
}
# Unassigned without a clause that decides: there is nothing to cite.
SILENT = Words(
    "在册的规定没有一条把它作为谁的主要责任", "no rule on record makes it anybody's principal duty"
)
SHOWN = 4


@dataclass(frozen=True)
class Standing:
    """A topic with its status and the rows that decided it."""

    topic: TopicRow
    status: Status
    deciding: tuple[Row, ...]


def census(attribution: Attribution, scope: Scope) -> Iterator[Standing]:
    """Every topic of the scope with its status, in the order of the tables."""
    for topic, found in rows_of_topics(attribution, scope):
        situation = attribution.unranked(topic.id, scope.area, found, scope.level)
        status, deciding = status_of(attribution, topic, situation, scope.area, scope.day)
        yield Standing(topic, status, deciding)


def topic_table(attribution: Attribution, scope: Scope, wanted: Status | None = None) -> Table:
    """One row per topic with its status, whom it falls to and the clauses that decide; `wanted` keeps one status."""
    names = Parties(attribution, scope)
    rows = [
        (
            one.topic.id,
            one.topic.zh,
            one.status.value,
            (MEANING[one.status] if one.deciding or one.status is not Status.UNASSIGNED else SILENT).zh,
            *_decided(attribution, names, one),
        )
        for one in census(attribution, scope)
        if wanted is None or one.status is wanted
    ]
    return scoped_table(
        attribution,
        scope,
        name="topics-by-status",
        title=Words("各事项由谁负责，缺在哪里", "Every topic: who answers for it, or what is missing"),
        columns=(
            Column("topic", "事项编号", "topic", "iri"),
            Column("topic_zh", "事项", "topic, in Chinese"),
            Column("status", "状态", "status, as the lookup has it"),
            Column("meaning", "含义", "what the status means"),
            Column("bodies", "部门", "whom the deciding clauses name or leave open, with their part"),
            Column("clauses", "条款", "the clauses that decide"),
        ),
        rows=rows,
        notes=(
            Words(
                "状态与查询接口一致：最近的主要责任决定，处罚先于其他。assigned、shared 已有着落；其余三种是空缺。",
                "The status is the lookup's: the nearest principal duties decide, punishing ones first. assigned and shared are settled; the other three are gaps.",
            ),
            Words(
                "no_data 是没有收录，不是没有人管；表是空的，说明没有事项属于所问的范围或状态。",
                "no_data means that nothing is on record, not that nobody answers; an empty table: no topic is in the scope and status asked for.",
            ),
        ),
    )


def summary_table(attribution: Attribution, scope: Scope) -> Table:
    """How many topics have which status. The counts add up to all topics of the scope."""
    counts = Counter(one.status for one in census(attribution, scope))
    total = sum(counts.values())
    rows = [
        (status.value, MEANING[status].zh, MEANING[status].en, status in GAPS, counts[status])
        for status in MEANING
    ]
    return scoped_table(
        attribution,
        scope,
        name="gaps-summary",
        title=Words("空缺一览", "Gaps at a glance"),
        columns=(
            Column("status", "状态", "status"),
            Column("meaning", "含义", "meaning, in Chinese"),
            Column("meaning_en", "含义（英文）", "meaning"),
            Column("gap", "是否空缺", "whether it is a gap", "flag"),
            Column("topics", "事项数", "number of topics", "number"),
        ),
        rows=rows,
        notes=(
            Words(
                f"各行相加为{total}，即范围内全部事项。0 是数过为零。",
                f"The rows add up to {total}, all topics of the scope. 0 means counted and none.",
            ),
        ),
    )


def _decided(attribution: Attribution, names: Parties, one: Standing) -> tuple[str | None, str | None]:
    bodies = dict.fromkeys(
        f"{names.party(row.duty, row.party)}（{part_zh(row.party.part)}）" for row in one.deciding
    )
    clauses = dict.fromkeys(clause(attribution.tables, row.duty) for row in one.deciding)
    return _first(bodies), _first(clauses)


def _first(found: dict[str, None]) -> str | None:
    """The first few; how many more there are is said."""
    shown, more = "、".join(list(found)[:SHOWN]), len(found) - SHOWN
    return (f"{shown}等{len(found)}项" if more > 0 else shown) or None
