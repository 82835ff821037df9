"""What cannot be read says why in both languages, within limits; nothing is run, nothing fetched."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnreadableDocument
from loaders.documents import read_bytes, read_document
from loaders.documents.child import read_in_child
from loaders.documents.limits import CELLS, MEMBERS, PAGES, RATIO
from tests.loaders.documents.made import FONT, cell, docx_of, paragraph, pdf_of, rewritten, table, xlsx_of

WORD = docx_of([paragraph("各部门应当按照职责分工。")])
BOOK = xlsx_of(lambda book: book.active.append(["部门", "事项"]))
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def refusal(raw: bytes, name: str) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(raw, name)
    assert any("\u4e00" <= c <= "\u9fff" for c in caught.value.zh) and caught.value.en.isascii()
    return caught.value


def plain_pdf(**options: Any) -> bytes:
    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(72, 700, "各部门应当按照职责分工做好工作。")

    return pdf_of(draw, **options)


# Empty, damaged, protected


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.xlsx", "a.html", "a"])
def test_an_empty_file_is_refused(name: str) -> None:
    assert "empty" in refusal(b" \n", name).en


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_word_document_is_refused(share: float) -> None:
    assert "damaged or cut off" in refusal(WORD[: int(len(WORD) * share)], "a.docx").en


def test_a_word_document_with_a_flipped_byte_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        member = archive.getinfo("word/document.xml")
    at = member.header_offset + 80
    assert "damaged" in refusal(WORD[:at] + bytes([WORD[at] ^ 0xFF]) + WORD[at + 1 :], "a.docx").en


def test_a_truncated_pdf_and_an_old_workbook_of_rubbish_are_refused() -> None:
    raw = plain_pdf()
    assert "pdf" in refusal(raw[:200], "a.pdf").en.lower()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600)
    assert "(xls)" in refusal(ole, "a.xls").en


def test_a_protected_pdf_and_workbook_say_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert "password" in refusal(plain_pdf(encrypt=StandardEncryption("secret", strength=128)), "a.pdf").en
    wrapper = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert "password" in refusal(wrapper, "a.xlsx").en


def test_a_scan_without_a_text_layer_points_to_ocr() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("L", (60, 80), 200))
    error = refusal(pdf_of(lambda canvas: canvas.drawImage(picture, 0, 0, 595, 842)), "a.pdf")
    assert "OCR" in error.en and "OCR" in error.zh


def test_a_page_of_scan_among_pages_of_text_is_warned_of() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(72, 700, "各部门应当按照职责分工做好工作。")
        canvas.showPage()
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)

    document = read_bytes(pdf_of(draw), "a.pdf")
    assert "各部门" in document.text
    assert "2" in document.warnings[0]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "docx"),
        (b"\0\1\2\3" * 50, "NUL"),
    ],
)
def test_kinds_that_are_not_read_are_named(raw: bytes, words: str) -> None:
    assert words in refusal(raw, "a.doc").en


def test_an_archive_of_something_else_is_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "archive" in refusal(buffer.getvalue(), "a.docx").en


def test_files_without_a_row_or_a_word_are_refused() -> None:
    assert "no sheet" in refusal(xlsx_of(lambda book: None), "a.xlsx").en
    assert "no row" in refusal(b",,\n,,\n", "a.csv").en
    assert "no text" in refusal(docx_of([paragraph(" ")]), "a.docx").en
    assert "text" in refusal(b"<html><body><script>alert(1)</script></body></html>", "a.html").en
    assert "no text" in refusal("# \n<!-- 只有注释 -->\n".encode(), "a.md").en


# Too much


def test_a_huge_text_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableDocument, match="larger than"):
        read_document(path)


@pytest.mark.parametrize(("raw", "member"), [(WORD, "word/media/x.xml"), (BOOK, "xl/x.xml")])
def test_a_zip_bomb_is_refused(raw: bytes, member: str) -> None:
    error = refusal(rewritten(raw, member, bytes(30_000_000)), "a")
    assert "zip bomb" in error.en and str(RATIO) in error.en


def test_many_small_members_that_unpack_to_much_are_refused() -> None:
    buffer = io.BytesIO(WORD)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for n in range(30):
            archive.writestr(f"x{n}", bytes(9_000_000))
    assert "unpacks to more" in refusal(buffer.getvalue(), "a.docx").en


def test_too_many_members_are_refused() -> None:
    buffer = io.BytesIO(WORD)
    with zipfile.ZipFile(buffer, "a") as archive:
        for n in range(MEMBERS):
            archive.writestr(f"x{n}", b"")
    assert "members" in refusal(buffer.getvalue(), "a.docx").en


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    raw = rewritten(WORD, "word/x.xml", bytes(30_000_000))
    size = (30_000_000).to_bytes(4, "little")
    assert raw.count(size) == 2
    assert "damaged" in refusal(raw.replace(size, (1000).to_bytes(4, "little")), "a.docx").en


def test_two_cells_far_apart_do_not_ask_for_all_memory() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    error = refusal(rewritten(BOOK, "xl/worksheets/sheet1.xml", SHEET.format(far).encode()), "a.xlsx")
    assert "MB" in error.en or "cells" in error.en


def test_a_sheet_of_more_cells_than_allowed_is_refused() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="10000"><c r="ALL10000"><v>1</v></c></row>'
    error = refusal(rewritten(BOOK, "xl/worksheets/sheet1.xml", SHEET.format(far).encode()), "a.xlsx")
    assert str(CELLS) in error.en


def test_a_table_of_ten_million_cells_is_refused_in_every_kind() -> None:
    wide = "<table>" + "<tr><td rowspan=9999 colspan=1000>甲</td><td>乙</td></tr>" * 10_000 + "</table>"
    assert str(CELLS) in refusal(f"<html><body><p>前</p>{wide}".encode(), "a.html").en
    assert str(CELLS) in refusal(("," * 999 + "甲\n").encode() * 10_000, "a.csv").en
    row = "|" * 1000
    assert str(CELLS) in refusal(f"甲{row}\n{'|-' * 1000}|\n{(row + chr(10)) * 10_000}".encode(), "a.md").en
    spanned = table(*[cell("甲", '<w:gridSpan w:val="9000"/>') + cell("乙")] * 1200)
    assert str(CELLS) in refusal(docx_of([spanned]), "a.docx").en


def test_deeply_nested_tags_are_refused_or_read_flat() -> None:
    deep = "<div>" * 100_000 + "深处" + "</div>" * 100_000
    assert "nested" in refusal(f"<html><body>{deep}".encode(), "a.html").en
    less = "<div>" * 3000 + "<p>深处的文字也在。</p>" + "</div>" * 3000
    assert "深处的文字也在。" in read_bytes(f"<html><body>{less}".encode(), "a.html").text


def test_a_page_too_large_is_refused() -> None:
    assert "larger than 10 MB" in refusal(b"<html><body>" + b"<p>x</p>" * 1_300_000, "a.html").en


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    def draw(canvas: Any) -> None:
        for _ in range(PAGES + 1):
            canvas.drawString(9, 9, "x")
            canvas.showPage()

    assert str(PAGES) in refusal(pdf_of(draw), "a.pdf").en


def test_a_page_that_takes_for_ever_is_stopped() -> None:
    heavy = pdf_of(lambda canvas: canvas.addLiteral("0 0 m 9 9 l S\n" * 3_000_000), pageCompression=1)
    assert len(heavy) < 1_000_000
    with pytest.raises(UnreadableDocument, match="not read within 3 seconds"):
        read_in_child("pdf", heavy, seconds=3)


# Nothing run, nothing fetched


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine and the paths it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # as the library calls it
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_a_page_is_neither_run_nor_are_its_parts_fetched(
    asked: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, paths = asked
    page = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "{address}/entity">]><html><head>
    <script src="{address}/s"></script><link rel=stylesheet href="{address}/c"><style>@import "{address}/i"</style>
    <meta http-equiv=refresh content="0;url={address}/r"><base href="{address}"></head><body onload="alert(1)">
    <iframe src="{address}/f">框架</iframe><object data="{address}/o"></object><img src="{address}/g" onerror="x()">
    <p>各部门应当按照职责分工。&e;</p><script>document.write("脚本写的字")</script></body></html>"""
    text = read_bytes(page.encode(), "a.html").text
    assert "各部门应当按照职责分工。" in text
    assert "脚本" not in text and "框架" not in text and "alert" not in text
    external = f'<w:r><w:instrText>INCLUDETEXT "{address}/w"</w:instrText></w:r>'
    assert read_bytes(docx_of([paragraph("正文。", inner=external)]), "a.docx").text == "正文。\n"
    assert paths == []


@pytest.mark.parametrize("member", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_word_document_that_defines_entities_is_refused(member: str) -> None:
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        xml = archive.read(member)
    evil = ENTITY + xml.split(b"?>", 1)[1].replace("各部门".encode(), b"&e;")
    assert "DOCTYPE" in refusal(rewritten(WORD, member, evil), "a.docx").en
    wide = ("\ufeff" + evil.decode()).encode("utf-16-le")
    assert "DOCTYPE" in refusal(rewritten(WORD, member, wide), "a.docx").en
