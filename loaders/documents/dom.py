"""A web page as a small tree of our own, without what a reader of the page never sees.

The parser's tree is read once and never changed: removing nodes there while others are held is not safe.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from graph.errors import UnreadableDocument
from loaders.documents.limits import LARGEST_PAGE
from loaders.repair import decode, printable
from loaders.repair.decode import LOST_PER_THOUSAND

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST = 200  # below it the tree is flat
NESTED = 10_000  # the parser takes the square of it
UNSEEN = frozenset(
    """
    script style noscript template iframe frame frameset object embed applet svg math canvas audio video map
    link meta base title head input select option textarea datalist dialog button
    """.split()  # noqa: SIM905  # a list of words reads better than a list of literals
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_NESTED = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li td th tr thead tbody tfoot dt dd
    option
    """.split()  # noqa: SIM905
)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
LOST = "\ufffd"
BLANK = re.compile(r"\s+")
OTHER_CHARSETS = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16"}


@dataclass(eq=False)
class Element:
    """A tag with its children in order, elements and text."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the page."""
        yield self
        for child in self.elements:
            yield from child.walk()

    @cached_property
    def words(self) -> str:
        """All text below, as the page has it."""
        return "".join([child if isinstance(child, str) else child.words for child in self.children])

    @cached_property
    def weight(self) -> int:
        """Characters of text below, blanks not counted."""
        return len(BLANK.sub("", self.words))


@dataclass(frozen=True)
class Page:
    """The visible body, the texts of `<title>` and of the named `<meta>` tags."""

    body: Element
    title: str
    meta: Mapping[str, str]


def read_page(raw: bytes) -> Page:
    """Parse a page; nothing in it is run or fetched. Raises UnreadableDocument."""
    from selectolax.lexbor import LexborHTMLParser

    if len(raw) > LARGEST_PAGE:
        size = LARGEST_PAGE // 1_000_000
        raise UnreadableDocument(f"网页超过{size}MB", f"the page is larger than {size} MB")
    text = page_text(raw)
    _check_nesting(text)
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    body = _tree(tree.body) if tree.body is not None else Element("body")
    return Page(body, title.text().strip() if title is not None else "", _meta(tree))


def page_text(raw: bytes) -> str:
    """The page decoded: UTF-8 when it is that, else as declared, else GB 18030.

    gb2312 and gbk are read as GB 18030, which holds them; a page that declares them may use any of it. A page
    declared as UTF-8 may have a few broken characters, as where a system cut a description by its bytes.
    """
    found = CHARSET.search(raw[:4096])
    declared = found.group(1).decode("ascii").lower() if found else ""
    if declared in OTHER_CHARSETS:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(OTHER_CHARSETS[declared])
    if declared in ("utf-8", "utf8"):
        text = raw.decode("utf-8", "replace")
        if text.count(LOST) * 1000 <= LOST_PER_THOUSAND * len(text):
            return text
    return printable(decode(raw))


def _check_nesting(text: str) -> None:
    depth = deepest = 0
    for found in TAG.finditer(text):
        if found.group(2).lower() in NEVER_NESTED:
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    if deepest > NESTED:
        raise UnreadableDocument(
            f"网页标签嵌套{deepest}层，超过{NESTED}层", f"tags are nested {deepest} deep, more than {NESTED}"
        )


def _meta(tree: LexborHTMLParser) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property")
        content = " ".join((node.attributes.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _tree(top: LexborNode) -> Element:
    """Our tree of what is visible; without recursion, since pages nest as deep as they like."""
    root = Element("body")
    stack: list[tuple[LexborNode | None, Element, int]] = [(top.first_child, root, 1)]
    while stack:
        node, parent, depth = stack.pop()
        if node is None:
            continue
        stack.append((node.next, parent, depth))
        if node.is_text_node:
            parent.children.append(node.text_content or "")
        elif node.is_element_node and not _is_unseen(node):
            element = Element(node.tag or "", _attributes(node))
            parent.children.append(element)
            stack.append((node.first_child, element if depth < DEEPEST else parent, depth + 1))
    return root


def _attributes(node: LexborNode) -> Mapping[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}


def _is_unseen(node: LexborNode) -> bool:
    if node.tag in UNSEEN:
        return True
    attributes = node.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(HIDDEN.search(attributes.get("style") or ""))
    )
