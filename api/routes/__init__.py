"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    accountability,
    catalogue,
    dataset,
    diff,
    duties_due,
    gaps,
    health,
    ladder,
    linked,
    lookup,
    network,
    office_actions,
    office_ledger,
    office_matters,
    receipts,
)

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    diff.router,
    duties_due.router,
    gaps.router,
    ladder.router,
    accountability.router,
    receipts.router,
    network.router,
    office_actions.router,
    office_ledger.router,
    office_matters.router,
    health.router,
    linked.router,
    dataset.router,
)
