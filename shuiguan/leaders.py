"""Commands about leaders and their duties: the calendar, the leader ladder, accountability; and a topic through time."""

from __future__ import annotations

import argparse

from shuiguan.__main__ import DONE, AddCommand
from shuiguan.scope import FORMATS, add_day, add_output, add_place, form_asked, place_asked, put, put_table


def add_commands(command: AddCommand) -> None:
    calendar = command("calendar", "一年里什么时候该做什么 / what is due in a year")
    calendar.add_argument("--year", type=int, required=True, help="哪一年 / which year")
    add_place(calendar)
    add_output(calendar, (*FORMATS, "ics"))
    calendar.set_defaults(run=run_calendar)
    ladder = command("ladder", "领导责任链 / the leader ladder")
    ladder.add_argument("issue", nargs="?", help="事项，用大白话写 / the matter, in plain words")
    ladder.add_argument("--topic", metavar="ID", help="或事项编号 / or the id of a topic")
    add_day(ladder)
    add_place(ladder)
    add_output(ladder)
    ladder.set_defaults(run=run_ladder)
    timeline = command("timeline", "一个事项的历次规定 / a topic through time")
    timeline.add_argument("topic", metavar="TOPIC", help="事项编号 / id of a topic")
    add_place(timeline)
    add_output(timeline, (*FORMATS, "svg"))
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
    accountability.add_argument("--json", action="store_true")
    add_day(accountability)
    add_place(accountability)
    accountability.set_defaults(run=run_accountability)


def run_calendar(given: argparse.Namespace) -> int:
    from outputs.duties_feed import write_calendar
    from queries.analysis.calendar import calendar_of, calendar_table
    from queries.analysis.here import year_asked

    year = year_asked(given.year)
    calendar = calendar_of(*place_asked(given), year)
    if form_asked(given) == "ics":
        return put(given, write_calendar(calendar))
    return put_table(given, calendar_table(calendar))


def run_ladder(given: argparse.Namespace) -> int:
    from api.service import today_in_shanghai
    from queries.analysis.here import day_asked
    from queries.analysis.ladder import ladder_for
    from queries.analysis.ladder_table import ladder_table

    lookup, place = place_asked(given)
    on = day_asked(given.on, today_in_shanghai())
    return put_table(given, ladder_table(ladder_for(lookup, given.topic, given.issue, place, on)))


def run_accountability(given: argparse.Namespace) -> int:
    from api.service import today_in_shanghai
    from queries.analysis.accountability import assess, circumstances_asked, triggers_here
    from queries.analysis.here import day_asked
    from shuiguan.commands import emit
    from shuiguan.show_findings import show_findings

    lookup, place = place_asked(given)
    on = day_asked(given.on, today_in_shanghai())
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
    from queries.analysis.timeline import timeline_of, timeline_table

    lookup, place = place_asked(given)
    timeline = timeline_of(lookup, given.topic, place)
    if form_asked(given) == "svg":
        return put(given, draw_timeline(timeline))
    return put_table(given, timeline_table(timeline))
