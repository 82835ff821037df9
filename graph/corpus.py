"""The corpus as one value: all records of a release, with the indexes that checks and builds need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.procedures import CalendarChange, DeadlineRule, Procedure, Report
from graph.records import (
    Area,
    Body,
    BodyType,
    CitationException,
    Duty,
    Instrument,
    Mandate,
    Role,
    Topic,
)


@dataclass(frozen=True)
class StatedDuty:
    """A duty together with the instrument that states it."""

    id: str
    instrument: Instrument
    duty: Duty


def duty_id(instrument: str, duty: Duty) -> str:
    """`noise-law-2021/art_77__para_1`, with the key behind it where one paragraph holds several."""
    return f"{instrument}/{duty.at}" + (f"-{duty.key}" if duty.key else "")


def duties_of(instrument: Instrument) -> Iterator[StatedDuty]:
    """The duties that one instrument states, in its order."""
    for duty in instrument.duties:
        yield StatedDuty(duty_id(instrument.id, duty), instrument, duty)


@dataclass(frozen=True)
class Corpus:
    """Records by kind, each in a fixed order (by id) so that a build does not depend on loading order.

    `heard` holds, by topic, messages made up as people write them; the matcher learns their words.
    `exceptions` are for the check against law texts only; no release holds them.
    """

    instruments: Mapping[str, Instrument]
    body_types: Mapping[str, BodyType]
    bodies: Mapping[str, Body]
    mandates: tuple[Mandate, ...]
    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    areas: Mapping[str, Area]
    word_classes: Mapping[str, tuple[str, ...]]
    heard: Mapping[str, tuple[str, ...]]
    exceptions: tuple[CitationException, ...] = ()
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    deadline_rules: Mapping[str, DeadlineRule] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    calendar_changes: Mapping[str, CalendarChange] = field(default_factory=dict)

    def duties(self) -> Iterator[StatedDuty]:
        for instrument in self.instruments.values():
            yield from duties_of(instrument)

    @cached_property
    def duty_by_id(self) -> Mapping[str, StatedDuty]:
        return {stated.id: stated for stated in self.duties()}
