"""How tables and headings become rows, on tables written out in the test."""

from __future__ import annotations

import pytest

from graph.codes import Part
from graph.corpus import Corpus
from loaders.documents.document import Block, Document, Line, Span, Table
from loaders.lists import candidates_of, names_of_types, read_list, types_of
from loaders.lists.headers import Column, column_of
from loaders.lists.row import ListRow


def document(*blocks: Block) -> Document:
    return Document("list", "xlsx", "0" * 64, blocks)


def rows(*blocks: Block) -> tuple[ListRow, ...]:
    return read_list(document(*blocks)).rows


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text, f"line {number}") for number, text in enumerate(texts, 1))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("责任部门", Column.DEPARTMENT),
        ("牵 头\n单位", Column.DEPARTMENT),
        ("主管部门（单位）", Column.DEPARTMENT),
        ("单位名称", Column.DEPARTMENT),
        ("职责部门", Column.DEPARTMENT),
        ("部门职责", Column.ITEM),
        ("主要职责", Column.ITEM),
        ("事项名称", Column.ITEM),
        ("重点工作任务", Column.ITEM),
        ("职责依据", Column.BASIS),
        ("法律法规", Column.BASIS),
        ("配合部门", Column.COOPERATORS),
        ("协同单位", Column.COOPERATORS),
        ("事项编码", Column.NUMBER),
        ("序号", Column.NUMBER),
        ("行使层级", Column.LEVEL),
        ("完成时限", Column.OTHER),
        ("备注", Column.OTHER),
        ("Department", Column.DEPARTMENT),
        ("legal basis", Column.BASIS),
        ("市水利局", None),
    ],
)
def test_a_heading_says_what_its_column_holds(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


def test_a_merged_department_reaches_over_its_rows() -> None:
    table = Table(
        (("部门", "职责", "依据"), ("市水利局", "河道管护", "《甲法》第一条"), ("", "水库管护", "《乙法》")),
        "sheet 1",
        spans=(Span(1, 0, 2, 1),),
    )
    assert [(row.department, row.item, row.basis) for row in rows(table)] == [
        ("市水利局", "河道管护", ("《甲法》第一条",)),
        ("市水利局", "水库管护", ("《乙法》",)),
    ]


def test_a_merged_basis_counts_for_every_row_it_covers() -> None:
    table = Table(
        (("部门", "职责", "依据"), ("市水利局", "河道管护", "《甲法》"), ("市林草局", "湿地管护", "")),
        "sheet 1",
        spans=(Span(1, 2, 2, 1),),
    )
    assert [row.basis for row in rows(table)] == [("《甲法》",), ("《甲法》",)]


def test_a_row_with_only_a_basis_goes_on_with_the_row_above() -> None:
    table = Table(
        (("部门", "职责", "依据"), ("市水利局", "河道管护", "《甲法》第一条"), ("", "", "《乙法》第二条")),
        "s",
    )
    (row,) = rows(table)
    assert row.basis == ("《甲法》第一条", "《乙法》第二条")


def test_a_row_without_number_where_others_have_one_goes_on_with_the_item() -> None:
    table = Table((("序号", "部门", "职责"), ("1", "市水利局", "管护河道"), ("", "", "和水库")), "s")
    (row,) = rows(table)
    assert row.item == "管护河道和水库"


def test_an_empty_department_means_the_one_above_where_nothing_is_merged() -> None:
    table = Table(
        (("部门", "职责", "依据"), ("市水利局", "负责河道", "《甲法》"), ("", "负责水库", "《乙法》")), "s"
    )
    assert [(row.department, row.item) for row in rows(table)] == [
        ("市水利局", "负责河道"),
        ("市水利局", "负责水库"),
    ]


def test_a_row_with_an_item_and_a_basis_of_its_own_is_an_entry() -> None:
    table = Table(
        (
            ("序号", "部门", "职责", "依据"),
            ("1", "市水利局", "负责河道", "《甲法》"),
            ("", "", "水库管护", "《乙法》"),
        ),
        "page 1",
    )
    assert [(row.item, row.basis) for row in rows(table)] == [
        ("负责河道", ("《甲法》",)),
        ("水库管护", ("《乙法》",)),
    ]


def test_numbers_that_count_merged_departments_do_not_count_items() -> None:
    table = Table(
        (
            ("序号", "部门", "职责"),
            ("1", "市水利局", "河道管护"),
            ("", "", "水库管护"),
            ("2", "市林草局", "护林"),
        ),
        "s",
        spans=(Span(1, 1, 2, 1),),
    )
    assert [(row.department, row.item) for row in rows(table)] == [
        ("市水利局", "河道管护"),
        ("市水利局", "水库管护"),
        ("市林草局", "护林"),
    ]


def test_numbered_items_of_one_cell_are_rows_with_locators_of_their_own() -> None:
    table = Table(
        (("部门", "职责", "依据"), ("市水利局", "（一）管护河道；\n（二）管护水库。", "《甲法》")), "s"
    )
    assert [(row.at, row.item, row.basis) for row in rows(table)] == [
        ("table_1__row_1__item_1", "管护河道", ("《甲法》",)),
        ("table_1__row_1__item_2", "管护水库", ("《甲法》",)),
    ]


def test_a_row_that_names_a_department_alone_heads_the_rows_below_it() -> None:
    table = Table(
        (
            ("职责", "依据"),
            ("一、市水利局", ""),
            ("管护河道", "《甲法》"),
            ("二、市林草局", ""),
            ("护林", ""),
        ),
        "s",
        spans=(Span(1, 0, 1, 2), Span(3, 0, 1, 2)),
    )
    assert [(row.department, row.item) for row in rows(table)] == [
        ("市水利局", "管护河道"),
        ("市林草局", "护林"),
    ]


def test_the_sheet_may_name_the_department_of_all_its_rows() -> None:
    table = Table((("序号", "事项名称", "依据"), ("1", "取水许可", "《甲法》第七条")), "sheet 2", "市水利局")
    (row,) = rows(table)
    assert row.department == "市水利局"


def test_a_list_without_any_department_is_left_out_row_by_row() -> None:
    listed = read_list(document(Table((("序号", "事项名称"), ("1", "取水许可")), "s")))
    assert listed.rows == ()
    assert [one.en for one in listed.left_out] == ["no department"]


def test_a_table_on_the_next_page_goes_on_where_the_last_one_ended() -> None:
    found = rows(
        Table((("部门", "职责", "依据"), ("市水利局", "管护河道", "《甲法》")), "page 1"),
        Line("— 1 —", "page 1"),
        Table((("部门", "职责", "依据"), ("", "和水库", ""), ("市林草局", "护林", "")), "page 2"),
        Table((("市公安局", "侦办案件", "《乙法》"),), "page 3"),
    )
    assert [(row.at, row.department, row.item) for row in found] == [
        ("table_1__row_1", "市水利局", "管护河道和水库"),
        ("table_1__row_2", "市林草局", "护林"),
        ("table_1__row_3", "市公安局", "侦办案件"),
    ]


def test_headings_said_again_are_left_out_and_reported() -> None:
    heads, first, second = ("部门", "职责"), ("市水利局", "管护河道"), ("市林草局", "护林")
    on_one_sheet = read_list(document(Table((heads, first, heads, second), "s")))
    on_two_pages = read_list(document(Table((heads, first), "page 1"), Table((heads, second), "page 2")))
    for listed in (on_one_sheet, on_two_pages):
        assert [row.at for row in listed.rows] == ["table_1__row_1", "table_1__row_2"]
        assert [(one.words, one.en) for one in listed.left_out] == [("部门 | 职责", "headings repeated")]


def test_columns_are_told_by_content_only_where_nearly_all_cells_name_bodies() -> None:
    bodies = ("市水利局", "市财政局", "市教育局", "市公安局")
    listed = read_list(document(Table(tuple((name, f"分管{name[1:3]}事务") for name in bodies), "s")))
    assert [row.department for row in listed.rows] == list(bodies)
    assert [one.en for one in listed.left_out] == ["no headings; columns told by content, please check"]
    mixed = (*bodies[:2], "教育", "治安")
    assert rows(Table(tuple((name, "事务") for name in mixed), "s")) == ()


def test_departments_may_be_marked_as_leading_and_cooperating_in_one_cell() -> None:
    table = Table(
        (
            ("责任单位", "工作任务"),
            ("市水利局（牵头）、市财政局", "修水库"),
            ("牵头单位：市林草局\n配合单位：市公安局、市财政局", "防火"),
            ("市城管局牵头，市公安局配合", "查油烟"),
        ),
        "s",
    )
    assert [(row.department, row.cooperators) for row in rows(table)] == [
        ("市水利局", ("市财政局",)),
        ("市林草局", ("市公安局", "市财政局")),
        ("市城管局", ("市公安局",)),
    ]


def test_headings_with_numbered_items_are_a_list_without_a_table() -> None:
    listed = read_list(
        document(
            *lines(
                "某市责任清单",
                "一、市生态环境局",
                "1.监管大气；",
                "2.监管水体。",
                "依据：《甲法》第八条；《乙法》第一条",
                "配合单位：市水利局、市公安局",
                "二、市水利局主要职责：",
                "（一）管护河道（依据：《丙法》第一条）",
                "三、附则",
            )
        )
    )
    assert [(r.at, r.department, r.item, r.basis, r.cooperators) for r in listed.rows] == [
        ("sec_1__point_1", "市生态环境局", "监管大气", (), ()),
        (
            "sec_1__point_2",
            "市生态环境局",
            "监管水体",
            ("《甲法》第八条", "《乙法》第一条"),
            ("市水利局", "市公安局"),
        ),
        ("sec_2__subsec_1", "市水利局", "管护河道", ("《丙法》第一条",), ()),
    ]
    assert [one.words for one in listed.left_out] == ["某市责任清单", "附则"]


def test_bulleted_lines_under_a_department_are_items() -> None:
    found = rows(*lines("县清单", "县生态环境局", "· 大气监管", "· 水监管", "县水利局", "- 河道管护"))
    assert [(row.at, row.department, row.item) for row in found] == [
        ("sec_1__para_1", "县生态环境局", "大气监管"),
        ("sec_1__para_2", "县生态环境局", "水监管"),
        ("sec_2__para_1", "县水利局", "河道管护"),
    ]


def test_an_ordinary_circular_is_no_list() -> None:
    texts = ("关于某事的通知", "一、总体要求", "1.提高认识。", "二、工作措施", "市水利局负责河道。")
    assert read_list(document(*lines(*texts))).rows == ()


def test_a_statute_that_lists_bodies_is_no_list() -> None:
    texts = ("某组织法", "第一条　设下列部门：", "（一）水利局", "1.管河道。", "（二）林草局", "1.护林。")
    assert read_list(document(*lines(*texts))).rows == ()
    assert len(read_list(document(*lines(*texts[2:]))).rows) == 2


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("省生态环境厅", ("ecology",)),
        ("市城管局", ("urban-management",)),
        ("县农科局", ("agriculture",)),
        ("西宁市水务局", ("water",)),
        ("市场监管局", ("market",)),
        ("市自然资源和林业草原局", ("natural-resources", "forestry-grassland")),
        ("县发展改革和工业信息化局", ("development-reform", "industry")),
        ("市公安局交通警察支队", ("police",)),
        ("市生态环境局城西分局", ("ecology",)),
        ("市委宣传部", ("publicity-department",)),
        ("各县（市、区）人民政府", ("government",)),
        ("各乡镇（街道）", ("township",)),
        ("市人民政府办公室", ("government-office",)),
        ("市行政审批局", ()),
        ("各有关单位", ()),
    ],
)
def test_a_local_name_stands_for_its_body_types(name: str, types: tuple[str, ...], corpus: Corpus) -> None:
    assert types_of(name, names_of_types(corpus)) == types


def test_an_unknown_body_stays_as_written_and_open_lists_are_marked(corpus: Corpus) -> None:
    table = Table((("监管部门", "监管内容"), ("市水利局、市行政审批局等", "河道")), "s")
    (candidate,) = candidates_of(rows(table), names_of_types(corpus))
    assert [(p.part, p.as_written, p.types, p.open_list) for p in candidate.parties] == [
        (Part.SUPERVISOR, "市水利局", ("water",), True),
        (Part.SUPERVISOR, "市行政审批局", (), True),
    ]
    assert candidate.confidence == min(party.confidence for party in candidate.parties) < 0.9
