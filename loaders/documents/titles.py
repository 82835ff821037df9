"""Propose titles: of an interview, a statute, a circular, the heading, or the first line that is none of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from loaders.documents.days import days_in
from loaders.documents.document import Line, Proposal
from loaders.documents.head import Head, declared_as, is_sentence, unique
from loaders.documents.numbers import is_number_line

NOUNS = (
    "通知|意见|办法|规定|条例|决定|方案|公告|通告|通报|细则|清单|规划|批复|函|报告|纪要|命令|决议|规则|制度|措施|指南|"
    "要点|计划|目录|标准|准则|守则|章程|法|法典|名单|预案|导则|规范|答复|公报|令|总则|附则|要求|分工|职责|目录表|一览表"
)
NAMED = re.compile(rf"(?:{NOUNS})(?:\s*[（(〔【][^（）()]{{1,20}}[)）〕】])*$")
INTERVIEW = re.compile(r"^(?:[—\-–―\s]*)(.{0,30}(?:就|解读)《.+》.{0,20}答(?:记者|媒体)?问|.{2,40}答记者问)$")
WRAPPER = re.compile(
    r"^[\s—\-–―]*(?:[（(【\[]\s*(?:受权发布|授权发布|权威发布|全文|转载|转发|公示|头条|要闻|原文)\s*[)）】\]]|(?:受权发布|授权发布|全文)\s*[|｜:：丨])\s*"
)
DASHES = re.compile(r"^[\s—\-–―]+|[\s—\-–―]+$")
ABOUT = re.compile(r"(?:关于|印发|转发|贯彻|实施|落实|征求|公布|发布|开展|做好|修改|废止)")
NO_TITLE = re.compile(
    r"^(?:来源|作者|编辑|发布时间|发布日期|时间|日期|索引号|目\s*录|附件|文号|浏览|字体|签发人|主送|抄送|问|答)\s*[:：丨|]?"
)
ADDRESSEE = re.compile(r"[:：]$")
CHAPTER = re.compile(
    r"^(?:第[一二三四五六七八九十百]+(?:分?编|章|节)|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
)
CHINESE = re.compile("[\u4e00-\u9fff]{4}")
SHORTEST, LONGEST = 4, 120
LINE_NUMBER = re.compile(r"(\d+)$")


def titles_of(head: Head) -> tuple[Proposal, ...]:
    """Titles, likeliest first; one that is broken over two lines is joined, and its parts are not proposed."""
    found: list[Proposal] = []
    for one in (one for rule in RULES for one in rule(head)):
        if not any(one.value in other.value for other in found):
            found.append(one)
    return unique(found)


def _declared(head: Head) -> Iterator[Proposal]:
    for one in declared_as(head, ("ArticleTitle", "标题", "信息名称", "名称"), "declared-title"):
        yield Proposal(bare(one.value), one.place, one.words, one.rule)


def _interview(head: Head) -> Iterator[Proposal]:
    for line in head.first[:10]:
        text = WRAPPER.sub("", line.text)
        found = INTERVIEW.match(text)
        if found and not is_sentence(text):
            yield Proposal(DASHES.sub("", found.group(1)), line.place, line.text, "interview")


def _heading(head: Head) -> Iterator[Proposal]:
    """A heading of the first level, before any text; the lines of one that goes on are joined."""
    for at, line in enumerate(head.first[:6]):
        if line.heading == 1 and not CHAPTER.match(line.text) and not NO_TITLE.match(line.text):
            yield _joined(head.first, at, "heading")
            return


def _beside_number(head: Head) -> Iterator[Proposal]:
    """The named line next to the document number: above it on web pages, below it on paper."""
    for at, line in enumerate(head.first):
        if not is_number_line(line.text):
            continue
        for near in (at + 1, at - 1, at - 2, at + 2):
            if 0 <= near < len(head.first) and _may_be_title(head.first[near].text):
                joined = _joined(head.first, near, "beside-number")
                if NAMED.search(joined.value):
                    yield joined


def _named(head: Head) -> Iterator[Proposal]:
    """A line in the head that ends as names of documents end."""
    for at, line in enumerate(head.first[:15]):
        if _may_be_title(line.text):
            joined = _joined(head.first, at, "named")
            if NAMED.search(joined.value) and (ABOUT.search(joined.value) or at < 3):
                yield joined


def _first_line(head: Head) -> Iterator[Proposal]:
    for line in head.first[:5]:
        if is_sentence(line.text):
            return
        if _may_be_title(line.text):
            yield Proposal(bare(line.text), line.place, line.text, "first-line")
            return


def _sheet(head: Head) -> Iterator[Proposal]:
    for line in head.sheet_titles:
        yield Proposal(line.text, line.place, line.text, "table-head")


def _page_title(head: Head) -> Iterator[Proposal]:
    for one in declared_as(head, ("title",), "page-title"):
        value = re.split(r"\s*[_|｜]\s*|\s+-\s+|(?<=[\u4e00-\u9fff）])-(?=[\u4e00-\u9fff])", one.value)[0]
        if CHINESE.search(value):
            yield Proposal(bare(value), one.place, one.words, one.rule)


RULES: Sequence[Callable[[Head], Iterator[Proposal]]] = (
    _declared,
    _interview,
    _beside_number,
    _heading,
    _named,
    _first_line,
    _sheet,
    _page_title,
)


def bare(text: str) -> str:
    """A title without what a publisher puts around it: （受权发布）, leading dashes."""
    return DASHES.sub("", WRAPPER.sub("", " ".join(text.split())))


def ends_as_title(text: str) -> bool:
    """Whether a line is short and ends as names of documents end: …的通知, …办法（试行）."""
    return _may_be_title(text) and bool(NAMED.search(text) or INTERVIEW.match(text))


def _may_be_title(text: str) -> bool:
    return (
        SHORTEST <= len(text) <= LONGEST
        and not is_sentence(text)
        and not ADDRESSEE.search(text)
        and not NO_TITLE.match(text)
        and not CHAPTER.match(text)
        and not is_number_line(text)
        and not any(len(day.words) > len(text) / 2 for day in days_in(text))
    )


def _joined(lines: Sequence[Line], at: int, rule: str) -> Proposal:
    """A line, with the neighbouring one where the title goes on there: 关于… / …的通知."""
    line = lines[at]
    value = bare(line.text)
    if at + 1 < len(lines) and _goes_on(value, lines[at + 1]) and _follows(line, lines[at + 1]):
        return Proposal(value + lines[at + 1].text, line.place, f"{line.text} {lines[at + 1].text}", rule)
    if at and NAMED.search(value) and not ABOUT.search(value) and _may_be_title(lines[at - 1].text):
        above = bare(lines[at - 1].text)
        if _goes_on(above, line) and _follows(lines[at - 1], line):
            return Proposal(above + value, lines[at - 1].place, f"{lines[at - 1].text} {line.text}", rule)
    return Proposal(value, line.place, line.text, rule)


def _goes_on(value: str, after: Line) -> bool:
    """Whether a title has begun and not ended, and the next line ends it."""
    return (
        bool(ABOUT.search(value))
        and not NAMED.search(value)
        and _may_be_title(after.text)
        and bool(NAMED.search(after.text))
    )


def _follows(line: Line, after: Line) -> bool:
    """Whether two lines stand next to each other, where places count lines."""
    here, there = LINE_NUMBER.search(line.place), LINE_NUMBER.search(after.place)
    return not here or not there or int(there.group()) - int(here.group()) <= 1
