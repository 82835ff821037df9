"""Which bodies go together in the network: groups, pairs that share topics, and ties of cooperation."""

from __future__ import annotations

from collections import defaultdict

from queries.analysis.incidence import Incidence, bridges, tie_graph
from queries.analysis.network import (
    LEADING_NOTE,
    Network,
    bodies_of,
    body_graph,
    clauses_of_ties,
    network,
    ties,
)
from queries.analysis.scope import Scope, scoped_table
from queries.attribution import LEADING, Attribution
from queries.table import Cell, Column, Table, Words

SHOWN = 5
LEAST_SHARED = 2


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
    return scoped_table(
        attribution,
        scope,
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
        rows=rows,
        notes=(
            Words(
                "按合作的责任数分组（Louvain 模块度法，种子固定），使组内合作多于随机所应有。分组只是归纳，不是机构设置；同一版本、同一问法结果相同。",
                "Grouped by duties in which bodies cooperate (Louvain modularity, fixed seed), so that a group has more cooperation inside than chance would give. Groups are a summary, not an institution; the same release and question give the same groups.",
            ),
            Words(
                "只有一个部门的组：它有责任在册，但没有与谁配合的条款。",
                "A group of one has duties on record but no clause by which it cooperates.",
            ),
        ),
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
    zh, en, several = ("部门", "body", "bodies") if of == "body" else ("事项", "topic", "topics")
    shared = (
        ("共同领责事项数", "topics both lead")
        if of == "body"
        else ("共有领责部门数", "bodies that lead both")
    )
    return scoped_table(
        attribution,
        scope,
        name=f"network-{of}-pairs",
        title=Words(f"{zh}两两重合", f"What pairs of {several} share"),
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
        notes=(
            LEADING_NOTE,
            Words(
                "重合多的部门最容易相互推给对方；也可能只是各管一段（见重叠表的分法）。"
                + ("" if of == "body" else f"少于{LEAST_SHARED}个的不列。"),
                "Bodies that share much are those that can pass matters to each other, or each have a stretch of it (see the way in the overlaps)."
                + ("" if of == "body" else f" Pairs with fewer than {LEAST_SHARED} are left out."),
            ),
        ),
    )


def ties_table(attribution: Attribution, scope: Scope) -> Table:
    """Who cooperates under whom, with the clauses, and whether the tie is all that links the two sides."""
    graph = network(attribution, scope)
    found = ties(graph)
    only = bridges(tie_graph(bodies_of(graph), found))
    clauses = clauses_of_ties(attribution, scope)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(
        (
            *(lead, graph.nodes[lead]["zh"], helper, graph.nodes[helper]["zh"], duties),
            *("、".join(clauses[lead, helper][:SHOWN]), frozenset((lead, helper)) in only),
        )
        for (lead, helper), duties in ordered
    )
    return scoped_table(
        attribution,
        scope,
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
        notes=(
            Words(
                "“唯一联系”为是：去掉这一对的合作，两边的部门沿合作关系就再也连不上（图论上的桥）。",
                "only_link: without the cooperation of these two, the bodies on both sides are no longer linked at all (a bridge).",
            ),
            Words(
                "表是空的：范围内没有写明配合部门的条款。",
                "An empty table: no clause in the scope names a cooperating body.",
            ),
        ),
    )


def _topics(graph: Network, inside: list[str]) -> str | None:
    """Topics in which most bodies of a group have a part, most first."""
    counts: dict[str, set[str]] = defaultdict(set)
    for body, topic in graph.out_edges(inside):
        if graph.nodes[topic]["kind"] == "topic":
            counts[topic].add(body)
    ordered = sorted(counts, key=lambda topic: (-len(counts[topic]), topic))
    return "、".join(str(graph.nodes[topic]["zh"]) for topic in ordered[:SHOWN]) or None
