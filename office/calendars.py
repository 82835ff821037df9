"""Working days of China: published holidays and make-up days (调休), with what was announced later on top."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Protocol

import chinese_calendar
from chinese_calendar import constants

from graph.office_tables import ChangeRow
from queries.dates import LATEST

SATURDAY = 5


@dataclass(frozen=True)
class DayKind:
    """What a day is. `zh` and `en` say why; `published` is false where its year's calendar is not out yet."""

    working: bool
    published: bool
    zh: str
    en: str


class WorkingDays(Protocol):
    """A calendar of working days. Equal `name` and `version` mean equal answers for every day."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def kind_of(self, day: date) -> DayKind:
        """What the day is. Never raises: a year that is not published is answered by weekday."""
        ...


WORKDAY = DayKind(True, True, "工作日", "a working day")
WEEKEND = DayKind(False, True, "周末", "a weekend")
MAKE_UP = DayKind(True, True, "调休上班", "a make-up working day")
BY_WEEKDAY = (
    DayKind(
        True,
        False,
        "工作日（放假安排尚未公布，按星期算）",
        "a working day (holidays not published, by weekday)",
    ),
    DayKind(
        False, False, "周末（放假安排尚未公布，按星期算）", "a weekend (holidays not published, by weekday)"
    ),
)


@lru_cache(maxsize=1)
def published_years() -> range:
    """Years whose holidays the calendar package knows; outside it answers nothing."""
    years = {day.year for day in (*constants.holidays, *constants.workdays)}
    return range(min(years), max(years) + 1)


@lru_cache(maxsize=1)
def _published_digest() -> str:
    """Digest of the published days themselves, so that a new package with the same days changes nothing."""
    digest = hashlib.sha256(repr(published_years()).encode())
    for days in (constants.holidays, constants.workdays):
        digest.update(repr(sorted((day.isoformat(), str(why)) for day, why in days.items())).encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class ChineseWorkingDays:
    """The State Council's yearly arrangement as the package `chinesecalendar` holds it, and `changes` over it.

    A change holds from its announcement: with `known_on` only those announced by that day count, so that an
    old working can be made again. Years that are not published are answered by weekday and say so.
    """

    changes: tuple[ChangeRow, ...] = ()
    known_on: date | None = None

    @property
    def name(self) -> str:
        return "中国工作日历"

    @cached_property
    def version(self) -> str:
        """Last published year and a digest of every day, as `2026-3f2a9c1b`."""
        digest = hashlib.sha256(_published_digest().encode())
        for one in self._counting:
            digest.update(repr((one.since, one.until, one.working, one.completes)).encode())
        return f"{published_years()[-1]}-{digest.hexdigest()[:8]}"

    @cached_property
    def _counting(self) -> tuple[ChangeRow, ...]:
        known = [c for c in self.changes if self.known_on is None or c.announced <= self.known_on]
        return tuple(sorted(known, key=lambda one: one.since))

    @cached_property
    def _completed(self) -> frozenset[int]:
        return frozenset(one.completes for one in self._counting if one.completes is not None)

    def kind_of(self, day: date) -> DayKind:
        for change in self._counting:
            if change.since <= day < change.until:
                return DayKind(change.working, True, f"{change.zh}（{change.source}）", change.en)
        if day.year not in published_years() and day.year not in self._completed:
            return BY_WEEKDAY[day.weekday() >= SATURDAY]
        if day in constants.workdays:
            return MAKE_UP
        if day in constants.holidays:
            holiday = chinese_calendar.Holiday(constants.holidays[day])
            return DayKind(False, True, holiday.chinese, holiday.value)
        return WEEKEND if day.weekday() >= SATURDAY else WORKDAY


def next_working_day(day: date, calendar: WorkingDays) -> date:
    """`day` itself if it is a working day, otherwise the first one after it."""
    while not calendar.kind_of(day).working:
        day += timedelta(days=1)
    return day


def working_day_before(day: date, calendar: WorkingDays) -> date:
    """`day` itself if it is a working day, otherwise the last one before it."""
    while not calendar.kind_of(day).working:
        day -= timedelta(days=1)
    return day


def working_days_between(start: date, end: date, calendar: WorkingDays) -> int:
    """Working days from `start` up to and without `end`.

    From `LATEST` on they are counted by weekday at once: no arrangement can be entered for those years.
    """
    near = max(min(end, LATEST), start)
    days = (start + timedelta(days=n) for n in range((near - start).days))
    return sum(calendar.kind_of(day).working for day in days) + _weekdays(near, end)


def _weekdays(start: date, end: date) -> int:
    """Mondays to Fridays from `start` up to and without `end`."""
    weeks, rest = divmod(max((end - start).days, 0), 7)
    return 5 * weeks + sum((start.weekday() + n) % 7 < SATURDAY for n in range(rest))


def special_days(start: date, end: date, calendar: WorkingDays) -> list[tuple[date, date, DayKind]]:
    """Spans of holidays and make-up days from `start` up to and without `end`: first day, last day, what it is.

    Plain working days, weekends and days of unpublished years are not among them.
    """
    found: list[tuple[date, date, DayKind]] = []
    for number in range((end - start).days):
        day = start + timedelta(days=number)
        kind = calendar.kind_of(day)
        if kind in (WORKDAY, WEEKEND, *BY_WEEKDAY):
            continue
        if found and found[-1][1] == day - timedelta(days=1) and found[-1][2] == kind:
            found[-1] = (found[-1][0], day, kind)
        else:
            found.append((day, day, kind))
    return found
