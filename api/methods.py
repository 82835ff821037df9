"""HEAD and OPTIONS for every path, from the methods that its routes have."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Methods:
    """Answers HEAD as GET without the body, and OPTIONS and 405 with all that the path offers.

    Rules: RFC 9110 (2022-06) sections 9.3.2, 9.3.7 and 10.2.1. A preflight is answered before it gets here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and (allowed := _allowed(scope)):
            headers = [(b"allow", allowed.encode())]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        elif scope["method"] == "HEAD":
            # A range is of a body: only GET has one (RFC 9110, 14.2).
            headers = [one for one in scope["headers"] if one[0] != b"range"]
            read = {**scope, "method": "GET", "headers": headers}
            await self.app(read, receive, _Told(scope, send).without_body)
        else:
            await self.app(scope, receive, _Told(scope, send).whole)


class _Told:
    """Sends what the application sends, with the whole `Allow` on a 405."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send

    async def whole(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            MutableHeaders(scope=message)["allow"] = _allowed(self.scope)
        await self.send(message)

    async def without_body(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self.whole(message)
        elif not message.get("more_body"):
            await self.send({"type": "http.response.body", "body": b""})


def _allowed(scope: Scope) -> str:
    """The methods of a path as `Allow` lists them; empty where there is no such path."""
    routes: list[BaseRoute] = scope["app"].router.routes
    found = [
        method
        for method in METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    if not found:
        return ""
    return ", ".join([*found[:1], *(["HEAD"] if found[0] == "GET" else []), *found[1:], "OPTIONS"])
