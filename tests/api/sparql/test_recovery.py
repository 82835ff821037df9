"""What is served after a loss, a refusal of the system or a switch is what the answer says it is."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from api.sparql import endpoint, zygote_link
from api.sparql import pool as pool_module
from api.sparql.config import Edition, Limits, SparqlConfig
from api.sparql.endpoint import sparql_app
from api.sparql.pool import Pool
from api.sparql.worker_link import Worker
from api.sparql.zygote_link import ZygoteLink
from tests.api.sparql.conftest import serve

COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "tsv"}
ONE = Limits(seconds=120, workers=1, queue_seconds=60)


async def eventually(holds: Callable[[], bool]) -> bool:
    """As the one of the other tests, on the loop that serves."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.02)
    return holds()


def one_waits(pool: Pool) -> Callable[[], bool]:
    return lambda: len(pool._line) == 1


def test_a_query_that_waited_for_its_turn_names_the_release_that_answers_it(
    big_file: Path, small_file: Path
) -> None:
    for served in serve(SparqlConfig(big_file, "r1", ONE)):

        def run(work: Any, loop: asyncio.AbstractEventLoop = served.loop) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(120)

        pool = served.app.pool
        held = run(pool.take("another", 60))
        with ThreadPoolExecutor(1) as threads, served.client as client:
            waiting = threads.submit(client.get, "/sparql", params=COUNT)
            assert run(eventually(one_waits(pool)))
            run(served.app.swap(small_file, "r2"))
            answer = waiting.result()
            served.loop.call_soon_threadsafe(pool.give, held)
            assert (answer.text.splitlines()[1], answer.headers["shuiguan-release"]) == ("6", "r2")
            assert client.get("/sparql", params=COUNT).headers["etag"] == answer.headers["etag"]


def test_a_replacement_that_was_loading_does_not_undo_a_switch(big_file: Path, small_file: Path) -> None:
    async def run() -> str | None:
        one = Pool(ONE)
        await one.open(Edition(big_file, "r1"))
        lost = one._zygote
        assert lost is not None
        lost.process.kill()
        await lost.lost.wait()
        await one.open(Edition(small_file, "r2"))
        assert await eventually(lambda: len(one._tasks) == 1)
        release = one.edition.release if one.edition else None
        await one.close()
        return release

    assert asyncio.run(run()) == "r2"


def test_a_process_that_could_not_be_started_is_tried_again(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = asyncio.create_subprocess_exec
    refused: list[object] = []

    async def start_but_once(*words: Any, **named: Any) -> asyncio.subprocess.Process:
        if not refused:
            refused.append(words)
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return await start(*words, **named)

    async def run() -> None:
        one = Pool(ONE)
        await one.open(Edition(small_file, "r1"))
        lost = one._zygote
        assert lost is not None
        monkeypatch.setattr(asyncio, "create_subprocess_exec", start_but_once)
        lost.process.kill()
        assert await eventually(lambda: one._zygote is not lost)
        assert refused
        assert await eventually(lambda: len(one._idle) == 1)
        await one.close()

    asyncio.run(run())


def test_a_worker_for_which_there_was_no_file_is_asked_for_again(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "SPAWN_PAUSE", 0.05)
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    fork, refused = ZygoteLink.fork, []

    async def noted(zygote: ZygoteLink) -> Worker:
        try:
            return await fork(zygote)
        except OSError as error:
            refused.append(error.errno)
            raise

    monkeypatch.setattr(ZygoteLink, "fork", noted)

    async def run() -> None:
        one = Pool(ONE)
        await one.open(Edition(small_file, "r1"))
        assert await eventually(lambda: len(one._idle) == 1)
        lost = one._idle[0]
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, usual[1]))
        try:
            os.kill(lost.pid, signal.SIGKILL)
            assert await eventually(lambda: len(refused) > 1)
            assert not one._idle
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, usual)
        assert set(refused) == {errno.EMFILE}
        assert await eventually(lambda: len(one._idle) == 1)
        await one.close()

    asyncio.run(run())


def test_nobody_waits_for_the_word_of_a_lost_zygote(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zygote_link, "REPORT_SECONDS", 3600)

    async def run() -> None:
        zygote = await ZygoteLink.start(Edition(small_file, "r1"), ONE.memory_bytes)
        worker = await zygote.fork()
        zygote.process.kill()
        async with asyncio.timeout(60):
            assert await zygote.ending(worker.pid) is None
            await zygote.lost.wait()
            assert await zygote.ending(worker.pid) is None
        worker.kill()
        await zygote.stop()

    asyncio.run(run())


def test_data_that_cannot_be_loaded_is_503_and_not_tried_at_each_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, started = tmp_path / "data.nq", []
    start = ZygoteLink.start

    async def counted(*given: Any) -> ZygoteLink:
        started.append(given)
        return await start(*given)

    monkeypatch.setattr(ZygoteLink, "start", counted)
    now = 0.0
    monkeypatch.setattr(endpoint, "time", SimpleNamespace(monotonic=lambda: now))

    async def run() -> None:
        nonlocal now
        app = sparql_app(SparqlConfig(data, "r1", ONE))
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://e") as client:
            found = [await client.get("/sparql", params=COUNT) for _ in range(3)]
            assert {(one.status_code, one.json()["type"]) for one in found} == {
                (503, "/problems/data-unavailable")
            }
            assert all("retry-after" in one.headers for one in found)
            assert len(started) == 1
            data.write_text('<http://e/a> <http://e/p> "1" .\n', "utf-8")
            now = pool_module.FIRST_PAUSE - 0.01
            assert (await client.get("/sparql", params=COUNT)).status_code == 503
            now = pool_module.FIRST_PAUSE
            assert (await client.get("/sparql", params=COUNT)).status_code == 200
            assert len(started) == 2
        await app.stop()

    asyncio.run(run())
