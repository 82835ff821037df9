"""What a repair changed: every spot with its offsets on both sides, so that nothing is lost.

A rule reads the text as it stands and returns edits. A `Draft` applies them and keeps one list of
repairs from the text as found to the text as it stands now; edits that touch the same words become one
repair with several steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Rule(StrEnum):
    """The rules, in the order in which they are applied; an earlier one needs what a later one removes."""

    BYTE_SHIFT = "byte-shift"
    PINYIN = "pinyin"
    OVERWRITTEN = "overwritten"
    BOILERPLATE = "boilerplate"
    TRADITIONAL = "traditional"
    WIDTH = "width"


class Certainty(StrEnum):
    """Why a repair is believed: nothing else fits, nothing else is read so, nothing else stands there."""

    DETERMINISTIC = "deterministic"
    PINYIN_CONSTRAINED = "pinyin-constrained"
    CONTEXT = "context"


@dataclass(frozen=True)
class Edit:
    """`now` is to stand at `[start, end)` of the text as the rule read it."""

    start: int
    end: int
    now: str
    certainty: Certainty


@dataclass(frozen=True)
class Step:
    """One rule's part in a repair."""

    rule: Rule
    was: str
    now: str
    certainty: Certainty


@dataclass(frozen=True)
class Repair:
    """`was` stood at offset `at` of the text as found; `now` stands at `stands_at` of the repaired text.

    Offsets count characters. `steps` are in the order of the rules.
    """

    at: int
    was: str
    stands_at: int
    now: str
    steps: tuple[Step, ...]

    @property
    def end(self) -> int:
        return self.at + len(self.was)

    @property
    def stands_until(self) -> int:
        return self.stands_at + len(self.now)


@dataclass(frozen=True)
class Left:
    """Words that look damaged and were left, because their repair would be a guess.

    `stands_at` is their offset in the repaired text; `choices` are what could stand there, at most nine.
    """

    stands_at: int
    words: str
    rule: Rule
    zh: str
    en: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one rule makes of a text: edits in order, none over another, and what it leaves."""

    edits: Sequence[Edit] = ()
    left: Sequence[Left] = ()


class Draft:
    """A text under repair. `left` offsets follow the text through later edits."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.repairs: list[Repair] = []
        self.left: list[Left] = []

    def take(self, rule: Rule, reading: Reading) -> None:
        """Apply a rule's edits; those that change nothing are dropped."""
        edits = [e for e in reading.edits if self.text[e.start : e.end] != e.now]
        if rule is not Rule.BOILERPLATE:
            edits = self._clear_of_left(edits)
        self.left += reading.left
        if edits:
            self.left = _moved(self.left, edits)
            self.repairs = list(self._merged(rule, edits))
            self.text = _applied(self.text, edits)

    def _clear_of_left(self, edits: list[Edit]) -> list[Edit]:
        """Words that an earlier rule left are evidence: later rules do not touch them."""
        kept = {place for one in self.left for place in range(one.stands_at, one.stands_at + len(one.words))}
        return [e for e in edits if kept.isdisjoint(range(e.start, e.end))]

    def _merged(self, rule: Rule, edits: list[Edit]) -> Iterator[Repair]:
        shift_before = shift_now = 0
        for old, new in _clusters(self.repairs, edits):
            low = min([r.stands_at for r in old] + [e.start for e in new])
            high = max([r.stands_until for r in old] + [e.end for e in new])
            at = low + shift_before
            middle = self.text[low:high]
            relative = [Edit(e.start - low, e.end - low, e.now, e.certainty) for e in new]
            now = _applied(middle, relative)
            was = _restored(middle, low, old)
            steps = tuple(step for repair in old for step in repair.steps)
            steps += tuple(Step(rule, self.text[e.start : e.end], e.now, e.certainty) for e in new)
            yield Repair(at, was, low + shift_now, now, steps)
            shift_before += len(was) - len(middle)
            shift_now += len(now) - len(middle)


def restore(repaired: str, repairs: Sequence[Repair]) -> str:
    """The text as found, from the repaired text and its record."""
    return _restored(repaired, 0, repairs)


def _restored(text: str, offset: int, repairs: Sequence[Repair]) -> str:
    parts, done = [], offset
    for repair in repairs:
        parts += [text[done - offset : repair.stands_at - offset], repair.was]
        done = repair.stands_until
    return "".join([*parts, text[done - offset :]])


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.now]
        done = edit.end
    return "".join([*parts, text[done:]])


def _moved(left: Sequence[Left], edits: Sequence[Edit]) -> list[Left]:
    """What was left, at its offsets after the edits, in order; what an edit took out is gone."""
    moved: list[Left] = []
    shift = done = 0
    for one in sorted(left, key=lambda one: one.stands_at):
        while done < len(edits) and edits[done].end <= one.stands_at:
            shift += len(edits[done].now) - (edits[done].end - edits[done].start)
            done += 1
        if done == len(edits) or edits[done].start >= one.stands_at + len(one.words):
            moved.append(replace(one, stands_at=one.stands_at + shift))
    return moved


def _clusters(repairs: Sequence[Repair], edits: Sequence[Edit]) -> Iterator[tuple[list[Repair], list[Edit]]]:
    """Repairs and edits that share words, together; each in order. Neighbours stay apart."""
    spans = sorted(
        [(r.stands_at, r.stands_until, 0, i) for i, r in enumerate(repairs)]
        + [(e.start, e.end, 1, i) for i, e in enumerate(edits)]
    )
    old: list[Repair] = []
    new: list[Edit] = []
    high = -1
    for start, end, kind, index in spans:
        if (old or new) and start >= high:
            yield old, new
            old, new = [], []
            high = -1
        if kind:
            new.append(edits[index])
        else:
            old.append(repairs[index])
        high = max(high, end)
    if old or new:
        yield old, new
