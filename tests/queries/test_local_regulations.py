"""Local regulations answer where they hold, and only there; each with the article that says so."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Store

from graph.release import Release
from queries.answer import Answer
from queries.lookup import Lookup
from queries.questions import Row, Run, ask

ON = date(2025, 5, 1)


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


def told(store: Store, instrument: str, place: str) -> list[Row]:
    bindings = {"instrument": f"id:instrument/{instrument}", "place": place}
    return ask(store, Run("who-does-what-in-a-provision", bindings))


def answered(lookup: Lookup, topic: str, place: str) -> Answer:
    area = next(one for one in lookup.tables.areas if one.id == place)
    return lookup.answer_for(
        next(one for one in lookup.tables.topics if one.id == topic), area, area.level, ON
    )


# 嘉兴 arts. 3, 14 (综合行政执法部门, read as 城市管理); 上海 arts. 99, 97, 86; 开封 arts. 30, 38.
HERE = [
    ("cooking-fumes", "cn-3304", "urban-management", "嘉兴市餐饮业油烟管理办法"),
    ("cooking-fumes", "cn-31", "ecology", "上海市大气污染防治条例"),
    ("straw-burning", "cn-31", "ecology", "上海市大气污染防治条例"),
    ("vessel-exhaust", "cn-31", "maritime", "上海市大气污染防治条例"),
    ("construction-dust", "cn-4102", "housing", "开封市扬尘污染防治条例"),
    ("stockpile-dust", "cn-4102", "ecology", "开封市扬尘污染防治条例"),
]


@pytest.mark.parametrize(("topic", "place", "lead", "law"), HERE)
def test_a_local_regulation_names_the_department_where_it_holds(
    lookup: Lookup, topic: str, place: str, lead: str, law: str
) -> None:
    answer = answered(lookup, topic, place)
    assert answer.bodies[0].type == lead
    assert answer.basis[0].title == law
    assert answer.status.value in {"assigned", "shared"}
    assert "place-not-covered" not in {one.code for one in answer.warnings}


def test_a_local_regulation_says_nothing_of_the_next_city(lookup: Lookup) -> None:
    """大气污染防治法 (2018) art. 118 leaves fumes to a designation; 嘉兴 settles it for 嘉兴 alone."""
    answer = answered(lookup, "cooking-fumes", "cn-3305")
    assert answer.status.value == "undesignated"
    assert not any("嘉兴" in one.title for one in answer.basis)


def test_one_regulation_does_not_mean_that_a_place_is_covered_on_other_matters(lookup: Lookup) -> None:
    """嘉兴 has its measures on fumes; nothing of its own is on record on night works."""
    answer = answered(lookup, "construction-noise-night", "cn-3304")
    assert "place-not-covered" in {one.code for one in answer.warnings}


def test_a_rule_made_under_a_law_since_repealed_does_not_overrule_the_law_in_force(lookup: Lookup) -> None:
    """北京 2007 art. 40 names 城市管理综合执法部门; 噪声污染防治法 (2021) art. 77 leaves it to a designation."""
    answer = answered(lookup, "construction-noise-night", "cn-11")
    assert answer.status.value == "undesignated"


def test_who_supervises_and_who_punishes_are_two_bodies(store: Store) -> None:
    """嘉兴市餐饮业油烟管理办法 art. 3: 生态环境部门 supervises, 综合行政执法部门 punishes."""
    found = {
        row["partName"]: row["name"] for row in told(store, "jiaxing-fumes-measures-2020", "art_3__para_2")
    }
    assert found == {"处罚": "综合行政执法部门"}
    found = {
        row["partName"]: row["name"] for row in told(store, "jiaxing-fumes-measures-2020", "art_3__para_1")
    }
    assert found == {"监督管理": "生态环境部门"}


@pytest.mark.parametrize(
    ("place", "timing"),
    [("art_13__para_1__item_3", "每年不少于两次"), ("art_14__para_1__item_3", "每季度不少于一次")],
)
def test_how_often_a_river_chief_patrols_is_said_level_by_level(
    store: Store, place: str, timing: str
) -> None:
    """重庆市河长制条例 arts. 13, 14."""
    assert {row["timing"] for row in told(store, "chongqing-river-chief-regulation-2020", place)} == {timing}


def test_the_first_person_responsible_for_rivers_is_the_general_chief(store: Store) -> None:
    """重庆市河长制条例 art. 12; art. 11 names fifteen departments and 等."""
    instrument = "id:instrument/chongqing-river-chief-regulation-2020"
    asked = {"instrument": instrument, "responsibility": "第一责任人"}
    assert [row["name"] for row in ask(store, Run("who-bears-a-responsibility", asked))] == ["各级总河长"]
    units = ask(store, Run("what-is-listed", {"instrument": instrument, "place": "art_11"}))
    assert len(units) == 15
    assert {row["open"] for row in units} == {"true"}


def test_several_departments_share_a_penalty_each_in_its_remit(store: Store) -> None:
    """山东省水污染防治条例 art. 79."""
    names = [row["name"] for row in told(store, "shandong-water-regulation-2020", "art_79")]
    assert names == ["生态环境主管部门", "城市管理部门", "其他负有监督管理职责的部门"]


def test_smoke_of_vehicles_and_of_vessels_has_different_keepers(store: Store) -> None:
    """上海市大气污染防治条例 art. 86."""
    found = {row["name"]: row["consequence"] for row in told(store, "shanghai-air-regulation-2018", "art_86")}
    assert found == {
        "公安交通管理部门": "可罚200—2000元",
        "海事部门": "可罚1千—1万元；严重的1万—5万元",
    }
