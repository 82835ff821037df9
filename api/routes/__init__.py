"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    catalogue,
    diff,
    duties_due,
    gaps,
    health,
    ladder,
    lookup,
    network,
    office_actions,
    office_ledger,
    office_matters,
    queries,
)

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    diff.router,
    duties_due.router,
    gaps.router,
    ladder.router,
    network.router,
    office_actions.router,
    office_ledger.router,
    office_matters.router,
    health.router,
    queries.router,
)
