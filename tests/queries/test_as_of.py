"""Valid time: an answer changes only on a day on which some span begins or ends."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from graph.tables import NO_END, NO_START, Tables
from queries.answer import Answer
from queries.lookup import Lookup

FIRST, LAST = date(2015, 1, 1), date(2027, 1, 1)
PLACES = ("青海省西宁市城西区", "四川省成都市", "青海省", None)
TOPICS = (
    "construction-noise-night",
    "construction-dust",
    "industrial-wastewater",
    "tap-water",
    "unassigned-procedure",
    "leader-responsibility",
)


def edges(tables: Tables) -> list[int]:
    """Days on which a duty, an instrument or a mandate begins or ends, in order."""
    spans = [
        (one.start, one.end) for rows in (tables.duties, tables.instruments, tables.mandates) for one in rows
    ]
    days = {day for span in spans for day in span} - {NO_START, NO_END}
    return sorted(day for day in days if FIRST.toordinal() <= day < LAST.toordinal())


def said(answer: Answer) -> tuple[object, ...]:
    """What an answer says of the matter; warnings count days to a change and are not of the data."""
    return (
        answer.status,
        answer.bodies,
        answer.leaders,
        answer.triggers,
        answer.procedures,
        answer.basis,
        answer.next_step,
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("topic", TOPICS)
def test_between_two_edges_the_answer_is_the_same_on_the_first_and_the_last_day(
    lookup: Lookup, topic: str, place: str | None
) -> None:
    row = next(one for one in lookup.tables.topics if one.id == topic)
    where = lookup.gazetteer.resolve(place)
    level = where.area.level if where.area else None
    bounds = [FIRST.toordinal(), *edges(lookup.tables), LAST.toordinal()]
    spans = [(start, end - 1) for start, end in pairwise(bounds) if end - 1 > start]
    for start, end in spans[:: max(1, len(spans) // 25)]:
        first, last = (
            said(lookup.answer_for(row, where.area, level, date.fromordinal(day))) for day in (start, end)
        )
        assert first == last, (topic, place, date.fromordinal(start), date.fromordinal(end))
