"""A fixed number of workers, a bounded queue before them, and their return after any loss."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

from api.sparql.config import Limits
from api.sparql.frames import Ready
from api.sparql.refusal import Refused
from api.sparql.zygote_link import Worker, ZygoteLink, ZygoteLost

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0


class Pool:
    """Workers over one data file. Belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._zygote: ZygoteLink | None = None
        self._data: Path | None = None
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def ready(self) -> Ready:
        """What the zygote in service holds."""
        assert self._zygote is not None
        return self._zygote.ready.result()

    async def open(self, data: Path) -> None:
        """Serve `data`: at the start, or in place of what is served now, without a gap.

        The new zygote loads beside the old; queries under way end on the old. Raises ZygoteLost when
        the data cannot be loaded; what was served before then stays.
        """
        fresh = await ZygoteLink.start(data, self.limits.memory_bytes)
        before, self._zygote, self._data = self._zygote, fresh, data
        self._count = 0
        for worker in self._idle:
            worker.kill()
        self._idle.clear()
        self._fill()
        self._do(self._watch(fresh))
        if before is not None:
            await before.stop()

    async def close(self) -> None:
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._idle.clear()
        self._busy.clear()
        if self._zygote is not None:
            await self._zygote.stop()

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """A worker to oneself. Killed and replaced unless its answer was taken to the end. Raises Refused."""
        taken = await self._acquire()
        self._busy.add(taken)
        try:
            yield taken
        finally:
            if taken in self._busy:
                self._busy.remove(taken)
                self._give_back(taken)

    async def _acquire(self) -> Worker:
        while self._idle:
            worker = self._idle.popleft()
            if worker.usable():
                return worker
            self._discard(worker)
        if len(self._waiting) >= self.limits.queue_length:
            raise Refused(429, "queue-full", "排队的查询太多", "too many queries are waiting",
                          headers=(("retry-after", "5"),))  # fmt: skip
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                return await future
        except TimeoutError:
            self._withdraw(future)
            raise Refused(
                503, "queue-timeout", "等候太久，请稍后再试", "waited too long; try again later",
                headers=(("retry-after", "5"),),
            ) from None  # fmt: skip
        except asyncio.CancelledError:
            self._withdraw(future)
            raise

    def _withdraw(self, future: asyncio.Future[Worker]) -> None:
        """Leave the queue; a worker that was given in the same moment goes to the next."""
        if future in self._waiting:
            self._waiting.remove(future)
        if future.done() and not future.cancelled():
            self._give_back(future.result())

    def _give_back(self, worker: Worker) -> None:
        if worker.zygote is not self._zygote or not worker.usable():
            self._discard(worker)
            return
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _discard(self, worker: Worker) -> None:
        worker.kill()
        if worker.zygote is self._zygote:
            self._count -= 1
            self._fill()

    def _fill(self) -> None:
        zygote = self._zygote
        assert zygote is not None
        while self._count < self.limits.workers and not zygote.lost.is_set() and not self._closed:
            self._count += 1
            self._do(self._spawn(zygote))

    async def _spawn(self, zygote: ZygoteLink) -> None:
        try:
            worker = await zygote.fork()
        except ZygoteLost:
            return
        self._give_back(worker)

    async def _watch(self, zygote: ZygoteLink) -> None:
        """Put another zygote in the place of one that is lost."""
        await zygote.lost.wait()
        pause = FIRST_PAUSE
        while self._zygote is zygote and self._data is not None:
            try:
                await self.open(self._data)
            except ZygoteLost:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
