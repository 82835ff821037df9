"""What routes take by name: the service and the settings as they are when a request begins.

And what every route holds to: a parameter that it does not have is refused, never ignored (a misspelt `plce=` would
otherwise be answered as if no place had been asked for).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api import models
from api.service import Service
from api.settings import Settings
from graph.errors import BadRequest

PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": models.Problem, "description": "请求有误 / bad request"},
    404: {"model": models.Problem, "description": "没有找到 / not found"},
    422: {"model": models.Problem, "description": "请求不合格式 / unprocessable"},
}


def service_of(request: Request) -> Service:
    """The service as it is when the request begins."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def settings_of(request: Request) -> Settings:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def known_parameters(request: Request) -> None:
    """Raises BadRequest for a query parameter that the route does not declare; names those it has."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not request.query_params:
        return
    known = {*_declared(route.dependant), *_documented(route)}
    for name in request.query_params:
        if name not in known:
            words = "、".join(sorted(known)) or "无 / none"
            raise BadRequest(
                name[:40],
                f"没有这个参数：{name[:40]}（可用：{words}）",
                f"no such parameter: {name[:40]}; there are: {words}",
                sorted(known),
            )


def _declared(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        yield field.alias
    for one in dependant.dependencies:
        yield from _declared(one)


def _documented(route: APIRoute) -> Iterator[str]:
    """Parameters that a route reads itself and documents in its `openapi_extra`."""
    for one in (route.openapi_extra or {}).get("parameters", ()):
        if one["in"] == "query":
            yield one["name"]


ServiceDep = Annotated[Service, Depends(service_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]
