"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import catalogue, gaps, health, lookup, network

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    gaps.router,
    network.router,
    health.router,
)
