"""What changed: two editions, all that one instrument repealed, two days, two places, two releases."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.dependencies import PROBLEMS
from api.shelf import AskedService, ShelfDep
from api.tables import TABLE_RESPONSES, PageDep, answer_table
from queries.analysis.ask_diff import DiffQuestion, compare, hangs_on_today
from queries.table import Table

router = APIRouter()
Key = Annotated[str | None, Query(max_length=1000)]
Day = Annotated[str | None, Query(max_length=10, description="YYYY-MM-DD")]
Two = Annotated[list[Annotated[str, Query(max_length=200)]] | None, Query(max_length=2)]


@router.get(
    "/v1/diff",
    operation_id="diff",
    summary="有什么变化 / what changed",
    responses={**PROBLEMS, **TABLE_RESPONSES},
    response_class=Response,
    tags=["analysis"],
)
async def diff(
    service: AskedService,
    shelf: ShelfDep,
    page: PageDep,
    old: Annotated[Key, Query(description="原文件编号，几个用逗号隔开 / old instruments")] = None,
    new: Annotated[Key, Query(description="新文件编号 / new instruments")] = None,
    repealed_by: Annotated[Key, Query(description="它所废止的各与它相比 / all that it repealed")] = None,
    start: Annotated[Day, Query(alias="from")] = None,
    end: Annotated[Day, Query(alias="to")] = None,
    places: Annotated[Two, Query(description="两个地方 / two places")] = None,
    releases: Annotated[Two, Query(description="两个版本库 / two releases")] = None,
    topic: Annotated[Key, Query(description="事项编号或名称 / topic")] = None,
    place: Annotated[Key, Query(description="地点 / place")] = None,
    level: Annotated[Key, Query(description="层级：国 省 市 县 乡 / level")] = None,
    on: Annotated[Day, Query(description="比较两地、两个版本库时的日期 / day")] = None,
    table: Annotated[
        Literal["changes", "counts", "answers"], Query(description="变化、数目、答案 / which table")
    ] = "changes",
) -> Response:
    question = DiffQuestion(
        old=old,
        new=new,
        repealed_by=repealed_by,
        start=start,
        end=end,
        places=tuple(places or ()),
        releases=tuple(releases or ()),
        topic=topic,
        place=place,
        level=level,
        day=on,
    )
    today = service.today()

    def make() -> Table:
        found = compare(question, service.lookup, lambda key: shelf.service(service, key).lookup, today)
        return found.table(table)

    return await answer_table(page, service.release.id, make, today if hangs_on_today(question) else None)
