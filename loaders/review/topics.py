"""Topics that a provision may be about: those whose statutory words stand in it or in its heading."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.corpus import Corpus

MOST = 4
SHORTEST = 2


class TopicFinder:
    """Finds official words of topics, longest first; made once per corpus.

    Topics that are out of scope or too general to answer (they ask back) are never proposed.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.words: dict[str, list[str]] = {}
        for topic in corpus.topics.values():
            if topic.out_of_scope or topic.choices:
                continue
            for word in (topic.zh, *topic.terms):
                if len(word) >= SHORTEST:
                    self.words.setdefault(word, []).append(topic.id)
        self.listed = list(self.words)
        self.matcher = AhoCorasick(self.listed, matchkind=MatchKind.LeftmostLongest)

    def topics_in(self, text: str, heading: str = "") -> tuple[str, ...]:
        """Ids of at most four topics, likeliest first: words of the text before those of the heading."""
        found: dict[str, tuple[int, int]] = {}
        for place, words in enumerate((text, heading)):
            for index, _, _ in self.matcher.find_matches_as_indexes(words):
                word = self.listed[index]
                for topic in self.words[word]:
                    found[topic] = min(found.get(topic, (9, 0)), (place, -len(word)))
        return tuple(sorted(found, key=lambda topic: (*found[topic], topic))[:MOST])
