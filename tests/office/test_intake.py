"""What comes in: personal data kept out, rows pasted from a sheet, bad input refused with nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.errors import BadRequest, UnknownArea
from office.codes import Channel, Stance
from office.consultation import Finding
from office.matter import (
    Department,
    Position,
    Publication,
    Revocation,
    Scope,
    SourceReceipt,
    Transfer,
)
from office.personal import mask
from office.requests import By, Consultation, Correction, GivenReceipt, NewMatter
from office.service import Office
from tests.office.test_life import HOUSING, NIGHT, approved, consulted, proposal, published
from tests.office.tiny import APPROVER, CLERK, TODAY, URBAN, by


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打13812345678找我", "手机号"),
        ("电话：138 1234 5678。", "手机号"),
        ("联系+86-138-1234-5678", "手机号"),
        ("手机１３８１２３４５６７８", "手机号"),
        ("座机0971-6123456", "座机号"),
        ("打(0971)6123456", "座机号"),
        ("单位电话6123456没人接", "座机号"),
        ("身份证11010519491231002X", "身份证号"),  # the worked example of GB 11643-1999
        ("身份证 110105 19491231 002x", "身份证号"),
        ("卡号4111 1111 1111 1111", "卡号"),
    ],
)
def test_personal_numbers_are_masked_and_named(text: str, kind: str) -> None:
    masked = mask(text)
    assert masked.found == (kind,)
    assert not any(len(run) >= 5 for run in "".join(c if c.isdigit() else " " for c in masked.text).split())
    assert f"〔{kind}已隐去〕" in masked.text


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日23时30分",
        "城西政办〔2026〕12号第3条",
        "噪声达到75.5分贝，持续12345秒",
        "工单20261122000123",
        "110105194912310021是错的校验位",
        "文号110105194913310021",  # the check digit fits, and there is no month 13
        "拨打12345和12369反映过",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text).text == text


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.text("工地夜间施工，。 ", max_size=8),
    st.sampled_from(["", "-", " "]),
)
def test_no_mobile_number_gets_through(number: str, around: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    assert number[-4:] not in mask(around + written + around).text


def test_the_ledger_never_holds_what_was_masked(office: Office) -> None:
    secret = "13812345678"
    matter = office.open(replace(NIGHT, description=f"夜间施工，电话{secret}"), by(CLERK))
    assert (matter.masked, matter.kept) == (("手机号",), None)
    office.correct(
        matter.id, 1, Correction(description=f"夜间施工扰民，找{secret}"), by(CLERK, f"来电{secret}补充")
    )
    assert secret not in "".join(str(event) for event in office.ledger.events())
    assert office.matter(matter.id).receipt.issue == "夜间施工扰民，找〔手机号已隐去〕"


def test_personal_data_is_kept_only_for_a_stated_reason(office: Office) -> None:
    new = replace(NIGHT, description="夜间施工 13812345678", keep_personal_data="督察组要求回访")
    matter = office.open(new, by(CLERK))
    assert ("13812345678" in matter.description, matter.kept) == (True, "督察组要求回访")


def test_a_matter_opened_from_a_lookup_keeps_its_receipt(office: Office) -> None:
    answer = office.lookup().ask("夜间施工", "西宁市城西区", None, TODAY, today=TODAY)
    assert answer.receipt is not None
    given_ = GivenReceipt(release=answer.release, digest=answer.receipt.digest)
    new = NewMatter(
        description="夜间施工",
        place="西宁市城西区",
        occurred_on=TODAY,
        channel=Channel.LOOKUP,
        receipt=given_,
    )
    matter = office.open(new, by(CLERK))
    asked = office.lookup().ask(
        matter.receipt.issue, matter.receipt.place, matter.receipt.level, matter.receipt.on, today=TODAY
    )
    assert asked.receipt is not None and asked.receipt.digest == matter.receipt.digest
    with pytest.raises(BadRequest, match="not of this lookup"):
        office.open(replace(new, description="扬尘"), by(CLERK))


def test_a_receipt_of_an_older_release_is_kept_and_verified_where_it_can_still_be_asked(
    office: Office,
) -> None:
    new = NewMatter(description="夜间施工", place="西宁市城西区", occurred_on=TODAY)
    before = office.lookup().ask("夜间施工", "西宁市城西区", None, TODAY, today=TODAY)
    assert before.receipt is not None
    published(office)  # another release is in service now
    assert office.lookup().tables.release != before.release
    handed = GivenReceipt(release=before.release, digest=before.receipt.digest)
    matter = office.open(replace(new, receipt=handed), by(CLERK))
    assert matter.came_from == SourceReceipt(release=handed.release, digest=handed.digest, verified=True)
    assert matter.receipt.release != before.release  # the office's own lookup stands beside it
    for unverified in (replace(handed, digest="0" * 32), replace(handed, release="0" * 12)):
        matter = office.open(replace(new, receipt=unverified), by(CLERK))
        assert matter.came_from is not None
        assert (matter.came_from.release, matter.came_from.digest, matter.came_from.verified) == (
            unverified.release, unverified.digest, False,
        )  # fmt: skip
    assert office.open(new, by(CLERK)).came_from is None
    assert office.verify().faults == ()


def test_a_receipt_of_the_release_in_service_must_be_of_this_lookup(office: Office) -> None:
    handed = GivenReceipt(release=office.lookup().tables.release, digest="0" * 32)
    with pytest.raises(BadRequest, match="not of this lookup"):
        office.open(NewMatter(description="夜间施工", place="西宁市城西区", receipt=handed), by(CLERK))


SECRET = "13812345678"
CALL = f"打{SECRET}找老王"
NAMED = Department(type="housing", name=f"城西区住建局{SECRET}")


def test_no_text_that_people_enter_brings_a_personal_number_into_the_ledger(office: Office) -> None:
    new = replace(NIGHT, source_number=f"工单{SECRET}", description=CALL + "夜间施工")
    matter = office.open(new, by(CLERK))
    assert matter.source_number == "工单〔手机号已隐去〕"
    kept = Correction(description="夜间施工", keep_personal_data=f"回访{SECRET}")
    matter = office.correct(matter.id, matter.version, kept, by(CLERK, CALL))
    assert matter.kept == "回访〔手机号已隐去〕"
    passed = Transfer(giver=NAMED, taker=URBAN, on=TODAY, reason=CALL)
    matter = office.transfer(matter.id, matter.version, passed, by(CLERK, CALL))
    asked = Consultation(departments=(NAMED, URBAN), due=TODAY)
    matter = office.consult(matter.id, matter.version, asked, by(CLERK))
    answered = Position(
        department=NAMED, stance=Stance.OURS_IF, answered_on=TODAY, basis=CALL, condition=CALL, words=CALL,
        counter_proposal=replace(NAMED, type="ecology"),
    )  # fmt: skip
    matter = office.record_position(matter.id, matter.version, answered, by(CLERK))
    assert [one.position is not None for one in office.comparison(matter.id, TODAY).sides] == [True, False]
    draft = proposal(decided_on=date(2026, 11, 20), backdated=CALL, beside=CALL)
    matter = office.propose(matter.id, matter.version, draft, by(CLERK, CALL))
    matter = office.send_back(matter.id, matter.version, by(APPROVER, CALL))
    written = "".join(str(event) for event in office.ledger.events())
    assert SECRET not in written
    assert written.count("手机号已隐去") >= 15


def test_the_number_of_a_file_stays_though_it_looks_like_a_card(office: Office) -> None:
    card, identity = "4111111111111111", "11010519491231002X"
    assert office.open(replace(NIGHT, source_number=card), by(CLERK)).source_number == card
    hidden = office.open(replace(NIGHT, source_number=identity), by(CLERK))
    assert hidden.source_number == "〔身份证号已隐去〕"
    other = office.open(
        replace(NIGHT, description="扬尘很大", place="西宁市城中区", source_number="110105194912310038"),
        by(CLERK),
    )
    assert other.source_number == hidden.source_number
    assert office.similar(other.id).duplicates == ()


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"number": f"城西政{SECRET}"}, "number"),
        ({"summary": f"由老王{SECRET}负责"}, "summary"),
        ({"lead": NAMED}, "lead"),
        ({"cooperators": (NAMED,), "lead": URBAN}, "cooperators[0]"),
    ],
)
def test_what_becomes_public_is_refused_and_not_masked(
    office: Office, changes: dict[str, object], member: str
) -> None:
    matter = consulted(office)
    with pytest.raises(BadRequest, match="may hold no personal number") as refused:
        office.propose(matter.id, matter.version, proposal(**changes), by(CLERK))
    assert refused.value.parameter == member and SECRET not in refused.value.zh


def test_where_a_decision_is_public_holds_no_personal_number(office: Office) -> None:
    matter = approved(office)
    where = Publication(published_on=TODAY, where=f"致电{SECRET}索取")
    with pytest.raises(BadRequest, match="may hold no personal number"):
        office.publish(matter.id, matter.version, where, by(CLERK))
    matter = published(office, new=replace(NIGHT, place="西宁市城中区"), draft=proposal(
        place="cn-630103", decided_in="cn-630103", lead=URBAN, cooperators=(),
    ))  # fmt: skip
    ending = Revocation(
        number=f"撤{SECRET}", decided_by=("government",), decided_in="cn-630103", decided_on=TODAY,
        ends_on=date(2027, 1, 1),
    )  # fmt: skip
    with pytest.raises(BadRequest, match="may hold no personal number"):
        office.propose_revocation(matter.id, matter.version, ending, by(CLERK, "调整"))
    ending = replace(ending, number="城中政〔2026〕3号", backdated=CALL)
    matter = office.propose_revocation(matter.id, matter.version, ending, by(CLERK, "调整"))
    assert matter.revocation is not None and SECRET not in str(matter.revocation)


def test_a_text_that_masking_would_make_too_long_is_refused_and_not_cut(office: Office) -> None:
    matter = consulted(office)
    long = "电话6123456" + "字" * (4000 - 9)
    answered = Position(department=URBAN, stance=Stance.OURS, answered_on=TODAY, words=long)
    with pytest.raises(BadRequest, match="too long once numbers are masked") as refused:
        office.record_position(matter.id, matter.version, answered, by(CLERK))
    assert refused.value.parameter == "words"


HEAD = "描述\t地点\t发生日期\t渠道\t编号\n"


def test_pasted_rows_are_previewed_and_then_registered_all_together(office: Office) -> None:
    pasted = (
        HEAD
        + "夜间施工\t西宁市城西区\t2026/11/5\t12345\tA1\n扬尘很大\t西宁市城中区\t2026年11月6日\t信访\tA2\n"
    )
    shown = office.preview(pasted, by(CLERK))
    assert shown.faults == ()
    assert [row.content.topic for row in shown.rows if row.content] == ["night-noise", "dust"]
    assert office.matters() == []
    opened = office.open_pasted(pasted, by(CLERK, key="paste"))
    assert [(m.occurred_on, m.channel) for m in opened] == [
        (date(2026, 11, 5), Channel.HOTLINE),
        (date(2026, 11, 6), Channel.PETITION),
    ]
    assert office.open_pasted(pasted, by(CLERK, key="paste")) == opened
    again = office.preview(pasted, by(CLERK))
    assert [[one.matter.id for one in row.like] for row in again.rows] == [[m.id] for m in opened]


def test_each_faulty_row_is_named_and_nothing_is_registered(office: Office) -> None:
    pasted = HEAD + "\n".join(
        [
            "夜间施工\t西宁市城西区\t2026-11-05\t12345\tA1",
            '=HYPERLINK("x")\t西宁市城西区\t2026-11-05\t12345\tA2',
            "夜间施工\t无此地\t2026-11-05\t12345\tA3",
            "夜间施工\t西宁市城西区\t昨天\t12345\tA4",
            "夜间施工\t西宁市城西区\t2026-11-05\t口信\tA5",
            "\t西宁市城西区\t2026-11-05\t12345\tA6",
            "夜间施工\t西宁市城西区\t2027-11-05\t12345\tA7",
            "夜间施工\t西宁市城西区\t2026-11-05\t12345\tA1",
            "夜间施工\t西宁市城西区\t2026-11-05\t12345\t@SUM(1)",
            "夜间施工\t西宁市城西区\t2026-11-05\t12345\tA9\t多出",
        ]
    )
    shown = office.preview(pasted, by(CLERK))
    assert [(fault.row, fault.column) for fault in shown.faults] == [
        (2, "description"), (3, "place"), (4, "occurred_on"), (5, "channel"), (6, "description"),
        (7, "occurred_on"), (9, "source_number"), (10, "row"),
    ]  # fmt: skip
    assert shown.rows[7].repeats == (1,)
    with pytest.raises(BadRequest, match=r"8 fault\(s\), nothing was registered"):
        office.open_pasted(pasted, by(CLERK))
    assert office.matters() == []


@pytest.mark.parametrize("pasted", ["", "描述\t日期\nx\t2026-1-1", "描述\t描述\t地点\nx\ty\tz", HEAD])
def test_what_is_no_table_of_matters_is_refused(office: Office, pasted: str) -> None:
    with pytest.raises(BadRequest):
        office.open_pasted(pasted, by(CLERK))


@pytest.mark.parametrize(
    ("new", "member"),
    [
        ({"place": "无此地"}, "place"),
        ({"place": "某县"}, "place"),
        ({"topic": "no-such"}, "topic"),
        ({"level": "村"}, "level"),
        ({"occurred_on": date(2026, 12, 1)}, "occurred_on"),
        ({"description": "！！！"}, "issue"),
    ],
)
def test_a_matter_that_cannot_be_is_refused(office: Office, new: dict[str, object], member: str) -> None:
    with pytest.raises((BadRequest, UnknownArea)) as refused:
        office.open(replace(NIGHT, **new), by(CLERK))  # type: ignore[arg-type]
    assert refused.value.parameter == member
    assert office.head().seq == 0


@pytest.mark.parametrize("description", ["", " ", "x" * 10_000_000, "夜间\x00施工", "夜间\ud800施工"])
def test_a_description_that_is_no_text_is_refused(description: str) -> None:
    with pytest.raises(ValidationError):
        NewMatter(description=description, place="西宁市城西区")


@pytest.mark.parametrize("reason", ["", "a\x00b", "字" * 5000, "\ud800"])
def test_a_reason_that_is_no_text_is_refused(reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        by(CLERK, reason)
    assert refused.value.parameter == "reason"


def test_an_instant_needs_an_offset() -> None:
    with pytest.raises(BadRequest, match="offset"):
        By(actor=CLERK, at=by(CLERK).at.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"lead": Department(type="no-such")}, "lead"),
        ({"lead": Department(type="housing", body="nobody")}, "lead"),
        ({"lead": Department(type="ecology", body="xining-housing")}, "lead"),
        ({"lead": Department(type="housing")}, "lead"),  # a designation names the body
        ({"cooperators": (HOUSING,)}, "cooperators[0]"),
        ({"decided_by": ("housing",)}, "decided_by"),
        ({"decided_in": "cn-630103"}, "decided_in"),
        ({"decided_in": "cn"}, "decided_in"),
        ({"place": "cn-630103"}, "place"),
        ({"place": "nowhere"}, "place"),
        ({"decided_on": date(2026, 11, 23)}, "decided_on"),
        ({"valid_from": date(2026, 11, 19)}, "valid_from"),
        ({"valid_until": date(2026, 12, 1)}, "valid_until"),
        ({"scope": Scope(topics=("dust",))}, "scope.topics"),
        ({"scope": Scope(topics=("night-noise", "no-such"))}, "scope.topics[1]"),
        ({"scope": Scope(topics=("night-noise",), duties=("tiny-law/art_9",))}, "scope.duties[0]"),
        ({"scope": Scope(topics=("night-noise",), duties=("tiny-law/art_2__para_1",))}, "scope.duties[0]"),
        ({"follows": "decision-2026-000009"}, "follows"),
    ],
)
def test_a_decision_that_cannot_stand_is_refused(
    office: Office, changes: dict[str, object], member: str
) -> None:
    matter = consulted(office)
    with pytest.raises(BadRequest) as refused:
        office.propose(matter.id, matter.version, proposal(**changes), by(CLERK))
    assert refused.value.parameter == member
    assert office.matter(matter.id) == matter


def test_positions_stand_side_by_side_with_agreement_and_conflict(office: Office) -> None:
    matter = consulted(office)
    late = date(2026, 12, 2)
    compared = office.comparison(matter.id, late)
    assert (compared.finding, compared.missing) == (Finding.INCOMPLETE, (HOUSING.key, URBAN.key))
    assert all(side.late for side in compared.sides)

    def answer(department: Department, stance: Stance, **more: object) -> None:
        nonlocal matter
        position = Position(department=department, stance=stance, answered_on=TODAY, **more)  # type: ignore[arg-type]
        matter = office.record_position(matter.id, matter.version, position, by(CLERK))

    answer(HOUSING, Stance.OURS, basis="区三定规定第四条")
    answer(URBAN, Stance.NOT_OURS, counter_proposal=HOUSING)
    compared = office.comparison(matter.id, TODAY)
    assert (compared.finding, compared.claimed_by) == (Finding.AGREED, (HOUSING.key,))
    assert compared.pointing == ((URBAN.key, HOUSING.key),)
    answer(URBAN, Stance.OURS)
    assert office.comparison(matter.id, TODAY).finding is Finding.SEVERAL_CLAIM
    answer(URBAN, Stance.NOT_OURS, counter_proposal=HOUSING)
    answer(HOUSING, Stance.NOT_OURS, counter_proposal=URBAN)
    compared = office.comparison(matter.id, TODAY)
    assert (compared.finding, len(compared.loops)) == (Finding.NOBODY_CLAIMS, 1)
    answer(HOUSING, Stance.OURS_IF, condition="增加编制")
    assert office.comparison(matter.id, TODAY).finding is Finding.CONDITIONAL


def test_a_condition_belongs_to_ours_if_and_only_there(office: Office) -> None:
    matter = consulted(office)
    for stance, condition in ((Stance.OURS_IF, None), (Stance.OURS, "若")):
        position = Position(department=URBAN, stance=stance, answered_on=TODAY, condition=condition)
        with pytest.raises(BadRequest, match="condition"):
            office.record_position(matter.id, matter.version, position, by(CLERK))


def test_a_matter_passed_round_in_a_circle_is_seen(office: Office) -> None:
    ecology = Department(type="ecology")
    matter = office.open(NIGHT, by(CLERK))
    for giver, taker in ((HOUSING, URBAN), (URBAN, ecology), (ecology, HOUSING)):
        passed = Transfer(giver=giver, taker=taker, on=TODAY, reason="不属本部门职责，电话13812345678")
        matter = office.transfer(matter.id, matter.version, passed, by(CLERK, "来函"))
    compared = office.comparison(matter.id, TODAY)
    assert [sorted(loop) for loop in compared.loops] == [sorted([HOUSING.key, URBAN.key, "ecology"])]
    assert "13812345678" not in matter.transfers[0].reason
    with pytest.raises(BadRequest, match="itself"):
        office.transfer(
            matter.id,
            matter.version,
            Transfer(giver=URBAN, taker=URBAN, on=TODAY, reason="x"),
            by(CLERK, "x"),
        )


def test_an_unknown_department_is_not_asked(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    asked = Consultation(departments=(Department(type="no-such"),), due=TODAY)
    with pytest.raises(BadRequest, match="no such kind"):
        office.consult(matter.id, matter.version, asked, by(CLERK))
    with pytest.raises(BadRequest, match="due before"):
        office.consult(
            matter.id, matter.version, Consultation(departments=(URBAN,), due=date(2026, 1, 1)), by(CLERK)
        )
