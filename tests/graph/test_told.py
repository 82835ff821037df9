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


@pytest.mark.parametrize(
    ("instrument", "place", "of", "items"),
    [
        ("sichuan-notice-2023", "sec_1", "要健全完善怎样的治理体系", ["权责明晰", "协调联动", "齐抓共管"]),
        ("sichuan-notice-2023", "sec_3__subsec_2", "生态环境质量的刚性底线", ["只能更好", "不能变坏"]),
        ("qinghai-opinion-2024", "sec_4", "要形成的工作体系", ["系统集成", "精准施策", "一抓到底"]),
        ("qinghai-reform-measures-2024", "item_9", "西宁市考评结果作为干部哪几方面的依据", list("育选管用")),
        ("qinghai-list-interview-2025", "q_1", "必须管生态环保的", ["管发展", "管生产", "管行业"]),
    ],
)
def test_general_parts_of_a_text_are_listed_like_its_clauses(
    answer: Ask, instrument: str, place: str, of: str, items: list[str]
) -> None:
    """川环委〔2023〕1号 一 and 三（二）; 青海实施意见 四; 青海改革报道 九; 青海责任清单答记者问 问1."""
    rows = answer("what-is-listed", instrument=f"id:instrument/{instrument}", place=place)
    assert [row["item"] for row in rows if row["of"] == of] == items


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


def test_measures_of_a_prefecture_are_those_of_places_in_it_too(answer: Ask) -> None:
    """青海改革报道 item_7: the mine project of 大柴旦行委, which lies in Haixi."""
    rows = answer("which-measures-in-an-area", area="id:area/cn-6328")
    assert "大柴旦行委矿山综合治理EOD项目" in values(rows, "named")
    assert set(values(rows, "areaName")) == {"海西蒙古族藏族自治州", "大柴旦行政委员会"}


@pytest.mark.parametrize(("on", "overdue"), [("2023-05-17", "false"), ("2023-05-18", "true")])
def test_a_limit_counted_from_issue_is_a_last_day_that_is_still_in_time(
    answer: Ask, on: str, overdue: str
) -> None:
    """川环委〔2023〕1号 sec_2__subsec_4: two months from 2023-03-17, once, not again for later matters."""
    asked = {"instrument": "id:instrument/sichuan-notice-2023", "place": "sec_2__subsec_4", "on": on}
    (row,) = answer("which-deadlines-have-passed", **asked)
    assert (row["deadline"], row["within"], row["onlyOnce"], row["overdue"]) == (
        "2023-05-17",
        "P2M",
        "true",
        overdue,
    )


def test_who_convenes_a_step_does_not_decide_it(answer: Ask) -> None:
    """川环委〔2023〕1号 sec_2__subsec_4: 省环委办 convenes, 省委 and 省政府 decide, below it the prefecture; no county."""
    rows = answer(
        "who-acts-in-a-mechanism", mechanism="id:mechanism/sichuan-notice-2023/sichuan-unassigned-procedure"
    )
    found = [(row["step"], row["partName"], row["name"]) for row in rows if row["step"] != "0"]
    assert found == [
        ("3", "牵头（主管）", "省环委办"),
        ("3", "配合", "相关部门"),
        ("3", "决定", "省委"),
        ("3", "决定", "省政府"),
        ("4", "决定", "各市（州）党委"),
        ("4", "决定", "各市（州）…政府"),
    ]
    assert "县级" not in values(rows, "level")


def test_levels_of_a_permit_are_those_its_article_names(answer: Ask) -> None:
    """排污许可管理条例 art. 6: 设区的市级以上, so neither county nor nation."""
    rows = answer(
        "which-levels-act-in-a-provision",
        instrument="id:instrument/pollutant-permit-regulation-2021",
        place="art_6",
    )
    assert {(row["levelName"], row["byReference"]) for row in rows} == {
        ("省级", "false"),
        ("市（州）级", "false"),
    }


def test_a_level_that_only_follows_by_analogy_is_said_to(answer: Ask) -> None:
    """责任制规定答记者问 问4: 县级以上 it applies to, 乡镇（街道） follow by analogy."""
    rows = answer(
        "which-levels-act-in-a-provision",
        instrument="id:instrument/leader-responsibility-rules-2025",
        place="q_4__para_2",
    )
    first = {(row["levelName"], row["byReference"]) for row in rows if row["duty"].endswith("-first")}
    assert first == {("省级", "false"), ("市（州）级", "false"), ("县级", "false"), ("乡级", "true")}


def test_the_code_repeals_ten_laws_and_the_desertification_law_is_not_one(answer: Ask) -> None:
    """生态环境法典 art. 1242."""
    rows = answer("which-instruments-give-way", instrument="id:instrument/eco-code-2026")
    assert {(row["relation"], row["ended"]) for row in rows} == {("repeals", "2026-08-15")}
    assert {row["title"].removeprefix("中华人民共和国") for row in rows} == {
        "环境保护法", "环境影响评价法", "海洋环境保护法", "大气污染防治法", "水污染防治法", "土壤污染防治法",
        "固体废物污染环境防治法", "噪声污染防治法", "放射性污染防治法", "清洁生产促进法",
    }  # fmt: skip


