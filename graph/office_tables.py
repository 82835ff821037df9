"""What the office reads of a release: procedures, time limits, reports and announced days, references resolved."""

from __future__ import annotations

from datetime import date

import msgspec

from graph.codes import Level
from graph.procedures import Act, CountsFrom, Doer, FirstDay, Gap, Roll, Unit


class Clause(msgspec.Struct, frozen=True, gc=False):
    """Where a rule stands: the edition, the locator, and both as people write them."""

    instrument: str
    locator: str
    zh: str
    en: str


class PartRow(msgspec.Struct, frozen=True, gc=False):
    """Who takes part: a body type, or a group of them, at a level (`same`: the matter's own)."""

    type: str | None
    group: str | None
    members: tuple[str, ...]
    level: str
    as_written: str | None


class RouteRow(msgspec.Struct, frozen=True, gc=False):
    """Who convenes and decides on matters of `levels`. Without convenors the text names none."""

    levels: tuple[Level, ...]
    convenors: tuple[PartRow, ...]
    deciders: tuple[PartRow, ...]
    clause: bool
    jointly: bool


class StepRow(msgspec.Struct, frozen=True, gc=False):
    """One step in order; empty `levels` means every level."""

    act: Act
    by: Doer
    zh: str
    en: str
    levels: tuple[Level, ...]
    clause: Clause | None
    certainty: str


class ConditionRow(msgspec.Struct, frozen=True, gc=False):
    """A condition that must hold for the procedure to be followed."""

    key: str
    zh: str
    en: str


class ProcedureRow(msgspec.Struct, frozen=True, gc=False):
    """A procedure. `clause` is None for a house rule.

    It holds from `start` (surely; perhaps from `earliest`) up to and without `end`; None is open.
    """

    id: str
    zh: str
    en: str
    area: str
    gaps: tuple[Gap, ...]
    conditions: tuple[ConditionRow, ...]
    routes: tuple[RouteRow, ...]
    steps: tuple[StepRow, ...]
    publication: str
    publication_zh: str
    publication_en: str
    clause: Clause | None
    earliest: date | None
    start: date | None
    end: date | None
    legal: str | None
    internal: tuple[str, ...]
    certainty: str
    note: str | None


class RuleRow(msgspec.Struct, frozen=True, gc=False):
    """A time limit as it is counted. `issued` is the day an `issue` clock started, once and for all."""

    id: str
    zh: str
    en: str
    kind: str
    clause: Clause | None
    channels: tuple[str, ...]
    counts_from: CountsFrom
    count: int
    unit: Unit
    first_day: FirstDay
    roll: Roll
    one_off: bool
    issued: date | None
    pause: bool
    extend: bool
    extend_days: int | None
    reminders: tuple[int, ...]
    house: tuple[str, ...]
    note: str | None


class ReportRow(msgspec.Struct, frozen=True, gc=False):
    """A regular report; `due` is month and day of the year after, for yearly ones."""

    id: str
    zh: str
    en: str
    period: str
    due: tuple[int, int] | None
    area: str
    clause: Clause | None
    note: str | None


class ChangeRow(msgspec.Struct, frozen=True, gc=False):
    """Days announced to be off or worked; `until` is not among them."""

    id: str
    since: date
    until: date
    working: bool
    zh: str
    en: str
    announced: date
    completes: int | None
    source: str


class OfficeRows(msgspec.Struct, frozen=True, gc=False):
    """Everything the office takes from a release, each list ordered by id."""

    procedures: list[ProcedureRow]
    rules: list[RuleRow]
    reports: list[ReportRow]
    calendar: list[ChangeRow]
