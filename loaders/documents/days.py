"""Days written out in Chinese documents: 2023年3月17日, 二〇二三年三月十七日, 2023-03-17, 2023/3/17.

Only whole days that exist; 近期, 今年 and a month without its day give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○ＯO0Ｏ◯", 0) | {"元": 1}
YEAR = r"[〇零○ＯO◯一二三四五六七八九]{4}"
NUMERAL = "[一二三四五六七八九十]{1,3}"
DAY = r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s*(?:年|[-./－])\s*(?P<month>\d{1,2})\s*(?:月|[-./－])\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"
CHINESE_DAY = rf"(?P<cyear>{YEAR})\s*年\s*(?P<cmonth>{NUMERAL})\s*月\s*(?P<cday>{NUMERAL})\s*[日号]"
EITHER = re.compile(f"{DAY}|{CHINESE_DAY}")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Day:
    """A day with the words that state it and their offset."""

    day: date
    words: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def days_in(text: str) -> Iterator[Day]:
    """The days that a text states, in its order."""
    for found in EITHER.finditer(text.translate(FULL_WIDTH)):
        try:
            yield Day(_day(found), text[found.start() : found.end()].rstrip(), found.start())
        except ValueError:  # no such day
            continue


def _day(found: re.Match[str]) -> date:
    if found["year"]:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    year = int("".join(str(DIGITS[c]) for c in found["cyear"]))
    return date(year, _number(found["cmonth"]), _number(found["cday"]))


def _number(numeral: str) -> int:
    """Up to 三十一. Raises ValueError for what is no number."""
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(numeral)
    if not ten:
        return DIGITS[numeral]
    return 10 * (DIGITS[tens] if tens else 1) + (DIGITS[ones] if ones else 0)
