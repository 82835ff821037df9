"""Read days: the `on` of a question, and days that stand in its text. Days are those of Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from graph.errors import BadRequest

IN_TEXT = re.compile(r"((?:19|20)\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?")
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SHANGHAI = ZoneInfo("Asia/Shanghai")
EARLIEST, LATEST = date(1949, 10, 1), date(2200, 1, 1)


def read_day(given: str) -> date:
    """A day written YYYY-MM-DD. Raises BadRequest for another form, an impossible day, or one out of range."""
    try:
        day = date.fromisoformat(given.strip()) if WRITTEN.fullmatch(given.strip()) else None
    except ValueError:
        day = None
    if day is None:
        shown = given[:20]
        raise BadRequest(
            "on",
            f"日期应写作YYYY-MM-DD且真实存在：{shown}",
            f"not a real day in the form YYYY-MM-DD: {shown}",
        )
    if not EARLIEST <= day < LATEST:
        raise BadRequest("on", f"日期超出可答范围：{given}", f"the day is out of range: {given}")
    return day


def day_in_text(text: str) -> tuple[date | None, str]:
    """The first real day in a text, and the text without any written days."""
    found: date | None = None
    for year, month, number in IN_TEXT.findall(text):
        try:
            found = found or date(int(year), int(month), int(number))
        except ValueError:
            continue
    return found, IN_TEXT.sub("，", text)
