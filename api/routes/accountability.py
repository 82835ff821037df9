"""Which accountability triggers a situation may meet, condition by condition; never a verdict."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api import leader_models
from api.dependencies import PROBLEMS
from api.scope import DayDep, HereDep
from api.service import Service
from api.shelf import AskedService
from queries.analysis.accountability import Assessment, assess, circumstances_asked, triggers_here
from queries.analysis.here import day_asked, here

router = APIRouter()


@router.get(
    "/v1/accountability",
    operation_id="listCircumstances",
    summary="可选的情节 / circumstances to choose from",
    response_model=leader_models.Circumstances,
    responses=PROBLEMS,
    tags=["leaders"],
)
async def circumstances(service: AskedService, place: HereDep, day: DayDep) -> leader_models.Circumstances:
    """The circumstances that triggers in force at the place on the day ask for."""
    asked = circumstances_asked(service.lookup, triggers_here(service.lookup, place, day))
    listed = [
        leader_models.Circumstance(id=one.id, zh=one.zh, en=one.en, triggers=triggers)
        for one, triggers in asked.items()
    ]
    return leader_models.Circumstances(
        place=place.zh, on=day, circumstances=listed, release=service.release.id
    )


@router.post(
    "/v1/accountability",
    operation_id="assessSituation",
    summary="情况对照追责情形 / a situation beside accountability triggers",
    response_model=leader_models.Assessment,
    responses=PROBLEMS,
    tags=["leaders"],
)
async def assessment(service: AskedService, situation: leader_models.Situation) -> Response:
    """Compares what is told with the conditions; says "may" and what is missing, and leaves the finding to others."""
    found = await run_in_threadpool(_assessed, service, situation)
    headers = {"Cache-Control": "no-store", "Shuiguan-Release": service.release.id}
    return Response(msgspec.json.encode(found), media_type="application/json", headers=headers)


def _assessed(service: Service, situation: leader_models.Situation) -> Assessment:
    where = here(service.lookup, situation.place, situation.level)
    day = day_asked(situation.on, service.today())
    return assess(service.lookup, situation.text, situation.circumstances, where, day)
