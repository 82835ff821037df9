"""The office over HTTP: who may, versions, retries, refusals, and a decision that the lookup answers with."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.office.access import OPERATION_OF
from api.office.desk import OfficeDesk
from api.office.outbox import Outbox
from api.routes import ROUTERS
from api.service import Service
from api.settings import Settings
from graph.publish import build_release
from office.access import Operation, Task, roles_for
from office.codes import Action, Role, State
from office.matter import Matter
from office.requests import NewMatter
from office.service import Office
from office.webhook import SIGNATURE, verify
from tests.office.conftest import copy_of
from tests.office.tiny import CLERK, advance, by, tiny_corpus

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NIGHT = {
    "description": "工地夜间施工，吵得睡不着",
    "place": "西宁市城西区",
    "occurred_on": "2026-11-20",
    "channel": "hotline",
}
HOUSING, CITY, ECOLOGY = ({"type": kind} for kind in ("housing", "urban-management", "ecology"))
PROPOSAL = {
    "number": "西政函〔2026〕88号", "decided_by": ["government"], "decided_in": "cn-630104", "decided_on": "2026-11-20",
    "lead": {"type": "urban-management", "body": "xining-urban-management"}, "cooperators": [HOUSING], "scope": {"topics": ["night-noise"], "duties": ["tiny-law/art_1__para_1"]},
    "place": "cn-630104", "valid_from": "2026-11-21", "backdated": "会上先定，次日补录",
}  # fmt: skip
ROWS = "描述\t地点\t日期\n工地夜间施工，吵\t西宁市城西区\t2026-11-20"
PUBLICATION = {"published_on": "2026-11-21", "where": "区政府网站"}


class Client:
    """The office as one person sees it."""

    def __init__(self, http: TestClient, key: str) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **params: str) -> Response:
        return self.http.get(f"/v1/office{path}", headers=self.headers, params=params)

    def post(self, path: str, body: object = None, **headers: str) -> Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post(f"/v1/office{path}", headers={**self.headers, **given}, json=body or {})

    def open(self, key: str = "k1", **change: object) -> Response:
        return self.post("/matters", {**NIGHT, **change}, Idempotency_Key=key)

    def act(self, tag: str, step: str, reason: str | None = None, **content: object) -> Response:
        matter = tag.strip('"').partition(".")[0]
        return self.post(f"/matters/{matter}/{step}", {"reason": reason, **content}, If_Match=tag)


@pytest.fixture
def http(tiny_release: Path, tmp_path: Path) -> Iterator[TestClient]:
    releases = copy_of(tiny_release, tmp_path / "releases")
    settings = Settings(releases=releases, office_url=str(tmp_path / "office.db"), follow_seconds=0)
    app = create_app(settings)
    service: Service = app.state.service
    service.today = lambda: NOW.date()
    desk_of(app.state.office).now = lambda: NOW
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@dataclass
class Received:
    """A receiver on this machine, and what it got."""

    url: str
    got: Queue[tuple[Message[str, str], bytes]]

    def next(self) -> tuple[Message[str, str], bytes]:
        return self.got.get(timeout=60)


@pytest.fixture
def receiver() -> Iterator[Received]:
    got: Queue[tuple[Message[str, str], bytes]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.put((self.headers, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Received(f"http://127.0.0.1:{server.server_port}/hook", got)
        server.shutdown()


def desk_of(found: object) -> OfficeDesk:
    assert isinstance(found, OfficeDesk)
    return found


def client_as(http: TestClient, role: Role, name: str, scopes: Sequence[Operation] | None = None) -> Client:
    desk = desk_of(http.app.state.office)  # type: ignore[attr-defined]  # the client's app is ours
    return Client(http, desk.keys.make(name, [role], by="test", at=NOW, reason="test", scopes=scopes)[0])


@pytest.fixture
def clerk(http: TestClient) -> Client:
    return client_as(http, Role.CLERK, "经办甲")


@pytest.fixture
def approver(http: TestClient) -> Client:
    return client_as(http, Role.APPROVER, "审批乙")


def tiny_published(office: Office) -> Matter:
    """A decision on night noise in one district; a second one follows the first."""
    matter = office.open(NewMatter(description="工地夜间施工", place="cn-630104"), by(CLERK))
    while matter.state is not State.PUBLISHED:
        matter = advance(office, matter)
    return matter


def approved_tag(clerk: Client, approver: Client) -> str:
    tag = clerk.open().headers["etag"]
    tag = clerk.act(
        tag, "consult", consultation={"departments": [HOUSING, CITY, ECOLOGY], "due": "2026-11-30"}
    ).headers["etag"]
    for department, stance in ((CITY, "ours"), (HOUSING, "not-ours"), (ECOLOGY, "not-ours")):
        position = {"department": department, "stance": stance, "answered_on": "2026-11-21"}
        tag = clerk.act(tag, "position", position=position).headers["etag"]
    tag = clerk.act(tag, "propose", proposal=PROPOSAL).headers["etag"]
    return approver.act(tag, "approve").headers["etag"]


# ---------------------------------------------------------------- access


def office_routes() -> list[APIRoute]:
    routes = [route for router in ROUTERS for route in router.routes]
    found = [one for one in routes if isinstance(one, APIRoute) and one.path.startswith("/v1/office")]
    assert len(found) > 20
    return found


def test_every_route_of_the_office_has_its_operation_and_every_entry_a_route() -> None:
    assert {route.operation_id for route in office_routes()} == set(OPERATION_OF)


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_each_role_gets_through_exactly_where_the_matrix_lets_it(http: TestClient, role: Role | None) -> None:
    headers = client_as(http, role, "某人").headers if role else {}
    for route in office_routes():
        path = route.path.replace("{id}", "2026-000001")
        method = sorted(route.methods or ())[0]
        status = http.request(method, path, headers=headers).status_code
        if role is None:
            assert status == 401, route.path
        else:
            allowed = role in roles_for(OPERATION_OF[route.operation_id or ""])
            assert (status != 403) == allowed, (route.path, status)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer shuiguan_0_0"])
def test_without_a_valid_credential_nothing_can_be_read(http: TestClient, given: str) -> None:
    answer = http.get("/v1/office/matters", headers={"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_service_without_a_ledger_says_so(tiny_release: Path) -> None:
    with TestClient(create_app(Settings(releases=tiny_release, follow_seconds=0))) as client:
        answer = client.get("/v1/office/matters")
    assert answer.status_code == 404 and "SHUIGUAN_OFFICE_URL" in answer.json()["detail"]


def test_an_administrator_makes_and_revokes_keys(http: TestClient) -> None:
    admin = client_as(http, Role.ADMIN, "管理员")
    made = admin.post(
        "/keys", {"holder": "热线系统", "roles": ["clerk"], "scopes": ["open", "read"], "reason": "接入热线"}
    )
    assert made.status_code == 201
    hotline = Client(http, made.json()["key"])
    assert hotline.open().status_code == 201
    assert hotline.act('"2026-000001.1"', "close", "x", closing={"outcome": "minor"}).status_code == 403
    revoked = admin.post(f"/keys/{made.json()['entry']['id']}/revocation", {"reason": "停用"})
    assert revoked.json()["revoked_by"] == "管理员"
    assert hotline.get("/matters").status_code == 401
    assert "hash" not in admin.get("/keys").text
    recorded = admin.get("/keys/events", after="1").json()  # the first made the administrator's own
    assert [(one["action"], one["actor"], one["reason"]) for one in recorded["events"]] == [
        ("make", "管理员", "接入热线"),
        ("revoke", "管理员", "停用"),
    ]


def test_a_key_is_made_for_a_reason_and_never_for_more_than_its_makers_scopes(http: TestClient) -> None:
    maker = client_as(http, Role.ADMIN, "发钥的", [Task.MANAGE_KEYS, Action.OPEN])
    asked = {"holder": "某人", "roles": ["clerk", "approver"], "reason": "要办事"}
    assert maker.post("/keys", asked).status_code == 403
    assert maker.post("/keys", {**asked, "scopes": ["approve"]}).status_code == 403
    assert maker.post("/keys", {**asked, "scopes": ["open"]}).status_code == 201
    assert maker.post("/keys", {**asked, "scopes": ["open"], "reason": ""}).status_code == 422
    del asked["reason"]
    assert maker.post("/keys", {**asked, "scopes": ["open"]}).status_code == 422


def test_a_key_that_may_not_read_is_shown_no_words_of_a_matter(http: TestClient, clerk: Client) -> None:
    tag = clerk.open().headers["etag"]
    narrow = client_as(http, Role.CLERK, "只办两件的", [Action.PAUSE, Action.OPEN])
    stub = {"id": "2026-000001", "version": 2, "state": "opened"}
    done = narrow.act(tag, "pause", "等材料")
    assert (done.status_code, done.json()["matter"], done.json()["possible"]) == (200, stub, ["pause"])
    stale = narrow.act(tag, "pause", "再等")
    assert (stale.status_code, stale.json()["current"]) == (412, stub)
    answers = [
        done, stale, narrow.open("n"), narrow.post("/matters/batch", {"matters": [NIGHT]}, Idempotency_Key="b"),
        narrow.post("/matters/rows/preview", {"text": ROWS}), narrow.post("/matters/rows", {"text": ROWS}, Idempotency_Key="r"),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [200, 412, 201, 201, 200, 201]
    for answer in answers:
        assert "吵得睡不着" not in answer.text and "经办甲" not in answer.text
    assert clerk.post("/matters/rows/preview", {"text": ROWS}).text.count("吵得睡不着") > 1


# ---------------------------------------------------------------- versions and retries


def test_a_change_without_the_version_that_was_read_is_refused(clerk: Client) -> None:
    clerk.open()
    answer = clerk.post("/matters/2026-000001/close", {"reason": "重复", "closing": {"outcome": "minor"}})
    assert answer.status_code == 428


def test_a_stale_change_is_refused_with_the_matter_as_it_stands(clerk: Client) -> None:
    tag = clerk.open().headers["etag"]
    clerk.act(tag, "pause", "等材料")
    stale = clerk.act(tag, "close", "轻微", closing={"outcome": "minor"})
    assert stale.status_code == 412
    assert stale.json()["current"]["version"] == 2 and stale.json()["current"]["state"] == "opened"


@pytest.mark.parametrize("tag", ['"2026-000009.1"', "*", "1", '"x"'])
def test_a_tag_of_something_else_is_refused(clerk: Client, tag: str) -> None:
    clerk.open()
    answer = clerk.post("/matters/2026-000001/pause", {"reason": "等"}, If_Match=tag)
    assert answer.status_code == 400 and answer.json()["parameter"] == "If-Match"


def test_a_double_click_makes_one_matter_and_another_request_under_the_key_is_refused(clerk: Client) -> None:
    first, second = clerk.open("same"), clerk.open("same")
    assert first.json() == second.json() and second.status_code == 201
    assert len(clerk.get("/matters").json()["matters"]) == 1
    assert clerk.open("same", description="另一件：工地夜间施工").status_code == 422
    assert clerk.post("/matters", NIGHT).status_code == 400


def test_an_illegal_move_names_what_can_be_done(clerk: Client, approver: Client) -> None:
    tag = clerk.open().headers["etag"]
    answer = approver.act(tag, "approve")
    assert answer.status_code == 409
    assert "consult" in answer.json()["choices"]


def test_lists_go_on_where_the_page_before_ended(clerk: Client) -> None:
    for number in range(5):
        clerk.open(f"k{number}", source_number=f"12345-{number}")
    first = clerk.get("/matters", limit="3").json()
    rest = clerk.get("/matters", limit="3", after=first["next"]).json()
    assert [len(first["matters"]), len(rest["matters"]), rest["next"]] == [3, 2, None]


def test_pasted_rows_are_shown_with_their_faults_and_registered_all_or_none(clerk: Client) -> None:
    good = "描述\t地点\t日期\t渠道\n工地夜间施工\t西宁市城西区\t2026-11-20\t信访\n道路扬尘\t西宁市城中区\t2026-11-19\t退件"
    bad = good + "\n=1+1\t西宁市城西区\t2026-02-30\t信访\n夜间施工\t没有这个地方\t2026-11-20\t信访"
    shown = clerk.post("/matters/rows/preview", {"text": bad}).json()
    assert {(one["row"], one["column"]) for one in shown["faults"]} == {
        (3, "description"),
        (3, "occurred_on"),
        (4, "place"),
    }
    assert clerk.post("/matters/rows", {"text": bad}, Idempotency_Key="p").status_code == 400
    assert clerk.get("/matters").json()["matters"] == []
    made = clerk.post("/matters/rows", {"text": good}, Idempotency_Key="p2")
    assert made.status_code == 201 and [one["topic"] for one in made.json()["matters"]] == [
        "night-noise",
        "dust",
    ]


def test_paper_limits_ledger_and_feed_are_handed_out(clerk: Client, approver: Client) -> None:
    approved_tag(clerk, approver)
    page = clerk.get("/matters/2026-000001/paper", format="html", convenor="城西区环委办")
    assert page.status_code == 200 and "城西区环委办" in page.text and "夜间施工噪声" in page.text
    word = clerk.get("/matters/2026-000001/paper")
    assert (
        word.content[:2] == b"PK" and "consultation-2026-000001.docx" in word.headers["content-disposition"]
    )
    assert clerk.get("/matters/2026-000001/deadlines").status_code == 200
    assert clerk.get("/matters/2026-000001/procedure").status_code == 200
    rows = clerk.get("/ledger", period="2026-Q4").json()
    assert rows["total"] == 1
    assert clerk.get("/ledger", period="2026-11", format="xlsx").content[:2] == b"PK"
    assert clerk.get("/ledger/counts", period="2026", format="csv").text.count("\r\n") >= 2
    assert clerk.get("/calendar.ics").text.startswith("BEGIN:VCALENDAR")
    for wrong in ("2026-13", "x", "2026-Q5", "", "２０２６"):
        assert clerk.get("/ledger", period=wrong).status_code == 400, wrong


def test_a_calendar_program_gives_its_key_as_a_password(http: TestClient) -> None:
    reader = client_as(http, Role.READER, "看日历的")
    key = reader.headers["Authorization"].removeprefix("Bearer ")
    assert http.get("/v1/office/calendar.ics", auth=("calendar", key)).status_code == 200
    assert http.get("/v1/office/calendar.ics", auth=("calendar", "wrong")).status_code == 401


def test_of_the_office_only_published_decisions_are_public(
    http: TestClient, clerk: Client, approver: Client
) -> None:
    tag = approved_tag(clerk, approver)
    assert http.get("/v1/decisions").json() == {"decisions": [], "next": None}
    clerk.act(tag, "publish", publication=PUBLICATION)
    (decision,) = http.get("/v1/decisions").json()["decisions"]
    assert (decision["number"], decision["valid_from"], decision["revoked_from"]) == (
        PROPOSAL["number"],
        "2026-11-21",
        None,
    )
    assert "description" not in decision and "经办甲" not in str(decision)


def test_a_decision_that_another_follows_is_shown_with_the_end_it_has_now(
    http: TestClient, clerk: Client, approver: Client
) -> None:
    office = desk_of(http.app.state.office).office  # type: ignore[attr-defined]
    first = tiny_published(office)
    before = http.get("/v1/decisions")
    assert before.json()["decisions"][0]["valid_until"] is None
    second = tiny_published(office)
    shown = http.get("/v1/decisions")
    starts = [one["valid_from"] for one in shown.json()["decisions"]]
    assert [one["valid_until"] for one in shown.json()["decisions"]] == [starts[1], None]
    assert [one["matter"] for one in shown.json()["decisions"]] == [first.id, second.id]
    assert shown.headers["etag"] != before.headers["etag"]
    again = http.get("/v1/decisions", headers={"If-None-Match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = http.get("/v1/decisions", params={"limit": 1}).json()
    rest = http.get("/v1/decisions", params={"limit": 1, "after": page["next"]}).json()
    assert [one["matter"] for one in (*page["decisions"], *rest["decisions"])] == [first.id, second.id]
    assert rest["next"] is None


def test_the_ledger_of_a_period_is_another_with_another_release(http: TestClient, clerk: Client) -> None:
    clerk.open()
    first = clerk.get("/ledger", period="2026")
    releases = desk_of(http.app.state.office).office.publisher.releases  # type: ignore[attr-defined]
    other = build_release(tiny_corpus(), {"corpus": "newer"}, "code", releases, NOW.date())
    http.app.state.switch.from_thread(other)  # type: ignore[attr-defined]
    second = clerk.get("/ledger", period="2026")
    assert first.headers["etag"] != second.headers["etag"]
    assert second.headers["shuiguan-release"] == other.id


def test_who_must_miss_nothing_reads_every_event_in_order(http: TestClient, clerk: Client) -> None:
    clerk.post("/matters/batch", {"matters": [NIGHT, NIGHT]}, Idempotency_Key="b")
    clerk.act('"2026-000001.1"', "pause", "等材料")
    reader = client_as(http, Role.READER, "接收系统")
    page = reader.get("/events", limit="2").json()
    assert [(one["seq"], one["matter"], one["action"]) for one in page["events"]] == [
        (1, "2026-000001", "open"),
        (2, "2026-000002", "open"),
    ]
    rest = reader.get("/events", after=str(page["next"]))
    assert [(one["seq"], one["action"], one["version"]) for one in rest.json()["events"]] == [(3, "pause", 2)]
    assert rest.json()["next"] is None
    assert "等材料" not in rest.text and "夜间" not in reader.get("/events").text


def test_receivers_are_told_of_changes_with_a_signature_and_without_words(
    http: TestClient, clerk: Client, receiver: Received
) -> None:
    desk_of(http.app.state.office).outbox = Outbox.to({receiver.url: "a secret of the receiver"})  # type: ignore[attr-defined]
    clerk.open()
    headers, body = receiver.next()
    assert verify([b"a secret of the receiver"], headers[SIGNATURE], body, int(time.time()))
    assert b'"kind":"open"' in body and "夜间".encode() not in body


def test_receivers_are_told_of_each_matter_of_a_batch_and_of_pasted_rows(
    http: TestClient, clerk: Client, receiver: Received
) -> None:
    desk_of(http.app.state.office).outbox = Outbox.to({receiver.url: "a secret of the receiver"})  # type: ignore[attr-defined]
    clerk.post("/matters/batch", {"matters": [NIGHT, NIGHT]}, Idempotency_Key="b")
    clerk.post("/matters/rows", {"text": ROWS}, Idempotency_Key="r")
    told = [json.loads(receiver.next()[1])["matter"] for _ in range(3)]
    assert told == ["2026-000001", "2026-000002", "2026-000003"]


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"place": "不存在的地方"}, 404),
        ({"topic": "no-such-topic"}, 400),
        ({"occurred_on": "2026-02-30"}, 422),
        ({"occurred_on": "2027-01-01"}, 400),
        ({"channel": "pigeon"}, 422),
        ({"description": ""}, 422),
        ({"description": "字" * 4001}, 422),
        ({"description": "控制符\u0001"}, 422),
        ({"unknown": 1}, 422),
    ],
    ids=str,
)  # fmt: skip
def test_bad_input_is_refused_and_nothing_is_written(
    clerk: Client, change: dict[str, object], status: int
) -> None:
    answer = clerk.post("/matters", {**NIGHT, **change}, Idempotency_Key="k1")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] and answer.json()["detail_en"]
    assert clerk.get("/matters").json()["matters"] == []


def test_a_description_of_ten_megabytes_is_refused(clerk: Client) -> None:
    assert clerk.open(description="噪" * 3_500_000).status_code == 413


@pytest.mark.parametrize(
    "change",
    [
        {"lead": {"type": "no-such-type"}},
        {"lead": {"type": "housing", "body": "no-such-body"}},
        {"decided_by": ["ecology"]},
        {"decided_in": "cn-630103"},
        {"valid_from": "2026-11-21", "valid_until": "2026-11-20"},
        {"place": "cn-51"},
        {"scope": {"topics": ["night-noise"], "duties": ["tiny-law/art_9"]}},
    ],
    ids=str,
)
def test_a_decision_that_cannot_be_is_refused(clerk: Client, change: dict[str, object]) -> None:
    tag = clerk.open().headers["etag"]
    tag = clerk.act(tag, "consult", consultation={"departments": [HOUSING], "due": "2026-11-30"}).headers[
        "etag"
    ]
    answer = clerk.act(tag, "propose", proposal={**PROPOSAL, **change})
    assert answer.status_code in (400, 404, 409, 422), answer.text
    assert clerk.get("/matters/2026-000001").json()["matter"]["state"] == "consulting"


@pytest.mark.parametrize("path", ["/matters/2026-999999", "/matters/x/history", "/matters/%00/similar"])
def test_an_unknown_matter_is_not_found(clerk: Client, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_phone_numbers_are_masked_before_anything_is_stored(clerk: Client) -> None:
    made = clerk.open(description="工地夜间施工，请回电13812345678").json()["matter"]
    assert "13812345678" not in made["description"] and made["masked"] != []


# ---------------------------------------------------------------- the whole way


def test_a_decision_is_answered_with_as_soon_as_its_publication_is_acknowledged(
    http: TestClient, clerk: Client, approver: Client
) -> None:
    def lookup(day: str) -> dict[str, object]:
        found = http.get(
            "/v1/lookup", params={"issue": "夜间施工", "place": "西宁市城西区", "on": day}
        ).json()
        return {"status": found["status"], "first": found["bodies"][0]["type"], "release": found["release"]}

    before = lookup("2026-11-21")
    assert before["status"] == "undesignated"
    tag = approved_tag(clerk, approver)
    published = clerk.act(tag, "publish", publication=PUBLICATION)
    assert published.status_code == 200 and published.json()["matter"]["state"] == "published"
    after = lookup("2026-11-21")
    assert (after["status"], after["first"]) == ("assigned", "urban-management")
    assert after["release"] == published.json()["matter"]["release"] != before["release"]
    assert lookup("2026-11-20")["status"] == "undesignated"


def test_who_drafted_it_does_not_approve_it(http: TestClient, clerk: Client) -> None:
    both = client_as(http, Role.APPROVER, "经办甲")
    tag = clerk.open().headers["etag"]
    tag = clerk.act(tag, "consult", consultation={"departments": [CITY], "due": "2026-11-30"}).headers["etag"]
    position = {"department": CITY, "stance": "ours", "answered_on": "2026-11-21"}
    tag = clerk.act(tag, "position", position=position).headers["etag"]
    tag = clerk.act(tag, "propose", proposal=PROPOSAL).headers["etag"]
    assert both.act(tag, "approve").status_code == 403


def test_history_positions_and_the_chain_can_be_read(clerk: Client, approver: Client) -> None:
    approved_tag(clerk, approver)
    events = clerk.get("/matters/2026-000001/history").json()["events"]
    assert [one["action"] for one in events][:2] == [Action.OPEN, Action.CONSULT]
    assert clerk.get("/matters/2026-000001/comparison").json()["finding"] == "agreed"
    head = approver.get("/ledger/head").json()
    verified = approver.get("/ledger/verification", seq=str(head["seq"]), digest=head["digest"]).json()
    assert verified["whole"] is True and verified["head"] == head and verified["proves"]
