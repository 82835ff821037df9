"""A published decision as records of the graph: instrument, duty, designated bodies and their mandates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from graph.codes import Bearing, Certainty, DateBasis, InstrumentKind, Kind, Part
from graph.corpus import duty_id
from graph.decision import DecisionRecords
from graph.records import Body, Duty, Instrument, Mandate, Party
from graph.tables import DutyRow, Tables
from office.events import read_record
from office.matter import Department, Matter, Proposal, Publication

# The inner order of a decision is not on record: it is cited as a whole.
WHOLE = "all_1"


def decision_id(matter: str) -> str:
    """Id of the decision on a matter, which is that of its instrument in the graph too."""
    return f"decision-{matter}"


def records_of(matter: str, proposal: Proposal, publication: Publication, tables: Tables) -> DecisionRecords:
    """The records of a decision. What the proposal names must be in the tables (`office.deciding`)."""
    key = decision_id(matter)
    settled = [duty for duty in tables.duties if duty.id in proposal.scope.duties]
    duty = _duty(proposal, settled, tables)
    own = duty_id(key, duty)
    lead_decides = (own, *proposal.scope.duties)
    named = [("lead", proposal.lead, lead_decides)]
    named += [(f"cooperator-{n}", one, (own,)) for n, one in enumerate(proposal.cooperators, 1)]
    bodies, mandates = [], []
    for part, department, decides in named:
        if department.name is not None:
            bodies.append(_body(f"{key}-{part}", key, department, proposal, tables))
        body = bodies[-1].id if department.name is not None else department.body
        if body is not None:
            mandates.append(_mandate(body, key, department, decides, proposal))
    return DecisionRecords(
        instrument=_instrument(key, duty, settled, proposal, publication, tables),
        bodies=tuple(bodies),
        mandates=tuple(mandates),
    )


def _instrument(
    key: str,
    duty: Duty,
    settled: Sequence[DutyRow],
    proposal: Proposal,
    publication: Publication,
    tables: Tables,
) -> Instrument:
    types = {one.id: one for one in tables.body_types}
    areas = {one.id: one.zh for one in tables.areas}
    return Instrument(
        id=key,
        title=f"{areas[proposal.place]}：{duty.summary}",
        cite=proposal.number,
        en=f"Decision {proposal.number}",
        kind=InstrumentKind.DECISION,
        work=key,
        issuers=tuple(areas[proposal.decided_in] + types[one].zh for one in proposal.decided_by),
        number=proposal.number,
        area=proposal.place,
        adopted=proposal.decided_on,
        published=publication.published_on,
        in_force=proposal.valid_from,
        in_force_basis=DateBasis.STATED,
        ended=proposal.valid_until,
        ended_basis=DateBasis.STATED if proposal.valid_until else None,
        implements=tuple(dict.fromkeys(tables.instruments[one.instrument].id for one in settled)),
        replaces=(proposal.follows,) if proposal.follows else (),
        duties=(duty,),
    )


def _duty(proposal: Proposal, settled: Sequence[DutyRow], tables: Tables) -> Duty:
    """The duty of the decided lead: of the kind and part that the designations leave open, or to handle and lead."""
    kinds = {one.kind for one in settled}
    parts = {party.part for one in settled for party in one.parties if party.designated}
    return Duty(
        at=WHOLE,
        summary=proposal.summary or default_summary(proposal, tables),
        topics=proposal.scope.topics,
        kind=Kind(kinds.pop()) if len(kinds) == 1 else Kind.HANDLING,
        bearing=Bearing.PRINCIPAL,
        parties=(
            _party(Part(parts.pop()) if len(parts) == 1 else Part.LEAD, proposal.lead),
            *(_party(Part.COOPERATOR, one) for one in proposal.cooperators),
        ),
        certainty=Certainty.STATED,
    )


def default_summary(proposal: Proposal, tables: Tables) -> str:
    """What the decision says, in one sentence."""
    topics = {one.id: one.zh for one in tables.topics}
    types = {one.id: one.zh for one in tables.body_types}
    bodies = {one.body: one.body_zh for one in tables.mandates}
    lead = proposal.lead
    who = lead.name or (bodies[lead.body] if lead.body else types[lead.type] + "部门")
    return f"{'、'.join(topics[one] for one in proposal.scope.topics)}由{who}牵头负责"[:120]


def _party(part: Part, department: Department) -> Party:
    return Party(part=part, type=department.type, as_written=department.name)


def _body(key: str, source: str, department: Department, proposal: Proposal, tables: Tables) -> Body:
    kind = next(one for one in tables.body_types if one.id == department.type)
    area = next(one for one in tables.areas if one.id == proposal.place)
    return Body(
        id=key,
        zh=department.name or kind.zh,
        en=f"{kind.en} of {area.zh}",
        area=proposal.place,
        certainty=Certainty.STATED,
        source=f"{source}/{WHOLE}",
    )


def _mandate(
    body: str, source: str, department: Department, decides: tuple[str, ...], proposal: Proposal
) -> Mandate:
    return Mandate(
        body=body,
        acts_as=department.type,
        area=proposal.place,
        valid_from=proposal.valid_from,
        valid_until=proposal.valid_until,
        decides=decides,
        certainty=Certainty.STATED,
        source=f"{source}/{WHOLE}",
    )


def standing_decisions(matters: Iterable[Matter]) -> list[DecisionRecords]:
    """The decisions that the graph has, in the order of their matters, each with the end it has now.

    A decision ends when it is revoked or when one that follows it begins, whichever comes first. One that
    ends before it begins never holds: it stays in the ledger and is not in the graph.
    """
    found = {
        matter.decision: (read_record(DecisionRecords, matter.records), revoked_on(matter))
        for matter in matters
        if matter.decision and matter.records
    }
    ended = {key: _with_end(records, end) for key, (records, end) in found.items()}
    holding = {key: records for key, records in ended.items() if _ever_holds(records)}
    for records in list(holding.values()):
        for earlier in records.instrument.replaces:
            if earlier in holding:
                holding[earlier] = _with_end(holding[earlier], records.instrument.in_force)
    return [records for records in holding.values() if _ever_holds(records)]


def revoked_on(matter: Matter) -> date | None:
    """First day on which a revoked decision no longer holds; None for one that is not revoked."""
    if matter.revocation is None or matter.revoked_by is None:
        return None
    return matter.revocation.ends_on


def _ever_holds(records: DecisionRecords) -> bool:
    start, end = records.instrument.in_force, records.instrument.ended
    return start is None or end is None or start < end


def _with_end(records: DecisionRecords, end: date | None) -> DecisionRecords:
    if end is None or (records.instrument.ended is not None and records.instrument.ended <= end):
        return records
    return replace(
        records,
        instrument=replace(records.instrument, ended=end, ended_basis=DateBasis.STATED),
        mandates=tuple(replace(mandate, valid_until=end) for mandate in records.mandates),
    )
