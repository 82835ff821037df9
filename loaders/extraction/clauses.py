"""Sentences and clauses of a provision, as spans of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCE_ENDS = frozenset("。；;：:！？\n")
BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”"}

CLOSING = frozenset(BRACKETS.values())
MARK = re.compile("[，,。；;：:！？\n（()）《》“”]")
LONGEST_IN_BRACKETS = 80


@dataclass(frozen=True)
class Clause:
    """[start, end) of the provision's text, without the mark that ends it. `sentence` counts from 0."""

    start: int
    end: int
    sentence: int


def clauses_of(text: str) -> list[Clause]:
    """Clauses in order. Marks within brackets and quotes end nothing."""
    return list(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    start, sentence = 0, 0
    closing: list[str] = []
    for found in MARK.finditer(text):
        at, mark = found.start(), found.group()
        if closing and mark == closing[-1]:
            closing.pop()
        elif mark in BRACKETS:
            if BRACKETS[mark] in text[at : at + LONGEST_IN_BRACKETS]:
                closing.append(BRACKETS[mark])
        elif not closing and mark not in CLOSING:
            if at > start:
                yield Clause(start, at, sentence)
            start = at + 1
            sentence += mark in SENTENCE_ENDS
    if start < len(text):
        yield Clause(start, len(text), sentence)
