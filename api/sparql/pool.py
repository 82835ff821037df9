"""Workers over one data file: each query gets a whole one, no kind of query gets them all, and losses are made good."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine

from api.sparql.config import Edition, Limits
from api.sparql.frames import Ready
from api.sparql.line import Line
from api.sparql.places import LongBefore, Places
from api.sparql.worker_link import Worker
from api.sparql.zygote_link import ZygoteLink, ZygoteLost

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
# Before another worker is asked for when there was no file for one.
SPAWN_PAUSE = 1.0


class Pool:
    """Belongs to one event loop.

    A worker is taken, used for one query and given back; given back in the middle of a query, it is killed
    and replaced. `long` are the places of queries that take their time: fewer than there are workers.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.long = Places(limits.long_places, limits.queue_length)
        self.long_before = LongBefore()
        self._zygote: ZygoteLink | None = None
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._line: Line[Worker] = Line(limits.queue_length, lambda worker, _: self._put(worker))
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def edition(self) -> Edition | None:
        """What is in service; None before the first. A query under way may still be answered from the one before."""
        return self._zygote.edition if self._zygote is not None else None

    @property
    def ready(self) -> Ready:
        """What the zygote in service holds."""
        assert self._zygote is not None
        return self._zygote.ready.result()

    async def open(self, edition: Edition) -> None:
        """Serve an edition: at the start, or in place of what is served now, without a gap.

        The new zygote loads beside the old; queries under way end on the old. Raises ZygoteLost when
        the data cannot be loaded, OSError when no process can be started; what was served before then stays.
        """
        await self._put_in_service(await ZygoteLink.start(edition, self.limits.memory_bytes))

    async def _put_in_service(self, fresh: ZygoteLink) -> None:
        before, self._zygote = self._zygote, fresh
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

    def take_now(self) -> Worker | None:
        """An idle worker; None when all are busy."""
        while self._idle:
            # The last one used has its memory at hand.
            worker = self._idle.pop()
            if worker.usable():
                self._busy.add(worker)
                return worker
            self._discard(worker)
        return None

    async def take(self, client: str, seconds: float) -> Worker:
        """A worker, in turn. Raises Refused."""
        worker = self.take_now()
        if worker is None:
            worker = await self._line.wait(client, seconds)
            self._busy.add(worker)
        return worker

    def give(self, worker: Worker) -> None:
        if worker in self._busy:
            self._busy.remove(worker)
            self._put(worker)

    def _put(self, worker: Worker) -> None:
        if worker.zygote is not self._zygote or not worker.usable():
            self._discard(worker)
        elif self._line.serve(worker) is None:
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
        except OSError:
            await asyncio.sleep(SPAWN_PAUSE)
            if zygote is self._zygote:
                self._count -= 1
                self._fill()
            return
        worker.when_lost = self._lost
        self._put(worker)

    def _lost(self, worker: Worker) -> None:
        """Replace a worker that ended while idle; one that is busy is missed by its query."""
        if worker in self._idle:
            self._idle.remove(worker)
            self._discard(worker)

    async def _watch(self, zygote: ZygoteLink) -> None:
        """Put another zygote in the place of one that is lost."""
        await zygote.lost.wait()
        pause = FIRST_PAUSE
        while self._zygote is zygote:
            try:
                fresh = await ZygoteLink.start(zygote.edition, self.limits.memory_bytes)
            except (ZygoteLost, OSError):
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            # Another edition may have been put in service while this one was loading.
            await (self._put_in_service(fresh) if self._zygote is zygote else fresh.stop())

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
