"""The leader ladder: golden chains read from the Q&A of 2025-08-01 (seed 004) and 川环委〔2023〕1号 (seed 003)."""

from __future__ import annotations

from datetime import date

import pytest

from queries.analysis.here import here
from queries.analysis.ladder import ladder_for, ladder_of
from queries.analysis.ladder_table import ladder_table
from queries.analysis.rungs import Ladder, Step
from queries.lookup import Lookup

AUTUMN = date(2026, 9, 1)
RULES, NOTICE = "leader-responsibility-rules-2025", "sichuan-notice-2023"


def made(
    lookup: Lookup, topic: str, place: str | None, on: date = AUTUMN, level: str | None = None
) -> Ladder:
    where = here(lookup, place, level)
    row = next(one for one in lookup.tables.topics if one.id == topic)
    return ladder_of(lookup, lookup.answer_for(row, where.area, where.level, on), where, on)


def step(ladder: Ladder, role: str, source: str = RULES) -> Step:
    (found,) = [one for one in ladder.steps if one.role == role and one.instrument == source]
    return found


def collective(ladder: Ladder) -> dict[str | None, Step]:
    return {one.body_type: one for one in ladder.steps if not one.post}


@pytest.fixture(scope="module")
def xining(lookup: Lookup) -> Ladder:
    """Industrial waste water in a district of Xining: 生态环境部门 lead."""
    return made(lookup, "industrial-wastewater", "青海省西宁市城西区")


def test_a_district_has_two_first_responsible_persons_of_its_own(xining: Ladder) -> None:
    # 答问4第二款: 县级以上地方党委和政府主要负责人是第一责任人，负总责.
    for role, side in (("leader-party-principal", "party"), ("leader-government-principal", "government")):
        one = step(xining, role)
        assert one.kinds == ("第一责任人", "总责")
        assert (one.side, one.at, one.by_reference, one.climbed) == (side, "城西区", False, False)
        assert "党政领导干部责任制规定（2025）问4第二款" in one.basis


def test_party_and_government_principals_keep_their_own_duties(xining: Ladder) -> None:
    # 答问5第二款: 4 duties of the Party committee's principal, 6 of the government's; beside them the one of 答问4.
    party, government = step(xining, "leader-party-principal"), step(xining, "leader-government-principal")
    assert (len(party.duties), len(government.duties)) == (4 + 1, 6 + 1)
    assert any("督察整改" in duty for duty in party.duties)
    assert not any("督察整改" in duty for duty in government.duties)


def test_direct_responsibility_of_a_district_climbs_to_the_city(xining: Ladder) -> None:
    # 答问4第二款: 市级以上地方生态环境部门 ... 负直接责任.
    one = collective(xining)["ecology"]
    assert one.kinds == ("直接责任",)
    assert (one.at, one.level, one.climbed, one.body) == ("西宁市", "prefecture", True, "西宁市生态环境局")
    assert one.main
    head = step(xining, "leader-ecology-head")
    assert (head.kinds, head.at, head.climbed) == (("直接责任",), "西宁市", True)


def test_duties_of_a_department_and_of_its_head_are_two_steps(xining: Ladder) -> None:
    # 答问2: 统筹集体职责和岗位职责.
    assert not collective(xining)["ecology"].post
    assert step(xining, "leader-ecology-head").post


def test_the_line_of_the_lead_runs_from_the_principals_to_the_department(xining: Ladder) -> None:
    roles = [one.role for one in xining.steps if one.main and one.instrument == RULES]
    assert roles == [
        "leader-party-principal",
        "leader-government-principal",
        "leader-deputy-environment",
        "leader-other-member",
        None,
        "leader-ecology-head",
    ]


def test_a_sector_has_its_own_line_with_unified_supervision_beside_it(lookup: Lookup) -> None:
    # 答问4第二款: 重要职责部门 ... 对本行业负责, beside the unified supervision of 生态环境部门; housing leads on dust.
    ladder = made(lookup, "construction-dust", "四川省成都市锦江区")
    assert ladder.leads == ("housing",)
    deputy = step(ladder, "leader-deputy-sector")
    assert (deputy.main, deputy.kinds, deputy.body_type) == (True, ("领导责任",), "housing")
    sector = collective(ladder)["housing"]
    assert (sector.main, sector.kinds, sector.at, sector.climbed) == (
        True,
        ("本行业领域责任",),
        "锦江区",
        False,
    )
    beside = [one for one in ladder.steps if not one.main]
    assert {one.role for one in beside} == {"leader-deputy-environment", None, "leader-ecology-head"}


def test_a_township_follows_as_a_model_and_its_departments_stand_above(lookup: Lookup) -> None:
    # 答问4第一款: 乡镇（街道）、各类开发区领导班子成员参照执行; heads of departments are not among them.
    ladder = made(lookup, "industrial-wastewater", "青海省西宁市大通县桥头镇")
    for role in ("leader-party-principal", "leader-government-principal", "leader-deputy-environment"):
        one = step(ladder, role)
        assert one.by_reference, role
        assert one.level == "township"
    head = step(ladder, "leader-ecology-head")
    assert (head.by_reference, head.at) == (False, "西宁市")
    table = ladder_table(ladder)
    applies = [column.key for column in table.columns].index("applies")
    assert {row[applies] for row in table.rows} == {"适用", "参照执行"}


