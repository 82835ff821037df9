"""A published decision of the office as records, the same kinds as the corpus has.

A decision is an instrument of kind `decision` with its duty; the body it designates, where that is not on
record; and a mandate by which the body acts as the lead, in the place and for the span decided.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from graph.corpus import Corpus
from graph.derived_graph import derived_graph
from graph.instrument_graph import instrument_graph
from graph.record import record
from graph.records import Body, Instrument, Mandate
from graph.reference_graphs import write_bodies
from graph.writer import Writer


@record
class DecisionRecords:
    """The records of one decision."""

    instrument: Instrument
    bodies: tuple[Body, ...] = ()
    mandates: tuple[Mandate, ...] = ()


def decision_graphs(decisions: Sequence[DecisionRecords]) -> list[Writer]:
    """One named graph per decision with all of its records, and the facts derived from them."""
    writers = []
    for decision in decisions:
        writer = instrument_graph(decision.instrument)
        write_bodies(writer, decision.bodies, decision.mandates)
        writers.append(writer)
    return [*writers, derived_graph(decision.instrument for decision in decisions)]


def digest_of_decisions(decisions: Iterable[DecisionRecords]) -> str:
    """Digest over all records, in their order."""
    dumped = [_ADAPTER.dump_python(decision, mode="json") for decision in decisions]
    return hashlib.sha256(json.dumps(dumped, sort_keys=True).encode()).hexdigest()


def with_decisions(corpus: Corpus, decisions: Sequence[DecisionRecords]) -> Corpus:
    """The corpus as if the decisions had been entered in it, after everything else."""
    return replace(
        corpus,
        instruments={**corpus.instruments, **{d.instrument.id: d.instrument for d in decisions}},
        bodies={**corpus.bodies, **{body.id: body for d in decisions for body in d.bodies}},
        mandates=corpus.mandates + tuple(mandate for d in decisions for mandate in d.mandates),
    )


_ADAPTER = TypeAdapter(DecisionRecords)
