"""How often a rule was right on the labelled sample: the confidence of a party.

The sample is `tests/data/extraction-labels.jsonl`, the two thirds that rules were written with; a party is
right when its kind and its part are among the labels. Rules fit the provisions they were written with too
well, so each is drawn towards what all rules reached at first sight, before any was mended.
"""

from __future__ import annotations

from collections.abc import Mapping

from loaders.extraction.candidate import Fired

# Cases and right ones by the rules that fired, as `python -m loaders.extraction.calibration` counts them.
COUNTED: Mapping[str, tuple[int, int]] = {
    "acts": (1, 1),
    "applied-to": (1, 1),
    "approved-by": (15, 14),
    "by+acts": (6, 6),
    "by+verb-decider": (2, 1),
    "by+verb-lead": (18, 17),
    "by+verb-permitter": (3, 3),
    "by+verb-punisher": (29, 28),
    "consulted": (18, 15),
    "filed-with": (2, 2),
    "organised": (1, 1),
    "reported-to": (7, 7),
    "subject+acts": (12, 7),
    "subject+supervises": (11, 11),
    "subject+verb-cooperator": (2, 2),
    "subject+verb-lead": (48, 47),
    "subject+verb-permitter": (1, 0),
    "subject+verb-punisher": (3, 3),
    "subject+verb-supervisor": (6, 6),
    "told": (1, 1),
    "verb-lead": (1, 1),
    "verb-supervisor": (1, 1),
}
FIRST_SIGHT = 0.85
WEIGHT_OF_FIRST_SIGHT = 8


def key_of(*fired: Fired | str) -> str:
    """The rules that fired, as one word: `by+verb-punisher`."""
    return "+".join(dict.fromkeys(one if isinstance(one, str) else one.rule for one in fired))


def confidence_of(*fired: Fired | str) -> float:
    """The share of right parties among those found by the same rules, between 0 and 1."""
    cases, right = COUNTED.get(key_of(*fired), (0, 0))
    return round((right + FIRST_SIGHT * WEIGHT_OF_FIRST_SIGHT) / (cases + WEIGHT_OF_FIRST_SIGHT), 3)
