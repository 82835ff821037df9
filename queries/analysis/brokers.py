"""What the network says of each body, in words: what it alone leads, whom it links, which group it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

import networkx as nx

from queries.analysis.incidence import Incidence, bridges
from queries.analysis.network import (
    Network,
    bodies_of,
    body_graph,
    clauses_of_ties,
    edges_table,
    leaders,
    network,
    ties,
)
from queries.analysis.scope import SCOPE_NOTE, Scope
from queries.attribution import LEADING, Attribution
from queries.table import Cell, Column, Table, Words

SHOWN = 5
LEAST_SHARED = 2
LEADING_NOTE = Words(
    "“领责”指在该事项自己的条款里牵头、监管、处罚或许可。待指定的部门不算。",
    "To lead here means to lead, supervise, punish or permit in the topic's own clauses. Bodies to be designated do not count.",
)


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
    return Table(
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
        rows=tuple(rows),
        release=attribution.tables.release,
        notes=(
            SCOPE_NOTE,
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
        asked=dict(scope.asked),
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
    return Table(
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
        rows=tuple(rows),
        release=attribution.tables.release,
        notes=(
            SCOPE_NOTE,
            LEADING_NOTE,
            Words(
                f"另有{unled}个事项自己的条款没有点名任何领责部门（多为待指定），不在表内。表是空的：每个事项都有两类以上部门领责，或没有数据。",
                f"{unled} more topics have no leading body in their own clauses (mostly left to a designation) and are not in the table. An empty table: every topic has two or more, or there is no data.",
            ),
        ),
        asked=dict(scope.asked),
    )


def groups_table(attribution: Attribution, scope: Scope) -> Table:
    """Groups of bodies that cooperate mostly among themselves, with the topics that most of a group share."""
    graph = network(attribution, scope)
    bodies = body_graph(graph)
    members: dict[int, list[str]] = defaultdict(list)
    for body, data in bodies.nodes(data=True):
        members[data["group"]].append(body)
    rows: list[tuple[Cell, ...]] = []
    for group, inside in sorted(members.items()):
        strength = {
            body: sum(data["weight"] for _, _, data in bodies.edges(body, data=True)) for body in inside
        }
        ordered = sorted(inside, key=lambda body: (-strength[body], body))
        within = bodies.subgraph(inside).size(weight="weight")
        outside = sum(strength.values()) - 2 * within
        names = [str(graph.nodes[body]["zh"]) for body in ordered]
        rows.append(
            (
                group + 1,
                names[0],
                len(inside),
                "、".join(names),
                int(within),
                int(outside),
                _topics(graph, inside),
            )
        )
    return Table(
        name="network-groups",
        title=Words("常在一起的部门", "Bodies that work together"),
        columns=(
            Column("group", "组", "group", "number"),
            Column("centre", "中心", "body with the most cooperation"),
            Column("members", "部门数", "number of bodies", "number"),
            Column("bodies", "部门", "bodies, most cooperation first"),
            Column("inside", "组内合作", "duties in which two of them work together", "number"),
            Column("outside", "对外合作", "duties in which one works with a body of another group", "number"),
            Column("topics", "常见事项", "topics in which most of them have a part"),
        ),
        rows=tuple(rows),
        release=attribution.tables.release,
        notes=(
            SCOPE_NOTE,
            Words(
                "按合作的责任数分组（Louvain 模块度法，种子固定），使组内合作多于随机所应有。分组只是归纳，不是机构设置；同一版本、同一问法结果相同。",
                "Grouped by duties in which bodies cooperate (Louvain modularity, fixed seed), so that a group has more cooperation inside than chance would give. Groups are a summary, not an institution; the same release and question give the same groups.",
            ),
            Words(
                "只有一个部门的组：它有责任在册，但没有与谁配合的条款。",
                "A group of one has duties on record but no clause by which it cooperates.",
            ),
        ),
        asked=dict(scope.asked),
    )


def pairs_table(attribution: Attribution, scope: Scope, of: str) -> Table:
    """Pairs of bodies by the topics both lead (`of` is body), or of topics by the bodies that lead both (topic)."""
    graph = network(attribution, scope)
    by_body = Incidence.of((b, t) for b, t, part in graph.edges(keys=True) if part in LEADING)
    incidence = by_body if of == "body" else by_body.transposed
    sizes, labels = incidence.sizes(), incidence.rows
    rows = tuple(
        (
            *(labels[a], graph.nodes[labels[a]]["zh"], labels[b], graph.nodes[labels[b]]["zh"]),
            *(count, sizes[a], sizes[b], round(100 * count / min(sizes[a], sizes[b]))),
        )
        for a, b, count in incidence.pairs(1 if of == "body" else LEAST_SHARED)
    )
    zh, en = ("部门", "body") if of == "body" else ("事项", "topic")
    shared = (
        ("共同领责事项数", "topics both lead")
        if of == "body"
        else ("共有领责部门数", "bodies that lead both")
    )
    return Table(
        name=f"network-{of}-pairs",
        title=Words(f"{zh}两两重合", f"What pairs of {en}s share"),
        columns=(
            Column("first", f"{zh}一编号", f"first {en}", "iri"),
            Column("first_zh", f"{zh}一", f"first {en}, in Chinese"),
            Column("second", f"{zh}二编号", f"second {en}", "iri"),
            Column("second_zh", f"{zh}二", f"second {en}, in Chinese"),
            Column("shared", shared[0], shared[1], "number"),
            Column("of_first", "其一共有", "how many the first has", "number"),
            Column("of_second", "其二共有", "how many the second has", "number"),
            Column("share", "占较少一方（%）", "share of the smaller of the two, in per cent", "number"),
        ),
        rows=rows,
        release=attribution.tables.release,
        notes=(
            SCOPE_NOTE,
            LEADING_NOTE,
            Words(
                "重合多的部门最容易相互推给对方；也可能只是各管一段（见重叠表的分法）。"
                + ("" if of == "body" else f"少于{LEAST_SHARED}个的不列。"),
                "Bodies that share much are those that can pass matters to each other, or each have a stretch of it (see the way in the overlaps)."
                + ("" if of == "body" else f" Pairs with fewer than {LEAST_SHARED} are left out."),
            ),
        ),
        asked=dict(scope.asked),
    )


def ties_table(attribution: Attribution, scope: Scope) -> Table:
    """Who cooperates under whom, with the clauses, and whether the tie is all that links the two sides."""
    graph = network(attribution, scope)
    found = ties(graph)
    only = bridges(bodies_of(graph), found)
    clauses = clauses_of_ties(attribution, scope)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(
        (
            *(lead, graph.nodes[lead]["zh"], helper, graph.nodes[helper]["zh"], duties),
            *("、".join(clauses[lead, helper][:SHOWN]), frozenset((lead, helper)) in only),
        )
        for (lead, helper), duties in ordered
    )
    return Table(
        name="network-ties",
        title=Words("谁配合谁", "Who cooperates under whom"),
        columns=(
            Column("lead", "领责部门编号", "leading body", "iri"),
            Column("lead_zh", "领责部门", "leading body, in Chinese"),
            Column("helper", "配合部门编号", "cooperating body", "iri"),
            Column("helper_zh", "配合部门", "cooperating body, in Chinese"),
            Column("duties", "责任数", "number of duties", "number"),
            Column("clauses", f"条款（前{SHOWN}）", f"clauses, the first {SHOWN}"),
            Column("only_link", "唯一联系", "whether the two sides are linked by nothing else", "flag"),
        ),
        rows=rows,
        release=attribution.tables.release,
        notes=(
            SCOPE_NOTE,
            Words(
                "“唯一联系”为是：去掉这一对的合作，两边的部门沿合作关系就再也连不上（图论上的桥）。",
                "only_link: without the cooperation of these two, the bodies on both sides are no longer linked at all (a bridge).",
            ),
            Words(
                "表是空的：范围内没有写明配合部门的条款。",
                "An empty table: no clause in the scope names a cooperating body.",
            ),
        ),
        asked=dict(scope.asked),
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


def _topics(graph: Network, inside: list[str]) -> str | None:
    """Topics in which most bodies of a group have a part, most first."""
    counts: dict[str, set[str]] = defaultdict(set)
    for body, topic in graph.out_edges(inside):
        if graph.nodes[topic]["kind"] == "topic":
            counts[topic].add(body)
    ordered = sorted(counts, key=lambda topic: (-len(counts[topic]), topic))
    return "、".join(str(graph.nodes[topic]["zh"]) for topic in ordered[:SHOWN]) or None


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
