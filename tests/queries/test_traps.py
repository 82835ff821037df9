"""The odd inputs of the development set behave as expected, with none of what must not be.

The inputs stay in ../shared; here stands what is expected of each, by its id.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph.errors import BadRequest
from queries.answer import Answer
from queries.lookup import Lookup

TODAY = date(2026, 11, 22)


def codes(answer: Answer) -> set[str]:
    return {caution.code for caution in answer.warnings}


def types(answer: Answer) -> list[str]:
    return [body.type for body in answer.bodies]


def instruments(answer: Answer) -> set[str]:
    return {basis.instrument for basis in answer.basis}


EXPECTED: dict[str, tuple[set[str], Callable[[Answer], bool]]] = {
    # No Sichuan document is applied in Guangxi; 大气污染防治法(2018) art. 118 leaves it to designation.
    "trap-d01": ({"undesignated"}, lambda a: "air-law-2018" in instruments(a) and "sichuan-notice-2023" not in instruments(a)),
    # 川环委〔2023〕1号 二（二）: every 31 January; the data do not reach 2031.
    "trap-d02": ({"assigned", "shared"}, lambda a: "after-data-cut-off" in codes(a) and "1月31日" in a.basis[0].summary),
    "trap-d03": ({"no_data"}, lambda a: "before-rule" in codes(a) and not a.bodies),
    "trap-d04": ({"assigned", "shared"}, lambda a: instruments(a) <= {"noise-law-2018", "public-security-law-2012", "environmental-protection-law-2014"}),
    "trap-d05": ({"assigned", "shared"}, lambda a: "old-name" in codes(a) and types(a)[0] == "ecology"),
    "trap-d06": ({"unclear"}, lambda a: {"household-waste", "construction-waste", "medical-waste", "hazardous-waste"} <= {c.id for c in a.choices}),
    # 噪声污染防治法(2021) art. 16: 市场监督管理 leads, 生态环境 cooperates.
    "trap-d07": ({"assigned", "shared"}, lambda a: types(a)[0] == "market"),
    "trap-d08": ({"assigned", "shared", "undesignated"}, lambda a: "not-a-government" in codes(a)),
    "trap-d09": ({"assigned", "shared"}, lambda a: "special-body" in codes(a) and "natural-resources" in types(a)[:2]),
    "trap-d10": ({"assigned", "shared"}, lambda a: "county-environment-branch" in codes(a)),
    "trap-d12": ({"assigned", "shared"}, lambda a: types(a)[0] == "agriculture" and any("预告" in p.zh for p in a.procedures)),
    "trap-d13": ({"assigned", "shared"}, lambda a: len(a.triggers) == 5),
    "trap-d14": ({"assigned", "shared"}, lambda a: "name-corrected" in codes(a) and types(a)[0] == "ecology"),
    "trap-d15": ({"assigned", "shared"}, lambda a: [f.number for f in a.facts] == [8]),
}  # fmt: skip


@pytest.fixture(scope="module")
def traps(eval_sets: Path) -> dict[str, dict[str, str]]:
    lines = (eval_sets / "traps-dev.jsonl").read_text("utf-8").splitlines()
    return {item["id"]: item["input"] for item in map(json.loads, lines)}


@pytest.mark.parametrize("key", EXPECTED)
def test_an_odd_input_is_met(lookup: Lookup, traps: dict[str, dict[str, str]], key: str) -> None:
    given = traps[key]
    answer = lookup.ask(
        given["question"], given.get("place"), given.get("level"), given.get("date"), today=TODAY
    )
    statuses, holds = EXPECTED[key]
    assert answer.status in statuses
    assert holds(answer)


def test_blank_input_is_refused_not_answered_with_a_default(
    lookup: Lookup, traps: dict[str, dict[str, str]]
) -> None:
    with pytest.raises(BadRequest):
        lookup.ask(traps["trap-d11"]["question"], today=TODAY)
