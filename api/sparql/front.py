"""`/sparql` in front of the application: it answers its own preflights and counts its own bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.types import ASGIApp, Receive, Scope, Send

from api.cross_origin import OnlyFrom
from api.prefix import path_of, root_of
from api.settings import Settings
from api.sparql.config import Limits, SparqlConfig
from api.sparql.description import More
from api.sparql.endpoint import SparqlApp, sparql_app
from api.sparql.older import Older
from graph.release import GRAPH_FILE, Release, named

# Processes for the queries of an older release: one of them is for short ones.
OLDER_WORKERS = 2


def sparql_over(release: Release, settings: Settings, said_by: Callable[[Release], More]) -> SparqlApp:
    """The endpoint over the release in service; its processes start with the first query.

    `said_by` gives what a release says of itself in its description. Older releases can be named where the settings
    keep any.
    """
    bounds = limits(settings)

    def over(one: Release, bounds: Limits, older: Older | None = None) -> SparqlApp:
        config = SparqlConfig(one.folder / GRAPH_FILE, one.id, bounds, settings.sparql_plain)
        return sparql_app(config, said_by(one), older)

    few = replace(bounds, workers=min(OLDER_WORKERS, bounds.workers))
    older = Older(lambda key: over(named(settings.releases, key), few)) if settings.older_releases else None
    return over(release, bounds, older)


def limits(settings: Settings) -> Limits:
    """The bounds of queries, as set."""
    return Limits(
        seconds=settings.sparql_seconds,
        rows=settings.sparql_rows,
        memory_bytes=settings.sparql_memory,
        workers=settings.sparql_workers,
    )


class SparqlFront:
    """Hands one path, with or without a slash at its end, to the endpoint; all else goes on to the application."""

    def __init__(self, app: ASGIApp, path: str, sparql: SparqlApp, origins: Sequence[str]) -> None:
        self.app = app
        self.path = path
        self.sparql = OnlyFrom(sparql, origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and path_of(scope) in (self.path, f"{self.path}/"):
            # One address, to which relative IRIs and the description refer.
            await self.sparql({**scope, "path": root_of(scope) + self.path}, receive, send)
        else:
            await self.app(scope, receive, send)
