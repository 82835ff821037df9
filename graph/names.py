"""How a provision is called in words: 噪声污染防治法第七十七条第一款 for art_77__para_1."""

from __future__ import annotations

import re

ZH_PARTS = {
    "art": "第{}条",
    "para": "第{}款",
    "sent": "第{}句",
    "item": "第（{}）项",
    "sec": "第{}部分",
    "subsec": "（{}）",
    "q": "问{}",
    "intro": "引言{}",
    "list": "清单{}",
    "table": "表{}",
    "row": "第{}行",
    "point": "{}.",
    # The instrument as a whole, where its inner order is not on record: no words.
    "all": "",
}
STEP = re.compile(r"([a-z]+)_(\d+)(?:-(\d+))?")
NUMERALS = "零一二三四五六七八九"


def numeral_of(number: int) -> str:
    """Chinese numeral as laws write it: 10 is 十, 110 is 一百一十, 1005 is 一千零五."""
    if 10 <= number < 20:
        return "十" + (NUMERALS[number - 10] if number > 10 else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + NUMERALS[digit] + name
            gap = False
        elif text and number:
            gap = True
    return text or NUMERALS[0]


def article_name(locator: str) -> str:
    """The first step of a locator in words: 第七十七条, 问4, 第二部分."""
    return place_name(locator.split("__", maxsplit=1)[0])


def place_name(locator: str) -> str:
    """A locator in words: art_77__para_1 is 第七十七条第一款, q_4__para_2 is 问4第二款."""
    words = []
    for kind, number, insertion in STEP.findall(locator):
        plain = kind in {"q", "intro", "list"}
        numeral = number if plain else numeral_of(int(number))
        text = ZH_PARTS.get(kind, "{}").format(numeral)
        words.append(text + (f"之{numeral_of(int(insertion))}" if insertion else ""))
    return "".join(words)
