"""Published decisions: the one thing of the office that anybody may read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.encoders import jsonable_encoder
from starlette.responses import JSONResponse, Response

from api.conditions import has_current
from api.dependencies import PROBLEMS
from api.office.access import OFFICE_PROBLEMS, OfficeDep
from api.office.models import DecisionList
from api.tables import etag_of

router = APIRouter(tags=["office"], responses={**PROBLEMS, 404: OFFICE_PROBLEMS[404]})


@router.get(
    "/v1/decisions", operation_id="listDecisions", summary="已公开的决定 / published decisions", response_model=DecisionList,
    responses={304: {"description": "没有变化 / not modified"}},
)  # fmt: skip
def decisions(
    desk: OfficeDep,
    request: Request,
    after: Annotated[
        str | None, Query(max_length=40, description="上一页的 next / next of the page before")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Anybody may read these; nothing else of the office is public."""
    digest, views = desk.decisions()
    headers = {"ETag": etag_of(request, digest[:16], "json"), "Cache-Control": "public, no-cache"}
    if has_current(request.scope, headers["ETag"], found=True):
        return Response(status_code=304, headers=headers)
    rest = [one for one in views if after is None or one.matter > after]
    following = rest[limit - 1].matter if len(rest) > limit else None
    page = DecisionList(decisions=rest[:limit], next=following)
    return JSONResponse(jsonable_encoder(page), headers=headers)
