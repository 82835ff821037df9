"""`shuiguan diff`: what changed between two editions, two days, two places or two releases."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shuiguan.__main__ import DONE, AddCommand

if TYPE_CHECKING:
    from queries.analysis.ask_diff import Comparison


def add_commands(command: AddCommand) -> None:
    diff = command("diff", "两个版本、两天、两地之间责任有什么变化 / what changed")
    diff.add_argument(
        "old", nargs="?", metavar="OLD", help="原文件的编号或名称，几个用逗号隔开 / old instrument"
    )
    diff.add_argument("new", nargs="?", metavar="NEW", help="新文件的编号或名称 / new instrument")
    diff.add_argument("--repealed-by", metavar="ID", help="它废止的每一部与它相比 / all that it repealed")
    diff.add_argument("--from", dest="start", metavar="DAY", help="原来哪一天，YYYY-MM-DD")
    diff.add_argument("--to", dest="end", metavar="DAY", help="后来哪一天，YYYY-MM-DD")
    diff.add_argument("--places", nargs=2, metavar="PLACE", default=(), help="两个地方 / two places")
    diff.add_argument("--between", nargs=2, metavar="ID", default=(), help="两个版本库 / two releases")
    diff.add_argument("--on", dest="day", metavar="DAY", help="比较两地、两个版本库时的日期；缺省为今天")
    diff.add_argument("--topic", help="只看一个事项 / one topic only")
    diff.add_argument("--place", help="地点，如 青海省西宁市城西区")
    diff.add_argument("--level", help="层级：国 省 市 县 乡")
    diff.add_argument("--table", choices=("changes", "counts", "answers"), help="输出哪张表 / which table")
    diff.add_argument("--format", choices=("json", "csv", "md", "xlsx"), help="表的格式 / format")
    diff.add_argument("--json", action="store_true", help="三张表合成一行 / all tables as one line")
    diff.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="一张表写入文件 / one table to a file"
    )
    diff.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print a short overview, or one table in a format, or everything as JSON."""
    from api.service import today_in_shanghai
    from graph.release import current, named
    from outputs.tables import table_as_builtins, write_table
    from queries.analysis.ask_diff import TABLES, DiffQuestion, compare
    from queries.lookup import Lookup
    from shuiguan.commands import emit, say
    from shuiguan.scope import put

    question = DiffQuestion(
        old=given.old,
        new=given.new,
        repealed_by=given.repealed_by,
        start=given.start,
        end=given.end,
        places=tuple(given.places),
        releases=tuple(given.between),
        topic=given.topic,
        place=given.place,
        level=given.level,
        day=given.day,
    )
    found = compare(
        question,
        Lookup(current(given.releases).tables()),
        lambda key: Lookup(named(given.releases, key).tables()),
        today_in_shanghai(),
        say,
    )
    if given.json:
        names = [name for name in TABLES if name != "answers" or found.answers is not None]
        emit({name: table_as_builtins(found.table(name)) for name in names})
    elif given.format or given.table or given.output:
        return put(given, write_table(found.table(given.table or "changes"), given.format or "md"))
    else:
        print(overview(found))
    return DONE


def overview(found: Comparison) -> str:
    """Counts, answers that changed, then each change on a line of its own."""
    from queries.analysis.kinds_of_change import CHANGE_WORDS, REASON_WORDS, Change

    keys = [column.zh for column in found.counts.columns]
    lines = [
        f"{row[0]}："
        + (
            "，".join(f"{key}{cell}" for key, cell in zip(keys[1:], row[1:], strict=True) if cell)
            or "没有变化"
        )
        for row in found.counts.rows
    ]
    for row in found.answers.rows if found.answers else ():
        lines.append(
            f"答案 {row[1]}：{row[4] or '无此事项'}（{row[5] or '—'}）→ {row[8] or '无此事项'}（{row[9] or '—'}）"
        )
    for one in found.diff.differences:
        if one.change is Change.UNCHANGED:
            continue
        sides = [
            names.place(duty) if duty else "—"
            for names, duty in ((found.diff.old_names, one.old), (found.diff.new_names, one.new))
        ]
        duty = one.new or one.old
        summary = duty.summary if duty else ""
        reason = f"（{REASON_WORDS[one.reason].zh}）" if one.reason else ""
        inferred = f"〔推断 {one.score}〕" if one.score is not None else ""
        what = f"：{one.what.zh}" if one.what.zh else ""
        lines.append(
            f"【{CHANGE_WORDS[one.change].zh}】{sides[0]} → {sides[1]} {summary}{what}{reason}{inferred}"
        )
    return "\n".join(lines)
