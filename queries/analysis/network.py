"""Bodies and topics as a network: who has which part in what, and who cooperates under whom.

A tie between two bodies is a duty in which one has a leading part (leads, supervises, punishes or permits) and the
other cooperates. Bodies are kinds of body; with a place, the organisation on record stands beside. What is left to a
designation and what a text leaves unnamed has no node.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

import networkx as nx

from graph.tables import DutyRow, TopicRow
from queries.analysis.names import Parties, clause
from queries.analysis.overlaps import READ_IN
from queries.analysis.scope import Scope, acts_at, duties_in, topics_in
from queries.attribution import LEADING, Attribution
from queries.table import Column, Table, Words
from queries.words import PART_WORDS

Network: TypeAlias = "nx.MultiDiGraph[str]"
WITH = "with"
TIE = Words("由其配合", "is helped by")
SEED = 1
LEADING_NOTE = Words(
    "“领责”指在该事项自己的条款里牵头、监管、处罚或许可。待指定的部门不算。",
    "To lead here means to lead, supervise, punish or permit in the topic's own clauses. Bodies to be designated do not count.",
)


def network(attribution: Attribution, scope: Scope) -> Network:
    """Bodies and topics with an edge per part (body to topic) and per tie (leading body to cooperating body).

    Nodes have `kind` (body or topic), `zh`, `en` and, for a body with a mandate here, `here`; a topic has `open`,
    whether a leading part in it is left to a designation that is not on record. Edges have the part as their key,
    `part`, `zh`, `en`, `duties`, the number of duties behind them, and `inferred`, whether an editor read each of
    these into the text. Only a topic's own duties count.
    """
    tables = attribution.tables
    names = Parties(attribution, scope)
    topics = {topic.id: topic for topic in topics_in(tables, scope)}
    graph: Network = nx.MultiDiGraph()
    for number in duties_in(attribution, scope):
        _add_duty(graph, attribution, names, scope, topics, tables.duties[number])
    return graph


def body_key(body_type: str) -> str:
    return f"body-type/{body_type}"


def topic_key(topic: str) -> str:
    return f"topic/{topic}"


def bodies_of(graph: Network) -> list[str]:
    return sorted(node for node, data in graph.nodes(data=True) if data["kind"] == "body")


def leaders(graph: Network) -> dict[str, set[str]]:
    """By topic, the bodies with a leading part in it; a topic that nobody leads has an empty set."""
    found: dict[str, set[str]] = {n: set() for n, data in graph.nodes(data=True) if data["kind"] == "topic"}
    for body, topic, part in graph.edges(keys=True):
        if topic in found and part in LEADING:
            found[topic].add(body)
    return found


def ties(graph: Network) -> dict[tuple[str, str], int]:
    """(leading body, cooperating body) to the number of duties."""
    return {
        (lead, helper): data["duties"]
        for lead, helper, part, data in graph.edges(keys=True, data=True)
        if part == WITH
    }


def body_graph(graph: Network) -> nx.Graph[str]:
    """Bodies alone, tied where one cooperates with the other; `weight` of an edge is the number of duties.

    Nodes have `zh`, `en`, `weight` (topics in which the body has a leading part), `group` (counted from 0, largest group first) and
    `critical` (whether some topic has no other leader).
    """
    led = leaders(graph)
    alone = {next(iter(who)) for who in led.values() if len(who) == 1}
    undirected: nx.Graph[str] = nx.Graph()
    for body in bodies_of(graph):
        data = graph.nodes[body]
        weight = sum(body in who for who in led.values())
        undirected.add_node(body, zh=data["zh"], en=data["en"], weight=weight, critical=body in alone)
    for (lead, helper), duties in sorted(ties(graph).items()):
        before = undirected.get_edge_data(lead, helper, {"weight": 0})["weight"]
        undirected.add_edge(lead, helper, weight=before + duties)
    for number, group in enumerate(groups_of(undirected)):
        for body in group:
            undirected.nodes[body]["group"] = number
    return undirected


def groups_of(graph: nx.Graph[str]) -> list[list[str]]:
    """Groups of bodies that cooperate more among themselves than chance would have it (Louvain, seeded), largest first."""
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def edges_table(attribution: Attribution, scope: Scope) -> Table:
    """The network itself, one row per edge."""
    graph = network(attribution, scope)
    rows = tuple(
        (
            source,
            graph.nodes[source]["zh"],
            data["part"],
            data["zh"],
            target,
            graph.nodes[target]["zh"],
            data["duties"],
            data["inferred"],
        )
        for source, target, data in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["part"]))
    )
    return Table(
        name="network",
        title=Words("部门与事项的网络", "The network of bodies and topics"),
        columns=(
            Column("source", "起点编号", "source", "iri"),
            Column("source_zh", "起点", "source, in Chinese"),
            Column("relation", "关系", "part of the body in the topic, or with: is helped by"),
            Column("relation_zh", "关系名", "relation, in Chinese"),
            Column("target", "终点编号", "target", "iri"),
            Column("target_zh", "终点", "target, in Chinese"),
            Column("duties", "责任数", "number of duties behind it", "number"),
            Column(
                "inferred", "由编辑读出", "whether each of them was read into the text by an editor", "flag"
            ),
        ),
        rows=rows,
        release=attribution.tables.release,
        notes=(
            Words(
                "部门到事项：部门在该事项里的角色；部门到部门（with）：起点有牵头、监管、处罚或许可之责，终点在同一项责任里配合。",
                "From a body to a topic: its part in it. From body to body (with): the source leads, supervises, punishes or permits, and the target cooperates in the same duty.",
            ),
            Words(
                "待指定和未写明的部门没有节点。表是空的：范围内没有在册的责任。",
                "What is left to a designation or unnamed has no node. An empty table: no duty on record in the scope.",
            ),
        ),
        asked=dict(scope.asked),
    )


def clauses_of_ties(attribution: Attribution, scope: Scope) -> dict[tuple[str, str], list[str]]:
    """(leading body, cooperating body) to the clauses behind the tie, in the order of the tables."""
    names = Parties(attribution, scope)
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for number in duties_in(attribution, scope):
        duty = attribution.tables.duties[number]
        lead, helping = _sides(names, scope, duty)
        for one in lead:
            for other in helping - {one}:
                found[body_key(one), body_key(other)][clause(attribution.tables, duty)] = None
    return {pair: list(clauses) for pair, clauses in found.items()}


def _add_duty(
    graph: Network,
    attribution: Attribution,
    names: Parties,
    scope: Scope,
    topics: dict[str, TopicRow],
    duty: DutyRow,
) -> None:
    own = [topics[topic] for topic in duty.topics if topic in topics]
    taking = {
        (key, party.part)
        for party in duty.parties
        if acts_at(party, scope.level)
        for key in names.types_of(duty, party)
    }
    left_open = any(
        party.designated and party.part in LEADING and acts_at(party, scope.level) and not names.settled(duty)
        for party in duty.parties
    )
    for topic in own:
        node = topic_key(topic.id)
        before = node in graph and graph.nodes[node]["open"]
        graph.add_node(node, kind="topic", zh=topic.zh, en=topic.en, open=before or left_open)
    for key, part in sorted(taking):
        _add_body(graph, attribution, scope, key)
        for topic in own:
            _count(graph, body_key(key), topic_key(topic.id), part, duty)
    lead, helping = _sides(names, scope, duty)
    for one in sorted(lead):
        for other in sorted(helping - {one}):
            _count(graph, body_key(one), body_key(other), WITH, duty)


def _sides(names: Parties, scope: Scope, duty: DutyRow) -> tuple[set[str], set[str]]:
    """Bodies with a leading part in a duty, and those that cooperate in it."""
    lead: set[str] = set()
    helping: set[str] = set()
    for party in duty.parties:
        if acts_at(party, scope.level):
            side = lead if party.part in LEADING else helping if party.part == "cooperator" else set()
            side.update(names.types_of(duty, party))
    return lead, helping


def _add_body(graph: Network, attribution: Attribution, scope: Scope, key: str) -> None:
    node = body_key(key)
    if node not in graph:
        body_type = attribution.types[key]
        mandate = attribution.holders.mandate(key, scope.area, scope.day)
        graph.add_node(node, kind="body", zh=body_type.zh, en=body_type.en)
        if mandate:
            graph.nodes[node]["here"] = mandate.body_zh


def _count(graph: Network, source: str, target: str, part: str, duty: DutyRow) -> None:
    inferred = duty.certainty == READ_IN
    if graph.has_edge(source, target, part):
        edge = graph.edges[source, target, part]
        edge["duties"] += 1
        edge["inferred"] = edge["inferred"] and inferred
    else:
        words = TIE if part == WITH else PART_WORDS[part]
        graph.add_edge(source, target, part, part=part, zh=words.zh, en=words.en, duties=1, inferred=inferred)
