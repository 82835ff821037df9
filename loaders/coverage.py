"""What the texts assign to a named body and the corpus says nothing about.

A provision counts as assigning when it names a body; which it names is found by `assigned`. Duties on an article as a whole cover all its paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph.corpus import Corpus
from loaders.editions import Edition, Editions
from loaders.structure.tree import Node
from loaders.verify.cited import cited_in

# Body types named by each provision of a tree, by locator, in the order of the text.
Assigned = Callable[[Node], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Uncovered:
    """A paragraph that names these body types and that no duty of the corpus cites."""

    locator: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """One instrument: how many articles it has, how many name a body, how many of these the corpus cites.

    `articles_missing` lists paragraphs of articles that no duty cites at all; `paragraphs_missing` those of
    articles in which a duty cites another paragraph.
    """

    instrument: str
    articles: int
    naming: int
    covered: int
    articles_missing: tuple[Uncovered, ...]
    paragraphs_missing: tuple[Uncovered, ...]

    @property
    def uncovered(self) -> int:
        return self.naming - self.covered


def coverage(corpus: Corpus, editions: Editions, assigned: Assigned) -> Iterator[Coverage]:
    """Coverage of every instrument whose text was found and of which the corpus states duties."""
    cited: dict[str, set[str]] = defaultdict(set)
    for one in cited_in(corpus):
        cited[one.instrument].add(one.at)
    for edition in editions.found.values():
        if edition.instrument.duties:
            yield _of_edition(edition, cited[edition.instrument.id], assigned)


def _of_edition(edition: Edition, cited: set[str], assigned: Assigned) -> Coverage:
    naming = _by_paragraph(edition, assigned)
    articles_cited = {edition.unit(locator) for locator in cited}
    covering = cited | {"__".join(locator.split("__")[:2]) for locator in cited}
    missing = [
        Uncovered(paragraph, types)
        for paragraph, types in naming.items()
        if paragraph not in covering and edition.unit(paragraph) not in cited
    ]
    articles = {edition.unit(paragraph) for paragraph in naming}
    return Coverage(
        edition.instrument.id,
        len(edition.articles),
        len(articles),
        len(articles & articles_cited),
        tuple(one for one in missing if edition.unit(one.locator) not in articles_cited),
        tuple(one for one in missing if edition.unit(one.locator) in articles_cited),
    )


def _by_paragraph(edition: Edition, assigned: Assigned) -> Mapping[str, tuple[str, ...]]:
    """Types named in each paragraph, those of its items included."""
    found: dict[str, dict[str, None]] = {}
    for tree in edition.trees:
        for locator, types in assigned(tree).items():
            if types and locator.startswith("art_"):
                found.setdefault("__".join(locator.split("__")[:2]), {}).update(dict.fromkeys(types))
    return {locator: tuple(types) for locator, types in found.items()}
