"""`release=`: documents and queries of an older release, as they were when someone cited them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from api.app import create_app
from api.settings import Settings
from graph.publish import build_release
from graph.release import make_current
from tests.graph.test_release import small_corpus

TURTLE = {"Accept": "text/turtle"}
LABEL = 'SELECT ?name { <https://w3id.org/shuiguan/id/topic/noise> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(LANGMATCHES(LANG(?name), "zh")) }'


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Releases in which a topic has three names, one after another; the last is in service."""
    folder = tmp_path_factory.mktemp("named") / "releases"
    keys = []
    for name in ("噪声甲", "噪声乙", "噪声丙"):
        corpus = small_corpus()
        topic = dataclasses.replace(corpus.topics["noise"], zh=name)
        corpus = dataclasses.replace(corpus, topics={"noise": topic})
        keys.append(build_release(corpus, {"corpus": name}, "code", folder, date(2026, 11, 22)).id)
    make_current(folder, keys[-1])
    return folder, keys


@pytest.fixture(scope="module")
def client(three: tuple[Path, list[str]]) -> Iterator[TestClient]:
    app = create_app(Settings(releases=three[0]))
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as one:
        yield one


def test_a_document_is_that_of_the_release_that_is_named(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    older, _, now = three[1]
    leads = client.get("/id/topic/noise", params={"release": older, "on": "2026-01-01"})
    assert leads.headers["location"] == f"/doc/topic/noise?on=2026-01-01&release={older}"
    for key, name in (older, "噪声甲"), (now, "噪声丙"), (None, "噪声丙"):
        asked = {} if key is None else {"release": key}
        answer = client.get("/doc/topic/noise", params=asked, headers=TURTLE)
        assert (answer.status_code, answer.headers["shuiguan-release"]) == (200, key or now)
        assert (key or now) in answer.headers["etag"]
        assert name in answer.text
        about = {str(q.subject) for q in parse(answer.content, format=RdfFormat.TURTLE) if "/doc/" in str(q.subject)}  # fmt: skip
        assert about == {f"<https://w3id.org/shuiguan/doc/topic/noise{f'?release={key}' if key else ''}>"}


def test_the_page_of_a_release_stays_in_it_and_leads_to_the_one_in_service(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    older = three[1][0]
    answer = client.get("/doc/topic/noise", params={"release": older, "on": "2023-01-01"}, headers={"Accept": "text/html"})  # fmt: skip
    links = {unescape(href) for href in re.findall(r'href="(/doc/[^"]+)"', answer.text)}
    now = {"/doc/topic/noise?on=2023-01-01"}
    assert now < links
    assert all(f"release={older}" in href for href in links - now)
    assert all(client.get(href).status_code == 200 for href in links)
    assert f'<input type="hidden" name="release" value="{older}">' in answer.text
    assert '</doc/topic/noise?on=2023-01-01>; rel="latest-version"' in answer.headers["link"]
    assert answer.headers["content-location"] == f"/doc/topic/noise.html?on=2023-01-01&release={older}"
    assert "latest-version" not in client.get("/doc/topic/noise").headers["link"]


def test_every_page_has_a_link_that_is_fixed_to_its_release(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    now = three[1][-1]
    for path in ("/doc/topic/noise.html", f"/sparql?{urlencode({'query': LABEL, 'format': 'html'})}"):
        page = client.get(path).text
        fixed = unescape(re.findall(r'href="([^"]+)">固定在这个版本', page)[0])
        assert fixed.endswith(f"release={now}")
        answer = client.get(fixed, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["shuiguan-release"]) == (200, now)
        assert "噪声丙" in answer.text


@pytest.mark.parametrize("path", ["/doc/topic/noise", "/id/topic/noise"])
def test_a_release_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"release": "000000000000"})
    assert (answer.status_code, answer.json()["parameter"]) == (404, "release")
    twice = client.get(f"{path}?release=a&release=b")
    assert (twice.status_code, twice.json()["parameter"]) in ((400, "release"), (404, "release"))


def test_the_graph_in_service_stays_at_hand_while_older_ones_come_and_go(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    for key in (*three[1][:2], *three[1][:2]):
        assert client.get("/doc/topic/noise", params={"release": key}).status_code == 200
        assert client.get("/doc/topic/noise").status_code == 200
    things = client.app.state.linked.things  # type: ignore[attr-defined]  # FastAPI
    assert list(things._kept) == [three[1][1], three[1][2]]


WAYS = ("get", "form", "text")


@pytest.mark.parametrize("way", WAYS)
def test_a_query_is_answered_from_the_release_that_is_named(
    client: TestClient, three: tuple[Path, list[str]], way: str
) -> None:
    for key, name in zip((*three[1], None), ("噪声甲", "噪声乙", "噪声丙", "噪声丙"), strict=True):
        named = {} if key is None else {"release": key}
        if way == "get":
            answer = client.get("/sparql", params={"query": LABEL, **named})
        elif way == "form":
            answer = client.post("/sparql", data={"query": LABEL, **named})
        else:
            headers = {"Content-Type": "application/sparql-query"}
            answer = client.post("/sparql", params=named, content=LABEL.encode(), headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["shuiguan-release"] == (key or three[1][-1])
        assert [row["name"]["value"] for row in answer.json()["results"]["bindings"]] == [name]


def test_a_kept_answer_of_an_older_release_is_known_and_another_than_todays(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    tags = [client.get("/sparql", params={"query": LABEL, "release": key}).headers["etag"] for key in three[1]]  # fmt: skip
    assert len(set(tags)) == 3
    again = client.get("/sparql", params={"query": LABEL, "release": three[1][0]}, headers={"If-None-Match": tags[0]})  # fmt: skip
    assert again.status_code == 304


def test_the_page_of_an_older_answer_names_its_release_and_keeps_it(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    older = three[1][0]
    page = client.get("/sparql", params={"query": LABEL, "release": older, "format": "html"}).text
    assert "噪声甲" in page
    assert f"版本 {older}" in page
    assert f'<input type="hidden" name="release" value="{older}">' in page
    (csv,) = re.findall(r'href="(/sparql[^"]+format=csv)"', page)
    assert "噪声甲" in client.get(unescape(csv)).text


def test_a_stored_query_is_answered_from_the_release_that_is_named(
    client: TestClient, three: tuple[Path, list[str]]
) -> None:
    asked = {"topic": "id:topic/noise", "area": "id:area/cn", "on": "2023-01-01"}
    for key in three[1]:
        answer = client.get("/v1/queries/who-answers", params={**asked, "release": key})
        assert (answer.status_code, answer.json()["release"]) == (200, key)
        assert answer.headers["shuiguan-release"] == key
    gone = client.get("/v1/queries/who-answers", params={**asked, "release": "000000000000"})
    assert (gone.status_code, gone.json()["parameter"]) == (404, "release")


def test_a_release_that_is_not_there_is_a_problem_of_its_own(client: TestClient) -> None:
    for key in ("000000000000", "../x"):
        answer = client.get("/sparql", params={"query": "ASK {}", "release": key})
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-release")
        assert answer.json()["parameter"] == "release"
    assert client.get("/problems/unknown-release").status_code == 200
    assert client.get("/sparql?query=ASK%7B%7D&release=a&release=b").status_code == 400
