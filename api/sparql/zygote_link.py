"""The front's end of one zygote: starts it, asks for workers, hears which have ended and how."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

import msgspec

from api.sparql.config import Edition
from api.sparql.frames import DEMOTE, FORK, Control, Ready
from api.sparql.worker_link import Worker

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGE = 1 << 18
# For a zygote that a busy machine keeps waiting; what it says of an ending decides what the client is told.
REPORT_SECONDS = 5.0


class ZygoteLost(Exception):
    """The zygote ended; it forks no more."""


class ZygoteLink:
    """One zygote and the edition it holds. `lost` is set when it ends."""

    def __init__(self, edition: Edition, process: asyncio.subprocess.Process, control: socket.socket) -> None:
        self.edition = edition
        self.process = process
        self.control = control
        self.lost = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[Ready] = loop.create_future()
        self._forks: deque[asyncio.Future[tuple[int, int, int]]] = deque()
        self._endings: dict[int, asyncio.Future[int]] = {}
        loop.add_reader(control, self._heard)

    @classmethod
    async def start(cls, edition: Edition, memory_bytes: int) -> ZygoteLink:
        """A zygote that has loaded the data. Raises ZygoteLost when it cannot, OSError when no process can be started."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        # A process of its own kind: nothing of the front's threads or files is in it.
        file = str(edition.data.resolve())
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "api.sparql.zygote", file, str(theirs.fileno()), str(memory_bytes),
                pass_fds=[theirs.fileno()], stdin=asyncio.subprocess.DEVNULL, cwd=ROOT,
            )  # fmt: skip
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        link = cls(edition, process, ours)
        try:
            await link.ready
        except BaseException:
            await link.stop()
            raise
        return link

    async def fork(self) -> Worker:
        """A new worker. Raises ZygoteLost, OSError when the front has no file left for it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[tuple[int, int, int]] = loop.create_future()
        if self.lost.is_set():
            raise ZygoteLost
        self._forks.append(future)
        try:
            self.control.send(FORK)
        except OSError:
            self._forks.remove(future)
            raise ZygoteLost from None
        pid, link, handle = await future
        stream = socket.socket(fileno=link)
        try:
            _, worker = await loop.create_connection(lambda: Worker(self, pid, handle), sock=stream)
        except BaseException:
            # Its stream closed, the worker ends by itself.
            stream.close()
            os.close(handle)
            raise
        return worker

    def demote(self, pid: int) -> None:
        """Let others compute before a worker."""
        # Without the zygote a worker cannot be told from a stranger with its number; it stays as it is.
        with suppress(OSError):
            self.control.send(DEMOTE + pid.to_bytes(4, "little"))

    async def ending(self, pid: int) -> int | None:
        """The signal that ended a worker, 0 for none, None when the zygote does not say."""
        if self.lost.is_set() and pid not in self._endings:
            return None
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
        if not future.done() and len(files) == 2:
            future.set_result((pid, files[0], files[1]))
            return
        # The system leaves out the files that a process at its limit may not have.
        for file in files:
            os.close(file)
        if not future.done():
            future.set_exception(OSError(errno.EMFILE, os.strerror(errno.EMFILE)))

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
        for report in self._endings.values():
            if not report.done():
                report.set_exception(ZygoteLost())
                report.exception()
