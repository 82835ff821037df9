"""T1, T2: the lookup over HTTP against a bare FastAPI route that returns the same bytes.

Both run in one uvicorn process; sixteen connections send requests in turn from another process.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from urllib.parse import quote

import uvicorn
from starlette.responses import Response

from api.app import create_app
from api.settings import Settings
from bench.measure import ROOT, TEXTS, line
from bench.startup import free_port

CONNECTIONS, REQUESTS, ROUNDS = 16, 1600, 5
PLACE = quote("青海省西宁市城西区")


def serve(port: int) -> None:
    """Our application with a bare route beside ours; caching is off for /uncached questions."""
    app = create_app(Settings(releases=ROOT / "releases"))
    body, _ = app.state.service.answer(TEXTS[0], "青海省西宁市城西区", None, "2026-09-01")

    @app.get("/bare")
    async def bare(issue: str, place: str, on: str) -> Response:
        return Response(body, media_type="application/json")

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def run() -> Iterator[str]:
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port,))
    process.start()
    try:
        wait_for(port)
        yield from compare(port)
    finally:
        process.terminate()
        process.join()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            asyncio.run(load(port, [b"/healthz"], 1, 1))
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def compare(port: int) -> Iterator[str]:
    def paths(name: str, round_: int) -> list[bytes]:
        # A text that no round has sent before is answered anew; the same text comes from the cache.
        fresh = name == "uncached"
        base = "/bare" if name == "bare" else "/v1/lookup"
        marks = [f"{round_}-{n}" if fresh else "" for n in range(REQUESTS if fresh else 1)]
        return [
            f"{base}?issue={quote(TEXTS[n % len(TEXTS)] + mark)}&place={PLACE}&on=2026-09-01".encode()
            for n, mark in enumerate(marks)
        ]

    rates: dict[str, list[float]] = {"bare": [], "uncached": [], "cached": []}
    tails: dict[str, list[float]] = {"bare": [], "uncached": [], "cached": []}
    for round_ in range(ROUNDS + 1):
        for name, measured in rates.items():
            seconds, times = asyncio.run(load(port, paths(name, round_), CONNECTIONS, REQUESTS))
            if round_:
                measured.append(REQUESTS / seconds)
                tails[name].append(sorted(times)[int(0.95 * len(times))])
    rate = {name: statistics.median(values) for name, values in rates.items()}
    tail = {name: statistics.median(values) for name, values in tails.items()}
    yield line(
        "T1",
        "lookup over HTTP, uncached / bare FastAPI route",
        rate["uncached"] / rate["bare"],
        "×",
        ">= 1.25",
    )
    yield line("T1", "p95 of it / p95 of the bare route", tail["uncached"] / tail["bare"], "×", "<= 0.9")
    yield line(
        "T2", "lookup over HTTP, cached / bare FastAPI route", rate["cached"] / rate["bare"], "×", ">= 2.5"
    )
    yield line("", "bare FastAPI route", rate["bare"], "/s", "")


async def load(port: int, paths: list[bytes], connections: int, requests: int) -> tuple[float, list[float]]:
    """Seconds for `requests` requests over `connections` kept-alive connections, and each one's time."""
    queue = iter(range(requests))
    times: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in queue:
            start = time.perf_counter()
            path = paths[number % len(paths)]
            writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            times.append(time.perf_counter() - start)
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(connections)))
    return time.perf_counter() - start, times
