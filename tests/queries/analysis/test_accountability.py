"""A situation beside triggers: golden cases read from seeds 001, 003, 004 and the laws; never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadRequest
from queries.analysis.accountability import (
    READINGS,
    Assessment,
    ConditionCheck,
    ConditionState,
    Finding,
    Outlook,
    assess,
    circumstances_asked,
    triggers_here,
)
from queries.analysis.here import here
from queries.lookup import Lookup

AUTUMN = date(2026, 9, 1)
RULES = "leader-responsibility-rules-2025/leader-trigger-"
TALK = "sichuan-notice-2023/sichuan-interview"


def made(
    lookup: Lookup, text: str, place: str | None, on: date = AUTUMN, chosen: Mapping[str, bool] | None = None
) -> Assessment:
    return assess(lookup, text, chosen or {}, here(lookup, place, None), on)


def of(found: Assessment, trigger: str) -> Finding:
    (finding,) = [one for one in found.findings if one.id == trigger]
    return finding


# 答问6第二款: five situations, each with the circumstances that it names.
FIVE = [
    (1, {"weak-implementation": True, "discounting": True}),
    (2, {"duty-not-carried-out": True, "formalism": True}),
    (3, {"decision-against-law": True}),
    (4, {"ecology-problem-prominent": True, "environment-worse": True, "serious-damage": True}),
    (5, {"other-liability": True}),
]


@pytest.mark.parametrize(("number", "chosen"), FIVE)
def test_each_of_the_five_situations_may_be_met_by_what_it_names(
    lookup: Lookup, number: int, chosen: dict[str, bool]
) -> None:
    finding = of(made(lookup, "", "北京市朝阳区", chosen=chosen), f"{RULES}{number}")
    assert finding.outlook is Outlook.MAY_BE_MET
    assert finding.may_follow == ("追究责任",)
    # All seven categories of leaders at county level and above; who starts it the Q&A does not say.
    assert len(finding.reaches) == 7
    assert finding.starts == finding.decides == ()
    assert finding.certainty == "reported"


@pytest.mark.parametrize(("number", "chosen"), [case for case in FIVE if len(case[1]) > 1])
def test_a_situation_with_one_circumstance_less_is_incomplete(
    lookup: Lookup, number: int, chosen: dict[str, bool]
) -> None:
    for left_out in chosen:
        rest = {key: True for key in chosen if key != left_out}
        finding = of(made(lookup, "", "北京市朝阳区", chosen=rest), f"{RULES}{number}")
        assert finding.outlook is Outlook.INCOMPLETE
        assert len(finding.missing) == 1


def test_a_talk_in_sichuan_needs_grave_pollution_and_bad_influence(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 三（一）: 导致生态环境污染问题突出且造成恶劣影响的，按程序报请省委、省政府约谈.
    both = of(made(lookup, "措施不力，河水污染严重，影响恶劣", "四川省成都市"), TALK)
    assert both.outlook is Outlook.MAY_BE_MET
    assert both.decides == ("省委", "省政府")
    assert both.starts == ()
    one = of(made(lookup, "措施不力，河水污染严重", "四川省成都市"), TALK)
    assert (one.outlook, one.missing) == (Outlook.INCOMPLETE, ("造成恶劣影响",))
    denied = of(made(lookup, "措施不力，污染突出，但没有造成恶劣影响", "四川省成都市"), TALK)
    assert denied.outlook is Outlook.NOT_MET


def told(lookup: Lookup, text: str) -> dict[str, bool]:
    return {one.id: one.holds for one in made(lookup, text, "青海省").claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有造成任何恶劣影响", False),
        ("没有产生恶劣影响", False),
        ("恶劣影响没有造成", False),
        ("恶劣影响并不存在", False),
        ("会不会造成恶劣影响？", None),
        ("造成恶劣影响吗", None),
        ("没有造成恶劣影响？", None),
        ("不是没有造成恶劣影响", None),
        ("没有证据说明造成恶劣影响", None),
        ("恶劣影响谈得上谈不上另说", None),
        ("没有批文，造成恶劣影响", True),
        ("未经批准填湖造成恶劣影响", True),
        ("没人管造成恶劣影响", True),
        ("没有造成恶劣影响，后来影响恶劣", True),
    ],
)
def test_a_negated_clause_or_a_question_never_says_that_it_is_so(
    lookup: Lookup, text: str, expected: bool | None
) -> None:
    assert told(lookup, text).get("bad-influence") is expected


@pytest.mark.parametrize("text", ["没有造成恶劣影响吗？", "不属于典型案例", "未必会有恶劣影响"])
def test_what_was_chosen_goes_before_a_negated_clause(lookup: Lookup, text: str) -> None:
    assert not any(told(lookup, text).values())
    chosen = {"bad-influence": True}
    claims = made(lookup, text, "青海省", chosen=chosen).claims
    assert {one.id: one.holds for one in claims}["bad-influence"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # 实施意见 二（七）: a half-yearly 专项督查 is the ecology department's own.
        ("生态环境局专项督查发现不少问题", False),
        # 实施意见 四: 党委和政府督查部门 look into how the opinion is carried out.
        ("省委省政府督查室发现落实意见有问题", True),
    ],
)
def test_an_inspection_by_the_ecology_department_is_not_that_of_party_and_government(
    lookup: Lookup, text: str, said: bool
) -> None:
    assert ("inspection-found" in told(lookup, text)) == said


def test_grave_pollution_alone_without_neglect_is_not_enough_for_the_talk(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 三（二）: what the pollution comes from belongs to the condition, and its list is open.
    found = of(made(lookup, "污染突出，影响恶劣", "四川省"), TALK)
    assert found.outlook is Outlook.INCOMPLETE
    assert found.missing == ("思想认识不到位、措施落实不力、工作履职缺位等之一",)
    three = dict.fromkeys(("poor-awareness", "weak-measures", "duty-neglected"), False)
    denied = made(lookup, "污染突出，影响恶劣", "四川省", chosen=three)
    # Denying all that an open list names does not exclude the rest.
    assert of(denied, TALK).outlook is Outlook.INCOMPLETE


def test_the_sichuan_talk_is_no_matter_of_qinghai_nor_of_a_day_before_the_notice(lookup: Lookup) -> None:
    text = "措施不力，污染突出，影响恶劣"
    assert TALK not in {one.id for one in made(lookup, text, "青海省").findings}
    assert TALK not in {one.id for one in made(lookup, text, "四川省", date(2023, 3, 16)).findings}
    assert TALK in {one.id for one in made(lookup, text, "四川省", date(2023, 3, 17)).findings}


def test_false_rectification_in_qinghai_needs_that_the_problem_stays(lookup: Lookup) -> None:
    # 实施意见 二（五）: 消极对待、拒不整改、敷衍整改、虚假整改，致使问题得不到解决.
    trigger = "qinghai-opinion-2024/qinghai-failed-rectification"
    found = of(made(lookup, "企业虚假整改，问题一直没解决", "青海省西宁市"), trigger)
    assert found.outlook is Outlook.MAY_BE_MET
    assert "按程序追究相关责任人责任" in found.may_follow
    assert found.starts == ("各级生态环境主管部门", "负有生态环境保护职责的部门")
    assert of(made(lookup, "企业虚假整改", "青海省西宁市"), trigger).outlook is Outlook.INCOMPLETE


def test_measures_that_averted_harm_may_count_in_favour_in_qinghai(lookup: Lookup) -> None:
    # 实施意见 三（五）: 主动采取措施，有效避免或者阻止严重危害后果 … 容错纠错、整改减责.
    chosen = {"dereliction": True, "active-measures": True, "harm-averted": True}
    (relief,) = made(lookup, "", "青海省", chosen=chosen).relief
    assert (relief.outlook, relief.may_follow) == (Outlook.MAY_BE_MET, ("容错纠错", "整改减责"))
    assert made(lookup, "", "四川省", chosen=chosen).relief == ()


def test_the_talk_of_the_code_needs_all_three_and_reaches_government_and_departments(lookup: Lookup) -> None:
    # 生态环境法典 art. 159: 污染问题突出、防治工作不力、群众反映强烈; 省级以上生态环境主管部门会同有关部门.
    found = of(
        made(lookup, "污染严重，防治不力，群众反映强烈", "北京市朝阳区"), "eco-code-2026/code-interview"
    )
    assert found.outlook is Outlook.MAY_BE_MET
    assert found.directed_at == ("县级以上地方人民政府主要负责人", "有关部门主要负责人")
    assert found.starts == ("省级以上人民政府生态环境主管部门", "有关部门")


def test_before_the_code_the_air_law_called_to_a_talk_over_missed_targets(lookup: Lookup) -> None:
    # 大气污染防治法 (2018) art. 22, in force until 2026-08-15: over the limits, or the ConditionState's target missed.
    chosen = {"targets-missed": True}
    found = of(made(lookup, "", "北京市", date(2026, 8, 14), chosen), "air-law-2018/air-interview")
    assert found.outlook is Outlook.MAY_BE_MET
    assert any("暂停审批" in one for one in found.may_follow)
    later = made(lookup, "", "北京市", date(2026, 8, 15), chosen)
    assert "air-law-2018/air-interview" not in {one.id for one in later.findings}


def test_leaders_of_a_township_are_reached_as_a_model_and_heads_of_departments_are_not(
    lookup: Lookup,
) -> None:
    # 答问4第一款: 乡镇（街道）领导班子成员参照执行.
    found = of(made(lookup, "违法审批", "青海省西宁市大通县桥头镇"), f"{RULES}3")
    assert {one.role for one in found.reaches} == {
        "leader-party-principal",
        "leader-government-principal",
        "leader-deputy-environment",
        "leader-deputy-sector",
        "leader-other-member",
    }
    assert all(one.by_reference for one in found.reaches)


def test_a_denial_is_heard_and_the_words_that_said_it_are_shown(lookup: Lookup) -> None:
    claims = {one.id: one for one in made(lookup, "没有造成恶劣影响，但是污染严重", "四川省").claims}
    assert (claims["bad-influence"].holds, claims["bad-influence"].words) == (False, ("恶劣影响",))
    assert (claims["pollution-prominent"].holds, claims["pollution-prominent"].words) == (True, ("污染严重",))


def test_what_is_chosen_goes_before_the_words(lookup: Lookup) -> None:
    found = made(lookup, "措施不力，污染严重，影响恶劣", "四川省", chosen={"bad-influence": False})
    assert of(found, TALK).outlook is Outlook.NOT_MET


def test_a_hint_alone_meets_no_condition(lookup: Lookup) -> None:
    found = of(made(lookup, "这事上了新闻", "四川省"), TALK)
    assert (found.outlook, found.hints) == (Outlook.INCOMPLETE, ("上了新闻",))
    assert all(check.state is ConditionState.NOT_SAID for check in found.conditions)


def test_what_cannot_be_told_is_refused(lookup: Lookup) -> None:
    for text, chosen in (("", {}), ("，。", {}), ("字" * 10_001, {}), ("", {"no-such": True})):
        with pytest.raises(BadRequest):
            made(lookup, text, "四川省", chosen=chosen)


def test_no_reading_is_a_verdict(lookup: Lookup) -> None:
    assert set(READINGS) == set(Outlook)
    assert "可能" in READINGS[Outlook.MAY_BE_MET].zh
    assert "may" in READINGS[Outlook.MAY_BE_MET].en
    found = made(lookup, "措施不力，污染严重，影响恶劣", "四川省")
    assert any("不下结论" in note.zh for note in found.notes)


def test_every_condition_of_every_trigger_can_be_checked_and_every_choice_is_asked_for(
    lookup: Lookup,
) -> None:
    for trigger in lookup.tables.triggers:
        assert trigger.checks, trigger.id
        assert all(check.parts for check in trigger.checks), trigger.id
        assert tuple(check.zh for check in trigger.checks) == trigger.conditions
    asked = {one.id for one in circumstances_asked(lookup, lookup.tables.triggers)}
    relief = {
        key
        for norm in lookup.tables.mechanisms
        for check in norm.checks
        for part in check.parts
        for key in part
    }
    assert asked | relief == {one.id for one in lookup.tables.circumstances}


def holds(check: ConditionCheck, said: Mapping[str, bool]) -> bool:
    return all(any(said.get(choice.id) for choice in part.any_of) for part in check.parts)


@given(data=st.data())
def test_a_trigger_may_be_met_exactly_where_every_part_of_every_condition_is(
    lookup: Lookup, data: st.DataObject
) -> None:
    keys = [one.id for one in lookup.tables.circumstances]
    said = data.draw(st.dictionaries(st.sampled_from(keys), st.booleans(), min_size=1))
    place = data.draw(st.sampled_from(["四川省", "青海省西宁市", "北京市"]))
    found = made(lookup, "", place, chosen=said)
    for finding in found.findings:
        met = [holds(check, said) for check in finding.conditions]
        assert (finding.outlook is Outlook.MAY_BE_MET) == all(met)
        if finding.outlook is Outlook.NOT_MET:
            assert not all(met)
    # Every trigger in force here is either answered or named as untouched.
    assert len(found.findings) + len(found.untouched) == len(
        triggers_here(lookup, here(lookup, place, None), AUTUMN)
    )
