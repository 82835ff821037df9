"""Commands about leaders and their duties: the calendar."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shuiguan.__main__ import DONE, AddCommand

if TYPE_CHECKING:
    from queries.lookup import Lookup
    from queries.table import Table

FORMATS = ("md", "json", "csv", "xlsx")


def add_commands(command: AddCommand) -> None:
    calendar = command("calendar", "一年里什么时候该做什么 / what is due in a year")
    calendar.add_argument("--year", type=int, required=True, help="哪一年 / which year")
    _place(calendar)
    _form(calendar, (*FORMATS, "ics"))
    calendar.set_defaults(run=run_calendar)


def _place(one: argparse.ArgumentParser) -> None:
    one.add_argument("--place", help="地点，如 青海省西宁市城西区；缺省为全国 / place")
    one.add_argument("--level", help="层级：国 省 市 县 乡 / level")
    one.add_argument("--release", metavar="ID", help="哪个版本；缺省为现行版本 / which release")


def _form(one: argparse.ArgumentParser, forms: tuple[str, ...] = FORMATS) -> None:
    one.add_argument("--format", choices=forms, default="md", help="格式；缺省为 md / format")
    one.add_argument("--output", "-o", type=Path, metavar="FILE", help="缺省为标准输出 / default: stdout")


def run_calendar(given: argparse.Namespace) -> int:
    from outputs.duties_feed import write_calendar
    from queries.analysis.calendar import calendar_of, calendar_table
    from queries.analysis.here import here, year_asked

    lookup = lookup_asked(given)
    year = year_asked(given.year)
    calendar = calendar_of(lookup, here(lookup, given.place, given.level), year)
    if given.format == "ics":
        _write(given, write_calendar(calendar))
    else:
        _write_table(given, calendar_table(calendar))
    return DONE


def lookup_asked(given: argparse.Namespace) -> Lookup:
    """The lookup over the release asked for, or the one in service. Raises UnknownRelease."""
    from graph.release import current, named
    from queries.lookup import Lookup

    release = named(given.releases, given.release) if given.release else current(given.releases)
    return Lookup(release.tables(), release.quotations())


def _write_table(given: argparse.Namespace, table: Table) -> None:
    from outputs.tables import write_table

    _write(given, write_table(table, given.format))


def _write(given: argparse.Namespace, data: bytes) -> None:
    if given.output:
        given.output.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
