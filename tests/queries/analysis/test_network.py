"""The network: clauses read from law, measures worked out by hand on small networks, the same result every time."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.analysis.brokers import NetworkKind, critical_table, network_table
from queries.analysis.incidence import Incidence, bridges
from queries.analysis.network import (
    Network,
    body_graph,
    body_key,
    clauses_of_ties,
    groups_of,
    leaders,
    network,
    topic_key,
)
from queries.analysis.scope import Scope, read_scope
from queries.attribution import LEADING
from queries.lookup import Lookup
from queries.table import Cell, Table

ON = date(2026, 9, 1)
TODAY = date(2026, 11, 22)


def rows(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


@pytest.fixture(scope="module")
def whole(lookup: Lookup) -> Network:
    return network(lookup.attribution, Scope(ON))


def test_who_cooperates_is_tied_to_who_leads_in_the_same_duty(lookup: Lookup) -> None:
    # 生态环境法典 art. 442 para. 1: agriculture and forestry find who polluted farmland with 生态环境 and 自然资源 (会同).
    clauses = clauses_of_ties(lookup.attribution, Scope(ON))
    for lead in ("agriculture", "forestry-grassland"):
        for helper in ("ecology", "natural-resources"):
            assert "生态环境法典第四百四十二条第一款" in clauses[body_key(lead), body_key(helper)]


def test_those_who_punish_side_by_side_are_not_tied_by_it(lookup: Lookup, whole: Network) -> None:
    # 生态环境法典 art. 1182: 市场监督管理部门、海关按照职责分工; neither helps the other there.
    market, customs = body_key("market"), body_key("customs")
    assert {market, customs} <= leaders(whole)[topic_key("product-noise-limit")]
    clauses = clauses_of_ties(lookup.attribution, Scope(ON))
    for pair in ((market, customs), (customs, market)):
        assert "生态环境法典第一千一百八十二条第一款" not in clauses.get(pair, [])


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        # 草原法 (2021-04-29) arts. 55, 70: vehicles off the road on grassland, 草原行政主管部门.
        ("grassland-driving", "forestry-grassland"),
        # 生态环境法典 arts. 578, 1187 para. 1: signs and fines in no-horn sections, 公安机关交通管理部门.
        ("no-horn-zone", "police"),
        # 生态环境法典 art. 1191 para. 1: noise not disclosed where homes are sold, 住房城乡建设主管部门.
        ("housing-noise-disclosure", "housing"),
    ],
)
def test_a_topic_with_one_named_lead_depends_on_it(lookup: Lookup, topic: str, body: str) -> None:
    table = critical_table(lookup.attribution, Scope(ON))
    (row,) = [one for one in rows(table) if one["body"] == body_key(body)]
    assert topic in str(row["topic_ids"]).split()


def test_a_topic_left_to_a_designation_is_marked_open_and_nobody_is_put_in_its_place(whole: Network) -> None:
    # 生态环境法典 art. 1132 para. 2: kitchens in dwellings are punished by the department that the government determines.
    assert whole.nodes[topic_key("cooking-site")]["open"]
    assert body_key("urban-management") not in leaders(whole)[topic_key("cooking-site")]


def test_taking_a_critical_body_away_leaves_just_its_topics_without_a_lead(
    lookup: Lookup, whole: Network
) -> None:
    before = {topic for topic, who in leaders(whole).items() if not who}
    for row in rows(critical_table(lookup.attribution, Scope(ON))):
        without = whole.copy()
        without.remove_node(str(row["body"]))
        lost = {topic for topic, who in leaders(without).items() if not who} - before
        assert lost == {topic_key(one) for one in str(row["topic_ids"]).split()}
        assert str(row["alone"]) in str(row["says"])


def small() -> Network:
    """Two bodies that help each other, a third that only the second knows, and a fourth alone."""
    graph: Network = nx.MultiDiGraph()
    for name in ("a", "b", "c", "d"):
        graph.add_node(name, kind="body", zh=name, en=name)
    for name in ("t", "u"):
        graph.add_node(name, kind="topic", zh=name, en=name, open=False)
    for lead, helper, duties in (("a", "b", 2), ("b", "a", 1), ("b", "c", 1)):
        graph.add_edge(lead, helper, "with", part="with", zh="", en="", duties=duties)
    for body, topic, part in (
        ("a", "t", "lead"),
        ("b", "t", "punisher"),
        ("d", "u", "lead"),
        ("c", "u", "recipient"),
    ):
        graph.add_edge(body, topic, part, part=part, zh="", en="", duties=1)
    return graph


def test_a_tie_counts_duties_both_ways_and_a_lone_leader_is_critical() -> None:
    bodies = body_graph(small())
    assert bodies.edges["a", "b"]["weight"] == 3
    assert [one for one, data in bodies.nodes(data=True) if data["critical"]] == ["d"]
    assert {one: data["weight"] for one, data in bodies.nodes(data=True)} == {"a": 1, "b": 1, "c": 0, "d": 1}


def test_receiving_a_report_is_not_leading() -> None:
    assert leaders(small()) == {"t": {"a", "b"}, "u": {"d"}}
    assert "recipient" not in LEADING


def test_a_tie_is_the_only_link_when_the_sides_fall_apart_without_it() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "c"), ("e", "e")]
    assert bridges(("a", "b", "c", "d", "e"), edges) == {frozenset(("c", "d"))}


def test_two_closed_circles_are_two_groups() -> None:
    graph: nx.Graph[str] = nx.Graph()
    for circle in ("abc", "xyz"):
        graph.add_weighted_edges_from(
            [(circle[0], circle[1], 5), (circle[1], circle[2], 5), (circle[2], circle[0], 5)]
        )
    graph.add_edge("c", "x", weight=1)
    assert groups_of(graph) == [["a", "b", "c"], ["x", "y", "z"]]


pairs = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("tuvwxyz")), max_size=40)


@given(pairs)
def test_what_two_bodies_share_is_what_a_plain_count_says(given_pairs: list[tuple[str, str]]) -> None:
    incidence = Incidence.of(given_pairs)
    topics: dict[str, set[str]] = {}
    for body, topic in given_pairs:
        topics.setdefault(body, set()).add(topic)
    expected = {
        (a, b): len(topics[a] & topics[b]) for a in topics for b in topics if a < b and topics[a] & topics[b]
    }
    found = {(incidence.rows[a], incidence.rows[b]): count for a, b, count in incidence.pairs()}
    assert found == expected
    assert dict(zip(incidence.rows, incidence.sizes(), strict=True)) == {a: len(t) for a, t in topics.items()}


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=16))
def test_bridges_are_those_networkx_finds(edges: list[tuple[str, str]]) -> None:
    plain = nx.Graph((a, b) for a, b in edges if a != b)
    plain.add_nodes_from("abcdefgh")
    assert bridges(tuple("abcdefgh"), edges) == {frozenset(edge) for edge in nx.bridges(plain)}


@pytest.mark.parametrize("kind", NetworkKind)
def test_the_same_question_gives_the_same_table(lookup: Lookup, kind: NetworkKind) -> None:
    scope = read_scope(lookup, "青海省", None, "2026-09-01", "noise", today=TODAY)
    first = network_table(lookup.attribution, scope, kind)
    assert first == network_table(Lookup(lookup.tables).attribution, scope, kind)
    assert first.notes


def test_a_branch_a_place_and_a_level_narrow_the_network(lookup: Lookup, whole: Network) -> None:
    noise = read_scope(lookup, None, None, "2026-09-01", "noise", today=TODAY)
    branch = network(lookup.attribution, noise)
    topics = {node for node, data in branch.nodes(data=True) if data["kind"] == "topic"}
    assert topics
    assert topics <= {topic_key(t.id) for t in lookup.tables.topics if "noise" in (t.id, *t.ancestors)}
    # 生态环境法典 art. 548 para. 1: the State Council's department supervises the whole country, local ones their areas.
    county = network(lookup.attribution, Scope(ON, level="county"))
    assert set(county.nodes) <= set(whole.nodes)
    here = network(lookup.attribution, read_scope(lookup, "青海省", None, "2026-09-01", None, today=TODAY))
    assert here.nodes[body_key("ecology")]["here"] == "青海省生态环境厅"
