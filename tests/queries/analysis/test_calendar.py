"""What falls due: golden rows read from the texts, and the days that must never be invented."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar as Feed

from graph.errors import BadRequest, UnknownArea
from outputs.duties_feed import write_calendar
from queries.analysis.calendar import Calendar, Due, Origin, calendar_of, calendar_table
from queries.analysis.here import here, year_asked
from queries.lookup import Lookup


def made(lookup: Lookup, place: str | None, year: int, level: str | None = None) -> Calendar:
    return calendar_of(lookup, here(lookup, place, level), year)


def of(calendar: Calendar, norm: str) -> list[Due]:
    return [due for due in calendar.dues if due.id == norm]


def days(dues: list[Due]) -> list[tuple[date | None, date | None]]:
    return [(due.first, due.last) for due in dues]


REPORT = "sichuan-notice-2023/sec_2__subsec_2-annual-report"


def test_sichuan_departments_report_by_the_31st_of_january(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（二）: 每年1月31日前, to 省委 and 省政府, copied to 上级主管部门 and 省环委办.
    (due,) = of(made(lookup, "四川省", 2027), REPORT)
    assert (due.first, due.last, due.origin) == (date(2027, 1, 31), date(2027, 1, 31), Origin.STATED)
    assert not due.by_reference
    assert due.to == "省委、省政府、上级主管部门、省环委办"
    assert (due.who or "").endswith("等")


def test_the_january_report_is_only_a_model_for_a_sichuan_city_and_a_county(lookup: Lookup) -> None:
    # 二（二） last sentence: 各市（州）、县（市、区）应当参照省级要求执行.
    for place in ("成都市", "四川省成都市锦江区"):
        (due,) = of(made(lookup, place, 2027), REPORT)
        assert due.by_reference, place


def test_the_sichuan_notice_is_not_due_before_it_was_issued_nor_in_qinghai(lookup: Lookup) -> None:
    # Issued 2023-03-17: there was no report by 2023-01-31.
    assert of(made(lookup, "四川省", 2023), REPORT) == []
    assert of(made(lookup, "青海省", 2027), REPORT) == []


def test_qinghai_takes_up_leads_each_month_and_analyses_them_each_quarter(lookup: Lookup) -> None:
    calendar = made(lookup, "青海省", 2027)
    # 实施意见 二（三）: 每月; 二（二）: 每季度, twice; 二（七）: 每半年1次; 二（八）: 每季度.
    monthly = of(calendar, "qinghai-opinion-2024/sec_2__subsec_3-own")
    assert len(monthly) == 12
    assert monthly[1].last == date(2027, 2, 28)
    quarters = [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 6, 30)),
        (date(2027, 7, 1), date(2027, 9, 30)),
        (date(2027, 10, 1), date(2027, 12, 31)),
    ]
    for norm in ("subsec_2-ministries", "subsec_2-analysis", "subsec_8-publish"):
        assert days(of(calendar, f"qinghai-opinion-2024/sec_2__{norm}")) == quarters
    halves = [(date(2027, 1, 1), date(2027, 6, 30)), (date(2027, 7, 1), date(2027, 12, 31))]
    assert days(of(calendar, "qinghai-opinion-2024/sec_2__subsec_7-special")) == halves


def test_collecting_leads_is_for_the_province_and_taking_them_up_for_every_level(lookup: Lookup) -> None:
    # 二（二） begins with 省生态环境主管部门, 二（三） with 各级.
    county = made(lookup, "青海省西宁市城西区", 2027)
    assert of(county, "qinghai-opinion-2024/sec_2__subsec_2-analysis") == []
    assert len(of(county, "qinghai-opinion-2024/sec_2__subsec_3-own")) == 12


def test_a_period_without_a_stated_day_is_never_given_one(lookup: Lookup) -> None:
    for place in ("青海省", "四川省", None):
        for due in made(lookup, place, 2027).dues:
            if due.origin is Origin.PERIOD:
                assert due.first is not None and due.last is not None and due.first < due.last, due.id


def test_a_yearly_report_changes_from_the_old_law_to_the_code_on_its_first_day(lookup: Lookup) -> None:
    # 环境保护法 (2014) art. 27 until 2026-08-15, then 生态环境法典 art. 30: 每年 to the people's congress.
    calendar = made(lookup, "青海省西宁市", 2026)
    before = of(calendar, "environmental-protection-law-2014/art_27__para_1")
    after = of(calendar, "eco-code-2026/art_30__para_1")
    assert days(before) == [(date(2026, 1, 1), date(2026, 8, 14))]
    assert days(after) == [(date(2026, 8, 15), date(2026, 12, 31))]
    assert of(made(lookup, "青海省西宁市", 2027), "environmental-protection-law-2014/art_27__para_1") == []


def test_drinking_water_is_reported_each_quarter_by_the_county_and_not_by_the_township(
    lookup: Lookup,
) -> None:
    # 生态环境法典 art. 326 para. 2: 县级以上地方人民政府, 至少每季度.
    norm = "eco-code-2026/art_326__para_2"
    assert len(of(made(lookup, "四川省成都市锦江区", 2027), norm)) == 4
    assert of(made(lookup, "四川省成都市锦江区", 2027, "乡"), norm) == []


def test_hazardous_waste_permits_are_reported_by_the_31st_of_march(lookup: Lookup) -> None:
    # 危险废物经营许可证管理办法 art. 16: 每年3月31日前.
    (due,) = of(made(lookup, "青海省", 2027), "hazardous-waste-permit-measures-2016/art_16__para_1")
    assert (due.last, due.origin, due.body) == (date(2027, 3, 31), Origin.STATED, "青海省生态环境厅")


def test_sand_permits_are_reported_by_provinces_on_the_yangtze_only(lookup: Lookup) -> None:
    # 长江河道采砂管理条例 (2023) art. 14 para. 2: 每年1月31日前, 沿江省、直辖市.
    norm = "yangtze-sand-regulation-2023/art_14__para_2"
    (due,) = of(made(lookup, "四川省", 2027), norm)
    assert due.last == date(2027, 1, 31)
    assert of(made(lookup, "浙江省", 2027), norm) == []


def test_the_tax_is_declared_within_fifteen_days_after_each_quarter(lookup: Lookup) -> None:
    # 环境保护税法 art. 19: 季度终了之日起十五日内.
    dues = of(made(lookup, "青海省", 2027), "environmental-tax-law-2018/art_19__para_1")
    assert [due.last for due in dues] == [date(2027, month, 15) for month in (1, 4, 7, 10)]
    assert {due.origin for due in dues} == {Origin.COUNTED}


def test_ozone_quotas_are_a_matter_of_the_state_by_the_20th_of_december(lookup: Lookup) -> None:
    # 消耗臭氧层物质管理条例 (2023) art. 12: 10月31日前 apply, 12月20日前 decide; 国务院生态环境主管部门.
    calendar = made(lookup, None, 2027)
    assert [due.last for due in of(calendar, "ozone-regulation-2023/art_12__para_1")] == [date(2027, 10, 31)]
    assert [due.last for due in of(calendar, "ozone-regulation-2023/art_12__para_2")] == [date(2027, 12, 20)]
    assert of(made(lookup, "青海省", 2027), "ozone-regulation-2023/art_12__para_2") == []


def test_a_survey_every_ten_years_has_no_day_where_no_first_year_is_told(lookup: Lookup) -> None:
    # 生态环境法典 art. 401: 每十年至少组织开展一次.
    (due,) = of(made(lookup, None, 2027), "eco-code-2026/art_401__para_1")
    assert (due.first, due.last, due.origin) == (None, None, Origin.UNANCHORED)


CLOCK = "sichuan-notice-2023/sichuan-unassigned-procedure"


def test_the_two_month_clock_ran_once_from_the_day_of_issue(lookup: Lookup) -> None:
    # 川环委〔2023〕1号 二（四）: 印发之日起两个月内; issued 2023-03-17.
    (due,) = of(made(lookup, "四川省", 2023), CLOCK)
    assert (due.first, due.last, due.origin) == (date(2023, 3, 17), date(2023, 5, 17), Origin.ONCE)


def test_the_two_month_clock_is_over_and_never_restarted(lookup: Lookup) -> None:
    calendar = made(lookup, "四川省", 2027)
    assert of(calendar, CLOCK) == []
    assert CLOCK in {due.id for due in calendar.past}
    assert any("2023-05-17" in note.zh and "不重新起算" in note.zh for note in calendar_table(calendar).notes)
    assert made(lookup, "青海省", 2027).past == ()


def test_the_lists_of_matters_led_were_due_once_at_the_end_of_june_2023(lookup: Lookup) -> None:
    # 二（一）: 于2023年6月底前.
    norm = "sichuan-notice-2023/sec_2__subsec_1-list"
    (due,) = of(made(lookup, "四川省", 2023), norm)
    assert (due.last, due.origin) == (date(2023, 6, 30), Origin.ONCE)
    assert of(made(lookup, "四川省", 2024), norm) == []


def test_every_row_cites_a_norm_of_the_release_and_stands_in_the_year(lookup: Lookup) -> None:
    norms = {duty.id for duty in lookup.tables.duties} | {norm.id for norm in lookup.tables.mechanisms}
    for place in (None, "青海省", "四川省甘孜藏族自治州", "四川省成都市锦江区", "北京市"):
        for year in (2019, 2023, 2026, 2027):
            for due in made(lookup, place, year).dues:
                assert due.id in norms
                assert due.last is None or due.last.year == year, (due.id, due.last)


def test_the_feed_holds_every_dated_row_once_and_the_same_bytes_twice(lookup: Lookup) -> None:
    calendar = made(lookup, "四川省", 2027)
    feed = write_calendar(calendar)
    assert feed == write_calendar(made(lookup, "四川省", 2027))
    events = Feed.from_ical(feed).walk("VEVENT")
    dated = [due for due in calendar.dues if due.first]
    assert len(events) == len(dated) == len({str(event["uid"]) for event in events})
    # The stamp is the cut-off of the release, not the clock.
    assert {event.decoded("dtstamp").date() for event in events} == {calendar.cut_off}


def test_a_report_in_the_feed_is_a_whole_day_with_its_basis_and_origin(lookup: Lookup) -> None:
    events = Feed.from_ical(write_calendar(made(lookup, "成都市", 2027))).walk("VEVENT")
    (event,) = [e for e in events if "sec_2__subsec_2-annual-report" in str(e["description"])]
    assert event.decoded("dtstart") == date(2027, 1, 31)
    assert event.decoded("dtend") == date(2027, 2, 1)
    assert str(event["summary"]).startswith("【1月31日前】")
    for words in ("川环委〔2023〕1号第二部分（二）", "参照执行", "原文写明这一天"):
        assert words in str(event["description"])


def test_a_place_or_year_that_is_not_there_is_refused(lookup: Lookup) -> None:
    with pytest.raises(UnknownArea):
        made(lookup, "不存在的地方", 2027)
    with pytest.raises(BadRequest):
        year_asked(1900)
    with pytest.raises(BadRequest):
        made(lookup, "青海省", 2027, "星级")


def test_a_yearly_duty_of_a_repealed_law_runs_to_its_last_day_and_says_so(lookup: Lookup) -> None:
    # 生态环境法典 art. 1242: from 2026-08-15 the laws it takes the place of no longer apply.
    dues = made(lookup, "四川省", 2026).dues
    last = [due for due in dues if due.last == date(2026, 8, 14) and due.first == date(2026, 1, 1)]
    assert last
    assert {due.origin for due in last} == {Origin.ENDED}
    assert all(due.last and due.last.day >= 28 for due in dues if due.origin is Origin.PERIOD)
