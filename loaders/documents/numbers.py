"""Propose the document's own number: 川环委〔2023〕1号, 国务院令第216号; never one that it only cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.document import Proposal
from loaders.documents.head import Head, declared_as, unique

NUMBER = r"[\u4e00-\u9fff][\u4e00-\u9fff、\s]{0,14}?\s*[〔\[（(【［﹝]\s*(?:19|20)\d{2}\s*[〕\]）)】］﹞]\s*第?\s*\d{1,5}\s*号"
ORDER = r"(?:[\u4e00-\u9fff]{2,30}(?:令|公告|通告))?\s*[（(]?\s*第\s*(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,7})\s*号\s*[)）]?"
YEAR_ORDER = r"(?:19|20)\d{2}\s*年?\s*第\s*\d{1,4}\s*号"
ALONE = re.compile(rf"^\s*[（(]?\s*({NUMBER}|{ORDER}|{YEAR_ORDER})\s*[)）]?(?:\s*签发人.*)?$")
WITH_LABEL = re.compile(rf"^(?:文\s*号|发文字号|文件编号)\s*[:：]\s*({NUMBER}|{ORDER}|{YEAR_ORDER})")
ISSUED_AS = re.compile(rf"以《(.{{4,120}})》\s*[（(]\s*({NUMBER})\s*[)）]")
PROMULGATED = re.compile(
    r"((?:中华人民共和国)?[\u4e00-\u9fff]{2,20}令)\s*(第\s*\d{1,5}\s*号)\s*(?:公布|发布|颁布)?"
)
OPENING, CLOSING = "[（(【［﹝", "]）)】］﹞"
BRACKETS = str.maketrans(OPENING + CLOSING, "〔" * len(OPENING) + "〕" * len(CLOSING))
YEAR_IN_BRACKETS = re.compile(rf"[{re.escape(OPENING)}]((?:19|20)\d{{2}})[{re.escape(CLOSING)}]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def numbers_of(head: Head, title: str) -> tuple[Proposal, ...]:
    """Numbers, likeliest first, with 〔〕 around the year and without blanks."""
    return unique((*_declared(head), *_alone(head), *_issued_as(head, title), *_promulgated(head)))


def is_number_line(text: str) -> bool:
    return bool(ALONE.match(text.translate(FULL_WIDTH)))


def normalised(number: str) -> str:
    return YEAR_IN_BRACKETS.sub(r"〔\1〕", "".join(number.translate(FULL_WIDTH).split())).strip("（()）")


def _declared(head: Head) -> Iterator[Proposal]:
    names = ("文号", "发文字号", "文件编号", "规范性文件编号")
    for one in declared_as(head, names, "declared-number"):
        if re.search(r"\d", one.value):
            yield Proposal(normalised(one.value), one.place, one.words, one.rule)


def _alone(head: Head) -> Iterator[Proposal]:
    for line in head.first:
        text = line.text.translate(FULL_WIDTH)
        found = ALONE.match(text) or WITH_LABEL.match(text)
        if found:
            yield Proposal(normalised(found.group(1)), line.place, line.text, "number-line")


def _issued_as(head: Head, title: str) -> Iterator[Proposal]:
    """以《…的通知》（…号）发出, where the name is this document's title."""
    for line in head.first:
        for found in ISSUED_AS.finditer(line.text.translate(FULL_WIDTH)):
            if not title or _same(found.group(1), title):
                yield Proposal(normalised(found.group(2)), line.place, found.group(), "issued-as")


def _promulgated(head: Head) -> Iterator[Proposal]:
    """The order that put a regulation into effect, from the lines below its title; the latest first."""
    for line in reversed(head.first):
        found = PROMULGATED.search(line.text)
        if found and len(line.text) < 80 and "修改" not in line.text:
            yield Proposal("".join("".join(found.groups()).split()), line.place, found.group(), "order")


def _same(name: str, title: str) -> bool:
    """Whether two names are one, whatever marks they are quoted with."""

    def plain(text: str) -> str:
        return re.sub(r"[《》〈〉“”\s（）()]", "", text)

    return plain(name) in plain(title) or plain(title) in plain(name)
