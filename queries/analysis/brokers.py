"""What the network says of each body, in words: what it alone leads and whom it links; and every table by its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

import networkx as nx

from queries.analysis.network import (
    LEADING_NOTE,
    bodies_of,
    body_graph,
    edges_table,
    leaders,
    network,
)
from queries.analysis.partners import groups_table, pairs_table, ties_table
from queries.analysis.scope import Scope, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words


def bodies_table(attribution: Attribution, scope: Scope) -> Table:
    """Every body with what it leads and whom it links; those that most topics depend on come first."""
    graph = network(attribution, scope)
    led = leaders(graph)
    bodies = body_graph(graph)
    between = nx.betweenness_centrality(bodies, normalized=True)
    rows: list[tuple[Cell, ...]] = []
    for body in bodies_of(graph):
        helped = sum(part == "with" for _, _, part in graph.out_edges(body, keys=True))
        helping = sum(part == "with" for _, _, part in graph.in_edges(body, keys=True))
        leading = sum(body in who for who in led.values())
        alone = sum(who == {body} for who in led.values())
        share = round(100 * between[body], 1)
        data = graph.nodes[body]
        counts = (
            leading,
            alone,
            helped,
            helping,
            bodies.degree(body),
            share,
            bodies.nodes[body]["group"] + 1,
        )
        says = _says(data["zh"], leading, alone, bodies.degree(body), share)
        rows.append((body, data["zh"], data.get("here"), *counts, says.zh, says.en))
    rows.sort(key=lambda row: (-_number(row[4]), -_number(row[3]), str(row[0])))
    return scoped_table(
        attribution,
        scope,
        name="network-bodies",
        title=Words("部门在网络里的位置", "Where each body stands in the network"),
        columns=(
            Column("body", "部门编号", "body", "iri"),
            Column("body_zh", "部门", "body, in Chinese"),
            Column("here", "本地机构", "the organisation that acts as it here, where one is on record"),
            Column("leads", "领责事项数", "topics it leads", "number"),
            Column("alone", "唯一领责事项数", "topics that nobody else leads", "number"),
            Column("helped_by", "有几类部门配合它", "kinds of body that cooperate with it", "number"),
            Column("helps", "它配合几类部门", "kinds of body it cooperates with", "number"),
            Column("partners", "合作部门数", "kinds of body tied to it either way", "number"),
            Column(
                "between",
                "居间（%）",
                "share of pairs whose shortest link runs through it, in per cent",
                "number",
            ),
            Column("group", "组", "group, as in network groups", "number"),
            Column("says", "说明", "what this means, in Chinese"),
            Column("says_en", "说明（英文）", "what this means"),
        ),
        rows=rows,
        notes=(
            LEADING_NOTE,
            Words(
                "居间：任意两类部门之间沿合作关系的最短联系中，经过它的比例（Freeman 中介中心性，不计权重）。高，说明许多部门只有通过它才连得上；这是条文里的联系，不是实际往来。",
                "Between: of the shortest links along cooperation between any two other bodies, the share that runs through it (Freeman betweenness, unweighted). High: many bodies are linked only through it, as clauses have it, not as they deal in practice.",
            ),
            Words(
                "0 是数过为零；没有在册责任的部门不在表里，那是没有数据。",
                "0 means counted and none; a body without a duty on record is not in the table: no data.",
            ),
        ),
    )


def critical_table(attribution: Attribution, scope: Scope) -> Table:
    """Bodies without which some topic has no lead, with those topics; most topics first."""
    graph = network(attribution, scope)
    alone: dict[str, list[str]] = defaultdict(list)
    for topic, who in leaders(graph).items():
        if len(who) == 1:
            alone[next(iter(who))].append(topic)
    rows: list[tuple[Cell, ...]] = []
    for body, topics in sorted(alone.items(), key=lambda item: (-len(item[1]), item[0])):
        zh, en = graph.nodes[body]["zh"], graph.nodes[body]["en"]
        names = "、".join(sorted(graph.nodes[topic]["zh"] for topic in topics))
        keys = " ".join(sorted(topic.removeprefix("topic/") for topic in topics))
        still_open = sum(graph.nodes[topic]["open"] for topic in topics)
        says = _alone(zh, en, len(topics), still_open)
        rows.append((body, zh, len(topics), still_open, names, keys, says.zh, says.en))
    unled = sum(not who for who in leaders(graph).values())
    return scoped_table(
        attribution,
        scope,
        name="network-critical",
        title=Words("少了就没有人领责的部门", "Bodies without which topics have no lead"),
        columns=(
            Column("body", "部门编号", "body", "iri"),
            Column("body_zh", "部门", "body, in Chinese"),
            Column("alone", "唯一领责事项数", "topics that nobody else leads", "number"),
            Column(
                "open",
                "其中另有待指定",
                "of these, topics in which a further department is to be designated",
                "number",
            ),
            Column("topics", "事项", "those topics, in Chinese"),
            Column("topic_ids", "事项编号", "those topics"),
            Column("says", "说明", "what this means, in Chinese"),
            Column("says_en", "说明（英文）", "what this means"),
        ),
        rows=rows,
        notes=(
            LEADING_NOTE,
            Words(
                f"另有{unled}个事项自己的条款没有点名任何领责部门（多为待指定），不在表内。表是空的：每个事项都有两类以上部门领责，或没有数据。",
                f"{unled} more topics have no leading body in their own clauses (mostly left to a designation) and are not in the table. An empty table: every topic has two or more, or there is no data.",
            ),
        ),
    )


def _alone(zh: str, en: str, topics: int, still_open: int) -> Words:
    zh_open = f"，其中{still_open}个还可以等地方指定" if still_open else ""
    en_open = f", though {still_open} of them also leave a department to be designated" if still_open else ""
    return Words(
        f"{zh}是{topics}个事项唯一点名的领责部门；没有它，这些事项就没有点名的部门{zh_open}",
        f"{en} alone is named to lead {topics} topic(s); without it they have nobody named{en_open}",
    )


def _says(zh: str, leading: int, alone: int, partners: int, share: float) -> Words:
    tied_zh = f"，与{partners}类部门有合作条款" if partners else "，没有与其他部门合作的条款"
    tied_en = f"tied to {partners} other kind(s)" if partners else "tied to no other kind"
    if not leading:
        return Words(f"{zh}在范围内不领责{tied_zh}", f"leads no topic in the scope; {tied_en}")
    alone_zh = f"，其中{alone}个没有别的领责部门" if alone else "，每个都另有领责部门"
    alone_en = f"{alone} of them alone" if alone else "none of them alone"
    link_zh = f"；{share}%的部门间最短联系经过它" if share else ""
    link_en = f"; {share}% of shortest links run through it" if share else ""
    return Words(
        f"{zh}领责{leading}个事项{alone_zh}{tied_zh}{link_zh}",
        f"leads {leading} topic(s), {alone_en}; {tied_en}{link_en}",
    )


def _number(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


class NetworkKind(StrEnum):
    """What a table says of the network."""

    EDGES = "edges"
    BODIES = "bodies"
    CRITICAL = "critical"
    GROUPS = "groups"
    TIES = "ties"
    BODY_PAIRS = "body-pairs"
    TOPIC_PAIRS = "topic-pairs"


TABLES: Mapping[NetworkKind, Callable[[Attribution, Scope], Table]] = {
    NetworkKind.EDGES: edges_table,
    NetworkKind.BODIES: bodies_table,
    NetworkKind.CRITICAL: critical_table,
    NetworkKind.GROUPS: groups_table,
    NetworkKind.TIES: ties_table,
    NetworkKind.BODY_PAIRS: partial(pairs_table, of="body"),
    NetworkKind.TOPIC_PAIRS: partial(pairs_table, of="topic"),
}


def network_table(attribution: Attribution, scope: Scope, kind: NetworkKind) -> Table:
    """One table of the network."""
    return TABLES[kind](attribution, scope)
