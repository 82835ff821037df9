"""Sending: responses by the ASGI protocol, with the headers that every one has."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from api.conditions import has_current
from api.cross_origin import EXPOSE
from api.sparql.refusal import Headers, Refused

ALWAYS: Headers = [
    (b"access-control-allow-origin", b"*"),
    EXPOSE,
    (b"vary", b"Accept"),
]
HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


class Cut(Exception):
    """The answer cannot be completed after its first byte: the connection must break, not end."""


async def send_whole(scope: Scope, send: Send, status: int, headers: Headers, body: bytes) -> None:
    sized = [] if status in (204, 304) or any(name == b"content-length" for name, _ in headers) else [
        (b"content-length", b"%d" % len(body))
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": [*ALWAYS, *headers, *sized]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def send_pieces(
    scope: Scope, send: Send, headers: Headers, pieces: AsyncIterator[bytes], stall_seconds: float, total_seconds: float
) -> None:  # fmt: skip
    """Send pieces as they come. Raises Cut, which breaks the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [*ALWAYS, *headers]})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        async with asyncio.timeout(total_seconds):
            async for piece in pieces:
                async with asyncio.timeout(stall_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        raise Cut from None
    await send({"type": "http.response.body", "body": b""})


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises Refused when it is over `limit` bytes or breaks off."""
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


class Watch:
    """Cancels the task it was made in when the client leaves. Begun late: most answers need no watching."""

    def __init__(self, receive: Receive) -> None:
        self.gone = False
        self._receive = receive
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self._task is None:
            work = asyncio.current_task()
            assert work is not None
            self._task = asyncio.get_running_loop().create_task(self._until_gone(work))

    def end(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _until_gone(self, work: asyncio.Task[object]) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        work.cancel()


def known(scope: Scope, headers: Headers, *, found: bool) -> bool:
    """Whether the client holds the answer with these headers; `found` as for `has_current`: not before a query has run."""
    etag = next((value.decode() for name, value in headers if name == b"etag"), None)
    return etag is not None and has_current(scope, etag, found=found)


def header(scope: Scope, name: bytes) -> str | None:
    """The values of a request header, joined."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


def address(scope: Scope) -> str:
    """The address that was asked: an absolute IRI, whatever the client calls the host."""
    host = header(scope, b"host") or ""
    if not HOST.fullmatch(host):
        host = "localhost"
    return f"{scope['scheme']}://{host}{quote(scope['path'])}"
