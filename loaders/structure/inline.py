"""Items that stand inside a paragraph: 一是 …；二是 …, or （一）…（二）…."""

from __future__ import annotations

import re

from loaders.structure.numerals import NUMERAL, number_of
from loaders.structure.tree import Division, Node

SERIES = (
    re.compile(rf"(?:^|(?<=[。；;：:，,]))\s*(({NUMERAL})是)"),
    re.compile(rf"(?:^|(?<=[。；;：:，,]))\s*([（(]({NUMERAL})[）)])"),
)


def inline_items(node: Node) -> list[Node]:
    """The items of a series that counts from one without a gap, in order; empty when there is no such series."""
    if "是" not in node.text and "二" not in node.text:
        return []
    for pattern in SERIES:
        found = list(pattern.finditer(node.text))
        if len(found) >= 2 and [number_of(m.group(2)) for m in found] == list(range(1, len(found) + 1)):
            ends = [m.start(1) for m in found[1:]] + [len(node.text)]
            return [
                Node(
                    Division.ITEM,
                    f"{node.locator}__item_{number}",
                    number,
                    label=m.group(1),
                    text=node.text[m.end(1) : end].strip(),
                )
                for number, (m, end) in enumerate(zip(found, ends, strict=True), 1)
            ]
    return []
