"""Which format a client gets: the table of Accept headers."""

from __future__ import annotations

import httpx2
import pytest

from api.sparql.accept import ASK_TYPES, GRAPH_TYPES, SELECT_TYPES, choose, short

J, X, C, T = SELECT_TYPES
TTL, NT, LD, RX, TG, NQ = GRAPH_TYPES
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

SELECT = [
    (None, J), ("", J), ("*/*", J), ("application/*", J), ("text/*", C), (J, J), (X, X), (C, C), (T, T),
    ("TEXT/CSV", C), (f"{C};charset=utf-8", C), (f"{C}; charset=UTF-8", C), (f"{C};charset=gbk", None),
    (f"{C}, {X}", C), (f"{X}, {C}", X), (f"{C};q=0.5, {X}", X), (f"{C};q=0.5, {X};q=0.6", X),
    (f"{J};q=0, */*", X), (f"{J};q=0", None), (f"{J};q=0, {X};q=0, */*", C), ("*/*;q=0", None),
    ("text/*;q=0, */*", J), (f"text/*, {C};q=0", T), (f"text/*;q=0, {T}", T), (f"*/*, {C}", C),
    (f"*/*;q=0.1, {T};q=0.2", T), (f"application/*;q=0.1, {T};q=0.05", J), (f"*/*;q=1, {X};q=0.1", J),
    ("application/foo", None), ("application/foo, */*;q=0.1", J), ("text/turtle", None),
    ("application/json", "application/json"), ("text/json", "text/json"), ("application/xml", "application/xml"),
    (f"application/json, {J}", "application/json"), (f"{J}, application/json", J),
    (f"application/json;q=0.9, {J}", J), ("text/html", None), (BROWSER, "application/xml"),
    ("garbage", None), ("garbage, text/csv", C), (f"{C};q=2", None), (f"{C};q=abc, {X}", X),
    (f"{C};header=present", None), (f"{C};header=present, {X};q=0.1", X), (f"{C};q=1.0", C), (f"{C} ; q=0.3", C),
    (" , ", None), ("image/png, text/csv;q=0.001", C), ("*/csv", None),
]  # fmt: skip
ASK = [(None, J), (X, X), (C, None), (T, None), ("text/*", None), (f"{C}, */*;q=0.1", J), ("*/*", J)]
GRAPH = [
    (None, TTL), ("*/*", TTL), (TTL, TTL), (NT, NT), (LD, LD), (RX, RX), (TG, TG), (NQ, NQ),
    ("text/*", TTL), ("application/*", NT), ("application/json", "application/json"),
    ("application/x-turtle", "application/x-turtle"), ("text/plain", "text/plain"), (J, None), (C, None),
    (f"{TTL};q=0, */*", NT), (f"{TTL};q=0.9, {LD}", LD), (f"{LD}, {TTL};q=0.9, */*;q=0.1", LD),
]  # fmt: skip
ROWS = [
    (offered, header, wanted)
    for offered, rows in ((SELECT_TYPES, SELECT), (ASK_TYPES, ASK), (GRAPH_TYPES, GRAPH))
    for header, wanted in rows
]


def test_the_table_has_more_than_sixty_rows() -> None:
    assert len(ROWS) > 60


@pytest.mark.parametrize(("offered", "header", "wanted"), ROWS)
def test_the_best_acceptable_format_is_chosen(
    offered: tuple[str, ...], header: str | None, wanted: str | None
) -> None:
    media = choose(header, offered)
    assert (media.name if media else None) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"), [("json", J), ("CSV", C), ("tsv", T), ("xml", X), (C, C), ("ttl", None), ("x", None)]
)
def test_a_short_name_means_a_format_that_fits_the_form(name: str, wanted: str | None) -> None:
    media = short(name, SELECT_TYPES)
    assert (media.format if media else None) == wanted


QUERIES = {
    "SELECT * { ?s ?p ?o }": SELECT_TYPES,
    "ASK { ?s ?p ?o }": ASK_TYPES,
    "CONSTRUCT WHERE { ?s ?p ?o }": GRAPH_TYPES,
    "DESCRIBE <http://e/a>": GRAPH_TYPES,
}


@pytest.mark.parametrize(("query", "media"), [(q, m) for q, types in QUERIES.items() for m in types])
def test_each_form_answers_in_each_of_its_formats(client: httpx2.Client, query: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["vary"] == "Accept"
    assert answer.content


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_acceptable_is_406_with_the_list(client: httpx2.Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/foo"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["choices"] == [*QUERIES[query], "text/html"]
