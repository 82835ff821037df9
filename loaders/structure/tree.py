"""A text as a tree of divisions with stable locators; joined again it is the text, to the character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from loaders.documents.document import Table


class Division(StrEnum):
    """Kinds of nodes. The value is the word used in locators."""

    DOCUMENT = "doc"
    BOOK = "part"  # 编
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "art"  # 条
    PARAGRAPH = "para"  # 款
    ITEM = "item"  # 项（一）, and 一是 … 二是
    SUBITEM = "subitem"  # 目 1.
    HEADING_1 = "sec"  # 一、
    HEADING_2 = "subsec"  # （一）
    HEADING_3 = "point"  # 1.
    HEADING_4 = "subpoint"  # （1）
    QUESTION = "q"  # 问：
    PLAN = "plan"  # 一是 … of what is to come, in a report
    LIST = "list"  # a further series of 一是 … in one report
    ANNEX = "annex"  # 附件
    TABLE = "table"


@dataclass
class Node:
    """One division. `number` is as counted, `insertion` the 之一, 之二 … number, 0 without one.

    `label` is the number as written (第八条, （一）), `heading` the words of a heading, `text` the node's own
    running text without its label. `source` is the exact text the node took, line ends included, without
    what its children took. Items that stand inside a line (一是 …) took nothing of their own.
    """

    division: Division
    locator: str
    number: int = 0
    insertion: int = 0
    label: str = ""
    heading: str = ""
    text: str = ""
    source: str = ""
    children: list[Node] = field(default_factory=list)
    table: Table | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def joined(self) -> str:
        """The exact text that was read; tables are left out."""
        return "".join(node.source for node in self.walk())

    def whole_text(self) -> str:
        """Own text and that of everything below, a line each; items with their labels."""
        return "\n".join(text for node in self.walk() if (text := node.own_text()))

    def own_text(self) -> str:
        """Heading and text of the node itself; an item has its label before it."""
        label = self.label if self.division in (Division.ITEM, Division.SUBITEM) else ""
        parts = (self.heading, self.text) if self.heading != self.text else (self.text,)
        return label + "".join(parts)
