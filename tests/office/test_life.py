"""The life of a matter, from a lookup to a published decision and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import BadRequest, DeadlineRefused
from graph.release import current
from office.codes import Action, Cause, Channel, Outcome, State
from office.errors import IllegalMove, KeyReused, NotAllowed, OfficeRefused, StaleMatter, UnknownMatter
from office.matter import Department, Matter, Proposal, Publication, Revocation, Scope
from office.requests import Closing, Consultation, Correction, Extension, NewMatter
from office.service import Office
from queries.answer import Answer, Status
from tests.office.tiny import APPROVER, BOTH, CLERK, READER, TODAY, URBAN, by

HOUSING = Department(type="housing", name="城西区住房和建设局")

PUBLICATION = Publication(published_on=TODAY, where="区政府门户网站")
NIGHT = NewMatter(description="城西区工地夜间施工", place="西宁市城西区", channel=Channel.HOTLINE)


def proposal(**changes: object) -> Proposal:
    members: dict[str, object] = {
        "number": "城西政〔2026〕9号",
        "decided_by": ("government",),
        "decided_in": "cn-630104",
        "decided_on": TODAY,
        "lead": HOUSING,
        "cooperators": (URBAN,),
        "scope": Scope(topics=("night-noise",), duties=("tiny-law/art_1__para_1",)),
        "place": "cn-630104",
        "valid_from": date(2026, 12, 1),
    }
    return Proposal(**(members | changes))  # type: ignore[arg-type]  # checked by the record itself


def consulted(office: Office, new: NewMatter = NIGHT) -> Matter:
    matter = office.open(new, by(CLERK))
    asked = Consultation(departments=(HOUSING, URBAN), due=date(2026, 12, 1))
    return office.consult(matter.id, matter.version, asked, by(CLERK))


def approved(office: Office, draft: Proposal | None = None, new: NewMatter = NIGHT) -> Matter:
    matter = consulted(office, new)
    matter = office.propose(matter.id, matter.version, draft or proposal(), by(CLERK))
    return office.approve(matter.id, matter.version, by(APPROVER))


def published(office: Office, draft: Proposal | None = None, new: NewMatter = NIGHT) -> Matter:
    matter = approved(office, draft, new)
    return office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))


def answer(office: Office, day: str, place: str = "西宁市城西区", text: str = "夜间施工") -> Answer:
    return office.lookup().ask(text, place, None, day, today=TODAY)


def test_a_gap_becomes_a_decision_and_the_lookup_answers_with_it_from_its_first_day(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    assert (matter.state, matter.cause, matter.topic) == (State.OPENED, Cause.UNDESIGNATED, "night-noise")
    published(office)
    before, first = answer(office, "2026-11-30"), answer(office, "2026-12-01")
    assert before.status is Status.UNDESIGNATED
    assert first.status is Status.ASSIGNED
    assert first.bodies[0].type == "housing"
    assert first.bodies[0].body is not None and first.bodies[0].body.zh == "城西区住房和建设局"
    assert (first.basis[0].cite, first.basis[0].label) == ("城西政〔2026〕9号", "城西政〔2026〕9号")
    assert office.verify().faults == ()


def test_a_decision_changes_nothing_elsewhere_or_earlier(office: Office) -> None:
    asked = [
        (day, place, text)
        for day in ("2019-06-01", "2026-11-30", "2026-12-01", "2027-06-01")
        for place in ("西宁市城中区", "西宁市", "青海省", "西宁市城西区")
        for text in ("夜间施工", "扬尘", "恶臭", "黑烟")
        if not (day >= "2026-12-01" and place == "西宁市城西区" and text == "夜间施工")
    ]
    before = [replace(answer(office, *one), release="", receipt=None) for one in asked]
    published(office)
    after = [replace(answer(office, *one), release="", receipt=None) for one in asked]
    assert after == before


def test_a_decision_on_a_topic_goes_before_the_law_that_named_two(office: Office) -> None:
    dust = NewMatter(description="工地扬尘没人管", place="西宁市城西区", channel=Channel.RETURNED)
    matter = office.open(dust, by(CLERK))
    assert matter.cause is Cause.OVERLAP
    draft = proposal(scope=Scope(topics=("dust",)), lead=Department(type="urban-management"), cooperators=())
    published(office, draft, dust)
    assert answer(office, "2026-11-30", text="扬尘").status is Status.SHARED
    decided = answer(office, "2026-12-01", text="扬尘")
    assert (decided.status, decided.bodies[0].type) == (Status.ASSIGNED, "urban-management")
    assert "小法" in {one.cite for one in decided.basis}  # the law it goes before stays visible


def test_a_new_matter_gets_its_first_lead(office: Office) -> None:
    smell = NewMatter(description="不知哪来的臭味", place="西宁市城西区")
    matter = office.open(smell, by(CLERK))
    assert matter.cause is Cause.NEW_MATTER
    draft = proposal(scope=Scope(topics=("odour",)), lead=Department(type="ecology"), cooperators=())
    published(office, draft, smell)
    assert answer(office, "2026-12-01", text="臭味").bodies[0].type == "ecology"


def test_nobody_approves_what_he_drafted(office: Office) -> None:
    matter = consulted(office)
    matter = office.propose(matter.id, matter.version, proposal(), by(BOTH))
    with pytest.raises(NotAllowed, match="whoever drafted it"):
        office.approve(matter.id, matter.version, by(BOTH))
    assert Action.APPROVE not in office.possible(matter, BOTH)
    assert Action.APPROVE in office.possible(matter, APPROVER)


def test_each_action_needs_its_role(office: Office) -> None:
    for actor in (READER, APPROVER):
        with pytest.raises(NotAllowed):
            office.open(NIGHT, by(actor))
    matter = consulted(office)
    matter = office.propose(matter.id, matter.version, proposal(), by(CLERK))
    with pytest.raises(NotAllowed):
        office.approve(matter.id, matter.version, by(CLERK))


def test_an_illegal_move_names_the_legal_ones(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    with pytest.raises(IllegalMove) as refused:
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))
    assert Action.CONSULT in refused.value.allowed
    assert "consult" in refused.value.en
    with pytest.raises(IllegalMove):
        office.propose(matter.id, matter.version, proposal(), by(CLERK))  # nobody was asked


def test_a_stale_change_is_refused_with_the_matter_as_it_stands(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    newer = office.correct(matter.id, 1, Correction(cause=Cause.NO_LEAD), by(CLERK, "见附件"))
    with pytest.raises(StaleMatter) as refused:
        office.correct(matter.id, 1, Correction(cause=Cause.OVERLAP), by(CLERK, "另有意见"))
    assert refused.value.current == newer
    assert newer.cause_given_by == CLERK.name


def test_a_key_used_again_gives_the_same_result_and_one_matter(office: Office) -> None:
    first = office.open(NIGHT, by(CLERK, key="k-1"))
    changed = office.correct(first.id, 1, Correction(cause=Cause.NO_LEAD), by(CLERK, "更正"))
    assert office.open(NIGHT, by(CLERK, key="k-1")) == first
    assert office.matters() == [changed]
    with pytest.raises(KeyReused):
        office.open(replace(NIGHT, description="另一件夜间施工"), by(CLERK, key="k-1"))
    assert office.open(NIGHT, by(BOTH, key="k-1")).id != first.id  # another person's key of the same name


def test_publishing_again_with_the_key_gives_the_same_result(office: Office) -> None:
    matter = approved(office)
    first = office.publish(matter.id, matter.version, PUBLICATION, by(CLERK, key="p"))
    assert office.publish(matter.id, matter.version, PUBLICATION, by(CLERK, key="p")) == first
    assert len(office.decisions()) == 1


def test_a_matter_with_an_owner_is_left_for_supervision_and_not_consulted_on(office: Office) -> None:
    matter = office.open(NewMatter(description="烟囱冒黑烟", place="西宁市城西区"), by(CLERK))
    assert matter.cause is Cause.INACTIVE_OWNER
    asked = Consultation(departments=(URBAN,), due=TODAY)
    with pytest.raises(OfficeRefused, match="has an owner"):
        office.consult(matter.id, matter.version, asked, by(CLERK))
    with pytest.raises(BadRequest, match="reason"):
        office.leave(matter.id, matter.version, by(CLERK))
    left = office.leave(matter.id, matter.version, by(CLERK, "环保部门在册负责"))
    assert left.state is State.LEFT
    assert office.possible(left, BOTH) == ()


def test_a_matter_whose_owner_disputes_it_may_be_corrected_and_consulted_on(office: Office) -> None:
    matter = office.open(NewMatter(description="烟囱冒黑烟", place="西宁市城西区"), by(CLERK))
    matter = office.correct(
        matter.id, matter.version, Correction(cause=Cause.OVERLAP), by(CLERK, "两部门来函均称不属于自己")
    )
    asked = Consultation(departments=(URBAN,), due=TODAY)
    assert office.consult(matter.id, matter.version, asked, by(CLERK)).state is State.CONSULTING


def test_a_matter_not_understood_waits_for_a_person_to_say_why_nobody_leads(office: Office) -> None:
    matter = office.open(NewMatter(description="说不清的怪事", place="西宁市城西区"), by(CLERK))
    assert (matter.cause, matter.topic) == (None, None)
    with pytest.raises(OfficeRefused, match="not known why"):
        office.consult(matter.id, matter.version, Consultation(departments=(URBAN,), due=TODAY), by(CLERK))
    matter = office.correct(matter.id, matter.version, Correction(topic="odour"), by(CLERK, "现场核实为异味"))
    assert (matter.topic, matter.cause) == ("odour", Cause.NEW_MATTER)


def test_a_draft_is_accepted_before_anything_else(office: Office) -> None:
    matter = office.open(replace(NIGHT, draft=True), by(CLERK))
    assert (matter.state, matter.accepted_on) == (State.DRAFT, None)
    matter = office.accept(matter.id, matter.version, by(CLERK))
    assert (matter.state, matter.accepted_on) == (State.OPENED, TODAY)


def test_a_proposal_sent_back_is_drafted_anew(office: Office) -> None:
    matter = consulted(office)
    matter = office.propose(matter.id, matter.version, proposal(), by(CLERK))
    matter = office.send_back(matter.id, matter.version, by(APPROVER, "依据不足"))
    assert matter.state is State.RETURNED
    matter = office.propose(matter.id, matter.version, proposal(number="城西政〔2026〕10号"), by(CLERK))
    matter = office.approve(matter.id, matter.version, by(APPROVER))
    assert matter.approved_by == APPROVER.name


REVOCATION = Revocation(
    number="城西政〔2027〕1号", decided_by=("government",), decided_in="cn-630104",
    decided_on=date(2027, 1, 10), ends_on=date(2027, 2, 1),
)  # fmt: skip
LATER = date(2027, 1, 15)


def test_a_revoked_decision_ends_and_what_it_said_before_stays(office: Office) -> None:
    matter = published(office)
    matter = office.propose_revocation(matter.id, matter.version, REVOCATION, by(BOTH, "职责调整", day=LATER))
    with pytest.raises(NotAllowed):
        office.revoke(matter.id, matter.version, by(BOTH, day=LATER))
    matter = office.revoke(matter.id, matter.version, by(APPROVER, day=LATER))
    assert matter.state is State.REVOKED
    statuses = {day: answer(office, day).status for day in ("2027-01-31", "2027-02-01")}
    assert statuses == {"2027-01-31": Status.ASSIGNED, "2027-02-01": Status.UNDESIGNATED}
    assert (
        office.close(matter.id, matter.version, Closing(outcome=Outcome.REVOKED), by(CLERK, "归档")).state
        is State.CLOSED
    )
    assert office.verify().faults == ()


def test_a_decision_revoked_before_it_begins_never_holds(office: Office) -> None:
    matter = published(office, proposal(valid_from=date(2027, 3, 1)))
    matter = office.propose_revocation(
        matter.id, matter.version, REVOCATION, by(CLERK, "改由他人", day=LATER)
    )
    matter = office.revoke(matter.id, matter.version, by(APPROVER, day=LATER))
    assert answer(office, "2027-06-01").status is Status.UNDESIGNATED
    assert "parent" not in current(office.publisher.releases).manifest()
    assert office.history(matter.id)[-3].action == "publish"  # the ledger keeps it


def test_a_revocation_turned_down_leaves_the_decision_as_it_was(office: Office) -> None:
    matter = published(office)
    matter = office.propose_revocation(matter.id, matter.version, REVOCATION, by(CLERK, "调整", day=LATER))
    matter = office.keep(matter.id, matter.version, by(APPROVER, "仍需此项指定", day=LATER))
    assert (matter.state, matter.revocation) == (State.PUBLISHED, None)
    assert answer(office, "2027-06-01").status is Status.ASSIGNED


def test_whoever_drafted_a_revocation_may_not_turn_it_down_himself(office: Office) -> None:
    matter = published(office)
    matter = office.propose_revocation(matter.id, matter.version, REVOCATION, by(BOTH, "调整", day=LATER))
    with pytest.raises(NotAllowed, match="whoever drafted it"):
        office.keep(matter.id, matter.version, by(BOTH, "不撤了", day=LATER))
    assert not {Action.KEEP, Action.REVOKE} & set(office.possible(matter, BOTH))
    assert {Action.KEEP, Action.REVOKE} <= set(office.possible(matter, APPROVER))


def test_whoever_drafted_a_decision_may_take_it_back_if_he_is_an_approver_too(office: Office) -> None:
    matter = consulted(office)
    matter = office.propose(matter.id, matter.version, proposal(), by(BOTH))
    assert Action.RETURN in office.possible(matter, BOTH)
    assert office.send_back(matter.id, matter.version, by(BOTH, "写错文号")).state is State.RETURNED


def test_a_cause_given_by_a_person_stays_when_only_the_description_is_corrected(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    matter = office.correct(matter.id, 1, Correction(cause=Cause.OVERLAP), by(CLERK, "两部门来函"))
    typo = Correction(description="城西区工地夜间施工，持续多日")
    matter = office.correct(matter.id, matter.version, typo, by(BOTH, "错字"))
    assert (matter.cause, matter.cause_given_by) == (Cause.OVERLAP, CLERK.name)
    assert matter.description == "城西区工地夜间施工，持续多日"
    matter = office.correct(matter.id, matter.version, Correction(topic="odour"), by(BOTH, "实为异味"))
    assert (matter.cause, matter.cause_given_by) == (Cause.NEW_MATTER, None)
    assert office.verify().faults == ()


def test_a_decision_is_followed_by_another_and_ends_where_that_one_begins(office: Office) -> None:
    first = published(office)
    office.close(first.id, first.version, Closing(outcome=Outcome.DECIDED), by(CLERK, "办结"))
    later = proposal(number="城西政〔2026〕30号", lead=URBAN, cooperators=(), valid_from=date(2027, 1, 1))
    second = consulted(office)
    with pytest.raises(BadRequest, match="already settles this"):
        office.propose(second.id, second.version, later, by(CLERK))
    second = office.propose(second.id, second.version, replace(later, follows=first.decision), by(CLERK))
    second = office.approve(second.id, second.version, by(APPROVER))
    office.publish(second.id, second.version, PUBLICATION, by(CLERK))
    types = {day: answer(office, day).bodies[0].type for day in ("2026-12-31", "2027-01-01")}
    assert types == {"2026-12-31": "housing", "2027-01-01": "urban-management"}


def test_a_closed_matter_does_not_move(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    closing = Closing(outcome=Outcome.MINOR)
    matter = office.close(matter.id, matter.version, closing, by(CLERK, "影响不明显"))
    assert office.possible(matter, BOTH) == ()
    asked = Consultation(departments=(URBAN,), due=TODAY)
    with pytest.raises(IllegalMove, match="nothing"):
        office.consult(matter.id, matter.version, asked, by(CLERK))
    with pytest.raises(IllegalMove):
        office.close(matter.id, matter.version, closing, by(CLERK, "再"))
    with pytest.raises(IllegalMove):
        office.pause(matter.id, matter.version, by(CLERK, "等"))


def test_a_duplicate_names_the_matter_it_repeats(office: Office) -> None:
    first, second = office.open(NIGHT, by(CLERK)), office.open(NIGHT, by(CLERK))
    assert [one.matter.id for one in office.similar(second.id).duplicates] == [first.id]
    for wrong in (Closing(outcome=Outcome.DUPLICATE), Closing(outcome=Outcome.MINOR, duplicate_of=first.id)):
        with pytest.raises(BadRequest, match="a duplicate"):
            office.close(second.id, second.version, wrong, by(CLERK, "重复"))
    with pytest.raises(UnknownMatter):
        office.close(
            second.id, second.version,
            Closing(outcome=Outcome.DUPLICATE, duplicate_of="2026-999999"), by(CLERK, "重复"),
        )  # fmt: skip
    closed = office.close(
        second.id,
        second.version,
        Closing(outcome=Outcome.DUPLICATE, duplicate_of=first.id),
        by(CLERK, "重复"),
    )
    assert closed.duplicate_of == first.id


def test_similar_decided_matters_are_proposed_from_elsewhere(office: Office) -> None:
    decided = published(office)
    other = office.open(replace(NIGHT, place="西宁市城中区"), by(CLERK))
    assert [one.matter.id for one in office.similar(other.id).decided] == [decided.id]


def test_the_clock_is_paused_resumed_and_extended_with_reasons(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    with pytest.raises(BadRequest, match="running"):
        office.resume(matter.id, matter.version, by(CLERK))
    matter = office.pause(matter.id, matter.version, by(CLERK, "等司法鉴定"))
    with pytest.raises(DeadlineRefused, match="resume before extending"):
        office.extend(matter.id, matter.version, Extension(until=date(2027, 3, 1)), by(CLERK, "情况复杂"))
    resumed = date(2026, 11, 30)
    matter = office.resume(matter.id, matter.version, by(CLERK, day=resumed))
    (target,) = office.deadlines(matter.id, resumed).internal
    assert target.due == date(2027, 2, 1)  # 2027-01-22 and 8 days, a Saturday: the Monday after
    matter = office.extend(
        matter.id, matter.version, Extension(until=date(2027, 3, 1)), by(CLERK, "情况复杂", day=resumed)
    )
    assert [(p.since, p.until) for p in matter.pauses] == [(TODAY, resumed)]
    assert [one.due for one in office.deadlines(matter.id, resumed).internal] == [date(2027, 3, 1)]
    assert office.deadlines(matter.id, resumed).legal == ()
    with pytest.raises(BadRequest, match="no such limit"):
        office.extend(
            matter.id, matter.version, Extension(until=date(2027, 4, 1), rule="other"), by(CLERK, "又")
        )


def test_a_matter_says_which_procedure_it_follows_and_who_decides(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    followed = office.procedure(matter.id)
    assert followed is not None and followed.choice.procedure is not None and followed.deciders is not None
    assert followed.choice.procedure.id == "designation"
    assert [one.zh for one in followed.deciders.bodies] == ["城西区人民政府"]
    assert followed.deciders.clause.zh == "小法第一条第一款"
