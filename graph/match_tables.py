"""Make the dictionary and bigram index of topics (see `docs/matching.md` for the scorer).

Weights are small on purpose and every one is explained where it is set: a reader of an answer sees
the same numbers as features.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.records import Topic
from graph.tables import ODDS_SCALE, Compound, MatchTables
from graph.text import bigrams, normalise

# A longer label says more: one character hardly anything, five or more a great deal.
LENGTH_WEIGHT = (0.0, 0.3, 1.1, 1.7, 2.2, 2.6)
PREFERRED_FACTOR = 1.15
# A word that every topic uses weighs nothing, one that a single topic uses weighs RARE_WEIGHT.
RARE_WEIGHT = 1.5
SINGLE_CHARACTER = 0.6
# Parts that stand together say more than their sum.
TOGETHER = {1: 0.8, 2: 1.1, 3: 1.2, 4: 1.3}
# A word that a twelfth of all topics use tells nothing apart by itself.
COMMON_SHARE = 12
# Bigrams: a short topic is smoothed towards the usual; weak signs and long lists are left out.
SMOOTHING, LEAST_ODDS, MOST_TOPICS = 120.0, 0.3, 60


def label_weight(label: str) -> float:
    if label.isascii():
        return LENGTH_WEIGHT[min(len(label) // 3 + 1, 5)]
    return LENGTH_WEIGHT[min(len(label), 5)]


def is_compound(entry: str) -> bool:
    return "+" in entry or "<" in entry or "|" in entry


def part_words(part: str, classes: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Words that fill one part of a compound: `冷却塔|风机` or `<loud>` or a mix of both."""
    words: set[str] = set()
    for alternative in part.split("|"):
        alternative = alternative.strip()
        if alternative.startswith("<") and alternative.endswith(">"):
            words.update(normalise(word) for word in classes[alternative[1:-1]])
        elif alternative:
            words.add(normalise(alternative))
    return frozenset(words)


class _Builder:
    def __init__(self, topics: Sequence[Topic], classes: Mapping[str, Sequence[str]]) -> None:
        self.topics = topics
        self.classes = classes
        self.index: dict[str, int] = {}
        self.labels: dict[int, dict[int, float]] = defaultdict(dict)
        self.against: dict[int, set[int]] = defaultdict(set)
        self.parts: dict[frozenset[str], int] = {}
        self.compounds: list[Compound] = []
        self.cues: dict[str, set[int]] = defaultdict(set)

    def word(self, text: str) -> int:
        return self.index.setdefault(text, len(self.index))

    def part(self, words: frozenset[str]) -> int:
        return self.parts.setdefault(words, len(self.parts))

    def add_label(self, topic: int, label: str, factor: float = 1.0) -> None:
        text = normalise(label)
        if text:
            known = self.labels[self.word(text)]
            known[topic] = max(known.get(topic, 0.0), label_weight(text) * factor)
            self.cues[text].add(topic)

    def add_compound(self, topic: int, entry: str) -> None:
        parts = [part_words(part, self.classes) for part in entry.split("+")]
        parts = [part for part in parts if part]
        for part in parts:
            for word in part:
                self.cues[word].add(topic)
        numbers = tuple(self.part(part) for part in parts)
        self.compounds.append(Compound(topic=topic, weight=TOGETHER[min(len(parts), 4)], parts=numbers))

    def add_topic(self, number: int, topic: Topic) -> None:
        name = re.sub(r"[（(].*?[）)]", "", topic.zh)
        self.add_label(number, name, PREFERRED_FACTOR)
        self.add_label(number, topic.en, PREFERRED_FACTOR)
        for entry in (*topic.terms, *topic.said):
            if is_compound(entry):
                self.add_compound(number, entry)
            else:
                self.add_label(number, entry)
        for entry in topic.against:
            for word in part_words(entry, self.classes):
                self.against[self.word(word)].add(number)


