"""Whether the process lives and what it answers from."""

from __future__ import annotations

from fastapi import APIRouter

from api import models
from api.dependencies import ServiceDep

router = APIRouter()


@router.get("/", include_in_schema=False)
async def start() -> dict[str, str]:
    return {
        "name": "谁管 shuiguan",
        "ask": "/v1/lookup?issue=…&place=…&on=YYYY-MM-DD",
        "queries": "/v1/queries",
        "sparql": "/sparql",
        "dataset": "/dataset",
        "schema": "/openapi.json",
        "ready": "/readyz",
    }


@router.get(
    "/healthz",
    operation_id="health",
    summary="进程在运行 / the process lives",
    response_model=models.Health,
    tags=["health"],
)
async def health() -> models.Health:
    return models.Health(status="ok")


@router.get(
    "/readyz",
    operation_id="ready",
    summary="据哪个版本作答 / what it answers from",
    response_model=models.Readiness,
    tags=["health"],
)
async def ready(service: ServiceDep) -> models.Readiness:
    manifest = service.release.manifest()
    counts = manifest["counts"]
    assert isinstance(counts, dict)
    return models.Readiness(
        status="ready", release=service.release.id, cut_off=str(manifest["cut_off"]), counts=counts
    )
