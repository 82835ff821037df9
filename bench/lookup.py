"""T3: the table lookup against its SPARQL form, and its growth with the number of duties."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import msgspec

from bench.measure import line, lookup, medians, release
from graph.tables import Tables
from queries.attribution import Attribution
from queries.stored import who_answers

ON = date(2026, 9, 1)
PLACE = "cn-630104"
ASKED = 40
COPIES = 10


def run() -> Iterator[str]:
    ours = lookup()
    store = release().store()
    area = ours.gazetteer.areas[PLACE]
    topics = random.Random(5).sample([topic.id for topic in ours.tables.topics], ASKED)
    large = Attribution(larger(ours.tables, COPIES))
    day = ON.toordinal()

    def by_tables(attribution: Attribution) -> None:
        for topic in topics:
            list(attribution.in_force(topic, area, day))

    def by_sparql() -> None:
        for topic in topics:
            list(who_answers(store, topic, PLACE, ON))

    found = medians(
        {
            "tables": lambda: by_tables(ours.attribution),
            "large": lambda: by_tables(large),
            "sparql": by_sparql,
        },
        rounds=5,
    )
    yield line("T3", "SPARQL form / lookup tables", found["sparql"] / found["tables"], "×", ">= 80")
    yield line(
        "T3",
        f"lookup at {COPIES} × the duties / at this many",
        found["large"] / found["tables"],
        "×",
        "<= 1.2",
    )
    yield line("", "lookup tables, one question", found["tables"] / ASKED * 1e6, "µs", "")


def larger(tables: Tables, copies: int) -> Tables:
    """The same tables with `copies` times the duties, the added ones on topics nobody asks about."""
    duties = tables.duties * copies
    rows = dict(tables.rows)
    for number in range(1, copies):
        shift = number * len(tables.duties)
        for topic, entries in tables.rows.items():
            rows[f"{topic}--{number}"] = [
                (duty + shift, party, distance) for duty, party, distance in entries
            ]
    return msgspec.structs.replace(tables, duties=duties, rows=rows)
