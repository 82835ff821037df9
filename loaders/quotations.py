"""Quote the provisions that the corpus cites, from a folder of texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from graph.corpus import Corpus
from graph.quotation import Quotation, quotation
from loaders.editions import Edition, find_editions, words_of
from loaders.structure.tree import Division
from loaders.verify.cited import cited_in

LONGEST_UNIT = 2000


def quotations_for(corpus: Corpus, sources: Path) -> Mapping[str, Quotation]:
    """Quotations by instrument/locator, for every place that the corpus cites and whose text is in `sources`.

    A paragraph (款) is quoted whole, an item with the head of its list, a whole article or section up to
    2000 characters. Places that are not in the text have no quotation. Raises WrongEdition when a file
    that an instrument names is the text of another edition, so that no wrong words are ever quoted.
    """
    editions = find_editions(corpus, sources)
    editions.raise_for_wrong()
    places: dict[str, set[str]] = defaultdict(set)
    for cited in cited_in(corpus):
        if cited.instrument in editions.found:
            places[cited.instrument].add(cited.at)
    return {
        f"{instrument}/{locator}": found
        for instrument, locators in sorted(places.items())
        for locator in sorted(locators)
        if (found := quoted(editions.found[instrument], locator)) is not None
    }


def quoted(edition: Edition, locator: str) -> Quotation | None:
    """The words at one place; None when the text has no such place."""
    node = edition.nodes.get(locator)
    if node is None:
        return None
    text = words_of(node)
    if node.division is Division.ITEM:
        above = edition.nodes[locator.rsplit("__", 1)[0]]
        text = f"{above.own_text()}\n{text}" if node.source else words_of(above)
    longest = len(text) if node.division in (Division.PARAGRAPH, Division.ITEM) else LONGEST_UNIT
    return quotation(text[:longest], edition.name, cut=len(text) > longest) if text else None
