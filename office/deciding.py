"""Whether a drafted decision can stand: every reason against it, by the member it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from graph.errors import BadRequest
from graph.records import Instrument
from graph.tables import AreaRow, Tables
from office.decision_records import standing_decisions
from office.matter import Department, Matter, Proposal, Revocation, Scope
from office.matter_procedure import Standpoint, check_deciders, chosen_procedure, standpoint_of
from office.procedure import PARTY_COMMITTEE, check_conditions

# Which member of a decision a finding about its deciding bodies is about.
MEMBER_OF = {
    "wrong-level": "decided_in",
    "decider-unknown": "scope.duties",
    "clause-forbids": "scope.duties",
    "no-procedure": "place",
}


class Faults:
    """Collects what is wrong with a request, so that all of it is said at once."""

    def __init__(self) -> None:
        self.found: list[BadRequest] = []

    def add(self, member: str, zh: str, en: str) -> None:
        self.found.append(BadRequest(member, zh, en))

    def raise_all(self) -> None:
        """Raise BadRequest naming the first member, with the sentences of all."""
        if self.found:
            zh = "；".join(f"{one.parameter}：{one.zh}" for one in self.found)
            en = "; ".join(f"{one.parameter}: {one.en}" for one in self.found)
            raise BadRequest(self.found[0].parameter, zh, en)


class Register:
    """The names that a release knows, for checking what people enter."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.types = {one.id: one for one in tables.body_types}
        self.topics = {one.id: one for one in tables.topics}
        self.areas = {one.id: one for one in tables.areas}
        self.duties = {one.id: one for one in tables.duties}
        self.bodies: Mapping[str, set[tuple[str, str]]] = _acts_of_bodies(tables)

    def check_department(self, member: str, department: Department, place: str, faults: Faults) -> None:
        """The kind of body exists; a body on record acts as that kind, around the place or within it."""
        if department.type not in self.types:
            faults.add(
                member,
                f"没有这个部门类型：{department.type}",
                f"no such kind of department: {department.type}",
            )
        if department.body is not None and department.name is not None:
            faults.add(member, "机构编号和名称只给一个", "give a body's id or its name, not both")
        if department.body is None:
            return
        areas = {area for kind, area in self.bodies.get(department.body, ()) if kind == department.type}
        if not areas:
            faults.add(
                member,
                f"没有这个机构，或它不承担该类型：{department.body}",
                f"no such body, or it does not act as that kind: {department.body}",
            )
        elif place in self.areas and not any(self.touch(one, place) for one in areas):
            faults.add(
                member,
                f"机构不管{self.areas[place].zh}：{department.body}",
                f"the body is of another place than {self.areas[place].zh}: {department.body}",
            )

    def touch(self, one: str, other: str) -> bool:
        """Whether one of two areas lies in the other, or they are the same."""
        chains = (self.areas[one].chain if one in self.areas else (), self.areas[other].chain)
        return one in chains[1] or other in chains[0]

    def place_faults(self, member: str, area: str, faults: Faults) -> AreaRow | None:
        if area not in self.areas:
            faults.add(member, f"没有这个地区：{area[:40]}", f"no such area: {area[:40]}")
        return self.areas.get(area)


def _acts_of_bodies(tables: Tables) -> dict[str, set[tuple[str, str]]]:
    """As which kinds each body acts, and in which areas."""
    found: dict[str, set[tuple[str, str]]] = {}
    for mandate in tables.mandates:
        found.setdefault(mandate.body, set()).add((mandate.acts_as, mandate.area))
    return found


