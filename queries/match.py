"""Find the topics a text speaks of, each with the reasons.

Score of a topic = labels + compounds + cues + bigrams − against (see `docs/matching.md`):

- labels: words of the topic that stand in the text; the strongest counts fully, each further one less;
- compounds: wordings whose parts all stand in the text (`工地+<loud>`), likewise;
- cues: single words of its compounds, by how few topics use them, saturating;
- bigrams: BM25 over pairs of characters of all its wordings and duties, saturating, never decisive alone;
- against: words that speak against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ahocorasick_rs import AhoCorasick

from graph.match_tables import bigrams
from graph.tables import Tables, TopicRow

LABEL_DECAY = 0.55
COMPOUND_DECAY = 0.45
CUE_CEILING, CUE_HALF = 1.6, 2.0
BIGRAM_CEILING, BIGRAM_HALF = 2.2, 14.0
AGAINST_PENALTY, AGAINST_CEILING = 1.4, 2.8
# A narrower topic is preferred to its broader one unless it is clearly weaker.
CHILD_SHARE = 0.72
KEPT = 6

Hit = tuple[int, int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class Feature:
    """One reason: `name` is label, compound, cue, bigrams or against; `words` stand in the text."""

    name: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class TopicMatch:
    """A topic with its score and the reasons that make it up."""

    topic: TopicRow
    score: float
    features: tuple[Feature, ...]

    @property
    def direct(self) -> float:
        """The part of the score that rests on labels and compounds, not on likeness of characters."""
        return sum(f.weight for f in self.features if f.name in {"label", "compound"})


@dataclass
class _Evidence:
    """What has been found for one topic so far."""

    labels: list[tuple[float, Hit]]
    compounds: list[tuple[float, tuple[Hit, ...]]]
    against: set[int]
    cues: dict[int, float]


class TopicMatcher:
    """Matches texts against the topics of one release. Build once, use from any thread."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._matching = tables.matching
        self._automaton = AhoCorasick(tables.matching.words)
        self._number = {topic.id: n for n, topic in enumerate(tables.topics)}
        # A bigram that a quarter of all topics share tells nothing apart.
        common = len(tables.topics) / 4
        self._postings = {
            bigram: entries for bigram, entries in self._matching.postings.items() if len(entries) < common
        }

    def match(self, text: str, limit: int = KEPT) -> list[TopicMatch]:
        """Best topics first; equal scores by topic order. `text` is in normal form (`graph.text`)."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        evidence = self._evidence(hits)
        bigram_scores = self._bigram_scores(text)
        scores = {
            topic: _total(evidence.get(topic), bigram_scores.get(topic, 0.0))
            for topic in evidence.keys() | bigram_scores.keys()
        }
        self._prefer_narrower(scores)
        best = sorted(scores, key=lambda topic: (-scores[topic], topic))[:limit]
        return [
            TopicMatch(
                self._tables.topics[topic],
                round(scores[topic], 3),
                self._features(text, evidence.get(topic), bigram_scores.get(topic, 0.0)),
            )
            for topic in best
            if scores[topic] > 0
        ]

    def _evidence(self, hits: Iterable[Hit]) -> dict[int, _Evidence]:
        evidence: dict[int, _Evidence] = defaultdict(lambda: _Evidence([], [], set(), {}))
        filled: dict[int, list[Hit]] = defaultdict(list)
        seen: set[int] = set()
        matching = self._matching
        for hit in hits:
            word = hit[0]
            for part in matching.word_parts[word]:
                filled[part].append(hit)
            if word in seen:
                continue
            seen.add(word)
            for topic, weight in matching.labels[word]:
                evidence[topic].labels.append((weight, hit))
            for topic in matching.against[word]:
                evidence[topic].against.add(word)
            for topic, weight in matching.cues[word]:
                evidence[topic].cues[word] = weight
        for part in filled:
            for number in matching.compounds_of[part]:
                compound = matching.compounds[number]
                chosen = _apart([filled[p] for p in compound.parts if p in filled], len(compound.parts))
                if chosen is not None:
                    evidence[compound.topic].compounds.append((compound.weight, chosen))
        return evidence

    def _bigram_scores(self, text: str) -> dict[int, float]:
        raw: dict[int, float] = defaultdict(float)
        postings = self._postings
        for bigram in set(bigrams(text)):
            for topic, weight in postings.get(bigram, ()):
                raw[topic] += weight
        return {topic: BIGRAM_CEILING * score / (score + BIGRAM_HALF) for topic, score in raw.items()}

    def _prefer_narrower(self, scores: dict[int, float]) -> None:
        """Lower a broader topic just below its best narrower one where that is strong enough."""
        for topic in sorted(scores, key=lambda t: len(self._tables.topics[t].ancestors), reverse=True):
            for name in self._tables.topics[topic].ancestors:
                above = self._number[name]
                if above in scores and CHILD_SHARE * scores[above] <= scores[topic] <= scores[above]:
                    scores[above] = scores[topic] - 0.001

    def _features(self, text: str, found: _Evidence | None, bigram_score: float) -> tuple[Feature, ...]:
        def words(hits: Iterable[Hit]) -> tuple[str, ...]:
            return tuple(text[start:end] for _, start, end in hits)

        features: list[Feature] = []
        if found is not None:
            for weight, hit in _decayed(_uncovered(found.labels), LABEL_DECAY):
                features.append(Feature("label", words([hit]), round(weight, 3)))
            for weight, hits in _decayed(found.compounds, COMPOUND_DECAY):
                features.append(Feature("compound", words(hits), round(weight, 3)))
            if found.cues:
                cued = tuple(self._matching.words[word] for word in found.cues)
                features.append(Feature("cue", cued, round(_cues(found), 3)))
            if found.against:
                against = tuple(self._matching.words[word] for word in sorted(found.against))
                features.append(Feature("against", against, -_against(found)))
        if bigram_score:
            features.append(Feature("bigrams", (), round(bigram_score, 3)))
        return tuple(feature for feature in features if abs(feature.weight) >= 0.05)


def _apart(parts: list[list[Hit]], wanted: int) -> tuple[Hit, ...] | None:
    """One hit per part, none overlapping another; None when a part is missing or only shares words."""
    if len(parts) < wanted:
        return None
    chosen: list[Hit] = []
    for hits in sorted(parts, key=len):
        free = next((h for h in hits if all(h[2] <= c[1] or c[2] <= h[1] for c in chosen)), None)
        if free is None:
            return None
        chosen.append(free)
    return tuple(sorted(chosen, key=lambda hit: hit[1]))


def _uncovered(labels: list[tuple[float, Hit]]) -> list[tuple[float, Hit]]:
    """Labels without those that stand inside a longer label of the same topic."""
    if len(labels) < 2:
        return labels
    return [
        (weight, hit)
        for weight, hit in labels
        if not any(
            o[1] <= hit[1] and hit[2] <= o[2] and (o[2] - o[1]) > (hit[2] - hit[1]) for _, o in labels
        )
    ]


def _decayed(entries: list[tuple[float, T]], decay: float) -> list[tuple[float, T]]:
    ordered = sorted(entries, key=lambda entry: -entry[0])
    return [(weight * decay**rank, what) for rank, (weight, what) in enumerate(ordered)]


def _cues(found: _Evidence) -> float:
    raw = sum(found.cues.values())
    return CUE_CEILING * raw / (raw + CUE_HALF)


def _against(found: _Evidence) -> float:
    return min(AGAINST_PENALTY * len(found.against), AGAINST_CEILING)


def _total(found: _Evidence | None, bigram_score: float) -> float:
    if found is None:
        return bigram_score
    labels = sum(weight for weight, _ in _decayed(_uncovered(found.labels), LABEL_DECAY))
    compounds = sum(weight for weight, _ in _decayed(found.compounds, COMPOUND_DECAY))
    return labels + compounds + _cues(found) + bigram_score - (_against(found) if found.against else 0.0)

