"""Long queries never take what short ones need, and no client takes what another needs."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from api.sparql.config import Limits, SparqlConfig
from api.sparql.line import Line
from api.sparql.places import Places
from api.sparql.refusal import Refused
from bench.servers import own_memory, shuiguan
from tests.api.sparql.conftest import Served, serve
from tests.api.sparql.test_pool import RUNAWAYS, SMALL, settled

SECONDS = 2.0
# Longer than a short query may be, and surely done well before the limit.
MIDDLING = {"query": "SELECT (COUNT(*) AS ?n) { ?a <http://e/next>/<http://e/next> ?b }"}


@pytest.fixture(scope="module")
def fair(big_file: Path) -> Iterator[Served]:
    limits = Limits(seconds=2 * SECONDS, short_seconds=0.01, workers=3, memory_bytes=400_000_000)
    yield from serve(SparqlConfig(big_file, "r1", limits))


def timed(served: Served, query: str) -> tuple[httpx2.Response, float]:
    begun = time.monotonic()
    with served.client as client:
        answer = client.get("/sparql", params={"query": query})
    return answer, time.monotonic() - begun


def other_client(served: Served) -> httpx2.Client:
    """A client with an address of its own."""
    transport = httpx2.HTTPTransport(local_address="127.0.0.2")
    return httpx2.Client(base_url=served.url, timeout=30, trust_env=False, transport=transport)


def test_ten_runaways_at_once_are_all_stopped_in_time_and_ordinary_queries_are_unharmed(
    big_file: Path,
) -> None:
    settings = {"SECONDS": f"{SECONDS:g}", "WORKERS": "3", "MEMORY": "400000000"}
    names = {f"SHUIGUAN_SPARQL_{name}": value for name, value in settings.items()}
    with shuiguan(big_file, settings=names) as server, ThreadPoolExecutor(10) as threads:

        def ask(query: str) -> tuple[httpx2.Response, float]:
            with httpx2.Client(timeout=30, trust_env=False) as client:
                begun = time.monotonic()
                return client.get(server.get(query)), time.monotonic() - begun

        assert ask(SMALL["query"])[0].status_code == 200
        before = own_memory(server.pid)
        storm = [threads.submit(ask, list(RUNAWAYS.values())[n % 4]) for n in range(10)]
        while not all(one.done() for one in storm):
            assert ask(SMALL["query"])[0].status_code == 200
            time.sleep(0.02)
        for answer, took in (one.result() for one in storm):
            assert answer.status_code in (503, 504, 507), answer.text
            assert answer.status_code != 503 or answer.headers["retry-after"]
            assert took < SECONDS + 1
        # Time or memory, whichever ends first: a fast machine fills the memory before the time is up.
        assert {one.result()[0].status_code for one in storm} & {504, 507}
        end = time.monotonic() + 10
        while own_memory(server.pid) > before + 50_000_000 and time.monotonic() < end:
            time.sleep(0.05)
        assert own_memory(server.pid) < before + 50_000_000


def test_a_long_query_of_another_client_finds_a_place_in_the_storm_of_one(fair: Served) -> None:
    assert settled(fair, 3)
    with ThreadPoolExecutor(10) as threads, other_client(fair) as other:
        storm = [threads.submit(timed, fair, RUNAWAYS["unbound path"]) for _ in range(10)]
        waited(storm, fair)
        assert other.get("/sparql", params=MIDDLING).status_code == 200
        assert not all(one.done() for one in storm)


def waited(storm: list[Future[tuple[httpx2.Response, float]]], served: Served) -> None:
    """Wait until the storm has the long places one client may have."""
    end = time.monotonic() + 5
    while served.app.pool.long._held["127.0.0.1"] < 1 and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(one.done() for one in storm)


def test_a_query_that_finds_no_long_place_begins_anew_when_one_is_free(big_file: Path) -> None:
    limits = Limits(seconds=20, short_seconds=0.01, workers=2)
    for served in serve(SparqlConfig(big_file, "r1", limits)):
        assert settled(served, 2)
        with ThreadPoolExecutor(4) as threads:
            asked = [threads.submit(timed, served, MIDDLING["query"]) for _ in range(4)]
            found = [one.result()[0] for one in asked]
        assert [answer.status_code for answer in found] == [200] * 4
        assert len({answer.text for answer in found}) == 1


def test_slow_readers_of_large_results_leave_workers_for_short_queries(fair: Served) -> None:
    assert settled(fair, 3)
    query = {"query": "SELECT * { ?s ?p ?o }"}
    with (
        fair.client as client,
        other_client(fair) as other,
        client.stream("GET", "/sparql", params=query),
        other.stream("GET", "/sparql", params=query),
    ):
        for _ in range(20):
            assert client.get("/sparql", params=SMALL).status_code == 200
    assert settled(fair, 3)


def test_a_worker_of_a_long_query_is_not_used_again(fair: Served) -> None:
    assert settled(fair, 3)
    before = {worker.pid for worker in fair.app.pool._idle}
    with fair.client as client:
        assert client.get("/sparql", params=MIDDLING).status_code == 200
    assert settled(fair, 3)
    assert len(before & {worker.pid for worker in fair.app.pool._idle}) == 2


def test_a_query_that_was_long_is_remembered_until_it_is_short(fair: Served) -> None:
    pool = fair.app.pool

    def known(query: str) -> bool:
        return any(hash((query, "None", "None")) == key for key in pool.long_before._keys)

    with fair.client as client:
        client.get("/sparql", params=MIDDLING)
        client.get("/sparql", params=SMALL)
        assert (known(MIDDLING["query"]), known(SMALL["query"])) == (True, False)
        pool.long_before._keys[hash((SMALL["query"], "None", "None"))] = None
        assert client.get("/sparql", params=SMALL).status_code == 200
        assert not known(SMALL["query"])
    assert settled(fair, 3)


def test_queries_known_as_long_leave_every_short_worker_alone(fair: Served) -> None:
    assert settled(fair, 3)
    runaway = RUNAWAYS["count of a cross product"]
    with ThreadPoolExecutor(8) as threads, fair.client as client:
        timed(fair, runaway)
        assert settled(fair, 3)
        storm = [threads.submit(timed, fair, runaway) for _ in range(8)]
        waited(storm, fair)
        assert len(fair.app.pool._busy) == 1
        assert client.get("/sparql", params=SMALL).status_code == 200
    assert settled(fair, 3)


def run_line(length: int, joining: str, served: int) -> list[str]:
    """The order in which `served` of the clients in `joining` are served, then who is refused."""

    async def run() -> list[str]:
        order: list[str] = []
        line: Line[int] = Line(length, lambda thing, client: order.append("returned"))

        async def wait(client: str) -> None:
            try:
                await line.wait(client, 0.2)
                order.append(client)
            except Refused as refused:
                order.append(f"{client}{refused.problem.status}")

        tasks = []
        for client in joining:
            tasks.append(asyncio.create_task(wait(client)))
            await asyncio.sleep(0)
        for number in range(served):
            line.serve(number)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
        assert len(line) == 0
        return order

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("length", "joining", "served", "order"),
    [
        (9, "aaab", 4, ["a", "b", "a", "a"]),
        (9, "aabbc", 5, ["a", "b", "c", "a", "b"]),
        (9, "ab", 1, ["a", "b503"]),
        (2, "aaa", 2, ["a429", "a", "a"]),
        (2, "aab", 2, ["a429", "a", "b"]),
        (2, "abc", 2, ["c429", "a", "b"]),
        (0, "a", 0, ["a429"]),
    ],
)
def test_clients_are_served_in_turn_and_the_greediest_gives_way(
    length: int, joining: str, served: int, order: list[str]
) -> None:
    assert run_line(length, joining, served) == order


def test_what_comes_to_a_client_as_it_leaves_goes_back() -> None:
    async def run() -> list[int]:
        returned: list[int] = []
        line: Line[int] = Line(5, lambda thing, client: returned.append(thing))
        task = asyncio.create_task(line.wait("a", 5))
        await asyncio.sleep(0)
        line.serve(7)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return returned

    assert asyncio.run(run()) == [7]


def test_one_client_leaves_a_long_place_for_the_others() -> None:
    async def run() -> None:
        places = Places(3, 5)
        assert [places.take_now("a") for _ in range(3)] == [True, True, False]
        waiting = asyncio.create_task(places.take("a", 5))
        await asyncio.sleep(0)
        assert places.take_now("b")
        assert not places.take_now("c")
        places.give("b")
        await asyncio.sleep(0)
        assert not waiting.done()
        places.give("a")
        await waiting
        assert places.take_now("c")

    asyncio.run(run())


def test_clients_that_do_not_read_small_answers_hold_no_worker(fair: Served) -> None:
    assert settled(fair, 3)
    query = quote("SELECT * { ?s ?p ?o } LIMIT 300")  # some 40 KB: one piece
    host, port = fair.url.removeprefix("http://").split(":")
    asked = f"GET /sparql?query={query} HTTP/1.1\r\nHost: e\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(4):
            client = stack.enter_context(socket.create_connection((host, int(port))))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(asked * 200)
        time.sleep(0.5)
        with fair.client as reader:
            assert reader.get("/sparql", params=SMALL).status_code == 200
        assert settled(fair, 3)
