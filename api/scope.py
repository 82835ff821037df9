"""What analyses are asked for over HTTP: a place, a level, a day and a branch of topics."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from api.shelf import AskedService
from api.tables import Page
from queries.analysis.here import Here, day_asked, here
from queries.analysis.scope import Scope, read_scope

PlaceAsked = Annotated[
    str | None, Query(max_length=200, description="地点；缺省为全国 / place; default: the nation")
]
LevelAsked = Annotated[str | None, Query(max_length=20, description="层级：国 省 市 县 乡 / level")]
OnAsked = Annotated[
    str | None, Query(max_length=10, description="哪一天，缺省今天 / the day, YYYY-MM-DD; default: today")
]
TopicAsked = Annotated[
    str | None,
    Query(max_length=100, description="事项编号或名称，连同其下各项 / a topic and those under it"),
]


def here_of(service: AskedService, place: PlaceAsked = None, level: LevelAsked = None) -> Here:
    """The place of a request. Raises BadRequest (400) and UnknownArea (404)."""
    return here(service.lookup, place, level)


def day_of(service: AskedService, on: OnAsked = None) -> date:
    """The day of a request, today where it names none. Raises BadRequest (400)."""
    return day_asked(on, service.today())


def scope_of(
    service: AskedService,
    place: PlaceAsked = None,
    level: LevelAsked = None,
    on: OnAsked = None,
    topic: TopicAsked = None,
) -> Scope:
    """The scope of a request. Raises BadRequest (400) and UnknownArea (404)."""
    return read_scope(service.lookup, place, level, on, topic, today=service.today())


HereDep = Annotated[Here, Depends(here_of)]
DayDep = Annotated[date, Depends(day_of)]
ScopeDep = Annotated[Scope, Depends(scope_of)]


def day_unnamed(page: Page, scope: Scope) -> date | None:
    """The day of the scope where the request does not name it, for the ETag."""
    return None if page.request.query_params.get("on") else scope.on