def check_proposal(
    register: Register,
    matter: Matter,
    proposal: Proposal,
    decided: Iterable[Matter],
    today: date,
    why_late: str | None = None,
) -> None:
    """Raises BadRequest with every reason why the decision cannot stand.

    `why_late` is a reason given on publishing for a first day that has passed since it was drafted.
    """
    faults = Faults()
    _check_departments(register, proposal, faults)
    _check_scope(register, matter, proposal, faults)
    _check_dates(matter, proposal, faults, today, why_late)
    place = register.place_faults("place", proposal.place, faults)
    if place is not None and proposal.place not in register.areas[matter.place].chain:
        faults.add(
            "place",
            f"决定的地域{place.zh}不含事项所在地{matter.place_zh}",
            f"{place.zh} does not hold the matter's place, {matter.place_zh}",
        )
    elif place is not None:
        _check_deciders(register, matter, place, proposal, proposal.scope, faults)
        _check_conditions(register, matter, place, proposal, faults)
    _check_follows(register, matter, proposal, list(decided), faults)
    faults.raise_all()


def check_revocation(register: Register, matter: Matter, revocation: Revocation, today: date) -> None:
    """Raises BadRequest with every reason why the decision cannot be revoked so."""
    assert matter.proposal is not None
    faults = Faults()
    place = register.areas[matter.proposal.place]
    _check_deciders(register, matter, place, revocation, matter.proposal.scope, faults)
    if revocation.decided_on > today:
        faults.add("decided_on", "作出日在今天之后", "decided after today")
    if revocation.decided_on < matter.proposal.decided_on:
        faults.add("decided_on", "撤销作出日早于决定作出日", "decided before what it revokes")
    if revocation.ends_on < today:
        _check_past_end(matter.proposal, revocation, faults)
    if revocation.ends_on < revocation.decided_on:
        faults.add("ends_on", "终止日早于撤销作出日", "ends before the revocation was decided")
    if matter.proposal.valid_until is not None and revocation.ends_on >= matter.proposal.valid_until:
        faults.add("ends_on", "决定届时已自行终止", "the decision ends by itself by then")
    faults.raise_all()


def _check_past_end(proposal: Proposal, revocation: Revocation, faults: Faults) -> None:
    """An end in the past changes answers already given: with a reason, and not from the decision's first day on."""
    if revocation.backdated is None:
        faults.add(
            "ends_on",
            "终止日在今天之前，会改变已作出的回答；写明理由（backdated）",
            "it ends in the past, which changes answers already given; say why (backdated)",
        )
    if revocation.ends_on <= proposal.valid_from:
        faults.add(
            "ends_on",
            f"追溯终止最早到生效次日（决定{proposal.valid_from}生效）",
            f"in the past it ends on the day after its first day, {proposal.valid_from}, at the earliest",
        )


def _check_departments(register: Register, proposal: Proposal, faults: Faults) -> None:
    register.check_department("lead", proposal.lead, proposal.place, faults)
    if proposal.scope.duties and proposal.lead.body is None and proposal.lead.name is None:
        faults.add("lead", "指定要写明是哪个机构", "a designation names the body itself")
    for number, cooperator in enumerate(proposal.cooperators):
        member = f"cooperators[{number}]"
        register.check_department(member, cooperator, proposal.place, faults)
        if cooperator.type == proposal.lead.type or cooperator in proposal.cooperators[:number]:
            faults.add(member, "部门重复", "the department stands twice")


def _check_scope(register: Register, matter: Matter, proposal: Proposal, faults: Faults) -> None:
    for number, topic in enumerate(proposal.scope.topics):
        known = register.topics.get(topic)
        if known is None or known.out_of_scope:
            faults.add(f"scope.topics[{number}]", f"没有这个事项：{topic}", f"no such topic: {topic}")
    if matter.topic is not None and matter.topic not in proposal.scope.topics:
        faults.add(
            "scope.topics",
            f"决定未涉及本事项：{matter.topic_zh}",
            f"the decision leaves out the matter itself: {matter.topic}",
        )
    on = proposal.valid_from.toordinal()
    for number, key in enumerate(proposal.scope.duties):
        duty = register.duties.get(key)
        member = f"scope.duties[{number}]"
        if duty is None:
            faults.add(member, f"没有这个责任事项：{key}", f"no such duty: {key}")
        elif not any(party.designated for party in duty.parties):
            faults.add(
                member, f"该条没有留待指定：{key}", f"this duty leaves nothing to a designation: {key}"
            )
        elif not duty.start <= on < duty.end:
            faults.add(
                member, f"该条在决定生效日不施行：{key}", f"this duty is not in force on the first day: {key}"
            )
        elif proposal.place in register.areas and duty.area not in register.areas[proposal.place].chain:
            faults.add(member, f"该条不适用于此地：{key}", f"this duty does not hold here: {key}")


