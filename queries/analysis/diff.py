"""What changed: duties between two editions, two days, two places or two releases.

Each way in which a pair of duties differs is a `Difference` of its own. Comparing the other way round gives the
same differences with the sides exchanged and each change replaced by its `MIRROR`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.errors import BadRequest
from graph.tables import AreaRow, DutyRow, Tables
from queries.analysis.compare_duties import Sides, findings_of
from queries.analysis.kinds_of_change import Change, Pairing, Reason
from queries.analysis.names import Names, reading_order
from queries.analysis.pairing import Pair, instrument_of, pair_duties
from queries.analysis.reasons import why_began, why_ended, why_paired
from queries.table import Words

Progress = Callable[[str], None]
NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of one duty. `old` is None for an added duty, `new` for a dropped one.

    `by` names the instrument that caused the change; `reason` and `by` are None where the data do not say.
    """

    change: Change
    old: DutyRow | None
    new: DutyRow | None
    what: Words = NOTHING
    part: str | None = None
    how: Pairing | None = None
    score: float | None = None
    reason: Reason | None = None
    by: str | None = None


@dataclass(frozen=True)
class Diff:
    """Differences in reading order of the old side, what was added last. `left_out` counts duties of an instrument
    that took the place of several others, where they belong to those and not to the one compared.
    """

    old_names: Names
    new_names: Names
    differences: tuple[Difference, ...]
    asked: Mapping[str, str]
    left_out: int = 0

    def counts(self) -> Counter[Change]:
        """How often each change occurs. What an editor split into several duties of one clause, equal in the
        change and in what changed, counts once; added and dropped duties count one by one.
        """
        return Counter(
            change
            for change, *_ in {
                (one.change, _place(one.old), _place(one.new), one.what)
                if one.old and one.new
                else (one.change, one.old and one.old.id, one.new and one.new.id, NOTHING)
                for one in self.differences
            }
        )

    def clause_pairs(self) -> int:
        """How many pairs of clauses the pairs of duties stand in."""
        return len({(_place(one.old), _place(one.new)) for one in self.differences if one.old and one.new})

    def about(self, topic: str | None, level: str | None) -> Diff:
        """Only differences of duties on a topic and of bodies at a level; None leaves all."""
        kept = tuple(
            one
            for one in self.differences
            if any(
                (topic is None or topic in duty.topics) and (level is None or binds(duty, level))
                for duty in (one.old, one.new)
                if duty is not None
            )
        )
        asked = {**self.asked, **({"topic": topic} if topic else {}), **({"level": level} if level else {})}
        return Diff(self.old_names, self.new_names, kept, asked, self.left_out)


@dataclass(frozen=True)
class _Side:
    names: Names
    duties: Sequence[DutyRow] = field(default=())


def binds(duty: DutyRow, level: str) -> bool:
    """Whether a party of the duty is bound at the level; a party whose level is not written may be at any."""
    return any(not one.levels or level in one.levels for one in duty.parties)


def diff_editions(tables: Tables, old: Sequence[str], new: Sequence[str]) -> Diff:
    """Two editions, or several instruments against one: every duty of them, whatever the day.

    Of an instrument that took the place of several others only those duties count that do not follow another of
    them and share a topic with the other side. Raises BadRequest for an id that is not an instrument's.
    """
    known = {one.id for one in tables.instruments}
    for parameter, keys in (("old", old), ("new", new)):
        for key in keys:
            if key not in known:
                raise BadRequest(parameter, f"没有这个文件：{key[:60]}", f"no such instrument: {key[:60]}")
    names = Names(tables)
    before, after = (
        [duty for duty in tables.duties if instrument_of(duty) in keys and instrument_of(duty) not in others]
        for keys, others in ((old, new), (new, old))
    )
    asked = {"old": ",".join(old), "new": ",".join(new)}
    found = _compare(_Side(names, before), _Side(names, after), _follows(tables))
    dropped, added = _Belonging(tables, new, after), _Belonging(tables, old, before)
    kept = [
        one
        for one in found
        if (one.new or not one.old or dropped.holds(one.old))
        and (one.old or not one.new or added.holds(one.new))
    ]
    return Diff(names, names, _in_order(kept), asked, len(found) - len(kept))


