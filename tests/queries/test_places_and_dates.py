from __future__ import annotations

from datetime import date

import pytest

from graph.errors import BadRequest, UnknownArea
from queries.dates import day_in_text, read_day
from queries.lookup import Lookup


@pytest.mark.parametrize(
    ("given", "area"),
    [
        ("青海省西宁市城西区", "cn-630104"),
        ("青海", "cn-63"),
        ("海南", "cn-46"),
        ("海南州", "cn-6325"),
        ("海西州大柴旦行委", "cn-632857"),
        ("凉山州", "cn-5134"),
        ("凉山彝族自治州", "cn-5134"),
        ("循化县", "cn-630225"),
        ("北京市朝阳区", "cn-110105"),
        ("北京朝阳区", "cn-110105"),
        ("黔东南州", "cn-5226"),
        ("內蒙古自治區", "cn-15"),
        ("四川省　成都市　武侯区", "cn-510107"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(lookup: Lookup, given: str, area: str) -> None:
    place = lookup.gazetteer.resolve(given)
    assert place.area is not None
    assert place.area.id == area


def test_a_township_and_a_zone_are_kept_under_their_county(lookup: Lookup) -> None:
    township = lookup.gazetteer.resolve("西宁市城西区文汇路街道")
    assert township.area is not None
    assert (township.area.id, township.is_township, township.is_zone) == ("cn-630104", True, False)
    zone = lookup.gazetteer.resolve("成都市高新技术产业开发区")
    assert zone.area is not None
    assert (zone.area.id, zone.is_zone) == ("cn-5101", True)


def test_a_name_that_several_places_bear_is_asked_back_with_choices(lookup: Lookup) -> None:
    with pytest.raises(BadRequest, match="北京市朝阳区"):
        lookup.gazetteer.resolve("朝阳区")


def test_an_unknown_place_is_an_error_with_near_matches(lookup: Lookup) -> None:
    with pytest.raises(UnknownArea, match="no such place: 火星市"):
        lookup.gazetteer.resolve("火星市")


def test_some_county_gives_a_level_and_no_place(lookup: Lookup) -> None:
    place = lookup.gazetteer.resolve("某县")
    assert (place.area, place.level) == (None, "county")


def test_several_places_meet_in_what_holds_them_all(lookup: Lookup) -> None:
    place = lookup.gazetteer.resolve("青海省西宁市、青海省海东市")
    assert place.area is not None
    assert (place.area.id, len(place.others)) == ("cn-63", 2)


def test_a_place_in_the_text_is_used_and_taken_out(lookup: Lookup) -> None:
    place, rest = lookup.gazetteer.find_in_text("湖北省黄石市下陆区有人往湖里倒垃圾")
    assert place.area is not None
    assert place.area.id == "cn-420204"
    assert "湖北" not in rest
    assert "湖里倒垃圾" in rest


def test_every_prefecture_and_province_is_found_by_its_own_name(lookup: Lookup) -> None:
    for area in lookup.tables.areas:
        if area.level in ("province", "prefecture"):
            place = lookup.gazetteer.resolve(area.zh)
            assert place.area is not None
            assert place.area.id == area.id


@pytest.mark.parametrize(
    "given", ["2026-02-30", "2026-13-01", "昨天", "2026/01/01", "1200-01-01", "", "20260101xx"]
)
def test_an_impossible_day_is_refused(given: str) -> None:
    with pytest.raises(BadRequest):
        read_day(given)


def test_a_day_in_the_text_counts_when_none_is_given() -> None:
    assert day_in_text("2022年3月1日夜里施工")[0] == date(2022, 3, 1)
    assert day_in_text("2022年13月1日夜里施工")[0] is None
    assert day_in_text("凌晨四点卸货")[0] is None
