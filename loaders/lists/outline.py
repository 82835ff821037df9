"""Read a list without a table: department headings, each followed by its items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.documents.document import Line
from loaders.lists.bodies import is_body_name
from loaders.lists.cells import LABEL, bases_of, items_of, joined, with_basis, without_separators
from loaders.lists.departments import COOPERATES, cooperators_of
from loaders.lists.row import LeftOut, ListRow
from loaders.lists.tables import FRESH, PAGE_NUMBER
from loaders.structure.lines import Begin, begin_of
from loaders.structure.tree import Division

ORDER = (
    Division.HEADING_1,
    Division.HEADING_2,
    Division.HEADING_3,
    Division.HEADING_4,
    Division.SUBITEM,
)
UNNUMBERED = 0
BULLET = re.compile(r"^[-*•·●■◆▪]\s*(?=[\u4e00-\u9fff])")
HEADING_TAIL = re.compile(
    r"的?(?:生态环境)?(?:保护)?(?:工作)?(?:主要|具体)?(?:职责|责任|事项|任务)?(?:清单)?[：:]?$"
)
WITH_ITEM = re.compile(r"^([^：:，。；]{2,26})[：:](.+)$")
COOPERATING = re.compile(f"^{COOPERATES}")
LIST_TITLE = re.compile("清单|职责分工|责任分工|任务分工")


@dataclass
class Item:
    """One item with the lines that go on with it."""

    words: list[str]
    place: str
    at: str
    number: str | None
    basis: list[str] = field(default_factory=list)
    cooperators: tuple[str, ...] = ()


@dataclass
class Section:
    """A department heading with what follows it. `order` is the rank of its numbering, 0 without one."""

    department: str
    at: str
    place: str
    order: int
    basis: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass
class OutlineReader:
    """Takes line after line. `open` holds the numbered divisions that enclose the line, outermost first."""

    sections: list[Section] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    open: list[tuple[int, str]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    section: Section | None = None

    def take(self, line: Line) -> None:
        text = joined(line.text)
        if not text or PAGE_NUMBER.match(text):
            return
        bullet = BULLET.match(text)
        begin = begin_of(text)
        if bullet:
            self.take_bullet(text[bullet.end() :], line.place)
        elif begin is None or begin.division not in ORDER:
            self.take_words(text, line.place, None)
        else:
            self.take_words(joined(begin.rest), line.place, begin)

    def take_bullet(self, words: str, place: str) -> None:
        """A bulleted line is an item without a number."""
        if self.section is None or self.labels(words):
            self.take_words(words, place, None)
        else:
            self.add_unnumbered(self.section, words, place)

    def take_words(self, words: str, place: str, begin: Begin | None) -> None:
        with_item = WITH_ITEM.match(words)
        if department := heading_body(words):
            self.begin_section(department, place, begin)
        elif with_item and (department := heading_body(with_item.group(1))) and not self.labels(words):
            at = self.begin_section(department, place, begin)
            self.take_items(with_item.group(2), place, at)
        elif self.section is None or (begin and ORDER.index(begin.division) + 1 <= self.section.order):
            self.section = None
            self.leave_out(words, place, "不在部门标题之下", "under no department heading")
        elif begin:
            self.take_numbered(self.section, words, place, begin)
        else:
            self.take_running(self.section, words, place)

    def labels(self, words: str) -> bool:
        return LABEL.match(words) is not None or COOPERATING.match(words) is not None

    def leave_out(self, words: str, place: str, zh: str, en: str) -> None:
        self.left_out.append(LeftOut(place, words, zh, en))

    def begin_section(self, department: str, place: str, begin: Begin | None) -> str:
        order = ORDER.index(begin.division) + 1 if begin else UNNUMBERED
        if begin is None:
            self.open = []
            at = self.unique("", Division.HEADING_1, 1)
        else:
            at = self.locate(begin)
        self.section = Section(department, at, place, order)
        self.sections.append(self.section)
        return at

    def take_items(self, words: str, place: str, at: str) -> None:
        """The items of 甲局：负责… on the heading's own line."""
        assert self.section is not None
        _, items = items_of(words)
        for number, item in enumerate(items, 1):
            here = f"{at}__item_{number}" if len(items) > 1 else at
            self.section.items.append(Item([item], place, here, None))

    def take_numbered(self, section: Section, words: str, place: str, begin: Begin) -> None:
        order = ORDER.index(begin.division) + 1
        outer = next((ORDER.index(d) + 1 for i in section.items if (d := _division(i.at))), order)
        if section.items and order > outer and section.items[-1].number:
            section.items[-1].words.append(begin.label + words)
            return
        at = self.locate(begin)
        section.items.append(Item([words], place, at, begin.label))

    def take_running(self, section: Section, words: str, place: str) -> None:
        last = section.items[-1] if section.items else None
        if LABEL.match(words):
            (last.basis if last else section.basis).append(words)
        elif COOPERATING.match(words) and last:
            last.cooperators += cooperators_of(COOPERATING.sub("", words))
        elif FRESH.match(words) and (last is None or last.number is None):
            self.add_unnumbered(section, words, place)
        elif last:
            last.words.append(words)
        else:
            self.leave_out(words, place, "标题之下、事项之前的文字", "words between a heading and its items")

    def add_unnumbered(self, section: Section, words: str, place: str) -> None:
        number = sum(item.number is None for item in section.items) + 1
        at = self.unique(section.at, Division.PARAGRAPH, number)
        section.items.append(Item([words], place, at, None))

    def locate(self, begin: Begin) -> str:
        """The locator of a numbered line under the divisions that are open."""
        order = ORDER.index(begin.division) + 1
        while self.open and self.open[-1][0] >= order:
            self.open.pop()
        parent = self.open[-1][1] if self.open else ""
        if self.section and self.section.order == UNNUMBERED:
            parent = parent or self.section.at
        at = self.unique(parent, begin.division, begin.number)
        self.open.append((order, at))
        return at

    def unique(self, parent: str, division: Division, number: int) -> str:
        """A locator that no other line has: a number that comes twice is counted on."""
        prefix = f"{parent}__" if parent else ""
        while f"{prefix}{division.value}_{number}" in self.taken:
            number += 1
        at = f"{prefix}{division.value}_{number}"
        self.taken.add(at)
        return at


