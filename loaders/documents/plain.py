"""Read plain text: a line of the file is a line of the document, blank ones are left out."""

from __future__ import annotations

from loaders.documents.document import Line
from loaders.documents.found import Found
from loaders.repair import decode


def read_plain(raw: bytes) -> Found:
    """Lines with their numbers from 1. Encoding: by its mark, else UTF-8, else GB 18030."""
    lines = decode(raw).splitlines()
    return Found(
        tuple(Line(line.strip(), f"line {n}") for n, line in enumerate(lines, start=1) if line.strip())
    )
