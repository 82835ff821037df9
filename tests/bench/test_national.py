"""The synthetic country: the same every time, the larger holding the smaller, graph and tables of one shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from bench.national import national_tables, nquads
from graph.validate import validate
from queries.analysis.census import summary_table
from queries.analysis.designations import undesignated_table
from queries.analysis.scope import Scope
from queries.attribution import Attribution
from queries.header import stored_query
from queries.questions import Run, ask
from queries.stored import ready_text

ONE_PLACE, TWO_PLACES = 1_700, 2_400
ON = date(2026, 9, 1)


def lines(duties: int) -> list[bytes]:
    return [line for part in nquads(duties) for line in part.splitlines()]


@pytest.fixture(scope="module")
def small() -> list[bytes]:
    return lines(ONE_PLACE)


@pytest.fixture(scope="module")
def store(small: list[bytes]) -> Iterator[Store]:
    held = Store()
    held.bulk_load(b"\n".join(small), format=RdfFormat.N_QUADS)
    yield held


def test_a_larger_country_begins_with_the_smaller_and_no_triple_stands_twice(small: list[bytes]) -> None:
    larger = lines(TWO_PLACES)
    assert larger[: len(small)] == small
    assert len(set(larger)) == len(larger) > len(small)


def test_it_is_valid_by_our_own_shapes(store: Store) -> None:
    """What one law needs, since checking shapes is slow."""
    wanted = [
        f"https://w3id.org/shuiguan/graph/{name}"
        for name in ("areas", "bodies", "body-types", "topics", "law-0-2022")
    ]
    quads = [quad for name in wanted for quad in store.quads_for_pattern(None, None, None, NamedNode(name))]
    validate(quads).raise_for_violations()


def test_tables_and_graph_leave_the_same_parts_open(store: Store) -> None:
    tables = national_tables(ONE_PLACE)
    place = next(area for area in tables.areas if area.id == "province-0")
    listed = undesignated_table(Attribution(tables), Scope(ON, place)).rows
    found = ask(store, Run("which-parts-are-left-open", {"area": "id:area/province-0", "on": ON}))
    assert sorted(str(row[0]) for row in listed) == sorted(row["duty"].split("/duty/")[1] for row in found)
    # The query runs at any endpoint too, its values written in: the designation settles its duty there as well.
    query = stored_query("which-parts-are-left-open")
    text = ready_text(query, {"area": "id:area/province-0", "on": str(ON)})
    written = store.query(text, use_default_graph_as_union=True)
    assert isinstance(written, QuerySolutions)
    assert [str(row["duty"].value) for row in written] == [row["duty"] for row in found]
    # The first place has one designation among those that the laws leave open.
    whole = undesignated_table(Attribution(tables), Scope(ON)).rows
    assert len(whole) == len(listed) + 1


def test_every_topic_of_the_country_has_a_status() -> None:
    tables = national_tables(ONE_PLACE)
    place = next(area for area in tables.areas if area.id == "province-0")
    counts = [row[-1] for row in summary_table(Attribution(tables), Scope(ON, place)).rows]
    assert sum(count for count in counts if isinstance(count, int)) == len(tables.topics)