def _check_dates(
    matter: Matter, proposal: Proposal, faults: Faults, today: date, why_late: str | None
) -> None:
    if proposal.decided_on < matter.opened_at.date() and proposal.backdated is None:
        faults.add(
            "decided_on",
            "作出日早于事项登记；先有决定后补录的，写明理由（backdated）",
            "decided before the matter was registered; say why it is recorded late (backdated)",
        )
    if proposal.valid_from < today and proposal.backdated is None and why_late is None:
        faults.add(
            "valid_from",
            "生效日在今天之前，会改变已作出的回答；写明理由（backdated，公开时为理由）",
            "it begins in the past, which changes answers already given; say why (backdated; the reason on publishing)",
        )
    if proposal.decided_on > today:
        faults.add("decided_on", "作出日在今天之后", "decided after today")
    if proposal.valid_from < proposal.decided_on:
        faults.add("valid_from", "生效日早于作出日", "begins before it was decided")
    if proposal.valid_until is not None and proposal.valid_until <= proposal.valid_from:
        faults.add("valid_until", "终止日不晚于生效日", "ends before it begins")


def _check_deciders(
    register: Register,
    matter: Matter,
    place: AreaRow,
    by: Proposal | Revocation,
    scope: Scope,
    faults: Faults,
) -> None:
    """The procedure of the place says who decides (`corpus/procedures/`)."""
    unknown = [one for one in by.decided_by if one not in register.types]
    for one in unknown:
        faults.add("decided_by", f"没有这个部门类型：{one}", f"no such kind of body: {one}")
    if register.place_faults("decided_in", by.decided_in, faults) is None or unknown:
        return
    at = standpoint_of(matter, place)
    if at is None:
        faults.add("place", f"{place.zh}不是一级政区", f"{place.zh} is no administrative level")
        return
    found = check_deciders(register.tables, at, scope.duties, by.decided_by, by.decided_in)
    if not found.ok:
        faults.add(MEMBER_OF.get(found.code, "decided_by"), found.says.zh, found.says.en)


def _check_conditions(
    register: Register, matter: Matter, place: AreaRow, proposal: Proposal, faults: Faults
) -> None:
    """The conditions of the procedure are answered, and hold (川环委〔2023〕1号 (2023-03-17) 二（四） has two)."""
    at = standpoint_of(matter, place)
    procedure = chosen_procedure(register.tables, at) if at else None
    known = {one.key for one in procedure.conditions} if procedure else set()
    for key in sorted(set(proposal.conditions) - known):
        faults.add(f"conditions.{key}", f"程序没有这个条件：{key}", f"no such condition: {key}")
    if procedure is not None:
        found = check_conditions(procedure, proposal.conditions)
        if not found.ok:
            faults.add("conditions", found.says.zh, found.says.en)


