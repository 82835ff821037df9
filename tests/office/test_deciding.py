"""What a decision may end and stand beside, and whom it may name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import BadRequest
from office.codes import Stance
from office.matter import Department, Matter, Position, Proposal, Revocation, Scope, Transfer
from office.requests import Consultation, NewMatter
from office.service import Office
from queries.answer import Status
from tests.office.test_life import (
    HOUSING,
    NIGHT,
    PUBLICATION,
    answer,
    approved,
    consulted,
    proposal,
    published,
)
from tests.office.tiny import APPROVER, CLERK, TODAY, URBAN, by

DUST = NewMatter(description="工地扬尘没人管", place="西宁市城西区")
SMELL = NewMatter(description="不知哪来的臭味", place="西宁市城西区")
BOTH_TOPICS = Scope(topics=("night-noise", "dust"), duties=("tiny-law/art_1__para_1",))
LATER = date(2027, 1, 1)


def following(first: Matter, **changes: object) -> Proposal:
    """A later decision of the same place that follows the first."""
    base = {"number": "城西政〔2026〕30号", "lead": URBAN, "cooperators": (), "valid_from": LATER}
    return proposal(**(base | {"follows": first.decision} | changes))


def refused(office: Office, draft: Proposal, new: NewMatter = NIGHT) -> BadRequest:
    matter = consulted(office, new)
    with pytest.raises(BadRequest) as caught:
        office.propose(matter.id, matter.version, draft, by(CLERK))
    assert office.matter(matter.id) == matter
    return caught.value


# ---------------------------------------------------------------- what a decision ends


def test_a_decision_does_not_end_one_on_another_matter(office: Office) -> None:
    first = published(office)
    smell = following(first, scope=Scope(topics=("odour",)), lead=Department(type="ecology"))
    fault = refused(office, smell, SMELL)
    assert fault.parameter == "scope" and "night-noise" in fault.en
    assert answer(office, "2027-06-01").status is Status.ASSIGNED


def test_a_decision_does_not_end_one_for_another_place(office: Office) -> None:
    first = published(office)
    elsewhere = following(first, place="cn-630103", decided_in="cn-630103")
    fault = refused(office, elsewhere, replace(NIGHT, place="西宁市城中区"))
    assert fault.parameter == "follows" and "城西区" in fault.zh
    city = following(first, place="cn-6301", decided_in="cn-6301", beside="全市统一")
    assert refused(office, city).parameter == "follows"


def test_what_is_followed_is_settled_in_full_or_it_would_lose_its_lead(office: Office) -> None:
    first = published(office, proposal(scope=BOTH_TOPICS))
    fault = refused(office, following(first))
    assert fault.parameter == "scope" and "dust" in fault.en and "将无人牵头" in fault.zh
    without_duty = following(first, scope=Scope(topics=("night-noise", "dust")))
    assert "tiny-law/art_1__para_1" in refused(office, without_duty).en
    matter = consulted(office)
    draft = following(first, scope=BOTH_TOPICS)
    assert office.propose(matter.id, matter.version, draft, by(CLERK)).proposal == draft


def test_whoever_follows_a_decision_must_be_competent_for_it_too(office: Office) -> None:
    """The general house rule has the government of the matter's own level decide: a district ends no city's decision."""
    scope = Scope(topics=("dust",))
    of_city_level = replace(DUST, level="prefecture")
    first = published(office, proposal(scope=scope, decided_in="cn-6301"), of_city_level)
    fault = refused(office, following(first, scope=scope), DUST)
    assert fault.parameter == "follows" and "may not end" in fault.en
    matter = consulted(office, of_city_level)
    by_the_city = following(first, scope=scope, decided_in="cn-6301")
    assert office.propose(matter.id, matter.version, by_the_city, by(CLERK)).proposal == by_the_city


def test_a_decision_that_has_ended_by_then_is_not_followed(office: Office) -> None:
    first = published(office, proposal(valid_until=date(2026, 12, 31)))
    fault = refused(office, following(first))
    assert fault.parameter == "follows" and "2026-12-31" in fault.en


# ---------------------------------------------------------------- nested areas

CITY = {
    "number": "宁政〔2026〕1号", "decided_in": "cn-6301", "place": "cn-6301",
    "lead": Department(type="urban-management", body="xining-urban-management"), "cooperators": (),
}  # fmt: skip
TWO = [(CITY, {}), ({}, CITY)]


@pytest.mark.parametrize(("first", "second"), TWO, ids=["city first", "district first"])
def test_a_decision_beside_one_for_a_wider_or_narrower_area_is_shown_and_needs_a_reason(
    office: Office, first: dict[str, object], second: dict[str, object]
) -> None:
    earlier = published(office, proposal(**first))
    draft = proposal(**{"number": "另〔2026〕2号", **second})
    fault = refused(office, draft)
    assert fault.parameter == "beside"
    assert str(earlier.decision) in fault.en and "地域较近的优先" in fault.zh


@pytest.mark.parametrize(("first", "second"), TWO, ids=["city first", "district first"])
def test_of_two_nested_decisions_the_nearer_leads_and_the_other_stays_as_basis(
    office: Office, first: dict[str, object], second: dict[str, object]
) -> None:
    published(office, proposal(**first))
    published(office, proposal(**{**second, "beside": "区里情况不同"}))
    here = answer(office, "2026-12-01")
    assert (here.status, here.bodies[0].type) == (Status.ASSIGNED, "housing")
    assert here.bodies[0].body is not None and here.bodies[0].body.zh == HOUSING.name
    assert {"城西政〔2026〕9号", "宁政〔2026〕1号"} <= {one.cite for one in here.basis}
    assert here.basis[0].cite == "城西政〔2026〕9号"
    others = [answer(office, "2026-12-01", place) for place in ("西宁市城中区", "西宁市")]
    assert [(one.status, one.bodies[0].type) for one in others] == [(Status.ASSIGNED, "urban-management")] * 2
    assert office.verify().faults == ()


# ---------------------------------------------------------------- bodies of another place

FOREIGN = Department(type="housing", body="chengdu-housing")


def test_a_body_of_another_place_is_neither_asked_nor_named(office: Office) -> None:
    """A body's area holds the place or lies in it: Chengdu's bureau has no part in Xining."""
    matter = office.open(NIGHT, by(CLERK))
    version = matter.version

    def check(member: str, act: object) -> None:
        with pytest.raises(BadRequest, match="of another place than 城西区: chengdu-housing") as caught:
            act()  # type: ignore[operator]
        assert caught.value.parameter == member

    asked = Consultation(departments=(URBAN, FOREIGN), due=TODAY)
    check("departments[1]", lambda: office.consult(matter.id, version, asked, by(CLERK)))
    passed = Transfer(giver=URBAN, taker=FOREIGN, on=TODAY, reason="不属本部门")
    check("taker", lambda: office.transfer(matter.id, version, passed, by(CLERK, "来函")))
    matter = consulted(office)
    version = matter.version
    position = Position(department=FOREIGN, stance=Stance.OURS, answered_on=TODAY)
    check("department", lambda: office.record_position(matter.id, version, position, by(CLERK)))
    pointing = replace(position, department=URBAN, counter_proposal=FOREIGN)
    check("counter_proposal", lambda: office.record_position(matter.id, version, pointing, by(CLERK)))
    draft = proposal(lead=FOREIGN)
    check("lead", lambda: office.propose(matter.id, version, draft, by(CLERK)))
    draft = proposal(cooperators=(FOREIGN,), lead=URBAN)
    check("cooperators[0]", lambda: office.propose(matter.id, version, draft, by(CLERK)))


def test_a_decision_checked_again_when_published_may_have_been_overtaken(office: Office) -> None:
    """Two drafts, neither knowing of the other: the second to be published is refused."""
    first = approved(office)
    city = consulted(office)
    city = office.propose(city.id, city.version, proposal(**CITY), by(CLERK))
    city = office.approve(city.id, city.version, by(APPROVER))
    office.publish(first.id, first.version, PUBLICATION, by(CLERK))
    with pytest.raises(BadRequest, match="the nearer one leads"):
        office.publish(city.id, city.version, PUBLICATION, by(CLERK))


# ---------------------------------------------------------------- days

PAST = date(2026, 11, 10)


def test_a_decision_taken_before_the_matter_was_registered_says_why_it_is_recorded_late(
    office: Office,
) -> None:
    fault = refused(office, proposal(decided_on=PAST))
    assert fault.parameter == "decided_on" and "补录" in fault.zh
    late = proposal(decided_on=PAST, backdated="区长办公会先定，后补录")
    matter = published(office, late)
    assert matter.proposal == late


def test_a_decision_that_begins_in_the_past_says_why(office: Office) -> None:
    begun = {"decided_on": PAST, "valid_from": date(2026, 11, 21)}
    fault = refused(office, proposal(**begun))
    assert "valid_from" in fault.en and "changes answers already given" in fault.en
    published(office, proposal(**begun, backdated="区长办公会先定，后补录"))
    assert answer(office, "2026-11-21").status is Status.ASSIGNED


def test_a_decision_published_after_its_first_day_needs_a_reason(office: Office) -> None:
    matter = approved(office, proposal(valid_from=TODAY))
    late = date(2026, 11, 25)
    with pytest.raises(BadRequest, match="begins in the past"):
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK, day=late))
    done = office.publish(matter.id, matter.version, PUBLICATION, by(CLERK, "网站维护，迟两日", day=late))
    assert office.history(done.id)[-1].reason == "网站维护，迟两日"


END = Revocation(
    number="城西政〔2027〕1号", decided_by=("government",), decided_in="cn-630104",
    decided_on=date(2026, 12, 2), ends_on=date(2027, 2, 1),
)  # fmt: skip
ON = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"decided_on": date(2026, 11, 21)}, "decided_on"),  # the decision was taken on the 22nd
        ({"ends_on": date(2027, 1, 14)}, "ends_on"),
        ({"ends_on": date(2026, 12, 1), "decided_on": TODAY, "backdated": "机构已撤"}, "ends_on"),
        ({"ends_on": date(2026, 11, 25), "decided_on": TODAY, "backdated": "机构已撤"}, "ends_on"),
    ],
    ids=["before the decision", "past without a reason", "on its first day", "before its first day"],
)
def test_a_revocation_out_of_order_or_in_the_past_without_a_reason_is_refused(
    office: Office, changes: dict[str, object], member: str
) -> None:
    matter = published(office)
    with pytest.raises(BadRequest) as caught:
        asked = replace(END, **changes)  # type: ignore[arg-type]
        office.propose_revocation(matter.id, matter.version, asked, by(CLERK, "调整", day=ON))
    assert caught.value.parameter == member


def test_a_revocation_in_the_past_stands_with_its_reason_from_the_day_after_the_first(office: Office) -> None:
    matter = published(office)
    asked = replace(END, ends_on=date(2026, 12, 2), backdated="机构当日已撤")
    matter = office.propose_revocation(matter.id, matter.version, asked, by(CLERK, "调整", day=ON))
    office.revoke(matter.id, matter.version, by(APPROVER, day=ON))
    days = ("2026-12-01", "2026-12-02")
    assert [answer(office, one).status for one in days] == [Status.ASSIGNED, Status.UNDESIGNATED]


def test_a_revocation_carried_out_after_its_day_needs_a_reason(office: Office) -> None:
    matter = published(office)
    matter = office.propose_revocation(matter.id, matter.version, END, by(CLERK, "调整", day=ON))
    late = date(2027, 2, 3)
    with pytest.raises(BadRequest, match="ends in the past, on 2027-02-01"):
        office.revoke(matter.id, matter.version, by(APPROVER, day=late))
    assert office.revoke(matter.id, matter.version, by(APPROVER, "会签延误", day=late)).revoked_by


# ---------------------------------------------------------------- conditions


def test_conditions_that_a_procedure_does_not_have_are_refused(office: Office) -> None:
    assert refused(office, proposal(conditions={"no-lead": True})).parameter == "conditions.no-lead"
