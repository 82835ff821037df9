"""The calendar of duties as an iCalendar feed.

Every occurrence is a whole-day entry; one whose days are only those of a period spans that period. The `uid` is made of
norm, place, level and first day, so that a later release changes an entry and does not double it. The stamp is the
release's cut-off day, never the clock: the same release gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from outputs.icalendar import CalendarEntry, calendar_feed
from queries.analysis.calendar import ORIGINS, Calendar, Due, Origin, often, title_of
from queries.words import CERTAINTY_ZH

MEDIA_TYPE = "text/calendar"


def write_calendar(calendar: Calendar) -> bytes:
    """The feed. What has no day (每十年, with no first year) is not in it; it stands in the table."""
    entries = (
        _entry(calendar, due, due.first, due.last)
        for due in calendar.dues
        if due.first is not None and due.last is not None
    )
    stamp = datetime.combine(calendar.cut_off, time(), UTC)
    return calendar_feed(entries, title_of(calendar).zh, stamp)


def _entry(calendar: Calendar, due: Due, first: date, last: date) -> CalendarEntry:
    return CalendarEntry(
        uid=uid_of(calendar, due),
        day=first,
        until=last + timedelta(days=1),
        summary=_summary(due, last),
        description="\n".join(_description(calendar, due)),
        categories=(often(due.period) or "一次性", "参照执行" if due.by_reference else "适用"),
    )


def uid_of(calendar: Calendar, due: Due) -> str:
    """The same occurrence has the same uid in every release."""
    place = calendar.place
    parts = (due.id, place.area.id if place.area else "cn", place.level, place.zh, str(due.first))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32] + "@shuiguan"


def _summary(due: Due, last: date) -> str:
    if due.origin in (Origin.PERIOD, Origin.ENDED):
        return f"【{often(due.period)}】{due.what}"
    return f"【{last.month}月{last.day}日前】{due.what}"


def _description(calendar: Calendar, due: Due) -> Iterator[str]:
    if due.who:
        yield f"谁做：{due.who}" + (f"（{due.body}）" if due.body else "")
    if due.to:
        yield f"报给：{due.to}"
    yield f"依据：{due.basis}" + ("（参照执行，不是适用）" if due.by_reference else "")
    if due.timing:
        yield f"原文的时间：{due.timing}"
    yield f"日期从何而来：{ORIGINS[due.origin].zh}"
    yield f"可靠程度：{CERTAINTY_ZH[due.certainty]}"
    yield f"版本：{calendar.release}，资料截至{calendar.cut_off}；{due.id}"
