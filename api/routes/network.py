"""The network of bodies and topics: the graph itself, and what it says of each body."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import PROBLEMS, ServiceDep
from api.scope import ScopeDep, only_known
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_file, answer_table, wants
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
async def whole(service: ServiceDep, request: Request, page: PageDep, scope: ScopeDep) -> Response:
    only_known(request)
    attribution, release = service.lookup.attribution, service.release.id
    if wants(page, "graphml", MEDIA_TYPE):
        return await answer_file(
            page,
            release,
            MEDIA_TYPE,
            "network.graphml",
            lambda: write_graphml(network(attribution, scope), release, scope.asked),
            service.today(),
        )
    return await answer_table(page, release, lambda: edges_table(attribution, scope), service.today())


@router.get(
    "/v1/network/{kind}",
    operation_id="describeNetwork",
    summary="网络说明什么 / what the network says",
    response_class=Response,
    responses=RESPONSES,
)
async def described(
    service: ServiceDep, request: Request, page: PageDep, scope: ScopeDep, kind: NetworkKind
) -> Response:
    only_known(request)
    attribution = service.lookup.attribution
    return await answer_table(
        page, service.release.id, lambda: network_table(attribution, scope, kind), service.today()
    )
