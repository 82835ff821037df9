"""Accountability: which triggers a described situation may meet, condition by condition. Never a verdict.

A situation is a set of circumstances (情节), each said to be so or said not to be so; the rest is not said. A condition
has parts; a part is met by any one of its circumstances, a condition by all of its parts, a trigger by all of its
conditions (污染问题突出 *and* 恶劣影响, 川环委〔2023〕1号 三（一）). What follows is for the organs that the texts name to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.tables import CheckRow, CircumstanceRow, InstrumentRow, NormRow, PartyRow, RoleRow
from graph.text import normalise
from queries.analysis.claims import Claim, read_claims
from queries.analysis.here import BASIN, Here, reaches
from queries.analysis.names import clause, party_words
from queries.lookup import Lookup
from queries.table import Words


class ConditionState(StrEnum):
    """Of a part or a condition."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_SAID = "not_said"


class Outlook(StrEnum):
    """Of a trigger: every condition is said to hold; some are not said; one is said not to hold."""

    MAY_BE_MET = "may_be_met"
    INCOMPLETE = "incomplete"
    NOT_MET = "not_met"


READINGS = {
    Outlook.MAY_BE_MET: Words(
        "按所说，各项条件都可能具备；是否属实、是否追究，由有权机关按程序认定",
        "as told, every condition may hold; whether it does, and what follows, is for the competent organ to find",
    ),
    Outlook.INCOMPLETE: Words("还有条件没有说到，不足以判断", "some conditions are not told of; nothing can be said yet"),
    Outlook.NOT_MET: Words("按所说，有条件不具备", "as told, a condition does not hold"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A circumstance that a condition asks for, and what was said of it."""

    id: str
    zh: str
    en: str
    state: ConditionState


@dataclass(frozen=True)
class PartCheck:
    """A part of a condition: any one of its circumstances is enough."""

    state: ConditionState
    any_of: tuple[Choice, ...]


@dataclass(frozen=True)
class ConditionCheck:
    """A condition with its parts, all of which it needs. `open_list`: the text's list ends with 等."""

    zh: str
    en: str
    state: ConditionState
    parts: tuple[PartCheck, ...]
    open_list: bool


@dataclass(frozen=True)
class Reached:
    """A post that the trigger reaches; `by_reference` where the rules are only a model for it here (参照执行)."""

    role: str
    zh: str
    en: str
    by_reference: bool


@dataclass(frozen=True)
class Finding:
    """What the situation means for one trigger. `missing` is what was not told of and every condition needs.

    `starts` says who opens it and `decides` who decides, empty where the text does not; `hints` are words of the text that are often used of it
    and meet no condition by themselves.
    """

    id: str
    number: int | None
    zh: str
    en: str
    basis: str
    outlook: Outlook
    reading: Words
    conditions: tuple[ConditionCheck, ...]
    missing: tuple[str, ...]
    reaches: tuple[Reached, ...]
    directed_at: tuple[str, ...]
    starts: tuple[str, ...]
    decides: tuple[str, ...]
    may_follow: tuple[str, ...]
    hints: tuple[str, ...]
    certainty: str
    note: str | None


@dataclass(frozen=True)
class Assessment:
    """Findings, those with every condition told first. `relief` may count in favour (容错纠错). Empty: nothing was told
    that a trigger in force here asks for, which is not the same as nobody being accountable."""

    place: str
    level: str | None
    on: date
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    relief: tuple[Finding, ...]
    untouched: tuple[str, ...]
    notes: tuple[Words, ...]
    release: str


def assess(lookup: Lookup, text: str, given: Mapping[str, bool], place: Here, on: date) -> Assessment:
    """Check a situation against the triggers in force at the place on the day.

    `given` says of circumstances, by id, whether they hold; it goes before what the text says. Raises BadRequest for
    an unknown circumstance, a text that is too long, or nothing told at all.
    """
    claims = read_claims(lookup.tables, text, given)
    said = {claim.id: claim.holds for claim in claims}
    words = normalise(text)
    known = {one.id: one for one in lookup.tables.circumstances}
    left_open = any(word in words for one in known.values() if one.id not in said for word in one.said)
    findings, untouched = [], []
    for trigger in triggers_here(lookup, place, on):
        finding = _finding(lookup, trigger, said, known, place, words)
        if finding is None:
            untouched.append(clause(lookup.tables, trigger) + "：" + trigger.zh)
        else:
            findings.append(finding)
    relief = [
        finding
        for norm in _in_force(lookup, lookup.tables.mechanisms, place, on)
        if norm.kind == "discipline" and norm.checks
        if (finding := _finding(lookup, norm, said, known, place, "")) is not None
    ]
    order = list(Outlook)
    findings.sort(key=lambda f: (order.index(f.outlook), -_share(f), f.id))
    return Assessment(
        place=place.zh,
        level=place.level,
        on=on,
        claims=claims,
        findings=tuple(findings),
        relief=tuple(relief),
        untouched=tuple(untouched),
        notes=(*_notes(place, claims, left_open), *_basin_note(lookup, findings)),
        release=lookup.tables.release,
    )


def triggers_here(lookup: Lookup, place: Here, on: date) -> list[NormRow]:
    """Triggers in force at the place on the day, by instrument and number."""
    found = _in_force(lookup, lookup.tables.triggers, place, on)
    return sorted(found, key=lambda norm: (norm.instrument, norm.number or 0, norm.id))


def circumstances_asked(lookup: Lookup, triggers: Iterable[NormRow]) -> dict[CircumstanceRow, list[str]]:
    """Circumstances that the triggers' conditions ask for, each with the triggers that do, in the order of the list."""
    asked: dict[str, dict[str, None]] = {}
    for trigger in triggers:
        for condition in trigger.checks:
            for one in (one for part in condition.parts for one in part):
                asked.setdefault(one, {})[trigger.id] = None
    return {one: list(asked[one.id]) for one in lookup.tables.circumstances if one.id in asked}


def _in_force(lookup: Lookup, norms: Iterable[NormRow], place: Here, on: date) -> Iterator[NormRow]:
    day = on.toordinal()
    for norm in norms:
        instrument = lookup.tables.instruments[norm.instrument]
        if instrument.start <= day < instrument.end and reaches(instrument, instrument.area, place):
            yield norm


def _finding(
    lookup: Lookup,
    norm: NormRow,
    said: Mapping[str, bool],
    known: Mapping[str, CircumstanceRow],
    place: Here,
    text: str,
) -> Finding | None:
    """None where neither a condition nor a hint of the norm was told of."""
    checks = tuple(_condition(one, said, known) for one in norm.checks)
    hints = tuple(word for word in norm.said if word in text)
    told = any(
        choice.state is not ConditionState.NOT_SAID for c in checks for p in c.parts for choice in p.any_of
    )
    if not told and not hints:
        return None
    states = {check.state for check in checks}
    outlook = (
        Outlook.NOT_MET
        if ConditionState.NOT_MET in states
        else Outlook.MAY_BE_MET
        if states == {ConditionState.MET}
        else Outlook.INCOMPLETE
    )
    instrument = lookup.tables.instruments[norm.instrument]
    return Finding(
        id=norm.id,
        number=norm.number,
        zh=norm.zh,
        en=norm.en,
        basis=clause(lookup.tables, norm),
        outlook=outlook,
        reading=READINGS[outlook],
        conditions=checks,
        missing=tuple(_missing(checks)),
        reaches=tuple(_reached(lookup, norm, place)),
        directed_at=norm.directed_at,
        starts=_words([p for p in norm.parties if p.part != "decider"], instrument, lookup),
        decides=_words([p for p in norm.parties if p.part == "decider"], instrument, lookup),
        may_follow=norm.consequences,
        hints=hints,
        certainty=norm.certainty,
        note=norm.note,
    )


def _words(parties: Sequence[PartyRow], instrument: InstrumentRow, lookup: Lookup) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party_words(party, instrument, lookup) for party in parties))


