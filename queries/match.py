"""Find the topics a text speaks of, each with the reasons.

Score of a topic = claims + cues + bigrams − against (see `docs/matching.md`):

- a claim is a label of the topic that stands in the text, or a compound whose parts all do
  (`工地+<loud>`). The strongest counts fully; a further one only for the share of its characters that no
  stronger claim of the topic has used, so that each piece of text counts once;
- cues: single words of its wordings, by how few topics use them, saturating;
- bigrams: log odds of the pairs of characters of its wordings, duties and messages heard, squared against
  the likest topic;
- against: words that speak against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from heapq import nlargest
from operator import add

import numpy as np
from ahocorasick_rs import AhoCorasick

from graph.tables import ODDS_SCALE, Tables, TopicRow

CLAIM_DECAY = 0.85
CUE_CEILING, CUE_HALF = 1.6, 2.0
BIGRAM_CEILING, BIGRAM_HALF = 6.0, 14.0
# A topic less than a quarter as like as the likest gets nothing for it.
LEAST_LIKE = 0.25
AGAINST_PENALTY = 1.4
# A narrower topic is preferred to its broader one unless it is clearly weaker.
CHILD_SHARE = 0.72
KEPT = 6
CONSIDERED = 40
# Below this a text only resembles a topic; nothing of it was recognised.
LEAST_DIRECT, LEAST_SCORE = 0.75, 1.15

Hit = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason: `name` is label, compound, cue, bigrams, against or chosen; `words` stand in the text."""

    name: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class TopicMatch:
    """A topic with its score; `direct` is the part of it that rests on labels and compounds.

    `explain` makes the features: only those topics that are shown need them.
    """

    topic: TopicRow
    score: float
    direct: float
    explain: Callable[[], tuple[Feature, ...]]

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """The reasons that make up the score."""
        return self.explain()


