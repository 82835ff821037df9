"""The data set described, and its downloads."""

from __future__ import annotations

from pathlib import Path as Folder
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from api.conditions import has_current
from api.dependencies import ServiceDep, SettingsDep
from api.linked.data import LinkedData, LinkedDep
from api.linked.dataset_page import dataset_page
from api.linked.html import Frame
from api.linked.places import HTML, Place, split
from api.linked.reply import (
    FOR_EVER,
    Link,
    alternates,
    base_of,
    context_of,
    negotiated,
    not_acceptable,
    not_found,
    reply,
    root_of,
    see_other,
)
from api.routes.linked import DOCUMENT, REFUSALS, SEE_OTHER
from api.service import Service
from graph.dataset_graph import DATASET
from graph.release import Release, history
from outputs import rdf
from outputs.dataset import description
from outputs.export import SUMS, File

router = APIRouter(tags=["data set"])

Key = Annotated[str, Path(max_length=200)]
FILE: dict[int | str, dict[str, object]] = {
    200: {"description": "文件 / the file", "content": {"application/gzip": {}, "application/zstd": {}, "text/plain": {}}},
    206: {"description": "文件的一部分 / a part of it"},
    307: {"description": "见当前版本 / see the release in service"},
    416: {"description": "没有这一部分 / no such part"},
    **{status: REFUSALS[status] for status in (304, 400, 404, 422)},
}  # fmt: skip
PACKED = {"gz": "application/gzip", "zst": "application/zstd"}


@router.get(
    "/dataset",
    operation_id="getDataset",
    summary="数据集说明 / the data set described",
    responses=DOCUMENT,
    response_class=Response,
)
async def get_dataset(request: Request, service: ServiceDep, linked: LinkedDep, settings: SettingsDep) -> Response:  # fmt: skip
    return await _dataset(request, service, linked, history(settings.releases), None)


@router.get(
    "/dataset.{extension}",
    operation_id="getDatasetAs",
    summary="数据集说明，指定格式 / the description in a format",
    responses=DOCUMENT,
    response_class=Response,
)
async def get_dataset_as(
    request: Request, service: ServiceDep, linked: LinkedDep, settings: SettingsDep, extension: Key
) -> Response:
    stem, fixed = split(f"/dataset.{extension}")
    if stem != "/dataset":
        return not_found(f"没有这种格式：{extension[:20]}", f"no such form: {extension[:20]}")
    return await _dataset(request, service, linked, history(settings.releases), fixed)


async def _dataset(
    request: Request, service: Service, linked: LinkedData, kept: list[Release], fixed: str | None
) -> Response:
    media = negotiated(request, fixed)
    if media is None:
        return not_acceptable()
    release = service.release
    one, files = await linked.described.of(release), await linked.downloads.of(release)
    place = Place("/dataset", root_of(request))
    if media == HTML:
        frame = Frame(place, release.id, DATASET, tuple(alternates(place)))
        things = await linked.things.of(release)
        body = await run_in_threadpool(dataset_page, one, files, kept, things, frame)
    else:
        said = description(one, files, kept, base_of(request))
        body = await run_in_threadpool(rdf.document, said, media, context_of(request))
    links: list[Link] = [(DATASET, "canonical", None), *alternates(place)]
    location = place.address(media) if fixed is None else None
    return reply(request, body, media, release.id, links=links, location=location, vary=fixed is None)


@router.get("/.well-known/void", operation_id="wellKnownVoid", summary="转到数据集说明 / on to the description", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def well_known_void(request: Request, service: ServiceDep) -> Response:
    return see_other(f"{root_of(request)}/dataset", service.release.id)


@router.get("/release/{id}", operation_id="identifyRelease", summary="一个版本 / a release", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def identify_release(request: Request, service: ServiceDep, settings: SettingsDep, id: Key) -> Response:
    if _kept(settings.releases, id) is None:
        return _no_release(id)
    return see_other(f"{root_of(request)}/download/{id}/{SUMS}", service.release.id)


@router.get("/graph/{name}", operation_id="identifyGraph", summary="一个命名图 / a named graph", status_code=303, responses=SEE_OTHER, response_class=Response)  # fmt: skip
async def identify_graph(request: Request, service: ServiceDep, linked: LinkedDep, name: Key) -> Response:
    file = f"graphs/{name}.ttl.gz"
    if all(one.name != file for one in await linked.downloads.of(service.release)):
        return not_found(f"没有这个图：{name[:80]}", f"no such graph: {name[:80]}")
    return see_other(f"{root_of(request)}/download/{service.release.id}/{file}", service.release.id)


@router.get(
    "/download/{release}/{name:path}",
    operation_id="download",
    summary="下载文件 / a file to download",
    responses=FILE,
    response_class=Response,
)
async def download(
    request: Request, service: ServiceDep, linked: LinkedDep, settings: SettingsDep, release: Key, name: Key
) -> Response:
    kept = service.release if release == "current" else _kept(settings.releases, release)
    if kept is None:
        return _no_release(release)
    files = await linked.downloads.of(kept)
    file = next((one for one in files if one.name == name), None)
    if file is None and name != SUMS:
        return not_found(
            f"没有这个文件：{name[:80]}；名单见 {SUMS}", f"no such file: {name[:80]}; {SUMS} lists them"
        )
    if release == "current":
        address = f"{root_of(request)}/download/{kept.id}/{quote(name)}"
        return Response(status_code=307, headers={"Location": address, "Cache-Control": "no-cache"})
    if file is None:
        text = linked.downloads.path(kept, SUMS).read_bytes()
        return reply(request, text, "text/plain", kept.id, vary=False, cache=FOR_EVER)
    return _file(request, linked, kept, file)


def _file(request: Request, linked: LinkedData, release: Release, file: File) -> Response:
    """The file with its checksum as ETag; Starlette answers ranges."""
    headers = {"ETag": f'"{file.sha256}"', "Cache-Control": FOR_EVER, "Shuiguan-Release": release.id}
    if has_current(request.scope, headers["ETag"], found=True):
        return Response(status_code=304, headers=headers)
    plain = file.name.rsplit("/", 1)[-1]
    named = plain if file.graph is None else f"{release.id}-{plain}"
    return FileResponse(
        linked.downloads.path(release, file.name),
        headers=headers,
        media_type=PACKED[plain.rsplit(".", 1)[1]],
        filename=named,
    )


def _kept(releases: Folder, key: str) -> Release | None:
    return next((one for one in history(releases) if one.id == key), None)


def _no_release(key: str) -> Response:
    return not_found(f"没有这个版本：{key[:40]}", f"no such release: {key[:40]}")
