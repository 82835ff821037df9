"""Damage is undone, recorded and reversible; sound text, and what would be a guess, stays as it is."""

from __future__ import annotations

import io
import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.errors import UnreadableDocument
from graph.text import fits_simplified, simplified
from loaders.repair import decode, read_text, repair, restore
from loaders.repair.characters import simple, strangeness
from loaders.repair.decode import LARGEST
from loaders.repair.readings import default_reading
from loaders.repair.record import Certainty, Draft, Edit, Reading, Rule

SOUND = "各级人民政府应当加强保护工作，建立责任清单制度。本办法自公布之日起施行；有关部门依职责办理"


def same(text: str) -> str:
    """The form in which damage cases are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def traditional() -> tuple[str, ...]:
    """Common traditional characters whose simplified form does not depend on the words around them."""
    found = (chr(code) for code in range(0x4E00, 0xA000))
    return tuple(
        c
        for c in found
        if not fits_simplified(c)
        and fits_simplified(simple(c))
        and strangeness(c) == 0
        and default_reading(c)
        if len(c.encode("gb18030")) == 2
        and c.encode("gb18030")[1] != 0x80
        and simplified(c * 2) == simple(c) * 2
    )


def ends_a_shift(character: str) -> bool:
    return character.encode("gb18030")[1] < 0x80


def traditional_text() -> st.SearchStrategy[str]:
    words = st.text(st.sampled_from(traditional()), min_size=3, max_size=12)
    return words.filter(lambda text: any(map(ends_a_shift, text)))


def shifted(text: str) -> str:
    """A paragraph whose indent lost one of its bytes on the way."""
    raw = ("　" + text).encode("gb18030")
    return raw[1:].decode("gb18030")


def with_pinyin(text: str) -> str:
    return "".join(f"{c}({default_reading(c)})" for c in text)


# What it mends


def test_every_development_case_comes_out_right(eval_sets: Path) -> None:
    lines = (eval_sets / "damage-dev.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    wrong = [case["id"] for case in cases if same(repair(case["damaged"]).text) != same(case["repaired"])]
    assert (len(cases), wrong) == (27, [])


@given(traditional_text())
def test_a_shifted_paragraph_head_is_read_back(text: str) -> None:
    words = "（一）" + text
    assume(simplified(words) == "".join(map(simple, words)))
    repaired = repair(shifted(words))
    assert repaired.text == "　" + simplified(words)
    assert restore(repaired.text, repaired.repairs) == shifted(words)
    assert {step.certainty for step in repaired.repairs[0].steps} == {Certainty.DETERMINISTIC}


@given(traditional_text())
def test_put_in_readings_are_taken_out_again(text: str) -> None:
    assume(simplified(text) == "".join(map(simple, text)))
    repaired = repair(with_pinyin(text))
    assert repaired.text == simplified(text)
    assert restore(repaired.text, repaired.repairs) == with_pinyin(text)


@given(st.lists(traditional_text(), min_size=1, max_size=4), st.booleans())
def test_a_page_with_all_of_it_is_read_back_and_a_second_repair_changes_nothing(
    paragraphs: list[str], crlf: bool
) -> None:
    end = "\r\n" if crlf else "\n"
    words = end.join(paragraphs)
    assume(simplified(words) == "".join(map(simple, words)))
    damaged = end.join(shifted("（一）" + text) + with_pinyin(text) for text in paragraphs)
    repaired = repair(damaged)
    assert repaired.text == end.join(f"　（一）{simplified(text)}{simplified(text)}" for text in paragraphs)
    assert restore(repaired.text, repaired.repairs) == damaged
    assert repair(repaired.text).text == repaired.text


@given(st.text(st.sampled_from(traditional()), min_size=2, max_size=8))
def test_bytes_of_a_gbk_file_settle_what_its_text_lost(text: str) -> None:
    words = "（一）" + text + "12"
    raw = ("　" + words).encode("gb18030")[1:]
    assume(simplified(words) == "".join(map(simple, words)))
    try:
        damaged = raw.decode("gb18030", "surrogateescape")
    except UnicodeDecodeError:
        assume(False)
    assume(all(len(c.encode("gb18030", "surrogateescape")) <= 2 for c in damaged))
    assert repair(damaged).text == "　" + simplified(words)


def test_the_reading_behind_a_run_names_the_character_whose_second_byte_was_lost() -> None:
    repaired = repair("。ㄎ澹⿵娀瘬(dān)")
    assert repaired.text.strip() == "（五）强化担"
    assert repaired.repairs[0].steps[0].certainty is Certainty.PINYIN_CONSTRAINED


def test_a_first_byte_that_only_the_words_tell_is_restored_when_one_word_is_known_and_left_otherwise() -> (
    None
):
    damaged = "日?己藘(nèi)容"
    left = repair(damaged)
    assert left.text == damaged
    assert len(left.left[0].choices) > 1
    known = repair(damaged, known=lambda pair: pair in "日常考核")
    assert known.text == "日常考核内容"
    assert known.repairs[0].steps[0].certainty is Certainty.CONTEXT


def test_zhu_is_zhe_in_traditional_text_unless_it_is_read_zhu() -> None:
    assert repair("著力構建，成效顯著").text == "着力构建，成效显著"


def test_punctuation_is_widened_where_a_text_lost_all_of_it() -> None:
    assert repair("各部门(试行),按职责:办理;生产总值(GEP),2020年").text == (
        "各部门（试行），按职责：办理；生产总值(GEP)，2020年"
    )


# What it leaves


def test_no_character_of_the_law_texts_is_changed(sources: Path) -> None:
    local = sources.parent / "local"
    files = [p for p in [*sources.rglob("*.md"), *local.rglob("*.md")] if p.name != "README.md"]
    texts = {path.name: path.read_bytes().decode("utf-8") for path in files}
    assert len(files) >= 103
    assert [name for name, text in texts.items() if repair(text).text != text] == []


def test_the_clean_seeds_lose_nothing_but_width_and_buttons(sources: Path) -> None:
    for name in ("002_016a5db2350202bd.txt", "003_2284da3653e7699d.txt"):
        text = (sources.parent.parent / "seeds" / name).read_bytes().decode("utf-8")
        repaired = repair(text)
        rules = {step.rule for repair_ in repaired.repairs for step in repair_.steps}
        assert rules <= {Rule.WIDTH, Rule.BOILERPLATE}
        dropped = [r.was.strip(" \n") for r in repaired.repairs if r.steps[0].rule is Rule.BOILERPLATE]
        assert all(len(words) <= 4 for words in dropped)


@given(st.text(st.sampled_from(SOUND + "\n　ABCXYZabc0189()（）《》"), max_size=60))
def test_common_characters_in_any_order_are_sound(text: str) -> None:
    assume("(a)" not in text)
    assert repair("，" + text).text == "，" + text


@pytest.mark.parametrize(
    "text",
    [
        "生产总值(GEP)核算",
        "新(改、扩)建",
        "规定(试行)",
        "浠水县漕河镇郜家畈村A区",
        "利用5G直播、4K视频开展普法",
        "登高瞭望",
        "张燊、李镕同志",
        "尕(gǎ)斯湖",
        "关闭",
        "单县(shàn)",
        "部门 | 事项 | 网站",
        "排污许可证：12345",
        "什么？答：没有！",
    ],
)
def test_sound_words_that_look_damaged_stay(text: str) -> None:
    assert repair(text).text == text


def test_a_bracket_that_is_not_the_reading_of_its_character_is_left_and_reported() -> None:
    repaired = repair("生態(huán)環(jìng)")
    assert repaired.text == "生态(huán)环(jìng)"
    assert [left.words for left in repaired.left] == ["(huán)", "(jìng)"]
    assert all(repaired.text[one.stands_at :].startswith(one.words) for one in repaired.left)


# Pages that were taken over


def page(lines: int) -> str:
    return "\n".join(f"第{n}段，77影院门负责生态环境保护工作。" for n in range(lines))


def test_a_page_full_of_a_foreign_name_is_quarantined_and_read_on_request_only() -> None:
    held = repair(page(3))
    assert held.text == "" and held.quarantine and held.quarantine.names == ("77影院",)
    read = repair(page(3), quarantined=True)
    assert "生态环境部门负责" in read.text and "77影院" not in read.text
    assert read.quarantine == held.quarantine
    assert restore(read.text, read.repairs) == page(3)


def test_an_overwritten_word_that_no_formula_tells_is_left_and_reported() -> None:
    repaired = repair("由77影院牵头落实")
    assert repaired.text == "由77影院牵头落实"
    assert [(one.words, one.rule) for one in repaired.left] == [("77影院", Rule.OVERWRITTEN)]


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("中共中央办公厅、77影院 办公厅印发", "中共中央办公厅、国务院办公厅印发"),
        ("党中央77影院 决策部署", "党中央、国务院决策部署"),
        ("生态环境质量由地方77影院门负责", "生态环境质量由地方生态环境部门负责"),
    ],
)
def test_a_fixed_formula_or_a_stranded_half_word_tells_what_stood_there(damaged: str, repaired: str) -> None:
    assert repair(damaged).text == repaired


def test_every_seed_can_be_restored_and_is_stable(sources: Path) -> None:
    seeds = sorted((sources.parent.parent / "seeds").glob("*.txt"))
    held = []
    for path in seeds:
        text = decode(path.read_bytes())
        held += [path.name[:3]] if repair(text).quarantine else []
        repaired = repair(text, quarantined=True)
        assert restore(repaired.text, repaired.repairs) == text
        assert repair(repaired.text, quarantined=True).text == repaired.text
        assert all(repaired.text[r.stands_at : r.stands_until] == r.now for r in repaired.repairs)
        assert all(text[r.at : r.end] == r.was for r in repaired.repairs)
    assert (len(seeds), held) == (5, ["004"])


# The record


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    places = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    return [Edit(a, b, draw(st.text("xyz", max_size=3)), Certainty.CONTEXT) for a, b in spans]


@given(st.data(), st.text("abcdef", max_size=30))
def test_any_rules_after_each_other_can_be_undone(data: st.DataObject, text: str) -> None:
    draft = Draft(text)
    for rule in Rule:
        draft.take(rule, Reading(data.draw(edits_of(len(draft.text)))))
    assert restore(draft.text, draft.repairs) == text
    assert all(text[r.at : r.end] == r.was for r in draft.repairs)
    assert all(draft.text[r.stands_at : r.stands_until] == r.now for r in draft.repairs)


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    assert decode(SOUND.encode(encoding)) == SOUND


@pytest.mark.parametrize("raw", [b"", b" \n", b"PK\x03\x04\0\0", b"\xff\xfe\xff", bytes(range(128, 256)) * 9])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        decode(raw)


def test_a_file_over_the_limit_is_refused_before_it_is_read_whole() -> None:
    with pytest.raises(UnreadableDocument, match="50"):
        read_text(io.BytesIO(b"a" * (LARGEST + 10)))


def test_a_shift_that_runs_to_the_end_of_a_line_ends_in_a_full_stop_or_is_left() -> None:
    words = "（一）各级人民政府应当加强保护工作"
    stop, semicolon = (
        ("　" + words + mark).encode("gb18030")[1:].decode("gb18030", "ignore") for mark in "。；"
    )
    assert repair(stop).text == "　" + words + "。"
    left = repair(semicolon)
    assert left.text == semicolon
    assert left.left[0].choices == ("　" + words + "□",)


def test_a_character_that_its_reading_does_not_settle_is_settled_by_a_known_word() -> None:
    damaged = "　（三）記".encode("gb18030")[1:].decode("gb18030", "ignore") + "(jì)大过"
    assert repair(damaged).text == damaged
    assert repair(damaged, known=lambda pair: pair in "记大过").text == "　（三）记大过"
