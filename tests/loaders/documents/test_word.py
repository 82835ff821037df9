"""Word documents: automatic numbers are part of the text, tables stand in place."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.documents import Line, Table, read_bytes
from loaders.documents.document import Span
from loaders.documents.numbering import formatted
from loaders.structure.numerals import number_of
from tests.loaders.documents.made import cell, docx_of, levels, numbering, paragraph, table

STATUTE = levels(("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
CHAPTERS = levels(("japaneseCounting", "%1、"))


def texts(raw: bytes) -> list[str]:
    return [line.text for line in read_bytes(raw, "a.docx").lines]


def test_articles_items_and_headings_are_numbered_as_word_shows_them() -> None:
    body = [
        paragraph("总体要求", "3"),
        paragraph("制定本办法。", "1"),
        paragraph("下列情形：", "1"),
        paragraph("其一；", "1", 1),
        paragraph("其二。", "1", 1),
        paragraph("细目", "1", 2),
        paragraph("下一条", "1"),
        paragraph("又其一", "1", 1),
        paragraph("附则", "3"),
        paragraph("没有编号"),
    ]
    assert texts(docx_of(body, numbering(("1", STATUTE, ""), ("3", CHAPTERS, "")))) == [
        "一、总体要求",
        "第一条 制定本办法。",
        "第二条 下列情形：",
        "（一）其一；",
        "（二）其二。",
        "1.细目",
        "第三条 下一条",
        "（一）又其一",
        "二、附则",
        "没有编号",
    ]


def test_a_second_list_goes_on_counting_unless_it_starts_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering(("1", STATUTE, ""), ("2", "", f"1|{start}"), ("3", "", "1|"))
    body = [paragraph("甲", "1"), paragraph("乙", "3"), paragraph("丙", "2"), paragraph("丁", "2")]
    assert texts(docx_of(body, lists)) == ["第一条 甲", "第二条 乙", "第一条 丙", "第二条 丁"]


def test_a_level_may_go_on_over_its_chapters() -> None:
    over = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlRestart w:val="0"/><w:lvlText w:val="第%2条"/></w:lvl>'
    body = [paragraph(text, "1", level) for text, level in (("总则", 0), ("甲", 1), ("分则", 0), ("乙", 1))]
    assert texts(docx_of(body, numbering(("1", over, "")))) == [
        "第一章 总则",
        "第一条 甲",
        "第二章 分则",
        "第二条 乙",
    ]


def test_several_levels_in_one_number_and_bullets() -> None:
    body = [paragraph("甲", "1"), paragraph("乙", "1", 1), paragraph("丙", "2")]
    lists = numbering(
        ("1", levels(("decimal", "%1"), ("decimal", "%1.%2")), ""), ("2", levels(("bullet", "")), "")
    )
    assert texts(docx_of(body, lists)) == ["1 甲", "1.1 乙", "丙"]


def test_a_style_gives_its_paragraphs_number_and_heading() -> None:
    def styled(document: Any) -> None:
        document.add_paragraph("管理办法", style="Title")
        document.add_paragraph("总则", style="Heading 1")
        document.add_paragraph("一般规定", style="Heading 2")

    document = read_bytes(docx_of([], change=styled), "a.docx")
    assert [(line.text, line.heading) for line in document.lines] == [
        ("管理办法", 1),
        ("总则", 1),
        ("一般规定", 2),
    ]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCounting", 23, "二十三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircleChinese", 4, "④"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"),
        ("of a later edition", 7, "7"),
    ],
)
def test_numbers_are_written_in_the_formats_of_word(form: str, number: int, written: str) -> None:
    assert formatted(number, form) == written


def test_chinese_numbers_read_back_as_what_they_count() -> None:
    assert [number_of(formatted(n, "chineseCountingThousand")) for n in range(1, 2000)] == list(
        range(1, 2000)
    )


def test_a_table_stands_in_place_with_its_merged_cells() -> None:
    rows = (
        cell("部门") + cell("事项", '<w:gridSpan w:val="2"/>'),
        cell("水利厅", '<w:vMerge w:val="restart"/>') + cell("采砂") + cell("条例"),
        cell("", "<w:vMerge/>") + cell("岸线") + cell("水法"),
    )
    document = read_bytes(docx_of([paragraph("前"), table(*rows), paragraph("后")]), "a.docx")
    before, made, after = document.blocks
    assert isinstance(before, Line) and isinstance(made, Table) and isinstance(after, Line)
    assert made.rows == (("部门", "事项", ""), ("水利厅", "采砂", "条例"), ("", "岸线", "水法"))
    assert made.spans == (Span(0, 1, 1, 2), Span(1, 0, 2, 1))


def test_a_frame_of_one_cell_is_running_text() -> None:
    assert texts(docx_of([table(cell("框内的话")), paragraph("框外的话")])) == ["框内的话", "框外的话"]


def test_only_what_is_shown_is_read() -> None:
    inner = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>，补入</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:br/><w:t>另行</w:t></w:r>"
    )
    assert texts(docx_of([paragraph("原文", inner=inner)])) == ["原文，补入", "另行"]
