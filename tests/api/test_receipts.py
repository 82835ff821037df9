"""Old answers asked again by their receipts, and releases asked side by side."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from api import models, receipt_models
from api.app import create_app
from api.examples import QUESTIONS
from api.service import Service
from api.settings import Settings
from api.shelf import Shelf
from graph.errors import UnknownRelease
from graph.tables import Tables
from shuiguan.__main__ import main
from tests.older_release import write_older, write_tables

OLDER, FOREIGN, GONE = "00000000000a", "00000000000b", "00000000000c"
ASKED = {"issue": "企业夜里往河里偷排污水", "place": "青海省西宁市城西区", "on": "2026-09-01"}


def less_known(tables: Tables) -> Tables:
    """As if the mandates had not been on record."""
    return msgspec.structs.replace(tables, mandates=[], cut_off=date(2026, 8, 20).toordinal())


@pytest.fixture(scope="module")
def folder(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The current release, an older one that knew less, and one of another form."""
    own = tmp_path_factory.mktemp("receipts") / "releases"
    shutil.copytree(releases, own, symlinks=True)
    write_older(own, OLDER, less_known)
    write_older(own, FOREIGN)
    write_tables(own / FOREIGN, msgspec.msgpack.encode({"release": FOREIGN}))
    return own


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    service = Service.open(folder, 16)
    service.today = lambda: date(2026, 11, 22)
    with TestClient(create_app(Settings(releases=folder), service), raise_server_exceptions=False) as one:
        yield one


def ask(client: TestClient, **more: str) -> dict[str, object]:
    answer: dict[str, object] = client.get("/v1/lookup", params={**ASKED, **more}).json()
    return answer


