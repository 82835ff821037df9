"""The front's end of one worker: jobs out, frames in."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, cast

import msgspec

from api.sparql.config import Edition
from api.sparql.frames import ENDS, HEAD, Job, Kind, frame

KINDS = {int(kind): kind for kind in Kind}
READ_AHEAD = 2


class WorkerLost(Exception):
    """A worker ended before its answer did. `signal` is None when nobody could say how; `begun` is False when it
    had not taken up its job yet."""

    def __init__(self, signal: int | None, begun: bool) -> None:
        super().__init__(f"worker lost, signal {signal}, begun {begun}")
        self.signal = signal
        self.begun = begun


class Parent(Protocol):
    """The zygote, as far as a worker needs it."""

    @property
    def edition(self) -> Edition: ...

    async def ending(self, pid: int) -> int | None: ...

    def demote(self, pid: int) -> None: ...


class Worker(asyncio.Protocol):
    """One forked process and its socket. `clean` while no query is under way."""

    def __init__(self, zygote: Parent, pid: int, handle: int) -> None:
        self.zygote = zygote
        self.pid = pid
        self.clean = True
        self.demoted = False
        self.when_lost: Callable[[Worker], None] = lambda worker: None
        self._handle = handle
        self._before = 0.0
        self._transport: asyncio.Transport | None = None
        self._bytes = bytearray()
        self._frames: deque[tuple[Kind, bytes]] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._over = False
        self._begun = True
        self._paused = False

    def send(self, job: Job) -> None:
        self.clean = False
        self._before = self._computed()
        assert self._transport is not None
        self._transport.write(frame(Kind.WHOLE, msgspec.msgpack.encode(job)))

    async def receive(self, seconds: float) -> tuple[Kind, bytes]:
        """The next frame. Raises TimeoutError after `seconds`, WorkerLost."""
        if not self._frames and not self._over:
            await self._wait(seconds)
        if not self._frames:
            raise WorkerLost(await self.zygote.ending(self.pid) if self._begun else None, self._begun)
        found = self._frames.popleft()
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        self.clean = found[0] in ENDS
        return found

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = waiter = loop.create_future()
        timer = loop.call_later(max(seconds, 0), _late, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            self._waiter = None

    @property
    def spent(self) -> float:
        """Seconds of processor time that the query under way has had; 0 when the worker is gone."""
        return max(0.0, self._computed() - self._before)

    def _computed(self) -> float:
        try:
            # The kernel's number for the processor time of another process (clock_getcpuclockid).
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:
            return 0.0

    def usable(self) -> bool:
        return self.clean and not self.demoted and not self._over

    def demote(self) -> None:
        """From now on let others compute first. There is no way back, so it is used no more after this query."""
        self.demoted = True
        self.zygote.demote(self.pid)

    def kill(self) -> None:
        # By handle, not by number: a number may belong to another process by now.
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        os.close(self._handle)
        self._over = True
        if self._transport is not None:
            self._transport.abort()

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if not self._bytes and len(data) >= HEAD.size:
            kind, length = HEAD.unpack_from(data)
            if len(data) == HEAD.size + length:
                self._take(kind, data[HEAD.size :])
                return
        self._bytes += data
        while len(self._bytes) >= HEAD.size:
            kind, length = HEAD.unpack_from(self._bytes)
            end = HEAD.size + length
            if len(self._bytes) < end:
                return
            with memoryview(self._bytes) as view:
                body = bytes(view[HEAD.size : end])
            del self._bytes[:end]
            self._take(kind, body)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._over:
            self._over = True
            # The system reports an error, not an end, when what we sent was never read.
            self._begun = error is None
            self.when_lost(self)
        self._wake()

    def _take(self, kind: int, body: bytes) -> None:
        self._frames.append((KINDS[kind], body))
        if len(self._frames) >= READ_AHEAD and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _late(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
