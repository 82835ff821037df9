"""One query from its worker to its client: first as a short one, then, if need be, as a long one."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from api.sparql.config import Edition
from api.sparql.frames import ENDS, Job, Kind
from api.sparql.pool import Pool
from api.sparql.refusal import Headers, Refused, unparsable
from api.sparql.respond import Cut, Watch, known, send_pieces, send_whole
from api.sparql.worker_link import Worker, WorkerLost

Frame = tuple[Kind, bytes]
# Ends that are not the query's doing: by itself while idle, or by a hand from outside.
OUTSIDE = (None, 0, signal.SIGKILL, signal.SIGTERM)


@dataclass(frozen=True)
class Call:
    """A query with all that is needed to answer it. `headers`, of the edition that answers, and `mark` go before
    a good answer."""

    scope: Scope
    receive: Receive
    send: Send
    job: Job
    headers: Callable[[Edition], Headers]
    mark: bytes = b""

    @property
    def client(self) -> str:
        """Whom the query counts for, where queries wait in turn."""
        found = self.scope.get("client")
        return found[0] if found else ""


async def answer(pool: Pool, call: Call) -> None:
    """Send the answer, unless the client leaves before. Raises Refused before the first byte, Cut after."""
    work = _Answer(pool, call)
    try:
        await work.run()
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if not work.watch.gone or task is None or task.uncancel():
            raise
    finally:
        work.watch.end()


class Budget:
    """Seconds from the arrival of a query to its end, the client's reading not counted."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    def add(self, seconds: float) -> None:
        self._end += seconds


