"""Read CSV: one table, its delimiter told by which one splits the lines alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice

from graph.errors import UnreadableDocument
from loaders.documents.document import Table
from loaders.documents.found import Found
from loaders.documents.limits import check_cells
from loaders.documents.rows import rectangular
from loaders.repair import decode

DELIMITERS = ",\t;|，；"
SAMPLE = 50


def read_csv(raw: bytes) -> Found:
    """One table of all rows that hold something. Raises UnreadableDocument when there is none."""
    lines = decode(raw).splitlines(keepends=True)
    rows = _rows(lines, _delimiter(lines))
    if not rows:
        raise UnreadableDocument("表格没有一行内容", "the table has no row that holds anything")
    return Found((Table(rows, "line 1"),))


def _rows(lines: Sequence[str], delimiter: str) -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = []
    width = 0
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
                width = max(width, len(row))
                check_cells(len(rows), width, f"line {reader.line_num}")
    except csv.Error as error:
        raise UnreadableDocument(
            f"第{reader.line_num}行不能按CSV读取：{error}", f"line {reader.line_num} is not CSV: {error}"
        ) from error
    return rectangular(rows)


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that splits most of the first lines into the same number of cells, more than one."""
    sample = [line for line in islice(lines, SAMPLE) if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        counts = [len(row) for row in csv.reader(sample, delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    counts = [count for count in counts if count > 1]
    usual = max(set(counts), key=counts.count, default=0)
    return (counts.count(usual) / max(len(sample), 1), usual) if usual else (0, 0)
