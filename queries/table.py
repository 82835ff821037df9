"""A table as an analysis gives it: typed columns named in both languages, rows, and what they mean.

Analyses return tables; `outputs` writes them as JSON, CSV, Markdown or Excel, and `outputs.svg` draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Cell = str | int | float | bool | date | None
Kind = Literal["text", "number", "day", "iri", "flag"]


@dataclass(frozen=True)
class Words:
    """One sentence or name in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Column:
    """A column. `key` is its name for programs: lower case, words joined by `_`.

    `codes` has the Chinese of codes that stand in its cells, one or several joined by 、: tables for people show that.
    """

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    codes: Mapping[str, str] = field(default_factory=dict)

    def shown(self, cell: Cell) -> Cell:
        """The cell as people read it."""
        if not self.codes or not isinstance(cell, str):
            return cell
        return "、".join(self.codes.get(one, one) for one in cell.split("、"))


@dataclass(frozen=True)
class Table:
    """Rows in a stated order; a `None` cell means that the data do not say, never zero.

    `name` names files made of it. `notes` say in the reader's words how the rows were found, what they mean and
    what an empty table means. `release` is the release the rows were read from; `asked` what was asked, by name.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    release: str
    notes: tuple[Words, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name}: a row has {len(row)} cells for {len(self.columns)} columns")
