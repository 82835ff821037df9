"""One list of our own making, in three workbooks, a Word file and a PDF: the same rows and candidates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.codes import Part
from graph.corpus import Corpus
from loaders.documents import read_document
from loaders.lists import candidates_of, names_of_types, read_list, rows_of

TITLE = "丰水市生态环境保护责任清单"
# Number, department, item, bases, cooperating bodies.
ITEMS = (
    ("1", "市生态环境局", "统一监管全市大气和水环境", ("《甲环境法》第五条", "《乙条例》第三条第二款"), ()),
    ("2", "市生态环境局", "受理并查处工业噪声投诉", ("《丙噪声法》第八条、第九条",), ("市公安局",)),
    ("3", "市水务局", "管护河道，查处违法采砂", ("《丁河道条例》第四条", "三定规定"), ()),
    ("4", "市城管局", "清理露天烧烤油烟", ("《戊大气法》第八十一条",), ("市市场监管局", "市公安局")),
    ("5", "县农科局", "推广秸秆还田", (), ()),
)
EXPECTED = [(department, item, basis, cooperators) for _, department, item, basis, cooperators in ITEMS]


def clean(path: Path) -> None:
    """A title, one row of headings, one row per item."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("清单", 0)
    sheet.append(["序号", "责任部门", "责任事项", "设定依据", "配合单位"])
    for number, department, item, basis, cooperators in ITEMS:
        sheet.append([int(number), department, item, "；".join(basis), "、".join(cooperators)])
    book.save(path)


def merged(path: Path) -> None:
    """A merged title, merged departments, words and bases that go on in rows of their own, totals, a note."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("责任清单", 0)
    rows: list[list[str | int | None]] = [
        [TITLE, None, None, None, None],
        ["序号", "责任\n部门", "主要职责", "法律依据", "配合单位"],
        [1, "市生态环境局", "1.统一监管全市大气\n和水环境", "《甲环境法》第五条", None],
        [None, None, None, "《乙条例》第三条第二款", None],
        [2, None, "2.受理并查处工业噪声投诉", "《丙噪声法》第八条\n第九条", "市公安局"],
        [3, "市水\n务局", "管护河道，", "《丁河道条例》第四条；", None],
        [None, None, "查处违法采砂", "三定规定", None],
        [4, "市城管局", "清理露天烧烤油烟", "1.《戊大气法》第八十一条", "市市场监管局\n市公安局"],
        [5, "县农科局", "推广秸秆还田", None, "无"],
        ["合计", None, 5, None, None],
        ["注：空白处为无", None, None, None, None],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("A1:E1", "B3:B5", "A6:A7", "A11:E11"):
        sheet.merge_cells(area)
    book.save(path)


def reworded(path: Path) -> None:
    """Other words in another order, headings over two rows, and the second half on a sheet of its own."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("任务分工", 0)
    sheet.append(["制定依据", "工作任务", "责任单位", None])
    sheet.append([None, None, "牵头单位", "协同部门"])
    for _, department, item, basis, cooperators in ITEMS:
        sheet.append(["\n".join(basis), f"  {item} ", department, "，".join(cooperators) or "—"])
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    book.save(path)


def word(path: Path) -> None:
    """A table under a title in a Word file, with the department cells merged."""
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph("为落实责任，列出下表。")
    table = document.add_table(rows=0, cols=4)
    for cells in (("单位名称", "事项名称", "法律法规依据", "参与单位"), *_cells()):
        row = table.add_row()
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0)).text = "市生态环境局"
    document.save(str(path))


def printed(path: Path) -> None:
    """A ruled table that runs over two pages, with the headings said again."""
    from reportlab.lib.pagesizes import A5, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = TableStyle(
        [("FONT", (0, 0), (-1, -1), "STSong-Light", 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    )
    rows = [("责任主体", "职责内容", "依据", "协办单位"), *_cells()]
    table = Table(rows, repeatRows=1, style=style, rowHeights=[30] + [90] * len(ITEMS))
    SimpleDocTemplate(str(path), pagesize=landscape(A5)).build([table])


def _cells() -> list[tuple[str, str, str, str]]:
    return [
        (department, item, "；".join(basis), "、".join(cooperators))
        for _, department, item, basis, cooperators in ITEMS
    ]


FILES: dict[str, Callable[[Path], None]] = {
    "clean.xlsx": clean,
    "merged.xlsx": merged,
    "reworded.xlsx": reworded,
    "list.docx": word,
    "list.pdf": printed,
}


@pytest.mark.parametrize("name", FILES)
def test_a_list_gives_the_same_rows_in_every_form(name: str, tmp_path: Path) -> None:
    FILES[name](tmp_path / name)
    rows = rows_of(read_document(tmp_path / name))
    assert [(row.department, row.item, row.basis, row.cooperators) for row in rows] == EXPECTED
    assert [row.at for row in rows] == [f"table_1__row_{n}" for n in range(1, len(ITEMS) + 1)]


@pytest.mark.parametrize("name", FILES)
def test_a_list_gives_the_same_candidates_in_every_form(name: str, tmp_path: Path, corpus: Corpus) -> None:
    names = names_of_types(corpus)
    clean(tmp_path / "sample.xlsx")
    FILES[name](tmp_path / name)
    expected = candidates_of(rows_of(read_document(tmp_path / "sample.xlsx")), names)
    assert candidates_of(rows_of(read_document(tmp_path / name)), names) == expected
    parties = [[(party.part, party.types, party.level) for party in one.parties] for one in expected]
    assert parties == [
        [(Part.LEAD, ("ecology",), "市")],
        [(Part.LEAD, ("ecology",), "市"), (Part.COOPERATOR, ("police",), "市")],
        [(Part.LEAD, ("water",), "市")],
        [
            (Part.LEAD, ("urban-management",), "市"),
            (Part.COOPERATOR, ("market",), "市"),
            (Part.COOPERATOR, ("police",), "市"),
        ],
        [(Part.LEAD, ("agriculture",), "县")],
    ]


def test_titles_totals_and_notes_are_reported_as_left_out(tmp_path: Path) -> None:
    merged(tmp_path / "merged.xlsx")
    left_out = read_list(read_document(tmp_path / "merged.xlsx")).left_out
    assert [(one.words.split(" ")[0], one.zh) for one in left_out] == [
        (TITLE, "表头之上的文字"),
        ("合计", "合计行"),
        ("注：空白处为无", "注释或填表信息"),
    ]


def test_every_row_says_on_which_sheet_and_row_it_stood(tmp_path: Path) -> None:
    merged(tmp_path / "merged.xlsx")
    rows = rows_of(read_document(tmp_path / "merged.xlsx"))
    assert [row.place.rsplit(", ", 1)[1] for row in rows] == ["row 3", "row 5", "row 6", "row 8", "row 9"]
    assert all("责任清单" in row.place for row in rows)


def test_a_workbook_without_headings_is_reported_and_not_guessed_at(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["甲", "乙", "三"], ["丁", "戊", "己"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "bare.xlsx")
    listed = read_list(read_document(tmp_path / "bare.xlsx"))
    assert listed.rows == ()
    assert [one.zh for one in listed.left_out] == ["没有认得的表头，整表未读入"]
