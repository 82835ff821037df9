"""The FastAPI application.

`/v1/lookup` by GET is answered in front of it by `api.hot` with ready bytes; FastAPI keeps its schema.
Everything else is plain FastAPI.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import msgspec
from fastapi import Depends, FastAPI, HTTPException, Path, Query, Request
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import models
from api.catalogue import area_entry, bodies_found, body_entry, body_type_entry, topic_entry
from api.examples import lookup_examples
from api.hot import HotLookup
from api.problems import install, problem, problem_of, respond
from api.service import Service
from api.settings import Settings
from api.sparql.front import SparqlFront, sparql_over
from graph.errors import ShuiguanError

TITLE = "谁管 shuiguan"
DESCRIPTION = """谁该负责这件事：在这里、在那一天，依据是什么。

Who is responsible for this, here, on that day, and how do we know?"""
PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": models.Problem, "description": "请求有误 / bad request"},
    404: {"model": models.Problem, "description": "没有找到 / not found"},
    422: {"model": models.Problem, "description": "请求不合格式 / unprocessable"},
}


def service_of(request: Request) -> Service:
    """The service as it is when the request begins."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceDep = Annotated[Service, Depends(service_of)]


def create_app(settings: Settings | None = None, service: Service | None = None) -> FastAPI:
    """The application over the current release. Raises ReleaseMissing when there is none."""
    settings = settings or Settings()
    service = service or Service.open(settings.releases, settings.cache_size)
    sparql = sparql_over(service.release, settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await sparql.stop()

    app = FastAPI(
        title=TITLE, description=DESCRIPTION, version="1", docs_url=None, redoc_url=None, lifespan=lifespan
    )
    app.state.service = service
    app.state.settings = settings
    install(app)
    _add_lookup(app, settings)
    _add_catalogue(app)
    _add_health(app)
    _add_schema(app)
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "HEAD", "OPTIONS", "POST"],
        allow_headers=["content-type", "if-none-match"],
        expose_headers=["etag", "shuiguan-release"],
    )
    app.add_middleware(HotLookup, path="/v1/lookup", origins=settings.cors_origins)
    app.add_middleware(SparqlFront, path="/sparql", sparql=sparql)
    return app


