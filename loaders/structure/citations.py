"""References between provisions: 本法第七十七条第一款, 前款, 违反本法规定, 《水法》第十条.

A reference is resolved to locators of its own text, or of another instrument by title. `本条例` and the like
stand for the whole text; 前款 for the paragraph before, 前两款 for the two before; 前条 for the article before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.structure.numerals import NUMERAL, number_of
from loaders.structure.tree import Division, Node

OWN = r"本(?:法典|法|条例|办法|规定|规则|细则|决定|意见|方案|解释)"
# Laws that texts cite without title marks.
CODES = (
    "(?:中华人民共和国)?(?:刑法|刑事诉讼法|民法典|民事诉讼法|行政诉讼法|行政处罚法|治安管理处罚法|公务员法)"
)
MOST_IN_RANGE = 200
ONE = rf"第{NUMERAL}条(?:之{NUMERAL})?(?:第{NUMERAL}款)?(?:第?[（(]?{NUMERAL}[）)]?项)?"
FURTHER = rf"第{NUMERAL}(?:条(?:之{NUMERAL})?(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[）)]?项)?|款|项)"
CITED = rf"{ONE}(?:(?:、|和|或者|或|至|以及|到){FURTHER})*"
NUMBERED = re.compile(
    rf"(?:(?P<title>《[^《》]{{2,60}}》)(?:（[^（）]{{1,20}}）)?|(?P<own>{OWN})|(?P<name>{CODES}))?(?P<places>{CITED})"
)
WHOLE = re.compile(rf"(?P<own>{OWN})(?!第)|(?P<title>《[^《》]{{2,60}}》)(?!第)")
RELATIVE = re.compile(
    rf"前(?P<count>{NUMERAL})?(?P<kind>条|款|项)|本(?P<own>条|款|项)(?:第(?P<para>{NUMERAL})款)?"
)
PLACE = re.compile(
    rf"第(?P<article>{NUMERAL})条(?:之(?P<insertion>{NUMERAL}))?|第(?P<para>{NUMERAL})款"
    rf"|第?[（(]?(?P<item>{NUMERAL})[）)]?项|(?P<to>至|到)"
)


@dataclass(frozen=True)
class Citation:
    """A reference as it stands at offset `at` of the provision `source`.

    `title` is the other text's title as written, "" for the same text. `locators` are the places referred
    to, in order; empty for the text as a whole, or where a relative reference has nothing before it.
    """

    source: str
    words: str
    at: int
    title: str = ""
    locators: tuple[str, ...] = ()


def citations_of(tree: Node) -> Iterator[Citation]:
    """Every reference in the provisions of a tree, in the order of the text."""
    previous = _Before()
    for node in tree.walk():
        previous.pass_by(node)
        if node.text:
            yield from citations_in(node.text, node.locator, previous)


@dataclass
class _Before:
    """What stood before: the articles in order, and the paragraphs of the current one."""

    articles: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    def pass_by(self, node: Node) -> None:
        if node.division is Division.ARTICLE:
            self.articles, self.paragraphs, self.items = (*self.articles[-9:], node.locator), (), ()
        elif node.division is Division.PARAGRAPH:
            self.paragraphs, self.items = (*self.paragraphs, node.locator), ()
        elif node.division is Division.ITEM:
            self.items = (*self.items, node.locator)


def citations_in(text: str, source: str, before: _Before | None = None) -> Iterator[Citation]:
    """References in one provision's text, in order. `before` is what relative references look back on."""
    found: list[tuple[int, Citation]] = []
    taken: set[int] = set()
    for match in NUMBERED.finditer(text):
        taken.update(range(match.start(), match.end()))
        locators = tuple(_locators(match["places"], source.split("__", maxsplit=1)[0]))
        title = (match["title"] or match["name"] or "").strip("《》")
        found.append((match.start(), Citation(source, match.group(), match.start(), title, locators)))
    for match in RELATIVE.finditer(text):
        if match.start() not in taken and before is not None:
            locators = tuple(_looked_back(match, source, before))
            found.append((match.start(), Citation(source, match.group(), match.start(), "", locators)))
    for match in WHOLE.finditer(text):
        if match.start() not in taken:
            title = (match["title"] or "").strip("《》")
            found.append((match.start(), Citation(source, match.group(), match.start(), title)))
    return (citation for _, citation in sorted(found, key=lambda entry: entry[0]))


def _locators(places: str, own_article: str) -> list[str]:
    """Locators of 第六十条第二项、第三项 and 第五条至第七条; a bare 款 or 项 belongs to the place before."""
    listed: list[str] = []
    article, paragraph, is_range = own_article, 0, False
    for match in PLACE.finditer(places):
        if match["to"]:
            is_range = True
            continue
        if match["article"]:
            article, paragraph = _article(match), 0
        elif match["para"]:
            paragraph = number_of(match["para"])
        place = _place(article, paragraph, match["item"])
        if listed and is_range:
            listed += _between(listed[-1], place)
        elif listed and place.startswith(f"{listed[-1]}__"):
            listed.pop()
        listed.append(place)
        is_range = False
    return listed


def _place(article: str, paragraph: int, item: str | None) -> str:
    if item:
        return f"{article}__para_{paragraph or 1}__item_{number_of(item)}"
    return f"{article}__para_{paragraph}" if paragraph else article


def _article(match: re.Match[str]) -> str:
    insertion = f"-{number_of(match['insertion'])}" if match["insertion"] else ""
    return f"art_{number_of(match['article'])}{insertion}"


def _between(first: str, last: str) -> list[str]:
    """The places between two of one kind, both left out; none where they are of different kinds."""
    kind, low = first.rsplit("_", 1)
    other, high = last.rsplit("_", 1)
    if kind != other or not (low.isdecimal() and high.isdecimal()):
        return []
    return [f"{kind}_{number}" for number in range(int(low) + 1, min(int(high), int(low) + MOST_IN_RANGE))]


def _looked_back(match: re.Match[str], source: str, before: _Before) -> Iterable[str]:
    if match["own"]:
        return _own(match, source)
    series = {"条": before.articles[:-1], "款": before.paragraphs[:-1], "项": before.items[:-1]}[
        match["kind"]
    ]
    count = number_of(match["count"]) if match["count"] else 1
    return series[-count:] if len(series) >= count else ()


def _own(match: re.Match[str], source: str) -> Iterable[str]:
    steps = source.split("__")
    article = steps[0]
    if match["own"] == "条":
        return (f"{article}__para_{number_of(match['para'])}" if match["para"] else article,)
    depth = {"款": 2, "项": 3}[match["own"]]
    return ("__".join(steps[:depth]),) if len(steps) >= depth else ()
