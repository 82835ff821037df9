"""What differs between an old and a new duty: bodies, parts, levels, scope, amounts, timing.

Compared are the corpus's facts, not the words of the law. Where one duty was split over several paragraphs of an
article, or several were merged, what its siblings hold is not counted as lost or gained.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.tables import DutyRow, PartyRow
from queries.analysis.kinds_of_change import ALLOCATION_ZH, PART_ZH, Change
from queries.analysis.names import DESIGNATED, NOT_WRITTEN, UNNAMED, Names, body_of, levels_zh
from queries.table import Words

AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:[万千百]?元?|倍|%)?(?:—\d+(?:\.\d+)?)?(?:[万千百]元|[万千百]|元|倍|%)(?:以[上下])?"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a pair differs. `part` is given where it is about one part (处罚, 牵头 …)."""

    change: Change
    what: Words
    part: str | None = None


@dataclass(frozen=True)
class Sides:
    """A pair, with all that its two duties are paired with in the same instrument (themselves included).

    Siblings are those of the same article.
    """

    old: DutyRow
    new: DutyRow
    old_partners: Sequence[DutyRow]
    new_partners: Sequence[DutyRow]
    old_names: Names
    new_names: Names

    @cached_property
    def old_siblings(self) -> list[DutyRow]:
        return [one for one in self.old_partners if one.article == self.old.article]

    @cached_property
    def new_siblings(self) -> list[DutyRow]:
        return [one for one in self.new_partners if one.article == self.new.article]


def findings_of(sides: Sides) -> list[Finding]:
    """Every way in which the pair differs, in the order of `Change`; UNCHANGED alone where it does not."""
    found = [
        *_bodies(sides),
        *_parts(sides),
        *_designation(sides),
        *_cooperators(sides),
        *_levels(sides),
        *_scope(sides),
        *_amounts(sides),
        *_timing(sides),
        *_sharing(sides),
        *_renamed(sides),
    ]
    return found or [Finding(Change.UNCHANGED, Words("", ""))]


def leading(duty: DutyRow) -> Iterator[PartyRow]:
    """Parties that answer for the duty: all but those who only cooperate."""
    return (one for one in duty.parties if one.part != "cooperator")


def _named(duties: Collection[DutyRow]) -> set[str]:
    """Bodies named with a leading part in any of the duties."""
    return {
        key for duty in duties for one in leading(duty) if (key := body_of(one)) not in (DESIGNATED, UNNAMED)
    }


def _everyone(duties: Collection[DutyRow]) -> set[str]:
    return {body_of(one) for duty in duties for one in duty.parties}


def _is_open(duties: Collection[DutyRow], key: str) -> bool:
    return any(body_of(one) == key for duty in duties for one in leading(duty))


def _bodies(sides: Sides) -> Iterator[Finding]:
    old, new = _named([sides.old]), _named([sides.new])
    lost = old - new - _everyone(sides.new_siblings)
    gained = new - old - _everyone(sides.old_siblings)
    if not lost and not gained:
        return
    change = Change.MOVED
    if not lost and (old or not _is_open([sides.old], UNNAMED)):
        change = Change.BODIES_ADDED if old else Change.MOVED
    if not gained and new:
        change = Change.BODIES_REMOVED
    yield Finding(change, _shift(sides, _who(sides.old), _who(sides.new)), _main_part(sides.old, sides.new))


def _who(duty: DutyRow) -> set[str]:
    return {body_of(one) for one in leading(duty)}


def _shift(sides: Sides, old: set[str], new: set[str]) -> Words:
    old_zh, old_en = sides.old_names.bodies(old)
    new_zh, new_en = sides.new_names.bodies(new)
    return Words(
        f"{old_zh or NOT_WRITTEN} → {new_zh or NOT_WRITTEN}", f"{old_en or 'none'} → {new_en or 'none'}"
    )


def _main_part(old: DutyRow, new: DutyRow) -> str | None:
    """The part of the first leading party, where both sides agree on it."""
    parts = {next((one.part for one in leading(duty)), None) for duty in (old, new)}
    return parts.pop() if len(parts) == 1 else None


def _parts(sides: Sides) -> Iterator[Finding]:
    old, new = _parts_of(sides.old), _parts_of(sides.new)
    for body in sorted(old.keys() & new.keys() - {UNNAMED}):
        if old[body] != new[body]:
            zh, en = sides.new_names.body(body)
            before, after = (
                "、".join(map(PART_ZH.__getitem__, old[body])),
                "、".join(map(PART_ZH.__getitem__, new[body])),
            )
            yield Finding(
                Change.PART,
                Words(f"{zh}：{before} → {after}", f"{en}: {', '.join(old[body])} → {', '.join(new[body])}"),
            )


def _parts_of(duty: DutyRow) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for one in duty.parties:
        found.setdefault(body_of(one), set()).add(one.part)
    return {body: sorted(parts) for body, parts in found.items()}


def _designation(sides: Sides) -> Iterator[Finding]:
    before, after = _is_open([sides.old], DESIGNATED), _is_open([sides.new], DESIGNATED)
    what = _shift(sides, _who(sides.old), _who(sides.new))
    if after and not _is_open(sides.old_siblings, DESIGNATED):
        yield Finding(Change.DESIGNATION_GAINED, what, _open_part(sides.new))
    if before and not _is_open(sides.new_siblings, DESIGNATED):
        yield Finding(Change.DESIGNATION_LOST, what, _open_part(sides.old))


