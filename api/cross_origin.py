"""What pages of other origins may ask and read; the same for every path, `/sparql` and the lookup among them."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
# Beside those that a browser always lets through.
ASKED = (
    "authorization",
    "cache-control",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "range",
)
READ = (
    "accept-ranges",
    "allow",
    "content-disposition",
    "content-location",
    "content-range",
    "etag",
    "link",
    "location",
    "retry-after",
    "shuiguan-release",
    "x-result-limit",
    "x-result-truncated",
    "x-timeout-seconds",
    "x-total-count",
)
ALLOW_ORIGIN = b"access-control-allow-origin"
EXPOSE = (b"access-control-expose-headers", ", ".join(READ).encode())

Headers = list[tuple[bytes, bytes]]


def headers_for(origins: Sequence[str], scope: Scope) -> Headers:
    """The headers that let the page of a request read its answer; caches keep answers to other origins apart."""
    if "*" in origins:
        return [(ALLOW_ORIGIN, b"*"), EXPOSE]
    vary = (b"vary", b"Origin")
    origin = next((value for name, value in scope["headers"] if name == b"origin"), None)
    if origin is None or origin.decode("latin-1") not in origins:
        return [vary]
    return [(ALLOW_ORIGIN, origin), EXPOSE, vary]


class OnlyFrom:
    """An application that lets any origin read, for some origins alone."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "*" in self.origins:
            await self.app(scope, receive, send)
            return

        async def narrowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [one for one in message["headers"] if one[0] not in (ALLOW_ORIGIN, EXPOSE[0])]
                message = {**message, "headers": [*kept, *headers_for(self.origins, scope)]}
            await send(message)

        await self.app(scope, receive, narrowed)
