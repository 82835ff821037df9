"""A thing with all that is said of it, on any day and on one."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode, Store

from graph.quotation import quotation
from graph.quotation_graph import quotation_graph
from graph.release import Release
from graph.writer import RDF_TYPE, Writer
from ontology.terms import BASE, graph, thing
from queries.spans import Span
from queries.thing import Named, Thing, Things, Words

# 噪声污染防治法 (2021-12-24) 第九十条: in force from 2022-06-05; 生态环境法典第一千二百四十二条: from 2026-08-15, when the former ends.
OLD_DUTY = thing("duty", "noise-law-2021/art_77__para_1__item_1-exceed")
NEW_DUTY = thing("duty", "eco-code-2026/art_1185__para_1__item_1-exceed")
LAW = thing("instrument", "noise-law-2021")


@pytest.fixture(scope="module")
def things(release: Release) -> Things:
    return Things(release.store())


def read(things: Things, iri: str, on: str | None = None) -> Thing:
    found = things.read(iri, date.fromisoformat(on) if on else None)
    assert found is not None
    return found


def iris(found: tuple[Named, ...]) -> list[str]:
    return [one.iri for one in found]


def test_a_duty_says_who_by_which_clause_and_what_followed_it(things: Things) -> None:
    one = read(things, OLD_DUTY)
    # 噪声污染防治法 (2021-12-24) art. 77 para. 1 item 1: punished by the department designated where the works are.
    (basis,) = one.basis
    assert basis.provision.zh == "噪声污染防治法第七十七条第一款第（一）项"
    assert basis.edition is not None
    assert basis.edition.iri == LAW
    (party,) = one.parties
    assert (party.part.zh, party.as_written) == ("处罚", "工程所在地人民政府指定的部门")
    assert party.candidates != ()
    assert one.named.span == Span(date(2022, 6, 5), date(2026, 8, 15))
    assert iris(one.followed_by) == [NEW_DUTY]
    assert iris(read(things, NEW_DUTY).follows) == [OLD_DUTY]


@pytest.mark.parametrize(
    ("iri", "on", "holds", "instead"),
    [
        (OLD_DUTY, "2022-06-04", False, []),
        (OLD_DUTY, "2022-06-05", True, []),
        (OLD_DUTY, "2026-08-14", True, []),
        (OLD_DUTY, "2026-08-15", False, [NEW_DUTY]),
        (NEW_DUTY, "2026-08-14", False, [OLD_DUTY]),
        (LAW, "2026-08-15", False, [thing("instrument", "eco-code-2026")]),
        # 噪声污染防治法第九十条: the law of 1996, as amended 2018, ends on 2022-06-05.
        # Not the other laws that the Code repeals, though they held that day.
        (LAW, "2022-06-04", False, [thing("instrument", "noise-law-2018")]),
        # A provision holds as long as its edition, and what took the edition's place is named.
        (f"{LAW}/art_77__para_1__item_1", "2026-08-15", False, [thing("instrument", "eco-code-2026")]),
        (thing("topic", "construction-noise"), "1990-01-01", True, []),
    ],
)
def test_a_thing_says_whether_it_holds_that_day_and_what_did(
    things: Things, iri: str, on: str, holds: bool, instead: list[str]
) -> None:
    one = read(things, iri, on)
    assert one.holds is holds
    assert iris(one.held_then) == instead


def test_a_renamed_body_leads_to_the_one_that_went_on(things: Things) -> None:
    # The corpus's note on this body: 其后为青海省生态环境厅 (the reform of 2018).
    before, after = thing("body", "qinghai-ecology-before-2018"), thing("body", "qinghai-ecology")
    assert iris(read(things, before).followed_by) == [after]
    assert iris(read(things, after).follows) == [before]
    assert iris(read(things, before, "2020-01-01").held_then) == [after]


def test_what_does_not_hold_that_day_is_left_out_and_counted(things: Things) -> None:
    topic = thing("topic", "construction-noise")
    any_day, that_day = read(things, topic), read(things, topic, "2026-08-15")
    ours = {group.property.zh: group for group in any_day.pointing}["事项"]
    left = {group.property.zh: group for group in that_day.pointing}["事项"]
    assert ours.total == left.total
    assert (ours.not_held, left.not_held > 0) == (0, True)
    assert all(one.span is None or one.span.holds(date(2026, 8, 15)) is not False for one in left.shown)
    assert any("noise-law-2021" in iri for iri in iris(ours.shown))
    assert not any("noise-law-2021" in iri for iri in iris(left.shown))


def test_a_start_between_bounds_is_not_known_between_them() -> None:
    span = Span(date(2025, 3, 20), None, date(2024, 6, 18))
    days = ("2024-06-17", "2024-06-18", "2025-03-19", "2025-03-20")
    assert [span.holds(date.fromisoformat(day)) for day in days] == [False, None, None, True]
    assert Span(None, date(2018, 3, 17)).holds(date(2000, 1, 1)) is None


def test_things_that_stand_in_one_another_share_a_span(things: Things) -> None:
    whole = things.spans.of(NamedNode(OLD_DUTY))
    for kind in ("participation", "designated"):
        part = thing(kind, "noise-law-2021/art_77__para_1__item_1-exceed/1")
        assert things.spans.of(NamedNode(part)) == whole
    step = thing("mechanism", "sichuan-notice-2023/sichuan-unassigned-procedure/step/1")
    # 川环委〔2023〕1号, issued 2023-03-17.
    assert things.spans.of(NamedNode(step)) == Span(date(2023, 3, 17))


def test_the_words_of_the_clause_are_shown_where_the_release_has_them() -> None:
    place, norm = "e-law-2020/art_1__para_1", NamedNode(thing("duty", "e-law-2020/art_1__para_1"))
    store = Store()
    law = Writer(graph("e-law-2020"))
    law.about(thing("instrument", "e-law-2020"), "eli:LegalResource").text("eli:id_local", "第1号")
    provision = law.about(thing("instrument", place), "eli:LegalResourceSubdivision")
    provision.link("eli:is_part_of", thing("instrument", "e-law-2020")).words(
        "skos:prefLabel", "示例法第一条第一款", "zh"
    )
    law.about(norm.value, "Duty").link("statedIn", provision.iri).words("skos:prefLabel", "示例", "zh")
    store.extend(law.quads)
    store.extend(quotation_graph({place: quotation("示例条文。", "示例.md")}).quads)
    (basis,) = read(Things(store), norm.value).basis
    assert (basis.provision.zh, basis.number, basis.quote) == ("示例法第一条第一款", "第1号", "示例条文。")
    excerpt = read(Things(store), thing("excerpt", place))
    assert excerpt.named.zh == "示例法第一条第一款的原文"


def test_an_unknown_thing_is_none(things: Things) -> None:
    assert things.read(thing("duty", "no-such/art_1")) is None


def test_articles_come_in_their_own_order(things: Things) -> None:
    parts = next(g for g in read(things, LAW).pointing if g.property.zh == "所在文件")
    articles = [int(one.iri.split("art_")[1].split("_")[0]) for one in parts.shown]
    assert articles == sorted(articles)
    assert articles[0] < 10 <= articles[-1]


def test_every_property_and_class_has_a_name_in_both_languages(things: Things) -> None:
    used = {quad.predicate for quad in things.store} | {
        quad.object for quad in things.store.quads_for_pattern(None, NamedNode(RDF_TYPE), None)
    }
    described = (
        "http://rdfs.org/ns/void#",
        "http://www.w3.org/ns/shacl#",
        "http://www.w3.org/ns/dcat#",
        "http://ldf.fi/",
    )
    missing = [
        node.value
        for node in used
        if isinstance(node, NamedNode)
        and not node.value.startswith(described)
        and (things.name(node).en is None or things.name(node).zh.isascii())
    ]
    assert missing == []


def test_nothing_is_named_by_its_bare_iri(things: Things) -> None:
    named = [
        things.name(node) for node in {quad.subject for quad in things.store} if isinstance(node, NamedNode)
    ]
    ours = [one for one in named if one.iri.startswith(BASE + "id/")]
    assert len(ours) > 20_000
    assert [one.iri for one in ours if not one.zh or one.zh in one.iri] == []


def test_literals_keep_language_and_datatype(things: Things) -> None:
    said = {one.property.iri: one.values for one in read(things, LAW).said}
    assert Words("噪声污染防治法", "zh") in said["http://data.europa.eu/eli/ontology#title_short"]
    (day,) = said["http://data.europa.eu/eli/ontology#date_document"]
    assert day == Words("2021-12-24", None, "http://www.w3.org/2001/XMLSchema#date")
