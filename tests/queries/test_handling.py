"""How places, names and odd forms are handled, in words of our own."""

from __future__ import annotations

from datetime import date

import pytest

from queries.answer import Answer, Status
from queries.lookup import Lookup

TODAY = date(2026, 11, 22)
ON = "2026-09-01"


def codes(answer: Answer) -> set[str]:
    return {caution.code for caution in answer.warnings}


def test_a_development_zone_is_answered_for_its_place_and_said_not_to_be_a_government(lookup: Lookup) -> None:
    answer = lookup.ask("厂里排黑烟", "四川省成都市高新技术产业开发区", None, ON, today=TODAY)
    assert answer.place is not None
    assert answer.place.id == "cn-5101"
    assert {"development-zone", "by-reference"} <= codes(answer)


def test_a_township_only_follows_leader_rules_as_a_model(lookup: Lookup) -> None:
    answer = lookup.ask("村里烧秸秆", "青海省海东市乐都区碾伯镇", None, ON, today=TODAY)
    assert "by-reference" in codes(answer)
    assert answer.question.level == "township"
    assert all(leader.by_reference for leader in answer.leaders)


def test_a_river_across_two_prefectures_is_settled_by_their_common_superior(lookup: Lookup) -> None:
    answer = lookup.ask("河里漂来大量垃圾", "青海省西宁市、青海省海东市", None, ON, today=TODAY)
    assert answer.place is not None
    assert answer.place.id == "cn-63"
    assert "several-places" in codes(answer)


def test_a_missing_place_is_answered_from_national_law_and_said(lookup: Lookup) -> None:
    answer = lookup.ask("楼下饭店油烟呛人", None, None, ON, today=TODAY)
    assert "place-missing" in codes(answer)
    assert answer.bodies


def test_a_place_in_the_text_is_used_and_said(lookup: Lookup) -> None:
    answer = lookup.ask("甘肃省武威市民勤县有人砍伐防沙林", None, None, ON, today=TODAY)
    assert answer.place is not None
    assert (answer.place.zh, answer.place.from_text) == ("民勤县", True)


@pytest.mark.parametrize("issue", ["樓下飯店油煙嗆人", "楼下饭店　油烟　呛人", "楼下饭店油煙呛人！！！"])
def test_traditional_and_full_width_text_is_read_alike(lookup: Lookup, issue: str) -> None:
    plain = lookup.ask("楼下饭店油烟呛人", None, None, ON, today=TODAY)
    answer = lookup.ask(issue, None, None, ON, today=TODAY)
    assert plain.topic is not None
    assert answer.topic is not None
    assert answer.topic.id == plain.topic.id == "cooking-fumes"


@pytest.mark.parametrize(
    ("old", "now"), [("环保局", "ecology"), ("国土局", "natural-resources"), ("安监局", "emergency")]
)
def test_an_old_department_name_is_understood_and_said(lookup: Lookup, old: str, now: str) -> None:
    answer = lookup.ask(f"{old}有什么职责", "四川省", None, ON, today=TODAY)
    assert answer.bodies[0].type == now
    assert "old-name" in codes(answer)


def test_a_complaint_that_mentions_whose_duty_it_may_be_is_answered_for_its_matter(lookup: Lookup) -> None:
    issue = "楼下饭店油烟熏人，打给环保局说是城管的职责，城管又说是环保的责任"
    answer = lookup.ask(issue, "四川省成都市", None, ON, today=TODAY)
    assert answer.topic is not None
    assert answer.topic.id == "cooking-fumes"
    assert answer.status is Status.UNDESIGNATED


def test_an_environment_body_of_a_county_is_not_said_to_have_the_unified_supervision_of_the_leader_rules(
    lookup: Lookup,
) -> None:
    answer = lookup.ask("县生态环境局的职责是什么", "青海省海南藏族自治州共和县", None, ON, today=TODAY)
    assert "county-environment-branch" in codes(answer)


def test_a_day_around_a_change_of_law_carries_a_warning(lookup: Lookup) -> None:
    before = lookup.ask("工地夜里打桩吵得睡不着", None, None, "2026-08-10", today=TODAY)
    after = lookup.ask("工地夜里打桩吵得睡不着", None, None, "2026-08-20", today=TODAY)
    assert "law-changes-soon" in codes(before)
    assert "law-changed-recently" in codes(after)


def test_a_document_of_one_province_is_not_used_in_another(lookup: Lookup) -> None:
    answer = lookup.ask("没有明确牵头部门的事项怎么办", "甘肃省兰州市", None, ON, today=TODAY)
    assert all(
        basis.instrument not in {"sichuan-notice-2023", "qinghai-opinion-2024"} for basis in answer.basis
    )


def test_in_sichuan_an_unled_matter_below_the_province_is_decided_by_the_prefecture_never_the_county(
    lookup: Lookup,
) -> None:
    # 川环委〔2023〕1号 二（四）
    answer = lookup.ask(
        "街角电子广告屏通宵闪烁", "四川省凉山彝族自治州会理市", None, "2025-09-01", today=TODAY
    )
    assert answer.status is Status.UNASSIGNED
    procedure = next(p for p in answer.procedures if "川环委" in p.label)
    assert procedure.one_off
    assert procedure.deadline_due == "2023-05-17"
    assert not any("县" in party.split("：")[-1][:2] for party in procedure.parties)


def test_a_matter_of_another_kind_says_whose_it_is(lookup: Lookup) -> None:
    answer = lookup.ask("老板拖欠农民工工资", "四川省成都市", None, ON, today=TODAY)
    assert answer.status is Status.OUT_OF_SCOPE
    assert answer.belongs_to
    assert answer.bodies == ()
