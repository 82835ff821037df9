"""Pair the duties of two sides: by what the corpus says follows what; else, and marked, by likeness.

`follows` is a fact an editor entered after reading both texts. Between two editions that it links anywhere, a
duty without a link has no counterpart: it is dropped or added. Only where an instrument has no link to the
other side at all are pairs inferred, one to one, from topics, bodies and summaries of the same kind of duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.tables import DutyRow
from queries.analysis.kinds_of_change import Pairing
from queries.analysis.names import body_of

TOPIC_SHARE, SUMMARY_SHARE, BODY_SHARE = 0.5, 0.3, 0.2
THRESHOLD = 0.6


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new duty side by side. `score` is given for inferred pairs only, from THRESHOLD to 1."""

    old: DutyRow
    new: DutyRow
    how: Pairing
    score: float | None = None


def pair_duties(
    old: Sequence[DutyRow], new: Sequence[DutyRow], follows: Mapping[str, Sequence[str]]
) -> list[Pair]:
    """Pairs of two sides that share no duty. `follows` gives for each duty id those it took the place of.

    One duty may stand in several pairs (split or merged), never through inference.
    """
    found = list(_stated(old, new, follows))
    linked = {instrument_of(one) for pair in found for one in (pair.old, pair.new)}
    rest_old = [one for one in old if instrument_of(one) not in linked]
    rest_new = [one for one in new if instrument_of(one) not in linked]
    return found + _inferred(rest_old, rest_new)


def instrument_of(duty: DutyRow) -> str:
    """The instrument that a duty's id begins with; the same in every release."""
    return duty.id.partition("/")[0]


def _stated(
    old: Sequence[DutyRow], new: Sequence[DutyRow], follows: Mapping[str, Sequence[str]]
) -> Iterator[Pair]:
    old_by_id, new_by_id = {one.id: one for one in old}, {one.id: one for one in new}
    for duty in new:
        for key, direct in _before(duty.id, old_by_id, follows):
            yield Pair(old_by_id[key], duty, Pairing.STATED if direct else Pairing.THROUGH)
    # Seen from the later side to the earlier one, the links run the other way.
    for duty in old:
        for key, direct in _before(duty.id, new_by_id, follows):
            yield Pair(duty, new_by_id[key], Pairing.STATED if direct else Pairing.THROUGH)


def _before(
    start: str, wanted: Mapping[str, DutyRow], follows: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, bool]]:
    """Duties among `wanted` that `start` follows, with whether directly; those behind them are not looked at."""
    front, seen, direct = list(follows.get(start, ())), {start}, True
    while front:
        further: list[str] = []
        for key in front:
            if key in seen:
                continue
            seen.add(key)
            if key in wanted:
                yield key, direct
            else:
                further.extend(follows.get(key, ()))
        front, direct = further, False


def _inferred(old: Sequence[DutyRow], new: Sequence[DutyRow]) -> list[Pair]:
    """The likeliest pairs first; each duty once. The same pairs come out with the sides exchanged."""
    by_topic: dict[str, list[DutyRow]] = defaultdict(list)
    for duty in new:
        for topic in duty.topics:
            by_topic[topic].append(duty)
    likely = [
        Pair(one, other, Pairing.INFERRED, round(score, 2))
        for one in old
        for other in {other.id: other for topic in one.topics for other in by_topic[topic]}.values()
        if (score := likeness(one, other)) >= THRESHOLD
    ]
    likely.sort(key=lambda pair: (-(pair.score or 0), *sorted((pair.old.id, pair.new.id))))
    taken: set[str] = set()
    pairs = []
    for pair in likely:
        if not taken & {pair.old.id, pair.new.id}:
            taken |= {pair.old.id, pair.new.id}
            pairs.append(pair)
    return pairs


def likeness(one: DutyRow, other: DutyRow) -> float:
    """From 0 to 1, the same both ways: shared topics, words of the summaries, bodies; 0 for another kind."""
    if one.kind != other.kind:
        return 0.0
    return (
        TOPIC_SHARE * _overlap(set(one.topics), set(other.topics))
        + SUMMARY_SHARE * _overlap(_bigrams(one.summary), _bigrams(other.summary))
        + BODY_SHARE * _overlap({body_of(p) for p in one.parties}, {body_of(p) for p in other.parties})
    )


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