def _open_part(duty: DutyRow) -> str:
    return next(one.part for one in leading(duty) if body_of(one) == DESIGNATED)


def _cooperators(sides: Sides) -> Iterator[Finding]:
    old, new = _cooperating(sides.old), _cooperating(sides.new)
    if old - _who(sides.new) != new - _who(sides.old):
        yield Finding(Change.COOPERATORS, _shift(sides, old, new), "cooperator")


def _cooperating(duty: DutyRow) -> set[str]:
    return {body_of(one) for one in duty.parties if one.part == "cooperator"}


def _levels(sides: Sides) -> Iterator[Finding]:
    """Levels of the bodies that both sides name. A level that one text leaves out is a difference too."""
    old, new = _levels_of(sides.old), _levels_of(sides.new)
    for body in sorted(old.keys() & new.keys()):
        if old[body] != new[body]:
            zh, en = sides.new_names.body(body)
            before, after = levels_zh(old[body]), levels_zh(new[body])
            english = [", ".join(sorted(one)) or "not written" for one in (old[body], new[body])]
            yield Finding(
                Change.LEVEL, Words(f"{zh}：{before} → {after}", f"{en}: {english[0]} → {english[1]}")
            )


def _levels_of(duty: DutyRow) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in leading(duty):
        found.setdefault(body_of(one), set()).update(one.levels)
    return found


def _scope(sides: Sides) -> Iterator[Finding]:
    """The first topic of a side that the other side does not touch, nor one above or below it; conditions."""
    zh, en = [], []
    before, after = sides.old.topics[0], sides.new.topics[0]
    if not _touched(before, sides.new_siblings, sides.old_names) or not _touched(
        after, sides.old_siblings, sides.new_names
    ):
        names = [sides.old_names.topics([before]), sides.new_names.topics([after])]
        zh.append(f"事项：{names[0][0]} → {names[1][0]}")
        en.append(f"matter: {names[0][1]} → {names[1][1]}")
    if _plain(sides.old.condition) != _plain(sides.new.condition):
        zh.append(f"条件：{sides.old.condition or '无'} → {sides.new.condition or '无'}")
        en.append("another condition")
    if zh:
        yield Finding(Change.SCOPE, Words("；".join(zh), "; ".join(en)))


def _touched(topic: str, duties: Sequence[DutyRow], names: Names) -> bool:
    return any(names.related(topic, other) for one in duties for other in one.topics)


def _plain(text: str | None) -> str:
    return re.sub(r"\W", "", text or "")


def amounts_in(text: str | None) -> set[str]:
    """Sums, multiples and shares of money in a summary of consequences, in one spelling."""
    return {found.replace("元", "") for found in AMOUNT.findall(text or "")}


def _amounts(sides: Sides) -> Iterator[Finding]:
    """Amounts that no duty paired with this one states. Nothing is said where a side has no consequence."""
    old, new = sides.old.consequence, sides.new.consequence
    if not old or not new:
        return
    gone = amounts_in(old) - _amounts_of(sides.new_partners)
    come = amounts_in(new) - _amounts_of(sides.old_partners)
    if gone or come:
        lists = [", ".join(sorted(amounts_in(one))) or "no amount" for one in (old, new)]
        yield Finding(Change.CONSEQUENCE, Words(f"{old} → {new}", f"{lists[0]} → {lists[1]}"))


def _amounts_of(duties: Sequence[DutyRow]) -> set[str]:
    return {amount for one in duties for amount in amounts_in(one.consequence)}


def _timing(sides: Sides) -> Iterator[Finding]:
    if _plain(sides.old.timing) != _plain(sides.new.timing):
        before, after = sides.old.timing or "未写明", sides.new.timing or "未写明"
        yield Finding(Change.TIMING, Words(f"{before} → {after}", "when or how often"))


def _sharing(sides: Sides) -> Iterator[Finding]:
    shared = [len(list(leading(one))) > 1 for one in (sides.old, sides.new)]
    if all(shared) and sides.old.allocation != sides.new.allocation:
        before, after = (
            ALLOCATION_ZH.get(one.allocation or "", NOT_WRITTEN) for one in (sides.old, sides.new)
        )
        english = f"{sides.old.allocation or 'not written'} → {sides.new.allocation or 'not written'}"
        yield Finding(Change.SHARING, Words(f"{before} → {after}", english))


def _renamed(sides: Sides) -> Iterator[Finding]:
    """The same body type under a name that it no longer bears on the other side."""
    for one in leading(sides.old):
        for other in leading(sides.new):
            if body_of(one) != body_of(other) or not (one.as_written or other.as_written):
                continue
            old_names = sides.old_names.old_names.get(body_of(one), ())
            worn = [_wears(party.as_written, old_names) for party in (one, other)]
            if worn[0] != worn[1]:
                zh, en = sides.new_names.body(body_of(one))
                what = f"{one.as_written or zh} → {other.as_written or zh}"
                yield Finding(Change.RENAMED, Words(what, f"{en}: another name as written"))


def _wears(as_written: str | None, old_names: Sequence[str]) -> bool:
    return any(name in (as_written or "") for name in old_names)
