"""The network of bodies and topics: the graph itself, and what it says of each body."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.scope import ScopeDep, day_unnamed
from api.shelf import AskedService
from api.sparql.accept import choose
from api.tables import CONTENT, OFFERED, TABLE_RESPONSES, Page, PageDep, answer_bytes, answer_table
from outputs.graphml import MEDIA_TYPE, write_graphml
from queries.analysis.brokers import NetworkKind, network_table
from queries.analysis.network import edges_table, network

router = APIRouter(tags=["analysis"])
RESPONSES = {**PROBLEMS, **TABLE_RESPONSES}
GRAPHML: dict[str, dict[str, object]] = {MEDIA_TYPE: {"schema": {"type": "string"}}}


@router.get(
    "/v1/network",
    operation_id="getNetwork",
    summary="部门与事项的网络 / the network of bodies and topics",
    description="每行一条边；`format=graphml` 或相应的 Accept 给出图本身 / a row per edge; or the graph as GraphML",
    response_class=Response,
    responses={
        **RESPONSES,
        200: {"description": "表或图 / a table or a graph", "content": {**CONTENT, **GRAPHML}},
    },
)
async def whole(service: AskedService, page: PageDep, scope: ScopeDep) -> Response:
    attribution, release = service.lookup.attribution, service.release.id
    day = day_unnamed(page, scope)
    if page.format == "graphml" or (page.format is None and _prefers_graphml(page)):

        def made() -> bytes:
            return write_graphml(network(attribution, scope), release, scope.asked)

        return await answer_bytes(page, release, "graphml", MEDIA_TYPE, made, day)
    return await answer_table(page, release, lambda: edges_table(attribution, scope), day)


@router.get(
    "/v1/network/{kind}",
    operation_id="describeNetwork",
    summary="网络说明什么 / what the network says",
    response_class=Response,
    responses=RESPONSES,
)
async def described(service: AskedService, page: PageDep, scope: ScopeDep, kind: NetworkKind) -> Response:
    attribution = service.lookup.attribution
    return await answer_table(
        page, service.release.id, lambda: network_table(attribution, scope, kind), day_unnamed(page, scope)
    )


def _prefers_graphml(page: Page) -> bool:
    chosen = choose(page.request.headers.get("accept"), (*OFFERED, MEDIA_TYPE))
    return chosen is not None and chosen.format == MEDIA_TYPE
