"""The ASGI application of `/sparql`."""

from __future__ import annotations

import asyncio
import hashlib
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from api.sparql.accept import GRAPH_TYPES, OFFERED, Media, choose, short
from api.sparql.config import SparqlConfig
from api.sparql.description import describe, page
from api.sparql.frames import Job, Kind
from api.sparql.pool import Pool
from api.sparql.protocol import Asked, read_get, read_post
from api.sparql.refusal import (
    Headers,
    Refused,
    forbidden_service,
    forbidden_update,
    unparsable,
)
from api.sparql.shape import Shape, shape_of
from api.sparql.zygote_link import Worker, WorkerLost

ALLOW = "GET, HEAD, POST, OPTIONS"
EXPOSED = b"etag, link, retry-after, shuiguan-release, x-result-truncated, x-result-limit, x-timeout-seconds"
ALWAYS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED),
    (b"vary", b"Accept"),
]
PREFLIGHT: Headers = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", b"accept, content-type, if-none-match"),
    (b"access-control-max-age", b"86400"),
]
PAGE = "text/html"


class Cut(Exception):
    """The answer cannot be completed after its first byte: the connection must break, not end."""


class SparqlApp:
    """Serves one data file. `start` before the first request and `stop` after the last."""

    def __init__(self, config: SparqlConfig) -> None:
        self.config = config
        self.release = config.release
        self.pool = Pool(config.limits)
        self._open = asyncio.Lock()
        self._started = False

    async def start(self) -> None:
        async with self._open:
            if not self._started:
                await self.pool.open(self.config.data)
                self._started = True

    async def stop(self) -> None:
        if self._started:
            await self.pool.close()

    async def swap(self, data: Path, release: str) -> None:
        """Serve another release; queries under way end on the old one."""
        await self.start()
        async with self._open:
            await self.pool.open(data)
            self.release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        await self.start()
        try:
            await self._respond(scope, receive, send)
        except Refused as refused:
            status, headers, body = refused.response()
            await _send(scope, send, status, headers, body)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await _send(scope, send, 204, PREFLIGHT, b"")
        elif method in ("GET", "HEAD"):
            asked = read_get(scope["query_string"], self.config.limits.seconds)
            if asked is None:
                await self._describe(scope, send)
            else:
                await self._query(scope, receive, send, asked)
        elif method == "POST":
            body = await _body(receive, self.config.limits.query_bytes * 3)
            kind = _header(scope, b"content-type")
            asked = read_post(kind, scope["query_string"], body, self.config.limits.seconds)
            await self._query(scope, receive, send, asked)
        else:
            raise Refused(405, "method-not-allowed", f"不支持{method[:20]}", f"no {method[:20]} here",
                          headers=(("allow", ALLOW),))  # fmt: skip

    async def _describe(self, scope: Scope, send: Send) -> None:
        media = choose(_header(scope, b"accept"), (*GRAPH_TYPES, PAGE))
        if scope["query_string"].startswith(b"format="):
            media = short(scope["query_string"][7:].decode("latin-1"), GRAPH_TYPES)
        if media is None:
            raise _not_acceptable((*GRAPH_TYPES, PAGE))
        ready = self.pool.ready
        if media.format == PAGE:
            body = page(scope["path"], self.release, ready)
        else:
            body = describe(_address(scope), ready, not self.config.plain_semantics, media.format)
        headers: Headers = [
            (b"content-type", f"{media.name}; charset=utf-8".encode()),
            (b"shuiguan-release", self.release.encode()),
        ]
        await _send(scope, send, 200, headers, body)

    async def _query(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        limits = self.config.limits
        if len(asked.query.encode()) > limits.query_bytes:
            raise Refused(413, "query-too-long", f"查询超过{limits.query_bytes}字节",
                          f"the query is over {limits.query_bytes} bytes")  # fmt: skip
        shape = shape_of(asked.query, limits.rows)
        media = _negotiate(shape, asked, scope)
        headers = self._headers(shape, asked, media)
        if _known(scope, headers):
            await _send(scope, send, 304, headers, b"")
            return
        job = self._job(asked, shape, media)
        await _until_gone(receive, self._run(scope, send, job, headers))

    def _headers(self, shape: Shape, asked: Asked, media: Media) -> Headers:
        headers: Headers = [
            (b"content-type", _content_type(media.name)),
            (b"shuiguan-release", self.release.encode()),
            (b"x-timeout-seconds", f"{asked.seconds:g}".encode()),
        ]
        if shape.volatile:
            return [*headers, (b"cache-control", b"no-store")]
        known = repr((self.release, asked.query, asked.default_graphs, asked.named_graphs, media))
        tag = hashlib.sha256(known.encode()).hexdigest()[:32]
        # Weak: the rows of a query without ORDER BY may come in another order.
        return [*headers, (b"etag", f'W/"{tag}"'.encode()), (b"cache-control", b"public, max-age=60")]

    def _job(self, asked: Asked, shape: Shape, media: Media) -> Job:
        limits = self.config.limits
        return Job(
            query=asked.query,
            capped_query=shape.capped,
            media=media.format,
            seconds=asked.seconds,
            union=not self.config.plain_semantics and not shape.has_dataset,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            rows=limits.rows,
            result_bytes=limits.result_bytes,
            hold_bytes=limits.hold_bytes,
        )

    async def collect(self, scope: Scope, receive: Receive, job: Job) -> bytes:
        """The whole answer to a job of ours, which keeps its place in the queue. Empty when the client left.

        Raises Refused, or Cut when the answer broke off.
        """
        await self.start()
        body = bytearray()

        async def take(message: Message) -> None:
            body.extend(message.get("body", b""))

        await _until_gone(receive, self._run({**scope, "method": "GET"}, take, job, []))
        return bytes(body)

    async def _run(self, scope: Scope, send: Send, job: Job, headers: Headers) -> None:
        for again in (True, False):
            async with self.pool.worker() as worker:
                budget = Budget(job.seconds)
                worker.send(job)
                try:
                    kind, body = await budget.receive(worker)
                except WorkerLost as lost:
                    # Ended while idle, or by a hand from outside: not this query's doing.
                    if again and lost.signal in (None, 0, signal.SIGKILL, signal.SIGTERM):
                        continue
                    raise _lost(lost.signal, job) from None
                except TimeoutError:
                    raise _timeout(job) from None
                await self._deliver(scope, send, job, headers, worker, budget, kind, body)
                return

    async def _deliver(
        self, scope: Scope, send: Send, job: Job, headers: Headers,
        worker: Worker, budget: Budget, kind: Kind, body: bytes,
    ) -> None:  # fmt: skip
        if kind in (Kind.WHOLE, Kind.WHOLE_CUT):
            cut = [(b"x-result-truncated", b"true")] if kind == Kind.WHOLE_CUT else []
            limit = [(b"x-result-limit", f"rows={job.rows}".encode())] if cut else []
            await _send(scope, send, 200, [*headers, *cut, *limit], body)
        elif kind == Kind.PIECE:
            await _stream(scope, send, headers, self._pieces(worker, budget, body), self.config)
        else:
            raise _failure(kind, body, job)

    async def _pieces(self, worker: Worker, budget: Budget, first: bytes) -> AsyncIterator[bytes]:
        yield first
        while True:
            try:
                kind, body = await budget.receive(worker)
            except (WorkerLost, TimeoutError):
                raise Cut from None
            if kind not in (Kind.PIECE, Kind.LAST):
                raise Cut
            yield body
            if kind == Kind.LAST:
                return


class Budget:
    """The seconds a query may work; waiting for the client to read is not counted."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    async def receive(self, worker: Worker) -> tuple[Kind, bytes]:
        """Raises TimeoutError when the budget is spent, WorkerLost."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self.left):
                return await worker.receive()
        finally:
            self.left -= time.monotonic() - begun


def sparql_app(config: SparqlConfig) -> SparqlApp:
    """The ASGI application over one data file; it answers on whatever path it is mounted at."""
    return SparqlApp(config)


def _negotiate(shape: Shape, asked: Asked, scope: Scope) -> Media:
    if shape.has_service:
        raise forbidden_service()
    if shape.update is not None:
        raise forbidden_update(400, shape.update)
    offered = OFFERED[shape.form or "SELECT"]
    if asked.format is None:
        media = choose(_header(scope, b"accept"), offered)
    else:
        media = short(asked.format, offered)
    if media is None:
        raise _not_acceptable(offered)
    return media


def _not_acceptable(offered: tuple[str, ...]) -> Refused:
    return Refused(406, "not-acceptable", "没有所要的格式", "none of the formats asked for", choices=offered)


def _content_type(name: str) -> bytes:
    return f"{name}; charset=utf-8".encode() if name.startswith("text/") else name.encode()


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


async def _until_gone(receive: Receive, work: object) -> None:
    """Do `work` until done, or until the client leaves."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
            return
        await task
    finally:
        gone.cancel()
        task.cancel()
        await asyncio.gather(gone, task, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "incomplete", "请求体不完整", "the body is incomplete")
        body += message.get("body", b"")
        if len(body) > limit:
            raise Refused(413, "query-too-long", f"请求体超过{limit}字节", f"the body is over {limit} bytes")
        if not message.get("more_body"):
            return bytes(body)


async def _send(scope: Scope, send: Send, status: int, headers: Headers, body: bytes) -> None:
    sized = [] if status in (204, 304) or _has(headers, b"content-length") else [
        (b"content-length", str(len(body)).encode())
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": [*ALWAYS, *headers, *sized]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _stream(
    scope: Scope, send: Send, headers: Headers, pieces: AsyncIterator[bytes], config: SparqlConfig
) -> None:
    """Send pieces as they come. Raises Cut, which breaks the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [*ALWAYS, *headers]})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        async with asyncio.timeout(config.limits.total_seconds):
            async for piece in pieces:
                async with asyncio.timeout(config.limits.stall_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        raise Cut from None
    await send({"type": "http.response.body", "body": b""})


def _known(scope: Scope, headers: Headers) -> bool:
    given = _header(scope, b"if-none-match")
    etag = next((value.decode() for name, value in headers if name == b"etag"), None)
    return bool(given and etag and etag in [tag.strip() for tag in given.split(",")])


def _has(headers: Headers, name: bytes) -> bool:
    return any(key == name for key, _ in headers)


def _header(scope: Scope, name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


def _address(scope: Scope) -> str:
    host = _header(scope, b"host") or "localhost"
    return f"{scope['scheme']}://{host}{scope['path']}"
