"""Deadlines and their reminders as entries of a calendar feed, and the days reports are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.office_tables import ReportRow
from office.calendars import WorkingDays
from office.deadlines import Deadline
from office.standing import reminders
from outputs.icalendar import CalendarEntry

HOST = "office.shuiguan"


@dataclass(frozen=True)
class Due:
    """A limit of a matter that still asks for something. `url` leads to the matter; the title has no personal data."""

    matter: str
    title: str
    deadline: Deadline
    url: str = ""


def deadline_entries(limits: Iterable[Due], calendar: WorkingDays) -> tuple[CalendarEntry, ...]:
    """One entry per limit, with an alarm for each reminder; a paused limit has an entry and no alarm.

    The `uid` is of the matter and the rule, so that an extended limit moves in the reader's calendar.
    """
    return tuple(_entry(one, calendar) for one in limits)


def _entry(one: Due, calendar: WorkingDays) -> CalendarEntry:
    limit = one.deadline
    marks = [mark for mark, on in (("暂停", limit.paused_since), ("暂定", limit.is_provisional)) if on]
    kind = "法定期限" if limit.is_legal else "内部目标"
    marked = f"（{'、'.join(marks)}）" if marks else ""
    lines = [f"事项{one.matter}：{one.title}", f"{kind}{f'，{limit.clause_zh}' if limit.clause_zh else ''}"]
    lines += [f"{number}. {step.zh}" for number, step in enumerate(limit.steps, 1)]
    lines.append(f"工作日历{limit.calendar_version}")
    return CalendarEntry(
        uid=f"{one.matter}-{limit.rule}@{HOST}",
        day=limit.due,
        until=None,
        summary=f"{kind}{marked} {one.matter} {limit.zh}",
        description="\n".join(lines),
        categories=(kind, *marks),
        url=one.url,
        alarm_days=tuple((limit.due - reminder.day).days for reminder in reminders(limit, calendar)),
    )


def report_entries(reports: Iterable[ReportRow], year: int) -> tuple[CalendarEntry, ...]:
    """The yearly reports that fall due in a year; monthly and quarterly ones have no stated day and are left out."""
    return tuple(
        CalendarEntry(
            uid=f"report-{report.id}-{year}@{HOST}",
            day=date(year, *report.due),
            until=None,
            summary=f"报告 {report.zh}（{year - 1}年度）",
            description=report.clause.zh if report.clause else "本库所拟，没有文件规定",
            categories=("报告",),
            alarm_days=(14, 7, 1),
        )
        for report in reports
        if report.due is not None
    )
