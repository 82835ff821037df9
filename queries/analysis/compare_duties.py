"""What differs between an old and a new duty: bodies, parts, levels, scope, amounts, timing.

Compared are the corpus's facts, not the words of the law. Where one duty was split over several paragraphs of an
article, or several were merged, what its siblings hold is not counted as lost or gained.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graph.tables import DutyRow, PartyRow
from queries.analysis.kinds_of_change import Change
from queries.analysis.measures import MEASURES, amounts_in, measures_in
from queries.analysis.names import DESIGNATED, UNNAMED, Names
from queries.analysis.names import body_of as named_body
from queries.table import Words
from queries.words import ALLOCATION_ZH, MODALITY_ZH, levels_zh

# How a party acts; what is not listed is to act (lead, supervise, decide, punish), for editors draw those lines
# differently from one text to the next.
WAYS = {"permitter": "permit", "recipient": "receive", "cooperator": "cooperate"}
NOT_WRITTEN = "未写明"
WAY_ZH = {"act": "主管", "permit": "许可", "receive": "接收", "cooperate": "配合"}
# The State Council is the government of the nation: 县级以上人民政府 and 国务院和县级以上地方人民政府 are the same.
STATE_COUNCIL, GOVERNMENT = "type:state-council", "type:government"
COURT = "type:court"


def body_of(party: PartyRow) -> str:
    """Who a party is, the State Council as a government."""
    body = named_body(party)
    return GOVERNMENT if body == STATE_COUNCIL else body


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a pair differs. `part` is given where it is about one part (处罚, 牵头 …)."""

    change: Change
    what: Words
    part: str | None = None


@dataclass(frozen=True)
class Sides:
    """A pair, with all that its two duties are paired with in the same instrument (themselves included).

    Siblings are the duties of the same article that are paired with whatever stands at the place of the other duty:
    a clause may stand in the corpus as several duties, one per matter, and one may have been split over several.
    """

    old: DutyRow
    new: DutyRow
    old_partners: Sequence[DutyRow]
    new_partners: Sequence[DutyRow]
    old_siblings: Sequence[DutyRow]
    new_siblings: Sequence[DutyRow]
    old_names: Names
    new_names: Names


def findings_of(sides: Sides) -> list[Finding]:
    """Every way in which the pair differs, one finding per kind, or UNCHANGED alone where it does not."""
    found = [
        *_bodies(sides),
        *_parts(sides),
        *_designation(sides),
        *_cooperators(sides),
        *_recipients(sides),
        *_levels(sides),
        *_scope(sides),
        *_amounts(sides),
        *_modality(sides),
        *_timing(sides),
        *_sharing(sides),
        *_renamed(sides),
    ]
    return found or [Finding(Change.UNCHANGED, Words("", ""))]


def acting(duty: DutyRow) -> list[PartyRow]:
    """Parties that answer for the duty: not those who cooperate or receive, unless it is about receiving.

    Nor who only approves what another one orders (报经有批准权的人民政府批准).
    """
    beside = {"cooperator", "recipient"}
    if any(one.part == "punisher" for one in duty.parties):
        beside.add("decider")
    acts = [one for one in duty.parties if one.part not in beside]
    return acts or [one for one in duty.parties if one.part != "cooperator"]


def _who(duty: DutyRow) -> set[str]:
    return {body_of(one) for one in acting(duty)}


def _named(duty: DutyRow) -> set[str]:
    return _who(duty) - {DESIGNATED, UNNAMED}


def _everyone(duties: Collection[DutyRow]) -> set[str]:
    return {body_of(one) for duty in duties for one in duty.parties}


def _is_open(duties: Collection[DutyRow]) -> bool:
    """Whether one of the duties leaves who acts to a designation."""
    return any(DESIGNATED in _who(duty) for duty in duties)


def _read_in(duty: DutyRow) -> set[str]:
    """Bodies that an editor read into a general word of the text which stands beside them; nobody wrote them."""
    acts = acting(duty)
    general = {one.part for one in acts if body_of(one) == UNNAMED}
    if duty.certainty != "interpreted":
        return set()
    return {body_of(one) for one in acts if one.part in general and not one.as_written} - {UNNAMED}


