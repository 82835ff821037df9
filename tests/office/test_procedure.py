"""Who convenes and decides on a matter nobody leads, and what each province's rule leaves open.

Golden answers are read from 川环委〔2023〕1号 (2023-03-17) 二（四） and from the Qinghai implementing opinion
(published 2024-06-17) 二（三）; house rules are this repository's own.
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.codes import Level
from graph.procedures import Doer, Gap
from graph.tables import Tables
from office.codes import Cause
from office.decider import check_decider
from office.matter_procedure import Standpoint, check_deciders, procedure_of
from office.procedure import BodyAt, Procedures, check_conditions

SICHUAN, CHENGDU, JINJIANG = "cn-51", "cn-5101", "cn-510104"
QINGHAI, XINING, CHENGDONG = "cn-63", "cn-6301", "cn-630102"
BEIJING = "cn-11"
NOW = date(2026, 11, 29)
PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP


@pytest.fixture(scope="module")
def procedures(tables: Tables) -> Procedures:
    return Procedures(tables)


def chosen(
    procedures: Procedures, area: str, level: Level, on: date = NOW, gap: Gap = Gap.NO_LEAD
) -> str | None:
    row = procedures.procedure_for(area, level, on, gap).procedure
    return row.id if row else None


def names(procedures: Procedures, area: str, level: Level) -> list[str]:
    row = procedures.procedure_for(area, level, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    return [named.zh for named in procedures.deciding_bodies(row, area, level).bodies]


# ---------------------------------------------------------------- which procedure


def test_each_province_has_its_own_procedure_and_the_rest_a_house_rule(procedures: Procedures) -> None:
    assert chosen(procedures, JINJIANG, COUNTY) == "sichuan"
    assert chosen(procedures, CHENGDONG, COUNTY) == "qinghai"
    choice = procedures.procedure_for(BEIJING, PROVINCE, NOW, Gap.NO_LEAD)
    assert choice.procedure is not None
    assert (choice.procedure.id, choice.procedure.certainty) == ("general", "assumed")
    assert choice.procedure.clause is None
    assert "没有文件规定" in choice.says[0].zh


def test_before_its_notice_sichuan_had_no_procedure_of_its_own(procedures: Procedures) -> None:
    assert chosen(procedures, SICHUAN, PROVINCE, date(2023, 3, 16)) == "general"
    assert chosen(procedures, SICHUAN, PROVINCE, date(2023, 3, 17)) == "sichuan"


def test_whether_qinghais_opinion_held_before_it_was_published_is_said_to_be_open(
    procedures: Procedures,
) -> None:
    """Published 2024-06-17, issued 近期: between is unknown, and the answer says so."""
    choice = procedures.procedure_for(XINING, PREFECTURE, date(2024, 5, 1), Gap.NO_LEAD)
    assert choice.procedure is not None and choice.procedure.id == "general"
    assert any("来源未写" in words.zh for words in choice.says)


def test_an_owner_who_does_not_act_leaves_this_procedure(procedures: Procedures) -> None:
    choice = procedures.procedure_for(JINJIANG, COUNTY, NOW, Gap.INACTIVE_OWNER)
    assert choice.procedure is None
    assert "督办" in choice.says[0].zh


def test_a_missing_designation_goes_by_its_clause_where_no_local_rule_covers_it(
    procedures: Procedures,
) -> None:
    assert chosen(procedures, CHENGDONG, COUNTY, gap=Gap.UNDESIGNATED) == "designation"
    assert chosen(procedures, JINJIANG, COUNTY, gap=Gap.UNDESIGNATED) == "sichuan"


# ---------------------------------------------------------------- who decides


def test_sichuan_decides_provincial_matters_at_the_province_and_all_others_at_the_prefecture(
    procedures: Procedures,
) -> None:
    assert names(procedures, JINJIANG, PROVINCE) == ["四川省委", "四川省人民政府"]
    for level in (PREFECTURE, COUNTY, TOWNSHIP):
        assert names(procedures, JINJIANG, level) == ["成都市委", "成都市人民政府"]


def test_qinghai_decides_at_the_matters_own_level(procedures: Procedures) -> None:
    assert names(procedures, CHENGDONG, COUNTY) == ["城东区委", "城东区人民政府"]
    assert names(procedures, CHENGDONG, PREFECTURE) == ["西宁市委", "西宁市人民政府"]
    assert names(procedures, CHENGDONG, PROVINCE) == ["青海省委", "青海省人民政府"]


def test_a_place_without_that_level_on_record_gives_no_decider_and_says_why(procedures: Procedures) -> None:
    row = procedures.procedure_for(SICHUAN, COUNTY, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    deciders = procedures.deciding_bodies(row, SICHUAN, COUNTY)
    assert deciders.bodies == ()
    assert "定不出" in deciders.says[0].zh


def bodies(*pairs: tuple[str, str]) -> list[BodyAt]:
    return [BodyAt(kind, area) for kind, area in pairs]


DECISIONS = [
    (JINJIANG, COUNTY, bodies(("party-committee", CHENGDU), ("government", CHENGDU)), "decider-fits"),
    (JINJIANG, COUNTY, bodies(("party-committee", JINJIANG), ("government", JINJIANG)), "wrong-level"),
    (JINJIANG, COUNTY, bodies(("government", CHENGDU)), "decider-missing"),
    (SICHUAN, PROVINCE, bodies(("party-committee", SICHUAN), ("government", SICHUAN)), "decider-fits"),
    (SICHUAN, PROVINCE, bodies(("committee-office", SICHUAN)), "convenes-only"),
    (SICHUAN, PROVINCE, bodies(("ecology", SICHUAN)), "wrong-body"),
    (SICHUAN, PROVINCE, bodies(), "no-decider"),
    (CHENGDONG, COUNTY, bodies(("party-committee", CHENGDONG), ("government", CHENGDONG)), "decider-fits"),
    (CHENGDONG, COUNTY, bodies(("party-committee", XINING), ("government", XINING)), "wrong-level"),
    (CHENGDONG, COUNTY, bodies(("ecology", CHENGDONG)), "convenes-only"),
    (BEIJING, PROVINCE, bodies(("government", BEIJING)), "decider-fits"),
    (
        BEIJING,
        PROVINCE,
        bodies(("party-committee", BEIJING), ("government", BEIJING)),
        "decider-fits-otherwise",
    ),
    (BEIJING, PROVINCE, bodies(("ecology", BEIJING)), "wrong-body"),
]


@pytest.mark.parametrize(("area", "level", "given", "code"), DECISIONS)
def test_a_decision_is_checked_against_the_procedure(
    procedures: Procedures, area: str, level: Level, given: list[BodyAt], code: str
) -> None:
    row = procedures.procedure_for(area, level, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    finding = check_decider(procedures, row, area, level, given)
    assert (finding.code, finding.ok) == (code, code.startswith("decider-fits"))


def test_a_refusal_names_who_decides_and_the_clause(procedures: Procedures) -> None:
    row = procedures.procedure_for(JINJIANG, COUNTY, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    says = check_decider(procedures, row, JINJIANG, COUNTY, bodies(("government", JINJIANG))).says.zh
    assert "成都市委和成都市人民政府" in says
    assert "川环委〔2023〕1号第二部分（四）" in says


NIGHT = "noise-law-2021/art_77__para_1__item_2-night"


def test_under_a_designation_clause_the_government_it_names_decides(procedures: Procedures) -> None:
    """噪声污染防治法 (2021-12-24) 第七十七条: 工程所在地人民政府指定的部门."""
    designator = procedures.designator_of(NIGHT)
    row = procedures.procedure_for(CHENGDONG, COUNTY, NOW, Gap.UNDESIGNATED).procedure
    assert designator is not None and row is not None

    def code(*pairs: tuple[str, str]) -> str:
        return check_decider(procedures, row, CHENGDONG, COUNTY, bodies(*pairs), designator).code

    assert code(("government", CHENGDONG)) == "decider-fits"
    assert code(("government", XINING)) == "decider-fits-otherwise"
    assert code(("ecology", CHENGDONG)) == "wrong-body"
    assert code(("government", CHENGDU)) == "wrong-level"
    assert check_decider(procedures, row, CHENGDONG, COUNTY, bodies(), None).code == "decider-unknown"


# Each clause read in its text; whether it is still in force does not matter here.
DESERT = "desertification-law-2018/art_11__para_2"
OPEN_FIRE = "air-law-2018/art_119__para_2"
STRAW = "air-law-2018/art_119__para_1-straw"
DAMAGE = "solid-waste-law-2020/art_122__para_1"
FELLING = "forest-law-2019/art_57__para_3"
COVERING = "mineral-law-2024/art_32__para_4"
WHO_DESIGNATES = [
    # 防沙治沙法 (2018-10-26) 第十一条第二款: 国务院指定的有关部门, whatever the level of the matter.
    (DESERT, CHENGDONG, COUNTY, ("state-council", "cn"), "decider-fits"),
    (DESERT, CHENGDONG, COUNTY, ("state-council", CHENGDONG), "wrong-level"),
    (DESERT, CHENGDONG, PROVINCE, ("state-council", "cn"), "decider-fits"),
    (DESERT, CHENGDONG, COUNTY, ("government", CHENGDONG), "wrong-body"),
    # 大气污染防治法 (2018-10-26) 第一百一十九条第二款: 县级人民政府, and no other.
    (OPEN_FIRE, CHENGDONG, COUNTY, ("government", CHENGDONG), "decider-fits"),
    (OPEN_FIRE, CHENGDONG, COUNTY, ("government", XINING), "wrong-level"),
    (OPEN_FIRE, XINING, PREFECTURE, ("government", XINING), "decider-unknown"),
    (OPEN_FIRE, CHENGDONG, TOWNSHIP, ("government", CHENGDONG), "decider-fits"),
    # 固体废物污染环境防治法 (2020-04-29) 第一百二十二条第一款: 设区的市级以上地方人民政府 may designate.
    (DAMAGE, CHENGDONG, COUNTY, ("government", CHENGDONG), "wrong-level"),
    (DAMAGE, CHENGDONG, COUNTY, ("government", XINING), "decider-fits"),
    (DAMAGE, CHENGDONG, COUNTY, ("government", QINGHAI), "decider-fits-otherwise"),
    # 森林法 (2019-12-28) 第五十七条第三款: 县级人民政府林业主管部门 entrusts a township.
    (FELLING, CHENGDONG, COUNTY, ("forestry-grassland", CHENGDONG), "decider-fits"),
    (FELLING, CHENGDONG, TOWNSHIP, ("forestry-grassland", CHENGDONG), "decider-fits"),
    (FELLING, CHENGDONG, COUNTY, ("forestry-grassland", XINING), "wrong-level"),
    (FELLING, CHENGDONG, COUNTY, ("government", CHENGDONG), "wrong-body"),
    # 矿产资源法 (2024-11-08) 第三十二条第四款: 国务院自然资源主管部门 authorises a province's.
    (COVERING, CHENGDONG, PROVINCE, ("natural-resources", "cn"), "decider-fits"),
    (COVERING, CHENGDONG, PROVINCE, ("natural-resources", QINGHAI), "wrong-level"),
    # 大气污染防治法 第一百一十九条第一款: 县级以上地方人民政府.
    (STRAW, CHENGDONG, COUNTY, ("government", XINING), "decider-fits-otherwise"),
]


@pytest.mark.parametrize(("duty", "area", "level", "given", "code"), WHO_DESIGNATES)
def test_a_clause_is_read_with_the_level_of_the_government_it_names(
    procedures: Procedures, duty: str, area: str, level: Level, given: tuple[str, str], code: str
) -> None:
    designator = procedures.designator_of(duty)
    row = procedures.procedure_for(area, level, NOW, Gap.UNDESIGNATED).procedure
    assert designator is not None and row is not None
    finding = check_decider(procedures, row, area, level, bodies(given), designator)
    assert (finding.code, finding.ok) == (code, code.startswith("decider-fits"))
    if given[0] == "state-council" and finding.ok:
        assert "由国务院决定" in finding.says.zh


def test_a_department_that_passes_its_task_down_is_named_as_the_law_names_it(procedures: Procedures) -> None:
    named = {
        (FELLING, COUNTY): "城东区林业草原主管部门",
        (COVERING, PROVINCE): "国务院自然资源主管部门",
    }
    for (duty, level), zh in named.items():
        row = procedures.procedure_for(CHENGDONG, level, NOW, Gap.UNDESIGNATED).procedure
        assert row is not None
        found = procedures.deciding_bodies(row, CHENGDONG, level, procedures.designator_of(duty))
        assert [one.zh for one in found.bodies] == [zh]


def test_who_designates_under_a_county_clause_is_not_found_for_a_city_and_it_says_so(
    procedures: Procedures,
) -> None:
    row = procedures.procedure_for(XINING, PREFECTURE, NOW, Gap.UNDESIGNATED).procedure
    assert row is not None
    deciders = procedures.deciding_bodies(row, XINING, PREFECTURE, procedures.designator_of(OPEN_FIRE))
    assert deciders.bodies == ()
    assert "县级人民政府指定" in deciders.says[0].zh and "定不出" in deciders.says[0].zh


def test_a_local_procedure_does_not_go_before_the_law_that_names_another(procedures: Procedures) -> None:
    """川环委〔2023〕1号 has the city decide; under 大气污染防治法 第一百一十九条第二款 only the county designates."""
    row = procedures.procedure_for(JINJIANG, COUNTY, NOW, Gap.UNDESIGNATED).procedure
    assert row is not None and row.id == "sichuan"
    city = bodies(("party-committee", CHENGDU), ("government", CHENGDU))

    def code(given: list[BodyAt], duty: str) -> str:
        return check_decider(procedures, row, JINJIANG, COUNTY, given, procedures.designator_of(duty)).code

    assert code(city, OPEN_FIRE) == "clause-forbids"
    assert code(bodies(("government", JINJIANG)), OPEN_FIRE) == "decider-fits-otherwise"
    assert code(city, NIGHT) == "decider-fits"
    assert code(bodies(("government", JINJIANG)), NIGHT) == "wrong-level"


def test_the_clause_of_every_duty_settled_must_let_the_bodies_decide(tables: Tables) -> None:
    at = Standpoint(Procedures(tables).areas[CHENGDONG], COUNTY, NOW, Cause.UNDESIGNATED)
    for duties in ((STRAW, DESERT), (DESERT, STRAW)):
        finding = check_deciders(tables, at, duties, ["government"], CHENGDONG)
        assert not finding.ok and "第十一条第二款" in finding.says.zh
        deciders = procedure_of(tables, at, duties).deciders
        assert deciders is not None and deciders.bodies == ()
        assert "各条指定的机关不同" in deciders.says[0].zh
    assert check_deciders(tables, at, (STRAW, OPEN_FIRE), ["government"], CHENGDONG).ok


def test_sichuans_arrangement_and_the_clause_of_a_law_are_both_said(procedures: Procedures) -> None:
    designator = procedures.designator_of(NIGHT)
    row = procedures.procedure_for(JINJIANG, COUNTY, NOW, Gap.UNDESIGNATED).procedure
    assert row is not None
    deciders = procedures.deciding_bodies(row, JINJIANG, COUNTY, designator)
    assert [named.zh for named in deciders.bodies] == ["成都市委", "成都市人民政府"]
    assert "第七十七条" in deciders.says[0].zh and "两边都合" in deciders.says[0].zh


def test_a_duty_that_names_its_department_has_no_designator(procedures: Procedures) -> None:
    assert procedures.designator_of("noise-law-2018/art_56__para_1") is None


# ---------------------------------------------------------------- steps, conditions, publication, reports


def test_sichuans_office_convenes_for_the_province_and_nobody_is_named_below(procedures: Procedures) -> None:
    row = procedures.procedure_for(SICHUAN, PROVINCE, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    assert [n.zh for n in procedures.convenors(row, SICHUAN, PROVINCE)] == ["四川省生态环境保护委员会办公室"]
    assert procedures.convenors(row, JINJIANG, COUNTY) == ()
    acts = [step.act for step in procedures.steps_for(row, SICHUAN, PROVINCE)]
    assert acts == ["check", "sort", "convene", "submit", "decide", "publish", "enter", "report"]
    below = procedures.steps_for(row, JINJIANG, COUNTY)
    assert [step.act for step in below] == ["check", "sort", "decide", "publish", "enter", "report"]
    assert [step.number for step in below] == [1, 2, 3, 4, 5, 6]
    assert [n.zh for n in below[2].by] == ["成都市委", "成都市人民政府"]


def test_what_follows_a_sichuan_decision_is_marked_as_read_into_the_text(procedures: Procedures) -> None:
    row = procedures.procedure_for(SICHUAN, PROVINCE, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    certainty = {step.act: step.certainty for step in procedures.steps_for(row, SICHUAN, PROVINCE)}
    assert (certainty["decide"], certainty["enter"], certainty["report"]) == (
        "stated",
        "interpreted",
        "interpreted",
    )


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ({"no-lead": True, "clear-effect": True}, "conditions-hold"),
        ({"no-lead": True, "clear-effect": False}, "condition-fails"),
        ({"no-lead": True}, "condition-open"),
        ({}, "condition-open"),
    ],
)
def test_sichuan_asks_for_both_conditions(procedures: Procedures, held: dict[str, bool], code: str) -> None:
    row = procedures.procedure_for(SICHUAN, PROVINCE, NOW, Gap.NO_LEAD).procedure
    assert row is not None
    finding = check_conditions(row, held)
    assert (finding.code, finding.ok) == (code, code == "conditions-hold")


def test_publication_is_stated_in_sichuan_not_in_qinghai_and_advised_by_the_house(
    procedures: Procedures,
) -> None:
    rows = {row.id: row for row in procedures.rows}
    assert {key: rows[key].publication for key in ("sichuan", "qinghai", "general")} == {
        "sichuan": "stated",
        "qinghai": "not-stated",
        "general": "house",
    }
    (publish,) = [step for step in rows["sichuan"].steps if step.act == "publish"]
    assert publish.by is Doer.NOT_STATED


def test_reports_are_the_provinces_own_and_the_houses_where_it_has_none(procedures: Procedures) -> None:
    sichuan = {report.period: report for report in procedures.reports_for(CHENGDU)}
    assert sichuan["year"].due == (1, 31)
    assert sichuan["month"].clause is None
    qinghai = {report.period: report for report in procedures.reports_for(CHENGDONG)}
    assert "year" not in qinghai
    assert qinghai["month"].clause is not None and qinghai["quarter"].clause is not None