class _Answer:
    def __init__(self, pool: Pool, call: Call) -> None:
        self.pool = pool
        self.call = call
        self.watch = Watch(call.receive)
        self.budget = Budget(call.job.seconds)
        self._worker: Worker | None = None

    def begin(self, worker: Worker) -> None:
        """Give the query to a worker, which may hold another edition than was in service when the query came."""
        self._worker = worker
        worker.send(self.call.job)

    def headers(self) -> Headers:
        assert self._worker is not None
        return self.call.headers(self._worker.zygote.edition)

    def patience(self, kept: float) -> float:
        """How long to wait in line, so that the share `kept` of the query's time is left for its work."""
        return min(self.pool.limits.queue_seconds, self.budget.left - self.call.job.seconds * kept)

    async def run(self) -> None:
        """Answer, and try once more when the worker is lost by no doing of the query.

        A loss before the query was taken up is no try: one that was killed looks idle until the system has ended it.
        """
        end, tries = None, 2
        while end is None:
            try:
                end = await self._end()
            except WorkerLost as lost:
                tries -= lost.begun
                if not tries or self.budget.left <= 0 or (lost.begun and lost.signal not in OUTSIDE):
                    raise _lost(lost.signal, self.call.job) from None
        # Whatever the query held has been given back: a slow reader of a small answer keeps nobody waiting.
        if end[0] != Kind.LAST:
            await self._finish(*end)

    async def _end(self) -> Frame:
        """A whole answer that is still to be sent, or LAST when it has been sent in pieces. Raises WorkerLost."""
        end = None
        if self.call.job not in self.pool.long_before:
            end = await self._as_short()
        return end or await self._as_long()

    async def _as_short(self) -> Frame | None:
        """None when the query has to begin anew as a long one: the places of those are all taken now."""
        worker = self.pool.take_now()
        if worker is None:
            self.watch.begin()
            worker = await self.pool.take(self.call.client, self.patience(kept=0.1))
        try:
            if self.call.job in self.pool.long_before:
                # The same query has been asked by others and turned out long while this one waited.
                return None
            self.begin(worker)
            first = await self._first_in_short(worker)
            if first is not None and first[0] in ENDS:
                return first
            self.watch.begin()
            self.pool.long_before.add(self.call.job)
            if not self.pool.long.take_now(self.call.client):
                return None
            try:
                return await self._go_on(worker, first)
            finally:
                self.pool.long.give(self.call.client)
        finally:
            self.pool.give(worker)

    async def _as_long(self) -> Frame:
        self.watch.begin()
        await self.pool.long.take(self.call.client, self.patience(kept=0.5))
        try:
            worker = await self.pool.take(self.call.client, self.budget.left)
            try:
                self.begin(worker)
                return await self._go_on(worker, None)
            finally:
                self.pool.give(worker)
        finally:
            self.pool.long.give(self.call.client)

    async def _first_in_short(self, worker: Worker) -> Frame | None:
        """The first frame; None when the query has computed for the time of a short one.

        By the worker's own time, not by the clock: on a busy machine every query takes long, and calling
        them all long would add the work of beginning them anew.
        """
        short = self.pool.limits.short_seconds
        left = short
        while left > 0:
            first = await self._first(worker, max(left, short / 4))
            if first is not None:
                return first
            self.watch.begin()
            left = short - worker.spent
        return None

    async def _first(self, worker: Worker, seconds: float) -> Frame | None:
        """The first frame; None when it has not come within `seconds`. Raises Refused when time is up."""
        try:
            return await worker.receive(min(seconds, self.budget.left))
        except TimeoutError:
            if self.budget.left <= 0:
                raise _timeout(self.call.job) from None
            return None

    async def _go_on(self, worker: Worker, first: Frame | None) -> Frame:
        worker.demote()
        while first is None:
            first = await self._first(worker, self.budget.left)
        if first[0] in ENDS:
            if worker.spent < self.pool.limits.short_seconds:
                self.pool.long_before.discard(self.call.job)
            return first
        call, limits = self.call, self.pool.limits
        pieces = self._pieces(worker, call.mark + first[1])
        headers = [*self.headers(), _row_limit(call.job)]
        if known(call.scope, headers, found=True):
            await send_whole(call.scope, call.send, 304, headers, b"")
            return Kind.LAST, b""
        await send_pieces(call.scope, call.send, headers, pieces, limits.stall_seconds, limits.total_seconds)
        return Kind.LAST, b""

    async def _finish(self, kind: Kind, body: bytes) -> None:
        call = self.call
        headers = self.headers()
        if kind == Kind.WHOLE_CUT:
            headers = [*headers, (b"x-result-truncated", b"true"), _row_limit(call.job)]
        elif kind != Kind.WHOLE:
            raise _failure(kind, body, call.job)
        if known(call.scope, headers, found=True):
            await send_whole(call.scope, call.send, 304, headers, b"")
            return
        await send_whole(call.scope, call.send, 200, headers, call.mark + body if call.mark else body)

    async def _pieces(self, worker: Worker, piece: bytes) -> AsyncIterator[bytes]:
        kind = Kind.PIECE
        while True:
            given = time.monotonic()
            yield piece
            self.budget.add(time.monotonic() - given)
            if kind == Kind.LAST:
                return
            try:
                kind, piece = await worker.receive(self.budget.left)
            except (WorkerLost, TimeoutError):
                raise Cut from None
            if kind not in (Kind.PIECE, Kind.LAST):
                raise Cut


def _row_limit(job: Job) -> tuple[bytes, bytes]:
    return b"x-result-limit", f"rows={job.rows}".encode()


def _timeout(job: Job) -> Refused:
    return Refused(504, "query-timeout", f"查询超过{job.seconds:g}秒，已停止",
                   f"the query took over {job.seconds:g} s and was stopped",
                   hint=("先写最具体的条件，或加LIMIT", "put the most selective pattern first, or add LIMIT"))  # fmt: skip


def _no_memory() -> Refused:
    return Refused(
        507, "memory-limit", "查询超出内存限制，已停止", "the query went over its memory and was stopped"
    )


def _lost(ended: int | None, job: Job) -> Refused:
    if ended == signal.SIGABRT:
        return _no_memory()
    if ended == signal.SIGXCPU:
        return _timeout(job)
    return Refused(503, "worker-crashed", "执行查询的进程意外终止", "the process of this query ended unexpectedly",
                   headers=(("retry-after", "1"),))  # fmt: skip


def _failure(kind: Kind, body: bytes, job: Job) -> Refused:
    text = body.decode(errors="replace")
    if kind == Kind.UNPARSABLE:
        return unparsable(text, job.query)
    if kind == Kind.NO_MEMORY:
        return _no_memory()
    if kind == Kind.TOO_LARGE:
        return Refused(507, "result-too-large", "结果过大", "the result is too large")
    return Refused(400, "query-evaluation", f"查询不能执行：{text}", f"cannot be evaluated: {text}")
