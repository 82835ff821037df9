"""The SPARQL 1.1 Protocol over real HTTP, with rdflib as a second opinion."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx2
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from api.sparql.accept import GRAPH_TYPES
from api.sparql.description import Described, describe
from api.sparql.frames import Ready
from tests.api.sparql.conftest import QUADS, Served

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
Pairs = list[tuple[str, str]]
Way = Callable[[httpx2.Client, str, Pairs], httpx2.Response]


def by_get(client: httpx2.Client, query: str, graphs: Pairs) -> httpx2.Response:
    return client.get("/sparql?" + urlencode([("query", query), *graphs]))


def by_form(client: httpx2.Client, query: str, graphs: Pairs) -> httpx2.Response:
    body = urlencode([("query", query), *graphs]).encode()
    return client.post("/sparql", content=body, headers={"Content-Type": FORM})


def by_text(client: httpx2.Client, query: str, graphs: Pairs) -> httpx2.Response:
    url = "/sparql?" + urlencode(graphs) if graphs else "/sparql"
    return client.post(url, content=query.encode(), headers={"Content-Type": DIRECT + "; charset=utf-8"})


WAYS = [by_get, by_form, by_text]
ALL = "SELECT ?s { ?s ?p ?o }"
NAMED = "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"


def subjects(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(row["s"]["value"].removeprefix("http://e/") for row in answer.json()["results"]["bindings"])


G1, G2 = ["a", "a"], ["b", "service/load", "事项/扬尘"]
DEFAULT, NAME = "default-graph-uri", "named-graph-uri"
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


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ("format=text%2Fturtle", 200, "text/turtle"),
        ("format=nt", 200, "application/n-triples"),
        ("format=ttl&format=nt", 400, "application/problem+json"),
        ("format=csv", 406, "application/problem+json"),
    ],
)
def test_a_description_comes_in_the_format_that_is_named_once(
    client: httpx2.Client, asked: str, status: int, kind: str
) -> None:
    answer = client.get(f"/sparql?{asked}")
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, kind)
    assert status != 400 or answer.json()["parameter"] == "format"


@pytest.mark.parametrize("name", [DEFAULT, NAME])
def test_a_graph_that_is_no_iri_is_told_by_its_parameter(client: httpx2.Client, name: str) -> None:
    answer = by_get(client, ALL, [(name, "relative")])
    assert (answer.status_code, answer.json()["parameter"]) == (400, name)


def test_415_says_what_is_taken(client: httpx2.Client) -> None:
    answer = client.post("/sparql", content=b"x", headers={"Content-Type": "text/plain"})
    assert DIRECT in answer.headers["accept-post"]


def test_a_timeout_may_only_be_lowered(client: httpx2.Client) -> None:
    for asked, given in (("3", "3"), ("3000", "10")):
        answer = client.get("/sparql", params={"query": "ASK {}", "timeout": asked})
        assert answer.headers["x-timeout-seconds"] == given


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


def test_an_answer_known_to_the_client_is_304(client: httpx2.Client) -> None:
    first = client.get("/sparql", params={"query": ALL})
    again = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/sparql", params={"query": ALL, "format": "csv"})
    assert other.headers["etag"] != first.headers["etag"]


def test_a_query_of_chance_has_no_etag(client: httpx2.Client) -> None:
    assert "etag" not in client.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"}).headers


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself when it parses quads
def test_a_bare_get_is_the_service_description(small: Served, plain: Served) -> None:
    for served, union in ((small, True), (plain, False)):
        with served.client as client:
            answer = client.get("/sparql")
        graph = Graph().parse(data=answer.text, format="turtle")
        names = {str(node).rpartition("#")[2] for triple in graph for node in triple}
        assert {"Service", "endpoint", "SPARQL11Query", "NamedGraph"} <= names
        assert ("UnionDefaultGraph" in names) is union


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
@pytest.mark.parametrize("media", GRAPH_TYPES)
def test_what_a_description_is_given_stands_in_it_in_every_format(media: str) -> None:
    def more(nodes: Described) -> list[ox.Triple]:
        node, name = ox.NamedNode("http://e/examples"), ox.NamedNode("http://e/partition")
        return [ox.Triple(nodes.service, name, node), ox.Triple(nodes.default, name, node)]

    said = describe("http://e/sparql", Ready(6, [("http://e/g1", 2)]), True, media, more)
    graph = Dataset(default_union=True).parse(data=said, format=media)
    asked = "SELECT ?s { ?s a ?type ; <http://e/partition> <http://e/examples> }"
    assert len(list(graph.query(asked))) == 2


def test_a_browser_gets_a_page_with_a_form(client: httpx2.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<form" in answer.text
    assert "<script" not in answer.text


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


@pytest.mark.parametrize("way", WAYS)
def test_a_relative_iri_is_read_against_the_address_of_the_endpoint(client: httpx2.Client, way: Way) -> None:
    (row,) = way(client, "SELECT ?s { BIND(<a/b> AS ?s) }", []).json()["results"]["bindings"]
    assert row["s"]["value"] == f"{client.base_url}/a/b"


@pytest.mark.parametrize("host", ["a b", "<>", "e:99999999", 'x"', "例"])
def test_an_odd_host_harms_nothing(client: httpx2.Client, host: str) -> None:
    headers = {b"Host": host.encode()}
    assert client.get("/sparql", headers=headers).status_code in (200, 400)
    assert client.get("/sparql", params={"query": "ASK {}"}, headers=headers).status_code in (200, 400)


def test_a_csv_for_excel_begins_with_a_mark_and_no_other_does(client: httpx2.Client) -> None:
    plain_, marked = (
        client.get("/sparql", params={"query": ALL, "format": form}) for form in ("csv", "csv-excel")
    )
    assert marked.content == b"\xef\xbb\xbf" + plain_.content
    assert marked.headers["content-type"] == "text/csv; charset=utf-8"
    assert marked.headers["etag"] != plain_.headers["etag"]


@pytest.mark.parametrize("of", ["SELECT ?s { ?s ?p ?o }", None])
def test_a_kept_answer_is_known_in_a_list_and_without_its_weakness_mark(
    client: httpx2.Client, of: str | None
) -> None:
    params = {"query": of} if of else {}
    first = client.get("/sparql", params=params)
    tag = first.headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = client.get("/sparql", params=params, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["shuiguan-release"] == "r1"
        assert again.headers["vary"] == "Accept"
    assert client.get("/sparql", params=params, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("query", [ALL, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o . ?t ?q ?u . ?v ?r ?w . ?x ?y ?z . ?k ?l ?m }"])  # fmt: skip
def test_whatever_there_is_is_known_once_the_query_has_run(client: httpx2.Client, query: str) -> None:
    """RFC 9110 section 13.1.2: `*` is false only where there is no current representation. The last is streamed."""
    first = client.get("/sparql", params={"query": query})
    star = {"If-None-Match": "*"}
    for method in ("GET", "HEAD"):
        again = client.request(method, "/sparql", params={"query": query}, headers=star)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/sparql", params={"query": query}).content == first.content


def test_an_error_or_a_chance_answer_is_sent_whatever_the_client_holds(client: httpx2.Client) -> None:
    star = {"If-None-Match": "*"}
    for query, status in (("ASK {", 400), ("SELECT (NOW() AS ?n) {}", 200), ("SELECT (<http://e/f>(1) AS ?x) {}", 400)):  # fmt: skip
        assert client.get("/sparql", params={"query": query}, headers=star).status_code == status
    assert client.get("/sparql", headers=star).status_code == 304


def test_a_post_is_answered_whatever_the_client_holds(client: httpx2.Client) -> None:
    """RFC 9110 section 13.1.2: only GET and HEAD are answered with 304."""
    tag = client.get("/sparql", params={"query": ALL}).headers["etag"]
    answer = client.post("/sparql", data={"query": ALL}, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["etag"]) == (200, tag)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_kept(client: httpx2.Client, call: str) -> None:
    answer = client.get("/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}"})
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_a_word_in_a_string_does_not_make_an_answer_pass(client: httpx2.Client) -> None:
    assert "etag" in client.get("/sparql", params={"query": 'SELECT ("NOW()" AS ?x) {}'}).headers


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
    "params", [{}, {"format": "ttl"}, {"query": "x"}, {"query": "ASK {}"}, {"nonsense": "1"}]
)
def test_head_has_the_status_of_get_and_no_body(client: httpx2.Client, params: dict[str, str]) -> None:
    head, get = client.head("/sparql", params=params), client.get("/sparql", params=params)
    assert head.status_code == get.status_code
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.content == b""


def test_an_unknown_parameter_is_named_with_the_known_ones(client: httpx2.Client) -> None:
    problem = client.get("/sparql", params={"query": "ASK {}", "limit": "5"}).json()
    assert problem["parameter"] == "limit"
    assert {"query", "timeout", "format", "default-graph-uri", "named-graph-uri"} <= set(problem["choices"])
