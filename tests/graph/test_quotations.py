"""Quotations in releases: the clause itself where its text is at hand, never the words of another edition."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.codes import InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.errors import ReleaseDamaged, WrongEdition
from graph.publish import build_release
from graph.quotation import QuotationFile, encode_quotations, quotation
from graph.records import Area, BodyType, Duty, Instrument, Party, Topic
from graph.release import Release
from graph.validate import validate
from loaders.quotations import LONGEST_UNIT, quotations_for
from ontology.terms import term
from queries.lookup import Lookup

DAY = date(2026, 11, 22)
FILE = "静夜法(2021-12-24).md"
LONG = "夜里应当安静。" * 400
TEXT = f"""# 中华人民共和国静夜法

2018年3月1日 第一次会议通过

2021年12月24日 第二次会议修订

<!-- INFO END -->

## 第一章 总则

第一条 为了夜里安静，制定本法。

第二条 违反本法规定的，由生态环境主管部门责令改正：

（一）夜间高声的；

（二）拒不停止的。

市、县人民政府负责。

第三条 {LONG}
"""
PARAGRAPH = "违反本法规定的，由生态环境主管部门责令改正：\n（一）夜间高声的；\n（二）拒不停止的。"


def duty(at: str) -> Duty:
    party = Party(part=Part.PUNISHER, type="ecology")
    return Duty(at=at, summary="夜间噪声的处罚", topics=("noise",), kind=Kind.ENFORCEMENT, parties=(party,))


def small_corpus(*places: str) -> Corpus:
    law = Instrument(
        id="quiet-law-2021", title="中华人民共和国静夜法", cite="静夜法", en="Quiet Night Law",
        kind=InstrumentKind.LAW, work="quiet-law", adopted=date(2021, 12, 24), in_force=date(2022, 6, 5),
        source_file=FILE, articles=3, duties=tuple(map(duty, places or ("art_2__para_1",))),
    )  # fmt: skip
    return Corpus(
        instruments={law.id: law},
        body_types={
            "ecology": BodyType(id="ecology", zh="生态环境", en="ecology", statutory="生态环境主管部门")
        },
        bodies={},
        mandates=(),
        roles={},
        topics={"noise": Topic(id="noise", zh="噪声污染", en="noise", said=("夜里太吵",))},
        areas={"cn": Area(id="cn", zh="中华人民共和国", level=Level.NATIONAL)},
        word_classes={},
        heard={},
    )


def texts(folder: Path, text: str = TEXT, name: str = FILE) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def build(corpus: Corpus, folder: Path, sources: Path | None) -> Release:
    quotations = quotations_for(corpus, sources) if sources else None
    return build_release(corpus, {"corpus": "1"}, "code", folder, DAY, quotations=quotations)


def test_an_answer_shows_the_clause_with_the_digest_of_its_exact_words(tmp_path: Path) -> None:
    release = build(small_corpus(), tmp_path / "r", texts(tmp_path / "s"))
    answer = Lookup(release.tables(), release.quotations()).ask("夜里太吵", on="2026-09-01", today=DAY)
    shown = answer.basis[0].quotation
    assert shown is not None
    assert shown.text == PARAGRAPH
    assert shown.digest == hashlib.sha256(PARAGRAPH.encode()).hexdigest()
    assert (shown.edition, shown.cut) == (FILE, False)


def test_a_release_without_texts_has_no_quotations_and_no_file_of_them(tmp_path: Path) -> None:
    release = build(small_corpus(), tmp_path, None)
    assert release.quotations() is None
    answer = Lookup(release.tables(), release.quotations()).ask("夜里太吵", on="2026-09-01", today=DAY)
    assert [basis.quotation for basis in answer.basis] == [None]
    assert sorted(path.name for path in release.folder.iterdir()) == [
        "graph.nq.zst", "manifest.json", "tables.msgpack", "validation.txt",
    ]  # fmt: skip


def test_other_words_make_another_release_and_the_same_words_the_same(tmp_path: Path) -> None:
    without = build(small_corpus(), tmp_path, None).id
    first = build(small_corpus(), tmp_path, texts(tmp_path / "s")).id
    again = build(small_corpus(), tmp_path, texts(tmp_path / "s")).id
    other = build(small_corpus(), tmp_path, texts(tmp_path / "s", TEXT.replace("高声", "大声"))).id
    assert first == again
    assert len({without, first, other}) == 3


def test_an_empty_folder_gives_the_release_without_quotations(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    assert quotations_for(small_corpus(), tmp_path / "s") == {}
    assert build(small_corpus(), tmp_path, tmp_path / "s").id == build(small_corpus(), tmp_path, None).id


def test_a_paragraph_is_quoted_whole_an_item_with_the_head_of_its_list(tmp_path: Path) -> None:
    corpus = small_corpus("art_2__para_1", "art_2__para_1__item_2", "art_2__para_2", "art_2__para_9")
    found = quotations_for(corpus, texts(tmp_path))
    assert {key.split("/")[1]: one.text for key, one in found.items()} == {
        "art_2__para_1": PARAGRAPH,
        "art_2__para_1__item_2": "违反本法规定的，由生态环境主管部门责令改正：\n（二）拒不停止的。",
        "art_2__para_2": "市、县人民政府负责。",
    }


def test_a_long_article_is_cut_and_says_so_a_long_paragraph_is_not(tmp_path: Path) -> None:
    found = quotations_for(small_corpus("art_3", "art_3__para_1"), texts(tmp_path))
    article, paragraph = found["quiet-law-2021/art_3"], found["quiet-law-2021/art_3__para_1"]
    assert (article.text, article.cut) == (LONG[:LONGEST_UNIT], True)
    assert (paragraph.text, paragraph.cut) == (LONG, False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TEXT.replace("静夜法", "安宁法"), "安宁法"),
        (TEXT.replace("2021年12月24日 第二次会议修订", "2024年5月1日 第二次会议修订"), "2024-05-01"),
        (TEXT.replace("\n2021年12月24日 第二次会议修订\n", "").replace("第三条 ", ""), "2018-03-01"),
    ],
)
def test_the_text_of_another_edition_is_refused_naming_both(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(WrongEdition, match=f"quiet-law-2021.*2021-12-24.*{why}") as refused:
        quotations_for(small_corpus(), texts(tmp_path, text))
    assert FILE in str(refused.value)


def test_a_text_is_found_by_its_own_head_whatever_its_file_is_called(tmp_path: Path) -> None:
    older = TEXT.replace("\n2021年12月24日 第二次会议修订\n", "")
    texts(tmp_path, older, "older.md")
    texts(tmp_path, TEXT, "text-7.txt")
    found = quotations_for(small_corpus(), tmp_path)
    assert [one.edition for one in found.values()] == ["text-7.txt"]


def test_the_graph_holds_excerpts_that_pass_their_shape_and_a_bad_digest_does_not(tmp_path: Path) -> None:
    from graph.build import build_quads

    corpus = small_corpus()
    good = quotations_for(corpus, texts(tmp_path))
    quads = build_quads(corpus, good)
    assert sum(q.predicate == NamedNode(term("quote")) for q in quads) == 1
    bad = {key: replace(one, digest="none") for key, one in good.items()}
    messages = [r.message for r in validate(build_quads(corpus, bad)).results if r.severity == "Violation"]
    assert messages == ["摘录应有SHA-256 / an excerpt has a SHA-256 digest"]


def test_a_damaged_file_of_quotations_is_noticed(tmp_path: Path) -> None:
    release = build(small_corpus(), tmp_path, texts(tmp_path / "s"))
    path = release.folder / "quotations.bin"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ReleaseDamaged):
        release.quotations()


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=40), st.text(max_size=8))
def test_every_quotation_is_found_again_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, words: dict[str, str], other: str
) -> None:
    listed = {f"x/{key}": quotation(text, "file") for key, text in words.items()}
    path = tmp_path_factory.mktemp("q") / "quotations.bin"
    path.write_bytes(encode_quotations(listed))
    opened = QuotationFile(path)
    assert len(opened) == len(listed)
    assert {f"x/{key}": opened.get("x", key) for key in words} == listed
    assert opened.get("x", other) == listed.get(f"x/{other}")
