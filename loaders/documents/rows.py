"""Rows of equal length, and cells placed on a grid where some reach over others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.documents.document import Span, Table
from loaders.documents.limits import check_cells


@dataclass(frozen=True)
class Cell:
    """A cell as a row lists it: its text and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def rectangular(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows, each filled up with empty cells to the longest."""
    width = max(map(len, rows), default=0)
    return tuple((*row, *("",) * (width - len(row))) for row in rows)


def placed(listed: Sequence[Iterable[Cell]], place: str, name: str = "") -> Table:
    """A table from cells that say how far they reach, as in HTML; a cell ends with the last row.

    Raises UnreadableDocument when it would have too many cells.
    """
    texts: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    width = 0
    for row, cells in enumerate(listed):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows = min(cell.rows, len(listed) - row)
            width = max(width, column + cell.columns)
            check_cells(len(listed), width, place)
            texts[row, column] = cell.text
            taken |= {(row + r, column + c) for r in range(rows) for c in range(cell.columns)}
            if rows > 1 or cell.columns > 1:
                spans.append(Span(row, column, rows, cell.columns))
            column += cell.columns
    rows_ = tuple(tuple(texts.get((r, c), "") for c in range(width)) for r in range(len(listed)))
    return Table(rows_, place, name, tuple(spans))
