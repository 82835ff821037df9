"""Runaways are stopped, the others go on, and what is lost comes back."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx2
import pytest

from api.sparql.config import Limits, SparqlConfig
from api.sparql.zygote_link import ZygoteLink
from tests.api.sparql.conftest import Lateness, Served, eventually, serve, under_way

RUNAWAYS = {
    "count of a cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "unbound path": "SELECT (COUNT(*) AS ?n) { ?a <http://e/next>+ ?b }",
    "huge sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "regex over everything": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?d)), "x.*y")) }',
}
SMALL = {"query": "SELECT ?s { ?s ?p <http://e/7> }"}
LIMIT = 2.0


@pytest.fixture(scope="module")
def big(big_file: Path) -> Iterator[Served]:
    yield from serve(SparqlConfig(big_file, "r1", Limits(seconds=LIMIT, workers=2, memory_bytes=400_000_000)))


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_stopped_in_time_while_others_are_answered(big: Served, name: str) -> None:
    def run() -> tuple[httpx2.Response, float]:
        begun = time.monotonic()
        with big.client as client:
            answer = client.get("/sparql", params={"query": RUNAWAYS[name]})
        return answer, time.monotonic() - begun

    assert settled(big, 2)
    with ThreadPoolExecutor(1) as threads, big.client as client:
        future = threads.submit(run)
        late = Lateness()
        while not future.done():
            assert client.get("/sparql", params=SMALL).status_code == 200
            late.sleep(0.02)  # server and clients share one interpreter here
        answer, took = future.result()
    assert answer.status_code in (504, 507), answer.text
    assert answer.json()["type"] in ("/problems/query-timeout", "/problems/memory-limit")
    assert took < LIMIT + 1 + late.of_a_stop


def settled(served: Served, count: int) -> bool:
    """Wait until `count` workers are idle again."""
    return eventually(lambda: len(served.app.pool._idle) == count)


def begun(served: Served) -> bool:
    """Wait until a worker has a query."""
    return eventually(lambda: len(served.app.pool._busy) == 1)


def test_a_client_that_leaves_stops_its_query(big: Served) -> None:
    assert settled(big, 2)
    before = {worker.pid for worker in big.app.pool._idle}
    with under_way(big, RUNAWAYS["count of a cross product"]):
        assert begun(big)
    assert settled(big, 2)
    assert len(before & {worker.pid for worker in big.app.pool._idle}) == 1


def test_killed_workers_are_replaced_and_nobody_notices(big: Served) -> None:
    assert settled(big, 2)
    for worker in list(big.app.pool._idle):
        os.kill(worker.pid, signal.SIGKILL)
    with big.client as client:
        assert client.get("/sparql", params=SMALL).status_code == 200
    assert settled(big, 2)


def test_workers_lost_before_they_took_up_the_query_are_no_try(big_file: Path) -> None:
    """A process that is killed ends when the system comes to it: until then it looks idle."""
    for served in serve(SparqlConfig(big_file, "r1", Limits(seconds=120, workers=3, queue_seconds=60))):
        assert settled(served, 3)
        zygote, idle = served.app.pool._zygote, list(served.app.pool._idle)
        assert zygote is not None
        # Stopped, they read nothing, and nobody takes their place.
        for pid in (zygote.process.pid, *(worker.pid for worker in idle)):
            os.kill(pid, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as threads, served.client as client:
            asked = threads.submit(client.get, "/sparql", params=SMALL)
            for worker in reversed(idle):
                assert eventually(partial(served.app.pool._busy.__contains__, worker))
                os.kill(worker.pid, signal.SIGKILL)
            os.kill(zygote.process.pid, signal.SIGCONT)
            assert asked.result().status_code == 200
        assert settled(served, 3)


def test_a_worker_lost_while_idle_is_replaced_without_being_asked_for(big: Served) -> None:
    assert settled(big, 2)
    lost = big.app.pool._idle[0]
    os.kill(lost.pid, signal.SIGKILL)
    assert eventually(lambda: lost not in big.app.pool._idle)
    assert settled(big, 2)


def replaced(served: Served, lost: ZygoteLink) -> bool:
    """Wait until another zygote is in the place of `lost`."""
    return eventually(lambda: served.app.pool._zygote is not lost)


def test_a_query_under_way_outlives_its_zygote(big_file: Path) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['<http://e/next>'] * 10)} ?b }}"
    for served in serve(SparqlConfig(big_file, "r1", Limits(seconds=600, workers=2))):
        assert settled(served, 2)
        lost = served.app.pool._zygote
        assert lost is not None
        with ThreadPoolExecutor(1) as threads, served.client as client:
            asked = threads.submit(client.get, "/sparql", params={"query": query})
            assert begun(served)
            lost.process.kill()
            assert asked.result().json()["results"]["bindings"][0]["n"]["value"] == "59991"
        assert replaced(served, lost)
        assert settled(served, 2)


def test_a_killed_zygote_comes_back(big: Served) -> None:
    lost = big.app.pool._zygote
    assert lost is not None
    lost.process.kill()
    assert replaced(big, lost)
    assert settled(big, 2)
    with big.client as client:
        assert client.get("/sparql", params=SMALL).status_code == 200


def test_a_query_that_breaks_the_engine_harms_only_itself(big: Served) -> None:
    with big.client as client:
        deep = "SELECT * " + "{" * 9000 + "?s ?p ?o" + "}" * 9000
        assert client.post("/sparql", data={"query": deep}).status_code == 503
        assert client.get("/sparql", params=SMALL).status_code == 200


def test_a_swap_serves_the_new_data(big_file: Path, small_file: Path) -> None:
    for served in serve(SparqlConfig(big_file, "r1", Limits(workers=1))):
        work = served.app.swap(small_file, "r2")
        asyncio.run_coroutine_threadsafe(work, served.loop).result(120)
        with served.client as client:
            answer = client.get(
                "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "tsv"}
            )
        assert answer.headers["shuiguan-release"] == "r2"
        assert answer.text.splitlines()[1] == "6"


def test_a_full_queue_is_429(big_file: Path) -> None:
    limits = Limits(seconds=60, workers=1, queue_length=0)
    for served in serve(SparqlConfig(big_file, "r1", limits)):
        assert settled(served, 1)
        query = RUNAWAYS["count of a cross product"]
        with under_way(served, query), served.client as client:
            assert begun(served)
            answer = client.get("/sparql", params={"query": query})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_cut_result_says_so_and_has_just_the_allowed_rows(capped: Served, form: str) -> None:
    with capped.client as client:
        for rows, cut in ((50, None), (51, "true")):
            query = f"SELECT ?s {{ ?s ?p ?o }} LIMIT {rows}"
            answer = client.get("/sparql", params={"query": query, "format": form})
            assert answer.headers.get("x-result-truncated") == cut
            assert answer.text.count("http://e/") == 50


def test_a_cut_graph_says_so(capped: Served) -> None:
    with capped.client as client:
        answer = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "nt"})
    assert answer.headers["x-result-truncated"] == "true"
    assert len(answer.text.splitlines()) == 50


def test_a_limit_met_in_the_stream_breaks_it_rather_than_end_it(big_file: Path) -> None:
    for served in serve(SparqlConfig(big_file, "r1", Limits(result_bytes=500_000, workers=1))):
        with served.client as client, pytest.raises(httpx2.RemoteProtocolError):
            client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
