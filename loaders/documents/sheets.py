"""Read workbooks (.xlsx, .xls): a table for each sheet, formulas by the value last stored, never run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from graph.errors import UnreadableDocument
from loaders.documents.archive import check_archive
from loaders.documents.document import Span, Table
from loaders.documents.found import Found
from loaders.documents.limits import check_cells

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Value = int | float | str | bool | time | date | datetime | timedelta
Corners = tuple[tuple[int, int], tuple[int, int]]
WITHOUT_VALUE = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>|<f\b[^>]*/>(?:<v\s*/>|<v></v>)?</c>")


def read_xlsx(raw: bytes) -> Found:
    """As `read_xls`, after a look into the archive."""
    check_archive(raw)
    found = read_xls(raw)
    return Found(found.blocks, found.declared, found.warnings + tuple(_lost_formulas(raw)))


def read_xls(raw: bytes) -> Found:
    """A table for each visible sheet that holds something, from its first row on.

    Raises UnreadableDocument for a protected workbook, too large a sheet, and where no sheet has a row.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
    except PasswordError as error:
        raise UnreadableDocument("工作簿有密码保护", "the workbook is protected by a password") from error
    shown = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    hidden = [m.name for m in shown if m.visible != SheetVisibleEnum.Visible]
    sheets = [book.get_sheet_by_name(m.name) for m in shown if m.name not in hidden]
    tables = [table for sheet in sheets if (table := _table(sheet)).rows]
    if not tables:
        raise UnreadableDocument(
            "工作簿里没有一行内容", "no sheet of the workbook has a row that holds anything"
        )
    check_cells(sum(len(t.rows) * len(t.rows[0]) for t in tables), 1, "workbook")
    return Found(tuple(tables), warnings=tuple(map(_hidden, hidden)))


def _hidden(name: str) -> str:
    return f"工作表“{name}”是隐藏的，未读 / the sheet {name} is hidden and was left out"


def _lost_formulas(raw: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and WITHOUT_VALUE.search(archive.read(member)):
                yield f"{member}：有公式没有存下结果，按空格读 / a formula without a stored value was read as empty"


def _table(sheet: CalamineSheet) -> Table:
    place = f"sheet {sheet.name}"
    check_cells(sheet.total_height, sheet.total_width, place)
    texts = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    height = max((n for n, row in enumerate(texts, 1) if any(row)), default=0)
    width = max((n for row in texts for n, cell in enumerate(row, 1) if cell), default=0)
    rows = tuple(tuple(row[:width]) for row in texts[:height])
    return Table(rows, place, sheet.name, tuple(_spans(sheet.merged_cell_ranges or (), rows)))


def _spans(ranges: Iterable[Corners], rows: Sequence[Sequence[str]]) -> Iterator[Span]:
    """Merged ranges as far as they lie in what is used; one that is left with a single cell is none."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for (top, left), (bottom, right) in sorted(ranges):
        span = Span(top, left, min(bottom + 1, height) - top, min(right + 1, width) - left)
        if span.rows > 0 and span.columns > 0 and span.rows * span.columns > 1:
            yield span


def _text(value: Value) -> str:
    """A cell as a reader of the sheet would write it down: 2023, not 2023.0; days as 2023-03-17."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n").strip()
