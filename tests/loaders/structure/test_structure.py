from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.corpus import Corpus
from loaders.documents import read_document
from loaders.repair import read_text, repair
from loaders.structure.citations import citations_of
from loaders.structure.passages import nodes_by_locator, passage, sentences
from loaders.structure.read import read_tree, tree_of
from loaders.structure.tree import Division, Node

STATUTE = """# 示例条例

2020年1月1日通过

目录
第一章　总则
第二章　职责
第一章　总则
第一条　为了试验，制定本条例。
第二章　职责
第一节　部门
第二条　下列部门负责：
（一）甲部门：
1.办证；
2.检查；
（二）乙部门。
前款以外的，由丙部门负责。
第二条之一　违反本条例第二条第一款第一项、第二项规定的，依照前条规定处罚。
第三条　依照本条例第一条至第三条和《水法》第十条处理。
附件：
样表
"""
CIRCULAR = """关于试验的通知
示环〔2024〕1号
各县人民政府：
为做好工作，现通知如下。
一、总体要求
坚持试验。
二、主要任务
（一）明确职责。省甲厅牵头。
市州参照办理。
（二）健全机制，完善制度，形成合力，各部门各负其责，坚持问题导向，持续推进，不断改进，务求实效。
1.按月通报。
示范省甲厅
2024年1月2日
"""
LINES = st.lists(
    st.sampled_from(
        [
            *STATUTE.splitlines(),
            *CIRCULAR.splitlines(),
            "",
            "问：谁负责？",
            "答：甲。一是办；二是查。",
            "三是改。",
        ]
    )
    | st.text(max_size=12),
    max_size=30,
)


def locators(tree: Node) -> list[str]:
    return [node.locator for node in tree.walk()]


def kinds(tree: Node, division: Division) -> list[str]:
    return [node.locator for node in tree.walk() if node.division is division]


def test_a_statute_is_read_by_chapter_section_article_paragraph_item_and_subitem() -> None:
    tree = read_tree(STATUTE)
    assert kinds(tree, Division.CHAPTER) == ["chapter_1", "chapter_2"]
    assert kinds(tree, Division.SECTION) == ["chapter_2__section_1"]
    assert kinds(tree, Division.ARTICLE) == ["art_1", "art_2", "art_2-1", "art_3"]
    assert "art_2__para_1__item_1__subitem_2" in locators(tree)
    assert passage(nodes_by_locator(tree), "art_2__para_2") == "前款以外的，由丙部门负责。"


def test_articles_paragraphs_and_items_get_stable_locators() -> None:
    text = """# 示例法

2020年1月1日通过
<!-- INFO END -->

## 第一章 总则

第一条 为了试验，制定本法。

第二条 下列部门负责：
（一）甲部门；
（二）乙部门。
前款以外的，由丙部门负责。

第二条之一　丁部门也负责。
"""
    articles = [node for node in read_tree(text).walk() if node.division is Division.ARTICLE]
    first, second, inserted = articles
    assert [p.locator for p in first.children] == ["art_1__para_1"]
    assert [p.locator for p in second.children] == ["art_2__para_1", "art_2__para_2"]
    assert [item.locator for item in second.children[0].children] == [
        "art_2__para_1__item_1",
        "art_2__para_1__item_2",
    ]
    assert inserted.locator == "art_2-1"


def test_a_table_of_contents_and_an_annex_are_not_read_as_articles() -> None:
    tree = read_tree(STATUTE)
    assert kinds(tree, Division.ANNEX) == ["annex_1"]
    assert [n.locator for n in tree.walk() if "样表" in n.source] == ["annex_1"]


def test_a_circular_is_read_by_its_outline_and_its_signature_is_no_paragraph() -> None:
    tree = read_tree(CIRCULAR)
    nodes = nodes_by_locator(tree)
    assert nodes["sec_2__subsec_1"].heading == "明确职责"
    assert nodes["sec_2__subsec_1"].text == "省甲厅牵头。"
    assert nodes["sec_2__subsec_1__para_2"].text == "市州参照办理。"
    assert nodes["sec_2__subsec_2__point_1"].text == "按月通报。" or nodes["sec_2__subsec_2__point_1"].heading
    assert kinds(tree, Division.PARAGRAPH) == ["para_1", "sec_1__para_1", "sec_2__subsec_1__para_2"]


def test_questions_answers_and_counted_points_within_an_answer_have_locators() -> None:
    tree = read_tree("问：谁负责？\n答：各部门。一是牵头办理；二是配合检查。\n问：何时？\n答：每月。\n")
    assert locators(tree)[1:] == [
        "q_1",
        "q_1__para_1",
        "q_1__para_1__item_1",
        "q_1__para_1__item_2",
        "q_2",
        "q_2__para_1",
    ]


def test_one_of_the_tasks_a_sentence_counts_is_found() -> None:
    nodes = nodes_by_locator(
        read_tree(
            "问：职责？\n答：甲负责人承担落实党中央、国务院部署、组织规划、督促整改等3项职责。乙协助。\n"
        )
    )
    assert passage(nodes, "q_1__para_1__sent_1__item_1") == "落实党中央、国务院部署"
    assert passage(nodes, "q_1__para_1__sent_1__item_3") == "督促整改"
    assert passage(nodes, "q_1__para_1__sent_2") == "乙协助。"
    assert passage(nodes, "q_1__para_1__sent_3") is None


def test_articles_that_count_from_one_again_belong_to_a_second_text() -> None:
    tree = read_tree("第一条　甲。\n第二条　乙。\n示例办法\n第一条　丙。\n")
    assert kinds(tree, Division.ARTICLE) == ["art_1", "art_2", "doc_2__art_1"]


