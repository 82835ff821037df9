"""The ledger as a whole, and the keys to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.office.access import OFFICE_PROBLEMS, OfficeDep, PrincipalDep
from api.office.models import (
    Because,
    KeyEvents,
    KeyList,
    LedgerEvent,
    LedgerEvents,
    LedgerHead,
    MadeKey,
    NewKey,
    Verification,
    head_view,
)
from graph.errors import BadRequest
from office.keys import KeyEntry
from office.ledger import Head
from office.verify import PROVES

MOST = 2**31 - 1  # what an integer column of PostgreSQL holds
router = APIRouter(prefix="/v1/office", tags=["office"], responses=OFFICE_PROBLEMS)


@router.get(
    "/ledger/head", operation_id="ledgerHead", summary="链头，请另存 / end of the chain, to be kept elsewhere"
)
def head(desk: OfficeDep, principal: PrincipalDep) -> LedgerHead:
    return head_view(desk.office.head())


@router.get(
    "/events", operation_id="officeEvents", summary="台账事件，逐个不漏 / events of the ledger, none missed"
)
def events(
    desk: OfficeDep,
    principal: PrincipalDep,
    after: Annotated[
        int, Query(ge=0, le=MOST, description="已知的最后一个 seq / the last seq that is known")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> LedgerEvents:
    """For a receiver that must miss nothing: `seq` counts all events from 1 without gaps, in the order they were written."""
    found = desk.office.ledger.events_after(after, limit + 1)
    shown = [
        LedgerEvent(
            seq=one.seq, matter=one.matter, version=one.version, action=one.action, at=one.at, digest=one.digest
        )
        for one in found[:limit]
    ]  # fmt: skip
    return LedgerEvents(events=shown, next=shown[-1].seq if len(found) > limit else None)


@router.get("/ledger/verification", operation_id="verifyLedger", summary="核验台账 / verify the ledger")
def verification(
    desk: OfficeDep,
    principal: PrincipalDep,
    seq: Annotated[
        int | None, Query(ge=0, le=MOST, description="先前导出的链头 / of a head exported before")
    ] = None,
    digest: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
) -> Verification:
    if (seq is None) != (digest is None):
        raise BadRequest("seq", "链头要seq和digest两项", "a head has both seq and digest")
    found = desk.office.verify(None if seq is None or digest is None else Head(seq, digest))
    return Verification(
        whole=not found.faults,
        graph_agrees=desk.office.graph_agrees(),
        head=head_view(found.head),
        matters=found.matters,
        faults=list(found.faults),
        proves=PROVES[0],
        proves_en=PROVES[1],
    )


@router.get("/keys", operation_id="listKeys", summary="密钥清单 / keys")
def keys(desk: OfficeDep, principal: PrincipalDep) -> KeyList:
    return KeyList(keys=desk.keys.entries())


@router.get(
    "/keys/events", operation_id="keyEvents", summary="密钥的收发记录 / record of keys made and revoked"
)
def key_events(
    desk: OfficeDep,
    principal: PrincipalDep,
    after: Annotated[int, Query(ge=0, le=MOST, description="上一页的 next / next of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> KeyEvents:
    found = desk.keys.events(after, limit + 1)
    return KeyEvents(events=found[:limit], next=found[limit - 1].seq if len(found) > limit else None)


@router.post(
    "/keys", operation_id="makeKey", summary="发密钥，只显示一次 / make a key, shown once", status_code=201
)
def make_key(desk: OfficeDep, principal: PrincipalDep, new: NewKey) -> MadeKey:
    key, entry = desk.keys.make(
        new.holder, new.roles, by=principal.name, at=desk.now(), reason=new.reason, scopes=new.scopes,
        ends_on=new.ends_on, within=principal.scopes,
    )  # fmt: skip
    return MadeKey(key=key, entry=entry)


@router.post("/keys/{id}/revocation", operation_id="revokeKey", summary="撤销密钥 / revoke a key")
def revoke_key(
    desk: OfficeDep, principal: PrincipalDep, id: Annotated[str, Path(max_length=40)], because: Because
) -> KeyEntry:
    return desk.keys.revoke(id, by=principal.name, at=desk.now(), reason=because.reason)
