"""What a line is by the way it begins: a chapter, an article, an item, a question, or running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.structure.numerals import NUMBER, NUMERAL, number_of
from loaders.structure.tree import Division

SPACE = r"[ \t\u3000\u00a0]"
MARK = rf"^{SPACE}*(?:\#+{SPACE}*)?"
UNITS: Mapping[str, Division] = {
    "编": Division.BOOK,
    "分编": Division.SUBPART,
    "章": Division.CHAPTER,
    "节": Division.SECTION,
}
# The space behind the number may be lost in copying: 第一章总则. A sentence about a chapter is no heading.
UNIT = re.compile(
    rf"{MARK}(第({NUMERAL})(分?编|章|节))(?:{SPACE}+|(?![的规至和所中及、]|$)(?=[^，。；：]{{1,15}}$)|(?={SPACE}*$))(.*?){SPACE}*$"
)
ARTICLE = re.compile(rf"{MARK}\**(第({NUMBER})条(?:之({NUMERAL}))?)\**(?:[ \t\u3000\u00a0]+|[:：]|$)(.*)$")
HEADING_1 = re.compile(rf"{MARK}(({NUMERAL})、)(.*)$")
HEADING_2 = re.compile(rf"{MARK}([（(]({NUMERAL})[）)][、.．]?)(.*)$")
HEADING_3 = re.compile(rf"{MARK}(([0-9０-９]{{1,2}})[.．、])(?![0-9])(.*)$")
HEADING_4 = re.compile(rf"{MARK}([（(]([0-9０-９]{{1,2}})[）)])(.*)$")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HEADING_5 = re.compile(rf"{MARK}(([{CIRCLED}]))(.*)$")
QUESTION = re.compile(
    rf"{MARK}\**(问(?:题)?[:：]|(?:问题)?([0-9一二三四五六七八九十]{{1,3}})[、.．]?{SPACE}*问[:：])(.*)$"
)
ANSWER = re.compile(rf"{MARK}\**(答[:：])(.*)$")
SERIES = re.compile(rf"{MARK}(({NUMERAL})(?:是|要|则))(.*)$")
ANNEX = re.compile(
    rf"{MARK}(附(?:件|表|录)?{SPACE}*([0-9一二三四五六七八九十]*){SPACE}*[:：]?)(?={SPACE}|$)(.*)$"
)


@dataclass(frozen=True)
class Begin:
    """How a line begins. `rest` is what follows the label, `at` the offset of `rest` in the line."""

    division: Division
    number: int
    insertion: int
    label: str
    rest: str
    at: int


def begin_of(line: str) -> Begin | None:
    """The division a line begins, by its form alone; None for running text. Items （一） come as headings."""
    head = line.lstrip(" \t\u3000\u00a0#*")[:1]
    return _BY_FIRST[head](line) if head in _BY_FIRST else None


def _unit_or_article(line: str) -> Begin | None:
    found = ARTICLE.match(line)
    if found:
        label, number, insertion, rest = found.groups()
        inserted = number_of(insertion) if insertion else 0
        return Begin(Division.ARTICLE, number_of(number), inserted, label, rest, found.start(4))
    found = UNIT.match(line)
    if found:
        label, number, unit, rest = found.groups()
        at = found.start(4) if rest else len(line)
        return Begin(UNITS[unit], number_of(number), 0, label, rest, at)
    return None


def _numbered(pattern: re.Pattern[str], division: Division, line: str) -> Begin | None:
    found = pattern.match(line)
    if not found:
        return None
    label, number, rest = found.groups()
    value = _value(number) if number else 0
    return Begin(division, value, 0, label, rest, found.start(3))


def _value(number: str) -> int:
    return CIRCLED.index(number) + 1 if number in CIRCLED else number_of(number)


def _bracketed(line: str) -> Begin | None:
    return _numbered(HEADING_2, Division.HEADING_2, line) or _numbered(HEADING_4, Division.HEADING_4, line)


def _counted(line: str) -> Begin | None:
    return (
        _numbered(HEADING_1, Division.HEADING_1, line)
        or _numbered(SERIES, Division.LIST, line)
        or _numbered(QUESTION, Division.QUESTION, line)
    )


def _arabic(line: str) -> Begin | None:
    return _numbered(QUESTION, Division.QUESTION, line) or _numbered(HEADING_3, Division.HEADING_3, line)


def _question(line: str) -> Begin | None:
    return _numbered(QUESTION, Division.QUESTION, line)


def _circled(line: str) -> Begin | None:
    return _numbered(HEADING_5, Division.SUBITEM, line)


def _annex(line: str) -> Begin | None:
    return _numbered(ANNEX, Division.ANNEX, line) if len(line) < 60 else None


_BY_FIRST = (
    dict.fromkeys("第", _unit_or_article)
    | dict.fromkeys("（(", _bracketed)
    | dict.fromkeys("零〇一二三四五六七八九十百两", _counted)
    | dict.fromkeys("0123456789０１２３４５６７８９", _arabic)
    | dict.fromkeys("问", _question)
    | dict.fromkeys(CIRCLED, _circled)
    | dict.fromkeys("附", _annex)
)
