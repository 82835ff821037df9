"""The front's end of one zygote: starts it, asks for workers, hears which have ended and how."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

import msgspec

from api.sparql.frames import ENDS, HEAD, Control, Job, Kind, Ready, frame

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGE = 1 << 18
REPORT_SECONDS = 1.0


class ZygoteLost(Exception):
    """The zygote ended; it forks no more."""


class WorkerLost(Exception):
    """A worker ended before its answer did. `signal` is None when nobody could say how."""

    def __init__(self, signal: int | None) -> None:
        super().__init__(f"worker lost, signal {signal}")
        self.signal = signal


class Worker:
    """One forked process and its stream. `clean` while no query is under way."""

    def __init__(
        self,
        zygote: ZygoteLink,
        pid: int,
        handle: int,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self.zygote = zygote
        self.pid = pid
        self.handle = handle
        self.reader, self.writer = streams
        self.clean = True

    def send(self, job: Job) -> None:
        self.clean = False
        self.writer.write(frame(Kind.WHOLE, msgspec.msgpack.encode(job)))

    async def receive(self) -> tuple[Kind, bytes]:
        """The next frame. Raises WorkerLost."""
        try:
            kind, length = HEAD.unpack(await self.reader.readexactly(HEAD.size))
            body = await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerLost(await self.zygote.ending(self.pid)) from None
        self.clean = kind in ENDS
        return Kind(kind), body

    def usable(self) -> bool:
        return self.clean and not self.reader.at_eof()

    def kill(self) -> None:
        # By handle, not by number: a number may belong to another process by now.
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        os.close(self.handle)
        self.writer.close()


class ZygoteLink:
    """One zygote. `lost` is set when it ends."""

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket) -> None:
        self.process = process
        self.control = control
        self.lost = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[Ready] = loop.create_future()
        self._forks: deque[asyncio.Future[tuple[int, int, int]]] = deque()
        self._endings: dict[int, asyncio.Future[int]] = {}
        loop.add_reader(control, self._heard)

    @classmethod
    async def start(cls, data: Path, memory_bytes: int) -> ZygoteLink:
        """A zygote that has loaded `data`. Raises ZygoteLost when it cannot."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        # A process of its own kind: nothing of the front's threads or files is in it.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.sparql.zygote", str(data.resolve()), str(theirs.fileno()), str(memory_bytes),
            pass_fds=[theirs.fileno()], stdin=asyncio.subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        theirs.close()
        link = cls(process, ours)
        try:
            await link.ready
        except BaseException:
            await link.stop()
            raise
        return link

    async def fork(self) -> Worker:
        """A new worker. Raises ZygoteLost."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[tuple[int, int, int]] = loop.create_future()
        if self.lost.is_set():
            raise ZygoteLost
        self._forks.append(future)
        try:
            self.control.send(b"+")
        except OSError:
            self._forks.remove(future)
            raise ZygoteLost from None
        pid, link, handle = await future
        streams = await asyncio.open_connection(sock=socket.socket(fileno=link), limit=1 << 18)
        return Worker(self, pid, handle, streams)

    async def ending(self, pid: int) -> int | None:
        """The signal that ended a worker, 0 for none, None when the zygote does not say."""
        try:
            async with asyncio.timeout(REPORT_SECONDS):
                return await asyncio.shield(self._ending(pid))
        except (TimeoutError, ZygoteLost):
            return None
        finally:
            self._endings.pop(pid, None)

    async def stop(self) -> None:
        """End the zygote; its workers end when their streams are closed."""
        self._lose()
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    def _ending(self, pid: int) -> asyncio.Future[int]:
        if pid not in self._endings:
            self._endings[pid] = asyncio.get_running_loop().create_future()
        return self._endings[pid]

    def _heard(self) -> None:
        while True:
            try:
                message, files, _, _ = socket.recv_fds(self.control, MESSAGE, 2)
            except BlockingIOError:
                return
            except OSError:
                message = b""
            if not message:
                self._lose()
                return
            self._take(msgspec.msgpack.decode(message, type=Control), files)

    def _take(self, message: Control, files: list[int]) -> None:
        if message.ready is not None and not self.ready.done():
            self.ready.set_result(message.ready)
        if message.forked is not None:
            self._hand_over(message.forked.pid, files)
        if message.ended is not None:
            future = self._ending(message.ended.pid)
            if not future.done():
                future.set_result(message.ended.signal)
            if len(self._endings) > 256:
                del self._endings[next(iter(self._endings))]

    def _hand_over(self, pid: int, files: list[int]) -> None:
        self._endings.pop(pid, None)
        future = self._forks.popleft()
        if future.done():
            for file in files:
                os.close(file)
        else:
            future.set_result((pid, files[0], files[1]))

    def _lose(self) -> None:
        if self.lost.is_set():
            return
        self.lost.set()
        asyncio.get_running_loop().remove_reader(self.control)
        self.control.close()
        if not self.ready.done():
            self.ready.set_exception(ZygoteLost())
            # Marked as seen: when nobody is waiting for it, the failure is no news.
            self.ready.exception()
        for future in self._forks:
            if not future.done():
                future.set_exception(ZygoteLost())
        self._forks.clear()
