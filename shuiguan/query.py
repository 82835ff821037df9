"""`shuiguan query`: ask a stored query of the release in service."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shuiguan.__main__ import DONE, AddCommand

if TYPE_CHECKING:
    from queries.header import StoredQuery

Row = Mapping[str, str]
FORMATS = ("table", "json", "csv")
WIDEST = 40


def add_commands(command: AddCommand) -> None:
    """Add `query`. What follows it is read once the query is known, since each has parameters of its own."""
    one = command(
        "query", "预存查询：--list 列出，NAME --参数 值 执行 / stored queries: --list, or NAME --param value"
    )
    one.add_argument("--list", action="store_true", help="列出全部 / list them")
    one.add_argument("words", nargs=argparse.REMAINDER, metavar="NAME [--text] [--PARAMETER VALUE …]")
    one.set_defaults(run=query)


def query(given: argparse.Namespace) -> int:
    """Carry out one call. Raises UnknownQuery, BadRequest, WrongQuery."""
    from queries.bindings import bindings_for
    from queries.header import query_names, stored_query
    from queries.stored import with_values

    if given.list or not given.words:
        for name in query_names():
            print(f"{name}\t{stored_query(name).asks}")
        return DONE
    asked = stored_query(given.words[0])
    own = vars(_parser(asked, given.releases).parse_args(given.words[1:]))
    values = {one.name: own[one.name] for one in asked.parameters if own[one.name] is not None}
    if own["text"]:
        examples = {one.name: one.example for one in asked.parameters}
        sys.stdout.write(with_values(asked, examples | values))
        return DONE
    # Wrong values are told before the release is read.
    bindings_for(asked, values)
    _print(asked.columns, _rows(asked.name, values, own["releases"]), own["format"])
    return DONE


def _parser(asked: StoredQuery, releases: Path) -> argparse.ArgumentParser:
    own = argparse.ArgumentParser(
        prog=f"shuiguan query {asked.name}",
        description=f"{asked.asks}。{asked.summary}",
        epilog=f"rows: {asked.rows}",
        allow_abbrev=False,
    )
    own.add_argument("--releases", type=Path, default=releases, help="版本所在文件夹 / folder of releases")
    own.add_argument("--text", action="store_true", help="只打印查询 / print the query instead")
    own.add_argument("--format", choices=FORMATS, default="table", help="缺省 table / default: table")
    for one in asked.parameters:
        words = f"{' / '.join(one.classes) or one.kind}: {one.words} （例 {one.example}）"
        # argparse reads % as a format.
        own.add_argument(f"--{one.name}", metavar="VALUE", help=words.replace("%", "%%"))
    return own


def _rows(name: str, values: Mapping[str, str], releases: Path) -> list[Row]:
    from graph.release import current
    from queries.questions import Run, ask

    return ask(current(releases).store(), Run(name, values))


def _print(columns: Sequence[str], rows: Sequence[Row], form: str) -> None:
    writers: Mapping[str, Callable[[Sequence[str], Sequence[Row]], None]] = {
        "json": _json,
        "csv": _csv,
        "table": _table,
    }
    writers[form](columns, rows)


def _json(columns: Sequence[str], rows: Sequence[Row]) -> None:
    from shuiguan.commands import emit

    emit({"columns": columns, "rows": [{name: row.get(name) for name in columns} for row in rows]})


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    import csv

    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Columns that hold something, cut to a width; what holds for every row stands above, once."""
    from ontology.terms import ID

    held = [name for name in columns if any(name in row for row in rows)]
    constant = [name for name in held if len({row.get(name) for row in rows}) == 1 and len(rows) > 1]
    varied = [name for name in held if name not in constant]
    shown = {name: [row.get(name, "").removeprefix(ID) for row in rows] for name in held}
    for name in constant:
        print(f"{name}: {shown[name][0]}")
    lines = [varied, *zip(*(shown[name] for name in varied), strict=True)]
    widths = [min(WIDEST, max(map(_width, column))) for column in zip(*lines, strict=True)]
    for line in lines if rows else ():
        print("  ".join(_fitted(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())
    from shuiguan.commands import say

    say(f"{len(rows)} 行 / rows")


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _fitted(text: str, width: int) -> str:
    cut = text
    while _width(cut) > width:
        cut = cut[:-2] + "…"
    return cut + " " * (width - _width(cut))
