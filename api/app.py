"""The FastAPI application.

`/v1/lookup` by GET is answered in front of it by `api.hot` with ready bytes; FastAPI keeps its schema.
Everything else is plain FastAPI.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.cross_origin import ASKED, METHODS, READ
from api.dependencies import known_parameters
from api.hot import HotLookup
from api.linked.data import LinkedData
from api.methods import Methods
from api.office.desk import OfficeDesk
from api.problems import install, problem, respond
from api.routes import ROUTERS
from api.schema import extend_schema
from api.service import Service
from api.settings import Settings
from api.shelf import Shelf
from api.sparql.front import SparqlFront, sparql_over
from api.switch import Switch

TITLE = "谁管 shuiguan"
DESCRIPTION = """谁该负责这件事：在这里、在那一天，依据是什么。

Who is responsible for this, here, on that day, and how do we know?"""


def create_app(settings: Settings | None = None, service: Service | None = None) -> FastAPI:
    """The application over the current release. Raises ReleaseMissing when there is none."""
    settings = settings or Settings()
    app = FastAPI(
        title=TITLE,
        description=DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_while_it_runs,
        dependencies=[Depends(known_parameters)],
    )
    app.state.settings = settings
    app.state.switch = switch = Switch(app, settings.releases)
    app.state.office = office = OfficeDesk.open(
        settings, lambda: app.state.service.lookup, switch.from_thread
    )
    if office is not None:
        # The ledger is the truth: a decision whose publication was cut short gets into service now.
        office.office.reconcile()
    app.state.service = service or Service.open(settings.releases, settings.cache_size)
    app.state.linked = linked = LinkedData(settings.releases)
    release = app.state.service.release
    app.state.sparql = sparql = sparql_over(release, settings, linked.said_by)
    app.state.shelf = Shelf(settings.releases, settings.older_releases)
    install(app)
    for router in ROUTERS:
        app.include_router(router)
    extend_schema(app)
    app.add_middleware(Methods)
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=METHODS,
        allow_headers=ASKED,
        expose_headers=READ,
    )
    app.add_middleware(HotLookup, path="/v1/lookup", origins=settings.cors_origins)
    app.add_middleware(SparqlFront, path="/sparql", sparql=sparql, origins=settings.cors_origins)
    return app


@asynccontextmanager
async def _while_it_runs(app: FastAPI) -> AsyncIterator[None]:
    switch: Switch = app.state.switch
    switch.start()
    app.state.linked.downloads.soon(app.state.service.release)
    seconds = app.state.settings.follow_seconds
    following = asyncio.create_task(switch.follow(seconds)) if seconds > 0 else None
    yield
    if following is not None:
        following.cancel()
    if app.state.office is not None:
        app.state.office.outbox.close()
    await app.state.linked.downloads.close()
    await app.state.sparql.stop()


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
