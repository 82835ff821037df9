"""Options and output that the commands of analyses share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import BadRequest
from shuiguan.__main__ import DONE

if TYPE_CHECKING:
    from queries.analysis.scope import Scope
    from queries.lookup import Lookup
    from queries.table import Table

FORMATS = ("md", "csv", "json", "xlsx")


def add_scope(one: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> None:
    """The options of every analysis: what is asked for, and how the answer is written."""
    one.add_argument("--place", help="地点；缺省只看全国施行的规定 / place; default: national law alone")
    one.add_argument("--level", help="层级：国 省 市 县 乡 / level")
    one.add_argument("--on", help="哪一天，YYYY-MM-DD；缺省为今天 / the day")
    one.add_argument("--topic", help="事项编号或名称，连同其下各项 / a topic and those under it")
    one.add_argument("--release", metavar="ID", help="哪个版本；缺省为现行版本 / which release")
    one.add_argument("--format", choices=formats, default="md", help="缺省 md / default: md")
    one.add_argument("--json", action="store_true", help="同 --format json")
    one.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="写入文件；缺省标准输出 / default: stdout"
    )


def asked(given: argparse.Namespace) -> tuple[Lookup, Scope]:
    """The lookup of the current release and the scope asked for. Raises BadRequest, ReleaseMissing."""
    from api.service import today_in_shanghai
    from queries.analysis.scope import read_scope
    from shuiguan.leaders import lookup_asked

    lookup = lookup_asked(given)
    scope = read_scope(lookup, given.place, given.level, given.on, given.topic, today=today_in_shanghai())
    return lookup, scope


def put_table(given: argparse.Namespace, table: Table) -> int:
    from outputs.tables import write_table

    return put(given, write_table(table, "json" if given.json else given.format))


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
