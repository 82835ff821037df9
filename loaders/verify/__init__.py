"""Check every citation of the corpus against a folder of texts.

A citation is verified when its place exists in that edition, the passage names the bodies (or the formula
that leaves them to a designation) and speaks of the topic, and our words are not the source's. The passage is
the article with its headings, the articles it refers to and those that explain names it uses.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.corpus import Corpus
from graph.names import numeral_of
from loaders.editions import Edition, Editions, plain_title
from loaders.verify.cited import Cited, cited_in
from loaders.verify.finding import Excepted, Finding, Report, sort_out
from loaders.verify.parties import names_of, own_names, party_findings
from loaders.verify.topics import TopicWording

LONGEST_BORROWED = 19
CHINESE_RUN = re.compile(r"[\u4e00-\u9fff，、；：]+")
KIND_OF_LAW = re.compile(r"管理|条例|法$|规定|办法|解释|实施|若干|问题|案件|最高人民(法|检察)院|适用法律")


@dataclass(frozen=True)
class Passages:
    """The passages of one edition that checks read."""

    edition: Edition

    @cached_property
    def _own_names(self) -> Mapping[str, str]:
        return own_names(self.edition)

    def around(self, locator: str) -> str:
        """The unit of a place with its headings, and the units it refers to with theirs."""
        unit = self.edition.unit(locator)
        units = (unit, *self.edition.references.get(unit, ()))
        return "\n".join(
            words for one in units for words in (self.edition.text(one), self.edition.headings.get(one, ""))
        )

    def with_names(self, locator: str) -> str:
        """The same with the units that explain names used in it, and those that refer to it.

        第四十条规定的处罚，由… stands at the end of a law as often as in the article itself.
        """
        around = self.around(locator)
        explained = [self._own_names[name] for name in self._own_names if name in around]
        units = dict.fromkeys((*explained, *self.edition.referring.get(self.edition.unit(locator), ())))
        return "\n".join((around, *map(self.edition.text, units)))


class Checks:
    """The checks of one corpus, with the words they need made once."""

    def __init__(self, corpus: Corpus, editions: Iterable[Edition]) -> None:
        self.names = {key: names_of(body_type) for key, body_type in corpus.body_types.items()}
        units = (edition.text(unit) for edition in editions for unit in edition.units)
        self.topics = TopicWording(corpus, units)

    def findings(self, cited: Cited, passages: Passages) -> Iterator[Finding]:
        """What is wrong with one citation; nothing when it is verified."""
        edition = passages.edition
        text = edition.text(edition.unit(cited.at))
        if not text:
            yield Finding(cited.id, "article-missing", edition.unit(cited.at))
            return
        if not edition.has(cited.at):
            yield Finding(cited.id, "paragraph-missing", cited.at)
        yield from self._said(cited, text, passages.with_names(cited.at))
        yield from self._topic(cited, passages)

    def _said(self, cited: Cited, text: str, with_names: str) -> Iterator[Finding]:
        for party in cited.parties:
            for kind, detail in party_findings(party, with_names, self.names):
                yield Finding(cited.id, kind, detail)
        for member in cited.members:
            if not any(name in text for name in self.names[member]):
                yield Finding(cited.id, "type-not-named", member)
        if cited.count is not None and not _stated(cited.count, text):
            yield Finding(cited.id, "count-not-found", str(cited.count))
        for words in _borrowed(cited.words, text):
            yield Finding(cited.id, "borrowed-words", words)

    def _topic(self, cited: Cited, passages: Passages) -> Iterator[Finding]:
        title = KIND_OF_LAW.sub("", plain_title(passages.edition.instrument.title))
        text = "\n".join((title, passages.around(cited.at), *cited.words[:1]))
        if cited.topics and (other := self.topics.missing(cited.topics, text)) is not None:
            yield Finding(cited.id, "topic-not-found", f"{', '.join(cited.topics)}: {other}")


def check(
    corpus: Corpus, editions: Editions, progress: Callable[[int, int], None] = lambda done, of: None
) -> Report:
    """Every citation checked; `progress` is told how many are done, of how many."""
    listed = list(cited_in(corpus))
    without = Counter(one.instrument for one in listed if one.instrument not in editions.found)
    found: list[tuple[Cited, Finding]] = _wrong_editions(editions)
    at_hand = [one for one in listed if one.instrument in editions.found]
    checks = Checks(corpus, editions.found.values())
    passages = {key: Passages(edition) for key, edition in editions.found.items()}
    for done, cited in enumerate(at_hand):
        progress(done, len(at_hand))
        found += [(cited, one) for one in checks.findings(cited, passages[cited.instrument])]
    filed = {one.id for one in corpus.instruments.values() if one.source_file}
    missing = filed - set(editions.found)

    def is_at_hand(pattern: str) -> bool:
        instrument = pattern.split("/", maxsplit=1)[0]
        return instrument in editions.found or ("*" in instrument and not fnmatch.filter(missing, instrument))

    sorted_out = list(sort_out(found, corpus.exceptions, is_at_hand))
    return Report(
        citations=len(listed),
        verified=len(at_hand) - len({cited.id for cited, _ in found if cited.at}),
        findings=tuple(one for one in sorted_out if isinstance(one, Finding)),
        excepted=tuple(one for one in sorted_out if isinstance(one, Excepted)),
        without_text=dict(sorted(without.items())),
    )


def _wrong_editions(editions: Editions) -> list[tuple[Cited, Finding]]:
    return [
        (Cited(key, key, ""), Finding(key, "wrong-edition", error.en))
        for key, error in editions.wrong.items()
    ]


def _stated(count: int, text: str) -> bool:
    return str(count) in text or numeral_of(count) in text or (count == 2 and "两" in text)


def _borrowed(own: tuple[str, ...], text: str) -> Iterator[str]:
    """Runs of our own words that stand in the source, the first of each sentence."""
    for words in own:
        for run in CHINESE_RUN.findall(words):
            starts = range(len(run) - LONGEST_BORROWED)
            yield from ([run[s : s + 24] for s in starts if run[s : s + LONGEST_BORROWED + 1] in text][:1])
