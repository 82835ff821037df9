"""Every citation of the corpus stands in the texts, and a wrong one is noticed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.codes import Certainty, InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.records import (
    Area,
    BodyType,
    CitationException,
    Duty,
    Group,
    Instrument,
    Party,
    Topic,
)
from graph.told import StatedCount
from loaders.coverage import Uncovered, coverage
from loaders.editions import find_editions
from loaders.structure.tree import Division, Node
from loaders.verify import Checks, Passages, check
from loaders.verify.cited import Cited, cited_in
from loaders.verify.finding import Report
from loaders.verify.topics import TopicWording

FILE = "静夜法(2021-12-24).md"
TEXT = """# 中华人民共和国静夜法

2021年12月24日 第二次会议通过

## 第一章 噪声

第一条 生态环境主管部门负责噪声污染防治。

第二条 违反第一条规定的，由前条规定的部门处罚。

工业噪声，由有关主管部门（以下统称管噪部门）处理。

## 第二章 食品

第三条 餐饮食品摊点由管噪部门和公安机关登记，共三类：

（一）早餐；

（二）夜宵。

第四条 城市管理部门指导；卫生健康主管部门检查。
"""


def law(*duties: Duty) -> Instrument:
    return Instrument(
        id="quiet-law-2021", title="静夜法", cite="静夜法", en="Quiet Night Law", kind=InstrumentKind.LAW,
        work="quiet-law", adopted=date(2021, 12, 24), source_file=FILE, duties=duties,
    )  # fmt: skip


def a_duty(
    at: str,
    *parties: Party,
    topics: Sequence[str] = ("noise",),
    summary: str = "防噪",
    certainty: Certainty = Certainty.STATED,
) -> Duty:
    named = parties or (Party(part=Part.LEAD, type="ecology"),)
    return Duty(
        at=at,
        summary=summary,
        topics=tuple(topics),
        kind=Kind.SUPERVISION,
        parties=named,
        certainty=certainty,
    )


def small_corpus(instrument: Instrument, *exceptions: CitationException) -> Corpus:
    types = [
        BodyType(id="ecology", zh="生态环境", en="ecology", statutory="生态环境主管部门"),
        BodyType(id="police", zh="公安", en="police", statutory="公安机关"),
        BodyType(id="health", zh="卫生健康", en="health", statutory="卫生健康主管部门"),
    ]
    topics = [
        Topic(id="noise", zh="噪声污染", en="noise", terms=("工业噪声", "噪声")),
        Topic(id="food", zh="餐饮食品", en="food", terms=("食品摊点",)),
        Topic(id="mining", zh="矿山开采", en="mining", terms=("探矿权", "尾矿库")),
    ]
    return Corpus(
        instruments={instrument.id: instrument},
        body_types={one.id: one for one in types},
        bodies={},
        mandates=(),
        roles={},
        topics={one.id: one for one in topics},
        areas={"cn": Area(id="cn", zh="中国", level=Level.NATIONAL)},
        word_classes={},
        heard={},
        exceptions=exceptions,
    )


def checked(corpus: Corpus, folder: Path) -> Report:
    return check(corpus, find_editions(corpus, folder))


def found(folder: Path, instrument: Instrument, *exceptions: CitationException, text: str = TEXT) -> Report:
    (folder / FILE).write_text(text, "utf-8")
    return checked(small_corpus(instrument, *exceptions), folder)


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(one.kind, one.detail) for one in report.findings]


def test_a_citation_that_holds_is_verified(tmp_path: Path) -> None:
    report = found(tmp_path, law(a_duty("art_1__para_1")))
    assert (report.citations, report.verified, report.findings) == (1, 1, ())


@pytest.fixture
def judged_by_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Topics are judged in a collection of any size."""
    monkeypatch.setattr("loaders.verify.topics.FEWEST_PASSAGES", 0)


def test_a_small_collection_says_nothing_of_topics(corpus: Corpus) -> None:
    wording = TopicWording(corpus, ["露天烧烤油烟由城市管理部门处罚"])
    assert wording.missing(("mining",), "露天烧烤油烟由城市管理部门处罚") is None


