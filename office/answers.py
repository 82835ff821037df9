"""Answers that departments owe, as time limits: the day that the office set, with its reminders."""

from __future__ import annotations

from collections.abc import Iterator

from office.calendars import WorkingDays
from office.clock import Step
from office.codes import State
from office.deadlines import Deadline
from office.events import digest_of
from office.matter import Asked, Matter
from office.matter_paper import department_name
from office.procedure import Procedures

# The house's: three days ahead, one day ahead, and on the day.
REMINDERS = (3, 1, 0)


def awaited(matter: Matter, calendar: WorkingDays, procedures: Procedures) -> Iterator[Deadline]:
    """One limit for each department that was asked and has not answered, in the order they were asked.

    The day is the office's own, so each is an internal target. Once a decision is put up, none is awaited.
    """
    if matter.state is not State.CONSULTING:
        return
    answered = {one.department.key for one in matter.positions}
    for asked in matter.asked:
        if asked.department.key not in answered:
            yield _limit(asked, department_name(asked.department, procedures), calendar)


def _limit(asked: Asked, name: str, calendar: WorkingDays) -> Deadline:
    start = Step(
        "start",
        asked.asked_on,
        asked.due,
        f"{asked.asked_on}征求{name}的意见，要求{asked.due}前答复",
        f"{asked.asked_on}: {name} was asked to answer by {asked.due}",
    )
    return Deadline(
        rule=f"answer-{digest_of(asked.department.key)[:12]}",
        zh=f"{name}答复意见",
        en=f"answer of {name}",
        kind="internal",
        clause_zh=None,
        clause_en=None,
        start=asked.asked_on,
        due=asked.due,
        due_if_rolled=None,
        paused_since=None,
        steps=(start,),
        calendar=calendar.name,
        calendar_version=calendar.version,
        unpublished=(),
        house=("reminders",),
        reminders=REMINDERS,
    )
