"""The endpoint as part of the application, and the examples of its page."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings
from graph.release import Release

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sparql.md"


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[httpx2.Client]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(releases=releases, sparql_seconds=600))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with httpx2.Client(
        base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=600, trust_env=False
    ) as one:
        yield one
    server.should_exit = True
    thread.join()
    listening.close()


def test_the_example_of_the_page_answers_over_the_release(client: httpx2.Client, release: Release) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
    assert answer.status_code == 200
    assert answer.headers["shuiguan-release"] == release.id
    rows = answer.text.split("\r\n")
    assert rows[0] == "kind,duties"
    assert rows[1].startswith("生态环境,")
    assert len(rows) == 7


def test_a_slash_at_the_end_of_the_address_changes_nothing(client: httpx2.Client) -> None:
    for params in ({}, {"query": "SELECT ?s { BIND(<a> AS ?s) }"}):
        plain, slashed = (client.get(path, params=params) for path in ("/sparql", "/sparql/"))
        assert (slashed.status_code, slashed.headers["etag"]) == (200, plain.headers["etag"])
        assert slashed.text.count("/sparql/") == plain.text.count("/sparql/")


def test_the_schema_says_what_a_post_takes_and_gives(client: httpx2.Client) -> None:
    post = client.get("/openapi.json").json()["paths"]["/sparql"]["post"]
    names = {"format", "timeout", "release", "default-graph-uri", "named-graph-uri"}
    assert {one["name"] for one in post["parameters"]} == names
    assert "304" not in post["responses"]


def test_the_lookup_goes_on_beside_the_endpoint(client: httpx2.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json() == {"head": {}, "boolean": True}
    assert client.get("/v1/lookup", params={"issue": "楼下烧烤油烟"}).status_code == 200


def test_a_service_call_is_refused(client: httpx2.Client) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert client.get("/sparql", params={"query": query}).status_code in (400, 403)
