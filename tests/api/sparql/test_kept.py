"""What a client may keep and need not be sent again, and what differs each time."""

from __future__ import annotations

import httpx2
import pytest

from tests.api.sparql.ways import ALL


def test_an_answer_known_to_the_client_is_304(client: httpx2.Client) -> None:
    first = client.get("/sparql", params={"query": ALL})
    again = client.get("/sparql", params={"query": ALL}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/sparql", params={"query": ALL, "format": "csv"})
    assert other.headers["etag"] != first.headers["etag"]


def test_a_query_of_chance_has_no_etag(client: httpx2.Client) -> None:
    assert "etag" not in client.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"}).headers


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
