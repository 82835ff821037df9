"""The bare request: the service description in each format, a page for a browser."""

from __future__ import annotations

import httpx2
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from api.sparql.accept import GRAPH_TYPES
from api.sparql.description import Described, describe
from api.sparql.frames import Ready
from tests.api.sparql.conftest import Served


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
