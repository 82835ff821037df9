"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import catalogue, health, lookup, queries

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    health.router,
    queries.router,
)
