"""One normal form for all text that is compared: simplified, half width, lower case, no inner spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
CHINESE = "[\u4e00-\u9fff，。、；：？！]"
CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]+")
SPACE_BESIDE_CHINESE = re.compile(rf"(?<={CHINESE})\s+|\s+(?={CHINESE})")


def normalise(text: str) -> str:
    """The form in which words are matched. Traditional characters become simplified ones."""
    if text.isascii():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKC", CONTROL.sub("", text)).lower()
    text = SPACE_BESIDE_CHINESE.sub("", text).strip()
    if fits_simplified(text):
        return text
    return simplified(text)


def simplified(text: str) -> str:
    """Traditional characters and words as simplified ones; regional vocabulary stays as it is."""
    from zhconv import zhconv

    # Loaded by path: its own way of loading leaves the file open.
    zhconv.loaddict(str(files("zhconv") / "zhcdict.json"))
    return str(zhconv.convert(text, "zh-hans"))


def fits_simplified(text: str) -> bool:
    """Whether every character is in GB 2312, the simplified set; others may need conversion."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def bigrams(text: str) -> Iterator[str]:
    """Pairs of neighbouring Chinese characters."""
    for run in CHINESE_RUN.findall(text):
        for start in range(len(run) - 1):
            yield run[start : start + 2]
