"""The lookup by GET as a plain ASGI route: parse, answer, send ready bytes.

FastAPI's own route costs more than the whole lookup (see `docs/performance.md`), so this one is routed
first. It takes the same parameters, refuses unknown ones, and answers errors alike.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from api.problems import MEDIA_TYPE, problem, problem_of
from api.service import Service
from graph.errors import BadRequest, ShuiguanError

PARAMETERS = frozenset({"issue", "place", "level", "on"})
CACHE = b"public, max-age=60"


class LookupRoute(Route):
    """Matches GET and HEAD only, so that POST and OPTIONS go on to FastAPI."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            return super().matches(scope)
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = scope["app"].state.service
        assert isinstance(service, Service)
        status, headers, body = _respond(service, scope)
        if scope["method"] == "HEAD":
            body = b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def lookup_route(path: str) -> LookupRoute:
    """The route, for inserting before FastAPI's."""

    async def never_called() -> None:
        """The route handles the request itself."""

    return LookupRoute(path, never_called, methods=["GET", "HEAD"], include_in_schema=False)


Headers = list[tuple[bytes, bytes]]


def _respond(service: Service, scope: Scope) -> tuple[int, Headers, bytes]:
    try:
        given = _parameters(scope["query_string"])
        body, etag = service.answer(given["issue"], given.get("place"), given.get("level"), given.get("on"))
    except ShuiguanError as error:
        return _problem(error)
    release = service.release.id.encode()
    headers: Headers = [(b"etag", etag.encode()), (b"cache-control", CACHE), (b"shuiguan-release", release)]
    if _knows(scope, etag):
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
    found = problem_of(error) if isinstance(error, ShuiguanError) else problem(500, "服务出错", "error")
    body = found.model_dump_json().encode()
    headers: Headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return found.status, headers, body


def _knows(scope: Scope, etag: str) -> bool:
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            tags = [tag.strip().removeprefix("W/") for tag in value.decode("latin-1").split(",")]
            return etag in tags or "*" in tags
    return False
