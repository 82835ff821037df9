"""What a decision ends, and what it stands beside: earlier ones on the same matter, here and in areas around or within."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph.records import Instrument
from office.decision_records import standing_decisions
from office.matter import Matter, Proposal, Scope
from office.matter_procedure import Standpoint, check_deciders, standpoint_of
from office.procedure import PARTY_COMMITTEE
from office.register import Faults, Register


def check_follows(
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
