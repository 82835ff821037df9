"""Errors as RFC 9457 problem details, in Chinese and English. The only place errors become HTTP."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.models import Problem
from api.office.errors import NoOffice
from api.office.models import StaleProblem, shown
from graph.errors import (
    BadRequest,
    ReleaseDamaged,
    ReleaseMissing,
    ShuiguanError,
    UnknownArea,
    UnknownQuery,
    UnknownRelease,
)
from office.access import Principal
from office.errors import (
    IllegalMove,
    KeyReused,
    NotAllowed,
    OfficeRefused,
    StaleMatter,
    UnknownKey,
    UnknownMatter,
)

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[ShuiguanError], int] = {
    UnknownArea: 404,
    UnknownQuery: 404,
    UnknownRelease: 404,
    UnknownMatter: 404,
    UnknownKey: 404,
    BadRequest: 400,
    NotAllowed: 403,
    StaleMatter: 412,
    KeyReused: 422,
    NoOffice: 404,
    OfficeRefused: 409,
    ReleaseMissing: 503,
    ReleaseDamaged: 503,
}
TITLES = {
    400: ("请求有误", "bad request"),
    401: ("没有有效的凭证", "no valid credential"),
    403: ("没有这项权限", "not permitted"),
    404: ("没有找到", "not found"),
    405: ("不支持这种方法", "method not allowed"),
    406: ("不提供所要的格式", "not acceptable"),
    409: ("与现状冲突", "conflict"),
    412: ("读后已有变化", "precondition failed"),
    413: ("请求体过大", "content too large"),
    415: ("请求体格式不支持", "unsupported media type"),
    422: ("请求不合格式", "unprocessable content"),
    428: ("修改要带If-Match", "precondition required"),
    500: ("服务出错", "internal error"),
    503: ("服务尚未就绪", "not ready"),
}


def problem(
    status: int, zh: str, en: str, parameter: str | None = None, choices: tuple[str, ...] = ()
) -> Problem:
    """A problem with the usual title of its status."""
    title = " / ".join(TITLES.get(status, ("请求未能完成", "request failed")))
    return Problem(
        title=title, status=status, detail=zh, detail_en=en, parameter=parameter, choices=list(choices)
    )


def problem_of(error: ShuiguanError, principal: Principal | None = None) -> Problem:
    """The problem that tells a caller about one of our errors; of a matter as much as this person may read."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    choices = error.choices if isinstance(error, BadRequest) else ()
    if isinstance(error, IllegalMove):
        choices = tuple(error.allowed)
    parameter = error.parameter if isinstance(error, BadRequest) else None
    found = problem(status, error.zh, error.en, parameter, choices)
    if isinstance(error, StaleMatter) and principal is not None:
        return StaleProblem(**found.model_dump(), current=shown(error.current, principal))
    return found


def respond(found: Problem) -> Response:
    return Response(
        found.model_dump_json(),
        status_code=found.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store"},
    )


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""

    @app.exception_handler(ShuiguanError)
    async def ours(request: Request, error: ShuiguanError) -> Response:
        return respond(problem_of(error, getattr(request.state, "principal", None)))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        return respond(problem(422, f"{place}：不合要求", f"{place}: {first['msg']}", place))

    @app.exception_handler(ValidationError)
    async def unfit(request: Request, error: ValidationError) -> Response:
        """A record of ours that refuses what a request led to."""
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or error.title
        return respond(problem(422, f"{place}：不合要求", f"{place}: {first['msg']}", place))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        zh, en = TITLES.get(error.status_code, ("请求未能完成", "request failed"))
        answer = respond(problem(error.status_code, zh, f"{en}: {request.url.path}"))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        return respond(problem(500, "服务出错，已记录", "unexpected error; it has been logged"))
