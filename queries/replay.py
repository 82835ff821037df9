"""Ask an answer's question again of the release that its receipt names, and say exactly what is otherwise.

Recorded time is the release (what was known), valid time the day asked about; a receipt holds both. The digest of an
answer is over its encoded bytes, so it differs where the data, the code or the answer's own form differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import msgspec

from graph.errors import BadRequest, UnknownArea
from queries.answer import Answer, Question, Receipt
from queries.answers_apart import Difference, Value, differences
from queries.dates import read_day
from queries.lookup import Lookup
from queries.table import Words


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
        "版本还在，但答得不一样（摘要不同）：代码变了，或者收据改动过",
        "the release is here, but answers otherwise (the digest differs): other code, or the receipt was changed",
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
        differences=differences(handed, _builtins(again)) if handed is not None and again else (),
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
    return differences(told, _builtins(today))


def _builtins(answer: Answer) -> Mapping[str, Value]:
    """The answer as one handed in reads: lists, not tuples."""
    built: dict[str, Value] = msgspec.json.decode(msgspec.json.encode(replace(answer, receipt=None)))
    return built


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
