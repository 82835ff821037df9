"""The office over HTTP as one person sees it, and the requests that its tests send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi.testclient import TestClient
from httpx2 import Response

from api.office.desk import OfficeDesk
from office.access import Operation
from office.codes import Role

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


def desk_of(found: object) -> OfficeDesk:
    assert isinstance(found, OfficeDesk)
    return found


def client_as(http: TestClient, role: Role, name: str, scopes: Sequence[Operation] | None = None) -> Client:
    desk = desk_of(http.app.state.office)  # type: ignore[attr-defined]  # the client's app is ours
    return Client(http, desk.keys.make(name, [role], by="test", at=NOW, reason="test", scopes=scopes)[0])


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
