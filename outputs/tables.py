"""A table as JSON, CSV, Markdown or Excel. The same table gives the same bytes, whatever the day.

Text that a spreadsheet would take for a formula stays text: Excel cells are typed, and in CSV such a value gets
an apostrophe before it. JSON has every value as it is. Codes stand in JSON and CSV, their words in Markdown and Excel.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import msgspec
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import BadRequest
from outputs.archive import EPOCH, without_clock
from queries.table import Cell, Table

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST, NARROWEST, MEASURED = 60, 8, 200
YES_NO = {True: "是", False: "否"}
# What XML 1.0 cannot hold, so that no text can break a workbook.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_table(table: Table, form: str) -> bytes:
    """The table in one of `MEDIA_TYPES`' formats. Raises BadRequest for another."""
    writer = WRITERS.get(form)
    if writer is None:
        known = "、".join(MEDIA_TYPES)
        raise BadRequest(
            "format",
            f"没有这种格式：{form[:20]}（可用：{known}）",
            f"no such format: {form[:20]}; use one of {known}",
        )
    return writer(table)


def table_as_builtins(table: Table) -> dict[str, object]:
    """The table as JSON holds it: rows as objects under their columns' keys, days as YYYY-MM-DD."""
    keys = [column.key for column in table.columns]
    return {
        "name": table.name,
        "title": {"zh": table.title.zh, "en": table.title.en},
        "release": table.release,
        "asked": table.asked,
        "columns": [{"key": one.key, "zh": one.zh, "en": one.en, "kind": one.kind} for one in table.columns],
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
        "notes": [{"zh": note.zh, "en": note.en} for note in table.notes],
    }


def _json(table: Table) -> bytes:
    return msgspec.json.encode(table_as_builtins(table)) + b"\n"


def _csv(table: Table) -> bytes:
    """RFC 4180: CRLF, one header row of keys, flags as true and false."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


def _markdown(table: Table) -> bytes:
    return "".join(line + "\n" for line in _markdown_lines(table)).encode()


def _markdown_lines(table: Table) -> Iterator[str]:
    yield f"## {table.title.zh} / {table.title.en}"
    yield ""
    yield _markdown_row([column.zh for column in table.columns])
    yield "|" + "|".join("---:" if column.kind == "number" else "---" for column in table.columns) + "|"
    for row in table.rows:
        yield _markdown_row(
            [_shown(column.shown(cell)) for column, cell in zip(table.columns, row, strict=True)]
        )
    yield ""
    for note in table.notes:
        yield f"- {note.zh} {note.en}"
    yield f"- 版本 / release {table.release}"


def _markdown_row(cells: list[str]) -> str:
    return "| " + " | ".join(one.replace("|", "\\|").replace("\n", "<br>") for one in cells) + " |"


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES_NO[cell]
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _excel(table: Table) -> bytes:
    """Two sheets: the rows under names in Chinese, and what they mean."""
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(*EPOCH)
    book.properties.title = table.title.zh
    rows, notes = book.worksheets[0], book.create_sheet("说明")
    rows.title = "数据"
    _fill_rows(rows, table)
    _fill_notes(notes, table)
    written = io.BytesIO()
    book.save(written)
    return without_clock(written.getvalue())


def _fill_rows(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        lengths = (len(_shown(row[number - 1])) for row in table.rows[:MEASURED])
        width = 2 * max(len(column.zh), *lengths, 0)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(NARROWEST, width))
        _put(sheet, 1, number, column.zh, bold=True)
    for row_number, row in enumerate(table.rows, 2):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True), 1):
            _put(sheet, row_number, number, column.shown(cell))


def _fill_notes(sheet: Worksheet, table: Table) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    lines: list[tuple[str, str]] = [(table.title.zh, table.title.en), ("版本", table.release)]
    lines += list(table.asked.items())
    lines += [(f"{column.zh}（{column.key}）", column.en) for column in table.columns]
    lines += [("", note.zh + " " + note.en) for note in table.notes]
    for number, (left, right) in enumerate(lines, 1):
        _put(sheet, number, 1, left, bold=True)
        _put(sheet, number, 2, right)


def _put(sheet: Worksheet, row: int, column: int, value: Cell, bold: bool = False) -> None:
    cell = sheet.cell(row, column)
    if bold:
        cell.font = Font(bold=True)
    if isinstance(value, str | bool):
        text = _shown(value)
        cell.value = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        # Set after the value: openpyxl takes a leading = for a formula.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell.value = value


WRITERS: dict[str, Callable[[Table], bytes]] = {"json": _json, "csv": _csv, "md": _markdown, "xlsx": _excel}
