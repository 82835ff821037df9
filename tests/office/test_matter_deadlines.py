"""Which limits a matter has: legal ones, one long over, internal targets, those of a petition.

Golden days are worked out by hand from 川环委〔2023〕1号 (2023-03-17) 二（四） and 信访工作条例 (2022-02-25).
"""

from __future__ import annotations

from datetime import date

import pytest

from graph.codes import Level
from graph.procedures import CountsFrom, Gap
from graph.tables import Tables
from office.deadlines import work_out
from office.matter_deadlines import matter_deadlines, rules_by_id
from office.procedure import Procedures
from tests.office.rules import CHINA, day

SICHUAN, QINGHAI = "cn-51", "cn-63"
NOW = date(2026, 11, 29)
PROVINCE = Level.PROVINCE


@pytest.fixture(scope="module")
def procedures(tables: Tables) -> Procedures:
    return Procedures(tables)


def limits(procedures: Procedures, tables: Tables, area: str, opened: str, **more: object):  # type: ignore[no-untyped-def]
    row = procedures.procedure_for(area, PROVINCE, day(opened), Gap.NO_LEAD).procedure
    events = {CountsFrom.OPENING: day(opened), CountsFrom.RECEIPT: day(opened)}
    return matter_deadlines(row, rules_by_id(tables.office.rules), events, CHINA, **more)  # type: ignore[arg-type]


def test_sichuans_two_months_ran_from_the_notice_to_2023_05_17(
    procedures: Procedures, tables: Tables
) -> None:
    """川环委〔2023〕1号 二（四）: 本方案印发之日起两个月内, issued 2023-03-17; the corpus enters the same day."""
    found = limits(procedures, tables, SICHUAN, "2023-04-20")
    assert [(one.rule, one.start, one.due) for one in found.legal] == [
        ("sichuan-two-months", day("2023-03-17"), day("2023-05-17"))
    ]
    rows = [norm for norm in tables.mechanisms if norm.deadline_due]
    assert [norm.deadline_due for norm in rows] == ["2023-05-17"]


def test_a_matter_of_a_later_day_has_no_legal_limit_and_an_internal_target_only(
    procedures: Procedures, tables: Tables
) -> None:
    found = limits(procedures, tables, SICHUAN, "2026-11-20")
    assert found.legal == ()
    assert [one.due for one in found.past] == [day("2023-05-17")]
    assert [(one.kind, one.due) for one in found.internal] == [("internal", day("2027-01-20"))]
    said = "".join(words.zh for words in found.says)
    assert "不因收到新事项重新起算" in said and "没有法定期限" in said and "是内部目标，不是法定期限" in said


def test_the_two_months_hold_on_their_last_day_and_not_on_the_next(
    procedures: Procedures, tables: Tables
) -> None:
    assert limits(procedures, tables, SICHUAN, "2023-05-17").legal
    assert not limits(procedures, tables, SICHUAN, "2023-05-18").legal


def test_qinghai_has_no_limit(procedures: Procedures, tables: Tables) -> None:
    found = limits(procedures, tables, QINGHAI, "2026-11-20")
    assert (found.legal, found.past) == ((), ())
    assert any("没有法定期限" in words.zh for words in found.says)


def test_a_petition_brings_its_own_limits(procedures: Procedures, tables: Tables) -> None:
    """信访工作条例 (2022-02-25) 第二十二、二十三条: 15日, 5个工作日 from receipt; 第三十四条: 60日 from 受理."""
    found = limits(procedures, tables, QINGHAI, "2024-09-27", channel="petition")
    assert {one.rule: one.due for one in found.legal} == {
        "petition-forward": day("2024-10-12"),  # a Saturday that is worked
        "petition-inform": day("2024-10-12"),
        "petition-objection": day("2024-10-10"),  # Sun 29 (make-up) 30 | 8 9 10
    }
    assert found.waiting == ("petition-close",)
    assert not any("没有法定期限" in words.zh for words in found.says)


def test_what_if_the_notice_were_issued_today_is_worked_out_by_the_same_rule(tables: Tables) -> None:
    rule = rules_by_id(tables.office.rules)["sichuan-two-months"]
    supposed = work_out(rule, NOW, CHINA, supposed=True)
    assert (supposed.due, supposed.supposed, supposed.is_provisional) == (day("2027-01-29"), True, True)