def _missing(checks: Iterable[ConditionCheck]) -> Iterator[str]:
    """What was not told of: each part by its circumstances, any one of which would do."""
    for check in checks:
        if not check.parts:
            yield check.zh
        for part in check.parts:
            if part.state is ConditionState.NOT_SAID:
                names = "、".join(choice.zh for choice in part.any_of)
                more = "等" if check.open_list and len(part.any_of) > 1 else ""
                yield names + (f"{more}之一" if len(part.any_of) > 1 else "")


def _condition(
    condition: CheckRow, said: Mapping[str, bool], known: Mapping[str, CircumstanceRow]
) -> ConditionCheck:
    parts = tuple(_part(part, said, known, condition.open_list) for part in condition.parts)
    return ConditionCheck(
        condition.zh, condition.en, _all([part.state for part in parts]), parts, condition.open_list
    )


def _part(
    part: Sequence[str], said: Mapping[str, bool], known: Mapping[str, CircumstanceRow], open_list: bool
) -> PartCheck:
    choices = tuple(Choice(key, known[key].zh, known[key].en, _state(said.get(key))) for key in part)
    states = [choice.state for choice in choices]
    if ConditionState.MET in states:
        return PartCheck(ConditionState.MET, choices)
    # Where the text's list is open, denying what it names does not exclude the rest.
    excluded = all(state is ConditionState.NOT_MET for state in states) and not (open_list and len(part) > 1)
    return PartCheck(ConditionState.NOT_MET if excluded else ConditionState.NOT_SAID, choices)


