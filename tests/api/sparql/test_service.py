"""SERVICE in every disguise is refused, and what only looks like it is not."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx2
import pytest

from api.sparql.shape import shape_of

CALL = "SERVICE <{url}> {{ ?s ?p ?o }}"
DISGUISES = {
    "plain": "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "case": "SELECT * {{ sErViCe <{url}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "silent glued": "SELECT * {{ SERVICESILENT<{url}>{{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ BIND(<{url}> AS ?service) SERVICE ?service {{ ?s ?p ?o }} }}",
    "prefixed": "PREFIX x: <{url}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "glued to a prefixed name": "PREFIX : <{url}> SELECT * {{ SERVICE:{{ ?s ?p ?o }} }}",
    "comment inside": "SELECT * {{ SERVICE # no\n <{url}> {{ ?s ?p ?o }} }}",
    "comment before": 'SELECT * {{ # "\nSERVICE <{url}> {{ ?s ?p ?o }} }}',
    "escape": "SELECT * {{ SERV\\u0049CE <{url}> {{ ?s ?p ?o }} }}",
    "long escape": "SELECT * {{ \\U00000053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "optional": "SELECT * {{ ?a ?b ?c OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "subselect": "SELECT * {{ {{ SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
    "exists": "ASK {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "graph": "SELECT * {{ GRAPH ?g {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "after a number": "SELECT * {{ ?a ?b 1SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "after a keyword": "SELECT * {{ ?a ?b trueSERVICE <{url}> {{ ?s ?p ?o }} }}",
    "after a string": "SELECT * {{ ?a ?b 'x\\''SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "less than": "SELECT * {{ BIND(<{url}> AS ?v) FILTER(1<2)SERVICE#>\n?v {{ ?s ?p ?o }} }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
}
INNOCENT = [
    'SELECT * { ?s ?p "SERVICE <http://e/> { }" }',
    "SELECT * { ?s ?p '''SERVICE ' <http://e/> { }''' }",
    "SELECT * { ?s <http://e/SERVICE> ?o } # SERVICE <http://e/> {}",
    "SELECT * { <http://e/service/load> ?p ?o }",
    "PREFIX service: <http://e/> SELECT * { service:x service:service ?o }",
    "SELECT ?service ?load { ?service ?load ?o }",
    "PREFIX e: <http://e/> SELECT * { ?s e:SERVICE ?o . ?s e:load ?p }",
    'SELECT * { ?s ?p "x"@service }',
    "PREFIX service: <http://e/> SELECT * { GRAPH service:g2 { ?s ?p ?o } }",
]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        one.settimeout(0.05)
        yield one


@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_disguise_of_service_reaches_the_listener(
    client: httpx2.Client, listener: socket.socket, disguise: str
) -> None:
    query = DISGUISES[disguise].format(url=f"http://127.0.0.1:{listener.getsockname()[1]}/")
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"] == "/problems/service-forbidden"
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize("query", INNOCENT)
def test_what_only_looks_like_service_is_answered(client: httpx2.Client, query: str) -> None:
    assert client.post("/sparql", data={"query": query}).status_code == 200


@pytest.mark.parametrize(
    "text", ["LOAD <http://127.0.0.1/>", "# SELECT\nload <http://127.0.0.1/>", "PREFIX a: <b> LOAD <c>"]
)
def test_load_is_refused_by_name(client: httpx2.Client, text: str) -> None:
    answer = client.post("/sparql", data={"query": text})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/update-not-offered")


@pytest.mark.parametrize(
    ("query", "capped"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }\nLIMIT 5"),
        ("SELECT * { ?s ?p ?o } LIMIT 90", "SELECT * { ?s ?p ?o } LIMIT 5"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }", "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }\nLIMIT 5"),
        ("SELECT * { } VALUES ?s { 1 }", "SELECT * { }  LIMIT 5 VALUES ?s { 1 }"),
    ],
)  # fmt: skip
def test_a_cap_goes_where_the_grammar_wants_it(query: str, capped: str) -> None:
    assert shape_of(query, 5).capped == capped
