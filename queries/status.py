"""Which status an answer has, from the rows in force.

The nearest principal duties decide: those on the topic itself before those on a broader one. Punishing
duties go before others, for a complaint is about who deals with it. A department that the law leaves to
a designation counts as named only where a designation is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from queries.answer import Status
from queries.attribution import LEADING, Row, Situation

# A second lead within this share of the first one's weight has an equal part in the matter.
EQUAL_SHARE = 0.85

Settled = Callable[[Row], bool]


def decide(situation: Situation, settled: Settled) -> tuple[Status, tuple[Row, ...]]:
    """The status and the rows that decided it. UNASSIGNED where no leading part is named at all."""
    rows = situation.nearest or _supporting(situation)
    if not rows:
        return Status.UNASSIGNED, ()
    deciding = [row for row in rows if row.party.part == "punisher"] or list(rows)
    open_rows = [row for row in deciding if row.party.designated and not settled(row)]
    named = [row for row in deciding if _is_named(row, settled)]
    if open_rows and not _named_prevails(named, open_rows):
        return Status.UNDESIGNATED, tuple(open_rows)
    if not named:
        named = [row for row in rows if _is_named(row, settled)]
    if not named:
        return Status.UNASSIGNED, tuple(rows)
    return (Status.SHARED if _is_shared(named) else Status.ASSIGNED), tuple(named)


def _supporting(situation: Situation) -> tuple[Row, ...]:
    """Leading parts of supporting duties (a permit, a report) on the topic itself."""
    return tuple(
        row
        for row in situation.rows
        if row.distance == 0 and row.duty.bearing == "supporting" and row.party.part in LEADING
    )


def _is_named(row: Row, settled: Settled) -> bool:
    party = row.party
    return bool(party.type or party.body or party.group or party.role) or (party.designated and settled(row))


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


def _is_shared(named: Sequence[Row]) -> bool:
    best = max(row.weight for row in named)
    types = {row.party.type for row in named if row.weight >= EQUAL_SHARE * best}
    return len(types) > 1
