"""What the office hands out: procedure and limits of a matter, the paper, the ledger of a period, the feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Literal, TypeAlias

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.office.access import OFFICE_PROBLEMS, OfficeDep, PrincipalDep
from api.office.desk import OfficeDesk
from api.routes.office_matters import MatterPath, WithinQuery
from api.tables import TABLE_RESPONSES, Page, PageDep, answer_table
from graph.tables import AreaRow
from office.accounts import counts_of, ledger_of, paper_of, period_of
from office.agenda import entries_of, reminders_table
from office.matter_deadlines import MatterDeadlines
from office.matter_procedure import MatterProcedure
from office.regular_reports import reports_table
from outputs.icalendar import calendar_feed
from outputs.papers.page import write_page
from outputs.papers.word import write_word
from queries.dates import SHANGHAI, read_day
from queries.table import Table

TableMaker: TypeAlias = Callable[[], Table]
router = APIRouter(prefix="/v1/office", tags=["office"], responses=OFFICE_PROBLEMS)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRIVATE = {"Cache-Control": "private, no-store"}
PeriodQuery = Annotated[
    str, Query(max_length=10, description="2026-11、2026-Q4 或 2026 / a month, a quarter or a year")
]
OnQuery = Annotated[
    str | None, Query(max_length=10, description="哪天，YYYY-MM-DD；缺省为今天 / day; default: today")
]
BINARY: dict[str, object] = {"schema": {"type": "string", "format": "binary"}}
PAPER_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {
        "description": "会商材料 / the paper",
        "content": {WORD: BINARY, "text/html": {"schema": {"type": "string"}}},
    }
}
OBJECT_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "JSON", "content": {"application/json": {"schema": {"type": ["object", "null"]}}}}
}
FEED_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "iCalendar", "content": {"text/calendar": {"schema": {"type": "string"}}}}
}


@router.get(
    "/matters/{id}/procedure", operation_id="matterProcedure", summary="适用程序、谁决定 / procedure, who decides",
    response_class=Response, responses=OBJECT_RESPONSES,
)  # fmt: skip
def procedure(desk: OfficeDep, principal: PrincipalDep, id: MatterPath) -> Response:
    """The procedure with its clause, who decides and the steps; null while level or cause is not known."""
    return _encoded(desk.office.procedure(id))


@router.get(
    "/matters/{id}/deadlines", operation_id="matterDeadlines", summary="期限及推算 / limits with their working",
    response_class=Response, responses=OBJECT_RESPONSES,
)  # fmt: skip
def deadlines(desk: OfficeDep, principal: PrincipalDep, id: MatterPath) -> Response:
    """Legal limits, those long over, internal targets, each with every step of its working."""
    return _encoded(desk.office.deadlines(id, desk.today()))


def _encoded(value: MatterProcedure | MatterDeadlines | None) -> Response:
    # Rows of the release's tables stand in these: msgspec writes them, pydantic does not know them.
    return Response(msgspec.json.encode(value), media_type="application/json", headers=PRIVATE)


@router.get(
    "/matters/{id}/paper", operation_id="consultationPaper", summary="一页会商材料 / the one-page consultation paper",
    response_class=Response, responses=PAPER_RESPONSES,
)  # fmt: skip
def paper(
    desk: OfficeDep,
    principal: PrincipalDep,
    id: MatterPath,
    format: Annotated[Literal["docx", "html"], Query()] = "docx",
    convenor: Annotated[str, Query(max_length=60, description="召集单位 / who convenes")] = "协调办公室",
) -> Response:
    made = paper_of(desk.office, id, desk.today(), convenor)
    if format == "html":
        return Response(write_page(made), media_type="text/html; charset=utf-8", headers=PRIVATE)
    named = {"Content-Disposition": f'attachment; filename="{made.name}.docx"', **PRIVATE}
    return Response(write_word(made), media_type=WORD, headers=named)


@router.get(
    "/ledger", operation_id="ledgerTable", summary="一个时期的台账 / the ledger of a period", response_class=Response,
    responses=TABLE_RESPONSES,
)  # fmt: skip
async def ledger(
    desk: OfficeDep, principal: PrincipalDep, page: PageDep, period: PeriodQuery, place: WithinQuery = None
) -> Response:
    within = _within(desk, place)
    return await _table(desk, page, lambda: ledger_of(desk.office, period_of(period), desk.today(), within))


@router.get(
    "/ledger/counts", operation_id="ledgerCounts", summary="月报、季报、年报的数目 / counts of a report",
    response_class=Response, responses=TABLE_RESPONSES,
)  # fmt: skip
async def counts(
    desk: OfficeDep, principal: PrincipalDep, page: PageDep, period: PeriodQuery, place: WithinQuery = None
) -> Response:
    within = _within(desk, place)
    return await _table(desk, page, lambda: counts_of(desk.office, period_of(period), desk.today(), within))


@router.get(
    "/reminders", operation_id="officeReminders", summary="到期、临期和逾期 / limits due, coming and overdue",
    response_class=Response, responses=TABLE_RESPONSES,
)  # fmt: skip
async def reminders(
    desk: OfficeDep,
    principal: PrincipalDep,
    page: PageDep,
    on: OnQuery = None,
    place: WithinQuery = None,
) -> Response:
    """Limits and awaited answers from their first reminder on until they are met, as of a day; today by default."""
    day, within = _day(desk, on), _within(desk, place)
    return await _table(desk, page, lambda: reminders_table(desk.office, day, within))


@router.get(
    "/reports", operation_id="officeReports", summary="一地的月报、季报、年报 / regular reports of a place",
    response_class=Response, responses=TABLE_RESPONSES,
)  # fmt: skip
async def reports(
    desk: OfficeDep,
    principal: PrincipalDep,
    page: PageDep,
    place: Annotated[str, Query(min_length=1, max_length=100, description="地点 / place")],
    on: OnQuery = None,
) -> Response:
    """Which reports a place has to make, for which period, by when and by which clause; ask `/ledger` with the period."""
    day, area = _day(desk, on), desk.office.place(place)
    return await _table(desk, page, lambda: reports_table(desk.office, area, day))


def _day(desk: OfficeDesk, on: str | None) -> date:
    return read_day(on) if on else desk.today()


def _within(desk: OfficeDesk, place: str | None) -> AreaRow | None:
    """The place asked for. Raises UnknownArea, BadRequest."""
    return desk.office.place(place) if place else None


async def _table(desk: OfficeDesk, page: Page, make: TableMaker) -> Response:
    # Another event makes another table, and so does another release, with other procedures and names.
    head, release = await run_in_threadpool(desk.office.head), desk.office.lookup().tables.release
    answer = await answer_table(page, f"{release}-{head.digest[:16]}", make, desk.today())
    answer.headers["Cache-Control"] = "private, no-cache"
    if "shuiguan-release" in answer.headers:
        answer.headers["Shuiguan-Release"] = release
    return answer


@router.get(
    "/calendar.ics", operation_id="officeCalendar", summary="期限日历，可订阅 / feed of deadlines, to subscribe to",
    response_class=Response, responses=FEED_RESPONSES,
)  # fmt: skip
def calendar(
    desk: OfficeDep, principal: PrincipalDep, request: Request, place: WithinQuery = None
) -> Response:
    today, within = desk.today(), _within(desk, place)
    address = f"{request.base_url}v1/office/matters/"
    stamp = datetime.combine(today, time(), SHANGHAI)
    feed = calendar_feed(entries_of(desk.office, today, address, within), "谁管 期限 / deadlines", stamp)
    return Response(feed, media_type="text/calendar; charset=utf-8", headers=PRIVATE)
