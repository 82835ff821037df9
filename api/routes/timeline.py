"""A topic through time, as a table or a picture."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.scope import PlaceAsked
from api.shelf import AskedService
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_bytes, answer_table, wants
from outputs.svg.timeline import draw_timeline
from queries.analysis.here import here
from queries.analysis.timeline import Timeline, timeline_of, timeline_table

router = APIRouter()
PICTURE = "image/svg+xml"


@router.get(
    "/v1/timeline",
    operation_id="timeline",
    summary="一个事项的历次规定 / a topic through time",
    responses={
        **TABLE_RESPONSES,
        **PROBLEMS,
        200: {
            "description": "表或者图 / a table or a picture",
            "content": {**CONTENT, PICTURE: {"schema": {"type": "string"}}},
        },
    },
    response_class=Response,
    tags=["analysis"],
)
async def timeline(
    service: AskedService,
    page: PageDep,
    topic: Annotated[str, Query(max_length=100, description="事项编号 / id of a topic")],
    place: PlaceAsked = None,
) -> Response:
    """A row per edition; `format=svg` or the Accept header gives the picture."""

    def made() -> Timeline:
        return timeline_of(service.lookup, topic, here(service.lookup, place, None))

    release = service.release.id
    if wants(page, "svg", PICTURE):
        return await answer_bytes(page, release, "svg", PICTURE, lambda: draw_timeline(made()))
    return await answer_table(page, release, lambda: timeline_table(made()))
