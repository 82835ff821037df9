"""Read lines into a tree: statutes by 编章节条款项目, circulars by 一、（一）1., interviews by question.

One reader for all: a line opens a division by the way it begins (`lines`), the open division says what that
means (（一） is an item within an article and a heading elsewhere). A line is one paragraph; items do not count
as paragraphs, headings do not count at all, text on a heading's own line is its first paragraph. Lines before
the text proper that hold no full stop (title, number, addressee) are kept in the document's own source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from loaders.documents.document import Block, Document, Table
from loaders.structure.inline import inline_items
from loaders.structure.lines import ANSWER, Begin, begin_of
from loaders.structure.numerals import NUMERAL, number_of
from loaders.structure.tree import Division, Node

# Lower opens above higher: a chapter closes an article, an article closes nothing but articles.
RANK = {
    Division.DOCUMENT: 0,
    Division.ANNEX: 1,
    Division.BOOK: 2,
    Division.SUBPART: 3,
    Division.CHAPTER: 4,
    Division.SECTION: 5,
    Division.QUESTION: 6,
    Division.ARTICLE: 6,
    Division.HEADING_1: 7,
    Division.HEADING_2: 8,
    Division.HEADING_3: 9,
    Division.HEADING_4: 10,
    Division.PARAGRAPH: 11,
    Division.PLAN: 11,
    Division.LIST: 11,
    Division.ITEM: 12,
    Division.SUBITEM: 13,
    Division.TABLE: 14,
}
UNITS = (Division.BOOK, Division.SUBPART, Division.CHAPTER, Division.SECTION)
HEADINGS = (Division.HEADING_1, Division.HEADING_2, Division.HEADING_3, Division.HEADING_4)
AS_ITEM = {
    Division.HEADING_2: Division.ITEM,
    Division.HEADING_3: Division.SUBITEM,
    Division.HEADING_4: Division.SUBITEM,
    Division.SUBITEM: Division.SUBITEM,
}
SENTENCE = re.compile("[。；;！!？?]")
HEADING_END = re.compile(r"[。：:]")
LONGEST_HEADING = 40
COMMENT = re.compile(r"^\s*<!--.*-->\s*$")
# 第八条为了 …: the space behind the number was lost in copying.
UNSPACED = re.compile(
    rf"^[ \t\u3000\u00a0#*]*(第({NUMERAL})条(?:之({NUMERAL}))?)"
    r"(?![、，。]|第|之|(?:和|或者?|至|及|以及|、)第|的?规定(?:[的，、。；]|予以|处))(.+)$"
)
# Numbers that may be missing before an article whose space was lost.
LONGEST_GAP = 3
DAY = re.compile(rf"^(?:\d{{4}}|{NUMERAL})年(?:\d{{1,2}}|{NUMERAL})月(?:\d{{1,2}}|{NUMERAL})日$")
MOST_SIGNING = 4
PLANNED = re.compile("下一步|下步|接下来|今后|将(?:从|始终|继续)")


def read_tree(text: str) -> Node:
    """The tree of a text; `joined()` of it is the text again."""
    return _Reader().read(text.splitlines(keepends=True))


def tree_of(document: Document) -> Node:
    """The tree of a document, its tables in place as `table_1`, `table_2` …"""
    return _Reader().read([_as_line(block) for block in document.blocks])


def _as_line(block: Block) -> str | Table:
    return block if isinstance(block, Table) else block.text + "\n"


class _Reader:
    """Holds the open divisions, outermost first."""

    def __init__(self) -> None:
        self.root = Node(Division.DOCUMENT, "doc_1", 1)
        self.open: list[Node] = [self.root]
        self.last = self.root
        self.taken: dict[str, int] = {}
        self.documents = 1
        self.tables = 0
        self.series = 0
        self.series_name = "item"
        self.lead_in = ""

    def read(self, lines: Sequence[str | Table]) -> Node:
        start, end = _first_heading(lines), _signature(lines)
        for position, line in enumerate(lines):
            if isinstance(line, Table):
                self.take_table(line)
            elif position >= end:
                self.last.source += line
            else:
                self.take_line(line, is_contents=position < start)
        for node in self.root.walk():
            if node.division in (Division.PARAGRAPH, Division.HEADING_2) and not node.children:
                node.children += inline_items(node)
        return self.root

    def take_table(self, table: Table) -> None:
        self.tables += 1
        self.close(RANK[Division.TABLE])
        self.add(Node(Division.TABLE, f"table_{self.tables}", self.tables, heading=table.name, table=table))

    def take_line(self, line: str, *, is_contents: bool) -> None:
        stripped = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        bare = stripped.strip(" \t\u3000\u00a0\u200b\ufeff")
        if not bare or COMMENT.match(stripped):
            self.last.source += line
            return
        begin = self.meaning(stripped)
        if begin is None or (is_contents and begin.division in UNITS):
            self.take_running(line, stripped, bare)
        else:
            self.take_begin(begin, line, stripped)

    def meaning(self, line: str) -> Begin | None:
        """What the line's beginning means where it stands."""
        begin = begin_of(line)
        article = self.innermost(Division.ARTICLE)
        if begin is None:
            return self.unspaced_article(line, article)
        if article and begin.division in HEADINGS:
            return self.item_of(begin)
        if begin.division is Division.LIST:
            return begin if article is None and not self.innermost(Division.QUESTION) else None
        if begin.division is Division.SUBITEM and not article:
            return None
        return begin

    def item_of(self, begin: Begin) -> Begin | None:
        """（一） within an article is an item; 1. is one below an item, and running text otherwise."""
        division = AS_ITEM.get(begin.division)
        if division is Division.SUBITEM and self.innermost(Division.ITEM) is None:
            return None
        if division is None or self.innermost(Division.PARAGRAPH) is None:
            return None
        return Begin(division, begin.number, 0, begin.label, begin.rest, begin.at)

    def unspaced_article(self, line: str, article: Node | None) -> Begin | None:
        found = UNSPACED.match(line)
        if not found:
            return None
        label, numeral, inserted, rest = found.groups()
        number, insertion = number_of(numeral), number_of(inserted) if inserted else 0
        before = (article.number, article.insertion) if article else (0, 0)
        follows = before[0] < number <= before[0] + LONGEST_GAP and not insertion
        if not follows and (number, insertion) != (before[0], before[1] + 1):
            return None
        return Begin(Division.ARTICLE, number, insertion, label, rest, found.start(4))

    def innermost(self, division: Division) -> Node | None:
        return next((node for node in reversed(self.open) if node.division is division), None)

    def close(self, rank: int) -> None:
        """Close every open division of this rank or below it."""
        while len(self.open) > 1 and RANK[self.open[-1].division] >= rank:
            self.open.pop()

    def add(self, node: Node) -> Node:
        self.open[-1].children.append(node)
        self.open.append(node)
        self.last = node
        return node

    def take_begin(self, begin: Begin, line: str, stripped: str) -> None:
        if begin.division is Division.ARTICLE:
            self.take_article(begin, line)
        elif begin.division in (Division.ITEM, Division.SUBITEM):
            self.take_item(begin, line)
        elif begin.division is Division.LIST:
            self.take_series(begin, line)
        else:
            self.take_heading(begin, line)

    def take_article(self, begin: Begin, line: str) -> None:
        """A number that begins again at one begins another text in the same file."""
        before = self.last_article()
        if begin.number == 1 and not begin.insertion and before is not None and before.number > 1:
            self.documents += 1
            self.close(RANK[Division.ANNEX])
            self.add(Node(Division.DOCUMENT, f"doc_{self.documents}", self.documents))
        self.close(RANK[Division.ARTICLE])
        locator = self.unique(f"art_{begin.number}" + (f"-{begin.insertion}" if begin.insertion else ""))
        node = Node(Division.ARTICLE, locator, begin.number, begin.insertion, begin.label)
        self.add(node).source = line[: begin.at]
        if begin.rest.strip(" \t\u3000\u00a0"):
            self.take_paragraph(line[begin.at :], begin.rest.strip(" \t\u3000\u00a0"))
        else:
            node.source = line

    def last_article(self) -> Node | None:
        """The article before this line, in the text now being read."""
        current = self.innermost(Division.DOCUMENT) or self.root
        return next((n for n in _backwards(current) if n.division is Division.ARTICLE), None)

    def take_item(self, begin: Begin, line: str) -> None:
        self.close(RANK[begin.division])
        if begin.division is Division.ITEM and self.open[-1].division is not Division.PARAGRAPH:
            paragraphs = [c for c in self.open[-1].children if c.division is Division.PARAGRAPH]
            self.open += paragraphs[-1:]
        node = Node(
            begin.division, self.below(begin), begin.number, label=begin.label, text=begin.rest.strip()
        )
        self.add(node).source = line

    def take_series(self, begin: Begin, line: str) -> None:
        """一是 … 二是 … as paragraphs of a report; a series that begins again has a name of its own."""
        self.close(RANK[Division.LIST])
        if begin.number == 1:
            self.series += 1
            self.series_name = self.name_of_series()
        node = Node(begin.division, self.unique(f"{self.series_name}_{begin.number}"), begin.number)
        node.label, node.text = begin.label, begin.rest.strip()
        self.add(node).source = line

    def name_of_series(self) -> str:
        if self.series == 1 and self.open[-1] is self.root:
            return "item"
        planned = self.open[-1] is self.root and PLANNED.search(self.lead_in)
        prefix = "" if self.open[-1].division is Division.DOCUMENT else f"{self.open[-1].locator}__"
        return "plan" if planned else f"{prefix}list_{self.series}__item"

    def take_heading(self, begin: Begin, line: str) -> None:
        self.close(RANK[begin.division])
        heading, text = _split_heading(begin.rest.strip(" \t\u3000\u00a0*"))
        number = begin.number or 1 + sum(c.division is begin.division for c in self.open[-1].children)
        begin = Begin(begin.division, number, 0, begin.label, begin.rest, begin.at)
        node = Node(begin.division, self.below(begin), number, 0, begin.label, heading, text)
        self.add(node).source = line

    def below(self, begin: Begin) -> str:
        """The locator of a division under the open one; headings outside the text proper do not count."""
        parent = self.open[-1]
        own = f"{begin.division.value}_{begin.number}"
        return self.unique(own if parent.division is Division.DOCUMENT else f"{parent.locator}__{own}")

    def take_running(self, line: str, stripped: str, bare: str) -> None:
        parent = self.innermost_holder()
        is_head = parent.division is Division.DOCUMENT and not SENTENCE.search(bare)
        if is_head or bare.startswith("#") or (parent.division in (*UNITS, Division.ANNEX) and len(bare) < 8):
            self.last.source += line
            return
        self.take_paragraph(line, bare)

    def innermost_holder(self) -> Node:
        """The open division that paragraphs belong to."""
        holds = [n for n in self.open if RANK[n.division] < RANK[Division.PARAGRAPH]]
        return holds[-1]

    def take_paragraph(self, line: str, text: str) -> None:
        self.close(RANK[Division.PARAGRAPH])
        parent = self.open[-1]
        number = 1 + sum(c.division is Division.PARAGRAPH for c in parent.children) + bool(parent.text)
        answer = ANSWER.match(text)
        own = f"para_{number}"
        locator = self.unique(own if parent.division is Division.DOCUMENT else f"{parent.locator}__{own}")
        node = Node(Division.PARAGRAPH, locator, number, text=answer.group(2) if answer else text)
        node.label = answer.group(1) if answer else ""
        self.lead_in = text
        self.add(node).source = line

    def unique(self, locator: str) -> str:
        """The locator, or with `doc_2__` before it, or a number behind it where a number comes twice."""
        if self.documents > 1 and not locator.startswith("doc_"):
            locator = f"doc_{self.documents}__{locator}"
        count = self.taken[locator] = self.taken.get(locator, 0) + 1
        return locator if count == 1 else self.unique(f"{locator}-{count}")


