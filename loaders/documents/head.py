"""The parts of a document that speak of the document itself: its head, its end and what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.documents.document import Document, Line, Proposal

HEAD, END = 30, 12
SENTENCE_END = re.compile(r"[。；！？][”’）]?$")
ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条")


@dataclass(frozen=True)
class Head:
    """`lines` are all lines; `first` those before the text proper, `last` those at its end.

    `sheet_titles` are the first rows of tables that hold a single cell, for a file that has no lines.
    """

    lines: Sequence[Line]
    first: Sequence[Line]
    last: Sequence[Line]
    sheet_titles: Sequence[Line]
    declared: Mapping[str, str]
    articles: Sequence[Line]


def head_of(document: Document) -> Head:
    lines = [line for line in document.lines if line.text.strip()]
    start = next((n for n, line in enumerate(lines) if ARTICLE.match(line.text)), len(lines))
    articles = [line for line in lines if ARTICLE.match(line.text)]
    return Head(
        lines,
        lines[: min(start, HEAD)],
        lines[-END:],
        list(_sheet_titles(document)),
        document.declared,
        articles,
    )


def _sheet_titles(document: Document) -> Iterator[Line]:
    for table in document.tables:
        filled = [cell for cell in table.rows[0] if cell.strip()] if table.rows else []
        if len(filled) == 1 and len(table.rows[0]) > 1:
            yield Line(" ".join(filled[0].split()), table.place)


def declared_as(head: Head, names: Sequence[str], rule: str) -> Iterator[Proposal]:
    """What the file declares under one of the names, in the order of the names."""
    said = {name.lower(): (name, value) for name, value in head.declared.items()}
    for wanted in names:
        if wanted.lower() in said:
            name, value = said[wanted.lower()]
            yield Proposal(value, f"declared {name}", value, rule)


def is_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text.strip()))


def unique(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The first proposal of each value, in order."""
    found: dict[str, Proposal] = {}
    for proposal in proposals:
        if proposal.value:
            found.setdefault(proposal.value, proposal)
    return tuple(found.values())
