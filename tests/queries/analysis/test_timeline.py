"""A topic through time: golden chains, and its picture."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from graph.errors import BadRequest
from outputs.svg.canvas import NAMESPACE
from outputs.svg.timeline import draw_timeline
from queries.analysis.here import here
from queries.analysis.timeline import Timeline, timeline_of, timeline_table
from queries.lookup import Lookup


def made(lookup: Lookup, topic: str, place: str | None) -> Timeline:
    return timeline_of(lookup, topic, here(lookup, place, None))


def test_night_construction_noise_passed_from_one_bureau_to_a_designated_one(lookup: Lookup) -> None:
    # 环境噪声污染防治法 (2018) art. 56: 生态环境; 噪声污染防治法 (2021) art. 77: 工程所在地人民政府指定的部门; then the Code, art. 1185.
    noise = made(lookup, "construction-noise-night", "青海省西宁市").spans
    assert [(s.instrument, s.start, s.end) for s in noise] == [
        ("noise-law-2018", date(2018, 12, 29), date(2022, 6, 5)),
        ("noise-law-2021", date(2022, 6, 5), date(2026, 8, 15)),
        ("eco-code-2026", date(2026, 8, 15), None),
    ]
    assert "处罚：生态环境" in noise[0].who
    assert "处罚：工程所在地人民政府指定的部门" in noise[1].who
    assert "第五十六条第一款" in noise[0].articles
    assert "第七十七条第一款第（二）项" in noise[1].articles


def test_a_formula_that_names_nobody_is_no_body(lookup: Lookup) -> None:
    # 畜禽规模养殖污染防治条例 art. 36: 依法给予处分, without saying by whom.
    spans = {s.instrument: s for s in made(lookup, "livestock-pollution", None).spans}
    assert "处罚：生态环境" in spans["livestock-regulation-2013"].who
    assert not any("给予处分" in who for span in spans.values() for who in span.who)
    # 大气污染防治法 art. 123: 依法作出处罚决定的行政机关 is a body, though no department.
    daily = {s.instrument: s for s in made(lookup, "industrial-air", None).spans}["air-law-2018"]
    assert "处罚：依法作出处罚决定的行政机关" in daily.who


def test_the_parts_of_an_edition_are_told_once_each(lookup: Lookup) -> None:
    # 噪声污染防治法 (2021) arts. 8, 43, 77: supervision, permits and penalties.
    table = timeline_table(made(lookup, "construction-noise-night", None))
    who = next(str(row[4]) for row in table.rows if row[-1] == "noise-law-2021")
    assert [one.partition("：")[0] for one in who.split("；")] == ["监督管理", "许可", "处罚"]


def test_a_start_known_only_by_its_bounds_is_shown_with_both(lookup: Lookup) -> None:
    # The rules are told of on 2025-08-01; a speech of 2023-07 still asks for them to be made.
    spans = {s.instrument: s for s in made(lookup, "leader-responsibility", "四川省").spans}
    rules = spans["leader-responsibility-rules-2025"]
    assert (rules.earliest, rules.start) == (date(2023, 7, 1), date(2025, 8, 1))


def test_local_rules_are_on_the_line_of_their_own_place_only(lookup: Lookup) -> None:
    def instruments(place: str | None) -> set[str]:
        return {span.instrument for span in made(lookup, "annual-report", place).spans}

    assert "sichuan-notice-2023" in instruments("四川省成都市")
    assert "sichuan-notice-2023" not in instruments("青海省")
    assert "sichuan-notice-2023" not in instruments(None)


def test_an_unknown_topic_is_refused(lookup: Lookup) -> None:
    with pytest.raises(BadRequest):
        made(lookup, "no-such-topic", None)


def test_the_picture_has_a_bar_for_each_edition_and_says_it_in_words(lookup: Lookup) -> None:
    timeline = made(lookup, "construction-noise-night", "四川省")
    root = ElementTree.fromstring(draw_timeline(timeline))
    tag = f"{{{NAMESPACE}}}"
    bars = [one for one in root.iter(f"{tag}g") if one.get("role") == "listitem"]
    assert len(bars) == len(timeline.spans) == len(timeline_table(timeline).rows)
    said = root.findtext(f"{tag}desc") or ""
    assert "噪声污染防治法，2022-06-05 起，2026-08-15 止" in said
    cells = ["".join(one.itertext()) for one in root.iter(f"{tag}text") if one.get("role") == "cell"]
    assert "2022-06-05" in cells


def test_the_picture_draws_every_topic_that_has_rules(lookup: Lookup) -> None:
    for topic in lookup.tables.topics[::40]:
        timeline = made(lookup, topic.id, "四川省成都市锦江区")
        root = ElementTree.fromstring(draw_timeline(timeline))
        width = float(root.get("width") or 0)
        for bar in root.iter(f"{{{NAMESPACE}}}rect"):
            assert float(bar.get("x") or 0) + float(bar.get("width") or 0) <= width, topic.id