def _backwards(node: Node) -> Iterator[Node]:
    """The node's descendants, last first."""
    for child in reversed(node.children):
        yield from _backwards(child)
        yield child


def _split_heading(rest: str) -> tuple[str, str]:
    """Heading and text of a line such as 明确职责任务。省 …; a long first sentence is text without a heading."""
    end = HEADING_END.search(rest)
    if end is None:
        return (rest, "") if len(rest) <= LONGEST_HEADING or not re.search("[，；]", rest) else ("", rest)
    if end.start() <= LONGEST_HEADING and end.end() < len(rest) and "，" not in rest[: end.start()][12:]:
        return rest[: end.start()], rest[end.end() :].strip()
    return "", rest


def _signature(lines: Sequence[str | Table]) -> int:
    """Where the signature begins: the day at the end and the names of issuers above it; else the end."""
    bare = [line.strip() if isinstance(line, str) else "。" for line in lines]
    last = next((i for i in range(len(bare) - 1, -1, -1) if bare[i]), -1)
    if last < 0 or not DAY.match(bare[last].replace(" ", "")):
        return len(lines)
    start, above = last, last - 1
    while above >= 0 and last - start < MOST_SIGNING and not SENTENCE.search(bare[above]):
        if bare[above] and begin_of(bare[above]):
            break
        start = above if bare[above] else start
        above -= 1
    return start


def _first_heading(lines: Iterable[str | Table]) -> int:
    """Where the text proper begins: unit lines before it that come again are a table of contents."""
    seen: dict[str, int] = {}
    for position, line in enumerate(lines):
        if isinstance(line, Table):
            continue
        begin = begin_of(line.rstrip("\n\r"))
        if begin is None:
            continue
        if begin.division is Division.ARTICLE:
            return 0
        key = f"{begin.label}{begin.rest.strip()}"
        if begin.division in UNITS and key in seen:
            return position
        seen[key] = position
    return 0
