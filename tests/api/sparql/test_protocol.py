"""The SPARQL 1.1 Protocol over real HTTP, with rdflib as a second opinion."""

from __future__ import annotations

from urllib.parse import quote

import httpx2
import pytest
from rdflib import Dataset, Graph

from tests.api.sparql.conftest import QUADS, Served
from tests.api.sparql.ways import ALL, DEFAULT, NAME, NAMED, WAYS, Pairs, Way, by_get, subjects

G1, G2 = ["a", "a"], ["b", "service/load", "事项/扬尘"]
DATASETS: list[tuple[str, Pairs, list[str]]] = [
    (ALL, [], sorted([*G1, *G2, "d"])),
    (ALL, [(DEFAULT, "http://e/g1")], G1),
    (ALL, [(DEFAULT, "http://e/g1"), (DEFAULT, "http://e/g2")], sorted(G1 + G2)),
    (ALL, [(DEFAULT, "http://e/none")], []),
    (ALL, [(NAME, "http://e/g1")], []),
    (NAMED, [(NAME, "http://e/g1")], G1),
    (NAMED, [(DEFAULT, "http://e/g1")], []),
    (NAMED, [], sorted(G1 + G2)),
    ("SELECT ?s FROM <http://e/g1> { ?s ?p ?o }", [], G1),
    ("SELECT ?s FROM <http://e/absent> { ?s ?p ?o }", [], []),
    ("SELECT ?s FROM <http://e/g1> { ?s ?p ?o }", [(DEFAULT, "http://e/g2")], G2),
    ("SELECT ?s FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", [], G1),
    ("SELECT ?s FROM NAMED <http://e/g1> { ?s ?p ?o }", [], []),
    ("SELECT ?s FROM NAMED <http://e/g2> { GRAPH ?g { ?s ?p ?o } }", [(NAME, "http://e/g1")], G1),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("query", "graphs", "wanted"), DATASETS)
def test_the_dataset_is_the_requests_then_the_querys_then_the_union(
    client: httpx2.Client, way: Way, query: str, graphs: Pairs, wanted: list[str]
) -> None:
    assert subjects(way(client, query, graphs)) == wanted


def test_plain_semantics_leaves_the_default_graph_alone(plain: Served) -> None:
    with plain.client as client:
        assert subjects(by_get(client, ALL, [])) == ["d"]


RAW = "SELECT ?s { ?s <http://e/标签> ?o . FILTER(?s = <http://e/事项/扬尘>) }"


@pytest.mark.parametrize("way", WAYS)
def test_a_chinese_iri_finds_its_rows_by_every_way(client: httpx2.Client, way: Way) -> None:
    assert subjects(way(client, RAW, [])) == ["事项/扬尘"]


@pytest.mark.parametrize("way", WAYS)
def test_a_percent_encoded_iri_is_decoded_once(client: httpx2.Client, way: Way) -> None:
    encoded = f"SELECT ?s {{ ?s <http://e/{quote('标签')}> ?o }}"
    assert subjects(way(client, encoded, [])) == []


@pytest.mark.parametrize("way", WAYS)
def test_plus_and_percent_in_a_query_stay(client: httpx2.Client, way: Way) -> None:
    answer = way(client, 'SELECT (STRLEN("1+1 %2B") AS ?s) {}', [])
    assert subjects(answer) == ["7"]


def test_a_language_tag_is_matched_by_range(client: httpx2.Client) -> None:
    query = 'SELECT ?s { ?s ?p ?o FILTER(LANGMATCHES(LANG(?o), "zh")) }'
    assert subjects(by_get(client, query, [])) == ["a", "事项/扬尘"]