def _written(duty: DutyRow) -> set[str]:
    return _who(duty) - _read_in(duty)


def _bodies(sides: Sides) -> Iterator[Finding]:
    if change := _naming(sides):
        yield Finding(change, _shift(sides, *_clauses(sides)), _main_part(sides.old, sides.new))
        return
    own = [_written(one) - {DESIGNATED, UNNAMED} for one in (sides.old, sides.new)]
    if not (own[0] - _after(sides) or own[1] - _before(sides)) or _only_read_differently(sides):
        return
    yield Finding(_kind(sides), _shift(sides, *_shown(sides)), _main_part(sides.old, sides.new))


def _naming(sides: Sides) -> Change | None:
    """Whether one text names who acts where the other has only a general word, into which an editor read them."""
    old, new = (side - {DESIGNATED, UNNAMED} for side in _clauses(sides))
    elsewhere = [
        {body for duty in duties for body in _written(duty)}
        for duties in (sides.old_siblings, sides.new_siblings)
    ]
    if not new and _read_in(sides.new) and old - elsewhere[1]:
        return Change.UNNAMED
    if not old and _read_in(sides.old) and new - elsewhere[0]:
        return Change.NAMED
    return None


def _before(sides: Sides) -> set[str]:
    return _everyone([sides.old, *sides.old_siblings])


def _after(sides: Sides) -> set[str]:
    return _everyone([sides.new, *sides.new_siblings])


def _clauses(sides: Sides) -> tuple[set[str], set[str]]:
    """Who is to act on each side: a matter that stands in one clause as several duties is taken together."""
    together = [
        [duty, *(one for one in siblings if one.locator == duty.locator and one in partners)]
        for duty, siblings, partners in (
            (sides.old, sides.old_siblings, sides.old_partners),
            (sides.new, sides.new_siblings, sides.new_partners),
        )
    ]
    old, new = ({body for one in duties for body in _written(one)} for duties in together)
    return old, new


def _kind(sides: Sides) -> Change:
    """What became of the bodies; a general word counts only where it is all that a side has."""
    old, new = _clauses(sides)
    lost, gained = old - _after(sides) - {UNNAMED}, new - _before(sides) - {UNNAMED}
    if not lost:
        return Change.NAMED if old == {UNNAMED} else Change.BODIES_ADDED
    if not gained:
        return Change.UNNAMED if new == {UNNAMED} else Change.BODIES_REMOVED
    return Change.MOVED


def _shown(sides: Sides) -> tuple[set[str], set[str]]:
    """Who acts on each side, with those of the other who stay in another part or paragraph of the article."""
    old, new = _clauses(sides)
    stays = (old & _after(sides)) - _read_in(sides.new) - {DESIGNATED, UNNAMED}
    stood = (new & _before(sides)) - _read_in(sides.old) - {DESIGNATED, UNNAMED}
    return old | stood, new | stays


def _only_read_differently(sides: Sides) -> bool:
    """Whether editors read both texts' general words as lists of bodies that overlap but differ."""
    return bool(_named(sides.old) & _named(sides.new)) and {sides.old.certainty, sides.new.certainty} == {
        "interpreted"
    }


def _shift(sides: Sides, old: set[str], new: set[str]) -> Words:
    old_zh, old_en = sides.old_names.bodies(old)
    new_zh, new_en = sides.new_names.bodies(new)
    return Words(
        f"{old_zh or NOT_WRITTEN} → {new_zh or NOT_WRITTEN}", f"{old_en or 'none'} → {new_en or 'none'}"
    )


def _main_part(old: DutyRow, new: DutyRow) -> str | None:
    """The part of the first acting party, where both sides agree on it."""
    parts = {acting(duty)[0].part for duty in (old, new)}
    return parts.pop() if len(parts) == 1 else None


