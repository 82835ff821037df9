"""Which status an answer has, from the rows in force.

The nearest principal duties decide: those on the topic itself before those on a broader one. Punishing
duties go before others, for a complaint is about who deals with it. A department that the law leaves to
a designation counts as named only where a designation is on record. Where the office's decision for the
place is among the nearest, it alone decides; the law it rests on stays in the basis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.tables import AreaRow, TopicRow
from queries.answer import Status
from queries.attribution import LEADING, Attribution, Situation
from queries.weights import Row

# A second lead within this share of the first one's weight has an equal part in the matter.
EQUAL_SHARE = 0.85

# The type of body designated for a row's duty here and now; None where no designation is on record.
Settled = Callable[[Row], str | None]


def status_of(
    attribution: Attribution, topic: TopicRow, situation: Situation, area: AreaRow | None, on: int
) -> tuple[Status, tuple[Row, ...]]:
    """The status of a topic here on the day, and the rows that decided it; NO_DATA has none."""
    status, deciding = decide(situation, lambda row: attribution.holders.designated_type(row.duty, area, on))
    own, wider = attribution.homes[topic.id]
    # The topic's own rules are some province's alone, and none of them holds here and now.
    if own and "cn" not in own and all(row.distance > 0 for row in situation.rows):
        return Status.NO_DATA, ()
    # An empty answer means that law says nothing where the general environmental law is on record for the
    # day and the topic is one of national law (or of none); else it means that nothing is loaded.
    law_is_silent = on >= attribution.tables.covered_from and (not wider or "cn" in wider)
    # Where the topic's own law is on record only from a later day, an earlier edition may not be loaded.
    too_early = on < attribution.first_on_record.get(topic.id, 0) and all(
        r.distance > 0 for r in situation.rows
    )
    if status is Status.UNASSIGNED and (too_early or (not situation.rows and not law_is_silent)):
        return Status.NO_DATA, ()
    return status, deciding


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
