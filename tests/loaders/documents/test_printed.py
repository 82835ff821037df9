"""PDF: lines become paragraphs again, tables stand whole, what belongs to the page goes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from reportlab.lib import colors
from reportlab.platypus import PageBreak, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from loaders.documents import Document, Line, Table, read_bytes
from loaders.documents.document import Span
from loaders.documents.metadata import metadata_of
from tests.loaders.documents.made import flowing_pdf

TITLE = "云岭省人民政府办公厅关于印发生态环境保护责任清单和任务分工方案的通知"
HEADER = "云岭省人民政府公报"
PART = "为落实各级党委和政府的责任，按照管发展必须管环保、管生产必须管环保、管行业必须管环保的要求，现将有关事项通知如下，请认真贯彻执行。"
PARTS = tuple(f"（{n}）{PART}{PART}" for n in "一二三四五六七八九十")
DUTY = "负责第{}项事务，并向社会公开有关情况，接受社会监督和群众评议。"
ROWS = (("部门", "责任事项", "依据"), *((f"第{n}个部门", DUTY.format(n), f"依据{n}") for n in range(40)))


def grid(rows: Any, styles: Any, **options: Any) -> Grid:
    cells = [[Paragraph(text, styles["cell"]) for text in row] for row in rows]
    return Grid(
        cells,
        colWidths=[100, 250, 100],
        style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), *options.pop("more", [])],
        **options,
    )


def story(styles: Any) -> Iterator[Any]:
    yield Paragraph(TITLE, styles["title"])
    yield Paragraph("云政办发〔2024〕5号", styles["body"])
    yield from (Paragraph(part, styles["body"]) for part in PARTS)
    yield grid(ROWS, styles, repeatRows=1, more=[("SPAN", (0, 1), (0, 2))])
    yield Paragraph("特此通知。", styles["body"])


@cache
def notice() -> Document:
    return read_bytes(flowing_pdf(lambda styles: list(story(styles)), HEADER), "a.pdf")


def test_lines_are_joined_to_paragraphs_also_over_a_page() -> None:
    lines = [line.text for line in notice().lines]
    assert lines[2:12] == list(PARTS)
    assert len({line.place for line in notice().lines}) > 2


def test_page_numbers_and_running_headers_are_dropped() -> None:
    assert HEADER not in notice().text
    assert not [line for line in notice().lines if line.text.startswith("-")]


def test_a_title_of_two_lines_is_one_and_a_heading() -> None:
    first = next(notice().lines)
    assert (first.text, first.heading) == (TITLE, 1)
    found = metadata_of(notice())
    assert found.title[0].value == TITLE
    assert [one.value for one in found.number] == ["云政办发〔2024〕5号"]
    assert [one.value for one in found.issuers] == ["云岭省人民政府办公厅"]


def test_a_table_over_several_pages_is_one_and_no_text() -> None:
    (table,) = notice().tables
    assert [row[1] for row in table.rows] == [row[1] for row in ROWS]
    assert table.rows[2][0] == ""
    assert table.spans == (Span(1, 0, 2, 1),)
    assert "负责第" not in notice().text
    assert isinstance(notice().blocks[-1], Line)


def test_a_continued_table_without_a_repeated_head_is_joined_too() -> None:
    document = read_bytes(flowing_pdf(lambda styles: [grid(ROWS, styles)]), "a.pdf")
    (table,) = document.tables
    assert table.rows == ROWS


def test_tables_of_other_columns_stay_apart() -> None:
    def two(styles: Any) -> list[Any]:
        other = Grid(
            [["甲", "乙"], ["丙", "丁"]],
            colWidths=[60, 300],
            style=[
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("FONTNAME", (0, 0), (-1, -1), "STSong-Light"),
            ],
        )
        return [grid(ROWS[:3], styles), PageBreak(), other]

    document = read_bytes(flowing_pdf(two), "a.pdf")
    assert [len(table.rows) for table in document.tables] == [3, 2]


def test_a_short_line_ends_its_paragraph() -> None:
    def lines(styles: Any) -> list[Any]:
        return [
            Paragraph(text, styles["cell"])
            for text in ("各市人民政府：", "特此通知。", "云岭省人民政府", "2024年5月1日")
        ] + [Spacer(1, 20)]

    document = read_bytes(flowing_pdf(lines), "a.pdf")
    assert [line.text for line in document.lines] == [
        "各市人民政府：",
        "特此通知。",
        "云岭省人民政府",
        "2024年5月1日",
    ]
    assert not any(isinstance(block, Table) for block in document.blocks)
