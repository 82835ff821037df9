"""The endpoint for people: pages that need no script, that show no more than they can and say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.sparql.page import FORMATS, HERE, PAGE_ROWS
from tests.api.sparql.conftest import Served

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


@pytest.fixture(scope="module")
def site(releases: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(releases=releases)), raise_server_exceptions=False) as one:
        yield one


class Reader(HTMLParser):
    """Notes tags that are not closed in order, and the words of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def page_of(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["vary"].split(", ")[0] == "Accept"
    reader = Reader(answer.text)
    assert (reader.wrong, reader.open) == ([], [])
    assert not {"script", "img", "iframe"} & reader.tags
    return answer.text


def cells(page: str) -> list[str]:
    return [unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r"<t[dh](?: scope=\"row\")?>(.*?)</t[dh]>", page)]  # fmt: skip


def test_the_page_shows_examples_that_work_and_where_the_rest_is(site: TestClient) -> None:
    page = page_of(site.get("/sparql", headers=BROWSER))
    asked = unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0])
    assert asked == HERE
    runs = [unescape(href) for href in re.findall(r'href="(/sparql\?[^"]+)"', page)]
    assert len(runs) > 10
    for query in (asked, *(parse_qs(urlsplit(run).query)["query"][0] for run in runs)):
        rows = site.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert rows, query
    for path in ("/v1/queries", "/def", "/dataset"):
        assert f'href="{path}"' in page
        assert site.get(path).status_code == 200
    assert "PREFIX eli: " in unescape(page)


def test_a_browser_reads_the_answer_in_chinese_with_links_to_other_formats(site: TestClient) -> None:
    page = page_of(site.get("/sparql", params={"query": HERE}, headers=BROWSER))
    # 噪声污染防治法第七十七条第一款第（一）项 leaves the punisher to the government; from 2022-06-05 to 2026-08-15.
    found = cells(page)
    at = found.index("噪声污染防治法第七十七条第一款第（一）项")
    assert found[at - 1 : at + 3] == [
        "工程所在地人民政府指定的部门",
        "噪声污染防治法第七十七条第一款第（一）项",
        "2022-06-05",
        "2026-08-15",
    ]
    (csv,) = re.findall(r'href="(/sparql\?[^"]+format=csv)"', page)
    answer = site.get(unescape(csv))
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.splitlines()) - 1 == page.count('<th scope="row">')
    assert site.get("/sparql").headers["shuiguan-release"] in page


def test_things_are_links_to_their_documents(site: TestClient) -> None:
    query = "SELECT ?d { ?d a <https://w3id.org/shuiguan/def#Duty> } ORDER BY ?d LIMIT 1"
    page = page_of(site.get("/sparql", params={"query": query, "format": "html"}))
    (href,) = re.findall(r'<th scope="row"><a href="([^"]+)"><code>id:duty/', page)
    assert site.get(href).status_code == 200


def test_a_page_of_many_rows_says_that_it_shows_the_first(site: TestClient) -> None:
    for query, form in (("SELECT * { ?s ?p ?o }", "csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "nt")):
        page = page_of(site.get("/sparql", params={"query": query, "format": "html"}))
        assert page.count('<th scope="row">') == PAGE_ROWS
        assert f"只列前 {PAGE_ROWS} 行" in page
        assert f"format={form}" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { ?s ?p ?o }", "是"),
        ("ASK { ?s ?p <http://e/none> }", "否"),
        ("SELECT ?s { ?s ?p <http://e/none> }", "0 行"),
        ("DESCRIBE <http://e/a>", "甲"),
        ("CONSTRUCT { ?s <http://e/q> ?o } { ?s <http://e/n> ?o }", "http://e/q"),
        ("SELECT ?o { <http://e/b> <http://e/p> ?o }", 'b, &quot;quoted&quot;\nline'),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', "&lt;script&gt;alert(1)"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", "<code>javascript:alert(1)</code>"),
        ("SELECT (BNODE() AS ?x) ?y {}", "_:"),
        ("SELECT * {}", "1 行"),
    ],
)  # fmt: skip
def test_every_form_of_answer_has_a_page(client: httpx2.Client, query: str, shown: str) -> None:
    page = page_of(client.get("/sparql", params={"query": query}, headers=BROWSER))
    assert shown in page
    assert 'href="javascript' not in page
    assert 'href="/dataset"' not in page, "a file alone has no other pages"


