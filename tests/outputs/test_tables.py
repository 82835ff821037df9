from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph.errors import BadRequest
from outputs.tables import MEDIA_TYPES, write_table
from queries.table import Cell, Column, Table, Words

COLUMNS = (
    Column("topic", "事项", "matter"),
    Column("duties", "责任数", "duties", "number"),
    Column("since", "自", "since", "day"),
    Column("open", "待指定", "left open", "flag"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("夜间施工噪声|城区", 3, date(2026, 8, 15), True),
    ("=HYPERLINK(1)", 0, None, False),
)
TABLE = Table(
    "gaps", Words("缺口", "gaps"), COLUMNS, ROWS, "abc", (Words("空表：没有缺口。", "Empty: no gap."),), {"on": "2026-09-01"}
)  # fmt: skip


def test_json_keeps_values_as_they_are_and_tells_unknown_from_zero() -> None:
    found = json.loads(write_table(TABLE, "json"))
    assert found["rows"][1] == {"topic": "=HYPERLINK(1)", "duties": 0, "since": None, "open": False}
    assert found["asked"] == {"on": "2026-09-01"} and found["release"] == "abc"


def test_csv_is_rfc_4180_with_keys_and_no_formula() -> None:
    data = write_table(TABLE, "csv")
    assert data.count(b"\r\n") == 3
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert rows == [
        ["topic", "duties", "since", "open"],
        ["夜间施工噪声|城区", "3", "2026-08-15", "true"],
        ["'=HYPERLINK(1)", "0", "", "false"],
    ]


def test_markdown_escapes_the_bar_and_ends_with_what_the_rows_mean() -> None:
    text = write_table(TABLE, "md").decode()
    assert "夜间施工噪声\\|城区" in text
    assert text.endswith("- 空表：没有缺口。 Empty: no gap.\n- 版本 / release abc\n")


def test_excel_has_typed_cells_and_a_sheet_of_notes() -> None:
    book = load_workbook(io.BytesIO(write_table(TABLE, "xlsx")))
    rows, notes = book["数据"], book["说明"]
    assert [cell.value for cell in rows[1]] == ["事项", "责任数", "自", "待指定"]
    assert rows["A3"].value == "=HYPERLINK(1)" and rows["A3"].data_type == "s"
    assert rows["B2"].value == 3 and rows["C2"].value.date() == date(2026, 8, 15)
    assert any(row[1].value == "空表：没有缺口。 Empty: no gap." for row in notes.iter_rows())


def test_codes_are_words_for_people_and_codes_for_programs() -> None:
    column = Column(
        "certainty", "可靠程度", "certainty", codes={"stated": "原文明示", "interpreted": "编辑解释"}
    )
    table = Table("t", Words("表", "t"), (column,), (("stated、interpreted",), (None,)), "abc")
    assert "| 原文明示、编辑解释 |" in write_table(table, "md").decode()
    sheet = load_workbook(io.BytesIO(write_table(table, "xlsx"))).worksheets[0]
    assert sheet["A2"].value == "原文明示、编辑解释"
    assert json.loads(write_table(table, "json"))["rows"][0] == {"certainty": "stated、interpreted"}
    assert "stated、interpreted" in write_table(table, "csv").decode()


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_the_same_table_gives_the_same_bytes(form: str) -> None:
    assert write_table(TABLE, form) == write_table(TABLE, form)


def test_another_format_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(BadRequest, match="csv"):
        write_table(TABLE, "pdf")


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table("t", Words("表", "t"), COLUMNS, (("一",),), "abc")


@given(st.text())
def test_any_text_can_be_written_in_every_format(text: str) -> None:
    table = Table("t", Words("表", "t"), (Column("a", "甲", "a"),), ((text,),), "abc")
    for form in MEDIA_TYPES:
        assert write_table(table, form)
