"""The office over HTTP: versions, retries, refusals, and a decision that the lookup answers with."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.service import Service
from office.codes import Action, Role
from tests.office.client import CITY, HOUSING, NIGHT, PROPOSAL, PUBLICATION, Client, approved_tag, client_as

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


def test_a_publication_stands_and_is_acknowledged_though_its_release_cannot_be_served_yet(
    http: TestClient, clerk: Client, approver: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = approved_tag(clerk, approver)

    def reopened(*_given: object) -> Service:
        raise ValueError("a manifest cut short")

    with monkeypatch.context() as patch:
        patch.setattr(Service, "reopened", reopened)
        assert clerk.act(tag, "publish", publication=PUBLICATION).status_code == 200
    matter = clerk.get("/matters/2026-000001").json()["matter"]
    assert matter["state"] == "published"
    assert http.get("/readyz").json()["release"] != matter["release"]
    portal, switch = http.portal, http.app.state.switch  # type: ignore[attr-defined]
    assert portal is not None
    portal.call(switch.now)
    assert http.get("/readyz").json()["release"] == matter["release"]


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
    assert verified["graph_agrees"] is True
