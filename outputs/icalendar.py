"""Days as an iCalendar feed (RFC 5545): whole-day entries with alarms, the same bytes for the same entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

MADE_BY = "-//shuiguan//shuiguan//ZH"
# On the morning of the day: an alarm at midnight wakes people or is swept away unseen.
ALARM_HOUR = 9
# RFC 5545 section 3.1 allows no control character in a text but the line break and the tab.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarEntry:
    """One whole-day entry.

    `uid` stays the same when the entry changes, so that a calendar moves it instead of showing two.
    `until` is the first day the entry no longer holds (None: `day` alone). `alarm_days` are days before `day`,
    0 being the day itself; each rings at nine in the morning of the reader's clock. An empty `url` is left out.
    """

    uid: str
    day: date
    until: date | None
    summary: str
    description: str
    categories: tuple[str, ...] = ()
    url: str = ""
    alarm_days: tuple[int, ...] = ()


def calendar_feed(entries: Iterable[CalendarEntry], name: str, stamp: datetime) -> bytes:
    """A feed to subscribe to, ordered by day and then by `uid`; no entries make an empty calendar.

    `stamp` says when the entries were worked out and carries its time zone.
    Raises ValueError for a stamp without a zone, two entries with one `uid`, an `until` that is not after
    its `day`, or an alarm after the day.
    """
    if stamp.tzinfo is None:
        raise ValueError("the stamp of a calendar needs its time zone")
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.uid))
    twice = [uid for uid, count in Counter(entry.uid for entry in ordered).items() if count > 1]
    if twice:
        raise ValueError(f"one uid for several entries: {', '.join(twice)}")
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _text(name))  # RFC 7986; most readers know only the older name below
    calendar.add("x-wr-calname", _text(name))
    for entry in ordered:
        calendar.add_component(_event(entry, stamp.astimezone(UTC).replace(microsecond=0)))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, stamp: datetime) -> Event:
    # Without an end an entry is of one day (RFC 5545 section 3.6.1); after the last day there is no other.
    until = entry.until or (entry.day + timedelta(days=1) if entry.day < date.max else None)
    if until is not None and until <= entry.day:
        raise ValueError(f"{entry.uid}: ends on {until}, which is not after {entry.day}")
    event = Event()
    event.add("uid", _text(entry.uid))
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    if until is not None:
        event.add("dtend", until)
    event.add("summary", _text(entry.summary))
    event.add("description", _text(entry.description))
    # A deadline does not make its day busy.
    event.add("transp", "TRANSPARENT")
    if entry.categories:
        event.add("categories", [_text(category) for category in entry.categories])
    if entry.url:
        event.add("url", _text(entry.url))
    for days in sorted(set(entry.alarm_days), reverse=True):
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: CalendarEntry, days: int) -> Alarm:
    if days < 0:
        raise ValueError(f"{entry.uid}: an alarm after the day")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(entry.summary))
    alarm.add("trigger", timedelta(days=-days, hours=ALARM_HOUR))
    return alarm


def _text(text: str) -> str:
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
