"""Automatic numbers of a Word document as text: 第一条, （一）, 1.2 …, as Word counts and writes them.

Rules: ISO/IEC 29500-1, 17.9 (numbering). Counters belong to the abstract list, so lists that share one go on
counting; a list that overrides a start counts anew; a level starts anew after a higher one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"%([1-9])")
ENDS_IN_MARK = re.compile(r"[、，。．.:：)）\]】〕,]$")
DIGITS = "零一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class Level:
    """One level of a list. `restart` is the level (from 1) after which it counts anew, None for any higher.

    `suffix` is tab, space or nothing.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_legal: bool = False


@dataclass(frozen=True)
class Numbered:
    """A list as paragraphs name it: its counters' name, its levels by number from 0, and its own starts."""

    counters: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numberer:
    """Counts through a document; `label` has to be called for each numbered paragraph in order."""

    def __init__(self, lists: Mapping[str, Numbered]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[str] = set()

    def label(self, name: str, level: int) -> str:
        """The number before the next paragraph of a list, with its blank; "" for bullets and no list."""
        numbered = self._lists.get(name)
        if numbered is None or level not in numbered.levels:
            return ""
        counts = self._counts.setdefault(numbered.counters, {})
        self._restart(name, numbered, counts)
        _count(counts, level, numbered.levels)
        return _written(level, counts, numbered.levels)

    def _restart(self, name: str, numbered: Numbered, counts: dict[int, int]) -> None:
        """A list's own starts hold from its first paragraph on."""
        if name not in self._used:
            self._used.add(name)
            for level, start in numbered.starts.items():
                counts[level] = start - 1


def _count(counts: dict[int, int], level: int, levels: Mapping[int, Level]) -> None:
    counts[level] = counts.get(level, levels[level].start - 1) + 1
    for below in [n for n in counts if n > level]:
        restart = levels[below].restart if below in levels else None
        if restart is None or 0 < level + 1 <= restart:
            del counts[below]


def _written(level: int, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    own = levels[level]
    if own.format in ("bullet", "none") and not PLACE.search(own.text):
        return ""

    def number(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        asked = levels.get(at, Level())
        return formatted(counts.get(at, asked.start), "decimal" if own.is_legal else asked.format)

    label = PLACE.sub(number, own.text)
    parted = own.suffix != "nothing" and label and not ENDS_IN_MARK.search(label)
    return f"{label} " if parted else label


def formatted(number: int, form: str) -> str:
    """A number in one of Word's formats; formats that Chinese documents do not use are written 1, 2, 3."""
    write = FORMATS.get(form)
    return write(number) if write and number >= 0 else str(number)


def counting(number: int, digits: str = DIGITS, units: str = "十百千万") -> str:
    """一百零一; from 10 to 19 without the first 一. Numbers of a hundred million and more as digits."""
    if number >= 100_000_000:
        return str(number)
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return (
            counting(high, digits, units) + units[3] + (gap + _thousands(low, digits, units) if low else "")
        )
    text = _thousands(number, digits, units) or digits[0]
    return text.removeprefix(digits[1]) if 10 <= number < 20 and digits is DIGITS else text


def _thousands(number: int, digits: str, units: str) -> str:
    text = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(digits[0]) and number % 10**power:
            text += digits[0]
    return text


def _short_counting(number: int) -> str:
    """chineseCounting: from a hundred on the digits one by one, 一〇一."""
    return counting(number) if number < 100 else _by_digits(number)


def _by_digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _formal(number: int) -> str:
    return counting(number, FORMAL_DIGITS, "拾佰仟万")


def _roman(number: int) -> str:
    table = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
    text = ""
    for value, sign in table:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """a … z, then aa, bb …, as Word does."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _signs(first: str, count: int) -> Callable[[int], str]:
    """Signs that stand one after another in Unicode; beyond the last one the number in its plain form."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number else "0"


# japaneseCounting drops the 一 of 一百 in Japanese text; Chinese documents that name it mean 一百零一条.
FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": _short_counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": _short_counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "koreanCounting": counting,
    "ideographDigital": _by_digits,
    "japaneseDigitalTenThousand": _by_digits,
    "taiwaneseDigital": _by_digits,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "japaneseLegal": _formal,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "decimalFullWidth": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalFullWidth2": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 20),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}
