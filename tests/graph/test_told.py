"""What a source tells beside its norms, as read in the founding documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Store

from graph.release import Release
from queries.questions import Row, Run, ask

Ask = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def answer(release: Release) -> Ask:
    store: Store = release.store()
    return lambda query, **bindings: ask(store, Run(query, bindings))


def values(rows: list[Row], column: str) -> list[str]:
    return list(dict.fromkeys(row[column] for row in rows if column in row))


def test_a_list_keeps_the_order_of_its_text(answer: Ask) -> None:
    """青海实施意见 sec_3__subsec_2: nine kinds of oversight beside that of the Party, in this order."""
    rows = answer("what-is-listed", instrument="id:instrument/qinghai-opinion-2024", place="sec_3__subsec_2")
    kinds = [row["item"] for row in rows if row["of"] == "与党内监督贯通的监督"]
    assert kinds == [
        f"{one}监督" for one in ("人大", "民主", "行政", "司法", "审计", "财会", "统计", "群众", "舆论")
    ]


def test_a_list_that_ends_in_deng_is_open_and_one_that_does_not_is_closed(answer: Ask) -> None:
    """四川通知 sec_2__subsec_1: twelve departments and 等; three bases and no 等."""
    rows = answer("what-is-listed", instrument="id:instrument/sichuan-notice-2023", place="sec_2__subsec_1")
    found = {row["of"]: row["open"] for row in rows}
    assert found["点名的承担重要生态环境保护职责的省直部门"] == "true"
    assert found["梳理牵头事项的根据"] == "false"
    assert len([row for row in rows if row["of"].startswith("点名的")]) == 12


def test_about_and_over_are_never_given_as_exact(answer: Ask) -> None:
    """青海改革报道 item_6: 180余件, 约34亿元; item_9: 5名."""
    rows = answer("which-figures-are-reported", instrument="id:instrument/qinghai-reform-measures-2024")
    found = {row["of"]: (row["value"], row["unit"], row["boundName"]) for row in rows}
    assert found["全省办理的损害赔偿案件"] == ("180", "件", "超过")
    assert found["损害赔偿案件涉案金额"] == ("34", "亿元", "约")
    assert found["因不适宜担任现职被免职的干部"] == ("5", "名", "正好")


def test_what_no_source_says_is_an_answer_of_its_own(answer: Ask) -> None:
    """川环委〔2023〕1号 sec_3__subsec_1 says 按程序报请, not who applies; 青海 has no time limit."""
    sichuan = answer("what-no-source-says", instrument="id:instrument/sichuan-notice-2023")
    assert "由谁报请省委、省政府约谈，约谈谁" in values(sichuan, "of")
    qinghai = answer("what-no-source-says", instrument="id:instrument/qinghai-opinion-2024")
    assert "同级党委和政府多少天内要明确责任单位" in values(qinghai, "of")


def test_a_difference_between_sources_is_found_from_either_side(answer: Ask) -> None:
    """四川 sec_3__subsec_1 counts heads of departments among 第一责任人, the rules of 2025 do not (问4)."""
    for side in ("sichuan-notice-2023", "leader-responsibility-rules-2025"):
        rows = answer("where-sources-differ", instrument=f"id:instrument/{side}")
        accounts = [row["says"] for row in rows if row["of"] == "谁是第一责任人"]
        assert len(accounts) == 2
        assert "含部门" in accounts[0]


def test_measures_of_a_prefecture_name_their_partners(answer: Ask) -> None:
    """青海改革报道 item_4: Yushu made its mechanism with the national park administration."""
    rows = answer("which-measures-in-an-area", area="id:area/cn-6327")
    partners = {row["partner"]: row["status"] for row in rows if "partner" in row}
    assert set(partners) == {"三江源国家公园管理局", "青岛理工大学"}


def test_triggers_and_mechanisms_are_as_many_as_the_text_has(answer: Ask) -> None:
    """责任制规定答记者问 问6: five triggers for seven categories; 青海 parts two and three: eight and five."""
    rows = answer("what-leads-to-accountability", instrument="id:instrument/leader-responsibility-rules-2025")
    assert (len(values(rows, "trigger")), len(values(rows, "reaches"))) == (5, 7)
    found = answer("which-mechanisms-are-set-up", instrument="id:instrument/qinghai-opinion-2024")
    assert len(values(found, "mechanism")) == 8 + 5 + 1  # and the procedure within 二（三）
    assert {row["recurrence"] for row in found if row["name"] == "督查机制"} == {"P6M"}
