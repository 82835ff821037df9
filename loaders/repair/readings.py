"""Readings of single characters, from pypinyin's tables, and brackets that hold one."""

from __future__ import annotations

import re
from functools import lru_cache

TONED = "āáǎàōóǒòēéěèêīíǐìūúǔùǖǘǚǜüńňǹḿ"
BRACKET = re.compile(rf"[(（]([a-zɡɑ{TONED}]{{1,7}})[)）]")
SAME_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a"})


@lru_cache(maxsize=65536)
def readings(character: str) -> tuple[str, ...]:
    """Every reading of one character with tone marks, the usual one first; empty when it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


def default_reading(character: str) -> str:
    """The usual reading of a character standing alone, or nothing."""
    return next(iter(readings(character)), "")
