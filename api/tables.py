"""Tables as responses: the format by `format=` or Accept, one ETag per release and request, pages by cursor."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated

import msgspec
from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.problems import problem, respond
from api.sparql.accept import choose
from graph.errors import BadRequest
from outputs.tables import MEDIA_TYPES, table_as_builtins, write_table
from queries.table import Table

MOST = 10_000
CACHE = "public, max-age=60"
OFFERED = tuple(MEDIA_TYPES.values())
FORMAT_OF = {media: name for name, media in MEDIA_TYPES.items()}
CONTENT: dict[str, dict[str, object]] = {
    MEDIA_TYPES["json"]: {"schema": {"type": "object"}},
    MEDIA_TYPES["csv"]: {"schema": {"type": "string"}},
    MEDIA_TYPES["md"]: {"schema": {"type": "string"}},
    MEDIA_TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
}
TABLE_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "一张表 / a table", "content": CONTENT},
    304: {"description": "没有变化 / not modified"},
    406: {"description": "不提供所要的格式 / not acceptable"},
}


class Page:
    """Which part of a table is asked for, and in which format."""

    def __init__(
        self,
        request: Request,
        format: Annotated[
            str | None, Query(description="json、csv、md、xlsx；先于 Accept / goes before Accept")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=MOST, description="每页行数 / rows per page")] = 1000,
        cursor: Annotated[str | None, Query(max_length=40, description="上一页给出的 next / next of the page before")] = None,
    ) -> None:  # fmt: skip
        self.request = request
        self.format = format
        self.limit = limit
        self.start = _start(cursor)


PageDep = Annotated[Page, Depends()]


async def answer_table(
    page: Page, release: str, make: Callable[[], Table], day: date | None = None
) -> Response:
    """The table that `make` gives, worked out beside the event loop, unless the caller has it already.

    `day` is the day asked about where the request does not name it: tomorrow the same request asks another.
    """
    request = page.request
    form = form_of(page)
    if form is None:
        return respond(problem(406, f"可用的格式：{'、'.join(OFFERED)}", f"available: {', '.join(OFFERED)}"))
    etag = etag_of(request, release, form, day)
    headers = {"ETag": etag, "Cache-Control": CACHE, "Vary": "Accept", "Shuiguan-Release": release}
    if knows(request, etag):
        return Response(status_code=304, headers=headers)
    table = await run_in_threadpool(make)
    body, following = await run_in_threadpool(_written, table, page, form)
    headers["X-Total-Count"] = str(len(table.rows))
    if following:
        address = request.url.include_query_params(cursor=following)
        headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
    if form in ("csv", "xlsx"):
        headers["Content-Disposition"] = f'attachment; filename="{table.name}.{form}"'
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


async def answer_bytes(
    page: Page, release: str, form: str, media_type: str, make: Callable[[], bytes], day: date | None = None
) -> Response:
    """What `make` gives where an answer has a form of its own beside the table's, unless the caller has it already."""
    etag = etag_of(page.request, release, form, day)
    headers = {"ETag": etag, "Cache-Control": CACHE, "Vary": "Accept", "Shuiguan-Release": release}
    if knows(page.request, etag):
        return Response(status_code=304, headers=headers)
    return Response(await run_in_threadpool(make), media_type=media_type, headers=headers)


def wants(page: Page, form: str, media_type: str) -> bool:
    """Whether a form beside the table's is asked for, by name or as the best of what is accepted."""
    if page.format is not None:
        return page.format == form
    chosen = choose(page.request.headers.get("accept"), (*OFFERED, media_type))
    return chosen is not None and chosen.format == media_type


def form_of(page: Page) -> str | None:
    """The format asked for, None where none of ours is acceptable. Raises BadRequest for an unknown name."""
    if page.format is not None:
        if page.format not in MEDIA_TYPES:
            known = "、".join(MEDIA_TYPES)
            raise BadRequest("format", f"可用的格式：{known}", f"use one of {known}")
        return page.format
    media = choose(page.request.headers.get("accept"), OFFERED)
    return FORMAT_OF[media.format] if media else None


def _written(table: Table, page: Page, form: str) -> tuple[bytes, str | None]:
    end = page.start + page.limit
    following = _cursor(end) if end < len(table.rows) else None
    part = replace(table, rows=table.rows[page.start : end])
    if form != "json":
        return write_table(part, form), following
    whole = {**table_as_builtins(part), "total": len(table.rows), "next": following}
    return msgspec.json.encode(whole), following


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(str(start).encode()).decode().rstrip("=")


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        return max(0, int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
    except (ValueError, binascii.Error):
        raise BadRequest("cursor", "游标不是本服务给出的", "the cursor is not one of ours") from None


def etag_of(request: Request, release: str, form: str, day: date | None = None) -> str:
    """One tag per release, request and format."""
    asked = sorted(request.query_params.multi_items())
    digest = hashlib.sha256(repr((request.url.path, asked, form, day)).encode()).hexdigest()[:16]
    return f'"{release}-{digest}"'


def knows(request: Request, etag: str) -> bool:
    """Whether the caller has what the tag stands for."""
    given = request.headers.get("if-none-match", "")
    return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in given.split(","))
