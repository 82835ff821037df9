"""The ASGI application of `/sparql`."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from api.conditions import has_current
from api.cross_origin import ASKED
from api.sparql.accept import GRAPH_TYPES, OFFERED, Media, choose, short
from api.sparql.answering import Call, answer
from api.sparql.config import SparqlConfig
from api.sparql.description import More, describe, page
from api.sparql.frames import Job
from api.sparql.pool import Pool
from api.sparql.protocol import Asked, read_get, read_post
from api.sparql.refusal import (
    Headers,
    Refused,
    forbidden_service,
    forbidden_update,
)
from api.sparql.respond import address, header, read_body, send_whole
from api.sparql.shape import Shape, shape_of

ALLOW = "GET, HEAD, POST, OPTIONS"
PREFLIGHT: Headers = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", ", ".join(ASKED).encode()),
    (b"access-control-max-age", b"86400"),
]
PAGE = "text/html"


class SparqlApp:
    """Serves one data file. `start` before the first request and `stop` after the last.

    `more` adds triples to the service description.
    """

    def __init__(self, config: SparqlConfig, more: More | None = None) -> None:
        self.config = config
        self.release = config.release
        self.more = more
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

    async def swap(self, data: Path, release: str, more: More | None = None) -> None:
        """Serve another release; queries under way end on the old one."""
        async with self._open:
            if self._started:
                await self.pool.open(data)
            self.config = replace(self.config, data=data)
            self.release, self.more = release, more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if not self._started:
            await self.start()
        try:
            await self._respond(scope, receive, send)
        except Refused as refused:
            status, headers, body = refused.response()
            await send_whole(scope, send, status, headers, body)

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
            await send_whole(scope, send, 204, PREFLIGHT, b"")
        elif method in ("GET", "HEAD"):
            asked = read_get(scope["query_string"], self.config.limits.seconds)
            if asked is None:
                await self._describe(scope, send)
            else:
                await self._query(scope, receive, send, asked)
        elif method == "POST":
            body = await read_body(receive, self.config.limits.query_bytes * 3)
            kind = header(scope, b"content-type")
            asked = read_post(kind, scope["query_string"], body, self.config.limits.seconds)
            await self._query(scope, receive, send, asked)
        else:
            raise Refused(405, "method-not-allowed", f"不支持{method[:20]}", f"no {method[:20]} here",
                          headers=(("allow", ALLOW),))  # fmt: skip

    async def _describe(self, scope: Scope, send: Send) -> None:
        media = choose(header(scope, b"accept"), (*GRAPH_TYPES, PAGE))
        if scope["query_string"].startswith(b"format="):
            media = short(scope["query_string"][7:].decode("latin-1"), GRAPH_TYPES)
        if media is None:
            raise _not_acceptable((*GRAPH_TYPES, PAGE))
        ready, endpoint = self.pool.ready, address(scope)
        headers: Headers = [
            (b"content-type", _content_type(media.name)),
            (b"shuiguan-release", self.release.encode()),
            *self._tag((endpoint, media)),
        ]
        if _known(scope, headers):
            await send_whole(scope, send, 304, headers, b"")
            return
        if media.format == PAGE:
            body = page(scope["path"], self.release, ready)
        else:
            # In a thread: `more` may have to read the release first.
            union, more = not self.config.plain_semantics, self.more
            body = await asyncio.to_thread(describe, endpoint, ready, union, media.format, more)
        await send_whole(scope, send, 200, headers, body)

    async def _query(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        limits = self.config.limits
        if len(asked.query.encode()) > limits.query_bytes:
            raise Refused(413, "query-too-long", f"查询超过{limits.query_bytes}字节",
                          f"the query is over {limits.query_bytes} bytes")  # fmt: skip
        shape = shape_of(asked.query, limits.rows)
        media = _negotiate(shape, asked, scope)
        base = address(scope)
        headers = self._headers(shape, asked, media, base)
        if _known(scope, headers):
            await send_whole(scope, send, 304, headers, b"")
            return
        job = self._job(asked, shape, media, base)
        await answer(self.pool, Call(scope, receive, send, job, headers, media.mark))

    def _headers(self, shape: Shape, asked: Asked, media: Media, base: str) -> Headers:
        headers: Headers = [
            (b"content-type", _content_type(media.name)),
            (b"shuiguan-release", self.release.encode()),
            (b"x-timeout-seconds", f"{asked.seconds:g}".encode()),
        ]
        if shape.volatile:
            return [*headers, (b"cache-control", b"no-store")]
        known = (asked.query, asked.default_graphs, asked.named_graphs, media, base)
        return [*headers, *self._tag(known)]

    def _tag(self, known: object) -> Headers:
        """What lets a client keep an answer: it is the same as long as the release and `known` are."""
        tag = hashlib.sha256(repr((self.release, known)).encode()).hexdigest()[:32]
        # Weak: the rows of a query without ORDER BY may come in another order.
        return [(b"etag", f'W/"{tag}"'.encode()), (b"cache-control", b"public, max-age=60")]

    def _job(self, asked: Asked, shape: Shape, media: Media, base: str) -> Job:
        limits = self.config.limits
        return Job(
            query=asked.query,
            capped_query=shape.capped,
            base=base,
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
        """The whole answer to a job of ours, which waits its turn like any other. Empty when the client left.

        Raises Refused, or Cut when the answer broke off.
        """
        if not self._started:
            await self.start()
        body = bytearray()

        async def take(message: Message) -> None:
            body.extend(message.get("body", b""))

        await answer(self.pool, Call({**scope, "method": "GET"}, receive, take, job, []))
        return bytes(body)


def sparql_app(config: SparqlConfig, more: More | None = None) -> SparqlApp:
    """The ASGI application over one data file; it answers on whatever path it is mounted at."""
    return SparqlApp(config, more)


def _negotiate(shape: Shape, asked: Asked, scope: Scope) -> Media:
    if shape.has_service:
        raise forbidden_service()
    if shape.update is not None:
        raise forbidden_update(400, shape.update)
    offered = OFFERED[shape.form or "SELECT"]
    if asked.format is None:
        media = choose(header(scope, b"accept"), offered)
    else:
        media = short(asked.format, offered)
    if media is None:
        raise _not_acceptable(offered)
    return media


def _not_acceptable(offered: tuple[str, ...]) -> Refused:
    return Refused(406, "not-acceptable", "没有所要的格式", "none of the formats asked for", choices=offered)


def _content_type(name: str) -> bytes:
    return f"{name}; charset=utf-8".encode() if name.startswith("text/") else name.encode()


def _known(scope: Scope, headers: Headers) -> bool:
    """Whether the client has said that it holds this answer. `*` is not heard: the query may be in error."""
    etag = next((value.decode() for name, value in headers if name == b"etag"), None)
    return etag is not None and has_current(scope, etag, found=False)
