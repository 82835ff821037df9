"""A result of a million rows: first byte, whole time, memory of the front, and a client that leaves in the middle."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.measure import line
from bench.servers import Server, family, resident
from bench.shapes import MILLION

FORMATS = {"CSV": "text/csv", "JSON": "application/sparql-results+json"}


@dataclass(frozen=True)
class Streamed:
    """Seconds to the first byte and to the last, and by how many bytes the answering process grew."""

    first: float
    whole: float
    size: int
    grown: int


def report(ours: Server, disk: Server, memory: Server, rounds: int) -> Iterator[str]:
    """T10, interleaved."""
    for name, media in FORMATS.items():
        found: dict[str, list[Streamed]] = {}
        for number in range(rounds + 1):
            for server in (ours, disk, memory):
                one = streamed(server, media)
                if number:
                    found.setdefault(server.name, []).append(one)
        whole = {key: statistics.median([one.whole for one in rows]) for key, rows in found.items()}
        mine = found[ours.name]
        yield line(
            "T10",
            f"{name}: oxigraph in memory / ours, time",
            whole[memory.name] / whole[ours.name],
            "×",
            ">= 0.95",
        )
        yield line(
            "T10", f"{name}: oxigraph on disk / ours, time", whole[disk.name] / whole[ours.name], "×", ">= 5"
        )
        yield line(
            "T10", f"{name}: first byte", statistics.median([one.first for one in mine]) * 1000, "ms", "<= 10"
        )
        yield line("T10", f"{name}: growth of the front", max(one.grown for one in mine) / 1e6, "MB", "<= 5")
        yield f"     {mine[0].size / 1e6:.0f} MB in " + ", ".join(
            f"{key} {value:.2f} s" for key, value in whole.items()
        )
    yield line("", "worker gone after its client left", left(ours) * 1000, "ms", "")


def streamed(server: Server, media: str) -> Streamed:
    before = resident(server.pid)
    begun = time.perf_counter()
    connection = ask(server, media)
    answer = connection.getresponse()
    answer.read(1)
    first, size, peak = time.perf_counter() - begun, 1, resident(server.pid)
    while piece := answer.read(1 << 20):
        size += len(piece)
        peak = max(peak, resident(server.pid))
    whole = time.perf_counter() - begun
    connection.close()
    return Streamed(first, whole, size, peak - before)


def left(server: Server) -> float:
    """Seconds from a client's leaving in the middle until the process of its query is gone."""
    before = set(family(server.pid))
    connection = ask(server, "text/csv")
    connection.getresponse().read(1000)
    connection.close()
    begun = time.perf_counter()
    while before <= set(family(server.pid)) and time.perf_counter() - begun < 30:
        time.sleep(0.002)
    return time.perf_counter() - begun


def ask(server: Server, media: str, query: str = MILLION) -> http.client.HTTPConnection:
    """A connection on which a query has been asked."""
    at = urlsplit(server.get(query))
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=300)
    connection.request("GET", f"{at.path}?{at.query}", headers={"Accept": media})
    return connection
