"""Linked data: `/id/…` leads to a document about the thing; the vocabulary, codes, shapes and context."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import models
from api.dependencies import ServiceDep
from api.linked.data import LinkedData, LinkedDep
from api.linked.document import document
from api.linked.html import Frame
from api.linked.places import HTML, OFFERED, Place, split, thing_iri
from api.linked.reply import (
    FOR_EVER,
    Link,
    alternates,
    context_of,
    negotiated,
    not_acceptable,
    not_found,
    once,
    reply,
    root_of,
    see_other,
)
from api.linked.thing_page import thing_page
from api.linked.vocabulary import DEFINITION, version, vocabulary_document, vocabulary_page
from api.shelf import AskedRelease
from graph.release import Release
from ontology.terms import BASE, SHAPES, turtle
from outputs import rdf
from outputs.jsonld import MEDIA_TYPE, context_file
from queries.dates import read_day
from queries.thing import Thing, Things

router = APIRouter(tags=["linked data"])

Kind = Annotated[str, Path(max_length=40, description="事物的种类 / kind of thing", examples=["duty"])]
Key = Annotated[str, Path(max_length=300, description="标识，可含斜线 / key, may hold slashes")]
On = Annotated[str | None, Query(max_length=10, description="哪一天 / as on a day, YYYY-MM-DD")]
FORMS: dict[str, object] = {media: {"schema": {"type": "string"}} for media in OFFERED}
_P = {"model": models.Problem}
REFUSALS: dict[int | str, dict[str, object]] = {
    304: {"description": "未变 / not modified"},
    400: {**_P, "description": "请求有误 / bad request"},
    404: {**_P, "description": "没有找到 / not found"},
    406: {**_P, "description": "不提供所要的格式 / not acceptable"},
    422: {**_P, "description": "请求不合格式 / unprocessable"},
}
SEE_OTHER: dict[int | str, dict[str, object]] = {
    303: {"description": "见文档 / see the document"},
    **{status: REFUSALS[status] for status in (400, 404, 422)},
}
DOCUMENT: dict[int | str, dict[str, object]] = {
    200: {"description": "文档 / the document", "content": FORMS},
    **REFUSALS,
}
NEIGHBOURS = 5


@router.get("/id/{kind}/{key:path}", operation_id="identify", summary="一个事物的IRI，转到它的文档 / a thing, on to its document", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def identify(request: Request, release: AskedRelease, linked: LinkedDep, kind: Kind, key: Key, on: On = None) -> Response:  # fmt: skip
    return await _identify(request, release, linked, kind, key, on)


@router.get("/code/{key}", operation_id="identifyCode", summary="一个代码 / a code", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def identify_code(request: Request, release: AskedRelease, linked: LinkedDep, key: Key) -> Response:
    return await _identify(request, release, linked, "code", key, None)


async def _identify(
    request: Request, release: Release, linked: LinkedData, kind: str, key: str, on: str | None
) -> Response:
    place = _place(request, f"/doc/{kind}/{key}", release, on)
    iri = thing_iri(kind, key)
    if iri is None or not (await linked.things.of(release)).known(iri):
        return _unknown(kind, key)
    return see_other(place.address(), release.id)


def _place(request: Request, path: str, release: Release, on: str | None) -> Place:
    """Where a document is, with the day and the release that are asked for by name. Raises BadRequest."""
    once(request, "on")
    once(request, "release")
    day = read_day(on).isoformat() if on is not None else None
    return Place(path, root_of(request), day, release.id if request.query_params.get("release") else None)


@router.get(
    "/doc/{kind}/{key:path}",
    operation_id="getDocument",
    summary="一个事物的文档 / a thing's document",
    responses=DOCUMENT,
    response_class=Response,
)
async def get_document(
    request: Request, release: AskedRelease, linked: LinkedDep, kind: Kind, key: Key, on: On = None
) -> Response:
    stem, fixed = split(key)
    place = _place(request, f"/doc/{kind}/{stem}", release, on)
    media = negotiated(request, fixed)
    iri = thing_iri(kind, stem)
    things = await linked.things.of(release)
    if iri is None or not things.known(iri):
        return _unknown(kind, key)
    if media is None:
        return not_acceptable()
    context = context_of(request)
    body, links = await run_in_threadpool(_write, things, iri, media, place, release.id, context)
    return reply(
        request,
        body,
        media,
        release.id,
        links=links,
        location=place.address(media) if fixed is None else None,
        vary=fixed is None,
    )


def _unknown(kind: str, key: str) -> Response:
    shown = f"{kind}/{key}"[:80]
    return not_found(f"数据中没有：{shown}", f"not in the data: {shown}")


def _write(
    things: Things, iri: str, media: str, place: Place, release: str, context: str
) -> tuple[bytes, list[Link]]:
    """The document of a known thing in one format, and its links."""
    one = things.read(iri, date.fromisoformat(place.on) if place.on else None)
    assert one is not None
    links = _links(one, place)
    if media == HTML:
        return thing_page(one, Frame(place, release, iri, tuple(alternates(place)))), links
    return rdf.document(document(one, place, release), media, context), links


def _links(one: Thing, place: Place) -> list[Link]:
    iri = one.named.iri
    return [
        (iri, "canonical", None),
        (iri, "describes", None),
        *alternates(place),
        *([(replace(place, release=None).address(), "latest-version", None)] if place.release else []),
        (f"{place.root}/dataset", "describedby", None),
        *((n.iri, "successor-version", None) for n in one.followed_by[:NEIGHBOURS]),
        *((n.iri, "predecessor-version", None) for n in one.follows[:NEIGHBOURS]),
    ]


@router.get(
    "/def",
    operation_id="getVocabulary",
    summary="词表 / the vocabulary",
    responses=DOCUMENT,
    response_class=Response,
)
async def get_vocabulary(request: Request, service: ServiceDep, linked: LinkedDep) -> Response:
    return await _vocabulary(request, service.release.id, await linked.things.of(service.release), None)


@router.get(
    "/def.{extension}",
    operation_id="getVocabularyAs",
    summary="词表，指定格式 / the vocabulary in a format",
    responses=DOCUMENT,
    response_class=Response,
)
async def get_vocabulary_as(request: Request, service: ServiceDep, linked: LinkedDep, extension: Key) -> Response:  # fmt: skip
    stem, fixed = split(f"/def.{extension}")
    if stem != "/def":
        return not_found(f"没有这种格式：{extension[:20]}", f"no such form: {extension[:20]}")
    return await _vocabulary(request, service.release.id, await linked.things.of(service.release), fixed)


async def _vocabulary(request: Request, release: str, things: Things, fixed: str | None) -> Response:
    media = negotiated(request, fixed)
    if media is None:
        return not_acceptable()
    place = Place("/def", root_of(request))
    links: list[Link] = [(DEFINITION, "canonical", None), *alternates(place)]
    if media == HTML:
        frame = Frame(place, release, DEFINITION, tuple(alternates(place)))
        body = await run_in_threadpool(vocabulary_page, things, frame)
    else:
        body = await run_in_threadpool(vocabulary_document, media, context_of(request))
    location = place.address(media) if fixed is None else None
    return reply(request, body, media, release, links=links, location=location, vary=fixed is None)


@router.get("/def/{number}", operation_id="getVocabularyVersion", summary="某一版词表 / a version of the vocabulary", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def get_vocabulary_version(request: Request, service: ServiceDep, number: Key) -> Response:
    if number != version():
        return not_found(
            f"词表没有这个版本：{number[:20]}", f"the vocabulary has no such version: {number[:20]}"
        )
    return see_other(f"{root_of(request)}/def", service.release.id)


@router.get(
    "/shapes",
    operation_id="getShapes",
    summary="SHACL 形状 / the shapes",
    responses=DOCUMENT,
    response_class=Response,
)
@router.get("/shapes.ttl", include_in_schema=False)
async def get_shapes(request: Request, service: ServiceDep) -> Response:
    # As written: only Turtle keeps the comments, and the names of nodes without one.
    offered = (rdf.TURTLE.media_type,)
    fixed = split(request.url.path)[1]
    media = negotiated(request, fixed, offered)
    if media is None:
        return not_acceptable(offered)
    links: list[Link] = [(SHAPES, "canonical", None)]
    body = turtle("shapes.ttl").encode()
    return reply(request, body, media, service.release.id, links=links, vary=fixed is None)


@router.get(
    "/context/{name}",
    operation_id="getContext",
    summary="JSON-LD 上下文 / the context",
    responses={200: {"description": "JSON-LD", "content": {MEDIA_TYPE: {}}}, **REFUSALS},
    response_class=Response,
)
async def get_context(request: Request, service: ServiceDep, name: Key) -> Response:
    known, body = context_file()
    if name != known:
        return not_found(f"没有这个上下文，现用的是 {known}", f"no such context; the one in use is {known}")
    links: list[Link] = [(f"{BASE}context/{known}", "canonical", None)]
    return reply(request, body, MEDIA_TYPE, service.release.id, links=links, vary=False, cache=FOR_EVER)
