"""A matter of the ledger with its procedure, its limits, its paper and its line in the reports.

The noise law (2021-12-24) 第七十七条 leaves night building noise to a designation up to 2026-08-14.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.codes import Level
from graph.errors import DeadlineRefused
from graph.procedures import Gap
from graph.tables import AreaRow, Tables
from office.clock import Change
from office.codes import Cause, Channel, Stance, State
from office.consultation import compare
from office.consultation_paper import consultation_paper
from office.deciding import Case
from office.matter import Asked, Department, Extension, LookupReceipt, Matter, Pause, Position, Transfer
from office.matter_limits import check_change, limits_of, procedure_of
from office.matter_paper import consultation_of, line_of
from office.procedure import Procedures
from office.procedure_rule import rule_from_procedures
from office.standing import State as LimitState
from outputs.papers.page import write_page
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


def test_causes_and_gaps_are_one_list() -> None:
    assert [one.value for one in Cause] == [one.value for one in Gap]


def test_a_matter_has_the_limits_of_its_procedure_from_the_day_it_was_taken_on(
    procedures: Procedures,
) -> None:
    found = limits_of(matter(), procedures, CHINA, TODAY)
    assert found.legal == ()
    (target,) = found.internal
    assert (target.start, target.due) == (day("2026-06-08"), day("2026-08-10"))  # Saturday 2026-08-08 rolls


def test_before_it_is_taken_on_its_clock_waits(procedures: Procedures) -> None:
    found = limits_of(matter(accepted_on=None, state=State.DRAFT), procedures, CHINA, TODAY)
    assert (found.internal, found.waiting) == ((), ("decision-target",))


def test_pauses_and_extensions_of_the_ledger_move_the_target_only(procedures: Procedures) -> None:
    changed = matter(
        channel=Channel.PETITION,
        pauses=(Pause(since=day("2026-06-10"), until=day("2026-06-20"), reason="等监测"),),
        extensions=(Extension(until=day("2026-09-10"), on=day("2026-07-01"), reason="复杂"),),
    )
    found = limits_of(changed, procedures, CHINA, TODAY)
    assert [one.due for one in found.internal] == [day("2026-09-10")]
    plain = limits_of(matter(channel=Channel.PETITION), procedures, CHINA, TODAY)
    assert found.legal == plain.legal != ()


def test_a_pause_the_target_could_not_take_does_not_stop_the_reading(procedures: Procedures) -> None:
    late = matter(pauses=(Pause(since=day("2026-12-01"), until=None, reason="等"),))
    assert [one.due for one in limits_of(late, procedures, CHINA, TODAY).internal] == [day("2026-08-10")]


@pytest.mark.parametrize(
    "change",
    [
        Change("extend", day("2026-08-11"), "复杂", day("2026-09-01")),  # over since the day before
        Change("extend", day("2026-06-20"), "复杂", day("2026-08-10")),  # no later than it is
        Change("pause", day("2026-08-11"), "等"),
        Change("pause", day("2026-06-20"), ""),
    ],
)
def test_a_change_after_the_end_or_to_no_later_day_is_refused(procedures: Procedures, change: Change) -> None:
    with pytest.raises(DeadlineRefused):
        check_change(matter(), procedures, CHINA, change)
    check_change(matter(), procedures, CHINA, Change("extend", day("2026-06-20"), "复杂", day("2026-08-11")))


# ---------------------------------------------------------------- who decides on a draft


@pytest.fixture
def case(tables: Tables) -> Callable[..., Case]:
    areas: dict[str, AreaRow] = {area.id: area for area in tables.areas}

    def make(place: str, level: Level | None, cause: Cause | None, *duties: str) -> Case:
        rows = tuple(one for one in tables.duties if one.id in duties)
        return Case(areas[place], level, cause, rows, TODAY)

    return make


NIGHT = "noise-law-2021/art_77__para_1__item_2-night"
BOTH = ("party-committee", "government")
LOCAL = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)


@pytest.mark.parametrize(
    ("place", "level", "cause", "duties", "procedure", "types", "levels", "jointly"),
    [
        ("cn-510104", None, Cause.NO_LEAD, (), "sichuan", BOTH, (Level.PREFECTURE,), True),
        ("cn-51", None, Cause.NO_LEAD, (), "sichuan", BOTH, (Level.PROVINCE,), True),
        ("cn-510104", None, Cause.UNDESIGNATED, (NIGHT,), "sichuan", BOTH, (Level.PREFECTURE,), True),
        ("cn-630102", None, Cause.OVERLAP, (), "qinghai", BOTH, (Level.COUNTY,), True),
        # settled for the whole city: the wider place's level
        ("cn-6301", Level.COUNTY, Cause.OVERLAP, (), "qinghai", BOTH, (Level.PREFECTURE,), True),
        ("cn-630102", None, Cause.UNDESIGNATED, (NIGHT,), "designation", ("government",), LOCAL, False),
        ("cn-11", None, None, (), "general", ("government", "party-committee"), (Level.PROVINCE,), False),
        (
            "cn-630102",
            None,
            Cause.INACTIVE_OWNER,
            (),
            "house",
            ("government", "party-committee"),
            LOCAL,
            False,
        ),
    ],
)
def test_drafts_are_checked_against_the_procedure_of_their_place(
    tables: Tables,
    case: Callable[..., Case],
    place: str,
    level: Level | None,
    cause: Cause | None,
    duties: tuple[str, ...],
    procedure: str,
    types: tuple[str, ...],
    levels: tuple[Level, ...],
    jointly: bool,
) -> None:
    rule = rule_from_procedures(tables, case(place, level, cause, *duties))
    assert (rule.procedure, rule.types, rule.levels, rule.jointly) == (procedure, types, levels, jointly)


# ---------------------------------------------------------------- paper and report


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
        consulted, answer, compare(consulted, TODAY), procedures, CHINA, office="示例市环委办", on=TODAY
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
    line = line_of(matter(), procedures, CHINA, date(2026, 8, 11), None)
    assert (line.limit, line.limit_is_legal, line.limit_state) == (
        day("2026-08-10"),
        False,
        LimitState.OVERDUE,
    )
    assert (line.opened_on, line.cause, line.level) == (day("2026-06-08"), "法律授权未指定", "县级")
    petition = line_of(matter(channel=Channel.PETITION), procedures, CHINA, date(2026, 8, 11), None)
    assert petition.limit == line.limit  # a petition's own limits are met by other acts


def test_a_matter_of_no_known_cause_still_has_a_procedure(procedures: Procedures) -> None:
    choice = procedure_of(replace(matter(), cause=None), procedures)
    assert choice.procedure is not None and choice.procedure.id == "qinghai"
