"""Read a PDF that has a text layer: its lines as paragraphs, its tables as tables.

pdfplumber says where each word stands; `layout` makes paragraphs and whole tables of that. A page without
words is an image, which needs OCR first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.errors import UnreadableDocument
from loaders.documents.document import Span
from loaders.documents.found import Found
from loaders.documents.layout import PrintedLine, PrintedPage, PrintedTable, blocks_of
from loaders.documents.limits import PAGES, check_cells

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table as Drawn

PROPERTIES = {"Title": "title", "Author": "author", "Subject": "subject", "CreationDate": "created"}
NEAR = 3.0  # points within which two edges are one
LEAST_WORDS = 10  # characters on a page below which it counts as an image


def read_pdf(raw: bytes) -> Found:
    """Paragraphs and tables in reading order. Raises UnreadableDocument for a protected file, one without a
    text layer, and one of more pages than are read."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(raw)) as pdf:
            _check_pages(pdf)
            pages = [_page(page) for page in pdf.pages]
            declared = _declared(pdf.metadata)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableDocument(
                "PDF 有密码保护，请去掉密码后再读", "the PDF is protected by a password; remove it first"
            ) from error
        raise
    return _found(pages, declared)


def _check_pages(pdf: PDF) -> None:
    from pdfminer.pdfpage import PDFPage

    count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), PAGES + 1))
    if count > PAGES:
        raise UnreadableDocument(f"PDF 超过{PAGES}页", f"the PDF has more than {PAGES} pages")


def _found(pages: Sequence[PrintedPage], declared: Mapping[str, str]) -> Found:
    if not pages:
        raise UnreadableDocument(
            "PDF 没有一页，可能没有下载完", "the PDF has no pages, perhaps a broken download"
        )
    images = [page.number for page in pages if page.is_image]
    if len(images) == len(pages) or not any(page.lines or page.tables for page in pages):
        raise UnreadableDocument(
            f"PDF 共{len(pages)}页，没有文字层（多为扫描件），请先做文字识别（OCR）再读",
            f"the PDF has {len(pages)} pages and no text layer, most likely a scan; run OCR on it first",
        )
    listed = "、".join(map(str, images))
    warning = f"第{listed}页没有文字层，未读 / pages without a text layer were left out: {listed}"
    return Found(tuple(blocks_of(pages)), declared, (warning,) if images else ())


def _declared(metadata: Mapping[str, Any]) -> Mapping[str, str]:
    said = {PROPERTIES[key]: str(value).strip() for key, value in metadata.items() if key in PROPERTIES}
    return {name: value for name, value in said.items() if value}


def _page(page: Page) -> PrintedPage:
    """What stands on a page; its objects are dropped again, so that memory does not grow with the pages."""
    page = page.dedupe_chars()
    tables = [table for drawn in page.find_tables() if (table := _table(page, drawn))]
    outside = page.filter(_Outside([table.box for table in tables]))
    lines = [_line(line) for line in outside.extract_text_lines(return_chars=True) if line["text"].strip()]
    letters = sum(len(line.text) for line in lines) + sum(len(c) for t in tables for r in t.rows for c in r)
    made = PrintedPage(
        page.page_number,
        float(page.width),
        float(page.height),
        tuple(lines),
        tuple(tables),
        letters < LEAST_WORDS and bool(page.images),
    )
    page.close()
    return made


class _Outside:
    """Whether a character stands outside all tables."""

    def __init__(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        self._boxes = boxes

    def __call__(self, thing: Mapping[str, Any]) -> bool:  # pdfplumber describes things as dicts
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in self._boxes)


def _line(line: Mapping[str, Any]) -> PrintedLine:  # as pdfplumber describes it
    sizes = [round(float(c["size"]), 1) for c in line["chars"]] or [0.0]
    size = max(set(sizes), key=sizes.count)
    return PrintedLine(line["text"].strip(), line["x0"], line["x1"], line["top"], line["bottom"], size)


def _table(page: Page, drawn: Drawn) -> PrintedTable | None:
    """The cells on the grid of their edges; None for a box with a single cell, whose text is running text."""
    boxes = [box for box in drawn.cells if box]
    columns, rows = (
        _edges(x for b in boxes for x in (b[0], b[2])),
        _edges(y for b in boxes for y in (b[1], b[3])),
    )
    if len(boxes) < 2 or len(rows) < 2 or len(columns) < 2:
        return None
    check_cells(len(rows) - 1, len(columns) - 1, f"page {page.page_number}")
    texts = [[""] * (len(columns) - 1) for _ in rows[1:]]
    spans = []
    for box in boxes:
        left, right = _index(columns, box[0]), _index(columns, box[2])
        top, bottom = _index(rows, box[1]), _index(rows, box[3])
        texts[top][left] = _words(page, box)
        if (bottom - top) * (right - left) > 1:
            spans.append(Span(top, left, bottom - top, right - left))
    return PrintedTable(
        tuple(map(tuple, texts)), drawn.bbox, tuple(columns), tuple(sorted(spans, key=_corner))
    )


def _corner(span: Span) -> tuple[int, int]:
    return span.row, span.column


def _words(page: Page, box: tuple[float, float, float, float]) -> str:
    from pdfplumber.utils.text import extract_text

    def is_inside(c: Mapping[str, Any]) -> bool:
        x, y = (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2
        return bool(box[0] <= x < box[2] and box[1] <= y < box[3])

    inside = [c for c in page.chars if is_inside(c)]
    return str(extract_text(inside)) if inside else ""


def _edges(found: Iterator[float]) -> list[float]:
    """The different edges in order; those that are nearly alike are one."""
    edges: list[float] = []
    for edge in sorted(found):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    return edges


def _index(edges: Sequence[float], wanted: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - wanted))
