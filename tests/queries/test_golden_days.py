"""The right instrument and body on each side of every change: golden answers, each with its articles.

噪声: the law of 2018 until 2022-06-04, that of 2021 from 2022-06-05 (its art. 90), the Code from 2026-08-15
(its art. 1242). An asterisk marks a department that the law leaves to a local designation.
"""

from __future__ import annotations

from datetime import date

import pytest

from queries.lookup import Lookup

TODAY = date(2026, 11, 22)
DAYS = ("2022-06-04", "2022-06-05", "2026-08-14", "2026-08-15")

# topic, and for each of the four days: (first body type, status, provision of the first basis).
GOLDEN: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        "construction-noise-night",
        [
            ("ecology", "assigned", "环境噪声污染防治法第五十六条"),
            ("housing", "undesignated", "噪声污染防治法第七十七条"),
            ("housing", "undesignated", "噪声污染防治法第七十七条"),
            ("housing", "undesignated", "生态环境法典第一千一百八十五条"),
        ],
    ),
    (
        "public-place-noise",
        [
            ("police", "assigned", "环境噪声污染防治法第五十八条"),
            ("police", "undesignated", "噪声污染防治法第八十二条"),
            ("police", "undesignated", "噪声污染防治法第八十二条"),
            ("police", "undesignated", "生态环境法典第一千一百九十条"),
        ],
    ),
    (
        "shop-loudspeaker-noise",
        [
            ("police", "assigned", "环境噪声污染防治法第六十条"),
            ("urban-management", "undesignated", "噪声污染防治法第八十一条"),
            ("urban-management", "undesignated", "噪声污染防治法第八十一条"),
            ("urban-management", "undesignated", "生态环境法典第一千一百八十九条"),
        ],
    ),
    (
        "commercial-equipment-noise",
        [
            ("ecology", "assigned", "环境噪声污染防治法第五十九条"),
            ("ecology", "undesignated", "噪声污染防治法第八十一条"),
            ("ecology", "undesignated", "噪声污染防治法第八十一条"),
            ("ecology", "undesignated", "生态环境法典第一千一百八十九条"),
        ],
    ),
    (
        "renovation-noise",
        [
            ("police", "assigned", "环境噪声污染防治法第五十八条"),
            ("police", "undesignated", "噪声污染防治法第八十二条"),
            ("police", "undesignated", "噪声污染防治法第八十二条"),
            ("police", "undesignated", "生态环境法典第一千一百九十条"),
        ],
    ),
    (
        "shared-equipment-noise",
        [
            ("ecology", "assigned", "环境噪声污染防治法第六条"),
            ("housing", "undesignated", "噪声污染防治法第八十四条"),
            ("housing", "undesignated", "噪声污染防治法第八十四条"),
            ("housing", "undesignated", "生态环境法典第一千一百九十一条"),
        ],
    ),
    (
        "vehicle-noise",
        [
            ("police", "assigned", "环境噪声污染防治法第五十七条"),
            ("police", "assigned", "噪声污染防治法第七十九条"),
            ("police", "assigned", "噪声污染防治法第七十九条"),
            ("police", "assigned", "生态环境法典第一千一百八十七条"),
        ],
    ),
    (
        "cooking-fumes",
        [("urban-management", "undesignated", "大气污染防治法第一百一十八条")] * 3
        + [("urban-management", "undesignated", "生态环境法典第一千一百三十二条")],
    ),
    (
        "straw-burning",
        [("ecology", "undesignated", "大气污染防治法第一百一十九条")] * 3
        + [("ecology", "undesignated", "生态环境法典第一千一百三十一条")],
    ),
    (
        "construction-dust",
        [("housing", "assigned", "大气污染防治法第一百一十五条")] * 3
        + [("housing", "assigned", "生态环境法典第一千一百二十八条")],
    ),
    (
        "transport-dust",
        [("urban-management", "undesignated", "大气污染防治法第一百一十六条")] * 3
        + [("urban-management", "undesignated", "生态环境法典第一千一百二十九条")],
    ),
    (
        "desulfurisation",
        # The law of 2018 has no fine of its own for this; the Code gives it to the energy authority.
        [("ecology", "assigned", "大气污染防治法")] * 3 + [("energy", "shared", "生态环境法典第一千一百一十四条")],
    ),
    (
        "billboard-light",
        # Before the Code the law names light pollution and nobody to deal with it.
        [("", "unassigned", "")] * 3 + [("ecology|housing", "shared", "生态环境法典第一千二百一十条")],
    ),
    (
        "sludge",
        [("drainage", "", "固体废物污染环境防治法第一百零八条")] * 3 + [("drainage", "shared", "生态环境法典")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "answers"), GOLDEN, ids=[topic for topic, _ in GOLDEN])
def test_each_side_of_a_change_has_its_own_body_and_law(
    lookup: Lookup, topic: str, answers: list[tuple[str, str, str]]
) -> None:
    row = next(t for t in lookup.tables.topics if t.id == topic)
    found = []
    for day, (bodies, status, provision) in zip(DAYS, answers, strict=True):
        answer = lookup.answer_for(row, None, "county", date.fromisoformat(day))
        first = answer.bodies[0].type if answer.bodies else ""
        labels = [basis.label for basis in answer.basis[:3]]
        found.append(
            (
                not bodies or first in bodies.split("|"),
                not status or answer.status == status,
                not provision or any(label.startswith(provision) for label in labels),
            )
        )
        assert found[-1] == (True, True, True), (day, first, answer.status, labels)


def test_a_law_is_not_applied_between_its_adoption_and_its_start(lookup: Lookup) -> None:
    # Adopted 2021-12-24, in force 2022-06-05 (art. 90).
    answer = lookup.ask("商场空调外机轰鸣扰民", None, None, "2022-01-20", today=TODAY)
    assert {basis.instrument for basis in answer.basis if basis.distance == 0} <= {
        "noise-law-2018",
        "public-security-law-2012",
    }


@pytest.mark.parametrize(
    ("day", "instrument"),
    [
        ("2023-08-15", "marine-law-2017"),
        ("2024-01-01", "marine-law-2023"),
        ("2026-08-15", "eco-code-2026"),
    ],
)
def test_litter_from_the_sea_follows_the_law_of_the_day(lookup: Lookup, day: str, instrument: str) -> None:
    # 海洋环境保护法(2023) art. 57: the county government answers; from 2024-01-01.
    answer = lookup.ask("海滩漂上来好多海洋垃圾，渔网泡沫一大片", None, "县", day, today=TODAY)
    assert answer.topic is not None
    assert answer.topic.id == "marine-litter"
    assert answer.basis[0].instrument == instrument


@pytest.mark.parametrize(
    ("topic", "on", "status"),
    [
        # 生物安全法 art. 88: in force since 2021-04-15; only the edition amended on 2024-04-26 is loaded.
        ("lab-biosafety", date(2022, 7, 1), "no_data"),
        # 大气污染防治法: the edition amended on 2018-10-26 is the first one loaded of a law older than that.
        ("construction-dust", date(2016, 6, 1), "no_data"),
        # The Code took the place of laws that are loaded: before it law on record was silent on billboards.
        ("billboard-light", date(2026, 8, 14), "unassigned"),
    ],
)
def test_a_day_before_the_first_loaded_edition_is_no_data_and_not_nobody(
    lookup: Lookup, topic: str, on: date, status: str
) -> None:
    row = next(one for one in lookup.tables.topics if one.id == topic)
    answer = lookup.answer_for(row, None, None, on)
    assert answer.status == status
    assert (status == "no_data") == ("before-rule" in {one.code for one in answer.warnings})
