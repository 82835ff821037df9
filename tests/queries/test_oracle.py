"""The lookup's tables and the SPARQL form of the same question agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from graph.release import Release
from queries.analysis.here import Here, reaches
from queries.bindings import bindings_for
from queries.header import stored_query
from queries.lookup import Lookup
from queries.stored import solutions, who_answers

# Days on both sides of every great change, and some between.
DAYS = [
    date(2010, 1, 1), date(2018, 12, 28), date(2018, 12, 29), date(2022, 6, 4), date(2022, 6, 5), date(2023, 12, 31),
    date(2024, 1, 1), date(2025, 3, 20), date(2025, 7, 1), date(2026, 8, 14), date(2026, 8, 15), date(2030, 1, 1),
]  # fmt: skip
PLACES = ["cn", "cn-63", "cn-6301", "cn-630104", "cn-51", "cn-5101", "cn-460400", "cn-330782", "cn-632521"]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), place=st.sampled_from(PLACES), on=st.sampled_from(DAYS))
def test_tables_and_sparql_give_the_same_parties(
    lookup: Lookup, store: Store, data: st.DataObject, place: str, on: date
) -> None:
    topic = data.draw(st.sampled_from([topic.id for topic in lookup.tables.topics]))
    area = lookup.gazetteer.areas[place]
    rows = lookup.attribution.in_force(topic, area, on.toordinal())
    from_tables = {(lookup.tables.duties[duty].id, party + 1) for duty, party, _ in rows}
    assert from_tables == set(who_answers(store, topic, place, on))


def what_falls_due(store: Store, area: str, on: date) -> Iterator[tuple[str, ...]]:
    """(duty, period, day of the year, time from the period's end) by SPARQL; empty where the text gives none."""
    query = stored_query("what-falls-due-here")
    given = {"area": f"id:area/{area}", "on": on.isoformat()}
    for row in solutions(store, query, bindings_for(query, given)):
        cells = [row[name] for name in ("recurrence", "dueDay", "within")]
        values = [cell.value if isinstance(cell, Literal) else "" for cell in cells]
        duty = row["duty"]
        assert isinstance(duty, NamedNode)
        yield duty.value.rsplit("/duty/", 1)[1], values[0], values[1].removeprefix("--"), values[2]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("on", [date(2023, 5, 1), date(2026, 8, 14), date(2026, 8, 15), date(2027, 1, 1)])
def test_tables_and_sparql_give_the_same_recurring_duties(
    lookup: Lookup, store: Store, place: str, on: date
) -> None:
    here = Here(place, lookup.gazetteer.areas[place], None)
    from_tables = {
        (duty.id, duty.recurrence, duty.due_day or "", duty.due_after or "")
        for duty in lookup.tables.duties
        if duty.recurrence and duty.start <= on.toordinal() < duty.end
        if reaches(lookup.tables.instruments[duty.instrument], duty.area, here)
    }
    assert from_tables
    assert from_tables == set(what_falls_due(store, place, on))
