"""The lookup by GET as plain ASGI: parse, answer, send ready bytes, before any other layer.

A FastAPI route costs more than the answer it sends (see `docs/performance.md`), so this stands in front
of the application. It takes the same parameters, refuses unknown ones, and answers errors alike.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from api.conditions import has_current
from api.cross_origin import Headers, headers_for
from api.prefix import path_of
from api.problems import MEDIA_TYPE, problem_of
from api.service import Service
from graph.errors import BadRequest, ShuiguanError

PARAMETERS = frozenset({"issue", "place", "level", "on", "release"})
CACHE = b"public, max-age=60"


class HotLookup:
    """Answers GET and HEAD on one path; everything else goes on to the application."""

    def __init__(self, app: ASGIApp, path: str, origins: tuple[str, ...]) -> None:
        self.app = app
        self.path = path
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or path_of(scope) != self.path or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        service = scope["app"].state.service
        assert isinstance(service, Service)
        try:
            given = _parameters(scope["query_string"])
            if "release" in given:
                # Another release may have to be loaded first; the route does that beside the event loop.
                await self.app(scope, receive, send)
                return
            status, headers, body = _respond(service, scope, given)
        except ShuiguanError as error:
            status, headers, body = _problem(error)
        headers += headers_for(self.origins, scope)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _respond(service: Service, scope: Scope, given: dict[str, str]) -> tuple[int, Headers, bytes]:
    body, etag = service.answer(given["issue"], given.get("place"), given.get("level"), given.get("on"))
    release = service.release.id.encode()
    headers: Headers = [(b"etag", etag.encode()), (b"cache-control", CACHE), (b"shuiguan-release", release)]
    if has_current(scope, etag, found=True):
        return 304, headers, b""
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    return 200, headers, body


def _parameters(query: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        raise BadRequest(
            "query", "查询串不是百分号编码的UTF-8", "the query is not percent-encoded UTF-8"
        ) from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in PARAMETERS:
            raise BadRequest(name[:40], f"没有这个参数：{name[:40]}", f"no such parameter: {name[:40]}")
        if name in given:
            raise BadRequest(name, f"参数重复：{name}", f"given twice: {name}")
        given[name] = value
    if "issue" not in given:
        raise BadRequest("issue", "缺少参数issue", "the parameter issue is missing")
    return {name: value for name, value in given.items() if value or name == "issue"}


def _problem(error: ShuiguanError) -> tuple[int, Headers, bytes]:
    found = problem_of(error)
    body = found.model_dump_json().encode()
    headers: Headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return found.status, headers, body
