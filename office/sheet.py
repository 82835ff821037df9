"""Rows pasted from a spreadsheet, to matters: a preview with the faults of each row, then all of them or none.

The first row names the columns. Cells are parted by tabs, as spreadsheets put them on the clipboard, or by
commas. A cell that begins like a formula is a fault: it would run when the ledger is opened as a sheet again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from graph.errors import BadRequest
from graph.text import normalise
from office.codes import Channel, names
from office.events import Opened
from office.intake import opened
from office.requests import By, NewMatter
from office.similar import Likeness, Similar, Sought
from queries.lookup import Lookup

MOST_ROWS, LONGEST = 200, 1_000_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "description": ("描述", "内容", "诉求", "诉求内容", "事项描述", "问题描述", "反映内容", "description"),
    "place": ("地点", "地区", "所在地", "属地", "地址", "place"),
    "level": ("层级", "级别", "level"),
    "occurred_on": ("日期", "发生日期", "发生时间", "时间", "occurred_on", "date"),
    "channel": ("渠道", "来源", "来源渠道", "channel"),
    "source_number": ("编号", "工单号", "工单编号", "来件编号", "source_number", "number"),
    "topic": ("事项", "事项编号", "topic"),
}
FORMULA = re.compile(r"^[=@]|^[+\-](?!\d+(\.\d+)?$)")
DAY = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$"
)


@dataclass(frozen=True)
class RowFault:
    """One thing wrong in a row. `row` counts from 1 below the head; `column` is the member it would fill."""

    row: int
    column: str
    zh: str
    en: str


@dataclass(frozen=True)
class Row:
    """One row as it would be registered. `content` is None where it has faults; `like` are matters it may repeat.

    `repeats` are the numbers of earlier rows of the same paste that it may repeat.
    """

    row: int
    new: NewMatter | None
    content: Opened | None
    like: tuple[Likeness, ...] = ()
    repeats: tuple[int, ...] = ()


@dataclass(frozen=True)
class Preview:
    """All rows with all faults. Nothing has been registered; with faults nothing can be."""

    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...]

    def matters(self) -> list[NewMatter]:
        """The matters to register. Raises BadRequest while there are faults."""
        if self.faults or not self.rows:
            first = self.faults[0] if self.faults else RowFault(0, "rows", "没有一行", "there is no row")
            raise BadRequest(
                f"rows[{first.row}].{first.column}",
                f"共{len(self.faults)}处问题，未登记任何一行；第一处：{first.zh}",
                f"{len(self.faults)} fault(s), nothing was registered; the first: {first.en}",
            )
        return [row.new for row in self.rows if row.new is not None]


def preview(text: str, lookup: Lookup, by: By, similar_to: Callable[[Sought], Similar]) -> Preview:
    """Read pasted rows. Raises BadRequest where they are no table at all."""
    table = _cells(text)
    head, body = _columns(table[0]), table[1:]
    rows: list[Row] = []
    faults: list[RowFault] = []
    seen: list[tuple[int, Sought]] = []
    for number, cells in enumerate(body, 1):
        new, wrong = _new_matter(number, head, cells)
        content = sought = None
        if new is not None:
            try:
                content, sought = opened(lookup, new, by)
            except BadRequest as error:
                wrong = [RowFault(number, error.parameter, error.zh, error.en)]
        faults += wrong
        repeats = tuple(n for n, other in seen if sought and _same(sought, other))
        like = similar_to(sought).duplicates if sought else ()
        if sought:
            seen.append((number, sought))
        rows.append(Row(number, new if not wrong else None, content, like, repeats))
    return Preview(tuple(rows), tuple(faults))


def _cells(text: str) -> list[list[str]]:
    if len(text) > LONGEST:
        raise BadRequest("text", f"粘贴内容超过{LONGEST}字", f"more than {LONGEST} characters")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").strip("\n")
    delimiter = "\t" if "\t" in lines.split("\n", 1)[0] else ","
    try:
        read = csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True)
        table = [row for row in read if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadRequest("text", f"表格读不出：{error}", f"the table cannot be read: {error}") from error
    if not table:
        raise BadRequest("text", "没有内容", "there is nothing")
    if len(table) - 1 > MOST_ROWS:
        raise BadRequest("text", f"一次最多{MOST_ROWS}行", f"at most {MOST_ROWS} rows at a time")
    return table


def _columns(head: Sequence[str]) -> list[str | None]:
    """The member that each column fills; None for one that is not used."""
    known = {name: member for member, spellings in COLUMNS.items() for name in spellings}
    found = [known.get(normalise(cell)) for cell in head]
    for needed in ("description", "place"):
        if found.count(needed) != 1:
            name = COLUMNS[needed][0]
            raise BadRequest(
                "text", f"首行应有且只有一列“{name}”", f"the first row must have one column {needed}"
            )
    return found


def _new_matter(
    number: int, head: Sequence[str | None], cells: Sequence[str]
) -> tuple[NewMatter | None, list[RowFault]]:
    values: dict[str, object] = {}
    faults: list[RowFault] = []
    if len(cells) > len(head):
        faults.append(RowFault(number, "row", "单元格多于列名", "more cells than columns"))
    for member, cell in zip(head, cells, strict=False):
        value = cell.strip()
        if member is None or not value:
            continue
        if FORMULA.match(value):
            faults.append(RowFault(number, member, "单元格是公式", "the cell is a formula"))
            continue
        try:
            values[member] = READERS[member](value) if member in READERS else value
        except ValueError as error:
            faults.append(RowFault(number, member, f"读不出：{value[:40]}", f"{error}: {value[:40]}"))
    if faults:
        return None, faults
    try:
        return NewMatter(**values), []  # type: ignore[arg-type]  # checked by the record itself
    except ValidationError as error:
        return None, [
            RowFault(number, str(one["loc"][0]), f"不合要求：{one['msg']}", one["msg"])
            for one in error.errors()
        ]


def _day(value: str) -> date:
    found = DAY.match(value)
    if found is None:
        raise ValueError("not a day such as 2026-11-05")
    year, month, day = (int(part) for part in found.groups())
    return date(year, month, day)


def _channel(value: str) -> Channel:
    wanted = normalise(value)
    for channel in Channel:
        zh, en = names(channel)
        if wanted in (channel.value, normalise(zh), normalise(en)) or (wanted and wanted in normalise(zh)):
            return channel
    raise ValueError(f"not one of {', '.join(Channel)}")


READERS: Mapping[str, Callable[[str], object]] = {"occurred_on": _day, "channel": _channel}


def _same(one: Sought, other: Sought) -> bool:
    """The same number, or the same words at the same place."""
    number = one.source_number is not None and one.source_number == other.source_number
    return number or (
        one.area.id == other.area.id and normalise(one.description) == normalise(other.description)
    )
