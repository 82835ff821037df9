"""Repair a text damaged in copying, with a record of every repair.

    repaired = repair(text)
    restore(repaired.text, repaired.repairs) == text

The rules run in one order, since a later one removes what an earlier one reads. Sound text is not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loaders.repair.boilerplate import read_boilerplate
from loaders.repair.decode import decode, printable, read_text
from loaders.repair.overwritten import hijacked, read_overwritten
from loaders.repair.pinyin import read_pinyin
from loaders.repair.record import Draft, Left, Reading, Repair, Rule, restore
from loaders.repair.shift import Known, read_shifts
from loaders.repair.traditional import read_traditional
from loaders.repair.width import read_width

__all__ = ["Known", "Quarantine", "Repaired", "decode", "printable", "read_text", "repair", "restore"]

AFTER_SHIFTS: tuple[tuple[Rule, Callable[[str], Reading]], ...] = (
    (Rule.PINYIN, read_pinyin),
    (Rule.OVERWRITTEN, read_overwritten),
    (Rule.BOILERPLATE, read_boilerplate),
    (Rule.TRADITIONAL, read_traditional),
    (Rule.WIDTH, read_width),
)


@dataclass(frozen=True)
class Quarantine:
    """Why a page is not read: the foreign names that stand all over it."""

    names: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True)
class Repaired:
    """The repaired text and its record. A quarantined text is empty and has no repairs.

    `quarantine` is also given for a hijacked page that was read on request.
    """

    text: str
    repairs: Sequence[Repair]
    left: Sequence[Left]
    quarantine: Quarantine | None = None


def _nothing_known(_pair: str) -> bool:
    return False


def repair(text: str, *, known: Known = _nothing_known, quarantined: bool = False) -> Repaired:
    """Repair a text; a page that looks hijacked is read only when `quarantined` is asked for.

    `known` settles a lost byte that only the words around it can tell; without it such a place is left.
    """
    quarantine = _quarantine(text)
    if quarantine and not quarantined:
        return Repaired("", (), (), quarantine)
    draft = Draft(text)
    draft.take(Rule.BYTE_SHIFT, read_shifts(text, known))
    for rule, read in AFTER_SHIFTS:
        draft.take(rule, read(draft.text))
    return Repaired(draft.text, draft.repairs, draft.left, quarantine)


def _quarantine(text: str) -> Quarantine | None:
    names = tuple(sorted(hijacked(text)))
    if not names:
        return None
    listed = "、".join(names)
    return Quarantine(
        names,
        f"页面疑被篡改：“{listed}”多处取代原有名称，未读取",
        f"the page looks hijacked: {listed} stands in place of names all over it; it was not read",
    )
