"""The ASGI application of `/sparql`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from api.cross_origin import ASKED
from api.prefix import root_of
from api.sparql.accept import GRAPH_TYPES, PAGE, Media, choose, short
from api.sparql.answering import Call, answer
from api.sparql.config import Edition, SparqlConfig
from api.sparql.description import More, describe
from api.sparql.frames import Job
from api.sparql.line import AGAIN
from api.sparql.negotiation import content_type, headers_of, negotiate, not_acceptable, tag_of, wants_page
from api.sparql.older import Older
from api.sparql.page import Desk, first_rows, form_page, problem_page, result_page
from api.sparql.pool import FIRST_PAUSE, LONGEST_PAUSE, Pool
from api.sparql.protocol import Asked, read_format, read_get, read_post
from api.sparql.refusal import (
    Headers,
    Refused,
)
from api.sparql.respond import address, header, known, read_body, send_whole
from api.sparql.shape import USUAL, Shape, shape_of
from api.sparql.zygote_link import ZygoteLost

ALLOW = "GET, HEAD, POST, OPTIONS"
PREFLIGHT: Headers = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", ", ".join(ASKED).encode()),
    (b"access-control-max-age", b"86400"),
]

log = logging.getLogger("shuiguan")


@dataclass(frozen=True)
class Collected:
    """A whole answer, the edition that gave it, and whether it was cut at the rows that were asked for."""

    body: bytes
    edition: Edition
    cut: bool

    @property
    def release(self) -> str:
        return self.edition.release


class SparqlApp:
    """Serves one data file. `start` before the first request and `stop` after the last.

    `more` adds triples to the service description. `older` are releases that a query may name.
    """

    def __init__(self, config: SparqlConfig, more: More | None = None, older: Older | None = None) -> None:
        self.config = config
        self._older = older
        self.pool = Pool(config.limits)
        self._first = Edition(config.data, config.release, more)
        self._open = asyncio.Lock()
        self._started = False
        self._again, self._pause = 0.0, FIRST_PAUSE

    @property
    def edition(self) -> Edition:
        """What a query that comes now is answered from, unless another is put in service before its turn."""
        return self.pool.edition or self._first

    @property
    def release(self) -> str:
        return self.edition.release

    async def start(self) -> None:
        """Load the data. Raises ZygoteLost when it cannot be loaded, OSError when no process can be started."""
        async with self._open:
            await self._load()

    async def _load(self) -> None:
        if not self._started:
            await self.pool.open(self._first)
            self._started = True

    async def _begin(self) -> None:
        """Load the data for the first request. Raises Refused when it cannot be loaded; tries anew after a pause."""
        async with self._open:
            if self._started or time.monotonic() >= self._again:
                try:
                    await self._load()
                    return
                except (ZygoteLost, OSError) as error:
                    log.warning("%s cannot be loaded: %r", self._first.release, error)
                self._again = time.monotonic() + self._pause
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
        raise Refused(503, "data-unavailable", "数据现在读不进来，请稍后再试",
                      "the data cannot be loaded now; try again later", headers=AGAIN)  # fmt: skip

    async def stop(self) -> None:
        if self._older is not None:
            await self._older.close()
        if self._started:
            await self.pool.close()

    @asynccontextmanager
    async def over(self, release: str | None) -> AsyncIterator[SparqlApp]:
        """The endpoint over the release that a query names: this one, or that of an older release. Raises Refused."""
        if release is None or release == self.release:
            if not self._started:
                await self._begin()
            yield self
        elif self._older is None:
            zh, en = f"这里没有这个版本：{release[:40]}", f"no such release here: {release[:40]}"
            raise Refused(404, "unknown-release", zh, en, parameter="release")
        else:
            async with self._older.using(release) as other, other.over(release) as opened:
                yield opened

    async def swap(self, data: Path, release: str, more: More | None = None) -> None:
        """Serve another release; queries under way end on the old one. Raises what `start` raises; the old one stays."""
        async with self._open:
            self._first, self._again = Edition(data, release, more), 0.0
            if self._started:
                await self.pool.open(self._first)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        try:
            if not self._started:
                await self._begin()
            await self._respond(scope, receive, send)
        except Refused as refused:
            if wants_page(scope):
                headers, body = problem_page(self._desk(scope, self.edition), scope["query_string"], refused)
                await send_whole(scope, send, refused.problem.status, headers, body)
            else:
                await send_whole(scope, send, *refused.response(root_of(scope)))

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
                await self._ask(scope, receive, send, asked)
        elif method == "POST":
            body = await read_body(receive, self.config.limits.query_bytes * 3)
            kind = header(scope, b"content-type")
            asked = read_post(kind, scope["query_string"], body, self.config.limits.seconds)
            await self._ask(scope, receive, send, asked)
        else:
            raise Refused(405, "method-not-allowed", f"不支持{method[:20]}", f"no {method[:20]} here",
                          headers=(("allow", ALLOW),))  # fmt: skip

    async def _describe(self, scope: Scope, send: Send) -> None:
        media = choose(header(scope, b"accept"), (*GRAPH_TYPES, PAGE))
        if (named := read_format(scope["query_string"])) is not None:
            media = short(named, (*GRAPH_TYPES, PAGE))
        if media is None:
            raise not_acceptable((*GRAPH_TYPES, PAGE))
        edition, ready, endpoint = self.edition, self.pool.ready, address(scope)
        headers: Headers = [
            (b"content-type", content_type(media.name)),
            (b"shuiguan-release", edition.release.encode()),
            *tag_of(edition, (endpoint, media)),
        ]
        if known(scope, headers, found=True):
            await send_whole(scope, send, 304, headers, b"")
            return
        # In a thread: `more` may have to read the release first.
        union, more = not self.config.plain_semantics, edition.more
        if media.format == PAGE:
            body = await asyncio.to_thread(form_page, self._desk(scope, edition), ready, union)
        else:
            body = await asyncio.to_thread(describe, endpoint, ready, union, media.format, more)
        await send_whole(scope, send, 200, headers, body)

    async def _ask(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        if asked.release is None:
            await self._query(scope, receive, send, asked)
            return
        async with self.over(asked.release) as app:
            await app._query(scope, receive, send, asked)

    async def _query(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        limits = self.config.limits
        if len(asked.query.encode()) > limits.query_bytes:
            raise Refused(413, "query-too-long", f"查询超过{limits.query_bytes}字节",
                          f"the query is over {limits.query_bytes} bytes")  # fmt: skip
        # A very long text takes a while, in which others are to be answered.
        short_text = len(asked.query) < USUAL
        shape = (
            shape_of(asked.query, limits.rows)
            if short_text
            else await asyncio.to_thread(shape_of, asked.query, limits.rows)
        )
        media = negotiate(shape, asked, scope)
        base = address(scope)
        edition = self.edition
        present = headers_of(shape, asked, media, base, edition)

        def headers(answers: Edition) -> Headers:
            return present if answers is edition else headers_of(shape, asked, media, base, answers)

        if known(scope, present, found=False):
            await send_whole(scope, send, 304, present, b"")
            return
        job = self._job(asked, shape, media, base)
        if media.format == PAGE:
            job = await asyncio.to_thread(first_rows, job, shape.form)
            await self._show(scope, receive, send, asked, job, headers)
            return
        await answer(self.pool, Call(scope, receive, send, job, headers, media.mark))

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
            prefixes=dict(shape.prefixes),
        )

    async def _show(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        asked: Asked,
        job: Job,
        headers: Callable[[Edition], Headers],
    ) -> None:
        """Answer with a page of the first rows, unless the client leaves before."""
        found = await self.collect(scope, receive, job)
        if found is None:
            return
        desk = self._desk(scope, found.edition)
        body = await asyncio.to_thread(result_page, desk, asked, found.body, job.media, found.cut)
        sent = headers(found.edition)
        if known(scope, sent, found=True):
            await send_whole(scope, send, 304, sent, b"")
        else:
            await send_whole(scope, send, 200, sent, body)

    def _desk(self, scope: Scope, edition: Edition) -> Desk:
        return Desk(scope["path"], root_of(scope), edition)

    async def collect(self, scope: Scope, receive: Receive, job: Job) -> Collected | None:
        """The whole answer to a job of ours, which waits its turn like any other. None when the client left.

        Raises Refused, or Cut when the answer broke off.
        """
        if not self._started:
            await self._begin()
        body, cut = bytearray(), False
        from_edition = self.edition

        async def take(message: Message) -> None:
            nonlocal cut
            cut = cut or any(name == b"x-result-truncated" for name, _ in message.get("headers", ()))
            body.extend(message.get("body", b""))

        def named(edition: Edition) -> Headers:
            nonlocal from_edition
            from_edition = edition
            return []

        await answer(self.pool, Call({**scope, "method": "GET"}, receive, take, job, named))
        return Collected(bytes(body), from_edition, cut) if body else None


def sparql_app(config: SparqlConfig, more: More | None = None, older: Older | None = None) -> SparqlApp:
    """The ASGI application over one data file; it answers on whatever path it is mounted at."""
    return SparqlApp(config, more, older)
