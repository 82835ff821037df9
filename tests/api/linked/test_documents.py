"""Linked data over HTTP: from the IRI of a thing to a document in the form asked for."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from api.linked.places import KINDS, thing_iri
from graph.release import Release
from ontology.terms import BASE, CODE, ID
from outputs.jsonld import context

DUTY = "duty/noise-law-2021/art_77__para_1__item_1-exceed"
PARSERS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
EXTENSIONS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


@pytest.fixture(scope="module")
def one_of_each(store: Store) -> dict[str, str]:
    """The first thing of each kind, works included, and a code: `duty/…`."""
    nodes = {n.value for q in store for n in (q.subject, q.object) if isinstance(n, NamedNode)}
    found: dict[str, str] = {}
    for iri in sorted(nodes):
        if iri.startswith((ID, CODE)):
            path = f"code/{iri.removeprefix(CODE)}" if iri.startswith(CODE) else iri.removeprefix(ID)
            found.setdefault(path.split("/")[0], path)
    return found


def triples(client: TestClient, path: str, media: str) -> set[Triple]:
    answer = client.get(path, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    body = answer.content
    if media == "application/ld+json":
        named = json.loads(body)
        served = client.get(named["@context"]).json()
        assert served["@context"] == context()
        body = json.dumps({**named, **served}).encode()
    return {quad.triple for quad in parse(body, format=PARSERS[media])}


def without_document(found: set[Triple]) -> set[Triple]:
    return {t for t in found if not str(t.subject).startswith(f"<{BASE}doc/")}


def test_the_iri_of_a_thing_leads_to_its_document(client: TestClient) -> None:
    answer = client.get(f"/id/{DUTY}", params={"on": "2026-09-01"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/doc/{DUTY}?on=2026-09-01"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("application/ld+json, text/html;q=0.1", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("text/*;q=0.3, text/html;q=0, */*;q=0.1", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/xml", "application/rdf+xml"),
        ("application/pdf", None),
        ("text/html;q=0", None),
        ("image/png, application/pdf;q=0.2", None),
    ],
)
def test_the_form_is_the_one_asked_for(client: TestClient, accept: str | None, media: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    if accept is None:
        client.headers.pop("accept", None)
    answer = client.get(f"/doc/{DUTY}", headers=headers)
    assert "Accept" in answer.headers["vary"]
    if media is None:
        assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
        assert set(answer.json()["choices"]) == set(EXTENSIONS.values())
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    extension = next(name for name, kind in EXTENSIONS.items() if kind == media)
    assert answer.headers["content-location"] == f"/doc/{DUTY}.{extension}"
    fixed = client.get(f"/doc/{DUTY}.{extension}", headers={"Accept": "application/pdf"})
    assert (fixed.status_code, fixed.content) == (200, answer.content)
    assert "Accept" not in fixed.headers.get("vary", "")


def test_every_kind_of_thing_has_a_document_in_every_form(
    client: TestClient, one_of_each: dict[str, str]
) -> None:
    assert set(one_of_each) <= set(KINDS)
    assert set(KINDS) - set(one_of_each) <= {"provision", "excerpt", "proposed"}
    for path in one_of_each.values():
        found = [without_document(triples(client, f"/doc/{path}", media)) for media in PARSERS]
        assert found[0], path
        assert all(one == found[0] for one in found), path
        page = client.get(f"/doc/{path}.html")
        assert page.status_code == 200


def test_a_document_says_what_the_graph_says_and_nothing_else(
    client: TestClient, store: Store, one_of_each: dict[str, str]
) -> None:
    known = {quad.triple for quad in store}
    for kind, path in one_of_each.items():
        iri = thing_iri(kind, path.partition("/")[2])
        assert iri is not None
        found = without_document(triples(client, f"/doc/{path}", "application/ld+json"))
        assert found <= known
        assert {quad.triple for quad in store.quads_for_pattern(NamedNode(iri), None, None)} <= found


def test_every_iri_of_the_release_leads_somewhere(client: TestClient, store: Store) -> None:
    nodes = {n.value for q in store for n in (q.subject, q.predicate, q.object) if isinstance(n, NamedNode)}
    nodes |= {q.graph_name.value for q in store if isinstance(q.graph_name, NamedNode)}
    paths = sorted({iri.removeprefix(BASE).partition("#")[0] for iri in nodes if iri.startswith(BASE)})
    things = [path for path in paths if path.startswith("id/")]
    assert len(things) > 20_000
    # Every 211th of the many things of a kind, and all that is not a thing.
    chosen = [path for path in paths if not path.startswith("id/")] + things[::211]
    # A namespace is no thing of its own.
    failed = [
        p
        for p in chosen
        if p not in ("code/", "sparql") and client.get(f"/{p}").status_code not in (200, 303)
    ]
    assert failed == []
    assert all(thing_iri(*path.removeprefix("id/").split("/", 1)) == BASE + path for path in things)


@pytest.mark.parametrize(
    "path",
    [
        "duty/noise-law-2021%2Fart_77__para_1__item_1-exceed",
        "duty%2Fnoise-law-2021/art_77__para_1__item_1-exceed",
        "%64uty/noise-law-2021/art_77__para_1__item_1-exceed",
    ],
)
def test_a_percent_encoded_path_is_the_same_path(client: TestClient, path: str) -> None:
    assert client.get(f"/doc/{path}.ttl").content == client.get(f"/doc/{DUTY}.ttl").content


@pytest.mark.parametrize(
    "path",
    [
        "/id/duty/no-such-law/art_1",
        "/doc/duty/no-such-law/art_1.ttl",
        "/id/planet/mars",
        "/id/duty/噪声",
        "/doc/duty/%3Cscript%3E",
        "/doc/duty/a%20b",
        "/id/area/cn/",
        "/id/area/../body/qinghai",
        "/doc/topic/noise.pdf",
        "/code/level-galaxy",
        "/def/9.9.9",
        "/def.pdf",
        "/context/no.jsonld",
    ],
)
def test_what_is_not_in_the_data_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]
    assert answer.json()["detail_en"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("on=2026-02-30", "on"), ("on=yesterday", "on"), ("at=2026-01-01", "at"), ("on=2026-01-01&on=2026-01-02", "on"), ("on=", "on")],
)  # fmt: skip
@pytest.mark.parametrize("where", ["id", "doc"])
def test_a_bad_day_or_an_unknown_parameter_is_refused(client: TestClient, where: str, query: str, parameter: str) -> None:  # fmt: skip
    answer = client.get(f"/{where}/{DUTY}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("path", [f"/doc/{DUTY}", f"/doc/{DUTY}.ttl", "/def", "/def.jsonld", "/dataset", "/shapes", f"/doc/{DUTY}?on=2020-01-01"])  # fmt: skip
def test_an_unchanged_document_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert not etag.startswith("W/")
    assert first.headers["shuiguan-release"] in etag
    for given in (etag, f'"other", {etag}', "*"):
        again = client.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers.get("link") == first.headers.get("link")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_form_or_day_has_another_etag(client: TestClient) -> None:
    paths = [f"/doc/{DUTY}.{extension}" for extension in EXTENSIONS]
    paths += [f"/doc/{DUTY}.ttl?on=2026-01-01", f"/doc/{DUTY}.ttl?on=2026-01-02", "/doc/topic/noise.ttl"]
    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


@pytest.mark.parametrize("path", [f"/id/{DUTY}", f"/doc/{DUTY}", "/def", "/dataset.ttl", "/shapes.ttl", "/code/level-county", "/.well-known/void"])  # fmt: skip
def test_head_has_the_headers_and_no_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("etag", "content-length", "content-type", "location", "link", "vary"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_links_lead_to_the_other_forms_the_canonical_iri_and_what_followed(client: TestClient) -> None:
    header = client.get(f"/doc/{DUTY}").headers["link"]
    links = re.findall(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?', header)
    found: dict[str, list[tuple[str, str]]] = {}
    for target, relation, kind in links:
        found.setdefault(relation, []).append((target, kind))
    assert found["canonical"] == [(ID + DUTY, "")]
    assert found["alternate"] == [(f"/doc/{DUTY}.{name}", kind) for name, kind in EXTENSIONS.items()]
    for target, kind in found["alternate"]:
        assert client.get(target).headers["content-type"].split(";")[0] == kind
    assert client.get(found["describedby"][0][0]).status_code == 200
    # 生态环境法典第一千一百八十五条 takes the place of 噪声污染防治法第七十七条.
    assert found["successor-version"] == [(f"{ID}duty/eco-code-2026/art_1185__para_1__item_1-exceed", "")]


def test_pages_of_other_origins_may_read(client: TestClient) -> None:
    answer = client.get(f"/doc/{DUTY}.ttl", headers={"Origin": "https://front.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"etag", "link"} <= set(answer.headers["access-control-expose-headers"].lower().split(", "))


def test_a_thing_that_does_not_hold_that_day_says_so_in_every_form(client: TestClient) -> None:
    # 噪声污染防治法 ends on 2026-08-15: 生态环境法典第一千二百四十二条.
    then = f"{ID}duty/eco-code-2026/art_1185__para_1__item_1-exceed"
    page = client.get(f"/doc/{DUTY}.html?on=2026-08-15").text
    assert "2026-08-15 这一天不生效" in page
    assert f'href="/doc/{then.removeprefix(ID)}?on=2026-08-15"' in page
    found = triples(client, f"/doc/{DUTY}?on=2026-08-15", "text/turtle")
    about = {
        t.predicate.value.rsplit("/", 1)[-1]: str(t.object) for t in found if f"<{BASE}doc/" in str(t.subject)
    }
    assert about["relation"] == f"<{then}>"
    said = {t.predicate.value for t in found if t.subject == NamedNode(ID + DUTY)}
    assert "https://w3id.org/shuiguan/def#validUntil" in said
    assert "https://w3id.org/shuiguan/def#punisher" not in said
    assert "这一天不生效" not in client.get(f"/doc/{DUTY}.html?on=2026-08-14").text


def test_the_context_never_changes_under_its_name(client: TestClient) -> None:
    named = json.loads(client.get(f"/doc/{DUTY}.jsonld").content)["@context"]
    # Where the document came from, so that whoever reads it can read its words too.
    assert named.startswith("http://testserver/context/")
    answer = client.get(named)
    assert answer.headers["content-type"] == "application/ld+json"
    assert "immutable" in answer.headers["cache-control"]


def test_the_vocabulary_is_at_the_namespace_and_every_term_has_its_place(
    client: TestClient, store: Store
) -> None:
    page = client.get("/def").text
    ours = f"<{BASE}def#"
    terms = {str(q.subject)[len(ours) : -1] for q in store if str(q.subject).startswith(ours)}
    assert terms == set(re.findall(r'<span id="([^"]+)">', page))
    found = triples(client, "/def", "text/turtle")
    vocabulary = {q.triple for q in store if q.graph_name == NamedNode(BASE + "graph/vocabulary")}
    assert found == vocabulary
    assert client.get("/def/0.2.0").headers["location"] == "/def"


class Reader(HTMLParser):
    """Notes what a page is made of."""

    VOID = frozenset({"meta", "link", "br", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def pages(client: TestClient, one_of_each: dict[str, str]) -> dict[str, str]:
    paths = [f"/doc/{path}" for path in one_of_each.values()]
    paths += [
        f"/doc/{DUTY}?on=2026-09-01",
        "/doc/body-type/ecology",
        "/doc/instrument/noise-law-2021",
        "/def",
        "/dataset",
    ]
    return {path: client.get(path, headers={"Accept": "text/html"}).text for path in paths}


def test_pages_are_whole_named_and_without_scripts(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        reader = Reader()
        reader.feed(text)
        assert (reader.wrong, reader.open) == ([], []), path
        names = [tag for tag, _ in reader.tags]
        assert not {"script", "img", "iframe"} & set(names), path
        assert ("html", {"lang": "zh"}) in reader.tags
        for one in ("h1", "main", "title"):
            assert names.count(one) == 1, (path, one)
        assert all(attributes.get("scope") for tag, attributes in reader.tags if tag == "th"), path
        ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        labelled = {attributes.get("aria-labelledby") for tag, attributes in reader.tags if tag == "section"}
        assert labelled <= set(ids), path
        assert re.findall(r"https://w3id\.org/shuiguan/(?:id|code)/\S*</a>", text) == [], path


def test_links_of_pages_lead_somewhere(client: TestClient, pages: dict[str, str]) -> None:
    local = {href for text in pages.values() for href in re.findall(r'href="(/[^"]*)"', text)}
    chosen = [href for href in sorted(local) if not href.startswith(("/sparql", "/download"))]
    assert len(chosen) > 200
    failed = [href for href in chosen[::3] if client.get(href.replace("&amp;", "&")).status_code >= 400]
    assert failed == []


def test_a_long_list_of_links_tells_how_many_and_where_all_are(store: Store, pages: dict[str, str]) -> None:
    text = pages["/doc/body-type/ecology"]
    link = next(h for h in re.findall(r'href="/sparql\?([^"]+)"', text) if "punisher" in h)
    (query,) = parse_qs(link.replace("&amp;", "&"))["query"]
    rows = list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]  # a SELECT
    assert f"共 {len(rows)} 条" in text


def test_text_from_the_data_cannot_break_a_page(client: TestClient) -> None:
    # The construction-noise topic has compound wordings written with angle brackets.
    text = client.get("/doc/topic/construction-noise.html").text
    assert "&lt;loud&gt;" in text
    assert "<loud>" not in text
