"""`shuiguan office paper|ledger|reminders|reports|calendar`: what the office hands out, to a file or to stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from graph.errors import BadRequest
from graph.tables import AreaRow
from office.accounts import counts_of, ledger_of, paper_of, period_of
from office.agenda import entries_of, reminders_table
from office.regular_reports import reports_table
from office.service import Office
from outputs.icalendar import calendar_feed
from outputs.papers.page import write_page
from outputs.papers.word import write_word
from outputs.tables import write_table
from queries.dates import SHANGHAI, read_day
from shuiguan import office_commands
from shuiguan.__main__ import DONE
from shuiguan.commands import say
from shuiguan.office_commands import opened_office

BINARY = ("docx", "xlsx")


def paper(given: argparse.Namespace) -> int:
    made = paper_of(opened_office(given), given.matter, office_commands.now().date(), given.convenor)
    return _write(given, write_word(made) if given.format == "docx" else write_page(made))


def ledger(given: argparse.Namespace) -> int:
    table_of = counts_of if given.counts else ledger_of
    office = opened_office(given)
    table = table_of(office, period_of(given.period), office_commands.now().date(), _within(office, given))
    return _write(given, write_table(table, given.format))


def reminders(given: argparse.Namespace) -> int:
    office, on = opened_office(given), _day(given)
    return _write(given, write_table(reminders_table(office, on, _within(office, given)), given.format))


def reports(given: argparse.Namespace) -> int:
    office, on = opened_office(given), _day(given)
    return _write(given, write_table(reports_table(office, office.place(given.place), on), given.format))


def _within(office: Office, given: argparse.Namespace) -> AreaRow | None:
    return office.place(given.place) if given.place else None


def _day(given: argparse.Namespace) -> date:
    return read_day(given.on) if given.on else office_commands.now().date()


def calendar(given: argparse.Namespace) -> int:
    office, today = opened_office(given), office_commands.now().date()
    entries = entries_of(office, today, given.address, _within(office, given))
    feed = calendar_feed(entries, "谁管 期限 / deadlines", datetime.combine(today, time(), SHANGHAI))
    return _write(given, feed)


def _write(given: argparse.Namespace, data: bytes) -> int:
    """To the file given or to stdout. Raises BadRequest for a file that cannot be written."""
    if given.output is None:
        if getattr(given, "format", "") in BINARY and sys.stdout.isatty():
            raise BadRequest("--output", "请用 -o 写明文件", "name a file with -o")
        sys.stdout.buffer.write(data)
        return DONE
    try:
        given.output.write_bytes(data)
    except OSError as error:
        raise BadRequest(
            "--output", f"不能写：{given.output}（{error.strerror}）", f"cannot write {given.output}: {error.strerror}"
        ) from error  # fmt: skip
    say(f"已写入 / written: {given.output}")
    return DONE


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "paper": paper,
    "ledger": ledger,
    "reminders": reminders,
    "reports": reports,
    "calendar": calendar,
}
