"""A running service answers from another release once that is current, and loses no request on the way."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from graph.corpus import Corpus
from graph.publish import build_release
from graph.release import TABLES_FILE, current, make_current
from tests.graph.test_release import small_corpus

ASK = "ASK { ?s ?p ?o }"


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, str, str]:
    folder = tmp_path / "releases"
    corpus: Corpus = small_corpus()
    older, newer = (build_release(corpus, {"corpus": n}, "code", folder, date(2026, 11, 22)).id for n in "12")
    make_current(folder, older)
    return folder, older, newer


def client_over(folder: Path) -> TestClient:
    settings = Settings(releases=folder, follow_seconds=0.02)
    return TestClient(create_app(settings, Service.open(folder, 16)), raise_server_exceptions=False)


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until it holds. The minute only ends a test that fails: a busy machine may take its time."""
    end = time.monotonic() + 60
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return held


def test_the_service_follows_the_current_release_and_answers_all_the_while(
    two: tuple[Path, str, str],
) -> None:
    folder, older, newer = two
    with client_over(folder) as client:
        assert client.get("/sparql", params={"query": ASK}).headers["shuiguan-release"] == older
        make_current(folder, newer)
        statuses = set()

        def moved() -> bool:
            statuses.add(client.get("/v1/lookup", params={"issue": "噪声扰民"}).status_code)
            statuses.add(client.get("/sparql", params={"query": ASK}).status_code)
            return bool(client.get("/readyz").json()["release"] == newer)

        assert eventually(moved) and statuses == {200}
        assert client.get("/sparql", params={"query": ASK}).headers["shuiguan-release"] == newer
        make_current(folder, older)
        assert eventually(lambda: client.get("/readyz").json()["release"] == older)


def test_a_stored_query_that_waited_for_its_turn_names_the_release_that_answers_it(
    two: tuple[Path, str, str],
) -> None:
    folder, _, newer = two
    settings = Settings(releases=folder, follow_seconds=0.02, sparql_workers=1)
    address = "/v1/queries/which-instrument?instrument=id:instrument/none"
    app = create_app(settings, Service.open(folder, 16))
    with TestClient(app) as client, ThreadPoolExecutor(1) as threads:
        assert client.get(address).status_code == 200
        pool, portal = app.state.sparql.pool, client.portal
        assert portal is not None
        held = portal.call(pool.take, "another", 60.0)
        waiting = threads.submit(client.get, address)
        assert eventually(lambda: len(pool._line) == 1)
        make_current(folder, newer)
        answer = waiting.result()
        assert answer.headers["shuiguan-release"] == answer.json()["release"] == newer
        portal.call(pool.give, held)
        assert client.get(address).headers["etag"] == answer.headers["etag"]


def test_a_damaged_release_does_not_replace_a_good_one(
    two: tuple[Path, str, str], caplog: pytest.LogCaptureFixture
) -> None:
    folder, older, newer = two
    with client_over(folder) as client:
        shutil.copyfile(folder / older / "manifest.json", folder / newer / TABLES_FILE)
        make_current(folder, newer)
        assert current(folder).id == newer
        assert eventually(lambda: "cannot be served" in caplog.text)
        assert client.get("/readyz").json()["release"] == older


@pytest.mark.parametrize("manifest", ["{", "{}", "[]", '{"digests": 1}'])
def test_a_malformed_manifest_is_logged_once_and_the_next_good_release_is_served(
    two: tuple[Path, str, str], manifest: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder, older, newer = two
    broken = folder / "broken"
    shutil.copytree(folder / newer, broken)
    (broken / "manifest.json").write_text(manifest)
    with client_over(folder) as client:
        make_current(folder, "broken")
        assert eventually(lambda: "cannot be served" in caplog.text)
        time.sleep(0.1)
        assert caplog.text.count("cannot be served") == 1
        assert client.get("/readyz").json()["release"] == older
        make_current(folder, newer)
        assert eventually(lambda: client.get("/readyz").json()["release"] == newer)
