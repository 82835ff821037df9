"""The state of a matter as a fold of its events: one function per kind of content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from office.codes import Action, State
from office.errors import LedgerBroken
from office.events import Event
from office.matter import Extension, Matter, Pause
from office.moves import MOVES


def fold(events: Iterable[Event]) -> Matter:
    """The matter after all of its events, which stand in order. Raises LedgerBroken when they cannot be."""
    matter: Matter | None = None
    for event in events:
        matter = after(matter, event)
    if matter is None:
        raise LedgerBroken("没有事件，就没有事项", "there is no matter without an event")
    return matter


def after(matter: Matter | None, event: Event) -> Matter:
    """The matter after one more event. The rules are held here once more, whoever wrote the event."""
    action = Action(event.action)
    if matter is None:
        if action is not Action.OPEN or event.version != 1:
            raise _broken(event, "首个事件应为登记", "the first event opens a matter")
        return _opened(event)
    move = MOVES.get(action)
    if move is None or matter.state not in move.before:
        raise _broken(event, f"{matter.state}时不能{action}", f"{action} from {matter.state}")
    if event.version != matter.version + 1:
        raise _broken(event, "版本不连续", "versions are not consecutive")
    if action is Action.APPROVE and event.actor == matter.drafted_by:
        raise _broken(event, "拟稿人不能审定", "the drafter approved")
    if action is Action.REVOKE and event.actor == matter.revocation_drafted_by:
        raise _broken(event, "拟稿人不能撤销", "the drafter revoked")
    changed = CHANGES.get(action, _unchanged)(matter, event, event.body())
    return replace(changed, version=event.version, state=move.to or matter.state)


def day_of(event: Event) -> date:
    """The calendar day of an event, in the offset it was written with (Asia/Shanghai)."""
    return datetime.fromisoformat(event.at).date()


def _broken(event: Event, zh: str, en: str) -> LedgerBroken:
    return LedgerBroken(f"第{event.seq}个事件不成立：{zh}", f"event {event.seq} cannot be: {en}")


def _opened(event: Event) -> Matter:
    opened: Any = event.body()
    members = {name: getattr(opened, name) for name in opened.__dataclass_fields__}
    return Matter(
        id=event.matter,
        version=1,
        opened_at=datetime.fromisoformat(event.at),
        opened_by=event.actor,
        accepted_on=day_of(event) if opened.state is State.OPENED else None,
        **members,
    )


def _unchanged(matter: Matter, _event: Event, _content: Any) -> Matter:
    return matter


def _accept(matter: Matter, event: Event, _content: Any) -> Matter:
    return replace(matter, accepted_on=day_of(event))


def _correct(matter: Matter, event: Event, content: Any) -> Matter:
    changes: dict[str, Any] = {}
    if content.description is not None:
        changes |= {name: getattr(content, name) for name in ("description", "masked", "kept")}
    if content.receipt is not None:
        changes |= {name: getattr(content, name) for name in ("topic", "topic_zh", "receipt")}
    if (content.receipt is not None or content.cause_given) and not content.cause_kept:
        changes |= {"cause": content.cause, "cause_given_by": event.actor if content.cause_given else None}
    return replace(matter, **changes)


def _consult(matter: Matter, _event: Event, content: Any) -> Matter:
    again = {one.department.key for one in content.asked}
    kept = tuple(one for one in matter.asked if one.department.key not in again)
    return replace(matter, asked=kept + content.asked)


def _record_position(matter: Matter, _event: Event, content: Any) -> Matter:
    key = content.position.department.key
    kept = tuple(one for one in matter.positions if one.department.key != key)
    return replace(matter, positions=(*kept, content.position))


def _transfer(matter: Matter, _event: Event, content: Any) -> Matter:
    return replace(matter, transfers=(*matter.transfers, content.transfer))


def _propose(matter: Matter, event: Event, content: Any) -> Matter:
    return replace(matter, proposal=content.proposal, drafted_by=event.actor, approved_by=None)


def _return(matter: Matter, _event: Event, _content: Any) -> Matter:
    return replace(matter, approved_by=None)


def _approve(matter: Matter, event: Event, _content: Any) -> Matter:
    return replace(matter, approved_by=event.actor)


def _publish(matter: Matter, _event: Event, content: Any) -> Matter:
    return replace(
        matter,
        decision=content.decision,
        records=content.records,
        publication=content.publication,
        release=content.release,
    )


def _propose_revocation(matter: Matter, event: Event, content: Any) -> Matter:
    return replace(matter, revocation=content.revocation, revocation_drafted_by=event.actor)


def _keep(matter: Matter, _event: Event, _content: Any) -> Matter:
    return replace(matter, revocation=None, revocation_drafted_by=None)


def _revoke(matter: Matter, event: Event, content: Any) -> Matter:
    return replace(matter, release=content.release, revoked_by=event.actor)


def _pause(matter: Matter, event: Event, _content: Any) -> Matter:
    return replace(matter, pauses=(*matter.pauses, Pause(since=day_of(event), reason=event.reason or "")))


def _resume(matter: Matter, event: Event, _content: Any) -> Matter:
    *earlier, last = matter.pauses
    return replace(matter, pauses=(*earlier, replace(last, until=day_of(event))))


def _extend(matter: Matter, event: Event, content: Any) -> Matter:
    extension = Extension(until=content.until, rule=content.rule, on=day_of(event), reason=event.reason or "")
    return replace(matter, extensions=(*matter.extensions, extension))


def _close(matter: Matter, _event: Event, content: Any) -> Matter:
    return replace(matter, outcome=content.outcome, duplicate_of=content.duplicate_of)


CHANGES: Mapping[Action, Callable[[Matter, Event, Any], Matter]] = {
    Action.ACCEPT: _accept,
    Action.CORRECT: _correct,
    Action.CONSULT: _consult,
    Action.RECORD_POSITION: _record_position,
    Action.TRANSFER: _transfer,
    Action.PROPOSE: _propose,
    Action.RETURN: _return,
    Action.APPROVE: _approve,
    Action.PUBLISH: _publish,
    Action.PROPOSE_REVOCATION: _propose_revocation,
    Action.KEEP: _keep,
    Action.REVOKE: _revoke,
    Action.PAUSE: _pause,
    Action.RESUME: _resume,
    Action.EXTEND: _extend,
    Action.CLOSE: _close,
}
