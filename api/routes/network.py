"""The network of bodies and topics: the graph itself, and what it says of each body."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fastapi import APIRouter
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.scope import ScopeDep, day_unnamed
from api.shelf import AskedService
from api.tables import CONTENT, TABLE_RESPONSES, PageDep, answer_bytes, answer_table, wants
from outputs.graphml import MEDIA_TYPE as GRAPHML
from outputs.graphml import write_graphml
from outputs.svg.pictures import MEDIA_TYPE as SVG
from outputs.svg.pictures import network_picture
from queries.analysis.brokers import NetworkKind, network_table
from queries.analysis.network import Network, edges_table, network
from queries.analysis.scope import Scope

router = APIRouter(tags=["analysis"])
RESPONSES = {**PROBLEMS, **TABLE_RESPONSES}
Written: TypeAlias = Callable[[Network, str, Scope], bytes]
# Forms of the network beside the table of its edges.
FORMS: dict[str, tuple[str, Written]] = {
    "graphml": (GRAPHML, lambda graph, release, scope: write_graphml(graph, release, scope.asked)),
    "svg": (SVG, lambda graph, release, scope: network_picture(graph, release, scope.said)),
}
FURTHER: dict[str, dict[str, object]] = {media: {"schema": {"type": "string"}} for media, _ in FORMS.values()}


@router.get(
    "/v1/network",
    operation_id="getNetwork",
    summary="部门与事项的网络 / the network of bodies and topics",
    description="每行一条边；`format=graphml`、`format=svg` 或相应的 Accept 给出图本身、图画 / a row per edge; or the graph as GraphML, or drawn",
    response_class=Response,
    responses={
        **RESPONSES,
        200: {"description": "表或图 / a table or a graph", "content": {**CONTENT, **FURTHER}},
    },
)
async def whole(service: AskedService, page: PageDep, scope: ScopeDep) -> Response:
    attribution, release = service.lookup.attribution, service.release.id
    day = day_unnamed(page, scope)
    for form, (media_type, written) in FORMS.items():
        if wants(page, form, media_type):

            def made(write: Written = written) -> bytes:
                return write(network(attribution, scope), release, scope)

            return await answer_bytes(page, release, form, media_type, made, day)
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
