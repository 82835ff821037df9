"""Keep personal data of complainants out of a text: phone, ID and card numbers, names, rooms, plates, accounts.

Numbers are found with or without spaces and hyphens, in half or full width, a mobile number in characters too. An ID
number must pass its check digit (GB 11643-1999, ISO 7064 MOD 11-2), a card number the Luhn check. A number of a
file may look like a card's one time in ten, so there only phone and ID numbers count. `office.personal_words` has
the rest. A name without a word before or behind it that tells a person is not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from office import personal_words

WIDTH = str.maketrans("０１２３４５６７８９－（）Ｘｘ　＋—‐–", "0123456789-()Xx +---")
Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]
GAP = r"[ \-.]?"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Masked:
    """A text without personal data, and the kinds found, each once, in order of appearance in the rules."""

    text: str
    found: tuple[str, ...]


def _is_id(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == digits[17].upper() and _is_birthday(digits[6:14])


def _is_birthday(digits: str) -> bool:
    """Whether digits 7 to 14 are the day of birth that they are in an ID number: a long file number rarely has one there."""
    try:
        return 1850 <= datetime.strptime(digits, "%Y%m%d").year <= 2100
    except ValueError:
        return False


def _is_card(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _any(_digits: str) -> bool:
    return True


# Longest first, so that a phone number is not found inside an ID number.
RULES: tuple[Rule, ...] = (
    ("身份证号", re.compile(rf"(?<!\d)(?:\d{GAP}){{17}}[\dXx](?![\dXx])"), _is_id),
    ("卡号", re.compile(rf"(?<!\d)(?:\d{GAP}){{15,18}}\d(?!\d)"), _is_card),
    (
        "手机号",
        re.compile(rf"(?<!\d)(?:(?:\+|00)?86{GAP})?1{GAP}[3-9]{GAP}(?:\d{GAP}){{8}}\d(?!\d)"),
        _any,
    ),
    (
        "手机号",
        re.compile(
            r"(?<![〇零一二三四五六七八九幺])[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}(?![〇零一二三四五六七八九幺])"
        ),
        _any,
    ),
    ("座机号", re.compile(r"(?<!\d)\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}(?!\d)"), _any),
    ("座机号", re.compile(r"(?<=电话|座机|致电|号码)[:：是为 ]{0,3}[2-8]\d{6,7}(?!\d)"), _any),
)


CARD = "卡号"
# What stands in every text from which something was taken out.
TAKEN_OUT = "已隐去〕"


def mask_number(number: str) -> str:
    """The number of a file (工单号) without phone and ID numbers in it."""
    return _masked(number, [rule for rule in RULES if rule[0] != CARD]).text


def mask(text: str) -> Masked:
    """The text with each piece of personal data replaced by its kind: 〔手机号已隐去〕."""
    numbers = _masked(text, RULES)
    text, found = numbers.text, list(numbers.found)
    for rule in personal_words.RULES:
        spans = personal_words.spans(rule, text)
        if spans:
            text = _replaced(text, spans, rule[0])
            found.append(rule[0])
    return Masked(text, tuple(dict.fromkeys(found)))


def _masked(text: str, rules: Iterable[Rule]) -> Masked:
    found: list[str] = []
    for kind, pattern, counts in rules:
        plain = text.translate(WIDTH)  # one character for one, so that places stay
        matches = pattern.finditer(plain)
        spans = [one.span() for one in matches if counts(re.sub(r"[^\dXx]", "", one.group()))]
        if spans:
            text = _replaced(text, spans, kind)
            found.append(kind)
    return Masked(text, tuple(dict.fromkeys(found)))


def _replaced(text: str, spans: Iterable[tuple[int, int]], kind: str) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], f"〔{kind}{TAKEN_OUT}"]
        last = end
    return "".join([*pieces, text[last:]])