class BodyLimit:
    """Refuses a body that is too large, by its declared length or as it arrives."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.limit:
            await self._refusal()(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)

    def _refusal(self) -> Response:
        limit = self.limit
        return respond(problem(413, f"请求体超过{limit}字节", f"the body is over {limit} bytes"))


def _add_lookup(app: FastAPI, settings: Settings) -> None:
    @app.get(
        "/v1/lookup",
        operation_id="lookup",
        summary="谁负责 / who is responsible",
        response_model=models.Answer,
        responses=PROBLEMS,
        tags=["lookup"],
    )
    async def lookup(
        service: ServiceDep,
        request: Request,
        issue: Annotated[
            str,
            Query(
                min_length=1, max_length=10_000, description="事项，用大白话写 / the matter, in plain words"
            ),
        ],
        place: Annotated[str | None, Query(max_length=200, description="地点 / place")] = None,
        level: Annotated[str | None, Query(max_length=20, description="层级：国 省 市 县 乡 / level")] = None,
        on: Annotated[str | None, Query(max_length=10, description="哪一天 / the day, YYYY-MM-DD")] = None,
    ) -> Response:
        # Answered by `api.hot` in front; this keeps the schema.
        body, etag = service.answer(issue, place, level, on)
        return Response(body, media_type="application/json", headers={"ETag": etag})

    @app.post(
        "/v1/lookup",
        operation_id="lookupBatch",
        summary="批量查询 / many questions at once",
        response_model=models.BatchAnswer,
        responses={413: {"model": models.Problem, "description": "过多 / too many"}, **PROBLEMS},
        tags=["lookup"],
    )
    async def lookup_batch(service: ServiceDep, batch: models.Batch) -> Response:
        count = len(batch.questions)
        if count > settings.batch_limit:
            limit = settings.batch_limit
            return respond(
                problem(
                    413, f"一次最多{limit}个问题，收到{count}个", f"at most {limit} questions, got {count}"
                )
            )
        parts = []
        for key, question in batch.questions.items():
            name = _json(key)
            parts.append(name + b":" + _answer_or_problem(service, question))
        head = b'{"release":' + _json(service.release.id) + b',"answers":{'
        return Response(
            head + b",".join(parts) + b"}}",
            media_type="application/json",
            headers={"Shuiguan-Release": service.release.id, "Cache-Control": "no-store"},
        )


def _json(text: str) -> bytes:
    return msgspec.json.encode(text)


def _answer_or_problem(service: Service, question: models.LookupQuestion) -> bytes:
    try:
        return service.answer(question.issue, question.place, question.level, question.on)[0]
    except ShuiguanError as error:
        return problem_of(error).model_dump_json().encode()


Search = Annotated[
    str, Query(max_length=200, description="要找的词；空则列出全部 / words to find; empty lists all")
]
Limit = Annotated[int, Query(ge=1, le=1000)]


def _add_catalogue(app: FastAPI) -> None:
    @app.get(
        "/v1/topics",
        operation_id="listTopics",
        response_model=models.TopicList,
        responses=PROBLEMS,
        tags=["topics"],
    )
    async def topics(service: ServiceDep, q: Search = "", limit: Limit = 50) -> models.TopicList:
        tables = service.lookup.tables
        found = [m.topic for m in service.lookup.topics(q, limit)] if q.strip() else tables.topics
        return models.TopicList(
            release=service.release.id,
            total=len(found),
            topics=[topic_entry(t, tables) for t in found[:limit]],
        )

    @app.get(
        "/v1/topics/{id}",
        operation_id="getTopic",
        response_model=models.TopicEntry,
        responses=PROBLEMS,
        tags=["topics"],
    )
    async def topic(
        service: ServiceDep, id: Annotated[str, Path(max_length=100)]
    ) -> models.TopicEntry | Response:
        tables = service.lookup.tables
        found = next((t for t in tables.topics if t.id == id), None)
        return topic_entry(found, tables) if found else _missing("事项", "topic", id)

    @app.get(
        "/v1/areas",
        operation_id="listAreas",
        response_model=models.AreaList,
        responses=PROBLEMS,
        tags=["areas"],
    )
    async def areas(service: ServiceDep, q: Search = "", limit: Limit = 50) -> models.AreaList:
        gazetteer = service.lookup.gazetteer
        found = gazetteer.search(q, 1000) if q.strip() else service.lookup.tables.areas
        return models.AreaList(
            release=service.release.id,
            total=len(found),
            areas=[area_entry(a, gazetteer.areas) for a in found[:limit]],
        )

    @app.get(
        "/v1/areas/{id}",
        operation_id="getArea",
        response_model=models.AreaEntry,
        responses=PROBLEMS,
        tags=["areas"],
    )
    async def area(
        service: ServiceDep, id: Annotated[str, Path(max_length=100)]
    ) -> models.AreaEntry | Response:
        found = service.lookup.gazetteer.areas.get(id)
        return area_entry(found, service.lookup.gazetteer.areas) if found else _missing("地区", "area", id)

    @app.get(
        "/v1/bodies",
        operation_id="listBodies",
        response_model=models.BodyTypeList,
        responses=PROBLEMS,
        tags=["bodies"],
    )
    async def bodies(service: ServiceDep, q: Search = "", limit: Limit = 50) -> models.BodyTypeList:
        tables = service.lookup.tables
        types = service.lookup.names.search(q, 1000) if q.strip() else tables.body_types
        real = bodies_found(tables, q)
        return models.BodyTypeList(
            release=service.release.id,
            total=len(types) + len(real),
            body_types=[body_type_entry(b) for b in types[:limit]],
            bodies=real[:limit],
        )

    @app.get(
        "/v1/bodies/{id}",
        operation_id="getBody",
        response_model=models.BodyTypeEntry | models.BodyEntry,
        responses=PROBLEMS,
        tags=["bodies"],
    )
    async def body(
        service: ServiceDep, id: Annotated[str, Path(max_length=100)]
    ) -> models.BodyTypeEntry | models.BodyEntry | Response:
        found = service.lookup.names.get(id)
        if found is not None:
            return body_type_entry(found)
        return body_entry(service.lookup.tables, id) or _missing("机构或部门类型", "body or body type", id)


def _add_schema(app: FastAPI) -> None:
    """Put a real answer for each status into the schema, made when the schema is first asked for."""
    plain = app.openapi

    def with_examples() -> dict[str, Any]:
        schema = plain()
        lookup = schema["paths"]["/v1/lookup"]["get"]["responses"]["200"]["content"]["application/json"]
        if "examples" not in lookup:
            lookup["examples"] = lookup_examples(app.state.service)
        return schema

    app.openapi = with_examples  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _missing(zh: str, en: str, key: str) -> Response:
    return respond(problem(404, f"没有这个{zh}：{key[:60]}", f"no such {en}: {key[:60]}", "id"))


def _add_health(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def start() -> dict[str, str]:
        return {
            "name": TITLE,
            "ask": "/v1/lookup?issue=…&place=…&on=YYYY-MM-DD",
            "schema": "/openapi.json",
            "ready": "/readyz",
        }

    @app.get("/healthz", operation_id="health", response_model=models.Health, tags=["health"])
    async def health() -> models.Health:
        return models.Health(status="ok")

    @app.get("/readyz", operation_id="ready", response_model=models.Readiness, tags=["health"])
    async def ready(service: ServiceDep) -> models.Readiness:
        manifest = service.release.manifest()
        counts = manifest["counts"]
        assert isinstance(counts, dict)
        return models.Readiness(
            status="ready", release=service.release.id, cut_off=str(manifest["cut_off"]), counts=counts
        )
