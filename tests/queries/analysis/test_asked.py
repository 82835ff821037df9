"""Every analysis reads a topic, a place and a level in the same way, and refuses one in the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from graph.errors import BadRequest
from queries.analysis.ask_diff import DiffQuestion, compare
from queries.analysis.here import here, instrument_asked, topic_asked
from queries.analysis.ladder import ladder_for
from queries.analysis.scope import read_scope
from queries.analysis.timeline import timeline_of
from queries.lookup import Lookup

ON = date(2026, 9, 1)
NOISE = "construction-noise-night"


def scoped(lookup: Lookup, topic: str) -> str | None:
    branch = read_scope(lookup, topic=topic, today=ON).branch
    return branch.id if branch else None


ASKED: list[Callable[[Lookup, str], str | None]] = [
    scoped,
    lambda lookup, topic: timeline_of(lookup, topic, here(lookup, None, None)).topic,
    lambda lookup, topic: ladder_for(lookup, topic, None, here(lookup, "成都市", None), ON).topic,
]


@pytest.mark.parametrize("asked", ASKED)
def test_a_topic_is_named_by_its_id_or_either_name(
    lookup: Lookup, asked: Callable[[Lookup, str], str | None]
) -> None:
    row = next(one for one in lookup.tables.topics if one.id == NOISE)
    assert [asked(lookup, name) for name in (row.id, row.zh, row.en, f" {row.zh} ")] == [NOISE] * 4


@pytest.mark.parametrize("asked", ASKED)
def test_an_unknown_topic_is_refused_with_those_that_come_near(
    lookup: Lookup, asked: Callable[[Lookup, str], str | None]
) -> None:
    with pytest.raises(BadRequest) as refused:
        asked(lookup, "construction-noise-nigh")
    assert refused.value.parameter == "topic"
    assert refused.value.zh.endswith(f"construction-noise-nigh；相近的有：{NOISE}（夜间建筑施工噪声）")
    assert refused.value.en.endswith(f"construction-noise-nigh; near ones: {NOISE}")


def test_what_people_say_of_a_topic_leads_to_its_id(lookup: Lookup) -> None:
    with pytest.raises(BadRequest, match="public-place-noise（公共场所娱乐健身噪声（广场舞））"):
        topic_asked(lookup.tables, "广场舞")


def test_an_instrument_is_named_by_its_id_its_title_or_as_it_is_cited(lookup: Lookup) -> None:
    for name in ("noise-law-2021", "噪声污染防治法", "中华人民共和国噪声污染防治法", " 噪声污染防治法 "):
        assert instrument_asked(lookup.tables, "old", name).id == "noise-law-2021"


def test_a_title_that_several_editions_share_asks_which_is_meant(lookup: Lookup) -> None:
    with pytest.raises(BadRequest, match=r"不止一版.*marine-law-2017.*marine-law-2023"):
        instrument_asked(lookup.tables, "old", "中华人民共和国海洋环境保护法")
    with pytest.raises(BadRequest, match="没有这个文件：夜光法；文件列表见"):
        instrument_asked(lookup.tables, "old", "夜光法")


def test_a_comparison_refuses_an_unknown_topic_in_the_same_words(lookup: Lookup) -> None:
    question = DiffQuestion(old="noise-law-2018", new="noise-law-2021", topic="nothing")
    with pytest.raises(BadRequest) as refused:
        compare(question, lookup, lambda _: lookup, ON)
    with pytest.raises(BadRequest) as elsewhere:
        topic_asked(lookup.tables, "nothing")
    assert (refused.value.zh, refused.value.en) == (elsewhere.value.zh, elsewhere.value.en)


def test_a_level_is_refused_in_the_same_words_and_named_from_the_top(lookup: Lookup) -> None:
    said = []
    for asked in (lambda: here(lookup, None, "邦"), lambda: read_scope(lookup, level="邦", today=ON)):
        with pytest.raises(BadRequest) as refused:
            asked()
        said.append(refused.value.en)
    assert said == ["no such level: 邦 (use one of national, province, prefecture, county, township)"] * 2
