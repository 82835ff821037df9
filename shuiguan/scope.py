"""Options and output that the commands of analyses share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import BadRequest
from shuiguan.__main__ import DONE

if TYPE_CHECKING:
    from queries.analysis.here import Here
    from queries.analysis.scope import Scope
    from queries.lookup import Lookup
    from queries.table import Table

FORMATS = ("md", "csv", "json", "xlsx")


def add_place(one: argparse.ArgumentParser) -> None:
    """Where, and what was known when."""
    one.add_argument("--place", help="地点，如 青海省西宁市城西区；缺省为全国 / place; default: the nation")
    one.add_argument("--level", help="层级：国 省 市 县 乡 / level")
    one.add_argument("--release", metavar="ID", help="哪个版本；缺省为现行版本 / which release")


def add_day(one: argparse.ArgumentParser) -> None:
    one.add_argument("--on", help="哪一天，YYYY-MM-DD；缺省为今天 / the day")


def add_output(one: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> None:
    """How the answer is written, and where to."""
    one.add_argument("--format", choices=formats, default="md", help="缺省 md / default: md")
    one.add_argument("--json", action="store_true", help="同 --format json")
    one.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="写入文件；缺省标准输出 / default: stdout"
    )


def add_scope(one: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> None:
    """The options of an analysis of a place, a day and a branch of topics."""
    add_place(one)
    add_day(one)
    one.add_argument("--topic", help="事项编号或名称，连同其下各项 / a topic and those under it")
    add_output(one, formats)


def asked(given: argparse.Namespace) -> tuple[Lookup, Scope]:
    """The lookup and the scope asked for. Raises BadRequest, ReleaseMissing, UnknownRelease."""
    from api.service import today_in_shanghai
    from queries.analysis.scope import read_scope

    lookup = lookup_asked(given)
    scope = read_scope(lookup, given.place, given.level, given.on, given.topic, today=today_in_shanghai())
    return lookup, scope


def place_asked(given: argparse.Namespace) -> tuple[Lookup, Here]:
    """The lookup and the place asked for. Raises BadRequest, UnknownArea, ReleaseMissing, UnknownRelease."""
    from queries.analysis.here import here

    lookup = lookup_asked(given)
    return lookup, here(lookup, given.place, given.level)


def lookup_asked(given: argparse.Namespace) -> Lookup:
    """The lookup over the release asked for, or the one in service. Raises ReleaseMissing, UnknownRelease."""
    from graph.release import current, named
    from queries.lookup import Lookup

    release = named(given.releases, given.release) if given.release else current(given.releases)
    return Lookup(release.tables(), release.quotations())


def form_asked(given: argparse.Namespace) -> str:
    return "json" if given.json else str(given.format)


def put_table(given: argparse.Namespace, table: Table) -> int:
    from outputs.tables import write_table

    return put(given, write_table(table, form_asked(given)))


def put(given: argparse.Namespace, data: bytes) -> int:
    """Write the answer to the file asked for, or to stdout. Raises BadRequest where the file cannot be written."""
    if not given.output:
        sys.stdout.buffer.write(data)
        return DONE
    try:
        given.output.write_bytes(data)
    except OSError as error:
        raise BadRequest(
            "--output", f"无法写入文件（{error.strerror}）", f"the file cannot be written ({error.strerror})"
        ) from error
    return DONE
