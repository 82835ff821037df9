"""Servers under measurement: ours and others', each a process of its own on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2

from bench.measure import ROOT
from bench.startup import free_port


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
    port = free_port()
    command = [sys.executable, "-m", "shuiguan", "serve", "--data", str(file), "--port", str(port)]
    with started(
        "shuiguan", [*command, *(["--plain"] if plain else [])], port, "/sparql", settings
    ) as server:
        yield server


@contextmanager
def oxigraph(name: str, arguments: Sequence[str]) -> Iterator[Server]:
    """`oxigraph` with the arguments of a way to serve."""
    port = free_port()
    binary = Path(sys.executable).parent / "oxigraph"
    with started(name, [str(binary), *arguments, "--bind", f"127.0.0.1:{port}"], port, "/query") as server:
        yield server


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
