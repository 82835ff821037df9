"""Who answers for a topic on two sides: the attribution that the lookup gives, not the provisions behind it.

An answer is its status and its bodies in order, those that may only be designated marked. A change of the law that
leaves the same bodies answering is no row here, and a body can change although no duty on the topic itself did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.tables import AreaRow, TopicRow
from queries.answer import Answer, Status
from queries.lookup import Lookup

STATUS_ZH = {
    Status.ASSIGNED: "有牵头", Status.SHARED: "分工负责", Status.UNDESIGNATED: "待地方指定",
    Status.UNASSIGNED: "没有明确", Status.UNCLEAR: "需要选择", Status.NO_DATA: "没有资料",
    Status.OUT_OF_SCOPE: "不在范围",
}  # fmt: skip
# Bodies further down are there by a broader or a background duty.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where the question is asked: a release, a place, a level and a day. Without a place: the nation."""

    lookup: Lookup
    area: AreaRow | None
    level: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """What one side answers for a topic. `bodies` are (type, may only be designated), the first ones."""

    status: Status
    bodies: tuple[tuple[str, bool], ...]
    shown: str
    basis: str | None
    duty: str | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A topic whose answer differs. A side that does not know the topic is None."""

    topic: TopicRow
    old: Answered | None
    new: Answered | None


def answer_changes(
    old: Standpoint, new: Standpoint, topics: Sequence[str] | None = None
) -> list[AnswerChange]:
    """Topics answered differently, in the order of their ids; `topics` limits them, None means all."""
    known = [{one.id: one for one in side.lookup.tables.topics} for side in (old, new)]
    same_bodies = _same_bodies(old, new)
    changes = []
    for key in sorted(known[0].keys() | known[1].keys()):
        if topics is not None and key not in topics:
            continue
        topic = known[1].get(key) or known[0][key]
        if topic.out_of_scope or topic.choices or (same_bodies and _rows(old, key) == _rows(new, key)):
            continue
        before, after = (
            _answered(side, rows[key]) if key in rows else None
            for side, rows in zip((old, new), known, strict=True)
        )
        if _compared(before) != _compared(after):
            changes.append(AnswerChange(topic, before, after))
    return changes


def _same_bodies(old: Standpoint, new: Standpoint) -> bool:
    """Whether two days at one place differ by duties alone, so that equal rows give equal answers."""
    tables = old.lookup.tables
    if old.lookup is not new.lookup or old.area != new.area or old.level != new.level:
        return False
    days = sorted((old.on.toordinal(), new.on.toordinal()))
    turns = (day for one in tables.mandates for day in (one.start, one.end))
    return days[0] >= tables.covered_from and not any(days[0] < day <= days[1] for day in turns)


def _rows(side: Standpoint, topic: str) -> list[tuple[int, int, int]]:
    return list(side.lookup.attribution.in_force(topic, side.area, side.on.toordinal()))


def _compared(one: Answered | None) -> tuple[object, ...] | None:
    return (one.status, one.bodies) if one else None


def _answered(side: Standpoint, topic: TopicRow) -> Answered:
    answer = side.lookup.answer_for(topic, side.area, side.level, side.on)
    first = answer.basis[0] if answer.basis else None
    return Answered(
        answer.status,
        tuple((one.type, one.candidate) for one in answer.bodies[:SHOWN]),
        _shown(answer),
        first.label if first else None,
        first.duty if first else None,
    )


def _shown(answer: Answer) -> str:
    names = [f"{one.zh}{'（候选）' if one.candidate else ''}" for one in answer.bodies[:SHOWN]]
    return f"【{STATUS_ZH[answer.status]}】{'、'.join(names)}"
