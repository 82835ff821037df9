"""What is refused, and how it is told: status, parameter, place, word and hint."""

from __future__ import annotations

import httpx2
import pytest

from tests.api.sparql.ways import ALL, DEFAULT, DIRECT, FORM, NAME, by_get


@pytest.mark.parametrize(
    ("url", "kind", "body", "status"),
    [
        ("/sparql", None, b"ASK {}", 400),
        ("/sparql", "text/plain", b"ASK {}", 415),
        ("/sparql", DIRECT + "; charset=gbk", b"ASK {}", 415),
        ("/sparql", DIRECT, b"\xff\xfe", 400),
        ("/sparql", DIRECT, b"", 400),
        ("/sparql?query=ASK%7B%7D", DIRECT, b"ASK {}", 400),
        ("/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", 400),
        ("/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql", FORM, b"query=ASK%7B%7D&update=CLEAR+ALL", 400),
        ("/sparql", FORM, b"update=CLEAR+ALL", 403),
        ("/sparql", "application/sparql-update", b"CLEAR ALL", 403),
        ("/sparql", FORM, b"", 400),
        ("/sparql", FORM, b"query=ASK%7B%7D&nonsense=1", 400),
        ("/sparql", FORM, b"query=ASK%7B%7D&default-graph-uri=relative", 400),
        ("/sparql", FORM, b"query=%FF", 400),
        ("/sparql", DIRECT, b"ASK {} #" + b"x" * 200_000, 413),
    ],
)
def test_a_malformed_post_is_refused(
    client: httpx2.Client, url: str, kind: str | None, body: bytes, status: int
) -> None:
    answer = client.post(url, content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert answer.json()["detail_en"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=", 400),
        ("/sparql?default-graph-uri=http://e/g1", 400),
        ("/sparql?query=ASK%7B%7D&foo=1", 400),
        ("/sparql?update=CLEAR+ALL", 403),
        ("/sparql?query=CLEAR+ALL", 400),
        ("/sparql?query=INSERT+DATA+%7B%7D", 400),
        ("/sparql?query=ASK%7B%7D&timeout=0", 400),
        ("/sparql?query=ASK%7B%7D&timeout=soon", 400),
        ("/sparql?query=ASK%7B%7D&timeout=nan", 400),
        ("/sparql?query=ASK%7B%7D&format=csv", 406),
        ("/sparql?query=ASK%7B%7D&format=xml", 200),
    ],
)
def test_a_get_is_judged(client: httpx2.Client, url: str, status: int) -> None:
    assert client.get(url).status_code == status


@pytest.mark.parametrize("name", [DEFAULT, NAME])
def test_a_graph_that_is_no_iri_is_told_by_its_parameter(client: httpx2.Client, name: str) -> None:
    answer = by_get(client, ALL, [(name, "relative")])
    assert (answer.status_code, answer.json()["parameter"]) == (400, name)


def test_415_says_what_is_taken(client: httpx2.Client) -> None:
    answer = client.post("/sparql", content=b"x", headers={"Content-Type": "text/plain"})
    assert DIRECT in answer.headers["accept-post"]


def test_an_error_of_syntax_tells_line_column_and_hint(client: httpx2.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?s\nWHERE { ?s foaf:name ?o }"})
    problem = answer.json()
    assert answer.status_code == 400
    assert problem["line"] == 2
    # Where the name stands, not where the parser gave up.
    assert (problem["column"], problem["token"]) == (12, "foaf:name")
    assert "foaf:" in problem["hint"]
    assert "foaf:" in problem["hint_en"]


def test_a_full_width_mark_is_named_in_the_hint(client: httpx2.Client) -> None:
    problem = client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o FILTER（?o = 1） }"}).json()
    assert "（" in problem["hint"]


def test_an_unknown_function_is_a_400_not_a_500(client: httpx2.Client) -> None:
    assert client.get("/sparql", params={"query": "SELECT (<http://e/f>(1) AS ?x) {}"}).status_code == 400


FAULTS = [
    ("SELECT ?s\nWHERE { ?s foaf:name ?o }", 2, "foaf:name", "foaf:"),
    ("SELEC * { }", 1, "}", "SELECT"),
    ("SELECT COUNT(*) { ?s ?p ?o }", 1, "{", "(COUNT(*) AS ?n)"),
    ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o }", 1, None, "GROUP BY"),
    ("SELECT * { ?s ?p ?o } LIMIT all", 1, "all", "看看"),
    ("SELECT * { ?s ?p ?o", 1, None, "花括号"),
    ('SELECT * { ?s ?p "扬尘 }', 1, None, "引号"),
    ("SELECT * { ?s e：p ?o }", 1, "?o", "："),
]


@pytest.mark.parametrize(("query", "line", "token", "hint"), FAULTS)
def test_a_fault_is_told_by_place_word_and_hint(
    client: httpx2.Client, query: str, line: int, token: str | None, hint: str
) -> None:
    answer = client.get("/sparql", params={"query": query})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (400, "/problems/query-syntax")
    assert (problem["line"], problem.get("token")) == (line, token)
    assert hint in problem["hint"]
    assert problem["hint_en"]
    assert f"第{line}行" in problem["detail"]
    assert f"line {line}" in problem["detail_en"]


def test_an_unknown_parameter_is_named_with_the_known_ones(client: httpx2.Client) -> None:
    problem = client.get("/sparql", params={"query": "ASK {}", "limit": "5"}).json()
    assert problem["parameter"] == "limit"
    assert {"query", "timeout", "format", "default-graph-uri", "named-graph-uri"} <= set(problem["choices"])
