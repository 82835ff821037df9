"""Behind a proxy that serves us under a path: the server has that path in `root_path`, and before `path` or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, Graph, URIRef

from api.app import create_app
from api.settings import Settings
from shuiguan.__main__ import WRONG_INPUT, main

DUTY = "duty/noise-law-2021/art_77__para_1__item_1-exceed"
PATHS = [f"/doc/{DUTY}", f"/doc/{DUTY}?on=2026-09-01", "/doc/body-type/ecology", "/def", "/dataset"]
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    app = create_app(Settings(releases=releases))
    with TestClient(app, root_path="/site", raise_server_exceptions=False, follow_redirects=False) as one:
        yield one


@pytest.mark.parametrize("path", PATHS)
def test_a_document_is_the_same_with_the_prefix_on_and_off(client: TestClient, path: str) -> None:
    on, off = client.get(f"/site{path}", headers=PAGE), client.get(path, headers=PAGE)
    assert (on.status_code, on.content) == (200, off.content)
    assert on.headers["link"] == off.headers["link"]
    assert on.headers["content-location"] == off.headers["content-location"]


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_and_its_headers_leads_below_the_prefix(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    found = set(re.findall(r'(?:href|action)="(/[^"]*)"', answer.text)) | set(re.findall(r"<(/[^>]*)>", answer.headers["link"]))  # fmt: skip
    assert len(found) > 5
    assert [one for one in found if not one.startswith("/site/")] == []
    chosen = sorted(found)[:: max(1, len(found) // 25)]
    assert [
        one for one in chosen if client.get(one.replace("&amp;", "&")).status_code not in (200, 303)
    ] == []


@pytest.mark.parametrize(
    "path", [f"/id/{DUTY}?on=2026-09-01", "/code/level-county", "/.well-known/void", "/graph/areas", "/def/0.2.0", "/download/current/SHA256SUMS"]
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "/site"])
def test_what_leads_on_leads_below_the_prefix(client: TestClient, before: str, path: str) -> None:
    target = client.get(before + path).headers["location"]
    assert target.startswith("/site/")
    assert client.get(target).status_code == 200


def test_addresses_in_data_are_those_that_can_be_fetched(client: TestClient) -> None:
    named = client.get(f"/doc/{DUTY}.jsonld").json()["@context"]
    assert named.startswith("http://testserver/site/context/")
    assert client.get(named).status_code == 200
    graph = Graph().parse(data=client.get("/dataset.ttl").content, format="turtle")
    address = str(next(graph.objects(None, DCAT.downloadURL)))
    assert address.startswith("http://testserver/site/download/")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("before", ["", "/site"])
def test_the_endpoint_and_the_lookup_know_where_they_are(client: TestClient, before: str) -> None:
    said = Graph().parse(data=client.get(f"{before}/sparql").text, format="turtle")
    (service,) = said.subjects(None, URIRef("http://www.w3.org/ns/sparql-service-description#Service"))
    assert str(service) == "http://testserver/site/sparql"
    refused = client.get(f"{before}/sparql", params={"query": "SELEC"}).json()
    assert refused["type"] == "/site/problems/query-syntax"
    assert client.get(refused["type"]).status_code == 200
    assert client.get(f"{before}/v1/lookup", params={"issue": "噪声扰民"}).status_code == 200
    asked = {"on": "2026-08-15", "limit": "1"}
    answer = client.get(f"{before}/v1/queries/which-penalties-are-left-open", params=asked)
    (following,) = re.findall("<(.+)>", answer.headers["link"])
    assert following.startswith("/site/v1/queries/")
    assert client.get(following).json()["rows"]


@pytest.mark.parametrize("path", ["site", "/site/", "/a b", "//x", "/site?x"])
def test_a_prefix_is_a_path_without_a_slash_at_its_end(
    releases: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--root-path", path, "--releases", str(releases), "--port", "0"]) == WRONG_INPUT
    assert "--root-path" in capsys.readouterr().err