@dataclass(frozen=True, slots=True)
class _Claim:
    """A label or compound found: its weight, and the characters it uses as a bit mask."""

    weight: float
    mask: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything found in one text, by topic."""

    text: str
    words: dict[int, Hit]
    claims: dict[int, list[_Claim]]
    cues: dict[int, float]
    like: dict[int, float]


class TopicMatcher:
    """Matches texts against the topics of one release. Build once, use from any thread."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._matching = tables.matching
        self._automaton = AhoCorasick(tables.matching.words)
        self._cells = np.frombuffer(tables.matching.bigram_cells, dtype=np.uint32)
        number = {topic.id: n for n, topic in enumerate(tables.topics)}
        self._above = [[number[name] for name in topic.ancestors] for topic in tables.topics]

    def match(self, text: str, limit: int = KEPT) -> list[TopicMatch]:
        """Best topics first; equal scores by topic order. `text` is in normal form (`graph.text`)."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        words = {hit[0]: hit for hit in hits}
        found = _Found(text, words, self._claims(hits, words), self._cues(words), self.likeness(text))
        scores = self._scores(found)
        likely = nlargest(CONSIDERED, scores.items(), key=lambda entry: (entry[1], -entry[0]))
        best = self._narrower_first(dict(likely))[:limit]
        return [
            TopicMatch(
                self._tables.topics[topic],
                round(score, 3),
                sum(weight for weight, _ in _counted(found.claims.get(topic, ()))),
                partial(self._features, topic, found),
            )
            for topic, score in best
            if score > 0
        ]

    def _scores(self, found: _Found) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for topic, raw in found.cues.items():
            scores[topic] = CUE_CEILING * raw / (raw + CUE_HALF)
        for topic, likeness in found.like.items():
            scores[topic] += likeness
        for topic, claims in found.claims.items():
            scores[topic] += sum(weight for weight, _ in _counted(claims))
        for word in found.words:
            for topic in self._matching.against[word]:
                if topic in scores:
                    scores[topic] -= AGAINST_PENALTY
        return scores

    def _claims(self, hits: Sequence[Hit], words: dict[int, Hit]) -> dict[int, list[_Claim]]:
        claims: dict[int, list[_Claim]] = defaultdict(list)
        matching = self._matching
        for word, hit in words.items():
            if labels := matching.labels[word]:
                mask = _mask(hit)
                for topic, weight in labels:
                    claims[topic].append(_Claim(weight, mask, (hit,)))
        filled: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            for part in matching.word_parts[hit[0]]:
                filled[part].append(hit)
        weights, compounds = matching.word_weights, matching.compounds
        for part in filled:
            for number in matching.compounds_of[part]:
                compound = compounds[number]
                if all(p in filled for p in compound.parts):
                    chosen = _apart([filled[p] for p in compound.parts], weights)
                    if chosen is not None:
                        weight = compound.weight * sum(weights[hit[0]] for hit in chosen)
                        mask = 0
                        for hit in chosen:
                            mask |= _mask(hit)
                        claims[compound.topic].append(_Claim(weight, mask, chosen))
        return claims

    def _cues(self, words: Iterable[int]) -> dict[int, float]:
        raw: dict[int, float] = defaultdict(float)
        cues = self._matching.cues
        for word in words:
            for topic, weight in cues[word]:
                raw[topic] += weight
        return raw

    def likeness(self, text: str) -> dict[int, float]:
        """How like the text is to each topic's, the likest one highest; little where all are unlike."""
        spans = self._matching.bigrams
        # Pairs with punctuation stand in no list, so they need not be told apart.
        found = [spans[pair] for pair in set(map(add, text, text[1:])) if pair in spans]
        if not found:
            return {}
        cells = np.concatenate([self._cells[start:end] for start, end in found])
        raw = np.bincount(cells >> 16, cells & 0xFFFF)
        highest = float(raw.max())
        likely = (raw >= LEAST_LIKE * highest).nonzero()[0]
        best = highest / ODDS_SCALE
        scores = BIGRAM_CEILING * best / (best + BIGRAM_HALF) * (raw[likely] / highest) ** 2
        return dict(zip(likely.tolist(), scores.tolist(), strict=True))

    def _narrower_first(self, scores: dict[int, float]) -> list[tuple[int, float]]:
        """Topics by score, a broader one just below its best narrower one where that is strong enough."""
        above = self._above
        for topic in sorted(scores, key=lambda t: -len(above[t])):
            for broader in above[topic]:
                high = scores.get(broader)
                if high is not None and CHILD_SHARE * high <= scores[topic] <= high:
                    scores[broader] = scores[topic] - 0.001
        return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))

    def _features(self, topic: int, found: _Found) -> tuple[Feature, ...]:
        matching, features = self._matching, []
        for weight, claim in _counted(found.claims.get(topic, ())):
            name = "label" if len(claim.hits) == 1 else "compound"
            stood = tuple(found.text[start:end] for _, start, end in claim.hits)
            features.append(Feature(name, stood, round(weight, 3)))
        if raw := found.cues.get(topic):
            pointing = tuple(
                matching.words[word]
                for word in found.words
                if any(t == topic for t, _ in matching.cues[word])
            )
            features.append(Feature("cue", pointing, round(CUE_CEILING * raw / (raw + CUE_HALF), 3)))
        if likeness := found.like.get(topic):
            features.append(Feature("bigrams", (), round(likeness, 3)))
        speaking = tuple(matching.words[w] for w in found.words if topic in matching.against[w])
        if speaking:
            features.append(Feature("against", speaking, -AGAINST_PENALTY * len(speaking)))
        return tuple(feature for feature in features if abs(feature.weight) >= 0.05)


def recognised(match: TopicMatch) -> bool:
    """Whether a text really speaks of the topic."""
    return match.direct >= LEAST_DIRECT or match.score >= LEAST_SCORE


def _mask(hit: Hit) -> int:
    return ((1 << (hit[2] - hit[1])) - 1) << hit[1]


def _apart(parts: list[list[Hit]], weights: Sequence[float]) -> tuple[Hit, ...] | None:
    """One hit per part, none overlapping another, weightier words first; None when that cannot be."""
    chosen: list[Hit] = []
    for hits in sorted(parts, key=len):
        ordered = hits if len(hits) == 1 else sorted(hits, key=lambda hit: -weights[hit[0]])
        free = next((h for h in ordered if all(h[2] <= c[1] or c[2] <= h[1] for c in chosen)), None)
        if free is None:
            return None
        chosen.append(free)
    return tuple(sorted(chosen, key=lambda hit: hit[1]))


def _counted(claims: Sequence[_Claim]) -> list[tuple[float, _Claim]]:
    """What each claim counts for: the strongest fully, others for the text nobody used before."""
    if not claims:
        return []
    if len(claims) == 1:
        return [(claims[0].weight, claims[0])]
    counted: list[tuple[float, _Claim]] = []
    used = 0
    for claim in sorted(claims, key=lambda c: (-c.weight, c.mask)):
        fresh = claim.mask & ~used
        if fresh:
            share = fresh.bit_count() / claim.mask.bit_count()
            counted.append((claim.weight * share * CLAIM_DECAY ** len(counted), claim))
            used |= claim.mask
    return counted