ORACLE = [
    "SELECT ?s ?o { ?s <http://e/p> ?o }",
    "SELECT ?s { ?s ?p ?o OPTIONAL { ?s <http://e/n> ?n } FILTER(!BOUND(?n)) }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT ?s { ?s ?p ?o MINUS { ?s <http://e/n> ?n } }",
    "SELECT ?s ?g { GRAPH ?g { ?s <http://e/p> ?o } }",
    "SELECT ?s { VALUES ?s { <http://e/a> <http://e/x> } ?s <http://e/p> ?o }",
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself when it parses quads
@pytest.mark.parametrize("query", ORACLE)
@pytest.mark.parametrize("way", WAYS)
def test_rows_are_those_of_rdflib(client: httpx2.Client, way: Way, query: str) -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(data=QUADS, format="nquads")
    wanted = sorted(sorted(str(value) for value in row if value is not None) for row in dataset.query(query))  # type: ignore[union-attr]
    rows = way(client, query, []).json()["results"]["bindings"]
    assert sorted(sorted(cell["value"] for cell in row.values()) for row in rows) == wanted


def test_a_timeout_may_only_be_lowered(client: httpx2.Client) -> None:
    for asked, given in (("3", "3"), ("3000", "10")):
        answer = client.get("/sparql", params={"query": "ASK {}", "timeout": asked})
        assert answer.headers["x-timeout-seconds"] == given


def test_head_has_the_headers_of_get_and_no_body(client: httpx2.Client) -> None:
    params = {"query": ALL + " ORDER BY ?s"}
    head, get = client.head("/sparql", params=params), client.get("/sparql", params=params)
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in get.headers.items() if k != "date"
    }


def test_options_lists_the_methods_and_lets_any_origin_in(client: httpx2.Client) -> None:
    answer = client.options(
        "/sparql", headers={"Origin": "http://e", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_another_method_is_405(client: httpx2.Client) -> None:
    answer = client.delete("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("way", WAYS)
def test_a_relative_iri_is_read_against_the_address_of_the_endpoint(client: httpx2.Client, way: Way) -> None:
    (row,) = way(client, "SELECT ?s { BIND(<a/b> AS ?s) }", []).json()["results"]["bindings"]
    assert row["s"]["value"] == f"{client.base_url}/a/b"


@pytest.mark.parametrize("host", ["a b", "<>", "e:99999999", 'x"', "例"])
def test_an_odd_host_harms_nothing(client: httpx2.Client, host: str) -> None:
    headers = {b"Host": host.encode()}
    assert client.get("/sparql", headers=headers).status_code in (200, 400)
    assert client.get("/sparql", params={"query": "ASK {}"}, headers=headers).status_code in (200, 400)


DECLARED = "PREFIX e: <http://e/> PREFIX : <http://e/g/> PREFIX x: <rel/> PREFIX rdf: <http://other/> PREFIX 中: <http://e/中/> "


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/trig", "application/rdf+xml", "application/n-triples"]
)
def test_a_graph_is_written_in_the_words_of_the_query(client: httpx2.Client, media: str) -> None:
    query = DECLARED + "CONSTRUCT { ?s e:p ?o . ?s rdf:q 中:a } { ?s e:n ?o }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    graph = Graph().parse(data=answer.text, format="turtle" if media == "application/trig" else media)
    told = {(str(s), str(p), str(o)) for s, p, o in graph}
    assert told == {("http://e/a", "http://e/p", "1"), ("http://e/a", "http://other/q", "http://e/中/a")}
    if media in ("text/turtle", "application/trig"):
        assert "@prefix e: <http://e/> ." in answer.text
        assert "e:a rdf:q" in answer.text
        assert "e:p 1" in answer.text


def test_a_csv_for_excel_begins_with_a_mark_and_no_other_does(client: httpx2.Client) -> None:
    plain_, marked = (
        client.get("/sparql", params={"query": ALL, "format": form}) for form in ("csv", "csv-excel")
    )
    assert marked.content == b"\xef\xbb\xbf" + plain_.content
    assert marked.headers["content-type"] == "text/csv; charset=utf-8"
    assert marked.headers["etag"] != plain_.headers["etag"]


@pytest.mark.parametrize("header", ["link", "etag", "retry-after", "shuiguan-release", "x-result-truncated"])
def test_scripts_of_any_origin_may_read_the_headers(client: httpx2.Client, header: str) -> None:
    for answer in (
        client.get("/sparql"),
        client.get("/sparql?query=x"),
        client.get("/sparql?query=ASK%7B%7D"),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert header in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"format": "ttl"},
        {"query": "x"},
        {"query": "x", "format": "html"},
        {"query": "ASK {}"},
        {"nonsense": "1"},
    ],
)
def test_head_has_the_status_of_get_and_no_body(client: httpx2.Client, params: dict[str, str]) -> None:
    head, get = client.head("/sparql", params=params), client.get("/sparql", params=params)
    assert head.status_code == get.status_code
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.content == b""
