"""Keep phone, ID and card numbers of complainants out of a text.

Numbers are found with or without spaces and hyphens, in half or full width. An ID number must pass its
check digit (GB 11643-1999, ISO 7064 MOD 11-2), a card number the Luhn check. Names and addresses are not
found; numbers written in characters (一三九…) are not either. A number of a file may look like a card's one time
in ten, so there only phone and ID numbers count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

WIDTH = str.maketrans("０１２３４５６７８９－（）Ｘｘ　＋—‐–", "0123456789-()Xx +---")
Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]
GAP = r"[ \-.]?"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Masked:
    """A text without personal numbers, and the kinds found, each once, in order of appearance in the rules."""

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
    """The text with each personal number replaced by its kind: 〔手机号已隐去〕."""
    return _masked(text, RULES)


def _masked(text: str, rules: Iterable[Rule]) -> Masked:
    found: list[str] = []
    for kind, pattern, counts in rules:
        plain = text.translate(WIDTH)  # one character for one, so that places stay
        pieces, last = [], 0
        for match in pattern.finditer(plain):
            if counts(re.sub(r"[^\dXx]", "", match.group())):
                pieces += [text[last : match.start()], f"〔{kind}{TAKEN_OUT}"]
                last = match.end()
                found.append(kind)
        text = "".join([*pieces, text[last:]])
    return Masked(text, tuple(dict.fromkeys(found)))
