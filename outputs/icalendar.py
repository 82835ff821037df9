"""A calendar of duties as an iCalendar feed (RFC 5545).

Every occurrence is an all-day event; one whose days are only those of a period spans that period. A UID is made of
norm, place, level and first day, so that a later release updates an event and does not double it. The stamp is the
release's cut-off day, never the clock: the same release gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from queries.analysis.calendar import ORIGINS, Calendar, Due, Origin, often, title_of

MEDIA_TYPE = "text/calendar"


def write_calendar(calendar: Calendar) -> bytes:
    """The feed. What has no day (每十年, with no first year) is not in it; it stands in the table."""
    feed = icalendar.Calendar()
    feed.add("prodid", "-//shuiguan//谁管//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", title_of(calendar).zh)
    feed.add("x-wr-timezone", "Asia/Shanghai")
    for due in calendar.dues:
        if due.first is not None and due.last is not None:
            feed.add_component(_event(calendar, due, due.first, due.last))
    data: bytes = feed.to_ical(sorted=False)
    return data


def _event(calendar: Calendar, due: Due, first: date, last: date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", uid_of(calendar, due))
    event.add("dtstamp", datetime.combine(calendar.cut_off, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _summary(due, last))
    event.add("description", "\n".join(_description(calendar, due)))
    event.add("categories", [often(due.period) or "一次性", "参照执行" if due.by_reference else "适用"])
    # A day to keep in mind, not time taken.
    event.add("transp", "TRANSPARENT")
    return event


def uid_of(calendar: Calendar, due: Due) -> str:
    """The same occurrence has the same UID in every release."""
    place = calendar.place
    parts = (due.id, place.area.id if place.area else "cn", place.level, place.zh, due.first)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32] + "@shuiguan"


def _summary(due: Due, last: date) -> str:
    if due.origin is Origin.PERIOD:
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
    yield f"可靠程度：{due.certainty}"
    yield f"版本：{calendar.release}，资料截至{calendar.cut_off}；{due.id}"
