"""Matters of the office: registering and reading them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.office.access import OFFICE_PROBLEMS, OfficeDep, PrincipalDep
from api.office.models import EventView, History, MatterList, MatterView, NewMatters, PastedRows, shown
from api.office.versions import KeyDep, tag_of
from graph.errors import BadRequest
from office.access import Principal, Task, may
from office.codes import Action, State
from office.consultation import Comparison
from office.matter import Matter
from office.requests import Actor, NewMatter
from office.service import Office
from office.sheet import Preview
from office.similar import Similar

router = APIRouter(prefix="/v1/office", tags=["office"], responses=OFFICE_PROBLEMS)
WithinQuery = Annotated[
    str | None, Query(max_length=100, description="地点，含其下各级 / place, and all within it")
]
MatterPath = Annotated[str, Path(max_length=40, description="事项编号 / number of the matter")]


def view(office: Office, matter: Matter, principal: Principal) -> MatterView:
    """A matter with what this person may do to it."""
    actor = Actor(principal.name, principal.roles)
    possible = [one for one in office.possible(matter, actor) if may(principal, one)]
    return MatterView(matter=shown(matter, principal), possible=possible)


def listed(matters: Iterable[Matter], principal: Principal) -> MatterList:
    return MatterList(matters=[shown(one, principal) for one in matters], next=None)


def tagged(response: Response, matter: Matter) -> None:
    response.headers["ETag"] = tag_of(matter)
    response.headers["Cache-Control"] = "private, no-cache"


def needed(key: str | None) -> str:
    """The idempotency key of a request that makes something new: a second click must not make a second one."""
    if key is None:
        raise BadRequest(
            "Idempotency-Key", "登记事项要带幂等键", "registering a matter needs an idempotency key"
        )
    return key


@router.get("/matters", operation_id="listMatters", summary="事项列表 / matters", response_model=MatterList)
def matters(
    desk: OfficeDep,
    principal: PrincipalDep,
    state: Annotated[State | None, Query(description="状态 / state")] = None,
    topic: Annotated[str | None, Query(max_length=100, description="事项主题 / topic")] = None,
    place: WithinQuery = None,
    after: Annotated[
        str | None, Query(max_length=40, description="上一页的 next / next of the page before")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> MatterList:
    within = desk.office.place(place).id if place else None
    found = desk.office.matters(state, topic, within, after, limit + 1)
    page = listed(found[:limit], principal)
    return page.model_copy(update={"next": found[limit - 1].id}) if len(found) > limit else page


@router.post(
    "/matters", operation_id="openMatter", summary="登记一件 / register a matter", response_model=MatterView, status_code=201
)  # fmt: skip
def open_matter(
    desk: OfficeDep, principal: PrincipalDep, new: NewMatter, response: Response, key: KeyDep = None
) -> MatterView:
    by = desk.by(principal, key=needed(key))
    matter = desk.office.open(new, by)
    desk.outbox.tell(Action.OPEN, matter, by)
    tagged(response, matter)
    response.headers["Location"] = f"/v1/office/matters/{matter.id}"
    return view(desk.office, matter, principal)


@router.post(
    "/matters/batch", operation_id="openMatters", summary="登记多件，全部或都不 / register several, all or none",
    response_model=MatterList, status_code=201,
)  # fmt: skip
def open_matters(
    desk: OfficeDep, principal: PrincipalDep, several: NewMatters, key: KeyDep = None
) -> MatterList:
    by = desk.by(principal, key=needed(key))
    made = desk.office.open_all(several.matters, by)
    desk.outbox.tell_all(Action.OPEN, made, by)
    return listed(made, principal)


@router.post(
    "/matters/rows/preview", operation_id="previewRows", summary="粘贴多行：逐行预览 / pasted rows: preview, faults of each",
    response_model=Preview,
)  # fmt: skip
def preview_rows(desk: OfficeDep, principal: PrincipalDep, pasted: PastedRows) -> Preview:
    """Matters that a row may repeat are shown to those who may read matters."""
    found = desk.office.preview(pasted.text, desk.by(principal))
    if may(principal, Task.READ):
        return found
    return replace(found, rows=tuple(replace(row, like=()) for row in found.rows))


@router.post(
    "/matters/rows", operation_id="openRows", summary="登记粘贴的多行，全部或都不 / register pasted rows, all or none",
    response_model=MatterList, status_code=201,
)  # fmt: skip
def open_rows(desk: OfficeDep, principal: PrincipalDep, pasted: PastedRows, key: KeyDep = None) -> MatterList:
    by = desk.by(principal, key=needed(key))
    made = desk.office.open_pasted(pasted.text, by)
    desk.outbox.tell_all(Action.OPEN, made, by)
    return listed(made, principal)


@router.get(
    "/matters/{id}", operation_id="getMatter", summary="一件事项 / a matter", response_model=MatterView
)
def matter(desk: OfficeDep, principal: PrincipalDep, id: MatterPath, response: Response) -> MatterView:
    found = desk.office.matter(id)
    tagged(response, found)
    return view(desk.office, found, principal)


@router.get(
    "/matters/{id}/history",
    operation_id="matterHistory",
    summary="办理经过 / what was done",
    response_model=History,
)
def history(desk: OfficeDep, principal: PrincipalDep, id: MatterPath) -> History:
    events = [
        EventView(
            seq=one.seq, version=one.version, action=one.action, actor=one.actor, at=one.at, reason=one.reason,
            content=msgspec.json.decode(one.content), digest=one.digest,
        )
        for one in desk.office.history(id)
    ]  # fmt: skip
    return History(matter=id, events=events)


@router.get(
    "/matters/{id}/similar", operation_id="similarMatters", summary="疑似重复与已决同类 / duplicates and decided ones alike",
    response_model=Similar,
)  # fmt: skip
def similar(desk: OfficeDep, principal: PrincipalDep, id: MatterPath) -> Similar:
    return desk.office.similar(id)


@router.get(
    "/matters/{id}/comparison", operation_id="comparePositions", summary="各部门意见对照 / positions side by side",
    response_model=Comparison,
)  # fmt: skip
def comparison(desk: OfficeDep, principal: PrincipalDep, id: MatterPath) -> Comparison:
    return desk.office.comparison(id, desk.today())
