"""The API over real HTTP semantics, with a real release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import models, routes
from api.app import create_app
from api.examples import QUESTIONS
from api.operations_page import page
from api.service import Service
from api.settings import Settings
from graph.quotation import QuotationFile, encode_quotations, quotation
from graph.release import Release
from queries.answer import Status
from queries.lookup import Lookup

WEST = "青海省西宁市城西区"
NOISE = {"issue": "楼下工地后半夜打混凝土，整栋楼睡不着", "place": WEST, "on": "2026-09-01"}


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    with TestClient(create_app(Settings(releases=releases), service), raise_server_exceptions=False) as one:
        yield one


def test_a_complaint_gets_a_dated_cited_answer(client: TestClient) -> None:
    answer = client.get("/v1/lookup", params=NOISE).json()
    assert answer["status"] == "undesignated"
    assert answer["place"]["id"] == "cn-630104"
    # 生态环境法典第1185条: 由工程所在地人民政府指定的部门
    assert "生态环境法典第一千一百八十五条" in answer["basis"][0]["label"]
    assert answer["next_step"]["zh"]
    assert answer["receipt"]["release"] == answer["release"]


@pytest.mark.parametrize("status", QUESTIONS)
def test_the_example_of_each_status_has_that_status(client: TestClient, status: str) -> None:
    assert client.get("/v1/lookup", params=QUESTIONS[status]).json()["status"] == status


@pytest.mark.parametrize("status", QUESTIONS)
def test_ready_bytes_are_what_the_schema_says(client: TestClient, status: str) -> None:
    body = client.get("/v1/lookup", params=QUESTIONS[status]).content
    model = models.Answer.model_validate_json(body)
    assert json.loads(model.model_dump_json()) == json.loads(body)


def test_the_clause_itself_is_shown_where_the_release_has_it(
    client: TestClient, release: Release, tmp_path: Path
) -> None:
    plain = client.get("/v1/lookup", params=NOISE).json()
    assert {basis["quotation"] for basis in plain["basis"]} == {None}
    first = plain["basis"][0]
    words = quotation("示例条文：由指定的部门处罚。", "示例.md", cut=True)
    path = tmp_path / "quotations.bin"
    path.write_bytes(encode_quotations({f"{first['instrument']}/{first['locator']}": words}))
    quoting = Service(release, Lookup(release.tables(), QuotationFile(path)), 16, lambda: date(2026, 11, 22))
    with TestClient(create_app(Settings(), quoting)) as other:
        answer = other.get("/v1/lookup", params=NOISE)
    models.Answer.model_validate_json(answer.content)
    shown = answer.json()["basis"][0]["quotation"]
    assert shown == {"text": words.text, "digest": words.digest, "edition": "示例.md", "cut": True}
    assert answer.json()["receipt"]["digest"] != plain["receipt"]["digest"]


@pytest.mark.parametrize(
    ("params", "status", "parameter"),
    [
        ({}, 400, "issue"),
        ({"issue": "  "}, 400, "issue"),
        ({"issue": "？！"}, 400, "issue"),
        ({"issue": "y" * 10_001}, 400, "issue"),
        ({"issue": "油烟", "on": "2026-02-30"}, 400, "on"),
        ({"issue": "油烟", "on": "'; DROP TABLE duty; --"}, 400, "on"),
        ({"issue": "油烟", "place": "火星市"}, 404, "place"),
        ({"issue": "油烟", "place": "朝阳区"}, 400, "place"),
        ({"issue": "油烟", "level": "银河"}, 400, "level"),
        ({"issue": "油烟", "colour": "red"}, 400, "colour"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_in_both_languages(
    client: TestClient, params: dict[str, str], status: int, parameter: str
) -> None:
    answer = client.get("/v1/lookup", params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    found = answer.json()
    assert found["parameter"] == parameter
    assert found["detail"]
    assert found["detail_en"]


@pytest.mark.parametrize(
    "issue",
    [
        "烧烤🍢油烟太大😡😡",
        "SELECT * WHERE { ?s ?p ?o } 油烟",
        "'; DROP TABLE duty; -- 油烟",
        "油\u0000烟\u0007",
        "<script>alert(1)</script>油烟",
        "ＹＯＵ烟　油烟",
        "油烟" * 1500,
        "%E6%B2%B9",
    ],
)
def test_odd_text_never_breaks_the_service(client: TestClient, issue: str) -> None:
    assert client.get("/v1/lookup", params={"issue": issue, "on": "2026-09-01"}).status_code == 200


def test_a_day_after_the_cut_off_is_answered_with_a_warning(client: TestClient) -> None:
    answer = client.get("/v1/lookup", params={**NOISE, "on": "2031-01-15"}).json()
    assert "after-data-cut-off" in {warning["code"] for warning in answer["warnings"]}


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/v1/lookup", params=NOISE)
    again = client.get("/v1/lookup", params=NOISE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["shuiguan-release"] in first.headers["etag"]
    other = client.get("/v1/lookup", params={**NOISE, "on": "2026-08-14"})
    assert other.headers["etag"] != first.headers["etag"]


def test_head_has_the_headers_and_no_body(client: TestClient) -> None:
    head, get = client.head("/v1/lookup", params=NOISE), client.get("/v1/lookup", params=NOISE)
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-length"] == get.headers["content-length"]


def test_pages_of_other_origins_may_read(client: TestClient) -> None:
    answer = client.get("/v1/lookup", params=NOISE, headers={"Origin": "https://front.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "etag" in answer.headers["access-control-expose-headers"].lower()
    ask = {"Origin": "https://front.example", "Access-Control-Request-Method": "GET"}
    assert client.options("/v1/lookup", headers=ask).status_code == 200


def test_a_batch_is_answered_under_the_callers_keys_faults_included(client: TestClient) -> None:
    questions = {"a": NOISE, "乙": {"issue": "油烟", "place": "火星市"}, 'c"': {"issue": "电锯噪声"}}
    answers = client.post("/v1/lookup", json={"questions": questions}).json()["answers"]
    assert list(answers) == ["a", "乙", 'c"']
    assert answers["a"]["status"] == "undesignated"
    assert answers["乙"]["status"] == 404
    single = client.get("/v1/lookup", params=NOISE).json()
    assert answers["a"] == single


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b'{"questions": {"a": {"issue": 5}}}', 422),
        (b'{"questions": {"a": {"issue": "x", "extra": 1}}}', 422),
        (json.dumps({"questions": {str(n): {"issue": "油烟"} for n in range(101)}}).encode(), 413),
    ],
)
def test_a_bad_batch_is_refused_whole(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/v1/lookup", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/v1/lookup", content=b"x" * 2_000_001)
    assert answer.status_code == 413


def test_a_body_without_a_declared_length_is_refused_when_it_passes_the_limit(client: TestClient) -> None:
    answer = client.post("/v1/lookup", content=(b"x" * 500_000 for _ in range(5)))
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_topics_are_searched_and_fetched(client: TestClient) -> None:
    found = client.get("/v1/topics", params={"q": "烧烤油烟", "limit": 5}).json()
    assert found["topics"][0]["id"] in {"barbecue", "cooking-fumes"}
    one = client.get("/v1/topics/cooking-fumes").json()
    assert one["broader"] == ["air-pollution"]
    assert client.get("/v1/topics/no-such").status_code == 404


def test_areas_are_searched_and_fetched(client: TestClient) -> None:
    found = client.get("/v1/areas", params={"q": "城西区"}).json()
    assert "cn-630104" in {area["id"] for area in found["areas"]}
    assert client.get("/v1/areas/cn-630104").json()["within"][:2] == ["西宁市", "青海省"]


def test_bodies_are_found_by_their_old_names(client: TestClient) -> None:
    assert client.get("/v1/bodies", params={"q": "环保局"}).json()["body_types"][0]["id"] == "ecology"
    assert client.get("/v1/bodies/ecology").json()["zh"] == "生态环境"
    real = client.get("/v1/bodies", params={"q": "西宁市生态环境局"}).json()["bodies"][0]
    assert (real["acts_as"], real["certainty"]) == (["ecology"], "assumed")
    assert client.get(f"/v1/bodies/{real['id']}").json() == real
    assert client.get("/v1/bodies/no-such").status_code == 404


def test_the_front_says_where_to_ask(client: TestClient) -> None:
    assert client.get("/").json()["schema"] == "/openapi.json"


def test_health_and_readiness_tell_the_release(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["release"] == client.get("/v1/lookup", params=NOISE).headers["shuiguan-release"]
    assert ready["counts"]["duties"] > 900


def test_unknown_paths_and_methods_are_problems(client: TestClient) -> None:
    for answer, status in ((client.get("/v1/nothing"), 404), (client.delete("/v1/lookup"), 405)):
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", ["/v1/topics", "/v1/areas/cn", "/v1/bodies", "/readyz", "/healthz"])
def test_a_parameter_that_a_route_does_not_have_is_refused_never_ignored(
    client: TestClient, path: str
) -> None:
    answer = client.get(path, params={"plce": "西宁"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "plce"


def test_the_page_of_operations_is_that_of_the_schema(client: TestClient) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "api.md"
    assert docs.read_text("utf-8") == page(client.get("/openapi.json").json())


def test_every_module_of_routes_is_in_the_application() -> None:
    folder = Path(routes.__file__).parent
    modules = {one.stem for one in folder.glob("*.py")} - {"__init__"}
    held = {one.__name__.rpartition(".")[2] for one in vars(routes).values() if isinstance(one, ModuleType)}
    assert held == modules
    assert len(routes.ROUTERS) == len(modules)


def test_every_operation_has_an_explicit_id_and_every_status_an_example(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    operations = [one["operationId"] for path in schema["paths"].values() for one in path.values()]
    assert len(operations) == len(set(operations))
    # FastAPI's own ids join words with underscores; ours are names for a client's methods.
    assert [one for one in operations if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", one)] == []
    examples = schema["paths"]["/v1/lookup"]["get"]["responses"]["200"]["content"]["application/json"][
        "examples"
    ]
    assert {example["value"]["status"] for example in examples.values()} == {
        status.value for status in Status
    }
    for example in examples.values():
        models.Answer.model_validate_json(json.dumps(example["value"]))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.binary(max_size=60))
def test_any_query_string_is_answered_or_refused(client: TestClient, raw: bytes) -> None:
    query = "".join(f"%{byte:02X}" for byte in raw)
    assert client.get(f"/v1/lookup?issue={query}").status_code in {200, 400}
