"""Take out readings that a converter put behind characters: `協(xié)調(diào)`.

A bracket goes only when it is a reading of the character before it. A note on pronunciation that an
author wrote, as for a rare place name or an unusual reading, looks the same: it stays unless the text
shows elsewhere that brackets were put in.
"""

from __future__ import annotations

import re

from loaders.repair.characters import is_han, simple, strangeness
from loaders.repair.readings import BRACKET, SAME_LETTERS, TONED, default_reading, readings
from loaders.repair.record import Certainty, Edit, Left, Reading, Rule

SIGN_OF_MANY = 2
TONE = re.compile(f"[{TONED}]")


def read_pinyin(text: str) -> Reading:
    """Edits that take out put-in readings; brackets with a tone mark that are not readings are left."""
    sure: list[re.Match[str]] = []
    doubtful: list[re.Match[str]] = []
    left: list[Left] = []
    for found in BRACKET.finditer(text):
        character = text[found.start() - 1] if found.start() else ""
        said = found.group(1).translate(SAME_LETTERS)
        if not character or not is_han(character):
            continue
        if said not in readings(character):
            if TONE.search(said):
                left.append(_left(found, "不是前一字的读音", "not a reading of the character before it"))
        elif _is_put_in(character, said):
            sure.append(found)
        else:
            doubtful.append(found)
    if len(sure) >= SIGN_OF_MANY:
        sure = sorted(sure + doubtful, key=lambda found: found.start())
    else:
        left += [_left(found, "可能是作者所注的读音", "may be the author's own note") for found in doubtful]
    return Reading([Edit(f.start(), f.end(), "", Certainty.DETERMINISTIC) for f in sure], left)


def _is_put_in(character: str, said: str) -> bool:
    """Nobody notes the usual reading of a common character; converters note traditional ones."""
    if not TONE.search(said) and said != default_reading(character):
        return False
    if simple(character) != character:
        return True
    return strangeness(character) == 0 and said == default_reading(character)


def _left(found: re.Match[str], zh: str, en: str) -> Left:
    return Left(found.start(), found.group(), Rule.PINYIN, zh, en)
