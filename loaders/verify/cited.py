"""Every place in the corpus that cites a provision, in one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.codes import Certainty
from graph.corpus import Corpus, duties_of
from graph.records import Duty, Group, Instrument, Mechanism, Party, Trigger

SOURCE = re.compile(r"^([a-z0-9-]+)/([a-z]+_[\w-]+)$")


@dataclass(frozen=True)
class Cited:
    """One citation: the record `id` rests on the place `at` of `instrument`.

    `words` are what we say of it, `members` body types that must be named there, `count` a number that must
    stand there. `note` is the editor's; it gives the reason of what is `interpreted`.
    """

    id: str
    instrument: str
    at: str
    topics: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    words: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    count: int | None = None
    certainty: Certainty = Certainty.STATED
    note: str | None = None


def cited_in(corpus: Corpus) -> Iterator[Cited]:
    """Citations in the order of the corpus: by instrument, then roles, bodies and mandates."""
    for instrument in corpus.instruments.values():
        yield from _of_instrument(instrument)
    yield from _of_sources(corpus)


def _of_instrument(instrument: Instrument) -> Iterator[Cited]:
    key = instrument.id
    for stated in duties_of(instrument):
        yield _of_duty(stated.id, key, stated.duty)
    norms: tuple[Mechanism | Trigger, ...] = (*instrument.mechanisms, *instrument.triggers)
    for norm in norms:
        yield _of_norm(key, norm)
    for measure in instrument.measures:
        yield Cited(f"{key}/{measure.id}", key, measure.at, words=(measure.zh,))
    for group in instrument.groups:
        yield _of_group(key, group)
    for stated_count in instrument.stated_counts:
        yield Cited(f"{key}/{stated_count.id}", key, stated_count.at, count=stated_count.count)
    for one in instrument.lists:
        yield Cited(f"{key}/{one.id}", key, one.at, note=one.note)
    for figure in instrument.figures:
        yield Cited(f"{key}/{figure.id}", key, figure.at, count=_whole(figure.value), note=figure.note)
    for fact in instrument.unstated:
        if fact.at is not None:
            yield Cited(f"{key}/{fact.id}", key, fact.at)
    for account in (one for discrepancy in instrument.discrepancies for one in discrepancy.accounts):
        yield Cited(f"{key}/account", account.instrument or key, account.at)


def _whole(value: str) -> int | None:
    return int(value) if value.isdigit() else None


def _of_duty(key: str, instrument: str, duty: Duty) -> Cited:
    return Cited(
        key,
        instrument,
        duty.at,
        topics=duty.topics,
        parties=duty.parties,
        words=tuple(filter(None, (duty.summary, duty.condition, duty.consequence))),
        certainty=duty.certainty,
        note=duty.note,
    )


def _of_norm(instrument: str, norm: Mechanism | Trigger) -> Cited:
    parties = (*norm.actors, *norm.decider) if isinstance(norm, Mechanism) else norm.initiator
    return Cited(
        f"{instrument}/{norm.id}",
        instrument,
        norm.at,
        topics=norm.topics if isinstance(norm, Mechanism) else (),
        parties=parties,
        words=(norm.summary, *(one.zh for one in norm.conditions), *norm.consequences),
        certainty=norm.certainty,
        note=norm.note,
    )


def _of_group(instrument: str, group: Group) -> Cited:
    return Cited(f"{instrument}/{group.id}", instrument, group.at, members=group.members, note=group.note)


def _of_sources(corpus: Corpus) -> Iterator[Cited]:
    """Roles, bodies and mandates whose `source` is a provision; other sources are words for people."""
    named = [(f"role:{role.id}", role.source) for role in corpus.roles.values()]
    named += [(f"body:{body.id}", body.source) for body in corpus.bodies.values()]
    named += [(f"mandate:{m.body}--{m.acts_as}--{m.area}", m.source) for m in corpus.mandates]
    for key, source in named:
        found = SOURCE.match(source or "")
        if found and found.group(1) in corpus.instruments:
            yield Cited(key, found.group(1), found.group(2))
