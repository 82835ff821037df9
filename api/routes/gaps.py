"""Gaps, overlaps and open terms as tables."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.scope import ScopeDep, day_unnamed
from api.shelf import AskedService
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_bytes, answer_table, wants
from outputs.svg.pictures import MEDIA_TYPE, matrix_picture
from queries.analysis.designations import open_terms_table, places_table
from queries.analysis.gaps import GapKind, gap_table
from queries.analysis.matrix import MatrixRows, matrix_table
from queries.analysis.overlaps import Way, overlaps_table

router = APIRouter(tags=["analysis"])
RESPONSES = {**PROBLEMS, **TABLE_RESPONSES}
PICTURED: dict[int | str, dict[str, object]] = {
    **RESPONSES,
    200: {
        "description": "一张表，或图 / a table or a picture",
        "content": {**CONTENT, MEDIA_TYPE: {"schema": {"type": "string"}}},
    },
}


@router.get(
    "/v1/gaps/{kind}",
    operation_id="listGaps",
    summary="空缺 / gaps",
    response_class=Response,
    responses=RESPONSES,
)
async def gaps(service: AskedService, page: PageDep, scope: ScopeDep, kind: GapKind) -> Response:
    return await answer_table(
        page, service.release.id, lambda: gap_table(service.lookup, scope, kind), day_unnamed(page, scope)
    )


@router.get(
    "/v1/overlaps",
    operation_id="listOverlaps",
    summary="同一事项有几个部门 / several bodies for one topic",
    response_class=Response,
    responses=RESPONSES,
)
async def overlaps(
    service: AskedService,
    page: PageDep,
    scope: ScopeDep,
    way: Annotated[Way | None, Query(description="只要这种分法 / only those shared in this way")] = None,
) -> Response:
    attribution = service.lookup.attribution
    return await answer_table(
        page, service.release.id, lambda: overlaps_table(attribution, scope, way), day_unnamed(page, scope)
    )


@router.get(
    "/v1/overlaps/matrix",
    operation_id="getOverlapMatrix",
    summary="事项或责任与部门对照 / topics or duties by bodies",
    description="`format=svg` 或相应的 Accept 给出图 / a picture with `format=svg`",
    response_class=Response,
    responses=PICTURED,
)
async def matrix(
    service: AskedService,
    page: PageDep,
    scope: ScopeDep,
    rows: Annotated[
        MatrixRows, Query(description="一行一个事项，还是一项责任 / a row for each topic or for each duty")
    ] = MatrixRows.TOPICS,
) -> Response:
    attribution, release, day = service.lookup.attribution, service.release.id, day_unnamed(page, scope)
    if wants(page, "svg", MEDIA_TYPE):
        return await answer_bytes(
            page,
            release,
            "svg",
            MEDIA_TYPE,
            lambda: matrix_picture(matrix_table(attribution, scope, rows), scope.said),
            day,
        )
    return await answer_table(page, release, lambda: matrix_table(attribution, scope, rows), day)


@router.get(
    "/v1/open-terms",
    operation_id="listOpenTerms",
    summary="留待指定部门的条款 / clauses that leave naming the department to others",
    response_class=Response,
    responses=RESPONSES,
)
async def open_terms(
    service: AskedService,
    page: PageDep,
    scope: ScopeDep,
    duty: Annotated[
        str | None,
        Query(max_length=200, description="给出责任编号则列各地指定情况 / a duty: where it is designated"),
    ] = None,
) -> Response:
    attribution = service.lookup.attribution
    if duty is None:
        return await answer_table(
            page, service.release.id, lambda: open_terms_table(attribution, scope), day_unnamed(page, scope)
        )
    table = places_table(attribution, scope, duty)
    return await answer_table(page, service.release.id, lambda: table, day_unnamed(page, scope))
