"""SERVICE in every disguise is refused, and what only looks like it is not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.sparql.config import Edition
from api.sparql.frames import Job, Kind
from api.sparql.shape import shape_of
from api.sparql.zygote_link import ZygoteLink

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
    "less than, glued": "SELECT * {{ BIND(<{url}> AS ?v) FILTER(1<2)SERVICE?v#>\n{{ ?s ?p ?o }} }}",
    "less than, then quotes": 'SELECT * {{ BIND(<{url}> AS ?v) FILTER(1<2#>"""\n) SERVICE ?v {{ ?s ?p ?o }} }} #"""',
    "no long string": 'SELECT * {{ VALUES ?x {{ """a" }} SERVICE <{url}> {{ ?s ?p ?o }} }}',
    "no such escape": 'SELECT * {{ VALUES ?x {{ """a" }} SERVICE <{url}> {{ ?s ?p ?o }} }} #\\q"""',
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
    "PREFIX x: <#> SELECT * { ?s x:service <http://e/(a)/service#b> }",
    'SELECT * { ?s ?p "service\\t\\u4e2d" }',
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


LOADS = [
    "LOAD <{url}>",
    "LOAD SILENT <{url}>",
    "lOaD <{url}> INTO GRAPH <http://e/g>",
    "# SELECT\nload <{url}>",
    "PREFIX a: <{url}> LOAD a:",
    "BASE <{url}> LOAD <x>",
    "LO\\u0041D <{url}>",
    "INSERT DATA {{ <http://e/a> <http://e/b> <http://e/c> }} ; LOAD <{url}>",
    "LOAD#\n<{url}>",
]


@pytest.mark.parametrize("text", LOADS)
def test_no_disguise_of_load_reaches_the_listener(
    client: httpx2.Client, listener: socket.socket, text: str
) -> None:
    query = text.format(url=f"http://127.0.0.1:{listener.getsockname()[1]}/")
    answer = client.post("/sparql", data={"query": query})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/update-not-offered")
    assert client.post("/sparql", data={"update": query}).status_code == 403
    with pytest.raises(TimeoutError):
        listener.accept()


def test_an_update_behind_a_query_does_not_parse(client: httpx2.Client) -> None:
    answer = client.post("/sparql", data={"query": "SELECT * { ?s ?p ?o } ; LOAD <http://127.0.0.1:9/>"})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/query-syntax")


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_a_worker_could_not_call_out_even_if_asked_to(
    small_file: Path, listener: socket.socket, silent: str
) -> None:
    """The second wall: a worker can open no socket, whatever reaches it."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    job = Job(
        query=f"SELECT * {{ SERVICE {silent} <{url}> {{ ?s ?p ?o }} }}", capped_query=None, base=url,
        media="text/csv", seconds=10, union=True, default_graphs=None, named_graphs=None,
        rows=100, result_bytes=10_000, hold_bytes=10_000,
    )  # fmt: skip

    async def run() -> Kind:
        zygote = await ZygoteLink.start(Edition(small_file, "r1"), 1_000_000_000)
        worker = await zygote.fork()
        worker.send(job)
        kind, _ = await worker.receive(60)
        worker.kill()
        await zygote.stop()
        return kind

    assert asyncio.run(run()) == (Kind.WHOLE if silent else Kind.UNEVALUABLE)
    with pytest.raises(TimeoutError):
        listener.accept()


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
