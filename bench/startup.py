"""T13, T14: start of the command line and of the server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from bench.measure import ROOT, line, medians

BARE = "from fastapi import FastAPI\nimport uvicorn\napp = FastAPI()\n@app.get('/healthz')\nasync def h(): return {}\n"


def run() -> Iterator[str]:
    question = ["-m", "shuiguan", "lookup", "楼下烧烤油烟", "--place", "青海省", "--on", "2026-09-01"]
    found = medians(
        {
            "pass": lambda: call(["-c", "pass"]),
            "help": lambda: call(["-m", "shuiguan", "--help"]),
            "lookup": lambda: call(question),
        }
    )
    yield line("T13", "--help / python -c pass", found["help"] / found["pass"], "×", "<= 1.15")
    yield line("T13", "command line lookup / python -c pass", found["lookup"] / found["pass"], "×", "<= 3")
    started = medians({"ours": start_ours, "bare": start_bare}, rounds=5)
    yield line("T14", "server start / bare FastAPI start", started["ours"] / started["bare"], "×", "<= 1.0")


def call(arguments: Sequence[str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def start_ours() -> None:
    port = free_port()
    until_ready(["-m", "shuiguan", "serve", "--port", str(port)], port)


def start_bare() -> None:
    port = free_port()
    code = BARE + f"uvicorn.run(app, host='127.0.0.1', port={port}, log_level='error')"
    until_ready(["-c", code], port)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port of the loopback that the system gives to nobody else meanwhile; a server that sets SO_REUSEADDR, as
    servers do, may listen there."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("127.0.0.1", 0))
        yield int(one.getsockname()[1])


def until_ready(arguments: Sequence[str], port: int) -> None:
    """Start a server, wait for its first answer, end it."""
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        for _ in range(2000):
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                return
            except (URLError, ConnectionError):
                time.sleep(0.005)
        raise RuntimeError("the server did not start")
    finally:
        process.terminate()
        process.wait()