def again(client: TestClient, handed: object) -> receipt_models.Replay:
    sent = json.dumps(handed, ensure_ascii=False).encode()
    answer = client.post("/v1/replay", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    return receipt_models.Replay.model_validate_json(answer.content)


def test_a_receipt_gives_the_same_answer_again(client: TestClient) -> None:
    first = ask(client)
    found = again(client, first["receipt"])
    assert found.outcome == "same"
    assert found.answer is not None
    assert found.answer.model_dump(mode="json") == first
    assert found.differences == found.since == []


@pytest.mark.parametrize(
    "asked",
    [
        *QUESTIONS.values(),
        {"issue": "2022年7月1日西宁市城西区夜间施工噪声谁管"},
        {"issue": "大通县桥头镇有人烧秸秆"},
        {"issue": "某县河道非法采砂", "place": "某县"},
        {"issue": "生态环境局管什么", "level": "县"},
    ],
    ids=lambda asked: asked["issue"],
)
def test_every_kind_of_answer_is_the_same_when_asked_again(client: TestClient, asked: dict[str, str]) -> None:
    # A day or place that stands in the words is in the receipt as understood, and must not be understood anew.
    assert again(client, client.get("/v1/lookup", params=asked).json()).outcome == "same"


def test_a_whole_answer_is_known_as_the_one_its_receipt_was_made_for(client: TestClient) -> None:
    found = again(client, ask(client))
    assert (found.outcome, found.intact, found.differences) == ("same", True, [])


def test_an_answer_that_was_changed_says_exactly_where(client: TestClient) -> None:
    changed = ask(client)
    changed["bodies"][0]["type"] = "audit"  # type: ignore[index]  # JSON
    found = again(client, changed)
    # The release gives the answer of the receipt; what was handed in is not it.
    assert (found.outcome, found.intact) == ("same", False)
    assert [(one.field, one.then is None, one.now is None) for one in found.differences][:2] == [
        ("bodies[audit]", False, True),
        ("bodies[ecology]", True, False),
    ]


def test_a_provision_that_is_gone_is_one_difference_whatever_stood_after_it(client: TestClient) -> None:
    then = ask(client)
    gone = {"duty": "lost-law/art_9__para_1", "label": "旧法第九条第一款", "summary": "已经不在"}
    then["basis"].insert(0, gone)  # type: ignore[attr-defined]  # JSON
    for body in then["bodies"]:  # type: ignore[attr-defined]  # JSON
        body["basis"] = [place + 1 for place in body["basis"]]
    assert [(one.field, one.then, one.now) for one in again(client, then).differences] == [
        ("basis[lost-law/art_9__para_1]", "旧法第九条第一款：已经不在", None)
    ]


def test_another_order_of_the_same_bodies_is_a_difference(client: TestClient) -> None:
    then = ask(client)
    then["bodies"].reverse()  # type: ignore[attr-defined]  # JSON
    assert [one.field for one in again(client, then).differences] == ["bodies"]


@pytest.mark.parametrize(
    "odd", [None, 7, "text", [], [1, None], [{}], [{"type": {}}], [{"basis": [-1, 10**9]}]]
)
def test_a_changed_answer_of_any_shape_is_compared_without_failing(client: TestClient, odd: object) -> None:
    found = again(client, {**ask(client), "bodies": odd, "basis": odd, "warnings": odd})
    assert (found.outcome, found.intact) == ("same", False)
    assert {one.field.partition("[")[0] for one in found.differences} >= {"bodies", "basis"}


def test_a_digest_of_other_code_is_told_from_the_same_answer(client: TestClient) -> None:
    receipt = {**ask(client)["receipt"], "digest": "0" * 32}  # type: ignore[dict-item]  # JSON
    found = again(client, receipt)
    assert found.outcome == "differs"
    assert found.digest != receipt["digest"]


def test_an_older_release_is_asked_by_name_and_its_answer_asked_again(client: TestClient) -> None:
    then, now = ask(client, release=OLDER), ask(client)
    assert (then["release"], then["bodies"][0]["body"]) == (OLDER, None)  # type: ignore[index]  # JSON
    assert now["bodies"][0]["body"]["zh"] == "西宁市生态环境局"  # type: ignore[index]  # JSON
    found = again(client, then["receipt"])
    assert found.outcome == "same"
    assert found.since is not None
    changed = {one.field for one in found.since}
    assert "bodies[ecology].body" in changed
    assert "status" not in changed


def test_a_release_that_is_gone_is_said_to_be_gone(client: TestClient) -> None:
    whole = ask(client)
    receipt = {**whole["receipt"], "release": GONE}  # type: ignore[dict-item]  # JSON
    bare = again(client, receipt)
    assert (bare.outcome, bare.answer, bare.since) == ("release_gone", None, None)
    # With the whole answer at hand it is still compared with what is known now.
    assert again(client, {**whole, "receipt": receipt}).since == []


def test_a_release_of_another_form_is_said_to_be_unreadable(client: TestClient) -> None:
    receipt = {**ask(client)["receipt"], "release": FOREIGN}  # type: ignore[dict-item]  # JSON
    assert again(client, receipt).outcome == "release_unreadable"
    assert client.get("/v1/lookup", params={**ASKED, "release": FOREIGN}).status_code == 503


def test_naming_the_release_in_service_gives_the_same_bytes(client: TestClient) -> None:
    plain = client.get("/v1/lookup", params=ASKED)
    named = client.get("/v1/lookup", params={**ASKED, "release": plain.json()["release"]})
    assert named.content == plain.content
    for header in ("etag", "cache-control", "shuiguan-release", "content-type"):
        assert named.headers[header] == plain.headers[header]


def test_valid_time_and_recorded_time_are_asked_apart(client: TestClient) -> None:
    before = ask(client, on="2026-08-01")
    older_before = ask(client, on="2026-08-01", release=OLDER)
    # 水污染防治法 until 2026-08-15, the Code after, in both releases; the bureau only in the one that knew it.
    for answer in (before, older_before):
        assert "生态环境法典" not in answer["basis"][0]["label"]  # type: ignore[index]  # JSON
    assert before["basis"] == older_before["basis"]
    assert before["bodies"] != older_before["bodies"]


def test_releases_are_listed_with_cut_off_counts_and_the_one_in_service(client: TestClient) -> None:
    listed = receipt_models.ReleaseList.model_validate(client.get("/v1/releases").json())
    entries = {one.id: one for one in listed.releases}
    assert {OLDER, FOREIGN, listed.current} == set(entries)
    assert [one.id for one in listed.releases if one.current] == [listed.current]
    assert entries[listed.current].cut_off == "2026-11-22"
    assert entries[OLDER].counts["duties"] > 0


def test_lists_and_analyses_ask_an_older_release_too(client: TestClient) -> None:
    assert client.get("/v1/bodies", params={"release": OLDER}).json()["bodies"] == []
    for path in (
        "/v1/topics?",
        "/v1/calendar?year=2027&",
        "/v1/ladder?topic=construction-dust&",
        "/v1/accountability?",
    ):
        answer = client.get(f"{path}release={OLDER}")
        assert (answer.status_code, answer.json()["release"]) == (200, OLDER)


@pytest.mark.parametrize("release", [GONE, "..", "current", "%2e%2e%2fetc"])
def test_a_release_that_is_not_there_is_not_found(client: TestClient, release: str) -> None:
    answer = client.get(f"/v1/lookup?issue=x&release={release}")
    assert (answer.status_code, answer.json()["parameter"]) == (404, "release")


@pytest.mark.parametrize(
    "handed", [b"{}", b"[]", b"null", b"{", b'{"receipt": {}}', b'{"release": 1}', "收据".encode()]
)
def test_what_is_no_receipt_is_refused(client: TestClient, handed: bytes) -> None:
    answer = client.post("/v1/replay", content=handed, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_place_that_the_release_does_not_know_is_an_outcome(client: TestClient) -> None:
    receipt = ask(client)["receipt"]
    receipt["question"]["place"] = "乌有省乌有市"  # type: ignore[index]  # JSON
    found = again(client, receipt)
    assert (found.outcome, found.answer, found.since) == ("place_gone", None, None)


def test_a_receipt_whose_question_cannot_be_asked_is_refused(client: TestClient) -> None:
    receipt = ask(client)["receipt"]
    receipt["question"]["on"] = "2026-02-30"  # type: ignore[index]  # JSON
    assert client.post("/v1/replay", json=receipt).status_code == 400


def test_only_a_few_older_releases_stay_loaded(folder: Path) -> None:
    current = Service.open(folder, 16)
    shelf = Shelf(folder, 1)
    first = shelf.service(current, OLDER)
    assert shelf.service(current, OLDER) is first
    assert shelf.service(current, current.release.id) is current
    write_older(folder, "00000000000d")
    shelf.service(current, "00000000000d")
    assert shelf.service(current, OLDER) is not first
    shutil.rmtree(folder / "00000000000d")
    with pytest.raises(UnknownRelease):
        shelf.service(current, "00000000000d")


def test_the_command_replays_a_file_and_says_by_its_exit_code(
    client: TestClient, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(client.get("/v1/lookup", params={**ASKED, "release": OLDER}).content)
    assert main(["replay", str(file), "--releases", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("【same】")
    assert "bodies[ecology].body：当时没有，现行 西宁市生态环境局" in shown
    whole = models.Answer.model_validate_json(file.read_bytes())
    assert whole.receipt is not None
    gone = whole.receipt.model_copy(update={"release": GONE})
    file.write_text(gone.model_dump_json(), "utf-8")
    assert main(["replay", str(file), "--json", "--releases", str(folder)]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "release_gone"
    file.write_bytes(b"\xff\xfe not json")
    assert main(["replay", str(file), "--releases", str(folder)]) == 2
