"""What holds for every answer, whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadRequest
from queries.answer import Answer, Status
from queries.lookup import Lookup

TODAY = date(2026, 11, 22)
WORDS = [
    "工地",
    "半夜",
    "吵",
    "油烟",
    "垃圾",
    "污水",
    "死鱼",
    "砍树",
    "黑烟",
    "谁管",
    "村里",
    "厂",
    "臭",
    "河里",
    "倒",
    "养猪",
    "辐射",
]
complaints = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map("".join)
days = st.dates(date(2015, 1, 1), date(2030, 1, 1))
relaxed = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def check(answer: Answer) -> None:
    on = answer.question.on
    for basis in answer.basis:
        assert (basis.in_force or "") <= on
        assert basis.ended is None or on < basis.ended
    weights = [body.weight for body in answer.bodies]
    assert weights == sorted(weights, reverse=True)
    assert all(number < len(answer.basis) for body in answer.bodies for number in body.basis)
    if answer.status is Status.OUT_OF_SCOPE:
        assert answer.bodies == ()
    if answer.status in (Status.ASSIGNED, Status.SHARED):
        assert answer.bodies
        assert answer.basis


@relaxed
@given(complaints, days, st.sampled_from([None, "青海省西宁市城西区", "四川省", "海南省儋州市", "某县"]))
def test_every_cited_provision_holds_on_the_day_and_bodies_are_ranked(
    lookup: Lookup, issue: str, on: date, place: str | None
) -> None:
    check(lookup.ask(issue, place, None, on, today=TODAY))


@relaxed
@given(complaints, days)
def test_the_same_question_gives_the_same_answer_and_receipt(lookup: Lookup, issue: str, on: date) -> None:
    first, second = (lookup.ask(issue, "四川省成都市", None, on, today=TODAY) for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert first.receipt is not None


@relaxed
@given(st.text(max_size=200))
def test_odd_text_is_answered_or_refused_never_broken(lookup: Lookup, issue: str) -> None:
    try:
        check(lookup.ask(issue, None, None, date(2026, 9, 1), today=TODAY))
    except BadRequest as refused:
        assert refused.zh
        assert refused.en


def test_answers_change_only_on_a_day_where_some_span_begins_or_ends(lookup: Lookup) -> None:
    duties = lookup.tables.duties
    edges = {duty.start for duty in duties} | {duty.end for duty in duties}
    topics = ("construction-noise-night", "cooking-fumes", "marine-litter", "billboard-light")
    day = date(2022, 5, 1)
    while day < date(2026, 9, 1):
        today, tomorrow = day.toordinal(), day.toordinal() + 1
        if tomorrow not in edges:
            for topic in topics:
                before = list(lookup.attribution.in_force(topic, None, today))
                assert before == list(lookup.attribution.in_force(topic, None, tomorrow))
        day += timedelta(days=7)
