"""The consultation paper in Word and HTML: what stands on it, and that no text of a matter can break it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from graph.tables import Tables
from office.clock import Change
from office.consultation_paper import (
    CANDIDATES,
    DESCRIPTION,
    POSITIONS,
    Candidate,
    Consultation,
    Opinion,
    consultation_paper,
)
from office.deadlines import work_out
from outputs.papers.page import write_page
from outputs.papers.paper import Grid
from outputs.papers.word import write_word
from tests.office.example_paper import CHENGDONG, NIGHT, example
from tests.office.rules import CHINA, MONTH, day, rule


@pytest.fixture(scope="module")
def content(tables: Tables) -> Consultation:
    return example(tables)


def in_html(content: Consultation) -> str:
    tree = LexborHTMLParser(write_page(consultation_paper(content)))
    assert tree.body is not None
    return tree.body.text()


def in_word(content: Consultation) -> str:
    document = Document(io.BytesIO(write_word(consultation_paper(content))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("read", [in_html, in_word])
def test_the_paper_says_what_a_meeting_needs(read, content: Consultation) -> None:  # type: ignore[no-untyped-def]
    text = read(content)
    for words in (
        "2026-000017",
        "西宁市城东区，县级",
        "法律授权未指定",
        "住房和城乡建设",
        "噪声污染防治法第七十七条第一款第（二）项（2022-06-05—2026-08-15）",
        "不属于我方",
        "尚未答复",
        "异同：",
        "由城东区人民政府决定（噪声污染防治法第七十七条",
        "内部目标（非法定）",
        "2026-08-10",  # two months from 2026-06-08 are Saturday 2026-08-08
        "本事项没有法定期限",
        "会商意见",
        content.release,
    ):
        assert words in text, words


def test_what_does_not_fit_on_the_page_is_counted_on_it(content: Consultation) -> None:
    many = replace(
        content,
        candidates=tuple(
            Candidate(f"部门{n}", "候选", "依据", None, None, "stated") for n in range(CANDIDATES + 3)
        ),
        opinions=tuple(Opinion(f"部门{n}", "不属于我方") for n in range(POSITIONS + 2)),
    )
    text = in_html(many)
    assert "另有3个候选部门，见台账。" in text
    assert "另有2份意见，见台账。" in text
    assert f"部门{CANDIDATES + 2}" not in text


def test_a_long_description_is_cut_and_shows_it(content: Consultation) -> None:
    long = replace(content, card=replace(content.card, description="噪声" * DESCRIPTION))
    assert "噪声" * (DESCRIPTION // 2 - 1) + "噪…" in in_html(long)


def test_a_legal_limit_shows_its_clause_and_a_paused_one_that_it_stands(content: Consultation) -> None:
    paused = work_out(
        rule(2, MONTH, zh="内部办理"),
        day("2026-06-08"),
        CHINA,
        [Change("pause", day("2026-06-10"), "等监测报告")],
        on=day("2026-06-12"),
    )
    legal = work_out(rule(1, MONTH, kind="legal", zh="法定办理"), day("2026-06-08"), CHINA)
    shown = replace(
        content,
        deadlines=replace(
            content.deadlines, legal=(replace(legal, clause_zh="示例法第一条"),), internal=(paused,), says=()
        ),
    )
    text = in_html(shown)
    assert "法定：示例法第一条" in text
    assert "暂停中" in text and "等监测报告" in text
    assert "没有法定期限" not in text


def test_words_of_a_matter_are_text_and_never_markup(content: Consultation) -> None:
    sharp = '<script>alert(1)</script> & "quoted" <img src=x onerror=y>'
    page = write_page(consultation_paper(replace(content, card=replace(content.card, description=sharp))))
    tree = LexborHTMLParser(page)
    assert tree.css("script, img") == []
    assert sharp in in_html(replace(content, card=replace(content.card, description=sharp)))


def test_the_page_fetches_nothing(content: Consultation) -> None:
    page = write_page(consultation_paper(content)).decode()
    assert "http" not in page and "url(" not in page and "@import" not in page


def test_the_same_content_gives_the_same_bytes(content: Consultation) -> None:
    paper = consultation_paper(content)
    assert write_word(paper) == write_word(paper)
    assert write_page(paper) == write_page(paper)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.characters(blacklist_categories=()), max_size=80))
def test_any_text_can_be_written(content: Consultation, text: str) -> None:
    odd = consultation_paper(
        replace(content, card=replace(content.card, description=text, topic=text), finding=text)
    )
    Document(io.BytesIO(write_word(odd)))
    write_page(odd).decode("utf-8")


def test_a_place_without_a_decider_still_gives_a_paper(tables: Tables, content: Consultation) -> None:
    from graph.codes import Level
    from graph.procedures import Gap
    from office.procedure import Procedures

    procedures = Procedures(tables)
    row = procedures.procedure_for(CHENGDONG, Level.COUNTY, day("2026-06-08"), Gap.UNDESIGNATED).procedure
    assert row is not None and procedures.designator_of(NIGHT) is not None
    open_one = procedures.deciding_bodies(row, CHENGDONG, Level.COUNTY, None)
    text = in_html(replace(content, deciders=open_one, candidates=(), opinions=(), steps=()))
    assert "由定不出决定" not in text
    assert "要先写明是哪一条留给指定的" in text
    assert "尚未征求意见。" in text and "数据中没有候选部门。" in text


def test_a_grid_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError):
        Grid(("一", "二"), (1, 1), (("只有一个",),))