@pytest.mark.usefixtures("judged_by_few")
@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        (a_duty("art_9__para_1"), ("article-missing", "art_9")),
        (a_duty("art_1__para_2"), ("paragraph-missing", "art_1__para_2")),
        (a_duty("art_3__para_1__item_3", Party(part=Part.LEAD, type="police"), topics=["food"]),
         ("paragraph-missing", "art_3__para_1__item_3")),
        (a_duty("art_1__para_1", Party(part=Part.LEAD, type="police")), ("type-not-named", "police")),
        (a_duty("art_1__para_1", Party(part=Part.LEAD, type="ecology", as_written="环保局")),
         ("not-as-written", "环保局")),
        (a_duty("art_3__para_1", Party(part=Part.LEAD, designated=True), topics=["food"]),
         ("formula-not-found", "")),
        (a_duty("art_3__para_1", Party(part=Part.LEAD, type="police"), topics=["mining"]),
         ("topic-not-found", "mining: food")),
        (a_duty("art_1__para_1", summary="生态环境主管部门负责噪声污染防治。" * 2), None),
    ],
)  # fmt: skip
def test_what_the_text_does_not_say_is_found(
    tmp_path: Path, duty: Duty, expected: tuple[str, str] | None
) -> None:
    text = TEXT.replace("由管噪部门和公安机关", "由公安机关").replace("（以下统称管噪部门）", "")
    assert kinds(found(tmp_path, law(duty), text=text)) == ([expected] if expected else [])


def test_our_words_must_not_be_a_sentence_of_the_source(tmp_path: Path) -> None:
    sentence = "生态环境主管部门负责全国和地方的噪声污染防治监督管理工作"
    text = TEXT.replace("生态环境主管部门负责噪声污染防治", sentence)
    report = found(tmp_path, law(a_duty("art_1__para_1", summary=sentence)), text=text)
    assert kinds(report) == [("borrowed-words", sentence[:24])]


def test_a_body_may_stand_in_the_article_referred_to_or_where_its_name_is_explained(tmp_path: Path) -> None:
    by_reference = a_duty("art_2__para_1")
    report = found(tmp_path, law(by_reference), text=TEXT)
    assert report.verified == 1
    explained = TEXT.replace("由有关主管部门（", "由卫生健康主管部门（")
    named_elsewhere = a_duty("art_3__para_1", Party(part=Part.LEAD, type="health"), topics=["food"])
    assert found(tmp_path, law(named_elsewhere), text=explained).verified == 1
    assert found(tmp_path, law(named_elsewhere), text=TEXT).verified == 0


def test_groups_and_counts_are_checked_too(tmp_path: Path) -> None:
    groups = (
        Group(id="g", at="art_4__para_1", zh="组", en="group", members=("health", "police")),
        Group(id="h", at="art_4__para_1", zh="组", en="group", members=("health",)),
    )
    counts = tuple(StatedCount(id=f"c{count}", at="art_3__para_1", of="类", count=count) for count in (3, 7))
    report = found(tmp_path, replace(law(), groups=groups, stated_counts=counts))
    assert kinds(report) == [("type-not-named", "police"), ("count-not-found", "7")]
    assert report.verified == 2


def test_an_exception_accounts_for_a_finding_and_an_unused_one_is_found(tmp_path: Path) -> None:
    duty = a_duty("art_1__para_1", Party(part=Part.LEAD, type="police"))
    fits = CitationException(citations=("quiet-law-2021/*",), kind="type-not-named", reason="旧称")
    idle = CitationException(citations=("quiet-law-2021/art_8",), kind="not-as-written", reason="无")
    report = found(tmp_path, law(duty), fits, idle)
    assert [(one.finding.detail, one.reason) for one in report.excepted] == [("police", "旧称")]
    assert [(one.citation, one.kind) for one in report.findings] == [
        ("quiet-law-2021/art_8", "exception-unused")
    ]
    assert report.kinds() == {"exception-unused": (1, 0), "type-not-named": (0, 1)}


def test_what_an_editor_read_in_is_accounted_for_by_the_note_and_only_by_one(tmp_path: Path) -> None:
    police = Party(part=Part.LEAD, type="police")
    read_in = a_duty("art_1__para_1", police, certainty=Certainty.INTERPRETED)
    assert kinds(found(tmp_path, law(read_in))) == [("type-not-named", "police")]
    noted = replace(read_in, note="公安管噪声")
    assert [one.reason for one in found(tmp_path, law(noted)).excepted] == ["公安管噪声"]


def test_instruments_without_a_text_are_listed_and_those_of_another_edition_are_found(tmp_path: Path) -> None:
    duty = a_duty("art_1__para_1")
    assert checked(small_corpus(law(duty)), tmp_path).without_text == {"quiet-law-2021": 1}
    wrong = found(tmp_path, law(duty), text=TEXT.replace("2021年12月24日", "2023年1月1日"))
    assert [(one.citation, one.kind) for one in wrong.findings] == [("quiet-law-2021", "wrong-edition")]
    assert (wrong.checked, wrong.verified) == (0, 0)


