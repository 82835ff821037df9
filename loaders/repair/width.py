"""Half-width punctuation back to full width, in a text that lost all of its full-width commas.

Where both kinds stand side by side the author chose, and the text stays as it is.
"""

from __future__ import annotations

import re

from loaders.repair.record import Certainty, Edit, Reading

HAN = "\u4e00-\u9fff"
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
COMMA = re.compile(f"(?<=[{HAN}”》)]),")
MARK = re.compile(f"(?<=[{HAN}”》〉」』)])[,:;?!](?![A-Za-z/])")
CHARACTER = re.compile(f"[{HAN}]")
LETTER = re.compile("[A-Za-z]")
PAIR = re.compile(rf"\(([^()A-Za-z\r\n]*[{HAN}][^()A-Za-z\r\n]*)\)")


def read_width(text: str) -> Reading:
    """Edits for the punctuation of a half-width text; none for any other."""
    if "，" in text or not COMMA.search(text) or not _is_chinese(text):
        return Reading()
    places = {found.start() for found in MARK.finditer(text)}
    for pair in PAIR.finditer(text):
        places |= {pair.start(), pair.end() - 1}
    return Reading([_wide(text, place) for place in sorted(places)])


def _is_chinese(text: str) -> bool:
    """Whether Chinese characters are more than Latin letters, so that the commas are Chinese ones."""
    return len(CHARACTER.findall(text)) > len(LETTER.findall(text))


def _wide(text: str, place: int) -> Edit:
    return Edit(place, place + 1, text[place].translate(WIDE), Certainty.DETERMINISTIC)
