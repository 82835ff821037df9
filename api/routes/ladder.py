"""The leader ladder of a matter at a place."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from api import leader_models
from api.dependencies import PROBLEMS
from api.scope import DayDep, HereDep
from api.shelf import AskedService
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_bytes, answer_table, form_of
from queries.analysis.ladder import ladder_for
from queries.analysis.ladder_table import ladder_table
from queries.analysis.rungs import Ladder

router = APIRouter()
JSON = "application/json"


@router.get(
    "/v1/ladder",
    operation_id="ladder",
    summary="领导责任链 / the leader ladder",
    response_model=leader_models.Ladder,
    responses={
        **TABLE_RESPONSES,
        **PROBLEMS,
        200: {
            "description": "责任链；CSV、Markdown、Excel 为表 / the ladder; a table in the other formats",
            "content": {key: value for key, value in CONTENT.items() if key != JSON},
        },
    },
    tags=["leaders"],
)
async def ladder(
    service: AskedService,
    page: PageDep,
    place: HereDep,
    day: DayDep,
    topic: Annotated[str | None, Query(max_length=100, description="事项编号 / id of a topic")] = None,
    issue: Annotated[
        str | None, Query(max_length=10_000, description="或用大白话写的事项 / or the matter in plain words")
    ] = None,
) -> Response:
    """JSON is the ladder with its steps; the other formats are its table, one row per step."""

    def made() -> Ladder:
        return ladder_for(service.lookup, topic, issue, place, day)

    release = service.release.id
    if form_of(page) == "json":
        return await answer_bytes(page, release, "json", JSON, lambda: msgspec.json.encode(made()), day)
    return await answer_table(page, release, lambda: ladder_table(made()), day)
