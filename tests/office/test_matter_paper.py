"""A matter of the ledger as a consultation paper and as a line of the reports.

The noise law (2021-12-24) 第七十七条 leaves night building noise to a designation up to 2026-08-14.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.codes import Level
from graph.procedures import CountsFrom, Gap
from graph.tables import Tables
from office.codes import Cause, Channel, Stance, State
from office.consultation import compare
from office.consultation_paper import consultation_paper
from office.matter import (
    Asked,
    Department,
    LookupReceipt,
    Matter,
    Position,
    Proposal,
    Publication,
    Scope,
    Transfer,
)
from office.matter_deadlines import MatterDeadlines, matter_deadlines, rules_by_id
from office.matter_paper import Course, consultation_of, line_of
from office.procedure import Procedures
from office.standing import State as LimitState
from outputs.papers.page import write_page
from queries.answer import Answer
from queries.lookup import Lookup
from tests.office.rules import CHINA, day

TODAY = date(2026, 6, 15)
HOUSING = Department(type="housing", name="城东区住房和城乡建设局")
URBAN = Department(type="urban-management", name="城东区城市管理局")
ECOLOGY = Department(type="ecology")


@pytest.fixture(scope="module")
def procedures(tables: Tables) -> Procedures:
    return Procedures(tables)


def matter(**more: object) -> Matter:
    given: dict[str, object] = {
        "id": "2026-000017",
        "version": 3,
        "state": State.CONSULTING,
        "description": "工地夜里十一点后还在浇筑混凝土，没有贴夜间施工证明",
        "place": "cn-630102",
        "place_zh": "城东区",
        "level": None,
        "occurred_on": date(2026, 6, 3),
        "channel": Channel.HOTLINE,
        "topic": "construction-noise-night",
        "topic_zh": "夜间建筑施工噪声",
        "cause": Cause.UNDESIGNATED,
        "receipt": LookupReceipt(
            release="r",
            issue="x",
            place=None,
            level=None,
            on=date(2026, 6, 3),
            status="undesignated",
            digest="d",
        ),
        "opened_at": datetime(2026, 6, 7, 17, tzinfo=UTC),  # 2026-06-08 in Shanghai
        "opened_by": "经办甲",
        "accepted_on": date(2026, 6, 8),
    }
    return Matter(**{**given, **more})  # type: ignore[arg-type]  # tests vary the members


def course(procedures: Procedures, answer: Answer | None = None, channel: str | None = None) -> Course:
    """The course of the example matter, as the ledger makes it."""
    choice = procedures.procedure_for("cn-630102", Level.COUNTY, day("2026-06-08"), Gap.UNDESIGNATED)
    assert choice.procedure is not None
    designators = [procedures.designator_of(one.duty) for one in answer.basis] if answer else []
    designator = next((one for one in designators if one is not None), None)
    asked = (choice.procedure, "cn-630102", Level.COUNTY, designator)
    limits = matter_deadlines(
        choice.procedure,
        rules_by_id(procedures.tables.office.rules),
        {CountsFrom.RECEIPT: day("2026-06-08"), CountsFrom.OPENING: day("2026-06-08")},
        CHINA,
        channel=channel,
    )
    return Course(
        choice.procedure,
        choice.says,
        procedures.deciding_bodies(*asked),
        procedures.steps_for(*asked),
        limits,
    )


def test_causes_of_the_ledger_and_gaps_of_procedures_are_one_list() -> None:
    assert [one.value for one in Cause] == [one.value for one in Gap]


def test_the_paper_of_a_real_gap_says_why_who_and_by_when(procedures: Procedures, lookup: Lookup) -> None:
    answer = lookup.ask("工地半夜施工太吵", "青海省西宁市城东区", None, "2026-06-03", today=TODAY)
    assert answer.status == "undesignated"
    asked = tuple(
        Asked(department=one, asked_on=day("2026-06-09"), due=day("2026-06-16"))
        for one in (HOUSING, URBAN, ECOLOGY)
    )
    consulted = matter(
        asked=asked,
        positions=(
            Position(
                department=HOUSING, stance=Stance.NOT_OURS, answered_on=day("2026-06-11"), counter_proposal=URBAN
            ),
            Position(
                department=URBAN, stance=Stance.OURS_IF, answered_on=day("2026-06-12"), condition="移交监测设备"
            ),
        ),
        transfers=(
            Transfer(giver=HOUSING, taker=URBAN, on=day("2026-06-09"), reason="不归我"),
            Transfer(giver=URBAN, taker=HOUSING, on=day("2026-06-10"), reason="不归我"),
        ),
    )  # fmt: skip
    content = consultation_of(
        consulted,
        answer,
        compare(consulted, TODAY),
        course(procedures, answer),
        procedures,
        office="示例市环委办",
        on=TODAY,
    )
    page = write_page(consultation_paper(content)).decode()
    for words in (
        "法律授权未指定",
        "由城东区人民政府决定（噪声污染防治法第七十七条",
        "候选（处罚）",
        "城东区住房和城乡建设局",
        "应由城东区城市管理局",
        "移交监测设备",
        "尚未答复",
        "互相推：",
        "2026-08-10",
        "县级",
    ):
        assert words in page, words


def test_a_line_of_the_report_tells_how_the_target_stands(procedures: Procedures) -> None:
    on = date(2026, 8, 11)
    line = line_of(matter(), course(procedures), procedures, CHINA, on, None)
    # two months from 2026-06-08 end on Saturday 2026-08-08, so on Monday
    assert (line.limit, line.limit_is_legal, line.limit_state) == (
        day("2026-08-10"),
        False,
        LimitState.OVERDUE,
    )
    assert (line.opened_on, line.cause, line.level) == (day("2026-06-08"), "法律授权未指定", "县级")
    petition = line_of(matter(), course(procedures, channel="petition"), procedures, CHINA, on, None)
    assert petition.limit == line.limit  # a petition's own limits are met by other acts


def test_a_decision_in_time_meets_the_target(procedures: Procedures) -> None:
    decided = matter(
        state=State.PUBLISHED,
        proposal=Proposal(
            number="示例发〔2026〕1号",
            decided_by=("government",),
            decided_in="cn-630102",
            decided_on=day("2026-08-10"),
            lead=URBAN,
            cooperators=(ECOLOGY,),
            scope=Scope(topics=("construction-noise-night",)),
            place="cn-630102",
            valid_from=day("2026-08-12"),
        ),
        publication=Publication(published_on=day("2026-08-12"), where="区政府网站"),
    )
    line = line_of(decided, course(procedures), procedures, CHINA, date(2026, 9, 1), None)
    assert line.limit_state is LimitState.MET
    assert (line.decided_by, line.lead, line.cooperators) == ("人民政府", "城东区城市管理局", ("生态环境",))
    assert (line.decided_on, line.published_on) == (day("2026-08-10"), day("2026-08-12"))


def test_without_a_procedure_the_paper_says_so(procedures: Procedures, lookup: Lookup) -> None:
    answer = lookup.ask("工地半夜施工太吵", "青海省西宁市城东区", None, "2026-06-03", today=TODAY)
    left = procedures.procedure_for("cn-630102", Level.COUNTY, TODAY, Gap.INACTIVE_OWNER)
    nothing = MatterDeadlines((), (), (), (), ())
    content = consultation_of(
        matter(cause=Cause.INACTIVE_OWNER),
        answer,
        compare(matter(), TODAY),
        Course(None, left.says, None, (), nothing),
        procedures,
        office="示例市环委办",
        on=TODAY,
    )
    page = write_page(consultation_paper(content)).decode()
    assert "由谁决定，目前定不出（没有适用的程序）" in page and "督办" in page
