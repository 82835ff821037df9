"""Sentences and clauses of a provision, as spans of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCE_END = re.compile("[。；;：:！？\n]")
CLAUSE_END = re.compile("[，,]")
BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”"}


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
    for at, character in enumerate(text):
        if closing and character == closing[-1]:
            closing.pop()
        elif character in BRACKETS and BRACKETS[character] in text[at : at + 80]:
            closing.append(BRACKETS[character])
        elif not closing and (CLAUSE_END.match(character) or SENTENCE_END.match(character)):
            if at > start:
                yield Clause(start, at, sentence)
            start = at + 1
            sentence += bool(SENTENCE_END.match(character))
    if start < len(text):
        yield Clause(start, len(text), sentence)
