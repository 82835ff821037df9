"""Small real files made on the spot: Word documents, PDFs and workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

ROWS = (
    ("部门", "责任事项", "依据"),
    ("水利厅", "监督河道采砂。", "河道管理条例"),
    ("公安厅", "查处飙车噪声。", "噪声污染防治法"),
)


def levels(*specs: tuple[str, str]) -> str:
    """The levels of a list, each a number format and the text around its number."""
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="tab"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(specs)
    )


def numbering(*lists: tuple[str, str, str]) -> str:
    """numbering.xml with an abstract list for each (name, levels, overrides), used by the number of the same name."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{name}">{body}</w:abstractNum>' for name, body, _ in lists if body
    )
    used = "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name if body else over.split("|")[0]}"/>{over if body else over.split("|")[1]}</w:num>'
        for name, body, over in lists
    )
    return f"<w:numbering {nsdecls('w')}>{abstract}{used}</w:numbering>"


def paragraph(text: str, list_: str = "", level: int = 0, inner: str = "") -> str:
    number = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>'
        if list_
        else ""
    )
    return f'<w:p {nsdecls("w")}>{number}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inner}</w:p>'


def docx_of(body: Sequence[str], lists: str = "", change: Callable[[Any], None] | None = None) -> bytes:
    """A Word document with the given paragraphs and tables (as XML)."""
    document = docx.Document()
    for old in list(document.element.body)[:-1]:
        document.element.body.remove(old)
    for piece in reversed(body):
        document.element.body.insert(0, parse_xml(piece))
    if lists:
        part = document.part.numbering_part
        root = part.element
        for old in list(root):
            root.remove(old)
        for new in list(parse_xml(lists)):
            root.append(new)
    if change:
        change(document)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def table(*rows: str) -> str:
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def xlsx_of(change: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    return saved(book)


def rewritten(raw: bytes, member: str, content: bytes) -> bytes:
    """An archive with one member put in or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, content)
    return buffer.getvalue()


def pdf_of(draw: Callable[[Any], None], **options: Any) -> bytes:
    """A PDF drawn on a canvas with a Chinese font named `song`."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


FONT = "STSong-Light"


def flowing_pdf(story: Callable[[Any], Sequence[Any]], header: str = "") -> bytes:
    """A PDF with reportlab's own layout; `story` gets the paragraph styles. Pages are numbered."""
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    styles = {
        "body": ParagraphStyle(
            "body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
        ),
        "cell": ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK"),
        "title": ParagraphStyle(
            "title", fontName=FONT, fontSize=20, leading=28, alignment=TA_CENTER, wordWrap="CJK"
        ),
    }

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, header)
        canvas.drawCentredString(297, 30, f"- {document.page} -")

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=(595, 842)).build(
        list(story(styles)), onFirstPage=furniture, onLaterPages=furniture
    )
    return buffer.getvalue()
