"""What a document says of itself is proposed with its place; what no words state is not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from graph.corpus import Corpus
from loaders.documents import read_bytes, read_document
from loaders.documents.days import days_in
from loaders.documents.document import Metadata, Proposal
from loaders.documents.metadata import metadata_of
from loaders.documents.places_named import place_of

PAGES = {
    "000": "qinghai-list-interview-2025",
    "001": "qinghai-opinion-2024",
    "002": "qinghai-reform-measures-2024",
    "003": "sichuan-notice-2023",
    "004": "leader-interview-2025",
}


def said(text: str, name: str = "a.txt") -> Metadata:
    return metadata_of(read_bytes(text.encode(), name))


def values(proposals: Sequence[Proposal]) -> list[str]:
    return [one.value for one in proposals]


def first(metadata: Metadata, kind: str) -> str | None:
    found = metadata.dates.get(kind)
    return found[0].value if found else None


# The five pages and the statutes, against what the repository's own corpus and the index say


@pytest.mark.parametrize("number", PAGES)
def test_the_five_pages_say_what_the_corpus_records(number: str, seeds: Path, corpus: Corpus) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    document = read_document(path, quarantined=True)
    assert (document.quarantine is not None) == (number == "004")
    found = metadata_of(document)
    recorded = corpus.instruments[PAGES[number]]
    assert found.title[0].value == recorded.title
    assert values(found.number)[:1] == [recorded.number] * bool(recorded.number)
    assert tuple(values(found.issuers)) == tuple(recorded.issuers)
    assert values(found.area)[:1] == [corpus.areas[recorded.area].zh] * (recorded.area not in (None, "cn"))
    day = recorded.published.isoformat() if recorded.published else None
    assert day in (first(found, "published"), first(found, "issued"))


def test_the_issue_day_of_a_circular_and_the_two_titles_of_an_interview(seeds: Path) -> None:
    circular = metadata_of(read_document(next(iter(seeds.glob("003_*.txt")))))
    assert values(circular.dates["issued"]) == ["2023-03-17"]
    assert "published" not in circular.dates
    interview = metadata_of(read_document(next(iter(seeds.glob("000_*.txt")))))
    assert [one.rule for one in interview.title] == ["interview", "first-line"]


def test_a_quarantined_page_proposes_nothing(seeds: Path) -> None:
    assert metadata_of(read_document(next(iter(seeds.glob("004_*.txt"))))) == Metadata()


def _index(folder: Path) -> list[dict[str, str]]:
    with (folder / "INDEX.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("folder", ["laws", "local"])
def test_statutes_give_title_adoption_and_commencement(folder: str, sources: Path) -> None:
    root = sources.parent / folder
    for row in _index(root):
        document = read_document(root / row["file"])
        found = metadata_of(document)
        if not document.text.startswith("第"):  # the parts of the Code have no title of their own
            assert found.title[0].value == row["title"]
        history = [d for line in list(document.lines)[:10] for d in days_in(line.text) if d.start < 2]
        if row["version_date"] in {d.day.isoformat() for d in history}:
            assert row["version_date"] in (first(found, "adopted"), first(found, "issued")), row["file"]
        if row["effective_date"][:1].isdigit() and row["effective_date"] != "2026-08-15":
            assert first(found, "in_force") == row["effective_date"], row["file"]


# Titles


def test_a_title_broken_over_two_lines_is_joined_and_its_wrapper_taken_off() -> None:
    found = said(
        "（受权发布）关于加强河湖\n管理工作的实施意见（试行）\n来源：某报\n近期，有关部门印发文件。\n"
    )
    assert values(found.title) == ["关于加强河湖管理工作的实施意见（试行）"]


def test_lines_that_do_not_touch_are_not_joined() -> None:
    found = said("关于河湖的\n\n\n另一份通知\n正文如下。\n")
    assert "关于河湖的另一份通知" not in values(found.title)


def test_a_headline_above_an_interview_is_the_second_title() -> None:
    found = said("护好一湖清水\n——省水利厅负责人就《云南省湖泊条例》答记者问\n问：为什么？\n")
    assert values(found.title) == ["省水利厅负责人就《云南省湖泊条例》答记者问", "护好一湖清水"]
    assert values(found.issuers) == ["云南省水利厅"]
    assert values(found.area) == ["云南省"]


def test_running_text_is_no_title() -> None:
    assert said("今天我们开会讨论了河道管理。\n大家都发了言。\n").title == ()


# Numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("川环委〔2023〕1号", "川环委〔2023〕1号"),
        ("川环委[2023]1号", "川环委〔2023〕1号"),
        ("云政办发（2024）15 号", "云政办发〔2024〕15号"),
        ("青环发【2022】第７号", "青环发〔2022〕第7号"),
        ("（沪府令第12号）", "沪府令第12号"),
        ("中华人民共和国生态环境部令 第 32 号", "中华人民共和国生态环境部令第32号"),
        ("2023年 第4号", "2023年第4号"),
    ],
)
def test_a_number_on_its_own_line_is_the_documents(written: str, number: str) -> None:
    found = said(f"关于加强河湖管理的通知\n{written}\n各市人民政府：\n正文。\n")
    assert values(found.number) == [number]
    assert found.number[0].place == "line 2"


def test_a_number_that_is_only_cited_is_not_the_documents() -> None:
    text = "关于加强河湖管理的通知\n根据《关于水的意见》（国办发〔2020〕3号）和环督察〔2022〕58号文件，通知如下。\n"
    assert said(text).number == ()


def test_a_number_is_found_in_the_sentence_that_names_this_document() -> None:
    text = "据网站消息，省环委会于2023年3月17日以《省环委会关于清单的通知》（川环委〔2023〕1号）发出通知。\n省环委会关于清单的通知\n各市：\n"
    found = said(text)
    assert values(found.number) == ["川环委〔2023〕1号"]
    assert values(found.dates["issued"]) == ["2023-03-17"]


# Issuers and places


def test_all_bodies_that_sign_are_issuers_in_their_order() -> None:
    found = said(
        "关于开展联合检查的通知\n各市：\n请遵照执行。\n青海省生态环境厅　青海省水利厅\n青海省公安厅\n2024年5月1日\n"
    )
    assert values(found.issuers) == ["青海省生态环境厅", "青海省水利厅", "青海省公安厅"]
    assert {one.rule for one in found.issuers} == {"signature"}
    assert values(found.area) == ["青海省"]


def test_the_source_of_a_page_counts_only_where_nothing_else_does() -> None:
    text = (
        "来源：某日报\n近日，中共浙江省委办公厅、浙江省人民政府办公厅印发了《关于护水的意见》，全文如下。\n"
    )
    assert values(said("关于护水的意见\n" + text).issuers) == ["中共浙江省委办公厅", "浙江省人民政府办公厅"]
    assert values(said("护水见成效\n来源：某日报\n各地认真落实。\n").issuers) == ["某日报"]
    assert said("护水见成效\n来源：    作者：    发布时间：2024-01-05\n各地认真落实。\n").issuers == ()


def test_a_congress_that_only_approves_is_no_issuer() -> None:
    text = "# 开封市扬尘条例\n\n2019年10月31日 开封市第十五届人民代表大会常务委员会第七次会议通过\n\n2019年11月29日 河南省第十三届人民代表大会常务委员会第十三次会议批准\n\n第一条 为了治理扬尘，制定本条例。\n"
    found = said(text, "a.md")
    assert values(found.issuers) == ["开封市人民代表大会常务委员会"]
    assert values(found.area) == ["开封市"]
    assert first(found, "adopted") == "2019-10-31"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("青海九项措施", "青海省"),
        ("广西壮族自治区水利厅", "广西壮族自治区"),
        ("河南省开封市扬尘条例", "开封市"),
        ("中共青海省委办公厅", "青海省"),
        ("上海市大气污染防治条例", "上海市"),
        ("海西蒙古族藏族自治州人民政府", "海西蒙古族藏族自治州"),
        ("长兴县人民政府", "长兴县"),
        ("城市绿化条例", ""),
        ("自然保护区条例", ""),
        ("风景名胜区条例", ""),
        ("国务院办公厅", ""),
        ("中华人民共和国县级以上人民政府", ""),
        ("省生态环境厅", ""),
        ("生态环境部", ""),
        ("关于加强城市管理的意见", ""),
    ],
)
def test_a_place_is_the_name_that_stands_first(words: str, place: str) -> None:
    assert place_of(words) == place


# Days


def test_days_are_read_in_figures_and_characters_and_must_exist() -> None:
    text = "2023年3月17日、二〇二三年三月十七日、二○一○年十二月三十一日、2024-02-29、2023/1/5、2023年2月30日、2023年13月1日"
    assert [one.day for one in days_in(text)] == [
        date(2023, 3, 17),
        date(2023, 3, 17),
        date(2010, 12, 31),
        date(2024, 2, 29),
        date(2023, 1, 5),
    ]


def test_a_day_that_is_only_hinted_at_is_not_proposed() -> None:
    assert (
        said(
            "关于护水的通知\n近期，有关部门于2023年6月底前形成清单，自2023年起逐步推开。\n今年内完成。\n"
        ).dates
        == {}
    )


def test_days_say_what_they_are() -> None:
    text = "关于护水的办法\n发布时间：2024-05-06 10:20\n第一条 制定本办法。\n第二条 本办法自2024年6月1日起施行，有效期至2029年5月31日。\n云南省水利厅\n二〇二四年五月一日\n"
    found = said(text)
    assert {kind: values(days) for kind, days in found.dates.items()} == {
        "issued": ["2024-05-01"],
        "published": ["2024-05-06"],
        "in_force": ["2024-06-01"],
    }
    assert found.dates["issued"][0] == Proposal("2024-05-01", "line 6", "二〇二四年五月一日", "signature")


def test_in_force_from_publication_needs_a_day_of_publication() -> None:
    text = "# 某条例\n\n2011年3月5日 中华人民共和国国务院令第592号公布\n\n第一条 甲。\n\n第二条 本条例自公布之日起施行。\n"
    found = said(text, "a.md")
    assert values(found.dates["in_force"]) == ["2011-03-05"]
    assert found.dates["in_force"][0].rule == "from-promulgated"
    assert values(found.number) == ["中华人民共和国国务院令第592号"]
    assert said("# 某条例\n\n第一条 甲。\n\n第二条 本条例自公布之日起施行。\n", "a.md").dates == {}