def repealed_by(tables: Tables, key: str) -> tuple[str, ...]:
    """Instruments that the instrument `key` repealed or replaced, in the order of their ids."""
    if all(one.id != key for one in tables.instruments):
        raise BadRequest("repealed_by", f"没有这个文件：{key[:60]}", f"no such instrument: {key[:60]}")
    found = tuple(sorted(one.id for one in tables.instruments if key in one.followed_by))
    if not found:
        raise BadRequest("repealed_by", f"它没有废止别的文件：{key[:60]}", f"it repealed nothing: {key[:60]}")
    return found


def diff_days(tables: Tables, area: AreaRow | None, old_on: int, new_on: int) -> Diff:
    """Duties in force in an area on two days (ordinals). Without an area only those of the whole country."""
    names = Names(tables)
    before, after = (_Side(names, in_force(tables, area, on)) for on in (old_on, new_on))
    asked = {"from": _day(old_on), "to": _day(new_on), **({"place": area.id} if area else {})}
    return _diff_sides(before, after, _follows(tables), asked)


def diff_places(tables: Tables, old: AreaRow, new: AreaRow, on: int) -> Diff:
    """Duties in force in two places on one day."""
    names = Names(tables)
    before, after = (_Side(names, in_force(tables, area, on)) for area in (old, new))
    asked = {"places": f"{old.id},{new.id}", "on": _day(on)}
    found = _diff_sides(before, after, _follows(tables), asked)
    return _because(found, Reason.PLACE)


def diff_releases(old: Tables, new: Tables, area: AreaRow | None = None, on: int | None = None) -> Diff:
    """Duties of two releases: the same id is the same duty, corrected or not.

    Only those in force on the day, and in the area where one is given; without a day every duty of both.
    """
    follows = {**_follows(old), **_follows(new)}
    asked = {"releases": f"{old.release},{new.release}"}
    before, after = list(old.duties), list(new.duties)
    if on is not None:
        asked |= {"on": _day(on), **({"place": area.id} if area else {})}
        before, after = (
            in_force(one, area, on) if area else [duty for duty in one.duties if duty.start <= on < duty.end]
            for one in (old, new)
        )
    found = _diff_sides(_Side(Names(old), before), _Side(Names(new), after), follows, asked)
    return _because(found, Reason.DATA)


def in_force(tables: Tables, area: AreaRow | None, on: int) -> list[DutyRow]:
    """Duties that hold in an area on a day; those of basin laws only within their basin."""
    chain = area.chain if area is not None else ("cn",)
    nation = area is not None and area.level == "national"
    return [
        duty
        for duty in tables.duties
        if duty.start <= on < duty.end
        and duty.area in chain
        and (not (covers := tables.instruments[duty.instrument].covers) or nation or set(covers) & set(chain))
    ]


def _day(on: int) -> str:
    return date.fromordinal(on).isoformat()


def _follows(tables: Tables) -> Mapping[str, Sequence[str]]:
    return {one.id: one.follows for one in tables.duties if one.follows}


def _because(diff: Diff, reason: Reason) -> Diff:
    """The same differences for a reason that lies in what was compared, not in any instrument."""
    rows = tuple(
        Difference(one.change, one.old, one.new, one.what, one.part, one.how, one.score, reason)
        for one in diff.differences
    )
    return Diff(diff.old_names, diff.new_names, rows, diff.asked, diff.left_out)


def _diff_sides(
    old: _Side, new: _Side, follows: Mapping[str, Sequence[str]], asked: Mapping[str, str]
) -> Diff:
    """Duties with the same id on both sides stand beside themselves; where they are equal they are no row."""
    old_by_id, new_by_id = {one.id: one for one in old.duties}, {one.id: one for one in new.duties}
    same = [
        difference
        for key in old_by_id.keys() & new_by_id.keys()
        if old_by_id[key] != new_by_id[key] and (pair := Pair(old_by_id[key], new_by_id[key], Pairing.SAME))
        for difference in _differences(pair, _Around([pair]), old.names, new.names)
        if difference.change is not Change.UNCHANGED
    ]
    found = _compare(
        _Side(old.names, [one for one in old.duties if one.id not in new_by_id]),
        _Side(new.names, [one for one in new.duties if one.id not in old_by_id]),
        follows,
    )
    return Diff(old.names, new.names, _in_order([*same, *found]), asked)


