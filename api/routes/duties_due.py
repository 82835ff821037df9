"""The calendar of duties: a table, or a feed that calendar programs subscribe to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.scope import HereDep
from api.shelf import AskedService
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_bytes, answer_table, wants
from outputs.duties_feed import MEDIA_TYPE, write_calendar
from queries.analysis.calendar import Calendar, calendar_of, calendar_table
from queries.analysis.here import year_asked

router = APIRouter()
FEED = {MEDIA_TYPE: {"schema": {"type": "string"}}}
RESPONSES: dict[int | str, dict[str, object]] = {**TABLE_RESPONSES, **PROBLEMS}


@router.get(
    "/v1/calendar",
    operation_id="calendar",
    summary="履责日历：一年里什么时候该做什么 / what is due in a year",
    responses={**RESPONSES, 200: {**TABLE_RESPONSES[200], "content": {**CONTENT, **FEED}}},
    response_class=Response,
    tags=["calendar"],
)
async def calendar(
    service: AskedService,
    page: PageDep,
    place: HereDep,
    year: Annotated[int, Query(description="哪一年 / which year", examples=[2027])],
) -> Response:
    """A table, or with `format=ics` an iCalendar feed of the same rows."""

    def made() -> Calendar:
        return calendar_of(service.lookup, place, year_asked(year))

    release = service.release.id
    if wants(page, "ics", MEDIA_TYPE):
        return await answer_bytes(page, release, "ics", MEDIA_TYPE, lambda: write_calendar(made()))
    return await answer_table(page, release, lambda: calendar_table(made()))
