"""A paper as a Word document on A4, in the fonts of Chinese office papers (宋体、黑体、仿宋)."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from outputs.archive import EPOCH, without_clock
from outputs.papers.paper import Block, Facts, Grid, Heading, Paper, Space, Text, writable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, BOLD_FONT = "仿宋", "黑体"
RED, GREY = RGBColor(0xA1, 0x11, 0x11), RGBColor(0x55, 0x55, 0x55)
LINE = 178  # millimetres between the margins
LABEL = 24


def write_word(paper: Paper) -> bytes:
    """The paper as .docx."""
    document = Document()
    _set_page(document)
    document.core_properties.title = writable(paper.title)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(*EPOCH)
    _add_head(document, paper)
    for block in paper.blocks:
        _add(document, block)
    foot = _paragraph(document.add_paragraph(), paper.foot, 7.5)
    foot.runs[0].font.color.rgb = GREY
    written = io.BytesIO()
    document.save(written)
    return without_clock(written.getvalue())


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(11)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(9.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _add_head(document: WordDocument, paper: Paper) -> None:
    kind = _paragraph(document.add_paragraph(), paper.kind, 9)
    kind.runs[0].font.color.rgb = RED
    title = _paragraph(document.add_paragraph(), paper.title, 15, bold=True)
    _rule_below(title)
    for paragraph in (kind, title):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add(document: WordDocument, block: Block) -> None:
    if isinstance(block, Heading):
        heading = _paragraph(document.add_paragraph(), block.text, 10, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(5), Pt(2)
        heading.paragraph_format.keep_with_next = True
    elif isinstance(block, Text):
        text = _paragraph(document.add_paragraph(), block.text, 8.3 if block.note else 9.5, bold=block.strong)
        if block.note:
            text.runs[0].font.color.rgb = GREY
    elif isinstance(block, Facts):
        _add_facts(document, block)
    elif isinstance(block, Grid):
        _add_grid(document, block)
    else:
        _add_space(document, block)


def _add_facts(document: WordDocument, facts: Facts) -> None:
    half = (LINE - 2 * LABEL) // 2
    lines = [facts.pairs[n : n + 2] for n in range(0, len(facts.pairs), 2)] + [(pair,) for pair in facts.wide]
    table = _table(document, len(lines), (LABEL, half, LABEL, half))
    for row, pairs in zip(table.rows, lines, strict=True):
        cells = row.cells
        _fill(cells[0], pairs[0][0], 9.5, head=True)
        _fill(cells[1] if len(pairs) == 2 else cells[1].merge(cells[3]), pairs[0][1], 9.5)
        for name, value in pairs[1:]:
            _fill(cells[2], name, 9.5, head=True)
            _fill(cells[3], value, 9.5)


def _add_grid(document: WordDocument, grid: Grid) -> None:
    whole = sum(grid.widths)
    table = _table(document, 1 + len(grid.rows), tuple(LINE * width / whole for width in grid.widths))
    head = table.rows[0]
    for cell, text in zip(head.cells, grid.head, strict=True):
        _fill(cell, text, 8.5, head=True)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for line, texts in zip(table.rows[1:], grid.rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            _fill(cell, text, 8.5)


def _add_space(document: WordDocument, space: Space) -> None:
    _paragraph(document.add_paragraph(), "", 4)
    row = _table(document, 1, (LINE,)).rows[0]
    row.height, row.height_rule = Mm(5 + 5 * space.lines), WD_ROW_HEIGHT_RULE.AT_LEAST
    _fill(row.cells[0], space.label, 9.5)
    signed = _paragraph(row.cells[0].add_paragraph(), space.signed, 9.5)
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signed.paragraph_format.space_before = Pt(14 * space.lines - 14)


def _table(document: WordDocument, rows: int, widths: tuple[float, ...]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    # Word reads the widths of cells, LibreOffice those of columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _fill(cell: _Cell, text: str, size: float, *, head: bool = False) -> None:
    _paragraph(cell.paragraphs[0], text, size, bold=head)
    if head:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", "F1F1EC")):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _paragraph(paragraph: Paragraph, text: str, size: float, *, bold: bool = False) -> Paragraph:
    run = paragraph.add_run(writable(text))
    run.font.size = Pt(size)
    if bold:
        run.bold = True
        run.font.name = "Times New Roman"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BOLD_FONT)
    return paragraph


def _rule_below(paragraph: Paragraph) -> None:
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "3"), ("color", "A11111")):
        rule.set(qn(f"w:{key}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().append(borders)
