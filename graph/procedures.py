"""What a legal editor states about procedures: who decides on a matter nobody leads, by when, on which days.

A procedure that an instrument sets up refers to the mechanism recorded there (`<instrument>/<mechanism>`)
and takes its name, conditions, bodies and time limit from it; only what the mechanism does not say in a
form that can be computed with stands here. A house rule (规则为本库所拟) says everything itself.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from graph.codes import Certainty, Level
from graph.record import DayOfYear, Locator, Slug, Words, record
from graph.records import Party

MechanismId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]


class Gap(StrEnum):
    """Why nobody leads: the five situations behind 没人管."""

    NO_LEAD = "no-lead"
    UNDESIGNATED = "undesignated"
    OVERLAP = "overlap"
    NEW_MATTER = "new-matter"
    INACTIVE_OWNER = "inactive-owner"


class Act(StrEnum):
    """What is done in one step of a procedure."""

    CHECK = "check"
    SORT = "sort"
    CONVENE = "convene"
    SUBMIT = "submit"
    DECIDE = "decide"
    PUBLISH = "publish"
    ENTER = "enter"
    REPORT = "report"


class Doer(StrEnum):
    """Who does a step, by function in the procedure; `not-stated` where the text names nobody."""

    OFFICE = "office"
    CONVENOR = "convenor"
    DECIDER = "decider"
    OWNER = "owner"
    NOT_STATED = "not-stated"


class CountsFrom(StrEnum):
    """The event that starts a clock."""

    ISSUE = "issue"
    OPENING = "opening"
    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    ASKING = "asking"


class Unit(StrEnum):
    """What a time limit is counted in."""

    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"
    YEAR = "year"


class FirstDay(StrEnum):
    """Whether the day of the starting event counts."""

    NOT_COUNTED = "not-counted"
    COUNTED = "counted"


class Roll(StrEnum):
    """What happens when the last day is not a working day; `unknown` shows both days."""

    NONE = "none"
    NEXT_WORKING_DAY = "next-working-day"
    UNKNOWN = "unknown"


@record
class Condition:
    """One condition of a procedure. Of a mechanism's conditions, in its order, only the key is given."""

    key: Slug
    zh: str | None = None
    en: str | None = None


@record
class ProcedureStep:
    """One step in order. Empty `levels` means matters of every level; `mechanism` is where the step comes from."""

    act: Act
    by: Doer
    zh: Words
    en: Words
    levels: tuple[Level, ...] = ()
    mechanism: MechanismId | None = None
    certainty: Certainty | None = None


@record
class Route:
    """Matters of some levels, and who convenes and decides on them.

    `mechanism_steps` (from 1) are the steps of the mechanism that say so: their leads convene, their
    deciders decide. A house rule names both itself. `decided_at` is a level, or `same` as the matter's own.
    `clause` instead of deciders: the clause that leaves the matter to a designation names who designates.
    `jointly` means that every decider takes part (党委、政府).
    """

    levels: tuple[Level, ...] = Field(min_length=1)
    decided_at: Level | Literal["same"]
    mechanism_steps: tuple[int, ...] = ()
    convenor: tuple[Party, ...] = ()
    deciders: tuple[Party, ...] = ()
    clause: bool = False
    jointly: bool = True


@record
class Publication:
    """Whether the text asks for publication, and what it leaves open."""

    duty: Literal["stated", "not-stated", "house"]
    zh: Words
    en: Words


@record
class Procedure:
    """How a matter that nobody leads gets a lead in one area. `gaps` are the situations it is for."""

    id: Slug
    zh: str | None = None
    en: str | None = None
    mechanism: MechanismId | None = None
    area: Slug | None = None
    gaps: tuple[Gap, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = Field(min_length=1)
    steps: tuple[ProcedureStep, ...] = Field(min_length=1)
    publication: Publication
    legal: Slug | None = None
    internal: tuple[Slug, ...] = ()
    certainty: Certainty | None = None
    note: str | None = None


@record
class DeadlineRule:
    """A time limit as it is counted.

    With `mechanism`, length, start and `one_off` are those recorded there. `house` names the members that
    no source states and this house reads in; an answer says so. `extend_days` is the longest extension the
    source allows (None: no limit where `extend` is true).
    """

    id: Slug
    zh: Words
    en: Words
    kind: Literal["legal", "internal"]
    mechanism: MechanismId | None = None
    instrument: Slug | None = None
    at: Locator | None = None
    channels: tuple[Slug, ...] = ()
    counts_from: CountsFrom | None = None
    count: Annotated[int, Field(ge=1, le=1000)] | None = None
    unit: Unit | None = None
    first_day: FirstDay = FirstDay.NOT_COUNTED
    roll: Roll
    one_off: bool = False
    pause: bool = False
    extend: bool = False
    extend_days: Annotated[int, Field(ge=1)] | None = None
    reminders: tuple[Annotated[int, Field(ge=0, le=366)], ...] = ()
    house: tuple[Literal["first_day", "roll", "pause", "extend", "reminders"], ...] = ()
    note: str | None = None


@record
class Report:
    """A regular report of the office: how often, up to which day, and from which rule."""

    id: Slug
    zh: Words
    en: Words
    period: Literal["month", "quarter", "year"]
    due_day: DayOfYear | None = None
    mechanism: MechanismId | None = None
    area: Slug | None = None
    note: str | None = None


@record
class CalendarChange:
    """Days announced to be off or worked, over what the published calendar says. `until` is not among them.

    `completes` is a year whose arrangement is now entered in full, so that its other days follow the week.
    """

    id: Slug
    since: date
    until: date
    working: bool
    zh: Words
    en: Words
    announced: date
    completes: Annotated[int, Field(ge=2000, le=2199)] | None = None
    source: Words
