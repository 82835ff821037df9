"""Whether a drafted decision can stand: every reason against it, by the member it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from graph.errors import BadRequest
from graph.tables import AreaRow, Tables
from office.decision_records import standing_decisions
from office.matter import Department, Matter, Proposal, Revocation, Scope
from office.matter_procedure import check_deciders, standpoint_of

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
        self.bodies: Mapping[str, set[str]] = _types_of_bodies(tables)

    def check_department(self, member: str, department: Department, faults: Faults) -> None:
        """The kind of body exists; a body on record acts as that kind."""
        if department.type not in self.types:
            faults.add(
                member,
                f"没有这个部门类型：{department.type}",
                f"no such kind of department: {department.type}",
            )
        if department.body is not None and department.name is not None:
            faults.add(member, "机构编号和名称只给一个", "give a body's id or its name, not both")
        if department.body is not None and department.type not in self.bodies.get(department.body, ()):
            faults.add(
                member,
                f"没有这个机构，或它不承担该类型：{department.body}",
                f"no such body, or it does not act as that kind: {department.body}",
            )

    def place_faults(self, member: str, area: str, faults: Faults) -> AreaRow | None:
        if area not in self.areas:
            faults.add(member, f"没有这个地区：{area[:40]}", f"no such area: {area[:40]}")
        return self.areas.get(area)


def _types_of_bodies(tables: Tables) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mandate in tables.mandates:
        found.setdefault(mandate.body, set()).add(mandate.acts_as)
    return found


def check_proposal(
    register: Register, matter: Matter, proposal: Proposal, decided: Iterable[Matter], today: date
) -> None:
    """Raises BadRequest with every reason why the decision cannot stand."""
    faults = Faults()
    _check_departments(register, proposal, faults)
    _check_scope(register, matter, proposal, faults)
    _check_dates(proposal, faults, today)
    place = register.place_faults("place", proposal.place, faults)
    if place is not None and proposal.place not in register.areas[matter.place].chain:
        faults.add(
            "place",
            f"决定的地域{place.zh}不含事项所在地{matter.place_zh}",
            f"{place.zh} does not hold the matter's place, {matter.place_zh}",
        )
    elif place is not None:
        _check_deciders(register, matter, place, proposal, proposal.scope, faults)
    _check_follows(proposal, list(decided), faults)
    faults.raise_all()


def check_revocation(register: Register, matter: Matter, revocation: Revocation, today: date) -> None:
    """Raises BadRequest with every reason why the decision cannot be revoked so."""
    assert matter.proposal is not None
    faults = Faults()
    place = register.areas[matter.proposal.place]
    _check_deciders(register, matter, place, revocation, matter.proposal.scope, faults)
    if revocation.decided_on > today:
        faults.add("decided_on", "作出日在今天之后", "decided after today")
    if revocation.ends_on < revocation.decided_on:
        faults.add("ends_on", "终止日早于撤销作出日", "ends before the revocation was decided")
    if matter.proposal.valid_until is not None and revocation.ends_on >= matter.proposal.valid_until:
        faults.add("ends_on", "决定届时已自行终止", "the decision ends by itself by then")
    faults.raise_all()


def _check_departments(register: Register, proposal: Proposal, faults: Faults) -> None:
    register.check_department("lead", proposal.lead, faults)
    if proposal.scope.duties and proposal.lead.body is None and proposal.lead.name is None:
        faults.add("lead", "指定要写明是哪个机构", "a designation names the body itself")
    for number, cooperator in enumerate(proposal.cooperators):
        member = f"cooperators[{number}]"
        register.check_department(member, cooperator, faults)
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


def _check_dates(proposal: Proposal, faults: Faults, today: date) -> None:
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


def _check_follows(proposal: Proposal, decided: list[Matter], faults: Faults) -> None:
    """An earlier decision on the same matter must be followed by name, and end when this one begins."""
    earlier = {one.instrument.id: one for one in standing_decisions(decided)}
    followed = earlier.get(proposal.follows or "")
    if proposal.follows is not None and followed is None:
        faults.add("follows", f"没有这个决定：{proposal.follows}", f"no such decision: {proposal.follows}")
    begun = followed.instrument.in_force if followed is not None else None
    if begun is not None and proposal.valid_from <= begun:
        faults.add("valid_from", "生效日不晚于被接替的决定", "begins before the decision it follows")
    for number, cite in _overlapping(proposal, decided):
        if number != proposal.follows:
            faults.add(
                "follows",
                f"同一事项在此地已有决定{cite}（{number}），应写明接替它",
                f"decision {number} ({cite}) already settles this here; say that this one follows it",
            )


def _overlapping(proposal: Proposal, decided: list[Matter]) -> Iterator[tuple[str, str]]:
    """Standing decisions of the same place that share a topic or duty and a day with the proposal."""
    drafts = {one.decision: one.proposal for one in decided if one.proposal is not None}
    for records in standing_decisions(decided):
        instrument = records.instrument
        other = drafts.get(instrument.id)
        if other is None or other.place != proposal.place or instrument.in_force is None:
            continue
        shared = set(other.scope.topics) & set(proposal.scope.topics) or (
            set(other.scope.duties) & set(proposal.scope.duties)
        )
        begins_before = proposal.valid_until is None or instrument.in_force < proposal.valid_until
        ends_after = instrument.ended is None or instrument.ended > proposal.valid_from
        if shared and begins_before and ends_after:
            yield instrument.id, instrument.cite