def match_tables(
    topics: Sequence[Topic], classes: Mapping[str, Sequence[str]], more_text: Mapping[str, str]
) -> MatchTables:
    """Tables for `topics`; topic numbers are positions in that sequence.

    `more_text` holds, by topic id, what else describes it (summaries of its duties), for bigrams only.
    """
    builder = _Builder(topics, classes)
    for number, topic in enumerate(topics):
        builder.add_topic(number, topic)
    for words in list(builder.parts):
        for word in sorted(words):
            builder.word(word)
    count = len(builder.index)
    word_parts: list[list[int]] = [[] for _ in range(count)]
    for words, part in builder.parts.items():
        for word in sorted(words):
            word_parts[builder.index[word]].append(part)
    spans, entries = _flat(_postings(topics, more_text))
    return MatchTables(
        words=list(builder.index),
        labels=[_shared(builder.labels.get(word, {})) for word in range(count)],
        word_parts=word_parts,
        against=[sorted(builder.against.get(word, ())) for word in range(count)],
        compounds=builder.compounds,
        compounds_of=_by_rarest_part(builder),
        word_weights=[
            _word_weight(word, len(builder.cues.get(word, ())), len(topics)) for word in builder.index
        ],
        cues=[_cue(word, builder.cues.get(word, ()), len(topics)) for word in builder.index],
        bigrams=spans,
        bigram_cells=array("I", (_cell(topic, odds) for topic, odds in entries)).tobytes(),
    )


def _shared(label: Mapping[int, float]) -> list[tuple[int, float]]:
    """A label that several topics share says less about each of them."""
    share = 1 / math.sqrt(len(label)) if label else 1.0
    return [(topic, round(weight * share, 3)) for topic, weight in sorted(label.items())]


def _word_weight(word: str, used_by: int, count: int) -> float:
    """What a word adds to a compound: the fewer topics use it, the more."""
    rarity = math.log(1 + count / max(used_by, 1)) / math.log(1 + count)
    return round(RARE_WEIGHT * rarity * (SINGLE_CHARACTER if len(word) == 1 else 1.0), 3)


def _cue(word: str, topics: Iterable[int], count: int) -> list[tuple[int, float]]:
    """How much a word by itself points to each topic that uses it; nothing for common or short ones."""
    listed = sorted(topics)
    if not listed or len(word) == 1 or len(listed) > count / COMMON_SHARE:
        return []
    weight = round(_word_weight(word, len(listed), count) / RARE_WEIGHT, 3)
    return [(topic, weight) for topic in listed]


def _by_rarest_part(builder: _Builder) -> list[list[int]]:
    sizes = {part: len(words) for words, part in builder.parts.items()}
    under: list[list[int]] = [[] for _ in builder.parts]
    for number, compound in enumerate(builder.compounds):
        under[min(compound.parts, key=lambda part: (sizes[part], part))].append(number)
    return under


def _postings(topics: Sequence[Topic], more_text: Mapping[str, str]) -> dict[str, list[tuple[int, float]]]:
    """For each bigram the topics it speaks for: how much likelier it is there than anywhere (log odds)."""
    documents = [
        Counter(bigrams(normalise(_text(topic) + " " + more_text.get(topic.id, "")))) for topic in topics
    ]
    background: Counter[str] = Counter()
    for document in documents:
        background.update(document)
    total = sum(background.values()) or 1
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, document in enumerate(documents):
        length = sum(document.values())
        for bigram, times in document.items():
            usual = background[bigram] / total
            odds = math.log((times + SMOOTHING * usual) / (length + SMOOTHING) / usual)
            if odds > LEAST_ODDS:
                postings[bigram].append((number, round(odds, 3)))
    return {
        bigram: sorted(sorted(entries, key=lambda e: (-e[1], e[0]))[:MOST_TOPICS])
        for bigram, entries in sorted(postings.items())
    }


def _flat(
    postings: Mapping[str, list[tuple[int, float]]],
) -> tuple[dict[str, tuple[int, int]], list[tuple[int, float]]]:
    """All lists one after another, and where each begins and ends."""
    spans: dict[str, tuple[int, int]] = {}
    entries: list[tuple[int, float]] = []
    for bigram, listed in postings.items():
        spans[bigram] = (len(entries), len(entries) + len(listed))
        entries.extend(listed)
    return spans, entries


def _cell(topic: int, odds: float) -> int:
    return topic << 16 | min(round(odds * ODDS_SCALE), 0xFFFF)


def _text(topic: Topic) -> str:
    plain = [entry for entry in topic.said if not is_compound(entry)]
    spelled = [
        re.sub(r"<[^>]*>", " ", entry).replace("+", " ").replace("|", " ")
        for entry in topic.said
        if is_compound(entry)
    ]
    return " ".join([topic.zh, *topic.terms, *plain, *spelled])
