"""Tell the kind of a file by its content; the extension is a second opinion only."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath

from graph.errors import UnreadableDocument

EXTENSIONS = {
    ".htm": "html",
    ".html": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".csv": "csv",
    ".tsv": "csv",
}
MEMBERS_OF = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
STREAMS_OF = {"Workbook": "xls", "Book": "xls", "WordDocument": "doc", "PowerPoint Document": "ppt"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEETS = ("csv", "xls", "xlsx")
HEAD = 4096
PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
PIECE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:meta|title|div|table|p|span|h[1-6]|ul|section|article)[\s>]", re.I | re.S
)
NOT_READ: Mapping[bytes, tuple[str, str]] = {
    b"\x89PNG": ("图片", "an image"),
    b"\xff\xd8\xff": ("图片", "an image"),
    b"GIF8": ("图片", "an image"),
    b"II*\0": ("图片", "an image"),
    b"MM\0*": ("图片", "an image"),
    b"{\\rtf": ("RTF 文件", "an RTF file"),
    b"Rar!": ("RAR 压缩包", "a RAR archive"),
    b"7z\xbc\xaf": ("7z 压缩包", "a 7z archive"),
    b"\x1f\x8b": ("gzip 压缩包", "a gzip archive"),
}


def kind_of(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The kind of a file, with a warning where its extension says another.

    Raises UnreadableDocument for an empty file and for kinds that are not read.
    """
    said = EXTENSIONS.get(PurePath(name).suffix.lower(), "")
    if not raw.strip():
        raise UnreadableDocument("文件是空的", "the file is empty")
    kind = _by_mark(raw, said) or _by_text(raw, said)
    if said and kind != said:
        return kind, (
            f"扩展名像是{said}，内容是{kind}，按内容读取 / the extension says {said}, the content is {kind}: read as {kind}",
        )
    return kind, ()


def _by_mark(raw: bytes, said: str) -> str | None:
    """The kind by the bytes that a format begins with; None for text of some kind."""
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(raw)
    if raw.startswith(OLE):
        return _of_compound(raw, said)
    for mark, (zh, en) in NOT_READ.items():
        if raw.startswith(mark):
            raise _not_read(zh, en)
    return None


def _of_archive(raw: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(raw)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableDocument(
            f"压缩格式已损坏或不完整，文件可能没有下载完：{error}",
            f"the archive is damaged or cut off, perhaps a broken download: {error}",
        ) from error
    for member, kind in MEMBERS_OF.items():
        if member in names:
            return kind
    if "OFD.xml" in names:
        raise _not_read("OFD 版式文件", "an OFD file")
    raise _not_read("压缩包，其中没有 Word 或 Excel 正文", "an archive without a Word or Excel body")


def _of_compound(raw: bytes, said: str) -> str:
    """An old Office file by the names in its directory; a protected new one lies in the same wrapper."""
    if _utf16("EncryptedPackage") in raw:
        raise UnreadableDocument(
            "文件有密码保护，请去掉密码后再读", "the file is protected by a password; remove it first"
        )
    kinds = [kind for stream, kind in STREAMS_OF.items() if _utf16(stream) in raw]
    if not kinds:
        raise _not_read(
            "旧版 Office 文件，种类不明或已损坏", "an old Office file of an unknown kind or damaged"
        )
    kind = said if said in kinds else kinds[0]
    if kind != "xls":
        raise _not_read(
            "旧版 Office 文件（非 .xls），请另存为 .docx", "an old Office file, not .xls; save it as .docx"
        )
    return kind


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _by_text(raw: bytes, said: str) -> str:
    head = raw[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if PAGE.match(head) or (said not in ("markdown", "text", "csv") and PIECE.match(head)):
        return "html"
    if said == "html":
        return "html" if re.search(rb"<(?:/p|/div|br|/table|/h\d)\b", raw, re.I) else "text"
    if said in SHEETS:
        return "csv"
    if said in ("markdown", "text"):
        return said
    return "markdown" if re.match(rb"\s*#{1,3} \S", head) else "text"


def _not_read(zh: str, en: str) -> UnreadableDocument:
    return UnreadableDocument(f"不能读取：{zh}", f"cannot be read: {en}")
