"""A long run under mixed load: short queries, large results, runaways, clients that leave, losses. Nothing may creep.

    python -m bench.soak [--minutes 10] [--quads 200000]

Prints a line every half minute, then the verdict: failures of ordinary queries, and the growth of memory,
files and processes between the first third and the last.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from bench import servers
from bench.measure import line
from bench.servers import Server, family, own_memory, resident
from bench.shapes import MILLION, RUNAWAYS, queries
from bench.sparql import Setting
from bench.stream import ask

LIMIT = 3.0
EVERY = 5.0


@dataclass(frozen=True)
class Seen:
    """The server at one moment: bytes of the front, own bytes of all processes, processes, open files of the front."""

    front: int
    own: int
    processes: int
    files: int


def run(minutes: float, quads: int) -> Iterator[str]:
    file = Setting(quads=quads).data()
    with servers.shuiguan(file, settings={"SHUIGUAN_SPARQL_SECONDS": str(LIMIT)}) as server:
        yield from _soak(server, minutes * 60)


def _soak(server: Server, seconds: float) -> Iterator[str]:
    met: dict[str, Counter[str]] = {name: Counter() for name in CLIENTS}
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_until, args=(end, client, server, met[name]), daemon=True)
        for name, (client, number) in CLIENTS.items()
        for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    seen: list[Seen] = []
    while time.monotonic() < end:
        time.sleep(min(EVERY, max(0.1, end - time.monotonic())))
        seen.append(look(server))
        if len(seen) % 6 == 0:
            yield f"     {len(seen) * EVERY:5.0f} s  {seen[-1]}  {said(met)}"
    for thread in threads:
        thread.join(30)
    yield said(met)
    bad = sum(met["short"].values()) - met["short"]["200"]
    yield line("", "ordinary queries answered", met["short"]["200"], "", "")
    yield line("", "ordinary queries failed", bad, "", "0")
    for name in ("front", "own", "processes", "files"):
        yield line("", f"{name}: last third / first third", growth(seen, name), "×", "<= 1.1")


def look(server: Server) -> Seen:
    files = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
    return Seen(resident(server.pid), own_memory(server.pid), len(family(server.pid)), files)


def growth(seen: Sequence[Seen], name: str) -> float:
    third = max(1, len(seen) // 3)
    first, last = ([float(getattr(one, name)) for one in part] for part in (seen[:third], seen[-third:]))
    return statistics.median(last) / statistics.median(first)


def said(met: dict[str, Counter[str]]) -> str:
    return "  ".join(f"{name} {dict(counter)}" for name, counter in met.items())


def _until(
    end: float, client: Callable[[Server, random.Random], str], server: Server, into: Counter[str]
) -> None:
    chance = random.Random(threading.get_ident())
    while time.monotonic() < end:
        into[client(server, chance)] += 1


def _get(server: Server, query: str, timeout: float) -> str:
    with httpx2.Client(timeout=timeout, trust_env=False) as client:
        try:
            return str(client.get(server.get(query)).status_code)
        except httpx2.HTTPError as error:
            return type(error).__name__


SHORT = [query for asked in queries(20).values() for query in asked]


def short(server: Server, chance: random.Random) -> str:
    time.sleep(0.01)
    return _get(server, chance.choice(SHORT), 30)


def runaway(server: Server, chance: random.Random) -> str:
    # A number in it makes it another query each time.
    time.sleep(1)
    query = chance.choice(list(RUNAWAYS.values()))
    return _get(server, f"{query} # {chance.random()}", 30)


def leaving(server: Server, chance: random.Random) -> str:
    time.sleep(1)
    return _get(server, RUNAWAYS["cross product"], chance.uniform(0.01, 0.5))


def large(server: Server, chance: random.Random) -> str:
    """Reads a large result, at times slowly, at times not to the end."""
    time.sleep(2)
    connection = ask(server, "text/csv", MILLION.replace("1000000", "200000"))
    with suppress(OSError):
        answer = connection.getresponse()
        while answer.read(1 << 16) and chance.random() > 0.01:
            time.sleep(chance.choice((0, 0, 0.01)))
    connection.close()
    return "read"


def wrong(server: Server, chance: random.Random) -> str:
    time.sleep(0.2)
    bad = ("SELECT * {", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "CLEAR ALL")
    return _get(server, chance.choice(bad), 30)


def losing(server: Server, chance: random.Random) -> str:
    """Kills one of the server's processes: mostly a worker, at times the zygote."""
    time.sleep(20)
    below = family(server.pid)[1:]
    if below:
        with suppress(ProcessLookupError):
            os.kill(below[0] if chance.random() < 0.2 else chance.choice(below), signal.SIGKILL)
    return "killed"


CLIENTS: dict[str, tuple[Callable[[Server, random.Random], str], int]] = {
    "short": (short, 4),
    "runaway": (runaway, 2),
    "leaving": (leaving, 1),
    "large": (large, 1),
    "wrong": (wrong, 1),
    "losing": (losing, 1),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--quads", type=int, default=200_000)
    given = parser.parse_args()
    for told in run(given.minutes, given.quads):
        print(told, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
