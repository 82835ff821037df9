"""What a query is, is seen from its tokens: in time linear in the text, and as the engine sees it."""

from __future__ import annotations

from importlib.resources import files

import httpx2
import pytest

from api.sparql.shape import shape_of
from api.sparql.tokens import tokens
from queries.header import query_names, stored_query

LONG = 50_000
# What took a time quadratic in its length: minutes at this one, so a relapse shows as a test that does not end.
REPEATED = [
    ("", "_", ""), ("", "1-", ""), ("", "a.", ""), ("", "1.", ""), ("", "-", "a:b"), ("", ".", ":"), ("", "a.", ":b"),
    ('"', '\\"', ""), ("", '"""\\', ""), ("", '\\"""', ""), ("'''", '"""', ""), ("<", ")", ">?p?o"), ("", "<a", ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "again", "after"), REPEATED)
def test_no_repetition_is_looked_at_more_than_a_few_times(before: str, again: str, after: str) -> None:
    text = before + again * (LONG // len(again)) + after
    found = list(tokens(text))
    assert sum(len(token.text) for token in found) == len(text)
    assert shape_of(text, 5).form is None


CUT = [
    ("a.b:c a.:b", ["a.b:c", "a", ".", ":b"]),
    ("-a:b.", ["-", "a:b", "."]),
    ("_:b1 1.5e-3 1-2:x", ["_:b1", "1.5e-3", "1-2:x"]),
    ("?s a.b.c", ["?s", "a", ".", "b", ".", "c"]),
    ('"""a"b\\"""" "\'"', ['"""a"b\\""""', '"\'"']),
    ('"""a" }', ['""', '"a"', "}"]),
    ('"a } \n}', ['"a } ', "}"]),
    ("x:a\\.b.", ["x:a\\.b", "."]),
]


@pytest.mark.parametrize(("text", "wanted"), CUT)
def test_text_is_cut_as_the_grammar_says(text: str, wanted: list[str]) -> None:
    assert [token.text for token in tokens(text)] == wanted


@pytest.mark.parametrize("name", query_names())
def test_the_shape_of_a_stored_query_is_that_of_a_select(name: str) -> None:
    shape = shape_of((files("queries") / f"{name}.rq").read_text("utf-8"), 7)
    assert (shape.form, shape.update, shape.has_dataset, shape.has_service) == ("SELECT", None, False, False)
    assert shape.capped == f"{stored_query(name).text}\nLIMIT 7"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("CONSTRUCTWHERE{?s a ?o}", "CONSTRUCT"),
        ("ASKFROM<http://e/g1>{?s ?p ?o}", "ASK"),
        ("SELECTDISTINCT*{?s ?p ?o}", "SELECT"),
        ("PREFIX x:<http://e/>DESCRIBEx:a", "DESCRIBE"),
    ],
)
def test_a_form_needs_no_space_after_it(client: httpx2.Client, query: str, form: str) -> None:
    assert shape_of(query, 5).form == form
    assert client.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "ASKFROM<http://e/none>{?s ?p ?o}",
        "ASK FROM<http://e/none>{?s ?p ?o}",
        "PREFIX x:<http://e/>ASK FROMx:none{?s ?p ?o}",
    ],
)
def test_a_dataset_clause_without_a_space_holds(client: httpx2.Client, query: str) -> None:
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is False


def test_a_prefix_called_from_is_no_dataset_clause(client: httpx2.Client) -> None:
    query = "PREFIX from: <http://e/> ASK { from:a ?p ?o }"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True


@pytest.mark.parametrize("query", ["ASK{FILTERRAND()}", "SELECT*{}ORDERBYRAND()"])
def test_a_volatile_call_without_a_space_is_not_kept(client: httpx2.Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert (answer.status_code, "etag" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("query", "capped"),
    [
        ("SELECT*{?s ?p ?o}LIMIT90", "SELECT*{?s ?p ?o}LIMIT5"),
        ("SELECT*{?s ?p ?o}OFFSET3LIMIT90", "SELECT*{?s ?p ?o}OFFSET3LIMIT5"),
        ("SELECT*{?s ?p ?o}LIMIT 90OFFSET 3", "SELECT*{?s ?p ?o}LIMIT 5OFFSET 3"),
        ("SELECT*{?s ?p ?o}LIMIT90OFFSET3", "SELECT*{?s ?p ?o}LIMIT5OFFSET3"),
    ],
)
def test_a_limit_without_a_space_is_lowered(client: httpx2.Client, query: str, capped: str) -> None:
    assert shape_of(query, 5).capped == capped
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_a_result_that_does_not_fit_the_format_is_refused_with_a_reason(client: httpx2.Client) -> None:
    """The form is not seen here, for a sub-query is taken for the query."""
    query = "PREFIX x:<http://e/>DESCRIBEx:a{{SELECT*{?s ?p ?o}}}"
    answer = client.get("/sparql", params={"query": query})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/query-evaluation")
