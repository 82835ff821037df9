"""A leader ladder as a table."""

from __future__ import annotations

from queries.analysis.rungs import SIDES, Ladder, Step
from queries.table import Column, Table, Words
from queries.words import CERTAINTY_ZH, LEVEL_ZH

COLUMNS = (
    Column("line", "线", "line"),
    Column("side", "方", "side"),
    Column("holder", "岗位或者部门", "post or department"),
    Column("post", "岗位责任", "duty of a post", "flag"),
    Column("kinds", "责任", "kind of responsibility"),
    Column("at", "在哪里", "stands at"),
    Column("level", "层级", "level"),
    Column("applies", "适用", "how it applies"),
    Column("climbed", "上移", "climbed", "flag"),
    Column("body", "机构", "body"),
    Column("basis", "依据", "basis"),
    Column("duties", "职责", "duties"),
    Column("certainty", "可靠程度", "certainty", codes=CERTAINTY_ZH),
    Column("notes", "说明", "notes"),
)


def ladder_table(ladder: Ladder) -> Table:
    """One row per step and source, from the principals down."""
    title = Words(
        f"{ladder.place}：{ladder.topic_zh or '一般事项'}的责任链",
        f"Leader ladder: {ladder.topic or 'any matter'}, {ladder.place}",
    )
    asked = {
        "topic": ladder.topic or "",
        "place": ladder.place,
        "level": ladder.level or "",
        "on": str(ladder.on),
    }
    empty = Words(
        "空表表示所问地点和日期没有收录责任制规定。",
        "An empty table: no rule on record for the place and day.",
    )
    rows = tuple(_row(step) for step in ladder.steps)
    return Table("ladder", title, COLUMNS, rows, ladder.release, (*ladder.notes, empty), asked)


def _row(step: Step) -> tuple[str | bool | None, ...]:
    return (
        "牵头部门一线" if step.main else "统一监督管理一线",
        SIDES[step.side],
        step.zh,
        step.post,
        "、".join(step.kinds) or None,
        step.at,
        LEVEL_ZH.get(step.level or ""),
        "参照执行" if step.by_reference else "适用",
        step.climbed,
        step.body,
        "；".join(step.basis),
        "；".join(step.duties),
        step.certainty,
        "；".join(note.zh for note in step.notes) or None,
    )
