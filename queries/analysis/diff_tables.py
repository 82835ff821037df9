"""Differences as tables: every change with both articles side by side, counts per kind, answers that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.tables import DutyRow
from queries.analysis.answers_diff import AnswerChange, Answered
from queries.analysis.diff import Diff, Difference
from queries.analysis.kinds_of_change import (
    CHANGE_WORDS,
    PAIRING_WORDS,
    REASON_WORDS,
    Change,
    Pairing,
)
from queries.analysis.names import Names, written
from queries.analysis.pairing import THRESHOLD
from queries.table import Cell, Column, Table, Words
from queries.words import part_zh

SIDE_COLUMNS = (
    ("duty", "事项编号", "duty id"),
    ("place", "条款", "place in the text"),
    ("summary", "摘要（本库自写）", "summary, our own words"),
    ("bodies", "部门与角色", "body types and parts"),
    ("written", "原文写法", "bodies as written"),
    ("consequence", "后果", "consequence"),
)
COLUMNS = (
    Column("change", "变化代码", "code of the change"),
    Column("change_zh", "变化", "change, in Chinese"),
    Column("part", "角色", "part it is about"),
    Column("what", "变了什么", "what changed, in Chinese"),
    Column("what_en", "变了什么（英文）", "what changed"),
    *(Column(f"old_{key}", f"原{zh}", f"old {en}") for key, zh, en in SIDE_COLUMNS),
    *(Column(f"new_{key}", f"现{zh}", f"new {en}") for key, zh, en in SIDE_COLUMNS),
    Column("pairing", "配对依据", "how the two were paired"),
    Column("score", "推断分", "score of an inferred pair", "number"),
    Column("reason", "原因", "reason"),
    Column("by", "由哪份文件", "instrument that caused it"),
)
NOTES = (
    Words(
        "一对新旧事项可有几种变化，一种一行；“无变化”也是一行。比较的是语料里的事实，不是法律原文的字句。",
        "A pair may change in several ways, one row each; an unchanged pair is a row too. Compared are the facts of "
        "the corpus, not the wording of the law.",
    ),
    Words(
        "配对依据编辑读过两份文本后记下的承接关系；语料没有记下任何承接的两份文件之间才推断，"
        f"推断的行标明“推断”和分数（不低于{THRESHOLD}）。",
        "Pairs rest on what editors noted after reading both texts; only between instruments without any such note are "
        f"they inferred, marked, with a score of at least {THRESHOLD}.",
    ),
    Words(
        "没有行表示没有变化。空格表示资料没有写。",
        "No row means no change. An empty cell: the data do not say.",
    ),
)


def changes_table(diff: Diff, name: str = "diff") -> Table:
    """Every difference, old and new side by side."""
    left_out: tuple[Words, ...] = ()
    if diff.left_out:
        zh = f"另有{diff.left_out}项属于同一新文件所取代的其他文件，或与所比文件没有共同事项，未列。"
        en = f"{diff.left_out} duties that follow other instruments or share no topic are left out."
        left_out = (Words(zh, en),)
    return Table(
        name=name,
        title=Words("责任变化", "changes of duties"),
        columns=COLUMNS,
        rows=tuple(_row(one, diff) for one in diff.differences),
        release=_release(diff),
        notes=(*NOTES, *left_out),
        asked=dict(diff.asked),
    )


def _release(diff: Diff) -> str:
    releases = dict.fromkeys((diff.old_names.tables.release, diff.new_names.tables.release))
    return ",".join(releases)


def _row(one: Difference, diff: Diff) -> tuple[Cell, ...]:
    names = diff.new_names if one.new is not None else diff.old_names
    return (
        one.change.value,
        CHANGE_WORDS[one.change].zh,
        part_zh(one.part) if one.part else None,
        one.what.zh or None,
        one.what.en or None,
        *_side(one.old, diff.old_names),
        *_side(one.new, diff.new_names),
        PAIRING_WORDS[one.how].zh if one.how else None,
        one.score,
        REASON_WORDS[one.reason].zh if one.reason else None,
        _cite(names, one.by),
    )


def _cite(names: Names, key: str | None) -> str | None:
    return next((one.cite for one in names.tables.instruments if one.id == key), key)


def _side(duty: DutyRow | None, names: Names) -> tuple[Cell, ...]:
    if duty is None:
        return (None,) * len(SIDE_COLUMNS)
    return (
        duty.id,
        names.place(duty),
        duty.summary,
        names.parties(duty),
        written(duty),
        duty.consequence,
    )


def counts_table(parts: Mapping[str, Diff], total: Diff | None = None) -> Table:
    """Changes per kind, one row per compared part and one for all. `duties` counts old duties, `pairs` pairs."""
    columns = (
        Column("compared", "比较", "compared"),
        Column("duties", "原事项", "old duties", "number"),
        Column("pairs", "配对", "pairs", "number"),
        Column("clause_pairs", "条款对", "pairs of clauses", "number"),
        Column("inferred", "其中推断", "inferred pairs", "number"),
        *(
            Column(one.value.replace("-", "_"), CHANGE_WORDS[one].zh, CHANGE_WORDS[one].en, "number")
            for one in Change
        ),
    )
    rows = [_count(label, diff) for label, diff in parts.items()]
    if total is not None:
        rows.append(_count("合计", total))
    last = total or next(iter(parts.values()))
    return Table(
        name="diff-counts",
        title=Words("每种变化的数目", "changes per kind"),
        columns=columns,
        rows=tuple(rows),
        release=_release(last),
        notes=(
            Words(
                "一对条款可有几种变化。语料把一条拆成几项而变化相同的只计一次；“新增”“取消”逐项计。"
                "合并前分属几部法律的新增事项在合计行只计一次。",
                "A pair of clauses may count under several kinds. Equal changes of duties that the corpus splits from one "
                "clause count once; added and dropped duties one by one, in the last row once for all laws.",
            ),
        ),
        asked=dict(last.asked),
    )


def _count(label: str, diff: Diff) -> tuple[Cell, ...]:
    kinds = diff.counts()
    pairs = {(one.old.id, one.new.id): one.how for one in diff.differences if one.old and one.new}
    duties = {one.old.id for one in diff.differences if one.old}
    inferred = sum(how is Pairing.INFERRED for how in pairs.values())
    return (label, len(duties), len(pairs), diff.clause_pairs(), inferred, *(kinds[one] for one in Change))


def answers_table(changes: Sequence[AnswerChange], release: str, asked: Mapping[str, str]) -> Table:
    """Topics that are answered differently, with the first provision each answer rests on."""
    columns = (
        Column("topic", "事项编号", "topic id"),
        Column("topic_zh", "事项", "topic, in Chinese"),
        Column("topic_en", "事项（英文）", "topic"),
        *(
            Column(f"{side}_{key}", f"{word}{zh}", f"{side} {en}")
            for side, word in (("old", "原"), ("new", "现"))
            for key, zh, en in (
                ("status", "状态", "status"),
                ("answer", "答案", "answer"),
                ("basis", "首要依据", "first basis"),
                ("duty", "依据编号", "duty of that basis"),
            )
        ),
    )
    return Table(
        name="diff-answers",
        title=Words("谁负责的答案变化", "topics answered by others"),
        columns=columns,
        rows=tuple(
            (one.topic.id, one.topic.zh, one.topic.en, *_answer(one.old), *_answer(one.new))
            for one in changes
        ),
        release=release,
        notes=(
            Words(
                "比较查询答案的状态和前三个部门；依据变了而答案不变的不列。没有行表示答案都没有变。",
                "Compared are the status and the first three bodies of the lookup's answer; no row means no answer changed.",
            ),
        ),
        asked=dict(asked),
    )


def _answer(one: Answered | None) -> tuple[Cell, ...]:
    return (one.status.value, one.shown, one.basis, one.duty) if one else (None,) * 4