def test_a_page_asked_again_is_not_sent_again(client: httpx2.Client) -> None:
    params = {"query": "SELECT ?s { ?s ?p ?o }"}
    first = client.get("/sparql", params=params, headers=BROWSER)
    assert first.headers["etag"] != client.get("/sparql", params=params).headers["etag"]
    for tag in (first.headers["etag"], "*"):
        again = client.get("/sparql", params=params, headers={**BROWSER, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    head = client.head("/sparql", params=params, headers=BROWSER)
    assert (head.content, head.headers["content-length"]) == (b"", first.headers["content-length"])


@pytest.mark.parametrize(
    ("query", "status", "marked"),
    [
        ("SELECT ?s\nWHERE { ?s foaf:name ?o }", 400, "2: WHERE { ?s <mark>foaf:name</mark> ?o }"),
        ("SELECT * { ?s ?p ?o } LIMIT  all", 400, "LIMIT  <mark>all</mark>"),
        ("SELECT * { ?s ?p ?o", 400, "<mark>&nbsp;</mark>"),
        ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", 403, "SERVICE is not carried out here"),
        ("DROP ALL", 400, "只可查询"),
    ],
)
def test_a_person_is_told_what_is_wrong_with_the_query_to_mend(
    client: httpx2.Client, query: str, status: int, marked: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers=BROWSER)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    page = page_of(answer)
    assert marked in page
    assert unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]) == query


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/sparql-results+json", "text/csv, */*;q=0.1"])  # fmt: skip
def test_a_program_is_told_in_json(client: httpx2.Client, accept: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get("/sparql", params={"query": "SELEC"}, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_runaway_is_stopped_and_told_as_a_page(capped: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with capped.client as client:
        answer = client.get("/sparql", params={"query": query, "timeout": "0.5"}, headers=BROWSER)
    assert answer.status_code == 504
    assert "查询超过0.5秒" in page_of(answer)


def test_the_form_offers_every_format_that_is_there(client: httpx2.Client) -> None:
    page = client.get("/sparql", params={"format": "html"}).text
    assert tuple(re.findall(r'<option value="([^"]+)"', page)) == FORMATS
    for name in FORMATS:
        query = "CONSTRUCT WHERE { ?s ?p ?o }" if name in ("ttl", "nt", "jsonld", "rdfxml", "trig", "nq") else "SELECT ?s { ?s ?p ?o }"  # fmt: skip
        assert client.get("/sparql", params={"query": query, "format": name}).status_code == 200


def test_the_page_says_what_the_default_graph_is(client: httpx2.Client, plain: Served) -> None:
    assert "默认图是所有图的合并" in client.get("/sparql", headers=BROWSER).text
    with plain.client as other:
        page = other.get("/sparql", headers=BROWSER).text
    assert "默认图不含命名图" in page
    assert "合并" not in page


def test_the_data_set_of_the_request_is_kept_when_it_is_asked_again(client: httpx2.Client) -> None:
    params = {"query": "SELECT ?s { ?s ?p ?o }", "default-graph-uri": "http://e/g1", "format": "html"}
    page = client.get("/sparql", params=params).text
    assert '<input type="hidden" name="default-graph-uri" value="http://e/g1">' in page
    assert page.count('<th scope="row">') == 2
    (csv,) = re.findall(r'href="([^"]+format=csv)"', page)
    assert len(client.get(unescape(csv)).text.splitlines()) == 3
