"""What a leader ladder is made of: its steps, what one source says of one post, and where a step stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.tables import AreaRow, DutyRow, InstrumentRow, PartyRow, RoleRow
from queries.analysis.here import Here
from queries.table import Words

SIDES = {"party": "党委", "government": "政府", "department": "部门", "other": "其他岗位"}


@dataclass(frozen=True)
class Step:
    """One step. `post` is false for a duty of a department as a whole (集体), true for one of a post (岗位).

    `main` is the line of the department that leads; the other line is unified supervision beside it. `climbed`: the text
    begins above the place's level, or the place is a zone, so the step stands at `at`. `by_reference`: the text is only
    a model here (参照执行).
    `kinds` may be empty: the source gives the post work to do and names no kind of responsibility.
    """

    main: bool
    side: str
    post: bool
    role: str | None
    body_type: str | None
    zh: str
    en: str
    category: int | None
    kinds: tuple[str, ...]
    at: str
    level: str | None
    by_reference: bool
    climbed: bool
    body: str | None
    duties: tuple[str, ...]
    basis: tuple[str, ...]
    instrument: str
    certainty: str
    notes: tuple[Words, ...]


@dataclass(frozen=True)
class Ladder:
    """The steps from the principals down, the leading department's line first.

    Empty where no source was in force for the place on the day, or for the national level, of which none speaks.
    """

    topic: str | None
    topic_zh: str | None
    leads: tuple[str, ...]
    place: str
    level: str | None
    on: date
    steps: tuple[Step, ...]
    notes: tuple[Words, ...]
    release: str


@dataclass(frozen=True)
class Group:
    """What one source says of one post or kind of body."""

    instrument: InstrumentRow
    party: PartyRow
    role: RoleRow | None
    duties: tuple[DutyRow, ...]

    @property
    def deciding(self) -> DutyRow:
        """The duty that names the kind of responsibility, or the first."""
        return next((duty for duty in self.duties if duty.responsibility), self.duties[0])


@dataclass(frozen=True)
class Standing:
    """Where a step stands for the place, and how."""

    area: AreaRow | None
    zh: str
    level: str | None
    by_reference: bool = False
    climbed: bool = False
    of_zone: bool = False


def has_no_level(place: Here) -> bool:
    """Whether the place is a park or the like: it has no leading team of its own and may lie in several counties."""
    return place.area is not None and place.level is None
