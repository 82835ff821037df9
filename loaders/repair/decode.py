"""From bytes to text: declared by a mark, else UTF-8, else GB 18030 with single lost bytes kept as they are.

A byte that GB 18030 cannot read becomes a lone surrogate (Python's `surrogateescape`), so that the rule
for byte shifts still sees it.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from graph.errors import UnreadableDocument

LARGEST = 50_000_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ESCAPED = re.compile("[\udc80-\udcff]")
LOST_PER_THOUSAND = 5


def read_text(file: BinaryIO) -> str:
    """The text of an open file; never holds more than one byte beyond the largest file in memory."""
    return decode(file.read(LARGEST + 1))


def decode(raw: bytes) -> str:
    """The text of a file. Raises UnreadableDocument when it is empty, too large or no text."""
    if len(raw) > LARGEST:
        raise too_large()
    if not raw.strip():
        raise UnreadableDocument("文件是空的", "the file is empty")
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    if b"\0" in raw:
        raise UnreadableDocument("不是文本文件（含空字节）", "not a text file (it holds NUL bytes)")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _gb18030(raw)


def too_large() -> UnreadableDocument:
    return UnreadableDocument(
        f"文件超过{LARGEST // 1_000_000}MB", f"the file is larger than {LARGEST // 1_000_000} MB"
    )


def printable(text: str) -> str:
    """The text with a replacement sign for every byte that could not be read."""
    return ESCAPED.sub("\ufffd", text)


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"标明为{encoding}，第{error.start}字节起无法解码",
            f"marked as {encoding}, but byte {error.start} cannot be decoded",
        ) from error


def _gb18030(raw: bytes) -> str:
    text = raw.decode("gb18030", "surrogateescape")
    lost = len(ESCAPED.findall(text))
    if lost * 1000 > LOST_PER_THOUSAND * max(len(text), 1000):
        raise UnreadableDocument("既不是 UTF-8 也不是 GB18030 文本", "the text is neither UTF-8 nor GB 18030")
    return text
