"""Pictures: whole SVG, named and described, with signs that differ without colour and the figures beneath."""

from __future__ import annotations

from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outputs.svg.canvas import NAMESPACE, Frame, width_of, wrapped
from outputs.svg.matrix import MARK_OF_PART, MOST_ROWS, Matrix, draw_matrix
from outputs.svg.network import READABLE, draw_network
from queries.table import Words

FRAME = Frame(
    Words("噪声事项与部门", "Noise by body"),
    Words("每行一个事项。", "One row a matter."),
    (("部门", "事项数"), ("公安", "2")),
    (Words("空格：没有记录。", "Empty: none on record."),),
    "abc",
)
MATRIX = Matrix(
    ("夜间施工噪声", "广场舞"),
    ("公安", "住房城乡建设"),
    {(0, 1): ("supervisor", "candidate"), (1, 0): ("candidate",)},
)


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{{{NAMESPACE}}}text")]


def test_a_picture_has_a_name_and_a_description_for_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(draw_matrix(MATRIX, FRAME))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title description"
    assert root.findtext(f"{{{NAMESPACE}}}title") == "噪声事项与部门 / Noise by body"
    assert root.findtext(f"{{{NAMESPACE}}}desc") == "每行一个事项。 One row a matter."


def test_figures_notes_and_release_stand_beneath_the_drawing() -> None:
    found = texts(draw_matrix(MATRIX, FRAME))
    assert found[-7:] == [
        "部门",
        "事项数",
        "公安",
        "2",
        "空格：没有记录。",
        "Empty: none on record.",
        "版本 / release abc",
    ]


def test_a_cell_says_in_words_what_its_signs_mean() -> None:
    root = ElementTree.fromstring(draw_matrix(MATRIX, FRAME))
    titles = [one.text for one in root.iter(f"{{{NAMESPACE}}}title")]
    assert "夜间施工噪声 × 住房城乡建设：监管、待指定的候选" in titles


def test_only_the_signs_that_are_used_stand_in_the_legend() -> None:
    found = " ".join(texts(draw_matrix(MATRIX, FRAME)))
    assert "◐ 监管" in found and "■ 处罚" not in found


def test_signs_differ_without_colour() -> None:
    signs = [mark.sign for mark in MARK_OF_PART.values()]
    assert len(signs) == len(set(signs))


def test_a_matrix_that_no_page_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        draw_matrix(Matrix(("行",) * (MOST_ROWS + 1), ("列",), {}), FRAME)


def ring(size: int) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for number in range(size):
        graph.add_node(f"n{number}", zh=f"部门{number}", weight=number + 1, critical=number == 0)
    graph.add_edges_from((f"n{number}", f"n{number + 1}", {"weight": 2}) for number in range(size - 1))
    return graph


def test_a_network_draws_the_heaviest_and_says_how_many_it_leaves_out() -> None:
    found = texts(draw_network(ring(READABLE + 3), FRAME))
    assert "部门0" not in found and f"部门{READABLE + 2}" in found
    assert any("另有3个未画" in text for text in found)


def test_the_same_network_gives_the_same_picture_in_any_order_of_nodes() -> None:
    graph = ring(9)
    turned: nx.Graph[str] = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert draw_network(graph, FRAME) == draw_network(turned, FRAME)


def test_bodies_without_any_weight_are_drawn_all_the_same() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("n", zh="部门", weight=0)
    assert "部门" in texts(draw_network(graph, FRAME))


def test_an_empty_network_is_a_sheet_with_its_notes() -> None:
    assert "空格：没有记录。" in texts(draw_network(nx.Graph(), FRAME))


@given(st.text(min_size=1))
def test_any_name_gives_a_picture_that_can_be_read_again(name: str) -> None:
    ElementTree.fromstring(draw_matrix(Matrix((name,), (name,), {(0, 0): ("lead",)}), FRAME))


@given(st.text(alphabet="责任ab c，1", max_size=60), st.integers(30, 200))
@example("1111 ", 30)
@example(" 1111", 20)
def test_wrapping_keeps_every_sign_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width or " " not in line for line in lines)
    assert all(line == line.strip() for line in lines) and ("" not in lines or lines == [""])
