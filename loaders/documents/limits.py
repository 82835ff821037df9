"""What a file may cost to read: the sizes, counts and times beyond which it is refused."""

from __future__ import annotations

from graph.errors import UnreadableDocument

LARGEST_PAGE = 10_000_000  # bytes of an HTML page
LARGEST_TEXT = 50_000_000  # characters taken from one file
CELLS = 1_000_000
PAGES = 1_000
MEMBERS = 5_000
UNPACKED = 200_000_000  # bytes of an archive when unpacked
SMALL_MEMBER = 10_000_000  # below it a good ratio is no sign of a bomb
RATIO = 250
SECONDS = 120.0
MEMORY = 2_000_000_000  # bytes of address space


def check_cells(rows: int, columns: int, place: str) -> None:
    """Raises UnreadableDocument when a table would have more cells than one file may have."""
    if rows * columns > CELLS:
        raise UnreadableDocument(
            f"{place}：表格有{rows}行{columns}列，超过{CELLS}格的上限",
            f"{place}: the table has {rows} rows and {columns} columns, more than {CELLS} cells",
        )
