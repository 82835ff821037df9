"""A document as read: its lines and tables in reading order, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.repair import Quarantine
from loaders.repair.record import Left, Repair


@dataclass(frozen=True)
class Line:
    """One paragraph of text. `place` says where it stood: `line 12`, `page 3`, `paragraph 7`.

    `heading` is the outline level that the file itself gives it (h1 is 1), 0 for running text.
    """

    text: str
    place: str
    heading: int = 0


@dataclass(frozen=True)
class Span:
    """Merged cells: `rows` by `columns` cells from the top left one, which holds the text; counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Table:
    """A table as it stands: every row has the same number of cells.

    A merged cell has its text at its top left and "" elsewhere; `spans` says which cells it covers.
    `name` is the sheet's name or the caption, "" without one. `repairs` have offsets in the cells as found,
    those of a row parted by tabs, each row ended by a line feed.
    """

    rows: tuple[tuple[str, ...], ...]
    place: str
    name: str = ""
    spans: tuple[Span, ...] = ()
    repairs: Sequence[Repair] = ()
    left: Sequence[Left] = ()


Block = Line | Table


@dataclass(frozen=True)
class Proposal:
    """What a rule takes for the title, a date …; `place` and `words` say where and from which words."""

    value: str
    place: str
    words: str
    rule: str


@dataclass(frozen=True)
class Metadata:
    """What the document says of itself, as proposals, likeliest first; empty where nothing was found.

    `dates` are ISO days by what they are: `issued`, `published`, `adopted`, `in_force`. `area` values are
    names of places.
    """

    title: tuple[Proposal, ...] = ()
    number: tuple[Proposal, ...] = ()
    issuers: tuple[Proposal, ...] = ()
    area: tuple[Proposal, ...] = ()
    dates: Mapping[str, tuple[Proposal, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A file as read and repaired. `kind` is html, markdown, text, docx, pdf, xlsx, xls or csv.

    `digest` is the SHA-256 of the file's bytes. `declared` holds what the file states about itself outside
    its text (HTML meta tags, document properties), as found. `repairs` have offsets in the joined text of
    the lines as found, so that `restore(document.text, document.repairs)` is that text. A quarantined document has no blocks unless it was asked for.
    """

    name: str
    kind: str
    digest: str
    blocks: tuple[Block, ...]
    declared: Mapping[str, str] = field(default_factory=dict)
    repairs: Sequence[Repair] = ()
    left: Sequence[Left] = ()
    quarantine: Quarantine | None = None
    warnings: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[Line]:
        return (block for block in self.blocks if isinstance(block, Line))

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def text(self) -> str:
        """The lines, each ended by a line feed; tables are left out."""
        return "".join(f"{line.text}\n" for line in self.lines)