def _parts(sides: Sides) -> Iterator[Finding]:
    """Bodies that act in another way: to lead, supervise, decide and punish are one way, to permit another."""
    old, new = _ways_of([sides.old]), _ways_of([sides.new])
    before, after = _ways_of(sides.old_siblings), _ways_of(sides.new_siblings)
    zh, en = [], []
    for body in sorted(old.keys() & new.keys() - {UNNAMED}):
        if old[body] - after.get(body, set()) and new[body] - before.get(body, set()):
            name = sides.new_names.body(body)
            ways = [sorted(one[body]) for one in (old, new)]
            words = ["、".join(WAY_ZH[way] for way in one) for one in ways]
            zh.append(f"{name[0]}：{words[0]} → {words[1]}")
            en.append(f"{name[1]}: {', '.join(ways[0])} → {', '.join(ways[1])}")
    if zh:
        yield Finding(Change.PART, Words("；".join(zh), "; ".join(en)))


def _ways_of(duties: Sequence[DutyRow]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for duty in duties:
        for one in duty.parties:
            found.setdefault(body_of(one), set()).add(WAYS.get(one.part, "act"))
    return found


def _designation(sides: Sides) -> Iterator[Finding]:
    """A formula of designation that the whole article had not, or has no longer."""
    what = _shift(sides, *_shown(sides))
    if _is_open([sides.new]) and not _is_open([sides.old, *sides.old_siblings]):
        yield Finding(Change.DESIGNATION_GAINED, what, _open_part(sides.new))
    if _is_open([sides.old]) and not _is_open([sides.new, *sides.new_siblings]):
        yield Finding(Change.DESIGNATION_LOST, what, _open_part(sides.old))


def _open_part(duty: DutyRow) -> str:
    return next(one.part for one in acting(duty) if body_of(one) == DESIGNATED)


def _cooperators(sides: Sides) -> Iterator[Finding]:
    yield from _beside(sides, Change.COOPERATORS, "cooperator")


def _recipients(sides: Sides) -> Iterator[Finding]:
    """Who is told or files, beside those who act. Courts are open to all, whether a text says so or not."""
    yield from _beside(sides, Change.RECIPIENTS, "recipient")


def _beside(sides: Sides, change: Change, part: str) -> Iterator[Finding]:
    old, new = (_in_part(one, part) - _answering(one) - {COURT} for one in (sides.old, sides.new))
    before, after = (
        {body for one in duties for body in _in_part(one, part) | _answering(one)}
        for duties in ((sides.old, *sides.old_siblings), (sides.new, *sides.new_siblings))
    )
    if old - after or new - before:
        shown = [_in_part(one, part) - {COURT} for one in (sides.old, sides.new)]
        yield Finding(change, _shift(sides, *shown), part)


def _answering(duty: DutyRow) -> set[str]:
    """Who acts, without those that only approve: 报国务院批准 is no reason to leave out a province that works along."""
    acts = acting(duty)
    return {body_of(one) for one in [one for one in acts if one.part != "decider"] or acts}


def _in_part(duty: DutyRow, part: str) -> set[str]:
    return {body_of(one) for one in duty.parties if one.part == part}


def _levels(sides: Sides) -> Iterator[Finding]:
    """Levels of the bodies that both sides name. A level that one text leaves out is a difference too."""
    old, new = _levels_of([sides.old]), _levels_of([sides.new])
    before = _levels_of([sides.old, *sides.old_siblings])
    after = _levels_of([sides.new, *sides.new_siblings])
    # A body that only an editor read into one text has no level there that could be another.
    both = old.keys() & new.keys() - (_read_in(sides.old) ^ _read_in(sides.new))
    shifts: dict[tuple[str, str], list[str]] = {}
    for body in sorted(both - {UNNAMED} or both):
        left_out = bool(old[body]) != bool(new[body])
        if left_out or old[body] - after[body] or new[body] - before[body]:
            shifts.setdefault((_levels_zh(old[body]), _levels_zh(new[body])), []).append(body)
    if shifts:
        zh = [f"{sides.new_names.bodies(bodies)[0]}：{a} → {b}" for (a, b), bodies in shifts.items()]
        en = [f"{sides.new_names.bodies(bodies)[1]}: another level" for bodies in shifts.values()]
        yield Finding(Change.LEVEL, Words("；".join(zh), "; ".join(en)))


def _levels_zh(levels: set[str]) -> str:
    return levels_zh(levels) or NOT_WRITTEN


def _levels_of(duties: Sequence[DutyRow]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for duty in duties:
        for one in acting(duty):
            levels = {"national"} if named_body(one) == STATE_COUNCIL else one.levels
            found.setdefault(body_of(one), set()).update(levels)
    return found


def _scope(sides: Sides) -> Iterator[Finding]:
    """The matter a clause is first about, where the other side does not touch it; conditions."""
    zh, en = [], []
    before = [*sides.old_partners, *sides.old_siblings]
    after = [*sides.new_partners, *sides.new_siblings]
    if _left(sides.old, before, after, sides.old_names) or _left(sides.new, after, before, sides.new_names):
        names = [sides.old_names.topics(sides.old.topics[:1]), sides.new_names.topics(sides.new.topics[:1])]
        zh.append(f"事项：{names[0][0]} → {names[1][0]}")
        en.append(f"matter: {names[0][1]} → {names[1][1]}")
    if _plain(sides.old.condition) != _plain(sides.new.condition):
        zh.append(f"条件：{sides.old.condition or '无'} → {sides.new.condition or '无'}")
        en.append("another condition")
    if zh:
        yield Finding(Change.SCOPE, Words("；".join(zh), "; ".join(en)))


def _left(duty: DutyRow, beside: Sequence[DutyRow], others: Sequence[DutyRow], names: Names) -> bool:
    """Whether no duty of this clause is first about a matter that the other side, or what lies over it, has."""
    matters = {duty.topics[0], *(one.topics[0] for one in beside if one.locator == duty.locator)}
    return not any(
        names.related(matter, topic) for matter in matters for one in others for topic in one.topics
    )


def _plain(text: str | None) -> str:
    return re.sub(r"\W", "", text or "")


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


def _modality(sides: Sides) -> Iterator[Finding]:
    """What a body may do and now must, or the other way: the duty itself, where both sides record it, and measures.

    A measure that a side has both ways (one case may, another must) is not compared.
    """
    shifts = [("", "", sides.old.modality, sides.new.modality)]
    before, after = measures_in(sides.old.consequence), measures_in(sides.new.consequence)
    shifts += [(f"{zh}：", f"{en}: ", before.get(zh), after.get(zh)) for zh, (_, en) in MEASURES.items()]
    told = [(zh, en, old, new) for zh, en, old, new in shifts if old and new and old != new]
    zh = [f"{about}{MODALITY_ZH[old]} → {MODALITY_ZH[new]}" for about, _, old, new in told]
    en = [f"{about}{old} → {new}" for _, about, old, new in told]
    if told:
        yield Finding(Change.MODALITY, Words("；".join(zh), "; ".join(en)))


def _timing(sides: Sides) -> Iterator[Finding]:
    if _plain(sides.old.timing) != _plain(sides.new.timing):
        before, after = sides.old.timing or NOT_WRITTEN, sides.new.timing or NOT_WRITTEN
        yield Finding(Change.TIMING, Words(f"{before} → {after}", "when or how often"))


def _sharing(sides: Sides) -> Iterator[Finding]:
    shared = [len(acting(one)) > 1 for one in (sides.old, sides.new)]
    if all(shared) and sides.old.allocation != sides.new.allocation:
        before, after = (
            ALLOCATION_ZH.get(one.allocation or "", NOT_WRITTEN) for one in (sides.old, sides.new)
        )
        english = f"{sides.old.allocation or 'not written'} → {sides.new.allocation or 'not written'}"
        yield Finding(Change.SHARING, Words(f"{before} → {after}", english))


def _renamed(sides: Sides) -> Iterator[Finding]:
    """The same body types under names that they no longer bear on the other side."""
    zh, en = [], []
    for one in acting(sides.old):
        for other in acting(sides.new):
            if body_of(one) != body_of(other) or not (one.as_written or other.as_written):
                continue
            names = sides.old_names.old_names.get(body_of(one), ())
            if _wears(one.as_written, names) != _wears(other.as_written, names):
                now = sides.new_names.body(body_of(one))
                zh.append(f"{one.as_written or now[0]} → {other.as_written or now[0]}")
                en.append(f"{now[1]}: another name as written")
    if zh:
        yield Finding(Change.RENAMED, Words("；".join(dict.fromkeys(zh)), "; ".join(dict.fromkeys(en))))


def _wears(as_written: str | None, old_names: Sequence[str]) -> bool:
    return any(name in (as_written or "") for name in old_names)