def _division(at: str) -> Division | None:
    """The kind of numbering that a locator ends with; None for an unnumbered paragraph."""
    kind = Division(at.rsplit("__", maxsplit=1)[-1].rsplit("_", 1)[0])
    return kind if kind in ORDER else None


def heading_body(words: str) -> str:
    """The body that a heading line names (市水利局主要职责：), "" when it names none."""
    for bare in (words.rstrip("：: "), HEADING_TAIL.sub("", words)):
        if is_body_name(bare):
            return bare
    return ""


def read_outline(lines: Iterable[Line]) -> tuple[list[ListRow], list[LeftOut]]:
    """Rows of a list in lines; both empty when the lines are no such list.

    A list has two departments with items, or one under a title that says it is a list. A text in articles is
    a statute, whose lists of bodies (组织法) are none.
    """
    reader = OutlineReader()
    lines = list(lines)
    if any((begin := begin_of(line.text)) and begin.division is Division.ARTICLE for line in lines):
        return [], []
    titles = ""
    for line in lines:
        titles += "" if reader.sections else line.text
        reader.take(line)
    sections = [section for section in reader.sections if section.items]
    has_title = LIST_TITLE.search(titles) is not None
    if len(sections) < (1 if has_title else 2):
        return [], []
    for section in reader.sections:
        if not section.items:
            reader.leave_out(section.department, section.place, "标题之下没有事项", "a heading without items")
    return [row for section in sections for row in _rows(section)], reader.left_out


def _rows(section: Section) -> list[ListRow]:
    texts = without_separators([joined("\n".join(item.words)) for item in section.items])
    rows = []
    for item, text in zip(section.items, texts, strict=True):
        words, stated = with_basis(text)
        basis = bases_of("\n".join(item.basis or section.basis)) or stated
        rows.append(
            ListRow(
                item.at, section.department, words, basis, item.place, item.cooperators, None, _number(item)
            )
        )
    return rows


def _number(item: Item) -> str | None:
    return item.number.strip("（）().．、 ") if item.number else None