def _check_follows(
    register: Register, matter: Matter, proposal: Proposal, decided: Sequence[Matter], faults: Faults
) -> None:
    """An earlier decision on the same matter must be followed by name, and end when this one begins.

    One for an area around or within the place stays, and a reason is asked: the nearer one leads, so that
    it takes the other's place there without ending it.
    """
    earlier = {one.instrument.id: one.instrument for one in standing_decisions(decided)}
    before = {one.decision: one for one in decided if one.decision is not None}
    followed = earlier.get(proposal.follows or "")
    if proposal.follows is not None and followed is None:
        faults.add("follows", f"没有这个决定：{proposal.follows}", f"no such decision: {proposal.follows}")
    if followed is not None:
        _check_followed(register, matter, proposal, before[followed.id], followed, faults)
    for other, instrument in _overlapping(proposal, before, earlier):
        if instrument.id == proposal.follows:
            continue
        if other.place == proposal.place:
            faults.add(
                "follows",
                f"同一事项在此地已有决定{instrument.cite}（{instrument.id}），应写明接替它",
                f"decision {instrument.id} ({instrument.cite}) already settles this here; "
                "say that this one follows it",
            )
        elif register.touch(other.place, proposal.place) and proposal.beside is None:
            place = register.areas[other.place].zh
            faults.add(
                "beside",
                f"{place}已有决定{instrument.cite}（{instrument.id}）定同一事项，地域较近的优先；要并存，写明理由",
                f"decision {instrument.id} ({instrument.cite}) settles this for {place}; the nearer one "
                "leads; say why both are to stand",
            )


def _check_followed(
    register: Register,
    matter: Matter,
    proposal: Proposal,
    before: Matter,
    instrument: Instrument,
    faults: Faults,
) -> None:
    """What is followed is of the same place and settled in full by this decision, by bodies that may end it."""
    other = before.proposal
    assert other is not None
    if instrument.in_force is not None and proposal.valid_from <= instrument.in_force:
        faults.add("valid_from", "生效日不晚于被接替的决定", "begins before the decision it follows")
    if instrument.ended is not None and instrument.ended <= proposal.valid_from:
        faults.add(
            "follows",
            f"被接替的决定已于{instrument.ended}终止",
            f"it has ended by itself on {instrument.ended}",
        )
    if other.place != proposal.place:
        place = register.areas[other.place].zh
        faults.add(
            "follows", f"被接替的决定管的是{place}，不是此地", f"the decision it follows is for {place}"
        )
        return
    left = sorted(
        {*other.scope.topics, *other.scope.duties} - {*proposal.scope.topics, *proposal.scope.duties}
    )
    if left:
        faults.add(
            "scope",
            f"被接替的决定还定了{'、'.join(left)}，本决定未涉及，接替后将无人牵头；应一并写明，或先撤销",
            f"the decision it follows settles {', '.join(left)} too, which would lose its lead; "
            "take it in, or revoke that decision",
        )
        return
    at = standpoint_of(before, register.areas[other.place])
    if at is not None and not _may_end(
        register, replace(at, on=matter.opened_at.date()), proposal, other.scope
    ):
        faults.add(
            "follows",
            f"这些机关无权改变被接替的决定{instrument.cite}，它由别的机关或别的层级作出",
            f"these bodies may not end {instrument.cite}, which is for another body or level to decide",
        )


def _may_end(register: Register, at: Standpoint, proposal: Proposal, scope: Scope) -> bool:
    """Whether the bodies could decide today what the followed decision decided, a Party committee beside them or not."""
    alone = tuple(one for one in proposal.decided_by if one != PARTY_COMMITTEE)
    return any(
        check_deciders(register.tables, at, scope.duties, types, proposal.decided_in).ok
        for types in (proposal.decided_by, alone)
        if types
    )


def _overlapping(
    proposal: Proposal, before: Mapping[str, Matter], earlier: Mapping[str, Instrument]
) -> Iterator[tuple[Proposal, Instrument]]:
    """Standing decisions of any place that share a topic or duty and a day with the proposal."""
    for key, instrument in earlier.items():
        other = before[key].proposal
        if other is None or instrument.in_force is None:
            continue
        shared = set(other.scope.topics) & set(proposal.scope.topics) or (
            set(other.scope.duties) & set(proposal.scope.duties)
        )
        begins_before = proposal.valid_until is None or instrument.in_force < proposal.valid_until
        ends_after = instrument.ended is None or instrument.ended > proposal.valid_from
        if shared and begins_before and ends_after:
            yield other, instrument
