"""The FastAPI application.

`/v1/lookup` by GET is answered in front of it by `api.hot` with ready bytes; FastAPI keeps its schema.
Everything else is plain FastAPI.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.examples import lookup_examples
from api.hot import HotLookup
from api.problems import install, problem, respond
from api.routes import ROUTERS
from api.service import Service
from api.settings import Settings
from api.sparql.front import SparqlFront, sparql_over

TITLE = "谁管 shuiguan"
DESCRIPTION = """谁该负责这件事：在这里、在那一天，依据是什么。

Who is responsible for this, here, on that day, and how do we know?"""


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
    app.state.sparql = sparql
    install(app)
    for router in ROUTERS:
        app.include_router(router)
    _add_schema(app)
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "HEAD", "OPTIONS", "POST"],
        allow_headers=["content-type", "if-none-match"],
        expose_headers=["etag", "link", "shuiguan-release"],
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
