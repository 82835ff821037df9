"""Cells: items by their numbers, bases by their titles, and what must never be lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents.document import Document, Table
from loaders.lists import read_list
from loaders.lists.cells import bases_of, items_of, joined

WORDS = st.text("管护河道水库查处油烟噪声", min_size=2, max_size=8)
TITLES = st.text("甲乙丙丁戊水土林条例法", min_size=1, max_size=6)
ARTICLES = st.sampled_from(["", "第八条", "第十二条第三款", "第一条、第九条", "（2018年修正）第五条"])
BASES = st.lists(st.builds("《{}》{}".format, TITLES, ARTICLES), min_size=1, max_size=4, unique=True)
BETWEEN = st.sampled_from(["；", ";", "\n", "；\n", "、", "和"])
MARKS = st.sampled_from(
    [
        [f"{n}." for n in range(1, 6)],
        [f"{n}、" for n in range(1, 6)],
        [f"（{n}）" for n in range(1, 6)],
        [f"（{n}）" for n in "一二三四五"],
        [f"{n}、" for n in "一二三四五"],
        list("①②③④⑤"),
    ]
)


@given(st.lists(WORDS, min_size=2, max_size=5), MARKS, st.sampled_from(["；", "\n", "；\n", "。\n", " "]))
def test_a_cell_of_numbered_items_is_divided_at_every_number(
    items: list[str], marks: list[str], between: str
) -> None:
    cell = between.join(mark + item for mark, item in zip(marks, items, strict=False))
    _, found = items_of(cell)
    assert [item.rstrip("。") for item in found] == items


@pytest.mark.parametrize("cell", ["1.管护河道2.管护水库", "（一）管护河道（二）管护水库"])
def test_numbers_divide_where_a_pdf_has_lost_the_line_breaks(cell: str) -> None:
    assert items_of(cell) == ("", ["管护河道", "管护水库"])


@given(BASES, BETWEEN)
def test_every_basis_is_kept_whole_whatever_stands_between(bases: list[str], between: str) -> None:
    assert bases_of(between.join(bases)) == tuple(bases)


@given(BASES)
def test_numbers_before_bases_are_no_part_of_them(bases: list[str]) -> None:
    assert bases_of("".join(f"{n}.{basis}" for n, basis in enumerate(bases, 1))) == tuple(bases)


@pytest.mark.parametrize(
    ("cell", "bases"),
    [
        ("《甲法》第八条；第九条", ("《甲法》第八条；第九条",)),
        ("《水污染\n防治法》第\n八条", ("《水污染防治法》第八条",)),
        (
            "《关于印发《乙规划》的通知》（某发〔2020〕1号）",
            ("《关于印发《乙规划》的通知》（某发〔2020〕1号）",),
        ),
        ("根据《甲法》制定的《乙办法》第三条", ("根据《甲法》制定的《乙办法》第三条",)),
        ("三定规定；《甲法》", ("三定规定", "《甲法》")),
        ("法律依据：《甲法》第一条。", ("《甲法》第一条",)),
        ("【法律】《甲法》第一条\n【规章】《乙办法》第二条", ("《甲法》第一条", "《乙办法》第二条")),
        ("无", ()),
        ("", ()),
    ],
)
def test_bases_are_told_apart(cell: str, bases: tuple[str, ...]) -> None:
    assert bases_of(cell) == bases


@pytest.mark.parametrize("cell", ["1.5万吨以上的窑炉", "一、二类水体", "12345热线", "3、5类水体"])
def test_figures_that_are_no_numbering_stay(cell: str) -> None:
    assert items_of(cell) == ("", [cell])


def test_line_breaks_in_a_cell_are_no_spaces_between_chinese_characters() -> None:
    assert joined(" 市水\n利 局 ") == "市水利局"
    assert joined("PM2.5\nand SO2") == "PM2.5 and SO2"


CELLS = st.sampled_from(["市水利局", "注：空", "合计", "市林草局（2项）"]) | st.text(
    "市水利局管护河道《法》第一条1.；。、 \n（一）", max_size=14
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_no_word_of_a_table_is_lost_without_a_report(cells: list[tuple[str, str, str]]) -> None:
    table = Table((("责任部门", "责任事项", "依据"), *cells), "s")
    listed = read_list(Document("x", "xlsx", "0", (table,)))
    kept = "".join([*(row.text for row in listed.rows), *(one.words for one in listed.left_out)])
    for row in cells:
        for character in set("".join(row)) - set(" \n；;。、，1.（一）|"):
            assert character in kept
