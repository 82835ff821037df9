"""Workbooks: a table for each sheet, merged cells as spans, stored values only."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlwt  # type: ignore[import-untyped]  # it has no types

from loaders.documents import read_bytes
from loaders.documents.document import Span
from loaders.documents.metadata import metadata_of
from tests.loaders.documents.made import ROWS, xlsx_of


def listed(book: Any) -> None:
    sheet = book.active
    sheet.title = "清单"
    sheet.append(["云岭省生态环境保护责任清单", "", ""])
    for row in ROWS:
        sheet.append(list(row))
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")


def test_a_sheet_is_a_table_with_its_name_and_merged_cells() -> None:
    document = read_bytes(xlsx_of(listed), "a.xlsx")
    (table,) = document.tables
    assert (table.name, table.place) == ("清单", "sheet 清单")
    assert table.rows[:3] == (("云岭省生态环境保护责任清单", "", ""), *ROWS[:2])
    assert table.rows[3] == ("", *ROWS[2][1:])
    assert table.spans == (Span(0, 0, 1, 3), Span(2, 0, 2, 1))
    assert metadata_of(document).title[0].value == "云岭省生态环境保护责任清单"


def test_an_old_workbook_gives_the_same_table() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    sheet.write_merge(0, 0, 0, 2, "云岭省生态环境保护责任清单")
    for n, row in enumerate(ROWS, start=1):
        for column, text in enumerate(row):
            if (n, column) != (2, 0) and (n, column) != (3, 0):
                sheet.write(n, column, text)
    sheet.write_merge(2, 3, 0, 0, ROWS[1][0])
    buffer = io.BytesIO()
    book.save(buffer)
    old, new = read_bytes(buffer.getvalue(), "a.xls"), read_bytes(xlsx_of(listed), "a.xlsx")
    assert old.kind == "xls"
    assert [(t.rows, t.spans) for t in old.tables] == [(t.rows, t.spans) for t in new.tables]


def test_numbers_and_days_are_written_as_a_reader_would() -> None:
    document = read_bytes(
        xlsx_of(lambda book: book.active.append([2023, 0.5, date(2023, 3, 17), True, " 甲 "])), "a.xlsx"
    )
    assert next(document.tables).rows == (("2023", "0.5", "2023-03-17", "TRUE", "甲"),)


def test_a_formula_without_a_stored_value_is_empty_and_warned_of() -> None:
    document = read_bytes(
        xlsx_of(lambda book: book.active.append(["甲", '=WEBSERVICE("http://elsewhere.invalid")', "乙"])),
        "a.xlsx",
    )
    assert next(document.tables).rows == (("甲", "", "乙"),)
    assert len(document.warnings) == 1


def test_a_hidden_sheet_is_left_out_and_warned_of() -> None:
    def change(book: Any) -> None:
        book.active.append(["甲"])
        hidden = book.create_sheet("底稿")
        hidden.append(["乙"])
        hidden.sheet_state = "hidden"

    document = read_bytes(xlsx_of(change), "a.xlsx")
    assert [table.name for table in document.tables] == ["Sheet"]
    assert "底稿" in document.warnings[0]
