"""A network as a picture: names in a ring, grouped, with curved lines between those that are tied.

Nodes have `zh` and may have `weight`, `group` (a number) and `critical`; edges may have `weight`. The same graph gives the same
picture. A ring holds the heaviest nodes only, as many as can be read, and says how many it leaves out. A ring was
chosen over a layout by springs: one loosely tied body pushed all others into one heap.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

import networkx as nx

from outputs.svg.canvas import FAINT, INK, SMALL, Frame, picture, put, put_text, width_of
from queries.table import Words

RADIUS = 250.0
READABLE = 48
SMALLEST, LARGEST = 3.5, 13.0
GAP = 8.0
# One for each of the largest groups; what is in none of them is grey, so that no colour means two groups.
FILLS = ("#1f5f8b", "#c8501e", "#4d7c3a", "#7b4f9e", "#9a7b1c")
UNGROUPED = "#8b949b"

Graph: TypeAlias = "nx.Graph[str]"


@dataclass(frozen=True)
class Spot:
    """A node's place on the ring; `angle` in degrees, clockwise from the right."""

    angle: float
    x: float
    y: float


def draw_network(graph: Graph, frame: Frame) -> bytes:
    """The network as SVG; an empty one is an empty sheet with its notes."""
    shown = _heaviest(graph)
    left_out = graph.number_of_nodes() - len(shown)
    if left_out:
        told = Words(
            f"图中只画权重最大的{READABLE}个，另有{left_out}个未画。",
            f"Only the {READABLE} heaviest are drawn; {left_out} more are not.",
        )
        frame = replace(frame, notes=(told, *frame.notes))
    half = (
        RADIUS + LARGEST + GAP + max((width_of(_name(node), SMALL) for node in shown.values()), default=0.0)
    )
    spots = _ring(shown, half)
    drawing = Element("g")
    _draw_ties(drawing, graph, shown, spots, half)
    for key, node in shown.items():
        _draw_node(drawing, node, spots[key], max(map(_weight, shown.values())) or 1.0)
    return picture(frame, drawing, 2 * half, 2 * half)


def _weight(attributes: Mapping[str, Any]) -> float:
    return float(attributes.get("weight", 1.0))


def _name(attributes: Mapping[str, Any]) -> str:
    return str(attributes["zh"])


def _group(attributes: Mapping[str, Any]) -> int:
    return int(attributes.get("group", 0))


def _heaviest(graph: Graph) -> dict[str, dict[str, Any]]:
    """Nodes to draw, in the order of the ring: by group, heaviest first within it."""
    named = [(key, graph.nodes[key]) for key in graph]
    nodes = sorted(named, key=lambda node: (-_weight(node[1]), node[0]))[:READABLE]
    return dict(sorted(nodes, key=lambda node: (_group(node[1]), -_weight(node[1]), node[0])))


def _ring(shown: Mapping[str, object], centre: float) -> dict[str, Spot]:
    """Places on the ring, beginning at the top."""
    spots = {}
    for number, key in enumerate(shown):
        angle = 360 * number / len(shown) - 90
        radians = math.radians(angle)
        spots[key] = Spot(angle, centre + RADIUS * math.cos(radians), centre + RADIUS * math.sin(radians))
    return spots


def _draw_ties(
    drawing: Element,
    graph: Graph,
    shown: Mapping[str, Mapping[str, Any]],
    spots: Mapping[str, Spot],
    centre: float,
) -> None:
    ties = sorted((min(a, b), max(a, b), _weight(data)) for a, b, data in graph.edges(data=True))
    heaviest = max((weight for _, _, weight in ties), default=1.0)
    lines = put(drawing, "g", fill="none", stroke=FAINT, stroke_opacity="0.6")
    for one, other, weight in ties:
        if one not in shown or other not in shown:
            continue
        a, b = spots[one], spots[other]
        path = f"M{a.x:.1f} {a.y:.1f}Q{centre:.1f} {centre:.1f} {b.x:.1f} {b.y:.1f}"
        line = put(lines, "path", d=path, stroke_width=0.4 + 4.0 * weight / heaviest)
        put(line, "title", f"{_name(shown[one])} — {_name(shown[other])}：{weight:g}")


def _draw_node(drawing: Element, node: Mapping[str, Any], spot: Spot, heaviest: float) -> None:
    radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(_weight(node) / heaviest)
    # A ring marks what is critical, so that it stands out in print without colour.
    edge, thick = (INK, 3.0) if node.get("critical") else ("#ffffff", 1.0)
    fill = FILLS[_group(node)] if _group(node) < len(FILLS) else UNGROUPED
    circle = put(
        drawing, "circle", cx=spot.x, cy=spot.y, r=radius, fill=fill, stroke=edge, stroke_width=thick
    )
    put(circle, "title", f"{_name(node)}：{_weight(node):g}")
    on_the_left = 90 < spot.angle % 360 < 270
    turn = spot.angle + 180 if on_the_left else spot.angle
    distance = LARGEST + GAP
    put_text(
        drawing, spot.x - distance if on_the_left else spot.x + distance, spot.y + 4, _name(node), font_size=SMALL,
        text_anchor="end" if on_the_left else "start", transform=f"rotate({turn:.1f} {spot.x:.1f} {spot.y:.1f})",
    )  # fmt: skip
