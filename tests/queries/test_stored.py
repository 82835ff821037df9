"""Stored queries: strict headers, values as bindings, pages in a total order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.errors import BadRequest, UnknownQuery, WrongQuery
from graph.release import Release
from queries.bindings import bindings_for
from queries.header import StoredQuery, query_names, read_query, stored_query
from queries.questions import read_questions
from queries.stored import page_text, solutions, with_terms, with_values

NAMES = query_names()
GOOD = """\
# Who is asked.
# Asks        谁被问
# Parameters  ?area  sg:Area, the place
#             ?on    xsd:date; a day
# Rows        one per thing
# Rule        none
# Example     ?area  id:area/cn
#             ?on    2026-09-01
PREFIX sg: <https://w3id.org/shuiguan/def#>
SELECT ?area ?on (COUNT(?thing) AS ?things)
WHERE {
  ?thing ?property ?area
}
GROUP BY ?area ?on
ORDER BY DESC(?things) ?area
"""
Cells = tuple[str, ...]


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


def examples(query: StoredQuery) -> dict[str, str]:
    return {one.name: one.example for one in query.parameters}


def rows_of(query: StoredQuery, found: object) -> list[Cells]:
    assert isinstance(found, QuerySolutions)
    return [tuple(str(row[name]) for name in query.columns) for row in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_finds_rows_for_its_example_and_its_copied_text_finds_the_same(
    store: Store, name: str
) -> None:
    query = stored_query(name)
    found = solutions(store, query, bindings_for(query, examples(query)))
    assert [one.value for one in found.variables] == list(query.columns)
    rows = rows_of(query, found)
    copied = with_values(query, examples(query)).replace("  # VALUES", "  VALUES")
    assert rows_of(query, store.query(copied, use_default_graph_as_union=True)) == rows != []


ABSENT = {"iri": "id:none", "text": 'no \\u0022 "such" text', "integer": "987654", "day": "1900-01-01"}


@pytest.mark.parametrize("name", NAMES)
def test_values_written_in_find_the_rows_that_bindings_find(store: Store, name: str) -> None:
    """For what is asked of it in docs/questions.md and for values that are nowhere in the graph."""
    query = stored_query(name)
    runs = [run for one in read_questions() for run in one.runs if run.query == name][:2]
    asked = [{key: str(value) for key, value in run.bindings.items()} for run in runs]
    for given_ in (*asked, {one.name: ABSENT[one.kind] for one in query.parameters}):
        bound = bindings_for(query, given_)
        found = store.query(with_terms(query, bound).text, use_default_graph_as_union=True)
        assert rows_of(query, found) == rows_of(query, solutions(store, query, bound))


@pytest.mark.parametrize(
    "name", ["which-penalties-are-left-open", "what-leads-to-accountability", "how-many-duties-by-body"]
)
def test_pages_put_together_are_all_rows_each_once(store: Store, name: str) -> None:
    query = stored_query(name)
    bound = bindings_for(query, examples(query))

    def page(limit: int, offset: int) -> list[Cells]:
        return rows_of(query, solutions(store, replace(query, text=page_text(query, limit, offset)), bound))

    whole = page(10_000, 0)
    size = len(whole) // 3 + 1
    assert [row for start in range(0, len(whole), size) for row in page(size, start)] == whole
    assert sorted(whole) == sorted(
        rows_of(query, solutions(store, query, bindings_for(query, examples(query))))
    )


def test_the_header_says_types_columns_and_examples() -> None:
    query = read_query("who-is-asked", GOOD)
    assert [(one.name, one.kind, one.classes, one.words) for one in query.parameters] == [
        ("area", "iri", ("sg:Area",), "the place"),
        ("on", "day", (), "a day"),
    ]
    assert query.columns == ("area", "on", "things")
    assert (query.operation, query.asks) == ("whoIsAsked", "谁被问")


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ("# Who is asked.", "# Who is asked", 1),
        ("# Asks        谁被问\n", "", 2),
        ("# Asks        谁被问\n", "# Aks         谁被问\n", 2),
        ("sg:Area, the place", "sg:Place, the place", 3),
        ("sg:Area, the place", "the place", 3),
        ("xsd:date; a day", "xsd:dateTime; a day", 4),
        ("#             ?on    xsd:date; a day", "#             ?area  xsd:date; a day", 4),
        ("#             ?on    2026-09-01\n", "", 4),
        ("# Rows        one per thing", "# Rows", 5),
        ("# Rule        none\n", "# Rule        none\n# Rows        again\n", 7),
        ("SELECT ?area ?on", "SELECT ?area", 10),
        ("WHERE {", "{", 9),
        ("ORDER BY DESC(?things) ?area\n", "", 14),
    ],
)
def test_a_wrong_header_is_told_with_its_line(was: str, now: str, line: int) -> None:
    text = GOOD.replace(was, now, 1)
    assert text != GOOD
    with pytest.raises(WrongQuery) as told:
        read_query("wrong", text)
    assert told.value.line == line
    assert f"wrong.rq:{line}:" in told.value.zh


def test_a_reserved_name_is_no_parameter() -> None:
    with pytest.raises(WrongQuery, match="taken"):
        read_query("wrong", GOOD.replace("?on ", "?cursor "))


def test_values_become_terms_of_the_declared_type() -> None:
    query = read_query("who-is-asked", GOOD)
    assert bindings_for(query, {"area": "id:area/cn-63", "on": "2026-02-28"}) == {
        "area": NamedNode("https://w3id.org/shuiguan/id/area/cn-63"),
        "on": Literal("2026-02-28", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    }
    full = bindings_for(query, {"area": "https://example.org/青海", "on": "2026-02-28"})["area"]
    assert full == NamedNode("https://example.org/青海")


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"on": "2026-01-01"}, "area"),
        ({"area": " ", "on": "2026-01-01"}, "area"),
        ({"area": "id:area/cn", "on": "2026-02-30"}, "on"),
        ({"area": "id:area/cn", "on": "20260101"}, "on"),
        ({"area": "id:area/cn", "on": "２０２６-01-01"}, "on"),
        ({"area": "青海", "on": "2026-01-01"}, "area"),
        ({"area": "id:area/cn> } { ?a ?b ?c", "on": "2026-01-01"}, "area"),
        ({"area": "javascript:alert(1)", "on": "2026-01-01"}, "area"),
        ({"area": "id:area/" + "x" * 3000, "on": "2026-01-01"}, "area"),
        ({"area": "id:area/cn", "on": "2026-01-01", "place": "x"}, "place"),
    ],
)
def test_a_wrong_value_is_told_with_its_parameter(given: dict[str, str], parameter: str) -> None:
    with pytest.raises(BadRequest) as told:
        bindings_for(read_query("who-is-asked", GOOD), given)
    assert told.value.parameter == parameter
    assert told.value.zh != told.value.en


def test_an_unknown_parameter_is_told_with_those_there_are() -> None:
    with pytest.raises(BadRequest) as told:
        bindings_for(read_query("who-is-asked", GOOD), {"place": "x"})
    assert told.value.choices == ("area", "on")
    with pytest.raises(UnknownQuery) as unknown:
        stored_query("../../etc/passwd")
    assert unknown.value.choices == NAMES


@given(st.text(alphabet="\"\\\n\t{}<>?#. '’”x事u02", min_size=1, max_size=40).filter(str.strip))
def test_no_text_gets_out_of_its_value(text: str) -> None:
    """As a binding and as the copied text alike, whatever quotes and braces it holds."""
    query = read_query(
        "asked",
        GOOD.replace("sg:Area, the place", "text, a place")
        .replace("id:area/cn", "cn")
        .replace("?thing ?property ?area", ""),
    )
    values = {"area": text, "on": "2026-01-01"}
    empty = Store()
    copied = with_values(query, values).replace("  # VALUES", "  VALUES")
    for found in (solutions(empty, query, bindings_for(query, values)), empty.query(copied)):
        assert isinstance(found, QuerySolutions)
        assert [row["area"] for row in found] == [Literal(text)]