def test_a_development_zone_follows_as_a_model_and_is_no_level(lookup: Lookup) -> None:
    ladder = made(lookup, "industrial-wastewater", "青海省西宁市西宁经济技术开发区")
    one = step(ladder, "leader-party-principal")
    assert (one.by_reference, one.level) == (True, None)
    head = step(ladder, "leader-ecology-head")
    assert (head.by_reference, head.at, head.climbed) == (False, "西宁市", True)
    assert any("开发区不是一级政府" in note.zh for note in head.notes)


def test_both_sources_on_the_first_responsible_person_are_kept_in_sichuan(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 三（一）: 各地各部门主要负责同志; 答问4第二款: 县级以上党委和政府主要负责人 only.
    ladder = made(lookup, "construction-dust", "四川省成都市锦江区")
    assert step(ladder, "leader-party-principal").kinds == ("第一责任人", "总责")
    assert step(ladder, "leader-party-principal", NOTICE).kinds == ("第一责任人",)
    assert step(ladder, "sichuan-department-principal", NOTICE).kinds == ("第一责任人",)
    said = [note.zh for note in ladder.notes if "第一责任人" in note.zh]
    assert len(said) == 1
    assert "川环委〔2023〕1号写到党委、政府、部门" in said[0]


def test_heads_of_departments_are_no_first_responsible_persons_outside_sichuan(xining: Ladder) -> None:
    first = {one.side for one in xining.steps if "第一责任人" in one.kinds}
    assert first == {"party", "government"}
    assert not any("各说不同" in note.zh for note in xining.notes)


def test_the_deputy_head_is_named_in_provincial_departments_and_a_model_below(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（三）: 一名副厅级领导; 市（州）、县（市、区）参照省级要求.
    province = step(made(lookup, "construction-dust", "四川省"), "sichuan-deputy-head", NOTICE)
    county = step(made(lookup, "construction-dust", "四川省成都市锦江区"), "sichuan-deputy-head", NOTICE)
    assert (province.by_reference, county.by_reference) == (False, True)
    # Of housing, which the list of twelve names; of police, which it does not.
    assert not any("名单" in note.zh for note in province.notes)
    police = step(made(lookup, "vehicle-noise", "四川省"), "sichuan-deputy-head", NOTICE)
    assert police.body_type == "police"
    assert any("没有点名" in note.zh for note in police.notes)


def test_the_provincial_leader_is_only_reported_to_and_only_at_the_province(lookup: Lookup) -> None:
    # 二（三）: 重大情况、突出问题及时报告分管省领导.
    one = step(made(lookup, "construction-dust", "四川省"), "sichuan-provincial-leader", NOTICE)
    assert one.kinds == ()
    assert any("报告对象" in note.zh for note in one.notes)
    county = made(lookup, "construction-dust", "四川省成都市锦江区")
    assert "sichuan-provincial-leader" not in {one.role for one in county.steps}


def test_river_chiefs_stand_beside_the_ladder_for_rivers_and_for_nothing_else(
    lookup: Lookup, xining: Ladder
) -> None:
    # 生态环境法典 art. 19: 各级河湖长.
    rivers = made(lookup, "river-chief", "青海省西宁市")
    assert "river-chief" in {one.role for one in rivers.steps}
    assert "river-chief" not in {one.role for one in xining.steps}


def test_before_the_rules_are_known_to_hold_only_the_notice_speaks(lookup: Lookup) -> None:
    # The rules are told of on 2025-08-01 (近日印发); the notice holds since 2023-03-17.
    ladder = made(lookup, "construction-dust", "四川省", date(2025, 7, 31))
    assert {one.instrument for one in ladder.steps} == {NOTICE}
    assert any("不晚于2025-08-01" in note.zh for note in ladder.notes)
    assert RULES in {
        one.instrument for one in made(lookup, "construction-dust", "四川省", date(2025, 8, 1)).steps
    }
    assert made(lookup, "construction-dust", "四川省", date(2023, 3, 16)).steps == ()


def test_the_rules_do_not_speak_of_the_national_level(lookup: Lookup) -> None:
    ladder = made(lookup, "industrial-wastewater", None)
    assert ladder.steps == ()
    assert any("地方各级" in note.zh for note in ladder.notes)


def test_a_park_has_no_leading_team_and_names_the_counties_it_lies_in(lookup: Lookup) -> None:
    ladder = made(lookup, "construction-dust", "三江源国家公园")
    assert ladder.steps == ()
    assert any("治多县" in note.zh for note in ladder.notes)


def test_what_is_no_environmental_matter_has_no_ladder(lookup: Lookup) -> None:
    ladder = ladder_for(lookup, None, "孩子上学学区怎么划", here(lookup, "成都市", None), AUTUMN)
    assert ladder.steps == ()
    assert len(ladder.notes) == 1


def test_a_ladder_changes_only_on_a_day_where_some_span_begins_or_ends(lookup: Lookup) -> None:
    edges = {edge for duty in lookup.tables.duties for edge in (duty.start, duty.end)}
    edges |= {edge for mandate in lookup.tables.mandates for edge in (mandate.start, mandate.end)}
    for topic, place in (
        ("construction-dust", "四川省成都市锦江区"),
        ("industrial-wastewater", "青海省西宁市"),
    ):
        before: Ladder | None = None
        for day in range(date(2025, 7, 25).toordinal(), date(2025, 8, 8).toordinal()):
            now = made(lookup, topic, place, date.fromordinal(day))
            if before is not None and before.steps != now.steps:
                assert day in edges, date.fromordinal(day)
            before = now


def test_every_step_cites_a_provision_and_says_where_it_stands(lookup: Lookup) -> None:
    cites = {one.cite for one in lookup.tables.instruments}
    for place in ("四川省", "四川省成都市锦江区", "青海省西宁市大通县桥头镇", "北京市朝阳区", "某县"):
        for topic in ("construction-dust", "industrial-wastewater", "vehicle-noise", "river-chief"):
            for one in made(lookup, topic, place).steps:
                assert one.at and one.basis
                assert all(any(basis.startswith(cite) for cite in cites) for basis in one.basis)


@pytest.mark.parametrize(("on", "holds"), [(date(2026, 8, 14), False), (date(2026, 8, 15), True)])
def test_the_forest_chief_stands_in_forest_ladders_from_the_code_on(
    lookup: Lookup, on: date, holds: bool
) -> None:
    # 生态环境法典 art. 19, second sentence; in force from 2026-08-15 (art. 1242).
    ladder = made(lookup, "illegal-logging", "四川省成都市武侯区", on)
    found = [one for one in ladder.steps if one.role == "forest-chief"]
    assert [one.at for one in found] == (["武侯区"] if holds else [])


def test_a_level_above_the_place_is_the_ladder_of_what_it_lies_in_there(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（三） and 答问4: a province has posts of its own; a district is no province.
    found = made(lookup, "industrial-wastewater", "四川省成都市武侯区", level="省")
    assert found.steps
    assert (found.place, found.level) == ("四川省", "province")
    assert {(one.at, one.level) for one in found.steps} == {("四川省", "province")}
    assert not any(one.climbed for one in found.steps)
    city = made(lookup, "industrial-wastewater", "四川省成都市武侯区", level="市")
    assert {one.at for one in city.steps if not one.climbed} == {"成都市"}
    assert {one.at for one in city.steps if one.climbed} <= {"四川省"}


def test_the_national_level_has_no_ladder_whatever_the_place(lookup: Lookup) -> None:
    # 答问4: the rules are for 地方 Party and government leaders; none of them stands at the national level.
    found = made(lookup, "industrial-wastewater", "四川省成都市武侯区", level="国")
    assert found.steps == ()
    assert any("只写地方各级" in note.zh for note in found.notes)


def test_a_post_of_the_government_carries_no_department_as_its_body(lookup: Lookup) -> None:
    # 答问5第三款: the government's leader in charge of a sector is no member of the department.
    for topic in ("industrial-wastewater", "construction-dust"):
        found = made(lookup, topic, "四川省成都市武侯区")
        assert {one.side for one in found.steps if one.body} <= {"department"}
        assert any(one.body for one in found.steps)


@pytest.mark.parametrize(("topic", "basin"), [("river-chief", True), ("vehicle-noise", False)])
def test_a_step_of_a_basin_law_says_that_the_basin_has_to_be_checked(
    lookup: Lookup, topic: str, basin: bool
) -> None:
    # 长江保护法 art. 5 para. 3 and 黄河保护法 art. 6: rows are kept by province, not by basin.
    notes = made(lookup, topic, "青海省西宁市").notes
    assert any("流域" in note.zh for note in notes) == basin


def test_a_post_of_provincial_departments_is_only_a_model_below_and_named_so(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（三）: one 副厅级领导 in each 省直 department; 市县 follow it as a model.
    city = step(made(lookup, "construction-dust", "四川省成都市"), "sichuan-deputy-head", NOTICE)
    assert city.by_reference
    assert city.zh.startswith("参照“")
    province = step(made(lookup, "construction-dust", "四川省"), "sichuan-deputy-head", NOTICE)
    assert not province.by_reference
    assert not province.zh.startswith("参照")


def test_no_two_steps_of_one_source_look_the_same(lookup: Lookup) -> None:
    # 答问5第三款: leaders in charge of several sectors are told apart by the sector.
    for topic in ("sludge", "billboard-light", "construction-dust", "desulfurisation"):
        found = made(lookup, topic, "四川省成都市武侯区")
        shown = [(one.zh, one.at, one.instrument, one.main) for one in found.steps]
        assert len(shown) == len(set(shown))


def test_the_office_of_the_committee_convenes_and_is_no_sector_of_a_ladder(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（四）: 省环委办 convenes; 省委、省政府 decide.
    found = made(lookup, "lead-item-list", "四川省成都市武侯区")
    assert "committee-office" not in {*found.leads, *(one.body_type for one in found.steps)}