def _state(holds: bool | None) -> ConditionState:
    return (
        ConditionState.NOT_SAID if holds is None else ConditionState.MET if holds else ConditionState.NOT_MET
    )


def _all(states: Sequence[ConditionState]) -> ConditionState:
    if ConditionState.NOT_MET in states:
        return ConditionState.NOT_MET
    return ConditionState.MET if states and set(states) == {ConditionState.MET} else ConditionState.NOT_SAID


def _reached(lookup: Lookup, norm: NormRow, place: Here) -> Iterator[Reached]:
    """Posts that exist at the place's level; where the level is not known, all of them."""
    roles: Mapping[str, RoleRow] = {role.id: role for role in lookup.tables.roles}
    for key in norm.applies_to:
        role = roles[key]
        model = "township" in role.by_reference and (place.is_zone or place.level == "township")
        if model or place.level is None or not role.levels or place.level in role.levels:
            yield Reached(role.id, role.zh, role.en, model)


def _share(finding: Finding) -> float:
    return sum(c.state is ConditionState.MET for c in finding.conditions) / max(1, len(finding.conditions))


def _basin_note(lookup: Lookup, findings: Sequence[Finding]) -> Iterator[Words]:
    basin = {one.id for one in lookup.tables.instruments if one.covers}
    if any(finding.id.split("/")[0] in basin for finding in findings):
        yield BASIN


def _notes(place: Here, claims: Sequence[Claim], left_open: bool) -> Iterator[Words]:
    yield Words(
        "这里只对照条件，不下结论：所说未经查实，追不追责由有权机关按程序决定",
        "this compares with conditions and gives no verdict: nothing told is verified, and the competent organ decides",
    )
    if not claims:
        yield Words(
            "没有认出条件所说的情节，可从清单里选",
            "no circumstance of a condition was recognised; choose from the list",
        )
    if any(claim.words for claim in claims):
        yield Words(
            "从文字认出的情节只是有人这样说", "circumstances found in the text are only claimed there"
        )
    if left_open:
        yield Words(
            "有的情节出现在否定句或者疑问句里，没有算作已说；属实的，请从清单里选",
            "some circumstances stand in a negated clause or a question and do not count as said; choose them if they hold",
        )
    if place.is_zone or place.level == "township":
        yield Words(
            "乡镇（街道）和开发区领导班子成员是参照执行",
            "leaders of townships and zones follow the rules as a model",
        )
    if place.area is None and place.level == "national":
        yield Words("未给地点，只对照全国的规定", "no place was given; only national rules were compared")
