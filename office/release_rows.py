"""What the office reads of a release again and again, made once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.office_tables import RuleRow
from graph.tables import Tables
from office.calendars import ChineseWorkingDays
from office.matter_deadlines import rules_by_id
from office.procedure import Procedures


@dataclass(frozen=True)
class ReleaseRows:
    """The procedures, the rules of time limits and the calendar of one release."""

    tables: Tables
    procedures: Procedures
    rules: Mapping[str, RuleRow]
    calendar: ChineseWorkingDays


_LATEST: dict[str, ReleaseRows] = {}


def rows_of(tables: Tables) -> ReleaseRows:
    """Those of a release; only the latest are kept."""
    known = _LATEST.get("rows")
    if known is not None and known.tables is tables:
        return known
    made = ReleaseRows(
        tables,
        Procedures(tables),
        rules_by_id(tables.office.rules),
        ChineseWorkingDays(tuple(tables.office.calendar)),
    )
    _LATEST["rows"] = made
    return made
