"""What a kind of problem means: the page that its `type` leads to."""

from __future__ import annotations

import re
from html import escape
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.linked.html import Frame, page
from api.linked.places import HTML, Place
from api.linked.reply import negotiated, not_acceptable, not_found, reply, root_of
from api.problem_kinds import KINDS, ProblemKind
from api.routes.linked import REFUSALS

router = APIRouter()
MARKDOWN = "text/markdown"
OFFERED = (MARKDOWN, HTML)
PAGE: dict[int | str, dict[str, object]] = {
    200: {
        "description": "说明 / what it means",
        "content": {media: {"schema": {"type": "string"}} for media in OFFERED},
    },
    **REFUSALS,
}


@router.get(
    "/problems/{kind}",
    operation_id="getProblemKind",
    summary="一种错误的说明 / what a kind of problem means",
    responses=PAGE,
    response_class=Response,
    tags=["sparql"],
)
async def problem_kind(
    request: Request, service: ServiceDep, kind: Annotated[str, Path(max_length=60)]
) -> Response:
    """The page behind the `type` of a problem, as Markdown or HTML."""
    known = KINDS.get(kind)
    if known is None:
        return not_found(f"没有这种错误：{kind}", f"no such kind of problem: {kind}")
    media = negotiated(request, None, OFFERED)
    if media is None:
        return not_acceptable(OFFERED)
    body = _html(kind, known, request, service.release.id) if media == HTML else _markdown(kind, known)
    return reply(request, body, media, service.release.id)


def _statuses(known: ProblemKind) -> str:
    return ", ".join(str(status) for status in known.statuses)


def _markdown(kind: str, known: ProblemKind) -> bytes:
    return f"# {kind}\n\nHTTP {_statuses(known)}\n\n- {known.zh}\n- {known.en}\n".encode()


def _html(kind: str, known: ProblemKind, request: Request, release: str) -> bytes:
    place = Place(f"/problems/{kind}", root_of(request))
    body = (
        f'<p class="kind">错误 <span lang="en">problem</span> HTTP {_statuses(known)}</p>'
        f'<h1>{kind}</h1><p>{_code(known.zh)}</p><p lang="en">{_code(known.en)}</p>'
    )
    return page(Frame(place, release, place.address()), kind, [body])


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
