"""T5 to T10: `/sparql` against `oxigraph serve` on disk and in memory, and against rdflib-endpoint.

    python -m bench.sparql [--quads N] [--seconds S] [--rounds N] [--clients 1,16,64] [--only mix,storm,respawn,stream]

Load comes from `wrk` (the Debian package of that name). Servers, load and this share the machine's cores, so
only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from api.sparql.config import Edition
from api.sparql.frames import Job, Kind
from api.sparql.zygote_link import ZygoteLink
from bench import servers, storm, stream
from bench.measure import ROOT, line
from bench.servers import Server
from bench.shapes import SMALL, queries, write

KEPT = ROOT / ".pytest_cache" / "bench"
RDFLIB_QUADS = 100_000
LUA = """local paths = {{ {paths} }}
local i = 0
request = function() i = i % #paths + 1; return wrk.format("GET", paths[i]) end
done = function(s, l, r) io.write(string.format("P %.3f %.3f\\n", l:percentile(50) / 1000, l:percentile(95) / 1000)) end
"""


@dataclass(frozen=True)
class Setting:
    """How large and how long a run is."""

    quads: int = 1_000_000
    seconds: float = 2.0
    rounds: int = 5
    clients: tuple[int, ...] = (1, 16, 64)

    def data(self, quads: int | None = None) -> Path:
        KEPT.mkdir(parents=True, exist_ok=True)
        return write(KEPT / f"shapes-{quads or self.quads}.nq", quads or self.quads)


def run(setting: Setting = Setting(), only: Sequence[str] = ()) -> Iterator[str]:
    if shutil.which("wrk") is None:
        yield "     T5 to T10 need wrk: apt-get install wrk"
        return
    parts = {"mix": mix, "rdflib": against_rdflib, "storm": storms, "respawn": respawn, "stream": streams}
    for name, part in parts.items():
        if not only or name in only:
            yield from part(setting)


def mix(setting: Setting) -> Iterator[str]:
    """T5, T6: five shapes, each query about another thing, at each number of clients."""
    file = setting.data()
    with ExitStack() as stack:
        ours = stack.enter_context(servers.shuiguan(file))
        disk = stack.enter_context(servers.oxigraph_on_disk(file, file.with_suffix(".store")))
        memory = stack.enter_context(servers.oxigraph_in_memory(file))
        for clients in setting.clients:
            rates = measured([ours, disk, memory], clients, setting)
            yield from table(rates, clients)
            for name, other, wanted in (("on disk", disk, ">= 2.0"), ("in memory", memory, ">= 0.60")):
                yield line("T5", f"mix, c = {clients}: ours / oxigraph {name}, geometric mean",
                           mean(rates, ours.name, other.name), "×", wanted)  # fmt: skip
            card = rates["card"]
            yield line("T6", f"cheapest, c = {clients}: ours / oxigraph on disk",
                       card[ours.name][0] / card[disk.name][0], "×", ">= 0.55")  # fmt: skip


def against_rdflib(setting: Setting) -> Iterator[str]:
    """T7, on a smaller graph: rdflib-endpoint takes its time to load."""
    file = setting.data(min(RDFLIB_QUADS, setting.quads))
    with servers.shuiguan(file) as ours, servers.rdflib_endpoint(file) as theirs:
        for clients in setting.clients:
            rates = measured([ours, theirs], clients, setting)
            yield from table(rates, clients)
            yield line("T7", f"mix, c = {clients}: ours / {theirs.name}, geometric mean",
                       mean(rates, ours.name, theirs.name), "×", ">= 15")  # fmt: skip


Rates = Mapping[str, Mapping[str, tuple[float, float]]]


def measured(tried: Sequence[Server], clients: int, setting: Setting) -> Rates:
    """Per shape and server: requests a second and the p95 in ms, medians of interleaved rounds after one to warm up."""
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for number in range(setting.rounds + 1):
        for shape, asked in queries(100).items():
            for server in tried:
                one = load(server, asked, clients, setting.seconds if number else min(1, setting.seconds))
                if number:
                    found.setdefault(shape, {}).setdefault(server.name, []).append(one)
    return {
        shape: {
            name: (middle(v[0] for v in values), middle(v[1] for v in values)) for name, values in of.items()
        }
        for shape, of in found.items()
    }


def middle(values: Iterator[float]) -> float:
    return statistics.median(list(values))


def mean(rates: Rates, ours: str, theirs: str) -> float:
    return statistics.geometric_mean([of[ours][0] / of[theirs][0] for of in rates.values()])


def table(rates: Rates, clients: int) -> Iterator[str]:
    for shape, of in rates.items():
        said = "  ".join(f"{name} {rate:.0f}/s p95 {tail:.1f} ms" for name, (rate, tail) in of.items())
        yield f"     c = {clients:<3} {shape:<12} {said}"


def load(server: Server, asked: Sequence[str], clients: int, seconds: float) -> tuple[float, float]:
    """Requests a second and p95 in ms. Raises RuntimeError when an answer is not a good one."""
    path = "/" + server.url.split("/", 3)[3]
    paths = ", ".join(f'"{path}?query={quote(query, safe="")}"' for query in asked)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA.format(paths=paths))
        script.flush()
        command = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "30s",
            "-s",
            script.name,
        ]
        accept = ["-H", "Accept: application/sparql-results+json"]
        said = subprocess.run(
            [*command, *accept, server.url], capture_output=True, text=True, check=True
        ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{server.name}: {said}")
    rate, tail = (
        re.search(r"Requests/sec:\s+([\d.]+)", said),
        re.search(r"^P [\d.]+ ([\d.]+)", said, re.MULTILINE),
    )
    assert rate is not None
    # A server that answers nothing in the time is counted with one answer.
    return max(float(rate[1]), 1 / seconds), float(tail[1]) if tail else 0.0


def storms(setting: Setting) -> Iterator[str]:
    """T8, and the same storm over `oxigraph serve --timeout-s`."""
    file = setting.data()
    with servers.shuiguan(file, settings={"SHUIGUAN_SPARQL_SECONDS": str(storm.LIMIT)}) as ours:
        for runaways in (5, 10):
            yield from storm.report(ours, runaways, setting.seconds)
    with servers.oxigraph_in_memory(file, "--timeout-s", str(round(storm.LIMIT))) as theirs:
        yield from storm.report(theirs, 5, setting.seconds)


def respawn(setting: Setting) -> Iterator[str]:
    """T9: a fork of the zygote and its first answer."""
    times = asyncio.run(_respawns(setting.data(), 20))
    wanted = "<= 30 at 1 M" if setting.quads <= 1_500_000 else "<= 80 at 10 M"
    yield line(
        "T9", f"fork and first answer, {setting.quads:,} quads", statistics.median(times) * 1000, "ms", wanted
    )


async def _respawns(file: Path, number: int) -> list[float]:
    zygote = await ZygoteLink.start(Edition(file, "r1"), 1_000_000_000)
    job = Job(
        query=SMALL, capped_query=None, base="http://localhost/", media="application/sparql-results+json", seconds=10,
        union=True, default_graphs=None, named_graphs=None, rows=10**6, result_bytes=10**6, hold_bytes=10**6,
    )  # fmt: skip
    times = []
    for _ in range(number):
        begun = time.perf_counter()
        worker = await zygote.fork()
        worker.send(job)
        kind, _ = await worker.receive(10)
        times.append(time.perf_counter() - begun)
        assert kind == Kind.WHOLE
        worker.kill()
        await asyncio.sleep(0.05)
    await zygote.stop()
    return times


def streams(setting: Setting) -> Iterator[str]:
    """T10: a million rows as CSV and JSON."""
    file = setting.data(max(setting.quads, 1_050_000))
    with ExitStack() as stack:
        ours = stack.enter_context(servers.shuiguan(file))
        disk = stack.enter_context(servers.oxigraph_on_disk(file, file.with_suffix(".store")))
        memory = stack.enter_context(servers.oxigraph_in_memory(file))
        yield from stream.report(ours, disk, memory, min(setting.rounds, 3))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = Setting()
    parser.add_argument("--quads", type=int, default=usual.quads)
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--clients", default=",".join(map(str, usual.clients)))
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    clients = tuple(int(count) for count in given.clients.split(","))
    only = [name for name in given.only.split(",") if name]
    for said in run(Setting(given.quads, given.seconds, given.rounds, clients), only):
        print(said, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
