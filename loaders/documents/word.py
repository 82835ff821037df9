"""Read a Word document (.docx): paragraphs with their automatic numbers, headings, tables in place.

python-docx opens the package; the body is walked here, because its paragraphs know neither numbers nor
what stands in content controls. Text that was deleted under tracked changes and hidden text are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from graph.errors import UnreadableDocument
from loaders.documents.archive import check_archive
from loaders.documents.document import Block, Line, Span, Table
from loaders.documents.found import Found
from loaders.documents.limits import check_cells
from loaders.documents.numbering import Numberer
from loaders.documents.rows import rectangular
from loaders.documents.word_styles import Styles, attribute, lists_of, local, value

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.oxml.xmlchemy import BaseOxmlElement as Xml

BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "ptab": " "}
PASSED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pict", "object", "rPr", "pPr"})
WITH_TEXT_OUTSIDE = (
    ("footnotes", "脚注", "footnotes"),
    ("endnotes", "尾注", "endnotes"),
    ("comments", "批注", "comments"),
)
PROPERTIES = ("title", "author", "subject", "keywords", "created")


def read_docx(raw: bytes) -> Found:
    """Lines and tables of the body; a table of one cell is a frame around text and read as lines.

    Raises UnreadableDocument when the file is damaged, too large or without text.
    """
    check_archive(raw)
    opened = _opened(raw)
    reader = _Reader(_numberer(opened), Styles(opened.styles.element))
    reader.read(opened.element.body)
    if not reader.blocks:
        raise UnreadableDocument("Word 文件没有文字", "the Word document has no text")
    return Found(tuple(reader.blocks), _declared(opened), tuple(_left_out(opened)))


def _opened(raw: bytes) -> Opened:
    import docx

    try:
        return docx.Document(BytesIO(raw))
    except Exception as error:  # the package can be wrong in as many ways as it has parts
        raise UnreadableDocument(
            f"Word 文件已损坏：{error}", f"the Word document is damaged: {error}"
        ) from error


def _numberer(opened: Opened) -> Numberer:
    part = next((r.target_part for r in opened.part.rels.values() if r.reltype.endswith("/numbering")), None)
    root = getattr(part, "element", None)
    return Numberer(lists_of(root) if root is not None else {})


def _declared(opened: Opened) -> Mapping[str, str]:
    found = {name: getattr(opened.core_properties, name, None) for name in PROPERTIES}
    return {name: str(said) for name, said in found.items() if said and str(said).strip()}


def _left_out(opened: Opened) -> Iterator[str]:
    """What a reader of the paper would see and a reader of the lines does not."""
    for rel in opened.part.rels.values():
        for name, zh, en in WITH_TEXT_OUTSIDE:
            if rel.reltype.endswith(f"/{name}") and not rel.is_external and _has_text(rel.target_part.blob):
                yield f"{zh}未读 / {en} were left out"


def _has_text(blob: bytes) -> bool:
    return bool(re.search(rb"<w:t[ >]", blob))


@dataclass
class _Reader:
    """Walks the body and collects blocks; paragraphs and tables are counted from 1."""

    numberer: Numberer
    styles: Styles
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def read(self, parent: Xml) -> None:
        for child in _blocks_of(parent):
            if local(child) == "p":
                self.blocks += self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, paragraph: Xml) -> list[Line]:
        """The lines of a paragraph, more than one where it holds line breaks or text boxes."""
        self.paragraphs += 1
        place = f"paragraph {self.paragraphs}"
        text = _text(paragraph)
        label = self._label(paragraph) if text.strip() else ""
        level = self.styles.outline(paragraph)
        lines = [" ".join(line.split(" ")).strip() for line in (label + text.strip()).split("\n")]
        made = [Line(line, place, level) for line in lines if line]
        return made + [
            line
            for box in _boxes(paragraph)
            for p in _blocks_of(box)
            if local(p) == "p"
            for line in self._paragraph(p)
        ]

    def _label(self, paragraph: Xml) -> str:
        numbered = self.styles.numbering(paragraph)
        return self.numberer.label(*numbered) if numbered else ""

    def _table(self, table: Xml) -> None:
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in _cells(row)]
        if len(cells) == 1:
            self.read(cells[0])
            return
        self.tables += 1
        made = self._made(rows, f"table {self.tables}")
        if any(cell for row in made.rows for cell in row):
            self.blocks.append(made)

    def _made(self, rows: Sequence[Xml], place: str) -> Table:
        grid = _Grid(place, len(rows))
        for row in rows:
            grid.add_row(
                _number_in(row, "gridBefore"),
                [(_reach(c), _continues(c), self._cell(c)) for c in _cells(row)],
            )
        return grid.table()

    def _cell(self, cell: Xml) -> str:
        """The text of a cell, its paragraphs parted by line feeds; tables in it cell by cell."""
        parts: list[str] = []
        for child in _blocks_of(cell):
            if local(child) == "p":
                parts += [line.text for line in self._paragraph(child)]
            else:
                parts += [self._cell(inner) for row in _rows(child) for inner in _cells(row)]
        return "\n".join(filter(None, parts))


@dataclass
class _Grid:
    """Rows of a Word table on its grid. A cell merged downwards is repeated there as a continuation."""

    place: str
    height: int
    rows: list[list[str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    open: dict[int, tuple[int, int]] = field(default_factory=dict)  # column: row where it began, columns

    def add_row(self, before: int, cells: Sequence[tuple[int, bool, str]]) -> None:
        row = [""] * before
        for columns, continues, text in cells:
            check_cells(self.height, len(row) + columns, self.place)
            self._note(len(self.rows), len(row), columns, continues)
            row += [text] + [""] * (columns - 1)
        self.rows.append(row)

    def _note(self, row: int, column: int, columns: int, continues: bool) -> None:
        begun = self.open.get(column)
        if continues and begun and begun[1] == columns:
            self.spans = [s for s in self.spans if (s.row, s.column) != (begun[0], column)]
            self.spans.append(Span(begun[0], column, row - begun[0] + 1, columns))
            return
        self.open[column] = (row, columns)
        if columns > 1:
            self.spans.append(Span(row, column, 1, columns))

    def table(self) -> Table:
        return Table(
            rectangular(self.rows), self.place, "", tuple(sorted(self.spans, key=lambda s: (s.row, s.column)))
        )


def _blocks_of(parent: Xml) -> Iterator[Xml]:
    """Paragraphs and tables directly below, also those in content controls and tracked insertions."""
    for child in parent:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _blocks_of(child)


def _rows(table: Xml) -> Iterator[Xml]:
    yield from _named(table, "tr")


def _cells(row: Xml) -> Iterator[Xml]:
    yield from _named(row, "tc")


def _named(parent: Xml, wanted: str) -> Iterator[Xml]:
    for child in parent:
        if local(child) == wanted:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _named(child, wanted)


def _reach(cell: Xml) -> int:
    return max(1, _number_in(cell, "gridSpan"))


def _number_in(parent: Xml, name: str) -> int:
    """A number among the properties of a row or cell, 0 where there is none."""
    found = next((x for p in parent if local(p) in ("tcPr", "trPr") for x in p if local(x) == name), None)
    said = value(found) if found is not None else None
    return int(said) if said and said.isdecimal() and len(said) < 7 else 0


def _continues(cell: Xml) -> bool:
    merge = next((x for p in cell if local(p) == "tcPr" for x in p if local(x) == "vMerge"), None)
    return merge is not None and value(merge) != "restart"


def _text(paragraph: Xml) -> str:
    """The words of a paragraph as they are shown; those of text boxes come after it, on their own."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in BREAKS:
            page = name == "br" and attribute(element, "type") in ("page", "column")
            parts.append("" if page else BREAKS[name])
        elif name not in PASSED and name != "txbxContent" and not (name == "r" and _is_hidden(element)):
            stack += list(reversed(element))
    return "".join(parts)


def _is_hidden(run: Xml) -> bool:
    marks = (x for p in run if local(p) == "rPr" for x in p if local(x) == "vanish")
    return any(value(mark) not in ("0", "false") for mark in marks)


def _boxes(paragraph: Xml) -> Iterator[Xml]:
    """Text boxes anchored in a paragraph, each once: Word stores an older form of it as a fallback."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if local(element) == "txbxContent":
            yield element
        elif local(element) not in ("Fallback", "del"):
            stack += list(reversed(element))