def named(tree: Node) -> dict[str, tuple[str, ...]]:
    """Kinds of bodies that each paragraph of the small text names."""
    kinds_named = (("生态环境", "ecology"), ("公安机关", "police"), ("卫生", "health"))
    paragraphs = [node for node in tree.walk() if node.division is Division.PARAGRAPH]
    found = {node.locator: tuple(k for w, k in kinds_named if w in node.whole_text()) for node in paragraphs}
    return {at: types for at, types in found.items() if types}


def test_coverage_lists_articles_and_paragraphs_that_no_duty_cites(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TEXT.replace("工业噪声，", "公安机关负责的工业噪声，"), "utf-8")
    corpus = small_corpus(law(a_duty("art_2__para_1"), a_duty("art_3__para_1__item_1")))
    (report,) = coverage(corpus, find_editions(corpus, tmp_path), named)
    assert (report.articles, report.naming, report.covered, report.uncovered) == (4, 4, 2, 2)
    assert report.articles_missing == (
        Uncovered("art_1__para_1", ("ecology",)),
        Uncovered("art_4__para_1", ("health",)),
    )
    assert report.paragraphs_missing == (Uncovered("art_2__para_2", ("police",)),)


# ---- the real corpus against the texts, where they are at hand


@pytest.fixture(scope="module")
def report(corpus: Corpus, sources: Path) -> Report:
    return checked(corpus, sources)


def test_every_citation_is_verified_or_excepted_with_its_reason(report: Report) -> None:
    assert report.findings == ()
    assert report.checked >= 4900
    assert report.verified >= 0.93 * report.checked
    assert all(one.reason for one in report.excepted)


def test_every_cited_place_exists_and_no_words_are_borrowed(report: Report) -> None:
    never_excepted = {"article-missing", "paragraph-missing", "borrowed-words", "wrong-edition"}
    assert never_excepted.isdisjoint(one.finding.kind for one in report.excepted)


def test_a_party_not_named_in_its_article_is_marked_as_interpreted(corpus: Corpus, report: Report) -> None:
    stated = {
        one.finding.citation
        for one in report.excepted
        if one.finding.kind in {"type-not-named", "formula-not-found"}
        and corpus.duty_by_id[one.finding.citation].duty.certainty == "stated"
    }
    assert stated == set()


def test_every_text_in_the_folder_that_the_corpus_names_is_of_that_edition(
    corpus: Corpus, sources: Path
) -> None:
    editions = find_editions(corpus, sources)
    assert editions.wrong == {}
    named = {i.id for i in corpus.instruments.values() if i.source_file}
    assert named <= set(editions.found)


def test_topics_swapped_between_instruments_are_caught(corpus: Corpus, sources: Path) -> None:
    """Nine in ten are caught; many of the others are related (water in a river law)."""
    editions = find_editions(corpus, sources).found
    checks = Checks(corpus, editions.values())
    passages = {key: Passages(edition) for key, edition in editions.items()}
    cited = [one for one in cited_in(corpus) if one.topics and one.instrument in passages]
    chance = random.Random(1)
    sample = chance.sample(cited, 1000)

    def caught(one: Cited) -> bool:
        other = chance.choice([c for c in chance.choices(cited, k=50) if c.instrument != one.instrument])
        mutated = checks.findings(replace(one, topics=other.topics), passages[one.instrument])
        return any(finding.kind == "topic-not-found" for finding in mutated)

    assert sum(map(caught, sample)) >= 0.9 * len(sample)


def test_what_the_corpus_says_of_the_founding_documents_is_borne_out(corpus: Corpus, seeds: Path) -> None:
    report = checked(corpus, seeds)
    read = {"qinghai-list-interview-2025", "qinghai-opinion-2024", "qinghai-reform-measures-2024"}
    assert read | {"sichuan-notice-2023"} == set(corpus.instruments) & (
        {one.instrument for one in cited_in(corpus)} - set(report.without_text)
    )
    assert report.findings == ()


def test_what_the_corpus_says_of_the_local_regulations_is_borne_out(corpus: Corpus, sources: Path) -> None:
    report = checked(corpus, sources.parent / "local")
    read = {one.instrument for one in cited_in(corpus)} - set(report.without_text)
    assert read == {
        "beijing-noise-measures-2007",
        "chongqing-river-chief-regulation-2020",
        "jiaxing-fumes-measures-2020",
        "kaifeng-dust-regulation-2019",
        "shandong-water-regulation-2020",
        "shanghai-air-regulation-2018",
    }
    assert report.findings == ()
