"""Gaps and what is assigned make up all topics, agree with the lookup, and the tables agree with the graph."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.release import Release
from ontology.terms import CODE, ID, SG
from queries.analysis.census import GAPS, MEANING, Standing, census, summary_table
from queries.analysis.designations import undesignated_table
from queries.analysis.network import leaders, network
from queries.analysis.overlaps import overlaps
from queries.analysis.scope import Scope, rows_of_topics
from queries.analysis.shortfalls import lacking_table, only_cooperating_table
from queries.analysis.unloaded import EXPECTED, not_loaded_table, untimed_table
from queries.answer import Status
from queries.lookup import Lookup
from queries.questions import Run, ask

# Days on both sides of every great change, and some between.
DAYS = [
    date(2010, 1, 1), date(2018, 12, 28), date(2022, 6, 4), date(2022, 6, 5), date(2024, 1, 1), date(2025, 3, 20),
    date(2026, 8, 14), date(2026, 8, 15), date(2030, 1, 1),
]  # fmt: skip
PLACES = ["cn", "cn-63", "cn-6301", "cn-630104", "cn-51", "cn-5101", "cn-510104", "cn-460400", "cn-632521"]
LEVELS = [None, "province", "prefecture", "county"]
places, days, levels = st.sampled_from(PLACES), st.sampled_from(DAYS), st.sampled_from(LEVELS)
sampled = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def standings(lookup: Lookup, place: str, level: str | None, on: date) -> list[Standing]:
    return list(census(lookup.attribution, Scope(on, lookup.gazetteer.areas[place], level)))


@sampled
@given(place=places, level=levels, on=days)
def test_gaps_and_assigned_are_all_topics_each_once(
    lookup: Lookup, place: str, level: str | None, on: date
) -> None:
    found = standings(lookup, place, level, on)
    matters = [topic.id for topic in lookup.tables.topics if not topic.out_of_scope]
    assert [one.topic.id for one in found] == matters
    counts = Counter(one.status for one in found)
    settled = counts[Status.ASSIGNED] + counts[Status.SHARED]
    assert settled + sum(counts[status] for status in GAPS) == len(matters)
    table = summary_table(lookup.attribution, Scope(on, lookup.gazetteer.areas[place], level))
    assert [row[-1] for row in table.rows] == [counts[status] for status in MEANING]


@sampled
@given(data=st.data(), place=places, level=levels, on=days)
def test_the_status_of_a_topic_is_the_lookups_unless_it_asks_back(
    lookup: Lookup, data: st.DataObject, place: str, level: str | None, on: date
) -> None:
    for one in data.draw(
        st.lists(st.sampled_from(standings(lookup, place, level, on)), min_size=8, max_size=8)
    ):
        answer = lookup.answer_for(one.topic, lookup.gazetteer.areas[place], level, on)
        assert answer.status in (one.status, Status.UNCLEAR)


@sampled
@given(data=st.data(), place=places, on=days)
def test_what_holds_is_found_for_all_topics_at_once_as_for_each(
    lookup: Lookup, data: st.DataObject, place: str, on: date
) -> None:
    area = lookup.gazetteer.areas[place]
    found = {topic.id: rows for topic, rows in rows_of_topics(lookup.attribution, Scope(on, area))}
    topic = data.draw(st.sampled_from(sorted(found)))
    assert found[topic] == list(lookup.attribution.in_force(topic, area, on.toordinal()))


@sampled
@given(place=places, level=levels, on=days)
def test_a_topic_that_waits_for_a_designation_has_a_clause_listed_as_undesignated(
    lookup: Lookup, place: str, level: str | None, on: date
) -> None:
    scope = Scope(on, lookup.gazetteer.areas[place])
    listed = {row[0] for row in undesignated_table(lookup.attribution, scope).rows}
    for one in standings(lookup, place, level, on):
        if one.status is Status.UNDESIGNATED:
            assert one.deciding
            assert {row.duty.id for row in one.deciding} <= listed


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


def rows(store: Store, query: str, place: str, on: date, **more: str) -> list[dict[str, str]]:
    return [dict(row) for row in ask(store, Run(query, {"area": f"id:area/{place}", "on": on, **more}))]


CASES = [("cn", date(2022, 6, 5)), ("cn-630104", date(2026, 9, 1)), ("cn-5101", date(2024, 1, 1)), ("cn-460400", date(2018, 12, 28))]  # fmt: skip
in_cases = pytest.mark.parametrize(("place", "on"), CASES)


@in_cases
def test_the_graph_leaves_the_same_parts_open(lookup: Lookup, store: Store, place: str, on: date) -> None:
    scope = Scope(on, lookup.gazetteer.areas[place])
    tabled = Counter(f"{ID}duty/{row[0]}" for row in undesignated_table(lookup.attribution, scope).rows)
    assert tabled == Counter(row["duty"] for row in rows(store, "which-parts-are-left-open", place, on))
    assert tabled


@in_cases
def test_the_graph_gives_bodies_the_same_parts(lookup: Lookup, store: Store, place: str, on: date) -> None:
    graph = network(lookup.attribution, Scope(on, lookup.gazetteer.areas[place]))
    tabled = {
        (f"{ID}{topic}", part, f"{ID}{body}")
        for body, topic, part in graph.edges(keys=True)
        if part != "with"
    }
    found = rows(store, "who-has-which-part", place, on)
    # The network leaves out topics that are no environmental matters.
    outside = {f"{ID}topic/{topic.id}" for topic in lookup.tables.topics if topic.out_of_scope}
    parts = {(row["topic"], row["part"].removeprefix(SG), row["body"]) for row in found}
    assert tabled == {one for one in parts if one[0] not in outside}


@in_cases
def test_the_graph_finds_the_same_sole_leaders(lookup: Lookup, store: Store, place: str, on: date) -> None:
    graph = network(lookup.attribution, Scope(on, lookup.gazetteer.areas[place]))
    tabled = {(f"{ID}{topic}", f"{ID}{min(who)}") for topic, who in leaders(graph).items() if len(who) == 1}
    outside = {f"{ID}topic/{topic.id}" for topic in lookup.tables.topics if topic.out_of_scope}
    found = {(row["topic"], row["alone"]) for row in rows(store, "which-body-alone-leads", place, on)}
    assert tabled == {one for one in found if one[0] not in outside}


@in_cases
def test_the_graph_finds_the_same_bodies_that_only_cooperate(
    lookup: Lookup, store: Store, place: str, on: date
) -> None:
    table = only_cooperating_table(lookup.attribution, Scope(on, lookup.gazetteer.areas[place]))
    found = rows(store, "which-bodies-only-cooperate", place, on)
    assert [(f"{ID}body-type/{row[0]}", str(row[2])) for row in table.rows] == [
        (row["body"], row["duties"]) for row in found
    ]


@in_cases
def test_the_graph_finds_the_same_several_bodies_in_one_clause(
    lookup: Lookup, store: Store, place: str, on: date
) -> None:
    scope = Scope(on, lookup.gazetteer.areas[place], "county")
    tabled = {
        # What was read into a clause is told apart by its certainty, which the query does not ask for.
        (one.topic.id, one.part, duty.id, "unsaid" if one.way == "inferred" else one.way.value)
        for one in overlaps(lookup.attribution, scope)
        if one.way != "apart"
        for duty in one.duties
    }
    outside = {topic.id for topic in lookup.tables.topics if topic.out_of_scope}
    found = {
        (
            row["topic"].removeprefix(f"{ID}topic/"),
            row["part"].removeprefix(SG),
            row["duty"].removeprefix(f"{ID}duty/"),
            row.get("allocation", "unsaid").removeprefix(f"{CODE}allocation-"),
        )
        for row in rows(store, "which-topics-have-several", place, on, level="code:level-county")
    }
    assert tabled == {one for one in found if one[0] not in outside}


@in_cases
def test_the_graph_finds_the_same_duties_without_a_time(
    lookup: Lookup, store: Store, place: str, on: date
) -> None:
    table = untimed_table(lookup.attribution, Scope(on, lookup.gazetteer.areas[place]))
    found = [
        row["duty"].removeprefix(f"{ID}duty/")
        for kind in EXPECTED
        for row in rows(store, "which-duties-have-no-time", place, on, activity=f"code:activity-{kind}")
    ]
    assert sorted(str(row[0]) for row in table.rows) == sorted(found)


def test_the_graph_states_and_holds_the_same_counts(lookup: Lookup, store: Store) -> None:
    on = date(2026, 9, 1)
    table = not_loaded_table(lookup.attribution, Scope(on))
    in_force = {
        f"{ID}instrument/{i.id}" for i in lookup.tables.instruments if i.start <= on.toordinal() < i.end
    }
    found = [row for row in ask(store, Run("which-counts-are-stated", {})) if row["instrument"] in in_force]
    assert sorted((str(row[2]), str(row[3]), str(row[4])) for row in table.rows) == sorted(
        (row["of"], row["stated"], row.get("loaded", "None")) for row in found
    )


def test_roles_without_a_duty_are_those_of_the_graph_whose_source_holds(lookup: Lookup, store: Store) -> None:
    # 生态环境法典 art. 19 gives forest chiefs a duty from 2026-08-15 on; before it they have none.
    found = rows(store, "which-roles-have-no-duty", "cn-5101", date(2026, 8, 14))
    assert [row["role"] for row in found] == [f"{ID}role/forest-chief"]
    assert rows(store, "which-roles-have-no-duty", "cn-5101", date(2026, 9, 1)) == []


@in_cases
def test_a_topic_supervised_only_lacks_a_named_punisher_or_lead_of_its_own(
    lookup: Lookup, store: Store, place: str, on: date
) -> None:
    table = lacking_table(lookup.attribution, Scope(on, lookup.gazetteer.areas[place]))
    named: dict[str, set[str]] = {}
    for found in rows(store, "who-has-which-part", place, on):
        named.setdefault(found["topic"].removeprefix(f"{ID}topic/"), set()).add(
            found["part"].removeprefix(SG)
        )
    assert table.rows
    for row in table.rows:
        topic, punisher, lead = str(row[0]), row[4], row[6]
        assert "supervisor" in named[topic]
        assert ("punisher" in named[topic]) == (punisher == "named")
        assert lead == "named" or "lead" not in named[topic]
