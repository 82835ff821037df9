"""Whether a passage speaks of a topic, by the wording they share.

A passage speaks of a topic when one of the topic's own terms stands in it that few passages have, or when the
two share enough wording. For that every topic gets a score: the pairs of characters that it and the passage
share, each counting more the fewer topics and passages have it, relative to the length of the topic's
vocabulary. The topic of a duty must reach a share of the best score of any topic; below it, the passage
speaks of something else.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.corpus import Corpus
from graph.records import Topic
from graph.text import bigrams

# Measured (docs/verification.md): one duty in a hundred falls below the share; of duties that are given the
# topics of another instrument's duty, nine in ten are caught.
LEAST_SHARE = 0.22
# A term that more of the passages have (生态环境) says nothing of one passage.
RARE_TERM = 0.03
# With fewer passages than this, which words are rare says nothing.
FEWEST_PASSAGES = 1000
# What every law says in passing (各自职责范围内, 统一监督管理) is no sign that it speaks of something else.
PROCESS = "governance"
OWN, BROADER = 1.0, 0.6
# What a pair that a third of the passages have still counts.
LEAST_RARITY = 0.02
PARTS = re.compile(r"[+<>|()（）、，\s]+")


class TopicWording:
    """The vocabulary of every topic as weighted pairs of characters; `passages` are all there are."""

    def __init__(self, corpus: Corpus, passages: Iterable[str]) -> None:
        self._topics = corpus.topics
        self._passages: Sequence[str] = tuple(passages)
        self._process = {key for key in corpus.topics if PROCESS in broader_of(key, corpus.topics)}
        self._shares: dict[str, float] = {}
        self._using: dict[str, list[tuple[str, float]]] = {}
        self._scale: dict[str, float] = {}
        pairs = {topic: _pairs(topic, corpus.topics) for topic in corpus.topics}
        self._take_in(pairs, _weights(pairs, self._passages))

    def _take_in(self, pairs: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> None:
        for topic, shares in pairs.items():
            weighted = {pair: share * weights[pair] for pair, share in shares.items()}
            for pair, weight in weighted.items():
                self._using.setdefault(pair, []).append((topic, weight))
            self._scale[topic] = math.sqrt(1 + sum(weighted.values()))

    def scores(self, text: str) -> Mapping[str, float]:
        """Score of every topic that shares anything with the text."""
        sums: dict[str, float] = defaultdict(float)
        for pair in set(bigrams(text)):
            for topic, weight in self._using.get(pair, ()):
                sums[topic] += weight
        return {topic: total / self._scale[topic] for topic, total in sums.items()}

    def missing(self, topics: Sequence[str], text: str) -> str | None:
        """None when the text speaks of one of the topics; else which topic it speaks of most, "" for none.

        In a small collection nothing is said.
        """
        if len(self._passages) < FEWEST_PASSAGES:
            return None
        scores = self.scores(text)
        others = [topic for topic in scores if topic not in self._process or topic in topics]
        best = max(others, key=lambda topic: (scores[topic], topic), default="")
        own = max(scores.get(topic, 0.0) for topic in topics)
        if (own and own >= LEAST_SHARE * scores[best]) or self._names(topics, text):
            return None
        return best

    def _names(self, topics: Iterable[str], text: str) -> bool:
        """Whether a term of one of the topics stands in the text and is telling."""
        terms = (term for topic in topics for term in (self._topics[topic].zh, *self._topics[topic].terms))
        return any(len(term) > 1 and term in text and self._share(term) <= RARE_TERM for term in terms)

    def _share(self, term: str) -> float:
        if term not in self._shares:
            having = sum(term in passage for passage in self._passages)
            self._shares[term] = having / max(1, len(self._passages))
        return self._shares[term]


def broader_of(key: str, topics: Mapping[str, Topic]) -> Iterator[str]:
    """The topic and everything above it, nearest first."""
    above: str | None = key
    while above:
        yield above
        above = topics[above].broader


def _pairs(topic: str, topics: Mapping[str, Topic]) -> dict[str, float]:
    """Pairs of characters of a topic's words with how much its own they are."""
    found: dict[str, float] = {}
    for words, share in _words(topic, topics):
        for pair in bigrams(words):
            found[pair] = max(share, found.get(pair, 0.0))
    return found


def _words(key: str, topics: Mapping[str, Topic]) -> Iterator[tuple[str, float]]:
    """Names and terms of the topic, what people say of it, and names and terms of those above it."""
    for said in topics[key].said:
        yield from ((part, OWN) for part in PARTS.split(said))
    for above in broader_of(key, topics):
        share = OWN if above == key else BROADER
        yield from ((words, share) for words in (topics[above].zh, *topics[above].terms))


def _weights(pairs: Mapping[str, Iterable[str]], passages: Sequence[str]) -> Mapping[str, float]:
    """Weight of each pair: rare among topics, and rare in the passages.

    Duties are left out on purpose: one more of them must not change what is found of the others.
    """
    topics = Counter(pair for words in pairs.values() for pair in words)
    common = Counter(pair for passage in passages for pair in set(bigrams(passage)))
    return {
        pair: math.log(1 + len(pairs) / number)
        * max(LEAST_RARITY, math.log((len(passages) + 1) / (common[pair] + 1)) - 1)
        for pair, number in topics.items()
    }
