"""Ask an answer's question again of the release that its receipt names, and say exactly what is otherwise.

Recorded time is the release (what was known), valid time the day asked about; a receipt holds both. The digest of an
answer is over its encoded bytes, so it differs where the data, the code or the answer's own form differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import msgspec

from graph.errors import BadRequest, UnknownArea
from queries.answer import Answer, Question, Receipt
from queries.dates import read_day
from queries.lookup import Lookup
from queries.table import Words

Value = object
# What every release says otherwise of itself.
OWN = frozenset({"release", "receipt"})
MOST_DIFFERENCES = 100
LONGEST_VALUE = 200


class ReplayOutcome(StrEnum):
    """What asking again came to."""

    SAME = "same"
    DIFFERS = "differs"
    RELEASE_GONE = "release_gone"
    RELEASE_UNREADABLE = "release_unreadable"
    PLACE_GONE = "place_gone"


SAYS = {
    ReplayOutcome.SAME: Words("与当时的答案一字不差", "the same answer, byte for byte"),
    ReplayOutcome.DIFFERS: Words(
        "版本还在，但现在的代码答得不一样（摘要不同）", "the release is here, but this code answers otherwise (the digest differs)"
    ),
    ReplayOutcome.RELEASE_GONE: Words("那个版本已不在这里，无法照原样再答", "that release is no longer here; it cannot be asked again"),
    ReplayOutcome.RELEASE_UNREADABLE: Words(
        "那个版本还在，但现在的代码读不了", "that release is here, but this code cannot read it"
    ),
    ReplayOutcome.PLACE_GONE: Words(
        "收据所说的版本里没有所问的地方，无法照原样再答", "the release does not know the place asked about; it cannot be asked again"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A place in the answer, such as `bodies[0].type`, with its value then and now; null where it has none."""

    field: str
    then: str | None
    now: str | None


@dataclass(frozen=True)
class Replay:
    """`differences` are between the answer handed in and the one given again: empty where only a receipt was handed in.

    `intact` says whether the answer handed in is the one its receipt was made for; None where there was none.
    `since` compares the answer then with what the release in service says of the same day: the answer given again, or
    the one handed in where its release is gone; None where neither is at hand or it cannot be asked today.
    """

    outcome: ReplayOutcome
    says: Words
    receipt: Receipt
    digest: str | None
    intact: bool | None
    differences: tuple[Difference, ...]
    since: tuple[Difference, ...] | None
    current_release: str
    answer: Answer | None


def replay(
    receipt: Receipt, handed: Mapping[str, Value] | None, then: Lookup | ReplayOutcome, now: Lookup
) -> Replay:
    """Ask again. `then` is the lookup over the receipt's release, or why there is none; `now` that in service.

    A place that the release does not know is an outcome. Raises BadRequest where the receipt's question cannot be
    asked for another reason.
    """
    again = None
    if isinstance(then, Lookup):
        try:
            again = ask_again(then, receipt.question)
        except UnknownArea:
            then = ReplayOutcome.PLACE_GONE
    if isinstance(then, ReplayOutcome):
        outcome = then
    else:
        outcome = (
            ReplayOutcome.SAME if again and digest_of(again) == receipt.digest else ReplayOutcome.DIFFERS
        )
    told = _builtins(again) if again else handed
    return Replay(
        outcome=outcome,
        says=SAYS[outcome],
        receipt=receipt,
        digest=digest_of(again) if again else None,
        intact=_intact(handed, receipt) if handed is not None else None,
        differences=_differences(handed, _builtins(again)) if handed is not None and again else (),
        since=_since(told, receipt.question, now),
        current_release=now.tables.release,
        answer=again,
    )


def ask_again(lookup: Lookup, question: Question) -> Answer:
    """The answer to a receipt's question; the day is the one used then, so the clock plays no part."""
    on: date = read_day(question.on)
    return lookup.ask(question.issue, question.place, question.level, on, today=on)


def digest_of(answer: Answer) -> str:
    return answer.receipt.digest if answer.receipt else ""


def _intact(handed: Mapping[str, Value], receipt: Receipt) -> bool:
    bare = msgspec.json.encode({**handed, "receipt": None})
    return hashlib.sha256(bare).hexdigest()[:32] == receipt.digest


def _since(
    told: Mapping[str, Value] | None, question: Question, now: Lookup
) -> tuple[Difference, ...] | None:
    if told is None:
        return None
    try:
        today = ask_again(now, question)
    except BadRequest:
        return None
    return _differences(told, _builtins(today))


def _builtins(answer: Answer) -> Mapping[str, Value]:
    built: dict[str, Value] = msgspec.to_builtins(replace(answer, receipt=None))
    return built


def _differences(then: Mapping[str, Value], now: Mapping[str, Value]) -> tuple[Difference, ...]:
    """The first `MOST_DIFFERENCES` leaves that differ, in the order of the answer's members."""
    found = []
    for difference in _leaves("", _without(then), _without(now)):
        found.append(difference)
        if len(found) == MOST_DIFFERENCES:
            break
    return tuple(found)


def _without(answer: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in answer.items() if key not in OWN}


def _leaves(place: str, then: Value, now: Value) -> Iterator[Difference]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*then, *now]):
            yield from _leaves(f"{place}.{key}" if place else str(key), then.get(key), now.get(key))
    elif _is_list(then) and _is_list(now):
        assert isinstance(then, Sequence) and isinstance(now, Sequence)
        for number in range(max(len(then), len(now))):
            pair = (one[number] if number < len(one) else None for one in (then, now))
            yield from _leaves(f"{place}[{number}]", *pair)
    elif then != now:
        yield Difference(place, _shown(then), _shown(now))


def _is_list(value: Value) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _shown(value: Value) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def receipt_in(handed: object) -> tuple[Receipt, Mapping[str, Value] | None]:
    """The receipt in what was handed in, and the whole answer where it is one. Raises BadRequest."""
    whole = handed if isinstance(handed, Mapping) and "receipt" in handed else None
    given = whole["receipt"] if whole is not None else handed
    try:
        return msgspec.convert(given, Receipt), whole
    except (msgspec.ValidationError, TypeError):
        raise BadRequest(
            "receipt",
            "不是收据，也不是带收据的答案（应有release、question、digest）",
            "neither a receipt nor an answer with one (it has release, question and digest)",
        ) from None
