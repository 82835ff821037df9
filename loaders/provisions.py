"""Articles of a statute with their paragraphs and items, from its tree.

    python -m loaders.provisions FILE [art_77 art_80..art_85]

prints provisions with their locators.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.structure.read import read_tree
from loaders.structure.tree import Division, Node


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with its items, both in the order of the text."""

    locator: str
    text: str
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Article:
    """One article; `number` counts from 1, `insertion` is the 之一, 之二 … number or 0."""

    locator: str
    number: int
    insertion: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n".join("\n".join([p.text, *(text for _, text in p.items)]) for p in self.paragraphs)


def read_articles(text: str) -> list[Article]:
    """Articles in the order of the text. Text before the first article (title, contents) is left out."""
    return [_article(node) for node in read_tree(text).walk() if node.division is Division.ARTICLE]


def _article(node: Node) -> Article:
    paragraphs = [child for child in node.children if child.division is Division.PARAGRAPH]
    return Article(node.locator, node.number, node.insertion, tuple(map(_paragraph, paragraphs)))


def _paragraph(node: Node) -> Paragraph:
    """Items that stand inside the paragraph's line are part of its text already."""
    items = [child for child in node.children if child.division is Division.ITEM and child.source]
    return Paragraph(node.locator, node.text, tuple((item.locator, item.whole_text()) for item in items))


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
