"""A table as rows of cells that know whether a merged cell covers them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.document import Table
from loaders.lists.cells import joined
from loaders.lists.headers import Column, Header


@dataclass(frozen=True)
class Grid:
    """Cells by row and column from 0. `covering` gives the top left cell of the merged cell over a place."""

    table: Table
    covering: dict[tuple[int, int], tuple[int, int]]

    def rows(self) -> list[list[str]]:
        """Rows in which every cell under a merged one holds its words; for headings."""
        width = range(len(self.table.rows[0]))
        return [[self.words(row, column) for column in width] for row in range(len(self.table.rows))]

    def words(self, row: int, column: int) -> str:
        """The words that stand at a place, its own or those of the merged cell over it."""
        row, column = self.covering.get((row, column), (row, column))
        return self.table.rows[row][column]

    def counts_departments(self, header: Header) -> bool:
        """Whether the numbers count merged departments: every number stands beside a department of its own."""
        departments, numbers = header.of(Column.DEPARTMENT), header.of(Column.NUMBER)
        if not any(span.column in departments and span.rows > 1 for span in self.table.spans):
            return False
        numbered = [row for row in self.table.rows if any(row[p].strip() for p in numbers)]
        return all(any(row[p].strip() for p in departments) for row in numbered)


def grid_of(table: Table) -> Grid:
    """The table with its merged cells looked up."""
    covering = {
        (row, column): (span.row, span.column)
        for span in table.spans
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
        if (row, column) != (span.row, span.column)
    }
    return Grid(table, covering)


@dataclass(frozen=True)
class Row:
    """One row of a list read under its headings. `index` is its position in the table from 0."""

    grid: Grid
    header: Header
    index: int

    def own(self, column: Column) -> str:
        """The words that stand in this row itself, several columns of one kind joined by line breaks."""
        cells = self.grid.table.rows[self.index]
        return "\n".join(cells[p].strip() for p in self.header.of(column) if cells[p].strip())

    def each(self, column: Column) -> list[str]:
        """The words of each column of one kind, merged cells looked up."""
        return [self.grid.words(self.index, p).strip() for p in self.header.of(column)]

    def words(self, column: Column) -> str:
        """The words of one kind, merged cells looked up."""
        return "\n".join(words for words in self.each(column) if words)

    def is_covered(self, column: Column) -> bool:
        """Whether a merged cell that begins further up reaches over this row."""
        places = [(self.index, p) for p in self.header.of(column)]
        return any(self.grid.covering.get(place, place)[0] < self.index for place in places)

    def filled(self) -> list[tuple[int, str]]:
        """The cells of this row itself that hold words, by column, on one line each."""
        cells = self.grid.table.rows[self.index]
        return [(p, joined(cell)) for p, cell in enumerate(cells) if cell.strip()]

    def width_of(self, column: int) -> int:
        """Over how many columns the cell reaches."""
        spans = (s for s in self.grid.table.spans if (s.row, s.column) == (self.index, column))
        return next((span.columns for span in spans), 1)


def rows_under(grid: Grid, header: Header, start: int) -> Iterator[Row]:
    """The rows from `start` to the end of the table."""
    for index in range(start, len(grid.table.rows)):
        yield Row(grid, header, index)
