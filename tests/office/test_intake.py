"""What comes in: receipts of lookups, rows pasted from a sheet, bad input refused with nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from graph.errors import BadRequest, UnknownArea
from office.codes import Channel
from office.matter import Department, Scope, SourceReceipt
from office.requests import By, GivenReceipt, NewMatter
from office.service import Office
from tests.office.test_life import HOUSING, NIGHT, consulted, proposal, published
from tests.office.tiny import CLERK, TODAY, by


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
