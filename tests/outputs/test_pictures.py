"""The pictures of analyses over the real release: what they show, and that they say what they leave out."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from outputs.svg.canvas import NAMESPACE
from outputs.svg.pictures import matrix_picture, network_picture
from queries.analysis.matrix import MatrixRows, matrix_table
from queries.analysis.network import network
from queries.analysis.scope import read_scope
from queries.lookup import Lookup
from tests.conftest import TODAY


def texts(svg: bytes, tag: str = "text") -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{{{NAMESPACE}}}{tag}")]


@pytest.mark.parametrize("topic", ["noise", None])
def test_a_matrix_of_any_size_is_drawn_and_says_what_it_leaves_out(lookup: Lookup, topic: str | None) -> None:
    scope = read_scope(lookup, "青海省西宁市城西区", None, "2026-09-01", topic, today=TODAY)
    table = matrix_table(lookup.attribution, scope)
    found = texts(matrix_picture(table, scope.said))
    assert "城西区" in found[0] and "cn-630104" not in found[0]
    left_out = len(table.rows) - 60
    assert any(f"另有{left_out}个事项" in one for one in found) == (left_out > 0)


def test_duties_are_drawn_with_signs_and_a_legend_and_without_the_letters_of_the_table(
    lookup: Lookup,
) -> None:
    scope = read_scope(lookup, None, None, "2026-09-01", "noise", today=TODAY)
    found = texts(matrix_picture(matrix_table(lookup.attribution, scope, MatrixRows.DUTIES), scope.said))
    assert found[0].startswith("责任与部门对照") and "有角色的责任数" in found
    assert not any("格中一字一角色" in one for one in found)


def test_a_cell_of_the_noise_matrix_says_who_punishes_industrial_noise(lookup: Lookup) -> None:
    """生态环境法典 arts. 1102, 1103: industrial noise without or against a permit is punished by the ecology department."""
    scope = read_scope(lookup, None, None, date(2026, 9, 1).isoformat(), "noise", today=TODAY)
    titles = texts(matrix_picture(matrix_table(lookup.attribution, scope), scope.said), "title")
    assert any(one.startswith("工业噪声 × 生态环境：") and "处罚" in one for one in titles)


def test_the_network_is_drawn_with_its_figures_beneath(lookup: Lookup) -> None:
    scope = read_scope(lookup, None, None, "2026-09-01", None, today=TODAY)
    svg = network_picture(network(lookup.attribution, scope), "abc", scope.said)
    found = texts(svg)
    assert "生态环境" in found and "领责的事项" in found and "版本 / release abc" in found
