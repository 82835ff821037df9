"""Commands about leaders and their duties: the calendar, the leader ladder, accountability; and a topic through time."""

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
    ladder = command("ladder", "领导责任链 / the leader ladder")
    ladder.add_argument("issue", nargs="?", help="事项，用大白话写 / the matter, in plain words")
    ladder.add_argument("--topic", metavar="ID", help="或事项编号 / or the id of a topic")
    ladder.add_argument("--on", help="哪一天，YYYY-MM-DD；缺省为今天 / the day")
    _place(ladder)
    _form(ladder)
    ladder.set_defaults(run=run_ladder)
    timeline = command("timeline", "一个事项的历次规定 / a topic through time")
    timeline.add_argument("topic", metavar="TOPIC", help="事项编号 / id of a topic")
    _place(timeline)
    _form(timeline, (*FORMATS, "svg"))
    timeline.set_defaults(run=run_timeline)
    accountability = command(
        "accountability", "情况对照追责情形，不下结论 / a situation beside triggers, no verdict"
    )
    accountability.add_argument(
        "text", nargs="?", default="", help="情况，用大白话写 / the situation, in plain words"
    )
    accountability.add_argument(
        "--with", dest="holds", action="append", default=[], metavar="ID", help="有这个情节"
    )
    accountability.add_argument("--without", action="append", default=[], metavar="ID", help="没有这个情节")
    accountability.add_argument("--choices", action="store_true", help="列出可选的情节 / list circumstances")
    accountability.add_argument("--on", help="哪一天，YYYY-MM-DD；缺省为今天 / the day")
    accountability.add_argument("--json", action="store_true")
    _place(accountability)
    accountability.set_defaults(run=run_accountability)


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


def run_ladder(given: argparse.Namespace) -> int:
    from api.service import today_in_shanghai
    from queries.analysis.here import day_asked, here
    from queries.analysis.ladder import ladder_for
    from queries.analysis.ladder_table import ladder_table

    lookup = lookup_asked(given)
    on = day_asked(given.on, today_in_shanghai())
    place = here(lookup, given.place, given.level)
    _write_table(given, ladder_table(ladder_for(lookup, given.topic, given.issue, place, on)))
    return DONE


def run_accountability(given: argparse.Namespace) -> int:
    from api.service import today_in_shanghai
    from queries.analysis.accountability import assess, circumstances_asked, triggers_here
    from queries.analysis.here import day_asked, here
    from shuiguan.commands import emit
    from shuiguan.show_findings import show_findings

    lookup = lookup_asked(given)
    on = day_asked(given.on, today_in_shanghai())
    place = here(lookup, given.place, given.level)
    if given.choices:
        for one in circumstances_asked(lookup, triggers_here(lookup, place, on)):
            print(f"{one.id}\t{one.zh}\t{one.en}")
        return DONE
    chosen = {**dict.fromkeys(given.holds, True), **dict.fromkeys(given.without, False)}
    found = assess(lookup, given.text, chosen, place, on)
    if given.json:
        emit(found)
    else:
        print(show_findings(found))
    return DONE


def run_timeline(given: argparse.Namespace) -> int:
    from outputs.svg.timeline import draw_timeline
    from queries.analysis.here import here
    from queries.analysis.timeline import timeline_of, timeline_table

    lookup = lookup_asked(given)
    timeline = timeline_of(lookup, given.topic, here(lookup, given.place, given.level))
    if given.format == "svg":
        _write(given, draw_timeline(timeline))
    else:
        _write_table(given, timeline_table(timeline))
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
