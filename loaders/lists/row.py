"""What a responsibility list says: rows of department, item and basis, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.extraction.candidate import digest_of


@dataclass(frozen=True)
class ListRow:
    """One item of one department, with the words of the list; line breaks within a cell are joined.

    `at` is the locator: `table_1__row_3` counts the rows of the list and not of the sheet, so that it is the
    same in every file kind; `table_1__row_3__item_2` is the second numbered item of one cell;
    `sec_1__point_2` stands in a list without a table. `place` says where to look (sheet and row, page).
    `department` and `cooperators` are as written. `header` is the heading of the department column, "" in a
    list without columns. `level` and `number` are as written, None where the list has none.
    """

    at: str
    department: str
    item: str
    basis: tuple[str, ...]
    place: str
    cooperators: tuple[str, ...] = ()
    level: str | None = None
    number: str | None = None
    header: str = ""

    @property
    def text(self) -> str:
        """The row as one provision, the same for every file kind; its digest notices a change."""
        return "\n".join((self.department, self.item, *self.cooperators, *self.basis))

    @property
    def digest(self) -> str:
        return digest_of(self.text)


@dataclass(frozen=True)
class LeftOut:
    """Words of a list that became no row, where they stand, and the reason in both languages."""

    place: str
    words: str
    zh: str
    en: str


@dataclass(frozen=True)
class ResponsibilityList:
    """All rows of a document in reading order. No rows: the document holds no list that could be read."""

    rows: tuple[ListRow, ...]
    left_out: tuple[LeftOut, ...]
