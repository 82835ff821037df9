"""The monthly, quarterly and yearly reports that a place has to make: for which period, by when, by which clause."""

from __future__ import annotations

from datetime import date, timedelta

from graph.office_tables import ReportRow
from graph.tables import AreaRow
from office.procedure import HOUSE
from office.release_rows import rows_of
from office.reports import Period, month_of, quarter_of, year_of
from office.service import Office
from queries.table import Cell, Column, Table, Words

DAY = timedelta(days=1)
_COLUMNS = (
    Column("report", "报告", "report"),
    Column("period", "时期", "period"),
    Column("first_day", "首日", "first day", "day"),
    Column("last_day", "末日", "last day", "day"),
    Column("is_over", "时期已结束", "period is over"),
    Column("due", "报送期限", "due", "day"),
    Column("clause", "依据", "clause"),
    Column("note", "说明", "note"),
)


def reports_table(office: Office, area: AreaRow, on: date) -> Table:
    """The regular reports of a place, each for the last period that is over and for the one that runs on `on`.

    `period` is what the ledger of a period is asked for with. An empty `due` means that no day is stated.
    """
    tables = office.register.tables
    rows = (
        _row(report, period, on)
        for report in rows_of(tables).procedures.reports_for(area.id)
        for period in periods(report.period, on)
    )
    return Table(
        name=f"reports-{area.id}",
        title=Words(f"{area.zh}的定期报告", f"regular reports of {area.zh}"),
        columns=_COLUMNS,
        rows=tuple(rows),
        release=tables.release,
        notes=(
            Words(
                "“时期”用于取台账和数目；没有报送期限的，来源未写哪天。",
                "ask for ledger and counts with the period; where no day is due, the source states none",
            ),
        ),
        asked={"on": on.isoformat(), "place": area.id},
    )


def periods(kind: str, on: date) -> tuple[Period, Period]:
    """The last month, quarter or year that is over on a day, and the one that runs."""
    now = _period_of(kind, on)
    return _period_of(kind, now.since - DAY), now


def _period_of(kind: str, day: date) -> Period:
    if kind == "month":
        return month_of(day.year, day.month)
    return quarter_of(day.year, (day.month + 2) // 3) if kind == "quarter" else year_of(day.year)


def _row(report: ReportRow, period: Period, on: date) -> tuple[Cell, ...]:
    # The day of a yearly report is one of the year after.
    due = date(period.until.year, *report.due) if report.due else None
    clause = report.clause.zh if report.clause else HOUSE.zh
    is_over = "是" if period.until <= on else "否"
    return report.zh, period.en, period.since, period.until - DAY, is_over, due, clause, report.note