def _compare(old: _Side, new: _Side, follows: Mapping[str, Sequence[str]]) -> list[Difference]:
    """Every difference of two sides that share no duty, unchanged pairs included."""
    pairs = pair_duties(old.duties, new.duties, follows)
    paired = {one.id for pair in pairs for one in (pair.old, pair.new)}
    around = _Around(pairs)
    found = [one for pair in pairs for one in _differences(pair, around, old.names, new.names)]
    dropped = [
        Difference(Change.DROPPED, duty, None, reason=reason, by=by)
        for duty in old.duties
        if duty.id not in paired
        for reason, by in (why_ended(duty, old.names),)
    ]
    added = [
        Difference(Change.ADDED, None, duty, reason=reason, by=by)
        for duty in new.duties
        if duty.id not in paired
        for reason, by in (why_began(duty, new.names),)
    ]
    return [*found, *dropped, *added]


class _Around:
    """What stands beside a pair: pairs of the same duty, and of duties at the same place."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._by_old: dict[str, list[Pair]] = defaultdict(list)
        self._by_new: dict[str, list[Pair]] = defaultdict(list)
        self._at_old: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        self._at_new: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in pairs:
            self._by_old[pair.old.id].append(pair)
            self._by_new[pair.new.id].append(pair)
            self._at_old[_place(pair.old)].append(pair)
            self._at_new[_place(pair.new)].append(pair)

    def sides(self, pair: Pair, old: Names, new: Names) -> Sides:
        return Sides(
            pair.old,
            pair.new,
            [one.old for one in self._by_new[pair.new.id] if _same_edition(one.old, pair.old)],
            [one.new for one in self._by_old[pair.old.id] if _same_edition(one.new, pair.new)],
            [one.old for one in self._at_new[_place(pair.new)] if _beside(one.old, pair.old)],
            [one.new for one in self._at_old[_place(pair.old)] if _beside(one.new, pair.new)],
            old,
            new,
        )


def _place(duty: DutyRow) -> tuple[str, str]:
    return instrument_of(duty), duty.locator


def _differences(pair: Pair, around: _Around, old: Names, new: Names) -> Iterable[Difference]:
    reason, by = why_paired(pair, old, new)
    for one in findings_of(around.sides(pair, old, new)):
        yield Difference(one.change, pair.old, pair.new, one.what, one.part, pair.how, pair.score, reason, by)


def _same_edition(one: DutyRow, other: DutyRow) -> bool:
    return instrument_of(one) == instrument_of(other)


def _beside(one: DutyRow, other: DutyRow) -> bool:
    """Whether two duties stand in one article and hold on the same days: not one as a reform had it read later."""
    same_days = (one.start, one.end) == (other.start, other.end)
    return _same_edition(one, other) and one.article == other.article and same_days


class _Belonging:
    """Which unpaired duties are about the side compared, where an instrument took the place of several others."""

    def __init__(self, tables: Tables, other: Sequence[str], duties: Iterable[DutyRow]) -> None:
        self._tables = tables
        self._other = set(other)
        self._topics = {topic for one in duties for topic in one.topics}
        self._rivals: dict[str, frozenset[str]] = {}

    def holds(self, duty: DutyRow) -> bool:
        rivals = self._rivals_of(instrument_of(duty))
        if not rivals:
            return True
        if any(earlier.partition("/")[0] in rivals for earlier in duty.follows):
            return False
        return not self._topics.isdisjoint(duty.topics)

    def _rivals_of(self, key: str) -> frozenset[str]:
        """Instruments it took the place of beside the one compared; none where it did not follow that one."""
        if key not in self._rivals:
            before = _predecessors(self._tables, key)
            own = {one for one in before if self._other & ({one} | _ancestry(self._tables, one))}
            self._rivals[key] = frozenset(before - own) if own else frozenset()
        return self._rivals[key]


def _predecessors(tables: Tables, key: str) -> set[str]:
    return {one.id for one in tables.instruments if key in one.followed_by}


def _ancestry(tables: Tables, key: str) -> set[str]:
    """Everything that the instrument took the place of, however long ago."""
    before = _predecessors(tables, key)
    return before.union(*(_ancestry(tables, one) for one in before))


def _in_order(found: Iterable[Difference]) -> tuple[Difference, ...]:
    order = list(Change)

    def key(one: Difference) -> tuple[object, ...]:
        old = reading_order(one.old, instrument_of(one.old)) if one.old else ("\uffff", (), "")
        new = reading_order(one.new, instrument_of(one.new)) if one.new else ("", (), "")
        return old, new, order.index(one.change), one.part or "", one.what.zh

    return tuple(sorted(found, key=key))
