"""From words on printed pages to paragraphs and whole tables.

A line goes on in the next one when it is full and the next is not indented; a title of two lines is joined
by its size. Page numbers and running headers go. A table at the foot of a page goes on in one at the head of
the next when the columns stand at the same places; a repeated head row is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from loaders.documents.document import Block, Line, Span, Table

PAGE_NUMBER = re.compile(
    r"^[\s\-—–―－·•]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/，,、共]+\s*共?\s*\d{1,4}\s*页?)?|[ivxlcIVXLC]{1,6})[\s\-—–―－·•]*$"
)
STARTS = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百千]+[编章节条]|[零〇一二三四五六七八九十百]+、|[（(][零〇一二三四五六七八九十\d]+[）)]|"
    r"\d{1,3}[.．、](?!\d)|附件[:：\d]|[①-⑳])"
)
ENDS = re.compile(r"[。！？；：]”?$")
LATIN = re.compile(r"[A-Za-z0-9,.;:)]$")
LATIN_START = re.compile(r"^[A-Za-z0-9(]")
LARGE = 1.15
MARGIN = 0.14  # share of the page's height where running headers stand
NEAR = 4.0
LEAST_FULL, WIDE = 3, 0.6


@dataclass(frozen=True)
class PrintedLine:
    """One printed line; measures in points from the top left of the page, `size` that of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True)
class PrintedTable:
    """A table with its box (left, top, right, bottom) and the places of its column edges."""

    rows: tuple[tuple[str, ...], ...]
    box: tuple[float, float, float, float]
    columns: tuple[float, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class PrintedPage:
    """A page with its lines and tables, each in order from the top."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    tables: tuple[PrintedTable, ...] = ()
    is_image: bool = False


Piece = PrintedLine | PrintedTable


def blocks_of(pages: Sequence[PrintedPage]) -> Iterator[Block]:
    """Paragraphs and tables in reading order; places are the pages on which they begin."""
    pages = without_running_lines(pages)
    frame = _Frame.of(pages)
    text: list[PrintedLine] = []
    place = ""
    for number, piece in _joined_tables(pages):
        if isinstance(piece, PrintedLine) and text and frame.goes_on(text[-1], piece):
            text.append(piece)
            continue
        if text:
            yield frame.paragraph(text, place)
        text, place = ([piece], f"page {number}") if isinstance(piece, PrintedLine) else ([], "")
        if isinstance(piece, PrintedTable):
            rows = tuple(tuple(map(cell_text, row)) for row in piece.rows)
            yield Table(rows, f"page {number}", "", piece.spans)
    if text:
        yield frame.paragraph(text, place)


def without_running_lines(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages without page numbers, and without lines that stand in the margin of most of them."""
    heads = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _in_margin(line, page)}
    )
    repeated = {key for key, count in heads.items() if count >= max(2, len(pages) / 2)}

    def is_running(line: PrintedLine, page: PrintedPage) -> bool:
        return _in_margin(line, page) and (bool(PAGE_NUMBER.match(line.text)) or _key(line) in repeated)

    return [replace(page, lines=tuple(n for n in page.lines if not is_running(n, page))) for page in pages]


def _key(line: PrintedLine) -> tuple[str, int]:
    """The words of a line without its numbers, and about where it stands."""
    return re.sub(r"[\d\s]+", "", line.text), round(line.top / 10)


def _in_margin(line: PrintedLine, page: PrintedPage) -> bool:
    return line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height


@dataclass(frozen=True)
class _Frame:
    """Where the running text stands: its left and right edge and the size of its letters."""

    left: float
    right: float
    size: float

    @classmethod
    def of(cls, pages: Sequence[PrintedPage]) -> _Frame:
        lines = [line for page in pages for line in page.lines]
        if not lines:
            return cls(0, 0, 0)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0]
        body = [line for line in lines if abs(line.size - size) < 0.6]
        left = min(line.left for line in body)
        return cls(left, _right_edge([line.right for line in body], left, pages[0].width, size), size)

    def goes_on(self, line: PrintedLine, after: PrintedLine) -> bool:
        """Whether the next line belongs to the same paragraph."""
        if abs(line.size - after.size) > 0.6:
            return False
        if self._is_large(line):
            return 0 < after.top - line.bottom < 1.2 * line.size
        is_full = line.right > self.right - 1.5 * self.size
        is_indented = after.left > self.left + self.size
        if not is_full or is_indented or _is_apart(line, after):
            return False
        return not (STARTS.match(after.text) and ENDS.search(line.text))

    def paragraph(self, lines: Sequence[PrintedLine], place: str) -> Line:
        text = lines[0].text
        for line in lines[1:]:
            text = _joined(text, line.text)
        return Line(text, place, 1 if self._is_large(lines[0]) else 0)

    def _is_large(self, line: PrintedLine) -> bool:
        return line.size > LARGE * self.size


def _right_edge(ends: Sequence[float], left: float, width: float, size: float) -> float:
    """Where several lines end far to the right; else as far from the edge of the page as the left side."""
    furthest = max(ends)
    full = sum(end > furthest - 1.5 * size for end in ends)
    return furthest if full >= LEAST_FULL and furthest > WIDE * width else max(furthest, width - left)


def _is_apart(line: PrintedLine, after: PrintedLine) -> bool:
    """Whether a gap of more than a line parts two lines of one page."""
    return after.top - line.bottom > 2.2 * line.size


def _joined(text: str, after: str) -> str:
    """Two lines as one: nothing between Chinese characters, a blank between Latin words."""
    return f"{text} {after}" if LATIN.search(text) and LATIN_START.match(after) else text + after


def cell_text(text: str) -> str:
    """The lines of a cell joined where the width of the cell broke them."""
    joined = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        if joined and (STARTS.match(line) or ENDS.search(joined)):
            joined += f"\n{line}"
        else:
            joined = _joined(joined, line) if joined else line
    return joined


def _pieces(page: PrintedPage) -> list[Piece]:
    return sorted(
        (*page.lines, *page.tables), key=lambda p: p.top if isinstance(p, PrintedLine) else p.box[1]
    )


def _joined_tables(pages: Sequence[PrintedPage]) -> Iterator[tuple[int, Piece]]:
    """All pieces with their page; a table that goes on over the page is one piece."""
    held: tuple[int, Piece] | None = None
    for page in pages:
        for at, piece in enumerate(_pieces(page)):
            before = held[1] if held and at == 0 else None
            if held and _is_table(before) and _is_table(piece) and _same_columns(before, piece):
                held = held[0], _appended(before, piece)
                continue
            if held:
                yield held
            held = page.number, piece
    if held:
        yield held


def _is_table(piece: Piece | None) -> TypeGuard[PrintedTable]:
    return isinstance(piece, PrintedTable)


def _same_columns(table: PrintedTable, after: PrintedTable) -> bool:
    return len(table.columns) == len(after.columns) and all(
        abs(one - other) < NEAR for one, other in zip(table.columns, after.columns, strict=True)
    )


def _appended(table: PrintedTable, after: PrintedTable) -> PrintedTable:
    """One table under the other, without the head row where it is repeated."""
    repeated = int(list(map(cell_text, table.rows[0])) == list(map(cell_text, after.rows[0])))
    shift = len(table.rows) - repeated
    moved = [replace(s, row=s.row + shift) for s in after.spans if s.row >= repeated]
    return replace(table, rows=table.rows + after.rows[repeated:], spans=(*table.spans, *moved))
