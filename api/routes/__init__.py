"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    accountability,
    catalogue,
    diff,
    duties_due,
    health,
    ladder,
    lookup,
    receipts,
)

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    diff.router,
    duties_due.router,
    ladder.router,
    accountability.router,
    receipts.router,
    health.router,
)
