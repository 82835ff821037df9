from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import article_name, numeral_of, place_name
from graph.text import normalise
from loaders.structure.numerals import number_of


@given(st.integers(min_value=1, max_value=9999))
def test_a_numeral_reads_back_as_its_number(number: int) -> None:
    assert number_of(numeral_of(number)) == number


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("art_77__para_1", "第七十七条第一款"),
        ("art_1185__para_1__item_2", "第一千一百八十五条第一款第（二）项"),
        ("art_120-1", "第一百二十条之一"),
        ("sec_2__subsec_3", "第二部分（三）"),
        ("q_4__para_2", "问4第二款"),
        ("art_1005", "第一千零五条"),
        ("art_110", "第一百一十条"),
    ],
)
def test_a_locator_reads_as_lawyers_write_it(locator: str, words: str) -> None:
    assert place_name(locator) == words


def test_an_article_is_named_without_its_paragraph() -> None:
    assert article_name("art_8__para_3") == "第八条"


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("農業農村廳在預告機制裡有責任嗎", "农业农村厅在预告机制里有责任吗"),
        ("ＫＴＶ　扰民", "ktv扰民"),
        ("噪 声 扰 民", "噪声扰民"),
        ("显著", "显著"),
        ("a\u200bb\x00c", "abc"),
        ("How many  Triggers", "how many triggers"),
    ],
)
def test_text_takes_one_normal_form(given_: str, expected: str) -> None:
    assert normalise(given_) == expected
