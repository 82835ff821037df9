"""The W3C protocol tests: the older manifests only name them, so the requests stand here, by name."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import httpx2
import pyoxigraph as ox

from bench.w3c import Test

ROOT = "http://kasei.us/2009/09/sparql/data/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# Each graph says of itself that it is a document.
DATA = [
    ox.Quad(node, TYPE, ox.NamedNode("http://xmlns.com/foaf/0.1/Document"), node)
    for node in (ox.NamedNode(f"{ROOT}data{number}.rdf") for number in range(4))
]
SD = "http://www.w3.org/ns/sparql-service-description#"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
RESULTS = ("application/sparql-results+xml", "application/sparql-results+json")
TABLES = (*RESULTS, "text/csv", "text/tab-separated-values")
GRAPHS = ("application/rdf+xml", "text/turtle", "application/n-triples")
Pairs = list[tuple[str, str]]
Judged = Callable[[httpx2.Response], bool]


def graph(kind: str, *numbers: int) -> Pairs:
    return [(f"{kind}-graph-uri", f"{ROOT}data{number}.rdf") for number in numbers]


def true(answer: httpx2.Response) -> bool:
    return answer.status_code == 200 and answer.json()["boolean"] is True


def refused(answer: httpx2.Response) -> bool:
    return 400 <= answer.status_code < 500


def of_type(*kinds: str) -> Judged:
    return lambda answer: answer.status_code == 200 and answer.headers["content-type"].split(";")[0] in kinds


def described(answer: httpx2.Response) -> bool:
    """Whether the description is RDF that names a service and its endpoint."""
    said = list(ox.parse(answer.content, ox.RdfFormat.TURTLE))
    services = {quad.subject for quad in said if str(quad.object) == f"<{SD}Service>"}
    return bool(services) and any(quad.predicate.value == SD + "endpoint" for quad in said)


ONE, EACH = "ASK { ?s a ?type }", f"ASK {{ <{ROOT}data1.rdf> a ?type . <{ROOT}data2.rdf> a ?type }}"
NAMED = (
    f"ASK {{ GRAPH ?g1 {{ <{ROOT}data1.rdf> a ?t1 }} GRAPH ?g2 {{ <{ROOT}data2.rdf> a ?t2 }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g3 {{ <{ROOT}data3.rdf> a ?t3 }} }} }}"
)
FULL = f"ASK {{ <{ROOT}data3.rdf> a ?t3 GRAPH ?g1 {{ <{ROOT}data1.rdf> a ?t1 }} GRAPH ?g2 {{ <{ROOT}data2.rdf> a ?t2 }} }}"
BOTH = f"ASK FROM <{ROOT}data3.rdf> {{ <{ROOT}data1.rdf> a ?t1 FILTER NOT EXISTS {{ <{ROOT}data3.rdf> a ?t3 }} }}"


def get(client: httpx2.Client, url: str, pairs: Pairs) -> httpx2.Response:
    return client.get(f"{url}?{urlencode(pairs)}")


def post(
    client: httpx2.Client, url: str, body: bytes, kind: str | None, pairs: Pairs | None = None
) -> httpx2.Response:
    headers = {"Content-Type": kind} if kind else {}
    return client.post(f"{url}?{urlencode(pairs)}" if pairs else url, content=body, headers=headers)


def form(pairs: Pairs) -> bytes:
    return urlencode(pairs).encode()


def query(text: str, *more: Pairs) -> Pairs:
    return [("query", text), *(pair for pairs in more for pair in pairs)]


Request = Callable[[httpx2.Client, str], httpx2.Response]
DEFAULTS, NAMES = graph("default", 1, 2), graph("named", 1, 2)
CLEAR = "CLEAR NAMED"
TESTS: dict[str, tuple[Request, Judged]] = {
    "query via URL-encoded POST": (lambda c, u: post(c, u, form(query("ASK {}")), FORM), true),
    "GET query with protocol-specified default graph": (lambda c, u: get(c, u, query(EACH, DEFAULTS)), true),
    "POST query with protocol-specified default graphs": (
        lambda c, u: post(c, u, EACH.encode(), DIRECT, DEFAULTS), true),
    "POST query with protocol-specified named graphs": (
        lambda c, u: post(c, u, NAMED.encode(), DIRECT, NAMES), true),
    "GET query with protocol-specified named graphs": (lambda c, u: get(c, u, query(NAMED, NAMES)), true),
    "query with protocol-specified dataset (both named and default graphs)": (
        lambda c, u: get(c, u, query(FULL, graph("default", 3), NAMES)), true),
    "query specifying dataset in both query string and protocol; test for use of protocol-specified dataset": (
        lambda c, u: get(c, u, query(BOTH, graph("default", 1))), true),
    "query via GET": (lambda c, u: get(c, u, query("ASK {}")), true),
    "query appropriate content type (expect one of: XML, JSON, CSV, TSV)": (
        lambda c, u: get(c, u, query("SELECT (1 AS ?value) {}")), of_type(*TABLES)),
    "query appropriate content type (expect one of: XML, JSON)": (
        lambda c, u: get(c, u, query("ASK {}")), of_type(*RESULTS)),
    "query via POST directly": (lambda c, u: post(c, u, b"ASK {}", DIRECT), true),
    "invoke query operation with a method other than GET or POST": (
        lambda c, u: c.put(u, content=form(query("ASK {}")), headers={"Content-Type": FORM}), refused),
    "invoke query operation with more than one query string": (
        lambda c, u: get(c, u, query("ASK {}", query("SELECT * {}"))), refused),
    "invoke query operation with a POST with media type that's not url-encoded or application/sparql-query": (
        lambda c, u: post(c, u, b"ASK {}", "text/plain"), refused),
    "invoke query operation with url-encoded body, but without application/x-www-url-form-urlencoded media type": (
        lambda c, u: post(c, u, form(query("ASK {}")), None), refused),
    "invoke query operation with SPARQL body, but without application/sparql-query media type": (
        lambda c, u: post(c, u, b"ASK {}", None), refused),
    "invoke query operation with direct POST, but with a non-UTF8 encoding (UTF-16)": (
        lambda c, u: post(c, u, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16"), refused),
    "invoke query operation with invalid query syntax (4XX result)": (
        lambda c, u: get(c, u, query("ASK { ?s")), refused),
    "invoke update operation with GET": (lambda c, u: get(c, u, [("update", CLEAR)]), refused),
    "invoke update operation with more than one update string": (
        lambda c, u: post(c, u, form([("update", CLEAR)] * 2), FORM), refused),
    "invoke update operation with a POST with media type that's not url-encoded or application/sparql-update": (
        lambda c, u: post(c, u, CLEAR.encode(), "text/plain"), refused),
    "invoke update operation with url-encoded body, but without application/x-www-url-form-urlencoded media type": (
        lambda c, u: post(c, u, form([("update", CLEAR)]), None), refused),
    "invoke update operation with direct POST, but with a non-UTF8 encoding": (
        lambda c, u: post(c, u, CLEAR.encode("utf-16"), f"{UPDATE}; charset=UTF-16"), refused),
    "invoke update operation with invalid update syntax": (
        lambda c, u: post(c, u, form([("update", "CLEAR NOTHING")]), FORM), refused),
    "invoke update with both using-graph-uri/using-named-graph-uri parameter and USING/WITH clause": (
        lambda c, u: post(c, u, form([("update", CLEAR), ("using-graph-uri", f"{ROOT}data1.rdf")]), FORM), refused),
}  # fmt: skip
# Two tests share this name, for DESCRIBE and for CONSTRUCT.
OF_GRAPHS = "query appropriate content type (expect one of: RDF/XML, Turtle, N-Triples, RDFa)"


def passes(test: Test, client: httpx2.Client, url: str) -> bool | None:
    """Whether a protocol or description test passes; None for one of updates, or of a name not known here."""
    if test.kind == "ServiceDescriptionTest":
        return described(client.get(url, headers={"Accept": "text/turtle"}))
    if test.name == OF_GRAPHS:
        queries = ("DESCRIBE <http://e/>", "CONSTRUCT { <http://e/> a <http://e/> } {}")
        return all(of_type(*GRAPHS)(get(client, url, query(text))) for text in queries)
    if test.name not in TESTS:
        return None
    request, judged = TESTS[test.name]
    return judged(request(client, url))
