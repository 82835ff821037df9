"""Chinese and Arabic numerals of divisions: 一千一百八十五, 十二, 12, １２."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二三四五六七八九十百千两]+"
NUMBER = rf"(?:{NUMERAL}|[0-9０-９]+)"


def number_of(numeral: str) -> int:
    """Value of a numeral. Raises KeyError on other characters."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) > 1 and not set(numeral) & set(UNITS):
        return int("".join(str(DIGITS[character]) for character in numeral))
    total = digit = 0
    for character in numeral:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit
