"""Gaps, overlaps and open terms against the law as read: each expected value cites its article."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from graph.tables import MandateRow
from queries.analysis.census import topic_table
from queries.analysis.designations import open_terms_table, places_table, undesignated_table
from queries.analysis.gaps import GapKind, gap_table
from queries.analysis.matrix import MatrixRows, matrix_table
from queries.analysis.overlaps import Way, overlaps_table
from queries.analysis.scope import Scope, read_scope
from queries.analysis.shortfalls import idle_roles_table, only_cooperating_table
from queries.lookup import Lookup
from queries.table import Cell, Table

TODAY = date(2026, 11, 22)
CODE, LAW = "2026-09-01", "2022-07-01"
ARTICLE = re.compile(r"^([a-z0-9-]+)/art_(\d+)")


def scope(
    lookup: Lookup, on: str, topic: str | None = None, place: str | None = None, level: str | None = None
) -> Scope:
    return read_scope(lookup, place, level, on, topic, today=TODAY)


def rows(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def articles(table: Table, instrument: str, part: str) -> set[int]:
    """Articles of an instrument in which a part is left to a designation."""
    found = [ARTICLE.match(str(row["duty"])) for row in rows(table) if row["part"] == part]
    return {int(one[2]) for one in found if one and one[1] == instrument}


def test_nine_penalty_articles_of_the_2021_noise_law_leave_the_punisher_to_a_designation(
    lookup: Lookup,
) -> None:
    # 噪声污染防治法 (2021-12-24) arts. 71 to 84 are its penalties; 72 para. 2, 73 para. 2, 77, 78, 79 para. 2, 80, 81, 82, 84.
    table = undesignated_table(lookup.attribution, scope(lookup, LAW, "noise"))
    found = articles(table, "noise-law-2021", "punisher")
    assert {one for one in found if one >= 71} == {72, 73, 77, 78, 79, 80, 81, 82, 84}


def test_the_noise_law_before_left_no_department_to_a_designation(lookup: Lookup) -> None:
    # 环境噪声污染防治法 (2018-12-29): neither 指定的部门 nor 确定的部门 stands in it. In force to 2022-06-04.
    table = open_terms_table(lookup.attribution, scope(lookup, "2022-06-04", "noise"))
    assert not [row for row in rows(table) if str(row["duty"]).startswith("noise-law-2018/")]


def test_the_code_carries_eight_of_them_on_in_its_noise_penalties(lookup: Lookup) -> None:
    # 生态环境法典 arts. 1183 para. 2, 1185, 1186, 1187 para. 2, 1188, 1189, 1190, 1191 para. 2.
    table = open_terms_table(lookup.attribution, scope(lookup, CODE, "noise"))
    found = articles(table, "eco-code-2026", "punisher")
    assert {one for one in found if 1182 <= one <= 1192} == {1183, 1185, 1186, 1187, 1188, 1189, 1190, 1191}


def test_the_ninth_obsolete_equipment_is_left_open_by_the_general_article_of_the_code(lookup: Lookup) -> None:
    # 噪声污染防治法 art. 72 para. 2 -> 生态环境法典 art. 1222: 县级以上人民政府指定的部门.
    table = open_terms_table(lookup.attribution, scope(lookup, CODE))
    assert 1222 in articles(table, "eco-code-2026", "punisher")


def test_four_penalty_articles_of_the_air_law_leave_the_punisher_to_the_local_government(
    lookup: Lookup,
) -> None:
    # 大气污染防治法 (2018-10-26) arts. 116, 118, 119, 121 para. 2: 人民政府确定的监督管理部门.
    table = open_terms_table(lookup.attribution, scope(lookup, "2026-08-14"))
    assert articles(table, "air-law-2018", "punisher") == {116, 118, 119, 121}


def test_the_code_leaves_the_same_four_open_for_air(lookup: Lookup) -> None:
    # 生态环境法典 arts. 1129, 1131, 1132, 1134 para. 2; the air law ended with 2026-08-14.
    table = open_terms_table(lookup.attribution, scope(lookup, CODE))
    found = articles(table, "eco-code-2026", "punisher")
    assert {one for one in found if 1129 <= one <= 1134} == {1129, 1131, 1132, 1134}
    assert articles(table, "air-law-2018", "punisher") == set()


def test_who_names_the_department_for_night_construction_is_the_government_of_the_place(
    lookup: Lookup,
) -> None:
    # 噪声污染防治法 (2021-12-24) art. 77 para. 1: 工程所在地人民政府指定的部门; nobody is named beside it.
    table = undesignated_table(
        lookup.attribution, scope(lookup, LAW, "construction-noise-night", "成都市锦江区")
    )
    (row,) = [one for one in rows(table) if str(one["duty"]).startswith("noise-law-2021/art_77")]
    assert (row["designator"], row["written"], row["beside"]) == (
        "人民政府",
        "工程所在地人民政府指定的部门",
        None,
    )


def test_where_the_text_names_a_department_beside_the_one_to_be_designated_both_are_shown(
    lookup: Lookup,
) -> None:
    # 青藏高原生态保护法 art. 58: 环境卫生主管部门或者县级以上地方人民政府指定的部门.
    table = undesignated_table(lookup.attribution, scope(lookup, CODE, place="青海省"))
    (row,) = [one for one in rows(table) if one["duty"] == "plateau-law-2023/art_58__para_1"]
    assert row["beside"] == "城市管理"


def test_the_plateau_law_leaves_nothing_open_outside_the_plateau(lookup: Lookup) -> None:
    # 青藏高原生态保护法 art. 2: six provinces; Hainan is none of them.
    table = undesignated_table(lookup.attribution, scope(lookup, CODE, place="海南省"))
    assert not [one for one in rows(table) if str(one["duty"]).startswith("plateau-law-2023/")]


def test_profit_seeking_sand_control_may_be_applied_for_at_another_department_that_is_designated(
    lookup: Lookup,
) -> None:
    # 防沙治沙法 (2018-10-26) art. 26 para. 2: 林业草原 or 县级以上地方人民政府指定的其他行政主管部门.
    table = open_terms_table(lookup.attribution, scope(lookup, CODE))
    (row,) = [one for one in rows(table) if one["duty"] == "desertification-law-2018/art_26__para_2"]
    assert (row["part"], row["beside"], row["filled"], row["counted_at"]) == (
        "recipient",
        "林业草原",
        0,
        "县级",
    )


def test_two_hundred_and_sixty_items_are_stated_and_none_is_loaded(lookup: Lookup) -> None:
    # Seed 000, question 2: the revised list of Qinghai has 260 items; none of them can be read.
    table = gap_table(lookup, scope(lookup, CODE, place="青海省"), GapKind.NOT_LOADED)
    (row,) = [one for one in rows(table) if one["instrument"] == "qinghai-list-revised"]
    assert (row["stated"], row["loaded"], row["missing"]) == (260, 0, 260)


def test_seven_leader_categories_and_five_situations_are_stated_and_loaded(lookup: Lookup) -> None:
    # Seed 004, questions 5 and 6: seven categories, five situations of accountability.
    table = gap_table(lookup, scope(lookup, CODE), GapKind.NOT_LOADED)
    found = {one["counted"]: (one["stated"], one["loaded"]) for one in rows(table)}
    assert found["规定职责的地方党政领导干部类别"] == (7, 7)
    assert found["追责情形"] == (5, 5)


def test_no_more_is_loaded_than_the_interview_states(lookup: Lookup) -> None:
    # 答问5: 4 duties of the Party committee's principal, 6 of the government's, 6 of the deputy for the environment.
    table = gap_table(lookup, scope(lookup, CODE, place="四川省"), GapKind.NOT_LOADED)
    found = {one["counted"]: (one["stated"], one["loaded"], one["missing"]) for one in rows(table)}
    assert found["党委主要负责人的职责"] == (4, 4, 0)
    assert found["政府主要负责人的职责"] == (6, 6, 0)
    assert found["政府分管生态环境保护负责人的职责"] == (6, 6, 0)


def test_night_construction_has_its_punisher_in_the_matrix_and_the_read_in_are_marked(lookup: Lookup) -> None:
    # 生态环境法典 art. 1185: 指定的部门 punishes; art. 1215 names nobody.
    table = matrix_table(lookup.attribution, scope(lookup, CODE))
    found = {one["topic"]: one for one in rows(table)}
    assert "处" in str(found["construction-noise-night"]["to_be_designated"])
    assert "处*" in str(found["national-park"]["protected_area"])


def test_a_row_of_the_matrix_of_duties_is_one_clause_with_its_bodies(lookup: Lookup) -> None:
    # 生态环境法典 art. 572 para. 2: housing, ecology or the designated department issue the proof, the clause is one row;
    # art. 1185: only the designated department punishes.
    table = matrix_table(
        lookup.attribution, scope(lookup, CODE, topic="construction-noise-night"), MatrixRows.DUTIES
    )
    found = {str(one["duty"]): one for one in rows(table)}
    proof = found["eco-code-2026/art_572__para_2"]
    assert [proof[key] for key in ("housing", "ecology", "to_be_designated")] == ["许", "许", "许"]
    assert str(proof["duty_zh"]).startswith("生态环境法典第五百七十二条第二款 ")
    fine = found["eco-code-2026/art_1185__para_1__item_2-night"]
    assert [key for key, cell in fine.items() if cell and not key.startswith("duty")] == ["to_be_designated"]


@pytest.mark.parametrize("topic", ["yangtze", "yellow-river"])
def test_a_topic_that_names_a_basin_is_no_gap_where_no_place_is_given(lookup: Lookup, topic: str) -> None:
    # 长江保护法 (2020-12-26) and 黄河水量调度条例 (2006) were in force: national law, though it reaches the basin only.
    (row,) = rows(topic_table(lookup.attribution, scope(lookup, "2022-07-01", topic=topic)))[:1]
    assert (row["topic"], row["status"]) == (topic, "shared")
    assert lookup.ask(str(row["topic_zh"]), on=date(2022, 7, 1), today=TODAY).status == "shared"


def test_a_general_topic_leaves_basin_laws_out_where_no_place_is_given(lookup: Lookup) -> None:
    found = rows(topic_table(lookup.attribution, scope(lookup, "2022-07-01", topic="sand-mining")))
    assert not any("长江" in str(row["clauses"]) for row in found)


def test_a_table_says_which_basin_laws_it_counts(lookup: Lookup) -> None:
    # 长江保护法 art. 2 names Sichuan; whether a county of it lies in the basin is not on record.
    notes = topic_table(lookup.attribution, scope(lookup, CODE, place="成都市武侯区")).notes
    (said,) = [note.zh for note in notes if "须核" in note.zh]
    assert "长江保护法" in said and "黄河保护法" in said
    notes = topic_table(lookup.attribution, scope(lookup, CODE, place="海南省")).notes
    assert not any("须核" in note.zh for note in notes)
    notes = topic_table(lookup.attribution, scope(lookup, CODE)).notes
    assert any("地点写“中国”" in note.zh for note in notes)


def test_a_topic_that_no_clause_speaks_of_is_told_from_one_whose_clause_names_nobody(lookup: Lookup) -> None:
    # 生态环境法典 art. 27: 国家实行…考核评价制度, without a department; on food waste no law is on record.
    found = {row["topic"]: row for row in rows(topic_table(lookup.attribution, scope(lookup, CODE)))}
    assessed, wasted = found["assessment"], found["food-waste-saving"]
    assert assessed["status"] == wasted["status"] == "unassigned"
    assert (assessed["meaning"], assessed["clauses"]) == (
        "在册的规定没有写明谁负责",
        "生态环境法典第二十七条第一款",
    )
    assert (wasted["meaning"], wasted["clauses"]) == ("在册的规定没有一条把它作为谁的主要责任", None)


def test_a_reply_to_a_petition_is_reviewed_by_the_body_above(lookup: Lookup) -> None:
    # 信访工作条例 (2022-02-25) arts. 35 and 36: 原办理机关、单位的上一级机关、单位 reviews, the one above it once more.
    listed = rows(topic_table(lookup.attribution, scope(lookup, CODE, topic="petition-review")))
    (row,) = [one for one in listed if one["topic"] == "petition-review"]
    assert (row["status"], row["bodies"]) == ("assigned", "上一级机关（牵头）")


def test_eighteen_issuers_are_stated_and_nothing_is_there_to_compare(lookup: Lookup) -> None:
    # Seed 003 names four of the eighteen issuers of 环督察〔2022〕58号; issuers are no records: no data, not zero.
    table = gap_table(lookup, scope(lookup, CODE, place="四川省"), GapKind.NOT_LOADED)
    (row,) = [one for one in rows(table) if one["stated"] == 18]
    assert (row["loaded"], row["missing"]) == (None, None)


def test_the_list_of_qinghai_is_no_gap_of_sichuan(lookup: Lookup) -> None:
    table = gap_table(lookup, scope(lookup, CODE, place="四川省"), GapKind.NOT_LOADED)
    assert "qinghai-list-revised" not in {one["instrument"] for one in rows(table)}


def test_telecommunications_only_help_to_restore_order_after_an_emergency(lookup: Lookup) -> None:
    # 突发事件应对法 (2024-06-28) art. 87 para. 2 names 电信 among those the government coordinates; nothing else names it.
    table = only_cooperating_table(lookup.attribution, scope(lookup, CODE))
    assert [(one["body_type"], one["duties"]) for one in rows(table)] == [("telecom", 1)]


@pytest.mark.parametrize(
    ("on", "idle"),
    [
        # 森林法 (2019-12-28) art. 4 para. 2 lets the system be set up and gives the chief nothing to do.
        ("2026-08-14", ["forest-chief"]),
        # 生态环境法典 art. 19, second sentence: chiefs of every level answer for forests and grassland of their area.
        (CODE, []),
    ],
)
def test_the_forest_chief_has_a_duty_from_the_code_on(lookup: Lookup, on: str, idle: list[str]) -> None:
    # The seven categories of 004 all have duties, river chiefs in Sichuan by 长江保护法 art. 5.
    table = idle_roles_table(lookup.attribution, scope(lookup, on, place="四川省"))
    assert [one["role"] for one in rows(table)] == idle


def test_a_role_of_rules_not_yet_in_force_is_no_gap(lookup: Lookup) -> None:
    # Seed 004 was published on 2025-08-01; before then its seven categories do not exist.
    table = idle_roles_table(lookup.attribution, scope(lookup, LAW))
    assert not [one for one in rows(table) if str(one["role"]).startswith("leader-")]


def overlap(lookup: Lookup, topic: str, part: str, way: Way) -> set[str]:
    table = overlaps_table(lookup.attribution, scope(lookup, CODE, topic, level="县"), way)
    found = [one for one in rows(table) if (one["topic"], one["part"]) == (topic, part)]
    return {body for one in found for body in str(one["bodies"]).split("、")}


@pytest.mark.parametrize(
    ("topic", "part", "way", "bodies"),
    [
        # 生态环境法典 art. 572 para. 2: 住房城乡建设、生态环境主管部门或者地方人民政府指定的部门 gives the certificate.
        ("construction-noise-night", "permitter", Way.EITHER, {"住房城乡建设", "生态环境", "（待指定）"}),
        # 生态环境法典 art. 1182: 市场监督管理部门、海关按照职责分工.
        ("product-noise-limit", "punisher", Way.RESPECTIVE, {"市场监管", "海关"}),
        # 娱乐场所管理条例 (2020-11-29) art. 32: 文化主管部门、公安部门, not said how they share it.
        ("entertainment-venue", "supervisor", Way.UNSAID, {"文化和旅游", "公安"}),
        # 娱乐场所管理条例 art. 41: each of the two may close down a venue run without a licence.
        ("entertainment-venue", "punisher", Way.EITHER, {"文化和旅游", "公安"}),
        # 防沙治沙法 (2018-10-26) arts. 40 to 42: the one that took the application, by art. 26 para. 2 林业草原 or 指定的其他.
        ("sand-treatment", "punisher", Way.EITHER, {"林业草原", "（待指定）"}),
        # 医疗废物管理条例 (2011-01-08) art. 38: 卫生、环境保护 each, and no 或者.
        ("medical-waste", "lead", Way.UNSAID, {"卫生健康", "生态环境"}),
        # 生态环境法典 art. 1215 refers to other laws and names nobody; the two were read into it.
        ("national-park", "punisher", Way.INFERRED, {"林业草原", "自然保护地管理机构"}),
        # 生态环境法典 art. 1190 leaves square dancing to a designation; art. 1192 brings in the police once it goes on.
        ("public-place-noise", "punisher", Way.APART, {"（待指定）", "公安"}),
    ],
)  # fmt: skip
def test_several_bodies_are_told_apart_by_how_the_text_shares_it_out(
    lookup: Lookup, topic: str, part: str, way: Way, bodies: set[str]
) -> None:
    assert overlap(lookup, topic, part, way) == bodies


def test_one_clause_that_divides_traffic_noise_is_no_overlap_of_clauses(lookup: Lookup) -> None:
    # 生态环境法典 art. 548 para. 2: five departments each within its remit.
    assert overlap(lookup, "traffic-noise", "supervisor", Way.RESPECTIVE) == {
        "公安", "交通运输", "铁路监管", "民用航空", "海事",
    }  # fmt: skip
    assert overlap(lookup, "traffic-noise", "supervisor", Way.APART) == set()


def designated(lookup: Lookup, duty: str, area: str, start: date) -> Lookup:
    """The same release with one more designation, made up for the test."""
    body = MandateRow(
        "body-x", "某城管局", "a bureau", "urban-management", area, start.toordinal(), date(2200, 1, 1).toordinal(),
        "example", (duty,), "示例",
    )  # fmt: skip
    tables = msgspec.structs.replace(lookup.tables, mandates=[*lookup.tables.mandates, body])
    return Lookup(tables)


def test_a_designation_fills_the_term_in_its_place_and_below_from_its_first_day(lookup: Lookup) -> None:
    duty = "eco-code-2026/art_1132__para_1"
    filled = designated(lookup, duty, "cn-5101", date(2026, 9, 1))
    on_the_day = scope(filled, "2026-09-01", place="成都市锦江区")
    assert duty not in {row["duty"] for row in rows(undesignated_table(filled.attribution, on_the_day))}
    day_before = scope(filled, "2026-08-31", place="成都市锦江区")
    assert duty in {row["duty"] for row in rows(undesignated_table(filled.attribution, day_before))}
    elsewhere = scope(filled, "2026-09-01", place="绵阳市")
    assert duty in {row["duty"] for row in rows(undesignated_table(filled.attribution, elsewhere))}


def test_places_filled_and_unfilled_are_counted_and_listed(lookup: Lookup) -> None:
    duty = "eco-code-2026/art_1132__para_1"
    filled = designated(lookup, duty, "cn-5101", date(2026, 9, 1))
    sichuan = scope(filled, "2026-09-01", place="四川省", level="市")
    (row,) = [one for one in rows(open_terms_table(filled.attribution, sichuan)) if one["duty"] == duty]
    # Sichuan has 21 prefecture-level divisions (18 cities, 3 autonomous prefectures).
    assert (row["places"], row["filled"], row["unfilled"], row["filled_by"]) == (
        21,
        1,
        20,
        "成都市：某城管局",
    )
    listed = rows(places_table(filled.attribution, sichuan, duty))
    assert [one["place"] for one in listed if one["filled"]] == ["cn-5101"]
    assert len(listed) == 21


def test_a_filled_term_is_no_overlap_with_itself_to_be_designated(lookup: Lookup) -> None:
    duty = "eco-code-2026/art_1190__para_1__item_2-public"
    filled = designated(lookup, duty, "cn-5101", date(2026, 9, 1))
    here = read_scope(filled, "成都市", "县", CODE, "public-place-noise", today=TODAY)
    (row,) = [
        one for one in rows(overlaps_table(filled.attribution, here, Way.APART)) if one["part"] == "punisher"
    ]
    assert set(str(row["bodies"]).split("、")) == {"城市管理", "公安"}


def test_a_frequency_in_the_text_that_was_not_entered_is_told_from_none_in_the_text(lookup: Lookup) -> None:
    table = gap_table(lookup, scope(lookup, CODE), GapKind.WITHOUT_TIME)
    found = {one["duty"]: one for one in rows(table)}
    assert {one["kind"] for one in found.values()} <= {
        "monitoring", "disclosure", "assessment", "permit", "handling", "emergency",
    }  # fmt: skip
    # Without texts at hand most cells are empty, not "no".
    assert {one["in_text"] for one in found.values()} <= {True, None}


def test_poisoning_by_pesticides_is_looked_into_by_each_within_its_powers(lookup: Lookup) -> None:
    # 农药管理条例 (2022-03-29) art. 38 para. 2: 农业主管部门和公安机关依照职责权限.
    duty = lookup.attribution.duties["pesticide-regulation-2022/art_38__para_2-agriculture"]
    assert (duty.allocation, [one.type for one in duty.parties]) == ("respective", ["agriculture", "police"])


def test_a_zone_is_answered_for_the_city_it_lies_in_and_said_so(lookup: Lookup) -> None:
    # A 开发区 is no level of government (地方组织法 (2022-03-11) names none among the levels).
    zone, city = scope(lookup, CODE, place="成都高新区"), scope(lookup, CODE, place="成都市")
    assert zone.area == city.area
    assert "成都市" in zone.asked["zone"] and "zone" not in city.asked
