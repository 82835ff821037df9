"""What asks for attention: limits and awaited answers with their reminders, as a table and as a feed.

All of it is worked out on reading; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.tables import AreaRow
from office.accounts import every_matter
from office.answers import awaited
from office.calendars import WorkingDays
from office.codes import State
from office.deadlines import Deadline
from office.feed import Due, deadline_entries, report_entries
from office.matter import Matter
from office.matter_procedure import chosen_procedure, standpoint_of
from office.procedure import limits_of
from office.release_rows import rows_of
from office.service import Office
from office.standing import due_reminder, standing
from outputs.icalendar import CalendarEntry
from queries.table import Cell, Column, Table, Words

# What a limit asks for is done once the matter has a decision, or has left the procedure.
SETTLED = {State.APPROVED, State.PUBLISHED, State.REVOKING, State.REVOKED, State.CLOSED, State.LEFT}


@dataclass(frozen=True)
class Running:
    """A limit that still asks for something. `is_met_here`: the ledger shows when that is done.

    What the limits of a petition ask for is recorded in other ledgers.
    """

    matter: Matter
    limit: Deadline
    is_met_here: bool


def running(office: Office, on: date, within: AreaRow | None = None) -> Iterator[Running]:
    """Every limit not met yet and every answer awaited, by the number of the matter.

    `within` leaves out matters of other places. Matters are taken as they stand now, whatever `on` is.
    """
    register = office.register
    rows = rows_of(register.tables)
    for matter in every_matter(office, within):
        if matter.state in SETTLED:
            continue
        at = standpoint_of(matter, register.areas[matter.place])
        own = limits_of(chosen_procedure(register.tables, at) if at else None)
        found = office.deadlines_for(matter, on)
        for limit in (*found.legal, *found.internal):
            yield Running(matter, limit, limit.rule in own)
        for limit in awaited(matter, rows.calendar, rows.procedures):
            yield Running(matter, limit, True)


# ---------------------------------------------------------------- the feed


def entries_of(
    office: Office, on: date, address: str = "", within: AreaRow | None = None
) -> tuple[CalendarEntry, ...]:
    """Limits still running with their reminders, and the reports due this year and the next.

    `address` is put before a matter's number to make its link; empty gives no links. No words of the
    description go into a feed, which leaves the office's own systems. `within` keeps to one place and its reports.
    """
    rows = rows_of(office.register.tables)
    limits = [
        Due(
            one.matter.id,
            one.matter.topic_zh or one.matter.place_zh,
            one.limit,
            f"{address}{one.matter.id}" if address else "",
        )
        for one in running(office, on, within)
    ]
    reports = rows.procedures.reports_for(within.id) if within else rows.tables.office.reports
    yearly = (entry for year in (on.year, on.year + 1) for entry in report_entries(reports, year))
    return (*deadline_entries(limits, rows.calendar), *yearly)


# ---------------------------------------------------------------- reminders of a day

_COLUMNS = (
    Column("number", "编号", "number"),
    Column("place", "地点", "place"),
    Column("topic", "事项", "topic"),
    Column("limit", "期限", "limit"),
    Column("kind", "性质", "kind"),
    Column("due", "最后一日", "last day", "day"),
    Column("days_left", "还有几日", "days left", "number"),
    Column("working_days_left", "还有几个工作日", "working days left", "number"),
    Column("reminder", "提醒日", "reminder of", "day"),
    Column("state", "状态", "state"),
)
_NOTES = (
    Words(
        "从第一个提醒日起列出，办完为止；暂停的不列。事项按现状。负数是已过的天数。",
        "listed from the first reminder until it is done; a paused limit is not; matters as they stand now; a negative number is days past",
    ),
    Words(
        "信访等来件渠道的期限是否已办，台账不记，过了最后一日不再列。",
        "whether the limits of a petition were met is not in this ledger; past their last day they are left out",
    ),
    Words("内部目标不是法定期限。", "internal targets are not legal limits"),
)


def reminders_table(office: Office, on: date, within: AreaRow | None = None) -> Table:
    """Every limit and awaited answer whose first reminder has come, or whose last day has: the nearest last day first."""
    calendar = rows_of(office.register.tables).calendar
    rows = [row for one in running(office, on, within) if (row := _row(one, on, calendar)) is not None]
    rows.sort(key=lambda row: (row[5], row[0], row[3]))
    return Table(
        name=f"reminders-{on}",
        title=Words(f"{on}到期和临期的期限", f"limits due or overdue on {on}"),
        columns=_COLUMNS,
        rows=tuple(rows),
        release=office.register.tables.release,
        notes=_NOTES,
        asked={"on": on.isoformat(), "place": within.id if within else "cn"},
    )


def _row(one: Running, on: date, calendar: WorkingDays) -> tuple[Cell, ...] | None:
    limit, matter = one.limit, one.matter
    reminder = due_reminder(limit, on, calendar)
    is_over = on >= limit.due and limit.paused_since is None
    if (reminder is None and not is_over) or (on > limit.last_day and not one.is_met_here):
        return None
    stands = standing(limit, on, calendar)
    return (
        matter.id, matter.place_zh, matter.topic_zh or "", limit.zh, "法定" if limit.is_legal else "内部目标", limit.due,
        stands.days_left, stands.working_days_left, reminder.day if reminder else None, stands.says.zh,
    )  # fmt: skip
