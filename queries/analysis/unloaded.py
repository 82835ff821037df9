"""What sources state and the data do not hold: counted parts that are not loaded, duties without a time."""

from __future__ import annotations

import re

from graph.codes import Kind
from graph.names import place_name
from graph.quotation import QuotationFile
from graph.tables import DutyRow
from queries.analysis.names import Parties, clause
from queries.analysis.scope import Scope, duties_in, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words
from queries.words import KIND_ZH

# The kinds of duty for which a time would be expected, and which: work that recurs, or an answer that is waited for.
EXPECTED = {
    Kind.MONITORING: "frequency",
    Kind.DISCLOSURE: "frequency",
    Kind.ASSESSMENT: "frequency",
    Kind.PERMIT: "deadline",
    Kind.HANDLING: "deadline",
    Kind.EMERGENCY: "deadline",
}
TIME_ZH = {"frequency": "频次", "deadline": "期限"}
IN_TEXT = re.compile(
    r"[日月年]内|小时内|每(?:半?年|季度?|月|周|日|[一二三四五六七八九十两]+年)|定期|及时|立即|即时|之日起|按(?:年|季|月)"
)


def not_loaded_table(attribution: Attribution, scope: Scope) -> Table:
    """Every count that a source in force here states, beside how many of its parts are loaded."""
    tables = attribution.tables
    chain = scope.area.chain if scope.area else None
    rows: list[tuple[Cell, ...]] = []
    for fact in tables.facts:
        instrument = tables.instruments[fact.instrument]
        holds = instrument.start <= scope.day < instrument.end and (chain is None or fact.area in chain)
        if fact.kind == "count" and holds:
            missing = fact.count - fact.loaded if fact.count is not None and fact.loaded is not None else None
            place = instrument.cite + place_name(fact.locator)
            rows.append((instrument.id, place, fact.zh, fact.count, fact.loaded, missing))
    return Table(
        name="stated-not-loaded",
        title=Words(
            "来源说有多少，数据里有多少", "How many a source says there are, and how many are loaded"
        ),
        columns=(
            Column("instrument", "文件编号", "instrument", "iri"),
            Column("place", "出处", "where the count is stated"),
            Column("counted", "数的是什么", "what is counted"),
            Column("stated", "来源所说", "stated", "number"),
            Column("loaded", "已录入", "loaded, each place of the text once", "number"),
            Column("missing", "未录入", "stated less loaded", "number"),
        ),
        rows=tuple(rows),
        release=tables.release,
        notes=(
            Words(
                "“已录入”为 0，是来源说有而数据里一项也没有；空白，是所数的东西不作为记录录入，无从比较。",
                "0 loaded: the source says there are some and the data hold none. An empty cell: the parts are not kept as records, so there is nothing to compare.",
            ),
            Words(
                "没有给地方的，各地文件都列。表是空的：这天这里没有文件说过数目。",
                "Without a place, those of all places are listed. An empty table: no source in force states a count.",
            ),
        ),
        asked=dict(scope.asked),
    )


def untimed_table(attribution: Attribution, scope: Scope, quotations: QuotationFile | None = None) -> Table:
    """Duties of a kind for which a time would be expected, and that have none on record.

    `in_text` is whether the clause speaks of a time, by its summary or, where they are at hand, its own words.
    """
    names = Parties(attribution, scope)
    tables = attribution.tables
    rows: list[tuple[Cell, ...]] = []
    for number in duties_in(attribution, scope):
        duty = tables.duties[number]
        expected = EXPECTED.get(Kind(duty.kind))
        if expected and not has_time(duty):
            who = "、".join(dict.fromkeys(names.party(duty, party) for party in duty.parties))
            said = _said(tables.instruments[duty.instrument].id, duty, quotations)
            kind = KIND_ZH[duty.kind]
            rows.append(
                (
                    duty.id,
                    clause(tables, duty),
                    duty.summary,
                    who,
                    duty.kind,
                    kind,
                    expected,
                    TIME_ZH[expected],
                    said,
                )
            )
    return scoped_table(
        attribution,
        scope,
        name="without-time",
        title=Words("没有频次或期限的责任", "Duties without a frequency or a deadline"),
        columns=(
            Column("duty", "责任编号", "duty", "iri"),
            Column("clause", "条款", "clause"),
            Column("summary", "内容", "what it is about, in Chinese"),
            Column("parties", "主体", "parties"),
            Column("kind", "类别", "kind of duty"),
            Column("kind_zh", "类别名", "kind, in Chinese"),
            Column("expected", "应有", "what would be expected: frequency or deadline"),
            Column("expected_zh", "应有（中文）", "the same in Chinese"),
            Column("in_text", "原文提到时间", "whether the clause speaks of a time", "flag"),
        ),
        rows=rows,
        notes=(
            Words(
                "只看照理应有时间的六类：监测、公开、考核看频次；许可、受理处理、应急看期限。其他类别不列，不是说它们有期限。",
                "Only six kinds are looked at: monitoring, disclosure and assessment for a frequency; permits, handling and emergencies for a deadline. Other kinds are not listed, which does not mean that they have one.",
            ),
            Words(
                "列出的是数据里没有记时间的。“原文提到时间”：是，原文有而数据未录；否，原文本条没有；空白，没有原文可看，不能判断。",
                "Listed is what has no time on record. in_text: yes, the clause has one and it was not entered; no, the clause has none; empty, there is no text to tell by.",
            ),
            Words(
                "表是空的：范围内这六类责任都有时间在册，或没有这六类责任。",
                "An empty table: all duties of these kinds have a time on record, or there are none.",
            ),
        ),
    )


def has_time(duty: DutyRow) -> bool:
    """Whether a frequency, a deadline or a time in words is on record."""
    return bool(duty.timing or duty.recurrence or duty.due_day or duty.due_after or duty.due)


def _said(instrument: str, duty: DutyRow, quotations: QuotationFile | None) -> bool | None:
    if IN_TEXT.search(duty.summary):
        return True
    quoted = quotations.get(instrument, duty.locator) if quotations else None
    if quoted is None:
        return None
    found = IN_TEXT.search(quoted.text) is not None
    # A quotation that is cut cannot show that the words are missing.
    return None if quoted.cut and not found else found
