"""One endpoint over real HTTP on loopback, with a small dataset written here."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
import uvicorn

from api.sparql.config import Limits, SparqlConfig
from api.sparql.endpoint import SparqlApp, sparql_app

QUADS = """\
<http://e/a> <http://e/p> "甲"@zh <http://e/g1> .
<http://e/a> <http://e/n> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g1> .
<http://e/b> <http://e/p> "b, \\"quoted\\"\\nline"@en <http://e/g2> .
<http://e/事项/扬尘> <http://e/标签> "扬尘"@zh-Hans <http://e/g2> .
<http://e/service/load> <http://e/SERVICE> "SERVICE <http://e/> { }" <http://e/g2> .
<http://e/d> <http://e/p> "in the default graph" .
"""


@dataclass(frozen=True)
class Served:
    app: SparqlApp
    url: str
    loop: asyncio.AbstractEventLoop

    @property
    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, timeout=600, trust_env=False)


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until it holds. The minute only ends a test that fails: a busy machine may take its time."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


class Lateness:
    """How much later than asked this machine wakes who sleeps, at most, in seconds. A stop is a few such steps."""

    def __init__(self) -> None:
        self.most = 0.0

    def sleep(self, seconds: float) -> None:
        begun = time.monotonic()
        time.sleep(seconds)
        self.most = max(self.most, time.monotonic() - begun - seconds)

    @property
    def of_a_stop(self) -> float:
        return 10 * self.most


@contextmanager
def under_way(served: Served, query: str, count: int = 1) -> Iterator[list[socket.socket]]:
    """The query asked `count` times at once, each on a connection of its own, which nobody reads; then the clients leave."""
    host, port = served.url.removeprefix("http://").split(":")
    asked = f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\nHost: e\r\n\r\n".encode()
    with ExitStack() as stack:
        connections = []
        for _ in range(count):
            one = stack.enter_context(socket.create_connection((host, int(port))))
            one.sendall(asked)
            connections.append(one)
        yield connections


def serve(config: SparqlConfig) -> Iterator[Served]:
    app = sparql_app(config)
    listening = socket.create_server(("127.0.0.1", 0))
    loops: list[asyncio.AbstractEventLoop] = []
    started = threading.Event()

    async def told(scope: object, receive: object, send: object) -> None:
        if not loops:
            loops.append(asyncio.get_running_loop())
            started.set()
        await app(scope, receive, send)  # type: ignore[arg-type]

    server = uvicorn.Server(uvicorn.Config(told, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    started.wait(60)
    try:
        yield Served(app, f"http://127.0.0.1:{listening.getsockname()[1]}", loops[0])
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sparql") / "small.nq"
    path.write_text(QUADS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60,000 quads in one long chain: enough for a query that does not end."""
    path = tmp_path_factory.mktemp("sparql") / "big.nq"
    with path.open("w", encoding="utf-8") as out:
        for n in range(60_000):
            out.write(f"<http://e/{n}> <http://e/next> <http://e/{n + 1}> <http://e/g> .\n")
    return path


@pytest.fixture(scope="session")
def small(small_file: Path) -> Iterator[Served]:
    yield from serve(SparqlConfig(small_file, "r1", Limits(seconds=10)))


@pytest.fixture(scope="session")
def plain(small_file: Path) -> Iterator[Served]:
    yield from serve(SparqlConfig(small_file, "r1", Limits(seconds=10, workers=1), plain_semantics=True))


@pytest.fixture(scope="session")
def capped(big_file: Path) -> Iterator[Served]:
    limits = Limits(seconds=10, rows=50, workers=1)
    yield from serve(SparqlConfig(big_file, "r1", limits))


@pytest.fixture(scope="session")
def client(small: Served) -> Iterator[httpx2.Client]:
    with small.client as one:
        yield one
