"""Stored queries as an API: over a real release, each run in the pool of processes that can be stopped."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from api.app import create_app
from api.query_models import QueryList, QueryRows
from api.settings import Settings
from api.sparql.config import Limits
from api.sparql.places import LongBefore
from api.stored_queries import read_request
from graph.release import Release
from ontology.terms import ID
from queries.header import query_names, stored_query
from queries.questions import Run, ask
from tests.api.sparql.conftest import eventually

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "queries.md"
PROVISION = "/v1/queries/who-does-what-in-a-provision"
# On a busy machine some of the queries take longer than they may by default.
SECONDS = 600
ART_28 = {"instrument": "id:instrument/noise-law-2021", "place": "art_28"}


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    settings = Settings(releases=releases, sparql_seconds=SECONDS)
    with TestClient(create_app(settings), raise_server_exceptions=False) as one:
        yield one


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


def test_the_list_names_every_query_file_with_a_case_to_try(client: TestClient) -> None:
    found = QueryList.model_validate_json(client.get("/v1/queries").content)
    assert [one.name for one in found.queries] == sorted(
        path.stem for path in (ROOT / "queries").glob("*.rq")
    )
    assert found.total == len(found.queries)
    for one in found.queries:
        assert [set(case.parameters) for case in one.cases] == [{p.name for p in one.parameters}] * len(
            one.cases
        )


@pytest.mark.parametrize("name", query_names())
def test_the_first_case_of_each_query_is_answered_as_by_the_code(
    client: TestClient, store: Store, name: str
) -> None:
    """The same file serves the code and the reader."""
    (entry,) = [one for one in client.get("/v1/queries").json()["queries"] if one["name"] == name]
    given = entry["cases"][0]["parameters"]
    answer = QueryRows.model_validate_json(client.get(entry["url"], params=given).content)
    assert answer.columns == list(stored_query(name).columns)
    assert len(answer.rows) == min(1000, len(ask(store, Run(name, given)))) > 0
    assert answer.next is None or len(answer.rows) == 1000


def test_who_is_interviewed_comes_with_who_interviews(client: TestClient) -> None:
    """噪声污染防治法 (2021-12-24) art. 28: the heads of the government and of its departments."""
    rows = client.get(PROVISION, params=ART_28).json()["rows"]
    assert {row["directedAt"] for row in rows} == {
        "该地区人民政府的主要负责人",
        "该地区人民政府有关部门的主要负责人",
    }
    assert f"{ID}body-type/ecology" in {row["party"] for row in rows}


def test_numbers_and_flags_are_values_and_what_is_missing_is_null(client: TestClient) -> None:
    given = {"instrument": "id:instrument/sichuan-notice-2023", "place": "sec_2__subsec_2"}
    rows = client.get("/v1/queries/what-is-listed", params=given).json()["rows"]
    four = [row for row in rows if row["of"] == "环保重点工作与业务的“四同”"]
    assert [(row["position"], row["open"], row["remark"] is None) for row in four] == [
        (number, False, False) for number in (1, 2, 3, 4)
    ]
    assert {row["remark"] for row in rows if row["of"] == "环保工作的推进方式"} == {None}


@pytest.mark.parametrize(
    "accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+json"]
)
def test_other_formats_hold_the_same_rows(client: TestClient, accept: str) -> None:
    plain = client.get(PROVISION, params=ART_28).json()
    other = client.get(PROVISION, params=ART_28, headers={"accept": accept})
    assert other.headers["content-type"].startswith(accept)
    if accept == "text/csv":
        table = list(csv.reader(io.StringIO(other.text)))
        assert (table[0], len(table) - 1) == (plain["columns"], len(plain["rows"]))
        return
    formats = {"application/sparql-results+json": QueryResultsFormat.JSON}
    found = parse_query_results(other.content, formats.get(accept, QueryResultsFormat.TSV))
    assert isinstance(found, QuerySolutions)
    assert [one.value for one in found.variables] == plain["columns"]
    assert len(list(found)) == len(plain["rows"])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_pages_follow_each_other_until_next_is_null(client: TestClient, form: str) -> None:
    path = "/v1/queries/what-leads-to-accountability"
    given = {"instrument": "id:instrument/leader-responsibility-rules-2025", "format": form}
    whole = client.get(path, params=given)
    size = 10
    pages = [client.get(path, params={**given, "limit": size})]
    while link := pages[-1].headers.get("link"):
        pages.append(client.get(re.findall(r"<(.+)>; rel=\"next\"", link)[0]))
    assert len(pages) > 2
    if form == "json":
        assert [page.json()["next"] is None for page in pages] == [False] * (len(pages) - 1) + [True]
        assert [row for page in pages for row in page.json()["rows"]] == whole.json()["rows"]
    else:
        assert [line for page in pages for line in page.text.splitlines()[1:]] == whole.text.splitlines()[1:]


@pytest.mark.parametrize(
    ("path", "given", "status", "parameter"),
    [
        (PROVISION, {}, 400, "instrument"),
        (PROVISION, {"instrument": "id:instrument/noise-law-2021"}, 400, "place"),
        (PROVISION, {**ART_28, "instrument": "噪声法"}, 400, "instrument"),
        (PROVISION, {**ART_28, "paragraph": "1"}, 400, "paragraph"),
        (PROVISION, {**ART_28, "place": ["art_28", "art_29"]}, 400, "place"),
        (PROVISION, {**ART_28, "limit": "0"}, 400, "limit"),
        (PROVISION, {**ART_28, "limit": "10001"}, 400, "limit"),
        (PROVISION, {**ART_28, "limit": "²"}, 400, "limit"),
        (PROVISION, {**ART_28, "cursor": "%%%"}, 400, "cursor"),
        (PROVISION, {**ART_28, "cursor": "MTAgYWJj"}, 400, "cursor"),
        (PROVISION, {**ART_28, "format": "xlsx"}, 400, "format"),
        (PROVISION, {**ART_28, "timeout": "0"}, 400, "timeout"),
        (PROVISION, {**ART_28, "timeout": "soon"}, 400, "timeout"),
        ("/v1/queries/how-many-duties-by-body", {"on": "2026-02-30"}, 400, "on"),
        ("/v1/queries/no-such-query", {}, 404, "name"),
        ("/v1/queries/no-such-query.rq", {}, 404, "name"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_in_both_languages(
    client: TestClient, path: str, given: dict[str, str], status: int, parameter: str
) -> None:
    answer = client.get(path, params=given)
    told = answer.json()
    assert (answer.status_code, told["status"], told["parameter"]) == (status, status, parameter)
    assert answer.headers["content-type"] == "application/problem+json"
    assert re.search(r"[一-鿿]", told["detail"])
    assert told["detail_en"]


def test_an_unknown_parameter_or_name_is_answered_with_those_there_are(client: TestClient) -> None:
    known = ["cursor", "format", "instrument", "limit", "place", "release", "timeout"]
    assert client.get(PROVISION, params={"law": "x"}).json()["choices"] == known
    assert client.get("/v1/queries/nothing").json()["choices"] == list(query_names())


def test_a_cursor_of_other_values_is_refused(client: TestClient) -> None:
    cursor = client.get(PROVISION, params={**ART_28, "limit": "1"}).json()["next"]
    other = client.get(PROVISION, params={**ART_28, "place": "art_29", "cursor": cursor})
    assert (other.status_code, other.json()["parameter"]) == (400, "cursor")


def test_text_with_braces_and_quotes_stays_text(client: TestClient) -> None:
    place = 'art_28" } UNION { ?s ?p ?o } #'
    answer = client.get(PROVISION, params={**ART_28, "place": place})
    assert (answer.status_code, answer.json()["rows"]) == (200, [])
    assert answer.json()["parameters"]["place"] == place


def test_a_format_that_is_not_offered_is_406_with_those_that_are(client: TestClient) -> None:
    answer = client.get(PROVISION, params=ART_28, headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["choices"]


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get(PROVISION, params=ART_28)
    again = client.get(PROVISION, params=ART_28, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(PROVISION, params={**ART_28, "format": "csv"})
    assert other.headers["etag"] != first.headers["etag"]


def test_a_query_that_was_long_for_some_values_is_not_held_to_be_long_for_others() -> None:
    long_before = LongBefore()
    jobs = []
    for place in ("art_28", "art_29"):
        pairs = [("instrument", ART_28["instrument"]), ("place", place)]
        page = read_request(stored_query("who-does-what-in-a-provision"), pairs, None, "r1", Limits())
        assert page is not None
        jobs.append(page.job(Limits()))
    long_before.add(jobs[0])
    assert [job in long_before for job in jobs] == [True, False]


def test_a_query_over_its_time_is_stopped_as_at_sparql(releases: Path) -> None:
    settings = Settings(releases=releases, sparql_seconds=0.02)
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as hurried:
        # Where no worker is free, a query waits in line longer than it may take.
        hurried.get("/v1/queries/which-instrument", params={"instrument": "id:x"})
        assert eventually(lambda: len(app.state.sparql.pool._idle) == settings.sparql_workers)
        answer = hurried.get(
            "/v1/queries/who-has-which-part", params={"area": "id:area/cn", "on": "2026-08-15"}
        )
    assert answer.status_code == 504
    assert answer.json()["detail_en"]


def test_the_time_of_a_stored_query_may_only_be_lowered(client: TestClient) -> None:
    usual = f"{SECONDS:g}"
    for given, held in ({}, usual), ({"timeout": "2.5"}, "2.5"), ({"timeout": "9999"}, usual):
        answer = client.get(PROVISION, params={**ART_28, **given})
        assert (answer.status_code, answer.headers["x-timeout-seconds"]) == (200, held)
    parts = {"area": "id:area/cn", "on": "2026-08-15", "timeout": "0.001"}
    assert client.get("/v1/queries/who-has-which-part", params=parts).status_code in (503, 504)


def test_the_copied_text_runs_at_sparql_and_finds_the_rows_of_its_case(client: TestClient) -> None:
    text = client.get("/v1/queries/who-is-behind-an-instrument.rq")
    assert text.headers["content-type"].startswith("application/sparql-query")
    copied = text.text.replace("  # VALUES", "  VALUES")
    rows = client.get("/sparql", params={"query": copied, "format": "json"}).json()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows if row["capacity"]["value"] == "addressee"] == [
        "各市（州）党委和人民政府",
        "省直有关部门",
    ]


def test_the_schema_has_a_path_for_each_query_with_typed_parameters(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operations = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(operations) == len(set(operations))
    for name in query_names():
        asked = paths[f"/v1/queries/{name}"]["get"]
        own = {one["name"]: one for one in asked["parameters"] if one.get("required")}
        assert set(own) == {one.name for one in stored_query(name).parameters}
        assert all(one["examples"] for one in own.values())
        assert {"200", "304", "400", "406", "429", "503", "504", "507"} <= set(asked["responses"])
    days = [
        one["schema"] for one in paths["/v1/queries/who-answers"]["get"]["parameters"] if one["name"] == "on"
    ]
    assert days == [{"type": "string", "format": "date"}]


def test_every_address_on_the_page_is_answered(client: TestClient) -> None:
    addresses = re.findall(r"^GET (/v1/\S+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert len(addresses) >= 3
    for address in addresses:
        assert client.get(address).status_code == 200


def test_the_page_lists_every_query_with_what_it_asks() -> None:
    text = DOCS.read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (.+?) \|", text, re.MULTILINE))
    assert listed == {name: stored_query(name).asks for name in query_names()}
