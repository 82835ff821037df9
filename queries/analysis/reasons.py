"""Why a duty changed: the repeal, revision or reform that the data show, and the instrument that caused it."""

from __future__ import annotations

from graph.tables import NO_END, DutyRow
from queries.analysis.kinds_of_change import Pairing, Reason
from queries.analysis.names import Names
from queries.analysis.pairing import Pair

Why = tuple[Reason | None, str | None]


def why_paired(pair: Pair, old: Names, new: Names) -> Why:
    """What made one duty follow the other, seen from whichever is the later."""
    one, other = old.instrument(pair.old), new.instrument(pair.new)
    if one.id == other.id:
        return _within(pair.new), one.id
    for earlier, later, names in ((one, other, old), (other, one, new)):
        if later.id in earlier.followed_by:
            return _taken_over(later.id, names), later.id
    for earlier, names in ((one, old), (other, new)):
        if pair.how is Pairing.THROUGH and earlier.followed_by:
            return _taken_over(earlier.followed_by[0], names), earlier.followed_by[0]
    return None, None


def why_ended(duty: DutyRow, names: Names) -> Why:
    """Why a duty without a counterpart is no longer there; (None, None) where nothing ended it."""
    instrument = names.instrument(duty)
    if duty.end != instrument.end:
        return _within(duty), instrument.id
    if instrument.followed_by:
        return _taken_over(instrument.followed_by[0], names), instrument.followed_by[0]
    return (Reason.END, instrument.id) if instrument.end != NO_END else (None, None)


def why_began(duty: DutyRow, names: Names) -> Why:
    """Why a duty without a predecessor is there."""
    instrument = names.instrument(duty)
    if duty.start != instrument.start:
        return _within(duty), instrument.id
    return Reason.ENTRY, instrument.id


def _within(duty: DutyRow) -> Reason:
    return Reason.REFORM if "机构改革" in duty.summary else Reason.WITHIN


def _taken_over(later: str, names: Names) -> Reason:
    """Repeal where one instrument took the place of several, revision where it took that of one."""
    before = [one for one in names.tables.instruments if later in one.followed_by]
    return Reason.REPEAL if len(before) > 1 else Reason.REPLACEMENT