def test_what_gave_way_is_found_from_the_side_of_either(answer: Ask) -> None:
    """噪声污染防治法 art. 90 put an end to the law of 1996 as amended in 2018; the Code to it."""
    rows = answer("which-instruments-give-way", instrument="id:instrument/noise-law-2021")
    found = {row["relation"]: (row["other"].rsplit("/", 1)[1], row["ended"]) for row in rows}
    assert found == {
        "repealed by": ("eco-code-2026", "2026-08-15"),
        "replaces": ("noise-law-2018", "2022-06-05"),
    }


def test_a_word_finds_the_provision_in_lists_as_in_duties(answer: Ask) -> None:
    """青海实施意见 sec_2__subsec_4 lists 建议约谈; 青海改革报道 item_3 tells of 茶卡镇."""
    assert "sec_2__subsec_4" in values(answer("where-is-it-said", mention="建议约谈"), "locator")
    rows = answer("where-is-it-said", mention="茶卡镇")
    assert {(row["locator"], row["thing"].split("/")[-3]) for row in rows} == {
        ("item_3", "measure"),
        ("item_3", "figure"),
    }


def test_a_provision_gives_the_amount_of_its_fine(answer: Ask) -> None:
    """噪声污染防治法 art. 75: 二万元以上二十万元以下; 生态环境法典 art. 1102 keeps it for industrial noise."""
    old = answer("who-does-what-in-a-provision", instrument="id:instrument/noise-law-2021", place="art_75")
    assert values(old, "consequence") == ["罚款2万—20万元；严重者报批停业关闭"]
    new = answer("who-does-what-in-a-provision", instrument="id:instrument/eco-code-2026", place="art_1102")
    noise = [row["consequence"] for row in new if "工业噪声" in row["words"]]
    assert noise and all("2万—20万元" in one for one in noise)


def test_a_province_and_nobody_below_it_gives_penal_power_to_a_township(answer: Ask) -> None:
    """行政处罚法 (2021-01-22) art. 24: 省、自治区、直辖市 decide, 乡镇人民政府、街道办事处 take over."""
    place = {"instrument": "id:instrument/administrative-penalty-law-2021", "place": "art_24__para_1"}
    rows = answer("which-levels-act-in-a-provision", **place)
    assert [(row["partName"], row["levelName"]) for row in rows] == [("决定", "省级"), ("处罚", "乡级")]


def test_a_dispute_of_competence_is_settled_by_the_common_superior(answer: Ask) -> None:
    """行政处罚法 (2021-01-22) art. 25: 最先立案的 first; 协商不成的 the common superior designates."""
    rows = answer(
        "who-does-what-in-a-provision",
        instrument="id:instrument/administrative-penalty-law-2021",
        place="art_25",
    )
    found = {(row["provision"].removeprefix("行政处罚法"), row["partName"], row["name"]) for row in rows}
    assert found >= {
        ("第二十五条第一款", "处罚", "最先立案的行政机关"),
        ("第二十五条第二款", "决定", "共同的上一级行政机关"),
    }
    assert set(values(rows, "certaintyName")) == {"转述"}


def test_a_petition_sent_to_the_wrong_body_goes_back_within_five_working_days(answer: Ask) -> None:
    """信访工作条例 (2022) art. 23 para. 3; art. 24: the common superior decides a dispute, else the joint conference."""
    place = {"instrument": "id:instrument/petition-regulation-2022", "place": "art_23__para_3"}
    found = {
        row["duty"].rsplit("-", 1)[1]: row["timing"]
        for row in answer("who-does-what-in-a-provision", **place)
    }
    assert found == {"receipt": "15日内", "objection": "5个工作日内"}
    rows = answer(
        "who-does-what-in-a-provision",
        instrument="id:instrument/petition-regulation-2022",
        place="art_24__para_1",
    )
    deciders = [row["name"] for row in rows if row["partName"] == "决定"]
    assert deciders == ["其共同的上一级机关、单位", "共同的信访工作联席会议"]


def test_how_long_a_wrong_may_still_be_punished_is_five_years_or_two(answer: Ask) -> None:
    """生态环境法典 art. 1054: five years with harm done, two without."""
    rows = answer(
        "who-does-what-in-a-provision", instrument="id:instrument/eco-code-2026", place="art_1054__para_1"
    )
    assert values(rows, "timing") == ["五年；没有危害后果的二年"]
    assert values(rows, "name") == []


def test_a_star_asks_of_the_whole_text(answer: Ask) -> None:
    """川环委〔2023〕1号: 二（一）（二）（三） bind by reference, 二（四） and part three do not; both last days are in part two."""
    whole = {"instrument": "id:instrument/sichuan-notice-2023", "place": "*"}
    found = {
        row["provision"].removeprefix("川环委〔2023〕1号"): row["byReference"]
        for row in answer("which-clauses-bind-by-reference", **whole)
    }
    assert {place for place, bound in found.items() if bound == "true"} == {
        f"第二部分（{number}）" for number in "一二三"
    }
    assert values(answer("which-deadlines-have-passed", **whole, on="2023-07-01"), "deadline") == [
        "2023-06-30",
        "2023-05-17",
    ]
    lists = values(answer("what-is-listed", **whole), "of")
    assert {"要健全完善怎样的治理体系", "环保重点工作与业务的“四同”", "要坚决纠治的作风"} <= set(lists)
