"""The office over the real release: who decides in Sichuan, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.errors import BadRequest
from office.codes import Cause
from office.matter import Department, Proposal, Scope
from office.requests import Consultation, Correction, NewMatter
from office.service import Office
from tests.office.conftest import copy_of, office_on
from tests.office.tiny import CLERK, TODAY, by

WUHOU, CHENGDU = "cn-510107", "cn-5101"
HOUSING = Department(type="housing", name="武侯区示例局")


@pytest.fixture
def office(releases: Path, tmp_path: Path) -> Office:
    return office_on(str(tmp_path / "office.sqlite"), copy_of(releases, tmp_path / "releases"))


def test_in_sichuan_the_prefecture_decides_and_never_the_county(office: Office) -> None:
    """川环委〔2023〕1号 二（四）: below the province the 市（州）党委、政府 name the lead, where both conditions hold."""
    matter = office.open(NewMatter(description="夜间施工噪声扰民", place=WUHOU), by(CLERK))
    corrected = Correction(cause=Cause.NO_LEAD)
    matter = office.correct(matter.id, matter.version, corrected, by(CLERK, "法条之外没有牵头部门"))
    matter = office.consult(
        matter.id, matter.version, Consultation(departments=(HOUSING,), due=TODAY), by(CLERK)
    )
    assert matter.topic is not None
    draft = Proposal(
        number="示例〔2026〕1号", decided_by=("party-committee", "government"), decided_in=WUHOU,
        decided_on=TODAY, lead=HOUSING, scope=Scope(topics=(matter.topic,)), place=WUHOU,
        valid_from=date(2026, 12, 1), conditions={"no-lead": True, "clear-effect": True},
    )  # fmt: skip
    with pytest.raises(BadRequest, match="成都市"):
        office.propose(matter.id, matter.version, draft, by(CLERK))
    by_the_city = replace(draft, decided_in=CHENGDU)
    for answered, said in (
        ({}, "no-lead.*clear-effect"),
        ({"no-lead": True}, "still to check.*clear-effect"),
        ({"no-lead": True, "clear-effect": False}, "it does not hold that"),
    ):
        with pytest.raises(BadRequest, match=said) as refused:
            open_ = replace(by_the_city, conditions=answered)
            office.propose(matter.id, matter.version, open_, by(CLERK))
        assert refused.value.parameter == "conditions"
    assert office.propose(matter.id, matter.version, by_the_city, by(CLERK)).drafted_by == CLERK.name
    followed = office.procedure(matter.id)
    assert followed is not None and followed.choice.procedure is not None
    assert followed.choice.procedure.area == "cn-51"
    # The two months ran once, from the notice (2023-03-17): no legal limit for a later matter.
    limits = office.deadlines(matter.id, TODAY)
    assert (limits.legal, [one.due for one in limits.past]) == ((), [date(2023, 5, 17)])


def test_a_body_that_is_no_more_is_neither_asked_nor_made_lead(office: Office) -> None:
    matter = office.open(NewMatter(description="夜间施工噪声扰民", place="青海省西宁市城西区"), by(CLERK))
    gone = Department(type="ecology", body="qinghai-ecology-before-2018")
    with pytest.raises(BadRequest, match="does not act as that kind on 2026-11-22"):
        office.consult(matter.id, matter.version, Consultation(departments=(gone,), due=TODAY), by(CLERK))
