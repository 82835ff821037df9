"""Read a file into lines and tables, whatever kind it is.

document = read_document(Path("notice.docx"))
loaders.documents.metadata.metadata_of(document).title
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.errors import UnreadableDocument
from loaders.documents.child import read_in_child
from loaders.documents.document import Block, Document, Line, Metadata, Proposal, Span, Table
from loaders.documents.kinds import kind_of
from loaders.documents.mending import mended
from loaders.documents.readers import IN_CHILD, READERS
from loaders.repair import Known
from loaders.repair.decode import LARGEST, too_large

__all__ = [
    "Block",
    "Document",
    "Line",
    "Metadata",
    "Proposal",
    "Span",
    "Table",
    "read_bytes",
    "read_document",
]


def _nothing_known(_pair: str) -> bool:
    return False


def read_document(path: Path, *, quarantined: bool = False, known: Known = _nothing_known) -> Document:
    """Read and repair a file; one that is too large is refused by its size, before it is read.

    A page that looks hijacked is read only when `quarantined` is asked for. Raises UnreadableDocument.
    """
    try:
        with path.open("rb") as file:
            if path.stat().st_size > LARGEST:
                raise too_large()
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableDocument(
            f"无法打开文件（{error.strerror}）", f"the file cannot be opened ({error.strerror})"
        ) from error
    return read_bytes(raw, path.name, quarantined=quarantined, known=known)


def read_bytes(
    raw: bytes, name: str, *, quarantined: bool = False, known: Known = _nothing_known
) -> Document:
    """As `read_document`, for a file at hand; `name` gives the extension."""
    if len(raw) > LARGEST:
        raise too_large()
    kind, warnings = kind_of(raw, name)
    found = READERS[kind](raw) if kind not in IN_CHILD else read_in_child(kind, raw)
    if not found.blocks:
        raise UnreadableDocument("文件里没有文字", "the file holds no text")
    repaired = mended(found, known, quarantined)
    return Document(
        name=name,
        kind=kind,
        digest=hashlib.sha256(raw).hexdigest(),
        blocks=repaired.blocks,
        declared=found.declared,
        repairs=repaired.repairs,
        left=repaired.left,
        quarantine=repaired.quarantine,
        warnings=warnings + found.warnings,
    )
