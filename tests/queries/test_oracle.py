"""The lookup's tables and the SPARQL form of the same question agree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.release import Release
from queries.lookup import Lookup
from queries.stored import who_answers

# Days on both sides of every great change, and some between.
DAYS = [
    date(2010, 1, 1), date(2018, 12, 28), date(2018, 12, 29), date(2022, 6, 4), date(2022, 6, 5), date(2023, 12, 31),
    date(2024, 1, 1), date(2025, 3, 20), date(2025, 7, 1), date(2026, 8, 14), date(2026, 8, 15), date(2030, 1, 1),
]  # fmt: skip
PLACES = ["cn", "cn-63", "cn-6301", "cn-630104", "cn-51", "cn-5101", "cn-460400", "cn-330782", "cn-632521"]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), place=st.sampled_from(PLACES), on=st.sampled_from(DAYS))
def test_tables_and_sparql_give_the_same_parties(
    lookup: Lookup, store: Store, data: st.DataObject, place: str, on: date
) -> None:
    topic = data.draw(st.sampled_from([topic.id for topic in lookup.tables.topics]))
    area = lookup.gazetteer.areas[place]
    rows = lookup.attribution.in_force(topic, area, on.toordinal())
    from_tables = {(lookup.tables.duties[duty].id, party + 1) for duty, party, _ in rows}
    assert from_tables == set(who_answers(store, topic, place, on))
