"""Runaway queries without pause beside ordinary ones: who is stopped when, and what the ordinary ones feel."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx2

from bench.measure import line
from bench.servers import Server, own_memory
from bench.shapes import RUNAWAYS, SMALL

LIMIT = 2.0
ORDINARY = 4
PATIENCE = 12.0


@dataclass
class Felt:
    """What clients of one kind met: seconds of each answer, and how many of each status or error."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    stopped: list[float] = field(default_factory=list)

    def tail(self) -> float:
        return sorted(self.times)[int(0.95 * len(self.times))] if self.times else float("inf")


def report(server: Server, runaways: int, seconds: float) -> Iterator[str]:
    """T8 over one server: `seconds` of calm, three limits of storm, and what is left a second later."""
    calm, _ = felt(server, 0, max(seconds, 2))
    before = own_memory(server.pid)
    ordinary, wild = felt(server, runaways, max(3 * LIMIT, seconds))
    time.sleep(1)
    after = own_memory(server.pid)
    bad = sum(ordinary.statuses.values()) - ordinary.statuses["200"]
    over = (max(wild.stopped) - LIMIT) * 1000 if wild.stopped else float("inf")
    named = f"{server.name}, {runaways} runaways at once"
    yield line("T8", f"{named}: over the limit by", over, "ms", "<= 100")
    yield line("T8", f"{named}: ordinary queries failed", bad, "", "0")
    yield line("T8", f"{named}: p95 in the storm / in calm", ordinary.tail() / calm.tail(), "×", "<= 3")
    yield line("T8", f"{named}: own memory 1 s after / before", after / before, "×", "<= 1.05")
    yield (
        f"     {len(ordinary.times)} ordinary answers, p95 {ordinary.tail() * 1000:.1f} ms, slowest "
        f"{max(ordinary.times, default=0) * 1000:.0f} ms; runaways: {dict(wild.statuses)}"
    )


def felt(server: Server, runaways: int, seconds: float) -> tuple[Felt, Felt]:
    """What ordinary and runaway clients meet, each asking again as soon as it is answered."""
    ordinary, wild = Felt(), Felt()
    end = time.monotonic() + seconds
    shapes = list(RUNAWAYS.values())
    threads = [
        threading.Thread(target=_ask, args=(server, [SMALL], ordinary, end, 0.005), daemon=True)
        for _ in range(ORDINARY)
    ] + [
        threading.Thread(
            target=_ask, args=(server, shapes[n % 4 :] + shapes[: n % 4], wild, end, 0.0), daemon=True
        )
        for n in range(runaways)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + PATIENCE + 5)
    return ordinary, wild


def _ask(server: Server, queries: list[str], into: Felt, end: float, pause: float) -> None:
    number = 0
    with httpx2.Client(timeout=PATIENCE, trust_env=False) as client:
        while time.monotonic() < end:
            begun = time.monotonic()
            try:
                status = str(client.get(server.get(queries[number % len(queries)])).status_code)
            except httpx2.HTTPError as error:
                status = type(error).__name__
            took = time.monotonic() - begun
            into.times.append(took)
            into.statuses[status] += 1
            if status not in ("503", "429"):
                into.stopped.append(took)
            number += 1
            # A refusal says when to come again; a client that heeds it is not a storm, one that does not is.
            time.sleep(pause or (0.2 if status in ("503", "429") else 0))
