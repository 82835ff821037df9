"""Propose the days of a document: issued, published, adopted, in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loaders.documents.days import Day, days_in
from loaders.documents.document import Line, Proposal
from loaders.documents.head import Head, declared_as, unique

PUBLISHED = re.compile(
    r"(?:发布时间|发布日期|发稿时间|刊发时间|公开日期|上网时间|更新时间|时间|日期)\s*[:：]\s*$"
)
CLOCK = re.compile(r"^\s*\d{1,2}:\d{2}")
ISSUED_ON = re.compile(r"于\s*$")
ADOPTION = re.compile(r"通过|修订|修正|修改")
PROMULGATION = re.compile(r"公布|发布|颁布|批准|令")
IN_FORCE = re.compile(r"(?:自|从|于)\s*$")
IN_FORCE_AFTER = re.compile(r"^\s*起?\s*(?:正式)?(?:施行|实施|执行|生效)")
FROM_PUBLICATION = re.compile(r"自(?:公布|发布|颁布|印发)之日起(?:施行|实施|执行|生效)")
LINE_OF_HISTORY = 160


def dates_of(head: Head) -> Mapping[str, tuple[Proposal, ...]]:
    """ISO days by what they are; a kind without a day is left out."""
    found = {
        "issued": unique(_issued(head)),
        "published": unique(_published(head)),
        "adopted": unique(_adopted(head)),
        "in_force": unique(_in_force(head)),
    }
    return {kind: days for kind, days in found.items() if days}


def _proposal(day: Day, line: Line, rule: str) -> Proposal:
    return Proposal(day.day.isoformat(), line.place, day.words, rule)


def _declared(head: Head, names: Sequence[str], rule: str) -> Iterator[Proposal]:
    for one in declared_as(head, names, rule):
        for day in days_in(one.value):
            yield Proposal(day.day.isoformat(), one.place, day.words, one.rule)


def _issued(head: Head) -> Iterator[Proposal]:
    yield from _declared(head, ("成文日期", "生成日期", "印发日期", "发文日期"), "declared-issued")
    yield from _signed(head)
    for line in head.first:
        for day in days_in(line.text):
            if ISSUED_ON.search(line.text[: day.start]) and re.match(
                r"[以印发]", line.text[day.end :].lstrip()
            ):
                yield _proposal(day, line, "issued-on")
    for line in reversed(_history(head)):
        for day in days_in(line.text):
            if PROMULGATION.search(line.text) and not ADOPTION.search(line.text) and "批准" not in line.text:
                yield _proposal(day, line, "promulgated")


def _signed(head: Head) -> Iterator[Proposal]:
    """The day at the end, alone on its line or after the name of a body."""
    for line in reversed(head.last):
        days = list(days_in(line.text))
        if (
            days
            and len(line.text) <= len(days[-1].words) + 30
            and line.text.strip(" （）()").endswith(days[-1].words)
        ):
            before = line.text[: days[-1].start]
            if not re.search(r"[:：。，]|\d", before):
                yield _proposal(days[-1], line, "signature")
                return


def _published(head: Head) -> Iterator[Proposal]:
    yield from _declared(
        head, ("PubDate", "发布日期", "发布时间", "公开日期", "publishdate"), "declared-published"
    )
    for line in (*head.first, *head.last):
        for day in days_in(line.text) if len(line.text) <= LINE_OF_HISTORY else ():
            if PUBLISHED.search(line.text[: day.start]):
                yield _proposal(day, line, "publication-line")
            elif not line.text[: day.start].strip() and CLOCK.match(line.text[day.end :]):
                yield _proposal(day, line, "day-and-time")


def _history(head: Head) -> list[Line]:
    """The lines below a statute's title that state its adoption and amendments."""
    return [line for line in head.first if len(line.text) <= LINE_OF_HISTORY and _states_a_day(line.text)]


def _states_a_day(text: str) -> bool:
    first = next(days_in(text), None)
    return (
        first is not None
        and not text[: first.start].strip(" 　（(")
        and bool(re.search(f"{ADOPTION.pattern}|{PROMULGATION.pattern}", text))
    )


def _adopted(head: Head) -> Iterator[Proposal]:
    """Adoption and amendments, the last one first; without one, the day of promulgation or approval."""
    history = _history(head)
    days = [(next(days_in(line.text)), line) for line in history]
    adopted = [(day, line, "adopted") for day, line in days if ADOPTION.search(line.text)]
    other = [(day, line, "promulgated") for day, line in days if not ADOPTION.search(line.text)]
    for day, line, rule in sorted(adopted, key=lambda one: one[0].day, reverse=True) or sorted(
        other, key=lambda one: one[0].day, reverse=True
    ):
        yield _proposal(day, line, rule)


def _in_force(head: Head) -> Iterator[Proposal]:
    yield from _declared(head, ("施行日期", "实施日期", "生效日期"), "declared-in-force")
    places = [*reversed(head.articles[-3:]), *reversed(head.last), *head.first]
    for line in places:
        for day in days_in(line.text):
            rest = line.text[day.end :]
            if IN_FORCE_AFTER.match(rest) and (
                IN_FORCE.search(line.text[: day.start]) or rest.strip() in ("施行", "起施行", "实施")
            ):
                yield _proposal(day, line, "in-force")
    for line in places:
        if FROM_PUBLICATION.search(line.text):
            yield from (_from(one, line) for one in _issued(head))


def _from(issued: Proposal, line: Line) -> Proposal:
    found = FROM_PUBLICATION.search(line.text)
    return Proposal(issued.value, line.place, found.group() if found else "", f"from-{issued.rule}")
