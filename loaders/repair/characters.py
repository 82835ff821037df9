"""How strange a character is in Chinese official writing: the measure by which a byte shift is seen.

GB 2312 itself is the frequency list: its first level holds the 3755 common characters, its second the
rarer ones. A character is judged by its simplified form, so traditional text is not strange.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.text import simplified

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
USUAL = frozenset("　，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％")
RARE, OUTSIDE, ODD = 2, 4, 5


def is_han(character: str) -> bool:
    return bool(HAN.match(character))


@lru_cache(maxsize=65536)
def simple(character: str) -> str:
    """The simplified form of one character standing alone."""
    return character if ord(character) < 0x3400 else simplified(character)


@lru_cache(maxsize=65536)
def strangeness(character: str) -> int:
    """0 for what is common in official writing, 5 for what hardly ever stands there."""
    if character in USUAL:
        return 0
    if not is_han(character):
        if "\ufe30" <= character <= "\ufe6f":  # forms for vertical and small print
            return ODD
        return 1 if unicodedata.normalize("NFKC", character).isascii() else ODD
    try:
        lead = simple(character).encode("gb2312")[0]
    except UnicodeEncodeError:
        return OUTSIDE
    return 0 if lead < 0xD8 else RARE


def is_foreign(character: str) -> bool:
    """Kana, Greek and Cyrillic: strange as the outcome of a repair, no sign of damage where they stand."""
    return "\u0370" <= character <= "\u04ff" or "\u3040" <= character <= "\u30ff"
