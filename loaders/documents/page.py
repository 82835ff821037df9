"""Read a web page: its main text as lines, tables in place, and what the page declares about itself.

Main text is found by our own pruning (`main_text`). trafilatura 2.3 was tried on the six made-up pages of the
tests, set to favour recall: it lost all three tables of data and every merged cell, kept navigation on four
pages, and dropped the numbers of a list and the line with date and source. It was not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.errors import UnreadableDocument
from loaders.documents.document import Block, Line, Table
from loaders.documents.dom import Element, Page, read_page
from loaders.documents.found import Found
from loaders.documents.info_box import info_of, is_info_line
from loaders.documents.main_text import beside, cleaned, is_inline, is_layout, main_part, without_around
from loaders.documents.rows import Cell, placed
from loaders.documents.titles import ends_as_title
from loaders.repair.overwritten import sites_in

HEADING = re.compile(r"^h([1-6])$")
WIDEST = 1000  # as browsers limit colspan
SITE_IN_TITLE = re.compile(r"\s*[_|｜—-]+\s*")
AFTER = re.compile(
    r"^\s*(?:附件|附表|附[:：])|(?:厅|局|委|部|会|府|院|办公室|处|科)$|^\d{4}\s*年\s*\d+\s*月\s*\d+\s*日$|。$"
)
LONGEST_TITLE = 120


def read_html(raw: bytes) -> Found:
    """Lines and tables of the main text, headings with their level. Scripts and hidden parts are not text.

    Raises UnreadableDocument when nothing is left.
    """
    page = read_page(raw)
    info, body = info_of(page.body)
    body = without_around(body)
    part = main_part(body)
    before, after = beside(body, part)
    writer = _Writer()
    writer.take(part)
    blocks = [*_head(page, before, writer.blocks), *writer.blocks, *_tail(after, len(writer.blocks))]
    if not blocks:
        raise UnreadableDocument("网页没有可读的正文", "the page has no readable text")
    return Found(tuple(blocks), {**_declared(page), **info}, around=_around(page))


def _declared(page: Page) -> dict[str, str]:
    return {**page.meta, **({"title": page.title} if page.title else {})}


def _around(page: Page) -> str:
    """All lines of a page on which names of foreign sites stand, for the question whether it was hijacked."""
    if not sites_in(page.body.words):
        return ""
    writer = _Writer()
    writer.take(page.body)
    return "\n".join(block.text for block in writer.blocks if isinstance(block, Line))


def _head(page: Page, before: Sequence[Element], main: Sequence[Block]) -> Iterator[Line]:
    """The title and the line of date and source, where they stand outside the main part."""
    lines = [block for block in main[:4] if isinstance(block, Line)]
    first = {_bare(line.text) for line in lines}
    seen = set(first)
    title = _title(page, before)
    has_heading = any(line.heading == 1 for line in lines)
    if (
        title
        and not has_heading
        and not any(_bare(title).startswith(line) for line in first if len(line) >= 6)
    ):
        seen.add(_bare(title))
        yield Line(title, "page title", 1)
    for element in before:
        text = cleaned(_parted(element))
        if is_info_line(text) and _bare(text) not in seen:
            seen.add(_bare(text))
            yield Line(text, "page head")


def _title(page: Page, before: Sequence[Element]) -> str:
    """From a heading above the text, as declared, the last line above that ends as a title does, or the title
    of the page without the site's name."""
    for element in before:
        text = cleaned(element.words)
        if element.tag in ("h1", "h2") and 5 < len(text) <= LONGEST_TITLE:
            return text
    named = next((v for name, v in page.meta.items() if name.lower() == "articletitle"), "")
    last = (text for one in reversed(before) if ends_as_title(text := cleaned(one.words)))
    return named or next(last, "") or SITE_IN_TITLE.split(cleaned(page.title))[0]


def _parted(element: Element) -> str:
    """The words of a line of date and source; a page sets its parts apart by their style alone."""
    own = any(isinstance(child, str) and child.strip() for child in element.children)
    parted = len(element.elements) > 1 and not own and is_info_line(cleaned(element.words))
    return "　".join(child.words for child in element.elements) if parted else element.words


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _tail(after: Sequence[Element], count: int) -> Iterator[Line]:
    """Attachments, signature and sentences that stand below the main part."""
    for element in after:
        text = cleaned(element.words)
        if text and AFTER.search(text) and len(text) <= 2000:
            count += 1
            yield Line(text, f"block {count}")


@dataclass
class _Writer:
    """Walks the page and writes a line at each break, a table for each table of data."""

    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    heading: int = 0

    def take(self, element: Element) -> None:
        self._inside(element)
        self._break()

    def _inside(self, element: Element) -> None:
        number = int(start) if (start := element.attributes.get("start", "1")).isdecimal() else 1
        for child in element.children:
            if isinstance(child, str):
                self.words.append(child)
            elif element.tag == "ol" and child.tag == "li":
                self._item(child, number)
                number += 1
            else:
                self._element(child)

    def _element(self, element: Element) -> None:
        if element.tag == "br" or element.tag == "hr":
            self._break()
        elif element.tag == "table" and not is_layout(element):
            self._break()
            self._add_table(element)
        elif is_inline(element):
            self.words.append(element.words) if not _has_break(element) else self._inside(element)
        elif element.tag == "pre":
            self._lines(element.words.splitlines())
        else:
            self._block(element)

    def _block(self, element: Element) -> None:
        self._break()
        level = HEADING.match(element.tag)
        self.heading = int(level.group(1)) if level else self.heading
        if all(map(is_inline, element.elements)) and (words := _parted(element)) != element.words:
            self.words.append(words)
        else:
            self._inside(element)
        self._break()
        self.heading = 0 if level else self.heading

    def _item(self, element: Element, number: int) -> None:
        """An item of a numbered list: the browser writes the number, so it is part of the text."""
        self._break()
        if element.weight:
            self.words.append(f"{number}. ")
        self._inside(element)
        self._break()

    def _lines(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._break()
            self.words.append(line)
        self._break()

    def _break(self) -> None:
        text = cleaned("".join(self.words))
        self.words.clear()
        if text:
            self.blocks.append(Line(text, f"block {len(self.blocks) + 1}", self.heading))

    def _add_table(self, table: Element) -> None:
        made = _table(table, f"block {len(self.blocks) + 1}")
        if any(cell for row in made.rows for cell in row):
            self.blocks.append(made)


def _has_break(element: Element) -> bool:
    return any(one.tag == "br" for one in element.walk())


def _table(table: Element, place: str) -> Table:
    caption = next((cleaned(one.words) for one in table.elements if one.tag == "caption"), "")
    rows = [one for one in table.walk() if one.tag == "tr"]
    return placed([list(map(_cell, _cells(row))) for row in rows], place, caption)


def _cells(row: Element) -> list[Element]:
    return [one for one in row.elements if one.tag in ("td", "th")]


def _cell(element: Element) -> Cell:
    writer = _Writer()
    writer.take(element)
    text = "\n".join(block.text for block in writer.blocks if isinstance(block, Line))
    rows = _reach(element, "rowspan")
    return Cell(text, rows if rows else WIDEST * 100, min(_reach(element, "colspan") or 1, WIDEST))


def _reach(element: Element, name: str) -> int:
    """0 for a rowspan of 0, which reaches to the end of the table."""
    value = element.attributes.get(name, "1").strip()
    return int(value) if value.isdecimal() and len(value) < 7 else 1