def test_a_number_that_lost_the_space_behind_it_is_an_article_only_in_sequence() -> None:
    chapters = read_tree("第一章总则\n第一条甲。\n第二章的规定，适用本条。\n第二章职责\n第二条乙。\n")
    assert kinds(chapters, Division.CHAPTER) == ["chapter_1", "chapter_2"]
    inserted = read_tree("第一条甲。\n第一条之一县级乙。\n第二条规模化丙。\n第三条及时丁。\n")
    assert kinds(inserted, Division.ARTICLE) == ["art_1", "art_1-1", "art_2", "art_3"]
    tree = read_tree("第一条为了试验，制定本条例。\n第二条由甲部门负责。\n第九条规定的情形除外。\n")
    assert kinds(tree, Division.ARTICLE) == ["art_1", "art_2"]


@given(LINES)
def test_reading_loses_nothing_and_every_locator_is_unique(lines: list[str]) -> None:
    text = "\n".join(lines)
    tree = read_tree(text)
    assert tree.joined() == text
    assert len(locators(tree)) == len(set(locators(tree)))


@given(st.text(alphabet="甲乙。！？”、", max_size=40))
def test_sentences_lose_no_words(text: str) -> None:
    assert "".join(sentences(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本法第七十七条第一款、第二款规定", ("art_77__para_1", "art_77__para_2")),
        ("依照第六十条第二项、第三项", ("art_60__para_1__item_2", "art_60__para_1__item_3")),
        ("依照本条例第五条至第七条", ("art_5", "art_6", "art_7")),
        ("第八条、第九条之一和第十条第二款", ("art_8", "art_9-1", "art_10__para_2")),
        ("违反本法规定", ()),
    ],
)
def test_references_are_resolved_to_places(text: str, expected: tuple[str, ...]) -> None:
    (citation,) = citations_of(read_tree(f"第一条　{text}。\n"))
    assert citation.locators == expected
    assert citation.title == ""


def test_a_reference_by_title_belongs_to_the_other_text() -> None:
    (citation,) = citations_of(read_tree("第一条　依照《示例法》第十条处理。\n"))
    assert (citation.title, citation.locators) == ("示例法", ("art_10",))


def test_relative_references_look_back_to_paragraph_item_and_article() -> None:
    text = "第一条　甲。\n第二条　乙。\n依照前款和前条处理。\n前两款从其规定。\n"
    found = {c.words: c.locators for c in citations_of(read_tree(text))}
    assert found == {
        "前款": ("art_2__para_1",),
        "前条": ("art_1",),
        "前两款": ("art_2__para_1", "art_2__para_2"),
    }


def test_every_indexed_text_has_its_articles_in_order_and_reads_back_to_the_character(sources: Path) -> None:
    for folder in (sources, sources.parent / "local"):
        with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            text = (folder / row["file"]).read_text("utf-8")
            tree = read_tree(text)
            articles = [node for node in tree.walk() if node.division is Division.ARTICLE]
            numbers = [(node.number, node.insertion) for node in articles]
            assert tree.joined() == text, row["file"]
            assert numbers == sorted(set(numbers)), row["file"]
            assert len(set(locators(tree))) == len(locators(tree)), row["file"]
            if row.get("articles"):
                assert len(articles) == int(row["articles"]), row["file"]


@pytest.mark.parametrize(
    ("seed", "outline"),
    [
        ("000_10f3c7d640de7e44.txt", {"q": 3}),
        ("001_5e368ea57139dde9.txt", {"sec": 4, "subsec": 13}),
        ("002_016a5db2350202bd.txt", {"item": 9, "plan": 4}),
        ("003_2284da3653e7699d.txt", {"sec": 3, "subsec": 7}),
        ("004_5fca268e336b2b20.txt", {"q": 6}),
    ],
)
def test_the_outline_of_each_founding_document_comes_out(
    seeds: Path, seed: str, outline: dict[str, int]
) -> None:
    with (seeds / seed).open("rb") as file:
        tree = read_tree(repair(read_text(file), quarantined=True).text)
    found = [locator.split("__")[-1].split("_")[0] for locator in locators(tree) if "para" not in locator]
    assert {kind: found.count(kind) for kind in outline} == outline


@pytest.mark.parametrize(
    ("seed", "instruments"),
    [
        ("000_10f3c7d640de7e44.txt", ("qinghai-list-interview-2025", "qinghai-list-revised")),
        ("001_5e368ea57139dde9.txt", ("qinghai-opinion-2024",)),
        ("002_016a5db2350202bd.txt", ("qinghai-reform-measures-2024",)),
        ("003_2284da3653e7699d.txt", ("sichuan-notice-2023",)),
        ("004_5fca268e336b2b20.txt", ("leader-responsibility-rules-2025", "leader-interview-2025")),
    ],
)
def test_every_place_the_corpus_cites_is_in_the_founding_document(
    seeds: Path, corpus: Corpus, seed: str, instruments: tuple[str, ...]
) -> None:
    nodes = nodes_by_locator(tree_of(read_document(seeds / seed, quarantined=True)))
    for instrument in (corpus.instruments[key] for key in instruments):
        places = {one.at for one in instrument.duties} | {one.at for one in instrument.mechanisms}
        places |= {one.at for one in instrument.triggers} | {one.at for one in instrument.measures}
        places |= {one.at for one in instrument.groups} | {one.at for one in instrument.stated_counts}
        assert [place for place in sorted(places) if not passage(nodes, place)] == []
