"""Tables as responses: the format by `format=` or Accept, one ETag per release and request, pages by cursor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated

import msgspec
from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.conditions import has_current
from api.cursors import LONGEST, cursor_to, digest_of, start_of
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
        cursor: Annotated[str | None, Query(max_length=LONGEST, description="上一页给出的 next / next of the page before")] = None,
    ) -> None:  # fmt: skip
        self.request = request
        self.format = format
        self.limit = limit
        self.cursor = cursor


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
    rows = rows_of(request, release, day)
    start = start_of(page.cursor, rows) if page.cursor else 0
    etag = etag_of(request, release, form, day)
    headers = {"ETag": etag, "Cache-Control": CACHE, "Vary": "Accept", "Shuiguan-Release": release}
    if has_current(request.scope, etag, found=False):
        return Response(status_code=304, headers=headers)
    table = await run_in_threadpool(make)
    if has_current(request.scope, etag, found=True):
        return Response(status_code=304, headers=headers)
    following = cursor_to(start + page.limit, rows) if start + page.limit < len(table.rows) else None
    body = await run_in_threadpool(_written, table, start, page.limit, form, following)
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
    """What `make` gives where an answer has a form of its own beside the table's, unless the caller has it already.

    Raises BadRequest for a cursor: such a form is given whole.
    """
    if page.cursor:
        raise BadRequest("cursor", f"{form}不分页，一次给全", f"{form} has no pages; it is given whole")
    etag = etag_of(page.request, release, form, day)
    headers = {"ETag": etag, "Cache-Control": CACHE, "Vary": "Accept", "Shuiguan-Release": release}
    if has_current(page.request.scope, etag, found=False):
        return Response(status_code=304, headers=headers)
    body = await run_in_threadpool(make)
    if has_current(page.request.scope, etag, found=True):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


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


def _written(table: Table, start: int, limit: int, form: str, following: str | None) -> bytes:
    part = replace(table, rows=table.rows[start : start + limit])
    if form != "json":
        return write_table(part, form)
    return msgspec.json.encode({**table_as_builtins(part), "total": len(table.rows), "next": following})


def rows_of(request: Request, release: str, day: date | None) -> str:
    """Digest of what makes the rows of a table, whichever page and format of it is asked for."""
    asked = [
        pair for pair in request.query_params.multi_items() if pair[0] not in ("cursor", "limit", "format")
    ]
    return digest_of(release, request.url.path, sorted(asked), day)


def etag_of(request: Request, release: str, form: str, day: date | None = None) -> str:
    """One tag per release, request and format."""
    asked = sorted(request.query_params.multi_items())
    return f'"{release}-{digest_of(request.url.path, asked, form, day)}"'
