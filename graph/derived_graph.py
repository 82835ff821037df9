"""Facts worked out from the records: effective spans of duties, and what is loaded beside what is stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.corpus import StatedDuty, duties_of
from graph.records import Instrument
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


def derived_graph(instruments: Iterable[Instrument]) -> Writer:
    """Spans every duty inherits, and the number of duties loaded per edition."""
    writer = Writer(graph("derived"))
    for instrument in instruments:
        for stated in duties_of(instrument):
            start, end = effective_span(stated)
            writer.about(thing("duty", stated.id)).day("validFrom", start).day("validUntil", end)
        writer.about(thing("instrument", instrument.id)).number("loadedCount", len(instrument.duties))
    return writer
