"""Traditional characters to simplified ones, in texts or paragraphs written in traditional characters.

A single traditional character in a simplified paragraph (a name, a quotation) is sound text and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from graph.text import fits_simplified, simplified
from loaders.repair.characters import HAN, simple
from loaders.repair.record import Certainty, Edit, Left, Reading, Rule

LINE = re.compile(r"[^\r\n]+")
SHARE = 0.05
# 著 read zhù is written 著 in simplified text too; elsewhere traditional text writes it for 着.
ZHU = re.compile("(?<![显卓昭土原专名编遗论巨译旧拙合])著(?![作名述称者录书文译])")


def read_traditional(text: str) -> Reading:
    """Edits character by character; where the words decide the form, the certainty is context."""
    if fits_simplified(text):
        return Reading()
    edits: list[Edit] = []
    left: list[Left] = []
    throughout = _is_written_in(text)
    for line in LINE.finditer(text):
        if throughout:
            edits += [] if fits_simplified(line.group()) else _edits(line.group(), line.start())
            continue
        signs = _signs(line.group())
        if not signs:
            continue
        if len(signs) >= SHARE * len(HAN.findall(line.group())):
            edits += _edits(line.group(), line.start())
        else:
            left += [_left(sign, line.start()) for sign in signs]
    return Reading(edits, left)


def _is_written_in(text: str) -> bool:
    """Whether the text as a whole is traditional, so that a line with one such character is too."""
    characters = HAN.findall(text)
    return sum(map(_is_traditional, characters)) >= SHARE * len(characters)


def _signs(line: str) -> list[re.Match[str]]:
    """Characters that simplified text does not write; 瞭 in 瞭望 is none."""
    signs = [found for found in HAN.finditer(line) if _is_traditional(found.group())]
    if not signs:
        return []
    words = simplified(line)
    return [s for s in signs if len(words) != len(line) or words[s.start()] != s.group()]


@lru_cache(maxsize=65536)
def _is_traditional(character: str) -> bool:
    """Outside the simplified set, with a form inside it."""
    return not fits_simplified(character) and fits_simplified(simple(character))


def _edits(line: str, offset: int) -> Iterator[Edit]:
    now = ZHU.sub("着", simplified(line))
    if len(now) == len(line):
        spans = [(i, i + 1, i, i + 1) for i in range(len(line)) if line[i] != now[i]]
    else:
        matched = SequenceMatcher(None, line, now, autojunk=False).get_opcodes()
        spans = [(a, b, c, d) for tag, a, b, c, d in matched if tag != "equal"]
    for start, end, now_start, now_end in spans:
        stands = now[now_start:now_end]
        alone = "".join(map(simple, line[start:end])) == stands
        certainty = Certainty.DETERMINISTIC if alone else Certainty.CONTEXT
        yield Edit(start + offset, end + offset, stands, certainty)


def _left(sign: re.Match[str], offset: int) -> Left:
    return Left(
        sign.start() + offset,
        sign.group(),
        Rule.TRADITIONAL,
        "简体段落中的个别繁体字",
        "a traditional character in a simplified paragraph",
        (simple(sign.group()),),
    )
