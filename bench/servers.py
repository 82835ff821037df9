"""Servers under measurement: ours and others', each a process of its own on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import httpx2

from bench.measure import ROOT
from bench.startup import reserved_port

UNION = ("--union-default-graph",)


@dataclass(frozen=True)
class Server:
    """A SPARQL endpoint by its address, and the process that listens there."""

    name: str
    url: str
    pid: int

    def get(self, query: str) -> str:
        """The address of a query."""
        return f"{self.url}?query={quote(query, safe='')}"


@contextmanager
def shuiguan(file: Path, plain: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """`shuiguan serve --data FILE`."""
    with reserved_port() as port:
        command = [sys.executable, "-m", "shuiguan", "serve", "--data", str(file), "--port", str(port)]
        with started(
            "shuiguan", [*command, *(["--plain"] if plain else [])], port, "/sparql", settings
        ) as server:
            yield server


@contextmanager
def oxigraph(name: str, arguments: Sequence[str]) -> Iterator[Server]:
    """`oxigraph` with the arguments of a way to serve."""
    command = [str(binary("oxigraph")), *arguments, "--bind"]
    with (
        reserved_port() as port,
        started(name, [*command, f"127.0.0.1:{port}"], port, "/query") as server,
    ):
        yield server


@contextmanager
def oxigraph_on_disk(file: Path, folder: Path) -> Iterator[Server]:
    """Loaded into `folder`, then served read-only, with the union as the default graph."""
    if not folder.exists():
        subprocess.run(
            [str(binary("oxigraph")), "load", "--location", str(folder), "--file", str(file)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    with oxigraph("oxigraph on disk", ["serve-read-only", "--location", str(folder), *UNION]) as server:
        yield server


@contextmanager
def oxigraph_in_memory(file: Path, *more: str) -> Iterator[Server]:
    """`more` are further arguments of `oxigraph serve`."""
    with oxigraph("oxigraph in memory", ["serve", *UNION, *more]) as server:
        with file.open("rb") as body, httpx2.Client(timeout=600, trust_env=False) as client:
            address = server.url.replace("/query", "/store")
            client.post(
                address, content=body, headers={"Content-Type": "application/n-quads"}
            ).raise_for_status()
        yield server


@contextmanager
def rdflib_endpoint(file: Path) -> Iterator[Server]:
    """Over the oxrdflib store where that is installed, else over rdflib's own."""
    store = ["--store", "Oxigraph"] if find_spec("oxrdflib") else []
    command = [str(binary("rdflib-endpoint")), "serve", *store, "--host", "127.0.0.1", "--port"]
    name = f"rdflib-endpoint{' (oxrdflib)' if store else ''}"
    with reserved_port() as port, started(name, [*command, str(port), str(file)], port, "/") as server:
        yield server


def binary(name: str) -> Path:
    """A program of this environment."""
    return Path(sys.executable).parent / name


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in children.read_text().split()]
    return found


def own_memory(pid: int) -> int:
    """Bytes that a process and all below it have to themselves: pages shared after a fork are counted for nobody."""
    total = 0
    for one in family(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return total * 1024


def resident(pid: int) -> int:
    """Bytes of memory of one process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def started(
    name: str, command: Sequence[str], port: int, path: str, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server once it answers; ended when done. Raises RuntimeError when it does not start."""
    environment = {**os.environ, **(settings or {})}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server(name, f"http://127.0.0.1:{port}{path}", process.pid)
    try:
        _await(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(server: Server, process: subprocess.Popen[bytes]) -> None:
    with httpx2.Client(timeout=120, trust_env=False) as client:
        for _ in range(12_000):
            if process.poll() is not None:
                break
            try:
                if client.get(server.get("ASK {}")).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.01)
    raise RuntimeError(f"{server.name} did not start")
