"""One module per group of routes; each has a `router` that `api.app` includes."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    accountability,
    catalogue,
    dataset,
    decisions,
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
    office_papers,
    problems,
    queries,
    receipts,
    timeline,
)

ROUTERS: tuple[APIRouter, ...] = (
    lookup.router,
    catalogue.router,
    accountability.router,
    dataset.router,
    decisions.router,
    diff.router,
    duties_due.router,
    gaps.router,
    ladder.router,
    linked.router,
    network.router,
    office_actions.router,
    office_ledger.router,
    office_matters.router,
    office_papers.router,
    problems.router,
    queries.router,
    receipts.router,
    timeline.router,
    health.router,
)
