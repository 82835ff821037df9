"""What a summary of consequences says: which measures, whether the body may take them or must, and which sums.

The corpus writes 可 before what a text lets a body do (可以), and it holds to the end of the stretch, up to the next ， or ；.
责令改正或者限产停产 is a choice between two and written 可 as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.codes import Modality

MEASURES: Mapping[str, tuple[str, str]] = {
    "罚款": (r"罚款|(?<!处)罚(?!则)", "fine"),
    "没收": ("没收", "confiscation"),
    "限产停产": ("停产|限产", "stop of production"),
    "停业关闭": ("停业|关闭|关停", "closure"),
    "吊销许可": ("吊证|吊销", "withdrawal of the permit"),
    "代为治理": (r"代为?(?:治理|处置|处理)|代治", "treatment by another at the polluter's cost"),
    "移送公安": ("移送", "referral to the police"),
    "查封扣押": ("查封|扣押", "seizure"),
}
STRETCH = re.compile("[；，。]")
MAY = "可"
BOUND = r"(\d+(?:\.\d+)?)([万千百]?)(元|倍|%)?"
AMOUNT = re.compile(rf"{BOUND}(?:—{BOUND})?(以[上下])?")
TIMES = {"万": 10_000, "千": 1000, "百": 100, "": 1}


def measures_in(consequence: str | None) -> dict[str, str]:
    """Measures with `may` or `must`; one that is named both ways is left out."""
    found: dict[str, set[str]] = {}
    for stretch in STRETCH.split(consequence or ""):
        for name, (pattern, _) in MEASURES.items():
            if place := re.search(pattern, stretch):
                way = Modality.MAY if MAY in stretch[: place.start()] else Modality.MUST
                found.setdefault(name, set()).add(way.value)
    return {name: ways.pop() for name, ways in found.items() if len(ways) == 1}


def amounts_in(text: str | None) -> set[str]:
    """Sums in yuan, multiples and shares in a summary of consequences, in one spelling: 5千—2万元 is 5000—20000."""
    found = set()
    for low, low_unit, low_kind, high, high_unit, high_kind, open_end in AMOUNT.findall(text or ""):
        kind = high_kind or low_kind
        if low_unit or high_unit or kind:
            bounds = [f"{float(low) * TIMES[low_unit]:.12g}"]
            if high:
                bounds.append(f"{float(high) * TIMES[high_unit]:.12g}")
            found.add("—".join(bounds) + kind.replace("元", "") + open_end)
    return found
