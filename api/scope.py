"""What analyses are asked for over HTTP: a place, a level, a day and a branch of topics."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from api.shelf import AskedService
from api.tables import Page
from queries.analysis.scope import Scope, read_scope


def scope_of(
    service: AskedService,
    place: Annotated[
        str | None,
        Query(
            max_length=200, description="地点；缺省只看全国施行的规定 / place; default: national law alone"
        ),
    ] = None,
    level: Annotated[str | None, Query(max_length=20, description="层级：国 省 市 县 乡 / level")] = None,
    on: Annotated[
        str | None, Query(max_length=10, description="哪一天，缺省今天 / the day, YYYY-MM-DD; default: today")
    ] = None,
    topic: Annotated[
        str | None,
        Query(max_length=100, description="事项编号或名称，连同其下各项 / a topic and those under it"),
    ] = None,
) -> Scope:
    """The scope of a request. Raises BadRequest (400) and UnknownArea (404)."""
    return read_scope(service.lookup, place, level, on, topic, today=service.today())


ScopeDep = Annotated[Scope, Depends(scope_of)]


def day_unnamed(page: Page, scope: Scope) -> date | None:
    """The day of the scope where the request does not name it, for the ETag."""
    return None if page.request.query_params.get("on") else scope.on
