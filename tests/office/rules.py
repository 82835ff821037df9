"""Rules and calendars that the office's tests share; made up, so that no fact of the corpus is repeated here."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph.office_tables import ChangeRow, RuleRow
from graph.procedures import CountsFrom, FirstDay, Roll, Unit
from office.calendars import ChineseWorkingDays
from office.clock import Change

CHINA = ChineseWorkingDays()
DAY, WORKING_DAY, MONTH, YEAR = Unit.DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR


def day(text: str) -> date:
    return date.fromisoformat(text)


def rule(count: int, unit: Unit, **more: Any) -> RuleRow:
    given: dict[str, Any] = {
        "id": "example",
        "zh": "例",
        "en": "example",
        "kind": "internal",
        "clause": None,
        "channels": (),
        "counts_from": CountsFrom.OPENING,
        "count": count,
        "unit": unit,
        "first_day": FirstDay.NOT_COUNTED,
        "roll": Roll.NONE,
        "one_off": False,
        "issued": None,
        "pause": True,
        "extend": True,
        "extend_days": None,
        "reminders": (),
        "house": (),
        "note": None,
    }
    return RuleRow(**{**given, **more})


def paused(since: str, until: str) -> list[Change]:
    return [Change("pause", day(since), "等材料"), Change("resume", day(until), "材料到了")]


def extended(on: str, to: str) -> list[Change]:
    return [Change("extend", day(on), "情况复杂", day(to))]


def announced(
    key: str, since: str, until: str, working: bool, on: str, completes: int | None = None
) -> ChangeRow:
    return ChangeRow(
        key, day(since), day(until), working, "临时安排", "arranged", day(on), completes, "示例，非真实公告"
    )
