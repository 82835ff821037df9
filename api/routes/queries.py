"""The stored queries (`queries/*.rq`) as an API: the list, each with its own documented path, and their text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from api.conditions import has_current
from api.dependencies import PROBLEMS, ServiceDep
from api.models import Problem
from api.prefix import root_of
from api.problems import problem, respond
from api.query_models import QueryList, QueryRows
from api.sparql.endpoint import SparqlApp
from api.sparql.refusal import QueryProblem, Refused
from api.sparql.respond import Cut
from api.stored_queries import (
    FORMATS,
    OFFERED,
    ROWS,
    ROWS_MOST,
    ROWS_USUAL,
    AskedPage,
    cases_of,
    entry_of,
    next_link,
    read_request,
    write_rows,
)
from queries.header import Parameter, StoredQuery, query_names, stored_query
from queries.stored import with_values

router = APIRouter()
TAGS: list[Any] = ["queries"]
CACHED = {"Cache-Control": "public, max-age=60"}
TEXT = "application/sparql-query"
STOPPED: dict[int | str, dict[str, Any]] = {
    status: {"model": QueryProblem, "description": words}
    for status, words in (
        (429, "排队的查询太多 / too many queries are waiting"),
        (503, "暂时不能回答 / unavailable for now"),
        (504, "查询超时 / the query took too long"),
        (507, "超出资源限制 / over a resource limit"),
    )
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "一页行；没有行时rows为空 / one page of rows, empty where there is none",
        "content": {media: {} for media in OFFERED if media != ROWS},
    },
    304: {"description": "没有变化 / not modified"},
    400: PROBLEMS[400],
    404: {"model": QueryProblem, "description": "没有这个版本 / no such release"},
    406: {"model": Problem, "description": "没有所要的格式 / not acceptable"},
    **STOPPED,
}
KINDS = {
    "iri": {"type": "string", "maxLength": 2000},
    "text": {"type": "string", "minLength": 1, "maxLength": 2000},
    "integer": {"type": "integer"},
    "day": {"type": "string", "format": "date"},
}


@router.get(
    "/v1/queries",
    operation_id="listQueries",
    summary="存好的查询一览 / the stored queries",
    response_model=QueryList,
    tags=TAGS,
)
async def queries(service: ServiceDep, response: Response) -> QueryList:
    """全部预存查询。/ All stored queries."""
    response.headers.update(CACHED)
    entries = [entry_of(stored_query(name)) for name in query_names()]
    return QueryList(release=service.release.id, total=len(entries), queries=entries)


@router.get(
    "/v1/queries/{name}.rq",
    operation_id="getQueryText",
    summary="查询原文，可带参数值 / the text to copy",
    response_class=PlainTextResponse,
    responses={
        200: {"content": {TEXT: {"schema": {"type": "string"}}}},
        404: PROBLEMS[404],
        422: PROBLEMS[422],
    },
    tags=TAGS,
)
async def query_text(name: Annotated[str, Path(max_length=100)]) -> Response:
    """查询原文，示例值写在注释里，去掉注释号即可在 /sparql 运行。

    The text to copy; its example values stand in a comment that, uncommented, runs as it is at /sparql.
    """
    query = stored_query(name)
    text = with_values(query, cases_of(query)[0][1])
    return Response(text, media_type=f"{TEXT}; charset=utf-8", headers=CACHED)


def _answer(query: StoredQuery) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        sparql = request.app.state.sparql
        assert isinstance(sparql, SparqlApp)
        try:
            return await _page(query, request, sparql)
        except Refused as refused:
            status, headers, body = refused.response(root_of(request.scope))
            named = {name.decode(): value.decode() for name, value in headers}
            return Response(body, status, headers=named)
        except Cut:
            return respond(problem(503, "查询中断，请再试", "the query broke off; try again"))

    return answer


async def _page(query: StoredQuery, request: Request, sparql: SparqlApp) -> Response:
    pairs = request.query_params.multi_items()
    limits = sparql.config.limits
    page = read_request(query, pairs, request.headers.get("accept"), sparql.release, limits)
    if page is None:
        zh, en = "没有所要的格式", "none of the formats asked for"
        return respond(problem(406, zh, en, "accept", OFFERED))
    if has_current(request.scope, page.etag, found=False):
        return Response(status_code=304, headers=_headers(page))
    async with sparql.over(page.named) as app:
        found = await app.collect(request.scope, request.receive, page.job(limits))
    if found is None:
        # The client left; nobody reads this.
        return Response(status_code=503)
    page = page.over(found.release)
    headers = _headers(page)
    if has_current(request.scope, page.etag, found=True):
        return Response(status_code=304, headers=headers)
    written = await run_in_threadpool(write_rows, page, found.body)
    if written.next is not None:
        headers["Link"] = next_link(page, pairs, written.next, root_of(request.scope))
    return Response(written.body, headers=headers, media_type=page.media.name)


def _headers(page: AskedPage) -> dict[str, str]:
    return {
        **CACHED,
        "ETag": page.etag,
        "Shuiguan-Release": page.release,
        "Vary": "Accept",
        "X-Timeout-Seconds": f"{page.seconds:g}",
    }


def _described(query: StoredQuery) -> dict[str, Any]:
    """What the schema says beyond its answers: every parameter with its examples, and the paging."""
    cases = cases_of(query)
    own = [_parameter(one, cases) for one in query.parameters]
    paging: list[dict[str, Any]] = [
        {
            "name": "limit", "in": "query",
            "description": f"每页行数，缺省{ROWS_USUAL} / rows in a page",
            "schema": {"type": "integer", "minimum": 1, "maximum": ROWS_MOST, "default": ROWS_USUAL},
        },
        {
            "name": "cursor", "in": "query",
            "description": "上一页的next / `next` of the page before",
            "schema": {"type": "string"},
        },
        {
            "name": "format", "in": "query",
            "description": "格式，先于Accept / the format, before Accept",
            "schema": {"type": "string", "enum": list(FORMATS)},
        },
        {
            "name": "timeout", "in": "query",
            "description": "秒，只能调低上限 / seconds, may only lower the limit",
            # As at /sparql. A number would be tried with the smallest there is, which is rightly answered by 504.
            "schema": {"type": "string"},
        },
        {
            "name": "release", "in": "query",
            "description": "哪个版本；缺省为现行版本 / which release; the current one without it",
            "schema": {"type": "string", "maxLength": 40},
        },
    ]  # fmt: skip
    return {"parameters": [*own, *paging]}


def _parameter(one: Parameter, cases: list[tuple[str, dict[str, str]]]) -> dict[str, Any]:
    kind = " / ".join(one.classes) or one.kind
    short = "；可写 id:… 、code:… 或完整IRI / id:…, code:… or the whole IRI" if one.kind == "iri" else ""
    examples = {
        f"case{n}": {"summary": asks, "value": values[one.name]} for n, (asks, values) in enumerate(cases, 1)
    }
    return {
        "name": one.name,
        "in": "query",
        "required": True,
        "description": f"{kind}: {one.words}{short}",
        "schema": KINDS[one.kind],
        "examples": examples,
    }


def _add(query: StoredQuery) -> None:
    text = f"`GET /v1/queries/{query.name}.rq`"
    router.add_api_route(
        f"/v1/queries/{query.name}",
        _answer(query),
        operation_id=query.operation,
        summary=query.asks,
        description=f"{query.summary}\n\n**行 / rows**: {query.rows}\n\n**规则 / rule**: {query.rule}\n\n**原文 / text**: {text}",
        response_model=QueryRows,
        responses=ANSWERS,
        openapi_extra=_described(query),
        tags=TAGS,
    )


for _name in query_names():
    _add(stored_query(_name))


@router.get("/v1/queries/{name}", operation_id="getUnknownQuery", responses=PROBLEMS, include_in_schema=False)
async def unknown(name: Annotated[str, Path(max_length=100)]) -> Response:
    """Says which queries there are. Raises UnknownQuery."""
    stored_query(name)
    return respond(problem(404, "没有找到", "not found"))
