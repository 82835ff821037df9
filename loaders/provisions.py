"""Read a statute text into articles, paragraphs and items with stable locators.

    python -m loaders.provisions FILE [art_77 art_80..art_85]

prints provisions with their locators. A line is one paragraph (款); items （一）… belong to the
paragraph before them and are not counted as paragraphs; headings do not count at all.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二三四五六七八九十百千两]+"
ARTICLE = re.compile(rf"^\s*第({NUMERAL})条(?:之({NUMERAL}))?(?:[ \u3000\t]+|$)(.*)$")
HEADING = re.compile(rf"^\s*(?:#+\s*)?第{NUMERAL}(?:编|分编|章|节)(?:[ \u3000]|$)")
ITEM = re.compile(rf"^\s*[（(]({NUMERAL})[）)]")


def number_of(numeral: str) -> int:
    """Value of a Chinese numeral such as 一千一百八十五. Raises KeyError on other characters."""
    total = digit = 0
    for character in numeral:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with its items, both in the order of the text."""

    locator: str
    text: str
    items: tuple[tuple[str, str], ...] = ()


@dataclass
class Article:
    """One article; `number` counts from 1, `insertion` is the 之一, 之二 … number or 0."""

    number: int
    insertion: int
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def locator(self) -> str:
        return f"art_{self.number}" + (f"-{self.insertion}" if self.insertion else "")

    @property
    def text(self) -> str:
        return "\n".join("\n".join([p.text, *(text for _, text in p.items)]) for p in self.paragraphs)


def read_articles(text: str) -> list[Article]:
    """Articles in the order of the text. Text before the first article (title, contents) is left out."""
    articles: list[Article] = []
    for line in text.splitlines():
        _take_line(articles, line)
    return articles


def _take_line(articles: list[Article], line: str) -> None:
    found = ARTICLE.match(line)
    if found:
        numeral, insertion, rest = found.groups()
        articles.append(Article(number_of(numeral), number_of(insertion) if insertion else 0))
        _add_text(articles[-1], rest)
    elif articles and not HEADING.match(line):
        _add_text(articles[-1], line)


def _add_text(article: Article, line: str) -> None:
    line = line.strip().strip("\u3000")
    if not line or line.startswith("#"):
        return
    item = ITEM.match(line)
    if item and article.paragraphs:
        last = article.paragraphs[-1]
        entry = (f"{last.locator}__item_{number_of(item.group(1))}", line)
        article.paragraphs[-1] = Paragraph(last.locator, last.text, (*last.items, entry))
    else:
        locator = f"{article.locator}__para_{len(article.paragraphs) + 1}"
        article.paragraphs.append(Paragraph(locator, line))


def read_law(path: Path) -> list[Article]:
    """Articles of a law file, or of a folder that holds one law in several files, in order."""
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    return [article for file in files for article in read_articles(file.read_text("utf-8"))]


def _wanted(articles: list[Article], names: list[str]) -> Iterator[Article]:
    ranges = [(name.split("..")[0], name.split("..")[-1]) for name in names]
    bounds = [(int(a.removeprefix("art_")), int(b.removeprefix("art_"))) for a, b in ranges]
    for article in articles:
        if not bounds or any(low <= article.number <= high for low, high in bounds):
            yield article


def main(arguments: list[str]) -> None:
    for article in _wanted(read_law(Path(arguments[0])), arguments[1:]):
        for paragraph in article.paragraphs:
            print(f"{paragraph.locator}\t{paragraph.text}")
            for locator, text in paragraph.items:
                print(f"  {locator.split('__')[-1]}\t{text}")


if __name__ == "__main__":
    main(sys.argv[1:])
