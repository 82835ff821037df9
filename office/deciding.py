"""Whether a drafted decision can stand: every reason against it, by the member it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.tables import AreaRow
from office.following import check_follows
from office.matter import Matter, Proposal, Revocation, Scope
from office.matter_procedure import check_deciders, chosen_procedure, standpoint_of
from office.procedure import check_conditions
from office.register import Faults, Register

# Which member of a decision a finding about its deciding bodies is about.
MEMBER_OF = {
    "wrong-level": "decided_in",
    "decider-unknown": "scope.duties",
    "clause-forbids": "scope.duties",
    "no-procedure": "place",
}


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
    check_follows(register, matter, proposal, list(decided), faults)
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
    register.check_department("lead", proposal.lead, proposal.place, proposal.valid_from, faults)
    if proposal.scope.duties and proposal.lead.body is None and proposal.lead.name is None:
        faults.add("lead", "指定要写明是哪个机构", "a designation names the body itself")
    for number, cooperator in enumerate(proposal.cooperators):
        member = f"cooperators[{number}]"
        register.check_department(member, cooperator, proposal.place, proposal.valid_from, faults)
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
