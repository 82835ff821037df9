"""Facts worked out from the records: effective spans of duties, and what is loaded beside what is stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.corpus import StatedDuty, duties_of
from graph.records import Duty, Instrument, Role
from graph.told import StatedCount
from graph.writer import Writer
from ontology.terms import graph, thing


def effective_span(stated: StatedDuty) -> tuple[date | None, date | None]:
    """First day a duty holds and first day it no longer does: the overlap with its instrument's span."""
    starts = [d for d in (stated.duty.valid_from, start_of(stated.instrument)) if d]
    ends = [d for d in (stated.duty.valid_until, stated.instrument.ended) if d]
    return (max(starts) if starts else None, min(ends) if ends else None)


def start_of(instrument: Instrument) -> date | None:
    """First day an edition surely holds: the stated day, or the latest of its bounds."""
    return instrument.in_force or instrument.in_force_latest


def loaded_of(instrument: Instrument, count: StatedCount, roles: Iterable[Role]) -> int | None:
    """How many of what a text counts are loaded; None where its parts are no records, so that none can be."""
    if count.counts == "triggers":
        return len(instrument.triggers)
    if count.counts == "roles":
        return sum(bool(one.category) and _source(one) == instrument.id for one in roles)
    if count.counts == "duties":
        # A part that was entered as several duties is one part; what the role has elsewhere is not counted there.
        return len({duty.at for duty in instrument.duties if _counted(count, duty)})
    return None


def _counted(count: StatedCount, duty: Duty) -> bool:
    within = duty.at == count.at or duty.at.startswith(f"{count.at}__")
    return not count.role or (within and any(party.role == count.role for party in duty.parties))


def _source(role: Role) -> str:
    return (role.source or "").split("/")[0]


def derived_graph(instruments: Iterable[Instrument], roles: Iterable[Role] = ()) -> Writer:
    """Spans every duty inherits, and the number of duties loaded per edition."""
    writer = Writer(graph("derived"))
    for instrument in instruments:
        for stated in duties_of(instrument):
            start, end = effective_span(stated)
            writer.about(thing("duty", stated.id)).day("validFrom", start).day("validUntil", end)
        writer.about(thing("instrument", instrument.id)).number("loadedCount", len(instrument.duties))
        for count in instrument.stated_counts:
            about = writer.about(thing("count", f"{instrument.id}/{count.id}"))
            about.number("loadedCount", loaded_of(instrument, count, roles))
    return writer
