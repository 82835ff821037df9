"""What holds for every comparison, whatever is compared."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.tables import NO_END, NO_START, AreaRow, Tables
from queries.analysis.answers_diff import Standpoint, answer_changes
from queries.analysis.diff import (
    Diff,
    Difference,
    diff_days,
    diff_editions,
    diff_places,
    diff_releases,
    repealed_by,
)
from queries.analysis.kinds_of_change import MIRROR, Change, Pairing
from queries.analysis.measures import amounts_in, measures_in
from queries.analysis.pairing import THRESHOLD
from queries.lookup import Lookup

INSTRUMENTS = (
    "noise-law-2018", "noise-law-2021", "eco-code-2026", "water-pollution-law-2017", "marine-law-2017",
    "marine-law-2023", "mineral-law-2009", "mineral-law-2024", "soil-law-2018", "sichuan-notice-2023",
    "qinghai-opinion-2024", "circular-economy-law-2018", "clean-production-law-2012", "forest-law-2019",
)  # fmt: skip
PLACES = ("cn-630104", "cn-51", "cn-63", "cn-46", "cn")
days = st.dates(date(2016, 1, 1), date(2027, 12, 31)).map(date.toordinal)
instruments = st.sampled_from(INSTRUMENTS)
places = st.sampled_from(PLACES)
relaxed = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def area(tables: Tables, key: str) -> AreaRow:
    return next(one for one in tables.areas if one.id == key)


Seen = Counter[tuple[Change, str | None, str | None, Pairing | None, float | None]]


def seen(diff: Diff, mirrored: bool = False) -> Seen:
    def row(one: Difference) -> tuple[Change, str | None, str | None, Pairing | None, float | None]:
        old, new = one.old.id if one.old else None, one.new.id if one.new else None
        if mirrored:
            return MIRROR[one.change], new, old, one.how, one.score
        return one.change, old, new, one.how, one.score

    return Counter(row(one) for one in diff.differences)


@relaxed
@given(instruments, days, places)
def test_nothing_differs_from_itself(lookup: Lookup, key: str, day: int, place: str) -> None:
    tables = lookup.tables
    here = area(tables, place)
    assert diff_editions(tables, [key], [key]).differences == ()
    assert diff_days(tables, here, day, day).differences == ()
    assert diff_places(tables, here, here, day).differences == ()


def test_a_release_does_not_differ_from_itself(tables: Tables) -> None:
    assert diff_releases(tables, tables).differences == ()


def test_of_two_releases_only_what_holds_on_the_day_and_at_the_place_is_compared(tables: Tables) -> None:
    bare = msgspec.structs.replace(tables, release="bare", duties=[])
    here, on = area(tables, "cn-63"), date(2022, 6, 4).toordinal()
    of_day = {one.id for one in tables.duties if one.start <= on < one.end}
    assert {one.new.id for one in diff_releases(bare, tables, None, on).differences if one.new} == of_day
    found = diff_releases(bare, tables, here, on)
    there = {one.new.id for one in found.differences if one.new}
    assert there < of_day
    # 噪声污染防治法 began the day after; 四川 is another province.
    assert "noise-law-2018/art_56__para_1" in there
    assert not any(one.startswith(("noise-law-2021/", "sichuan-")) for one in there)
    assert found.asked == {
        "releases": f"bare,{tables.release}",
        "on": "2022-06-04",
        "place": "cn-63",
    }


@relaxed
@given(instruments, instruments)
def test_editions_compared_the_other_way_round_mirror(lookup: Lookup, one: str, other: str) -> None:
    tables = lookup.tables
    assert seen(diff_editions(tables, [one], [other])) == seen(
        diff_editions(tables, [other], [one]), mirrored=True
    )


@relaxed
@given(days, days, places)
def test_days_compared_the_other_way_round_mirror(lookup: Lookup, one: int, other: int, place: str) -> None:
    tables = lookup.tables
    here = area(tables, place)
    assert seen(diff_days(tables, here, one, other)) == seen(
        diff_days(tables, here, other, one), mirrored=True
    )


@relaxed
@given(places, places, days)
def test_places_compared_the_other_way_round_mirror(lookup: Lookup, one: str, other: str, day: int) -> None:
    tables = lookup.tables
    here, there = area(tables, one), area(tables, other)
    assert seen(diff_places(tables, here, there, day)) == seen(
        diff_places(tables, there, here, day), mirrored=True
    )


@relaxed
@given(instruments, instruments, days, places)
def test_every_row_cites_duties_and_instruments_of_the_tables(
    lookup: Lookup, one: str, other: str, day: int, place: str
) -> None:
    tables = lookup.tables
    duties = {row.id for row in tables.duties}
    known = {row.id for row in tables.instruments}
    here = area(tables, place)
    for diff in (diff_editions(tables, [one], [other]), diff_days(tables, here, day, day + 400)):
        for row in diff.differences:
            assert row.old or row.new
            assert all(duty.id in duties for duty in (row.old, row.new) if duty)
            assert row.by is None or row.by in known
            assert (row.score is not None) == (row.how is Pairing.INFERRED)
            assert row.score is None or THRESHOLD <= row.score <= 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_loading_does_not_matter(tables: Tables, seed: int) -> None:
    order = list(range(len(tables.instruments)))
    random.Random(seed).shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    duties = [msgspec.structs.replace(one, instrument=place[one.instrument]) for one in tables.duties]
    random.Random(seed).shuffle(duties)
    mixed = msgspec.structs.replace(
        tables, instruments=[tables.instruments[number] for number in order], duties=duties
    )
    laws = repealed_by(tables, "eco-code-2026")
    assert repealed_by(mixed, "eco-code-2026") == laws

    def listed(diff: Diff) -> list[tuple[Change, str | None, str | None, str]]:
        return [
            (one.change, one.old.id if one.old else None, one.new.id if one.new else None, one.what.zh)
            for one in diff.differences
        ]

    assert listed(diff_editions(mixed, laws, ["eco-code-2026"])) == listed(
        diff_editions(tables, laws, ["eco-code-2026"])
    )


@pytest.fixture(scope="module")
def turning_days(tables: Tables) -> frozenset[int]:
    """Days on which a duty or a mandate begins or ends."""
    duties = {day for one in tables.duties for day in (one.start, one.end)}
    mandates = {day for one in tables.mandates for day in (one.start, one.end)}
    return frozenset(duties | mandates) - {NO_START, NO_END}


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days, places)
def test_answers_change_only_on_a_day_when_some_span_begins_or_ends(
    lookup: Lookup, other_lookup: Lookup, turning_days: frozenset[int], day: int, place: str
) -> None:
    tables = lookup.tables
    here = area(tables, place)
    later = min((one for one in turning_days if one > day), default=day + 30)
    first, last = date.fromordinal(day), date.fromordinal(later - 1)
    # Another lookup, so that every answer is worked out and none passed over.
    after = Standpoint(other_lookup, here, here.level, last)
    assert answer_changes(Standpoint(lookup, here, here.level, first), after) == []
    assert diff_days(tables, here, day, later - 1).differences == ()


def test_every_duty_of_a_repealed_law_stands_in_the_comparison(tables: Tables) -> None:
    laws = repealed_by(tables, "eco-code-2026")
    assert len(laws) == 10  # 生态环境法典第一千二百四十二条 lists ten.
    found = diff_editions(tables, laws, ["eco-code-2026"])
    old = {one.old.id for one in found.differences if one.old}
    new = {one.new.id for one in found.differences if one.new}
    assert old == {one.id for one in tables.duties if one.id.partition("/")[0] in laws}
    assert new == {one.id for one in tables.duties if one.id.startswith("eco-code-2026/")}


def test_pairs_are_inferred_only_where_the_corpus_links_nothing(tables: Tables) -> None:
    linked = diff_editions(tables, ["soil-law-2018"], ["eco-code-2026"])
    assert not any(one.how is Pairing.INFERRED for one in linked.differences)
    apart = diff_editions(tables, ["forest-law-2019"], ["eco-code-2026"])
    assert any(one.how is Pairing.INFERRED for one in apart.differences)
    assert not any(one.how is Pairing.STATED for one in apart.differences)


def test_editions_with_one_between_are_paired_through_it(tables: Tables) -> None:
    found = diff_editions(tables, ["noise-law-2018"], ["eco-code-2026"])
    night = [one for one in found.differences if one.old and one.old.id == "noise-law-2018/art_56__para_1"]
    assert {one.new.id for one in night if one.new} == {"eco-code-2026/art_1185__para_1__item_2-night"}
    assert {one.how for one in night} == {Pairing.THROUGH}


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days, places)
def test_topics_with_equal_rows_are_rightly_passed_over(
    lookup: Lookup, other_lookup: Lookup, day: int, place: str
) -> None:
    here = area(lookup.tables, place)
    first, second = date.fromordinal(day), date.fromordinal(day + 60)
    before = Standpoint(lookup, here, here.level, first)
    quick = answer_changes(before, Standpoint(lookup, here, here.level, second))
    # Another lookup over the same tables is never passed over.
    slow = answer_changes(before, Standpoint(other_lookup, here, here.level, second))
    assert quick == slow


@pytest.fixture(scope="module")
def other_lookup(tables: Tables) -> Lookup:
    return Lookup(tables)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("罚款5千—5万元；拒改5万—20万元", {"5000—50000", "50000—200000"}),
        ("单位罚5万—20万元，责任人罚5000—5万元", {"50000—200000", "5000—50000"}),
        ("没收；货值1—5倍罚款", {"1—5倍"}),
        ("货值3倍以下罚款", {"3倍以下"}),
        ("合同价款2%—4%罚款", {"2—4%"}),
        ("按直接损失20%或30%罚款，5年或10年禁业", {"20%", "30%"}),
        ("责令停业、关闭", set()),
    ],
)
def test_amounts_are_compared_whatever_their_spelling(text: str, amounts: set[str]) -> None:
    assert amounts_in(text) == amounts


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("罚款2万—20万元；拒不改正可限产停产", {"罚款": "must", "限产停产": "may"}),
        (
            "可限产停产；不治理的代治理；罚款2万—20万元",
            {"限产停产": "may", "代为治理": "must", "罚款": "must"},
        ),
        ("可限产停产、代治理；罚款2万—20万元", {"限产停产": "may", "代为治理": "may", "罚款": "must"}),
        ("责令改正，可以并处罚款", {"罚款": "may"}),
        ("严重的可报批停业关闭", {"停业关闭": "may"}),
        # One fine the body must impose, another it may: nothing can be said of fines.
        ("罚款30万—2000万元；责任人可罚上年收入50%以下", {}),
        ("治安管理处罚", {}),
        (None, {}),
    ],
)
def test_measures_are_told_with_whether_the_body_must(text: str | None, measures: dict[str, str]) -> None:
    assert measures_in(text) == measures
