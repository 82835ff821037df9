"""Long queries never take what short ones need, and no client takes what another needs."""

from __future__ import annotations

import asyncio
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from tests.api.sparql.conftest import Lateness, Served, eventually, serve, under_way
from tests.api.sparql.test_pool import RUNAWAYS, SMALL, settled

# A short query of the same client waits its turn for nine tenths of it, which a busy machine may need.
SECONDS = 6.0
# Some five times as long as a short query may be, and a small part of the limit.
MIDDLING = {"query": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['<http://e/next>'] * 10)} ?b }}"}
# Neither an end nor memory stops it before the limit.
ENDLESS = RUNAWAYS["regex over everything"]


@pytest.fixture(scope="module")
def fair(big_file: Path) -> Iterator[Served]:
    limits = Limits(seconds=600, workers=3, queue_seconds=600)
    yield from serve(SparqlConfig(big_file, "r1", limits))


def other_client(served: Served) -> httpx2.Client:
    """A client with an address of its own."""
    transport = httpx2.HTTPTransport(local_address="127.0.0.2")
    return httpx2.Client(base_url=served.url, timeout=600, trust_env=False, transport=transport)


def test_ten_runaways_at_once_are_all_stopped_in_time_and_ordinary_queries_are_unharmed(
    big_file: Path,
) -> None:
    settings = {"SECONDS": f"{SECONDS:g}", "WORKERS": "3", "MEMORY": "400000000"}
    names = {f"SHUIGUAN_SPARQL_{name}": value for name, value in settings.items()}
    with shuiguan(big_file, settings=names) as server, ThreadPoolExecutor(10) as threads:

        def ask(query: str) -> tuple[httpx2.Response, float]:
            with httpx2.Client(timeout=120, trust_env=False) as client:
                begun = time.monotonic()
                return client.get(server.get(query)), time.monotonic() - begun

        assert ask(SMALL["query"])[0].status_code == 200
        before = own_memory(server.pid)
        storm = [threads.submit(ask, list(RUNAWAYS.values())[n % 4]) for n in range(10)]
        late = Lateness()
        while not all(one.done() for one in storm):
            assert ask(SMALL["query"])[0].status_code == 200
            late.sleep(0.02)
        for answer, took in (one.result() for one in storm):
            assert answer.status_code in (503, 504, 507), answer.text
            assert answer.status_code != 503 or answer.headers["retry-after"]
            assert took < SECONDS + 1 + late.of_a_stop
        # Time or memory, whichever ends first: a fast machine fills the memory before the time is up.
        assert {one.result()[0].status_code for one in storm} & {504, 507}
        assert eventually(lambda: own_memory(server.pid) < before + 50_000_000)


def test_a_long_query_of_another_client_finds_a_place_in_the_storm_of_one(fair: Served) -> None:
    assert settled(fair, 3)
    with under_way(fair, ENDLESS, 10) as storm, other_client(fair) as other:
        assert eventually(lambda: one_of_all_runs(fair, 10))
        assert other.get("/sparql", params=MIDDLING).status_code == 200
        assert one_of_all_runs(fair, 10)
        assert select.select(storm, [], [], 0)[0] == []
    assert settled(fair, 3)


def one_of_all_runs(served: Served, count: int) -> bool:
    """Whether one client's long queries are all there: one in the one long place it may have, the others in line."""
    long = served.app.pool.long
    return (long._held["127.0.0.1"], len(long._line)) == (1, count - 1)


def test_a_query_that_finds_no_long_place_begins_anew_when_one_is_free(big_file: Path) -> None:
    limits = Limits(seconds=600, workers=2, queue_seconds=600)
    for served in serve(SparqlConfig(big_file, "r1", limits)):
        assert settled(served, 2)
        with ThreadPoolExecutor(4) as threads:
            clients = [served.client for _ in range(4)]
            asked = [threads.submit(one.get, "/sparql", params=MIDDLING) for one in clients]
            found = [one.result() for one in asked]
            for one in clients:
                one.close()
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
    with fair.client as client:
        client.get("/sparql", params=MIDDLING)
        client.get("/sparql", params=SMALL)
        assert (known(fair, MIDDLING["query"]), known(fair, SMALL["query"])) == (True, False)
        pool.long_before._keys[hash((SMALL["query"], "None", "None"))] = None
        assert client.get("/sparql", params=SMALL).status_code == 200
        assert not known(fair, SMALL["query"])
    assert settled(fair, 3)


def known(served: Served, query: str) -> bool:
    """Whether a query has turned out long before."""
    return hash((query, "None", "None")) in served.app.pool.long_before._keys


def test_queries_known_as_long_leave_every_short_worker_alone(fair: Served) -> None:
    assert settled(fair, 3)
    runaway = RUNAWAYS["count of a cross product"]
    with under_way(fair, runaway):
        assert eventually(lambda: known(fair, runaway))
    assert settled(fair, 3)
    with under_way(fair, runaway, 8), fair.client as client:
        assert eventually(lambda: one_of_all_runs(fair, 8))
        assert len(fair.app.pool._busy) == 1
        assert client.get("/sparql", params=SMALL).status_code == 200
    assert settled(fair, 3)


def run_line(length: int, joining: str, served: int) -> list[str]:
    """The order in which `served` of the clients in `joining` are served and who is refused; who still waits, last."""

    async def run() -> list[str]:
        order: list[str] = []
        line: Line[int] = Line(length, lambda thing, client: order.append("returned"))

        async def wait(client: str) -> None:
            try:
                await line.wait(client, 60)
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
        for _ in range(5):
            await asyncio.sleep(0)
        order += [f"{client} waits" for client, task in zip(joining, tasks, strict=True) if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(line) == 0
        return order

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("length", "joining", "served", "order"),
    [
        (9, "aaab", 4, ["a", "b", "a", "a"]),
        (9, "aabbc", 5, ["a", "b", "c", "a", "b"]),
        (9, "ab", 1, ["a", "b waits"]),
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


def test_who_waits_too_long_is_503_and_leaves_the_line() -> None:
    async def run() -> None:
        line: Line[int] = Line(5, lambda thing, client: None)
        with pytest.raises(Refused) as refused:
            await line.wait("a", 0.01)
        assert (refused.value.problem.status, refused.value.problem.type) == (503, "/problems/queue-timeout")
        assert len(line) == 0

    asyncio.run(run())


def test_what_comes_to_a_client_as_it_leaves_goes_back() -> None:
    async def run() -> list[int]:
        returned: list[int] = []
        line: Line[int] = Line(5, lambda thing, client: returned.append(thing))
        task = asyncio.create_task(line.wait("a", 60))
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
        waiting = asyncio.create_task(places.take("a", 60))
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
