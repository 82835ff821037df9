"""What routes take by name: the service and the settings as they are when a request begins."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api import models
from api.linked.shelf import Shelf
from api.service import Service
from api.settings import Settings

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


def shelf_of(request: Request) -> Shelf:
    """What linked data is read from."""
    shelf = request.app.state.shelf
    assert isinstance(shelf, Shelf)
    return shelf


ServiceDep = Annotated[Service, Depends(service_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]
ShelfDep = Annotated[Shelf, Depends(shelf_of)]
