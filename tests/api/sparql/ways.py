"""The three ways in of the protocol, and what they are tried on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import httpx2

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
DEFAULT, NAME = "default-graph-uri", "named-graph-uri"
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
