"""Read a responsibility list (责任清单) into rows of department, item and basis, and rows into candidates.

listed = read_list(read_document(Path("list.xlsx")))
candidates_of(listed.rows, names_of_types(corpus))
"""

from __future__ import annotations

from loaders.documents.document import Document
from loaders.lists.bodies import Names, names_of_types, types_of
from loaders.lists.candidates import candidates_of
from loaders.lists.outline import read_outline
from loaders.lists.row import LeftOut, ListRow, ResponsibilityList
from loaders.lists.tables import read_tables

__all__ = [
    "LeftOut",
    "ListRow",
    "Names",
    "ResponsibilityList",
    "candidates_of",
    "names_of_types",
    "read_list",
    "rows_of",
    "types_of",
]


def read_list(document: Document) -> ResponsibilityList:
    """The rows of a document's tables, or of its department headings where no table holds any.

    No rows means that the document is no list, or none that could be read: `left_out` says why.
    """
    tables = read_tables(document.blocks)
    if tables.rows:
        return ResponsibilityList(tuple(tables.rows), tuple(tables.left_out))
    rows, left_out = read_outline(document.lines)
    return ResponsibilityList(tuple(rows), (*tables.left_out, *left_out))


def rows_of(document: Document) -> list[ListRow]:
    """The rows alone."""
    return list(read_list(document).rows)
