"""What the office hands out over HTTP: papers, tables, the feed, published decisions, events, news to receivers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest
from fastapi.testclient import TestClient

from api.office.outbox import Outbox
from graph.publish import build_release
from office.codes import Role, State
from office.matter import Matter
from office.requests import NewMatter
from office.service import Office
from office.webhook import SIGNATURE, verify
from tests.office.client import (
    NIGHT,
    NOW,
    PROPOSAL,
    PUBLICATION,
    ROWS,
    Client,
    approved_tag,
    client_as,
    desk_of,
)
from tests.office.tiny import CLERK, advance, by, tiny_corpus


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


def tiny_published(office: Office) -> Matter:
    """A decision on night noise in one district; a second one follows the first."""
    matter = office.open(NewMatter(description="工地夜间施工", place="cn-630104"), by(CLERK))
    while matter.state is not State.PUBLISHED:
        matter = advance(office, matter)
    return matter


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
