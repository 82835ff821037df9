"""A feed says the same to every calendar program, and the same bytes for the same days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from outputs.icalendar import CalendarEntry, calendar_feed

STAMP = datetime(2026, 11, 29, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def entry(uid: str = "matter-1-legal@shuiguan", **more: object) -> CalendarEntry:
    given = {"uid": uid, "day": date(2023, 5, 17), "until": None, "summary": "期限", "description": "两个月"}
    return CalendarEntry(**{**given, **more})  # type: ignore[arg-type]  # tests vary the members


def events(feed: bytes) -> list[object]:
    return list(Calendar.from_ical(feed).walk("VEVENT"))


def test_an_entry_comes_back_as_it_was_given() -> None:
    given = entry(
        summary="夜间施工噪声；城东区, 期限到",
        description="第一行\n第二行：2023-03-17 → 2023-05-17",
        categories=("法定", "期限,提醒"),
        url="https://example.org/matters/1",
    )
    (event,) = Calendar.from_ical(calendar_feed([given], "谁管 期限", STAMP)).walk("VEVENT")
    assert str(event["summary"]) == given.summary
    assert str(event["description"]) == given.description
    assert isinstance(event, Event)
    assert tuple(event.categories) == given.categories
    assert str(event["url"]) == given.url
    assert event.decoded("dtstart") == date(2023, 5, 17)
    assert event.decoded("dtend") == date(2023, 5, 18)
    assert event.decoded("dtstamp") == datetime(2026, 11, 29, 1, 30, tzinfo=UTC)


def test_an_alarm_rings_on_the_morning_so_many_days_before() -> None:
    (event,) = Calendar.from_ical(calendar_feed([entry(alarm_days=(0, 7, 7))], "n", STAMP)).walk("VEVENT")
    triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-7, hours=9), timedelta(hours=9)]


def test_the_order_of_the_entries_given_does_not_matter() -> None:
    one, two = entry("a"), entry("b", day=date(2022, 1, 1))
    assert calendar_feed([one, two], "n", STAMP) == calendar_feed([two, one], "n", STAMP)
    assert len(events(calendar_feed([one, two], "n", STAMP))) == 2


def test_no_entries_make_an_empty_calendar() -> None:
    feed = calendar_feed([], "谁管", STAMP)
    assert events(feed) == []
    assert str(Calendar.from_ical(feed)["x-wr-calname"]) == "谁管"


@pytest.mark.parametrize(
    ("entries", "stamp", "says"),
    [
        ([entry(), entry()], STAMP, "one uid"),
        ([entry(until=date(2023, 5, 17))], STAMP, "not after"),
        ([entry(alarm_days=(-1,))], STAMP, "alarm after"),
        ([entry()], datetime(2026, 11, 29), "time zone"),
    ],
)
def test_an_entry_that_no_calendar_could_show_is_refused(
    entries: list[CalendarEntry], stamp: datetime, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        calendar_feed(entries, "n", stamp)


@given(st.text(), st.text())
def test_any_text_keeps_the_feed_readable_and_its_lines_short(summary: str, description: str) -> None:
    summary, description = (t.encode("utf-8", "ignore").decode() for t in (summary, description))
    feed = calendar_feed([entry(summary=summary, description=description)], "n", STAMP)
    assert len(events(feed)) == 1
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    assert feed.count(b"\r") == feed.count(b"\n")
