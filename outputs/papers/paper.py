"""What a paper is made of. Text is plain; a writer escapes it and leaves out what its format cannot hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What XML 1.0 cannot hold, so that no text can break a document.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Heading:
    """A heading inside the paper."""

    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; a `note` is small and grey, `strong` stands out."""

    text: str
    note: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and values, two pairs beside each other; a pair in `wide` takes the whole line."""

    pairs: tuple[tuple[str, str], ...]
    wide: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table with a head. `widths` are shares of the line, one per column."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in (self.widths, *self.rows)):
            raise ValueError("a row of the grid does not have as many cells as its head")


@dataclass(frozen=True)
class Space:
    """Room to write by hand, `lines` lines high, with what belongs there and who signs."""

    label: str
    lines: int
    signed: str


Block = Heading | Text | Facts | Grid | Space


@dataclass(frozen=True)
class Paper:
    """A paper: `name` names its file, `kind` stands small above the title, `foot` small at the end."""

    name: str
    kind: str
    title: str
    blocks: tuple[Block, ...]
    foot: str


def writable(text: str) -> str:
    """The text without what a document cannot hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
