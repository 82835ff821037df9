"""Lists and entries of topics, areas and bodies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import models
from api.catalogue import area_entry, bodies_found, body_entry, body_type_entry, topic_entry
from api.dependencies import PROBLEMS
from api.problems import problem, respond
from api.shelf import AskedService

router = APIRouter()

Search = Annotated[
    str, Query(max_length=200, description="要找的词；空则列出全部 / words to find; empty lists all")
]
Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get(
    "/v1/topics",
    operation_id="listTopics",
    summary="事项，按词或全部 / topics, by words or all",
    response_model=models.TopicList,
    responses=PROBLEMS,
    tags=["topics"],
)
async def topics(service: AskedService, q: Search = "", limit: Limit = 50) -> models.TopicList:
    tables = service.lookup.tables
    found = [m.topic for m in service.lookup.topics(q, limit)] if q.strip() else tables.topics
    return models.TopicList(
        release=service.release.id,
        total=len(found),
        topics=[topic_entry(t, tables) for t in found[:limit]],
    )


@router.get(
    "/v1/topics/{id}",
    operation_id="getTopic",
    summary="一个事项 / a topic",
    response_model=models.TopicEntry,
    responses=PROBLEMS,
    tags=["topics"],
)
async def topic(
    service: AskedService, id: Annotated[str, Path(max_length=100)]
) -> models.TopicEntry | Response:
    tables = service.lookup.tables
    found = next((t for t in tables.topics if t.id == id), None)
    return topic_entry(found, tables) if found else _missing("事项", "topic", id)


@router.get(
    "/v1/areas",
    operation_id="listAreas",
    summary="地区，按名称或全部 / areas, by name or all",
    response_model=models.AreaList,
    responses=PROBLEMS,
    tags=["areas"],
)
async def areas(service: AskedService, q: Search = "", limit: Limit = 50) -> models.AreaList:
    gazetteer = service.lookup.gazetteer
    found = gazetteer.search(q, 1000) if q.strip() else service.lookup.tables.areas
    return models.AreaList(
        release=service.release.id,
        total=len(found),
        areas=[area_entry(a, gazetteer.areas) for a in found[:limit]],
    )


@router.get(
    "/v1/areas/{id}",
    operation_id="getArea",
    summary="一个地区 / an area",
    response_model=models.AreaEntry,
    responses=PROBLEMS,
    tags=["areas"],
)
async def area(
    service: AskedService, id: Annotated[str, Path(max_length=100)]
) -> models.AreaEntry | Response:
    found = service.lookup.gazetteer.areas.get(id)
    return area_entry(found, service.lookup.gazetteer.areas) if found else _missing("地区", "area", id)


@router.get(
    "/v1/bodies",
    operation_id="listBodies",
    summary="部门类型与机构 / kinds of bodies and bodies",
    response_model=models.BodyTypeList,
    responses=PROBLEMS,
    tags=["bodies"],
)
async def bodies(service: AskedService, q: Search = "", limit: Limit = 50) -> models.BodyTypeList:
    tables = service.lookup.tables
    types = service.lookup.names.search(q, 1000) if q.strip() else tables.body_types
    real = bodies_found(tables, q)
    return models.BodyTypeList(
        release=service.release.id,
        total=len(types) + len(real),
        body_types=[body_type_entry(b) for b in types[:limit]],
        bodies=real[:limit],
    )


@router.get(
    "/v1/bodies/{id}",
    operation_id="getBody",
    summary="一类部门或一个机构 / a kind of body or a body",
    response_model=models.BodyTypeEntry | models.BodyEntry,
    responses=PROBLEMS,
    tags=["bodies"],
)
async def body(
    service: AskedService, id: Annotated[str, Path(max_length=100)]
) -> models.BodyTypeEntry | models.BodyEntry | Response:
    found = service.lookup.names.get(id)
    if found is not None:
        return body_type_entry(found)
    return body_entry(service.lookup.tables, id) or _missing("机构或部门类型", "body or body type", id)


def _missing(zh: str, en: str, key: str) -> Response:
    return respond(problem(404, f"没有这个{zh}：{key[:60]}", f"no such {en}: {key[:60]}", "id"))
