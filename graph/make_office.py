"""Records of procedures to the rows of a release: what stands in an instrument is taken from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from graph.codes import Certainty, Part
from graph.corpus import Corpus
from graph.derived_graph import start_of
from graph.names import place_name
from graph.office_tables import (
    ChangeRow,
    Clause,
    ConditionRow,
    OfficeRows,
    PartRow,
    ProcedureRow,
    ReportRow,
    RouteRow,
    RuleRow,
    StepRow,
)
from graph.procedures import (
    Condition,
    CountsFrom,
    DeadlineRule,
    Procedure,
    ProcedureStep,
    Report,
    Route,
    Unit,
)
from graph.records import CheckedCondition, Instrument, Mechanism, Party

UNITS = {"D": Unit.DAY, "M": Unit.MONTH, "Y": Unit.YEAR}
WITHIN = re.compile(r"P(\d+)([DMY])")
EVERYWHERE = "cn"


def make_office(corpus: Corpus) -> OfficeRows:
    """The office's rows. References are taken as checked (`loaders.procedure_references`)."""
    return OfficeRows(
        procedures=[_procedure(corpus, one) for one in corpus.procedures.values()],
        rules=[rule_row(corpus, one) for one in corpus.deadline_rules.values()],
        reports=[_report(corpus, one) for one in corpus.reports.values()],
        calendar=[
            ChangeRow(c.id, c.since, c.until, c.working, c.zh, c.en, c.announced, c.completes, c.source)
            for c in corpus.calendar_changes.values()
        ],
    )


def mechanism_named(corpus: Corpus, name: str | None) -> tuple[Instrument, Mechanism] | None:
    """The mechanism `<instrument>/<mechanism>`, or None where there is none of that name."""
    home, _, key = (name or "").partition("/")
    instrument = corpus.instruments.get(home)
    if instrument is None:
        return None
    found = next((one for one in instrument.mechanisms if one.id == key), None)
    return (instrument, found) if found else None


def length_of(within: str) -> tuple[int, Unit]:
    """`P2M` as 2 and months."""
    match = WITHIN.fullmatch(within)
    assert match is not None  # the record's pattern
    return int(match[1]), UNITS[match[2]]


def rule_row(corpus: Corpus, rule: DeadlineRule) -> RuleRow:
    """A rule with length and start taken from its mechanism where it has one."""
    found = mechanism_named(corpus, rule.mechanism)
    instrument, at = (
        (found[0], found[1].at) if found else (corpus.instruments.get(rule.instrument or ""), rule.at)
    )
    stated = found[1].deadline if found else None
    count, unit = length_of(stated.within) if stated else (rule.count, rule.unit)
    counts_from = CountsFrom(stated.counts_from) if stated else rule.counts_from
    assert count is not None and unit is not None and counts_from is not None
    issued = instrument.published if instrument and counts_from is CountsFrom.ISSUE else None
    return RuleRow(
        id=rule.id,
        zh=rule.zh,
        en=rule.en,
        kind=rule.kind,
        clause=_clause(instrument, at) if instrument and at else None,
        channels=rule.channels,
        counts_from=counts_from,
        count=count,
        unit=unit,
        first_day=rule.first_day,
        roll=rule.roll,
        one_off=stated.one_off if stated else rule.one_off,
        issued=issued,
        pause=rule.pause,
        extend=rule.extend,
        extend_days=rule.extend_days,
        reminders=rule.reminders,
        house=rule.house,
        note=rule.note,
    )


def _clause(instrument: Instrument, at: str) -> Clause:
    return Clause(instrument.id, at, instrument.cite + place_name(at), f"{instrument.en}, {at}")


def _clause_of(corpus: Corpus, mechanism: str | None) -> Clause | None:
    found = mechanism_named(corpus, mechanism)
    return _clause(found[0], found[1].at) if found else None


def _procedure(corpus: Corpus, one: Procedure) -> ProcedureRow:
    found = mechanism_named(corpus, one.mechanism)
    instrument, mechanism = found if found else (None, None)
    stated: Sequence[CheckedCondition | Condition] = mechanism.conditions if mechanism else one.conditions
    certainty = one.certainty or (mechanism.certainty if mechanism else Certainty.ASSUMED)
    return ProcedureRow(
        id=one.id,
        zh=one.zh or (mechanism.zh if mechanism else one.id),
        en=one.en or (mechanism.en if mechanism else one.id),
        area=one.area or (instrument.area if instrument else EVERYWHERE),
        gaps=one.gaps,
        conditions=tuple(
            ConditionRow(given.key, words.zh or given.key, words.en or given.key)
            for given, words in zip(one.conditions, stated, strict=True)
        ),
        routes=tuple(_route(instrument, mechanism, route) for route in one.routes),
        steps=tuple(_step(corpus, one, step, certainty) for step in one.steps),
        publication=one.publication.duty,
        publication_zh=one.publication.zh,
        publication_en=one.publication.en,
        clause=_clause_of(corpus, one.mechanism),
        earliest=instrument.in_force_earliest if instrument else None,
        start=start_of(instrument) if instrument else None,
        end=instrument.ended if instrument else None,
        legal=one.legal,
        internal=one.internal,
        certainty=certainty,
        note=one.note or (mechanism.note if mechanism else None),
    )


def parties_of(mechanism: Mechanism, route: Route, part: Part) -> tuple[Party, ...]:
    """The parties with a part in those steps of the mechanism that the route names, in order."""
    steps = [mechanism.steps[number - 1] for number in route.mechanism_steps]
    return tuple(party for step in steps for party in step.actors if party.part is part)


def _route(instrument: Instrument | None, mechanism: Mechanism | None, route: Route) -> RouteRow:
    convenor, deciders = route.convenor, route.deciders
    if mechanism is not None:
        convenor = parties_of(mechanism, route, Part.LEAD)
        deciders = parties_of(mechanism, route, Part.DECIDER)
    return RouteRow(
        levels=route.levels,
        convenors=_parts(instrument, convenor, route),
        deciders=_parts(instrument, deciders, route),
        clause=route.clause,
        jointly=route.jointly,
    )


def _parts(instrument: Instrument | None, parties: Iterable[Party], route: Route) -> tuple[PartRow, ...]:
    groups = {group.id: group.members for group in (instrument.groups if instrument else ())}
    return tuple(
        PartRow(p.type, p.group, groups.get(p.group or "", ()), p.level or route.decided_at, p.as_written)
        for p in parties
    )


def _step(corpus: Corpus, procedure: Procedure, step: ProcedureStep, certainty: Certainty) -> StepRow:
    clause = _clause_of(corpus, step.mechanism or procedure.mechanism)
    return StepRow(step.act, step.by, step.zh, step.en, step.levels, clause, step.certainty or certainty)


def _report(corpus: Corpus, one: Report) -> ReportRow:
    found = mechanism_named(corpus, one.mechanism)
    due = date.fromisoformat(f"2000-{one.due_day}") if one.due_day else None
    return ReportRow(
        id=one.id,
        zh=one.zh,
        en=one.en,
        period=one.period,
        due=(due.month, due.day) if due else None,
        area=one.area or (found[0].area if found else EVERYWHERE),
        clause=_clause_of(corpus, one.mechanism),
        note=one.note,
    )
