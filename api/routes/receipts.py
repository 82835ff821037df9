"""Releases, and answers of theirs asked again by their receipts."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Body, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api import receipt_models
from api.dependencies import PROBLEMS, ServiceDep, SettingsDep
from api.service import Service
from api.shelf import Shelf, ShelfDep
from graph.errors import ReleaseDamaged, UnknownRelease
from graph.release import Release, history
from queries.lookup import Lookup
from queries.replay import Replay, ReplayOutcome, receipt_in, replay

router = APIRouter()


@router.get(
    "/v1/releases",
    operation_id="listReleases",
    summary="有哪些版本 / releases",
    response_model=receipt_models.ReleaseList,
    responses=PROBLEMS,
    tags=["releases"],
)
async def releases(service: ServiceDep, settings: SettingsDep) -> receipt_models.ReleaseList:
    """What can be given as `release=`: each is what was known at a time."""
    found = await run_in_threadpool(history, settings.releases)
    entries = [_entry(one, service.release.id) for one in found]
    return receipt_models.ReleaseList(current=service.release.id, total=len(entries), releases=entries)


def _entry(release: Release, current: str) -> receipt_models.ReleaseEntry:
    manifest = release.manifest()
    parent = manifest.get("parent")
    return receipt_models.ReleaseEntry(
        id=release.id,
        cut_off=str(manifest["cut_off"]),
        current=release.id == current,
        parent=str(parent) if parent else None,
        counts=msgspec.convert(manifest["counts"], dict[str, int]),
    )


@router.post(
    "/v1/replay",
    operation_id="replay",
    summary="凭收据再答一次 / ask again by receipt",
    response_model=receipt_models.Replay,
    responses=PROBLEMS,
    tags=["releases"],
)
async def again(
    request: Request,
    service: ServiceDep,
    shelf: ShelfDep,
    handed: Annotated[
        receipt_models.ReceiptBody,
        Body(description="收据，或带收据的整个答案 / a receipt, or the whole answer with it"),
    ],
) -> Response:
    """The same, or exactly what is otherwise; with the whole answer handed in, place by place."""
    # As sent: a model would not keep the members and the order of an answer of another time.
    sent = msgspec.json.decode(await request.body())
    found = await run_in_threadpool(_replayed, service, shelf, sent)
    headers = {"Cache-Control": "no-store", "Shuiguan-Release": service.release.id}
    return Response(msgspec.json.encode(found), media_type="application/json", headers=headers)


def _replayed(service: Service, shelf: Shelf, sent: object) -> Replay:
    receipt, whole = receipt_in(sent)
    then: Lookup | ReplayOutcome
    try:
        then = shelf.service(service, receipt.release).lookup
    except UnknownRelease:
        then = ReplayOutcome.RELEASE_GONE
    except ReleaseDamaged:
        then = ReplayOutcome.RELEASE_UNREADABLE
    return replay(receipt, whole, then, service.lookup)
