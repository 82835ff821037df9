"""Which status an answer has, from the rows in force.

The nearest principal duties decide: those on the topic itself before those on a broader one. Punishing
duties go before others, for a complaint is about who deals with it. A department that the law leaves to
a designation counts as named only where a designation is on record. Where the office's decision for the
place is among the nearest, it alone decides; the law it rests on stays in the basis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from queries.answer import Status
from queries.attribution import LEADING, Row, Situation

# A second lead within this share of the first one's weight has an equal part in the matter.
EQUAL_SHARE = 0.85

# The type of body designated for a row's duty here and now; None where no designation is on record.
Settled = Callable[[Row], str | None]


def decide(situation: Situation, settled: Settled) -> tuple[Status, tuple[Row, ...]]:
    """The status and the rows that decided it. UNASSIGNED where no leading part is named at all."""
    rows = situation.nearest or _supporting(situation)
    if not rows:
        return Status.UNASSIGNED, ()
    if situation.decided:
        return _status_of(situation.decided, settled), situation.decided
    deciding = [row for row in rows if row.party.part == "punisher"] or list(rows)
    open_rows = [row for row in deciding if row.party.designated and settled(row) is None]
    named = [row for row in deciding if _is_named(row, settled)]
    if open_rows and not _named_prevails(named, open_rows):
        return Status.UNDESIGNATED, tuple(open_rows)
    if not named:
        named = [row for row in rows if _is_named(row, settled)]
    if not named:
        return Status.UNASSIGNED, tuple(rows)
    return _status_of(named, settled), tuple(named)


def _supporting(situation: Situation) -> tuple[Row, ...]:
    """Leading parts of supporting duties (a permit, a report) on the topic itself."""
    return tuple(
        row
        for row in situation.rows
        if row.distance == 0 and row.duty.bearing == "supporting" and row.party.part in LEADING
    )


def _is_named(row: Row, settled: Settled) -> bool:
    party = row.party
    return bool(party.type or party.body or party.group or party.role) or (
        party.designated and settled(row) is not None
    )


def _named_prevails(named: Sequence[Row], open_rows: Sequence[Row]) -> bool:
    """A named department prevails when it stands beside the designated one in the same duty as an
    alternative, or in a duty that speaks of the matter more directly.
    """
    if not named:
        return False
    duties = {row.duty.id for row in open_rows}
    if any(row.duty.id in duties for row in named):
        return True
    return max(row.weight for row in named) > max(row.weight for row in open_rows) + 1e-9


def _status_of(named: Sequence[Row], settled: Settled) -> Status:
    """SHARED where two kinds of body have about equal parts, ASSIGNED otherwise."""
    best = max(row.weight for row in named)
    strong = [row for row in named if row.weight >= EQUAL_SHARE * best]
    types = {settled(row) if row.party.designated else row.party.type for row in strong}
    return Status.SHARED if len(types) > 1 else Status.ASSIGNED
