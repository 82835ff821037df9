"""The zygote: loads one graph file, then forks a worker for each request. It has one thread, always.

Started as a fresh process: `python -m api.sparql.zygote FILE FD MEMORY`. FD is a SOCK_SEQPACKET socket on
which a message asks for a worker or demotes one, and which carries `Control` messages back.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import msgspec
import pyoxigraph as ox

from api.sparql.frames import DEMOTE, Control, Ended, Forked, Ready
from api.sparql.worker import open_gauge, serve

# Priorities of a worker: behind the front, and behind the others once its query has been long.
AFTER_THE_FRONT, LAST = 2, 7
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY DESC(?n) LIMIT 500"


def load(path: Path) -> ox.Store:
    """The quads of a .nq, .nq.gz or .nq.zst file, in memory."""
    store = ox.Store()
    if path.suffix == ".zst":
        import zstandard

        with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
            store.bulk_load(stream, ox.RdfFormat.N_QUADS)
    elif path.suffix == ".gz":
        import gzip

        with gzip.open(path) as stream:
            store.bulk_load(cast(IO[bytes], stream), ox.RdfFormat.N_QUADS)
    else:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return store


def describe(store: ox.Store) -> Ready:
    solutions = store.query(GRAPHS)
    assert isinstance(solutions, ox.QuerySolutions)
    graphs = [(str(row["g"].value), int(row["n"].value)) for row in solutions]
    return Ready(len(store), graphs)


def main() -> None:
    path, control, memory = Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2])), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = load(path)
    # When the front is gone, so is the reason to be here.
    with suppress(ConnectionError):
        _obey(store, control, memory)


def _obey(store: ox.Store, control: socket.socket, memory: int) -> None:
    wake = _wake_on_child()
    children: set[int] = set()
    _say(control, Control(ready=describe(store)))
    gc.collect()
    gc.freeze()
    while True:
        readable, _, _ = select.select([control, wake], [], [])
        if wake in readable:
            wake.recv(4096)
            _reap(control, children)
        if control in readable:
            asked = control.recv(16)
            if not asked:
                return
            if asked.startswith(DEMOTE):
                _demote(int.from_bytes(asked[1:], "little"), children)
            else:
                children.add(_fork(store, control, wake, memory))


def _wake_on_child() -> socket.socket:
    """A socket that becomes readable when a child ends."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    return reading


def _say(control: socket.socket, message: Control, files: list[int] | None = None) -> None:
    socket.send_fds(control, [msgspec.msgpack.encode(message)], files or [])


def _demote(pid: int, children: set[int]) -> None:
    # Only this process reaps its children, so a number in the set is nobody else's.
    if pid in children:
        os.setpriority(os.PRIO_PROCESS, pid, LAST)


def _reap(control: socket.socket, children: set[int]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        children.discard(pid)
        _say(control, Control(ended=Ended(pid, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)))


def _fork(store: ox.Store, control: socket.socket, wake: socket.socket, memory: int) -> int:
    front, back = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        _become_worker(store, (control, wake, front), back, memory)
    back.close()
    handle = os.pidfd_open(pid)
    _say(control, Control(forked=Forked(pid)), [front.fileno(), handle])
    front.close()
    os.close(handle)
    return pid


def _become_worker(
    store: ox.Store, others: tuple[socket.socket, ...], link: socket.socket, memory: int
) -> None:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in others:
            other.close()
        os.nice(AFTER_THE_FRONT)
        open_gauge()
        serve(store, link, memory)
        code = 0
    except (ConnectionError, MemoryError):
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
