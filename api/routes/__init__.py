"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import catalogue, dataset, health, linked, lookup

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    health.router,
    linked.router,
    dataset.router,
)
