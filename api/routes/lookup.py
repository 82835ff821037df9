"""The lookup: one question by GET, many by POST."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import models
from api.conditions import has_current
from api.dependencies import PROBLEMS, SettingsDep
from api.problems import problem, problem_of, respond
from api.scope import LevelAsked, OnAsked, PlaceAsked
from api.service import Service
from api.shelf import AskedService
from api.tables import CACHE
from graph.errors import ShuiguanError

router = APIRouter()


@router.get(
    "/v1/lookup",
    operation_id="lookup",
    summary="谁负责 / who is responsible",
    response_model=models.Answer,
    responses=PROBLEMS,
    tags=["lookup"],
)
async def lookup(
    service: AskedService,
    request: Request,
    issue: Annotated[
        str,
        Query(min_length=1, max_length=10_000, description="事项，用大白话写 / the matter, in plain words"),
    ],
    place: PlaceAsked = None,
    level: LevelAsked = None,
    on: OnAsked = None,
) -> Response:
    # Answered by `api.hot` in front, unless another release is asked; this also keeps the schema.
    body, etag = service.answer(issue, place, level, on)
    headers = {"ETag": etag, "Cache-Control": CACHE, "Shuiguan-Release": service.release.id}
    if has_current(request.scope, etag, found=True):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.post(
    "/v1/lookup",
    operation_id="lookupBatch",
    summary="批量查询 / many questions at once",
    response_model=models.BatchAnswer,
    responses={413: {"model": models.Problem, "description": "过多 / too many"}, **PROBLEMS},
    tags=["lookup"],
)
async def lookup_batch(service: AskedService, settings: SettingsDep, batch: models.Batch) -> Response:
    count = len(batch.questions)
    if count > settings.batch_limit:
        limit = settings.batch_limit
        return respond(
            problem(413, f"一次最多{limit}个问题，收到{count}个", f"at most {limit} questions, got {count}")
        )
    parts = []
    for key, question in batch.questions.items():
        name = _json(key)
        parts.append(name + b":" + _answer_or_problem(service, question))
    head = b'{"release":' + _json(service.release.id) + b',"answers":{'
    return Response(
        head + b",".join(parts) + b"}}",
        media_type="application/json",
        headers={"Shuiguan-Release": service.release.id, "Cache-Control": "no-store"},
    )


def _json(text: str) -> bytes:
    return msgspec.json.encode(text)


def _answer_or_problem(service: Service, question: models.LookupQuestion) -> bytes:
    try:
        return service.answer(question.issue, question.place, question.level, question.on)[0]
    except ShuiguanError as error:
        return problem_of(error).model_dump_json().encode()
