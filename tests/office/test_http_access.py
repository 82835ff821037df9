"""Who may do what over HTTP: roles, keys, scopes, and every route in the matrix."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import create_app
from api.office.access import OPERATION_OF
from api.routes import ROUTERS
from api.settings import Settings
from office.access import Task, roles_for
from office.codes import Action, Role
from tests.office.client import NIGHT, ROWS, Client, client_as


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


def test_a_calendar_program_gives_its_key_as_a_password(http: TestClient) -> None:
    reader = client_as(http, Role.READER, "看日历的")
    key = reader.headers["Authorization"].removeprefix("Bearer ")
    assert http.get("/v1/office/calendar.ics", auth=("calendar", key)).status_code == 200
    assert http.get("/v1/office/calendar.ics", auth=("calendar", "wrong")).status_code == 401
