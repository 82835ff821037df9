"""A matter of the ledger and its lookup as the content of a consultation paper and as a line of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.office_tables import ProcedureRow
from office.calendars import WorkingDays
from office.codes import State, names
from office.consultation import Comparison, Finding, Side
from office.consultation_paper import Candidate, Card, Consultation, Opinion
from office.matter import Department, Matter
from office.matter_deadlines import MatterDeadlines
from office.procedure import Deciders, Procedures, StepView, limits_of
from office.reports import Line
from office.standing import standing
from queries.answer import Answer, BodyView
from queries.dates import SHANGHAI
from queries.table import Words
from queries.words import LEVEL_ZH, PART_WORDS

FINDINGS = {
    Finding.AGREED: "一家认领，没有别家相争",
    Finding.SEVERAL_CLAIM: "多家认领，有冲突",
    Finding.NOBODY_CLAIMS: "各家都不认领",
    Finding.CONDITIONAL: "有部门附条件认领，条件未定",
    Finding.INCOMPLETE: "意见还不齐",
}
NO_DECIDERS = Deciders((), False, Words("没有适用的程序", "no procedure"))
DECIDED = frozenset({State.APPROVED, State.PUBLISHED, State.REVOKING, State.REVOKED, State.CLOSED})


@dataclass(frozen=True)
class Course:
    """How a matter goes on: its procedure (None with the reason in `says`), who decides, the steps, the limits."""

    procedure: ProcedureRow | None
    says: tuple[Words, ...]
    deciders: Deciders | None
    steps: tuple[StepView, ...]
    limits: MatterDeadlines


def consultation_of(
    matter: Matter,
    answer: Answer,
    comparison: Comparison,
    course: Course,
    procedures: Procedures,
    *,
    office: str,
    on: date,
    similar: Sequence[str] = (),
) -> Consultation:
    """The content of the paper on a day. `answer` is the matter's lookup, `office` who convenes the meeting."""
    return Consultation(
        office=office,
        card=Card(
            number=matter.id,
            description=matter.description,
            place=matter.place_zh,
            level=_level(matter, procedures) or "层级未定",
            occurred_on=matter.occurred_on,
            opened_on=opened_on(matter),
            channel=names(matter.channel)[0],
            topic=matter.topic_zh or "事项未定",
        ),
        cause=names(matter.cause)[0] if matter.cause else "原因未定",
        why=answer.summary.zh,
        candidates=tuple(_candidate(one, answer) for one in answer.bodies),
        opinions=tuple(_opinion(side, procedures) for side in comparison.sides),
        finding=finding_words(comparison, procedures, matter),
        procedure="；".join(words.zh for words in course.says),
        deciders=course.deciders or NO_DECIDERS,
        steps=course.steps,
        deadlines=course.limits,
        similar=tuple(similar),
        made_on=on,
        release=answer.release,
    )


def _candidate(body: BodyView, answer: Answer) -> Candidate:
    basis = answer.basis[body.basis[0]] if body.basis else None
    part = PART_WORDS[body.part].zh if body.part in PART_WORDS else body.part
    return Candidate(
        body=body.body.zh if body.body else body.zh,
        role=f"候选（{part}）" if body.candidate else part,
        basis=basis.label if basis else "没有依据",
        since=basis.in_force if basis else None,
        until=basis.ended if basis else None,
        certainty="assumed" if body.candidate or basis is None else basis.certainty,
    )


def department_name(department: Department, procedures: Procedures) -> str:
    """A department in words: its own name, or that of its kind."""
    if department.name:
        return department.name
    mandates = procedures.tables.mandates
    body = next((one.body_zh for one in mandates if one.body == department.body), None)
    return body or procedures.type_name(department.type)


def _opinion(side: Side, procedures: Procedures) -> Opinion:
    name, position = department_name(side.department, procedures), side.position
    if position is None:
        return Opinion(name, "逾期未答复" if side.late else None)
    instead = [position.condition] if position.condition else []
    if position.counter_proposal is not None:
        instead.append(f"应由{department_name(position.counter_proposal, procedures)}")
    return Opinion(
        name, names(position.stance)[0], position.basis, "；".join(instead) or None, position.answered_on
    )


def finding_words(comparison: Comparison, procedures: Procedures, matter: Matter) -> str:
    """How the positions stand to each other, in one sentence: who claims it, who has not answered, who passes it round."""
    known = {side.department.key: side.department for side in comparison.sides}
    known |= {p.counter_proposal.key: p.counter_proposal for p in matter.positions if p.counter_proposal}
    known |= {one.key: one for transfer in matter.transfers for one in (transfer.giver, transfer.taker)}

    def named(keys: Sequence[str]) -> str:
        return "、".join(department_name(known[key], procedures) for key in keys)

    told = [FINDINGS[comparison.finding]]
    if comparison.claimed_by:
        told.append(f"认领的是{named(comparison.claimed_by)}")
    if comparison.missing:
        told.append(f"未答复的是{named(comparison.missing)}")
    told += [f"互相推：{named(loop)}" for loop in comparison.loops]
    return "；".join(told) + "。"


def opened_on(matter: Matter) -> date:
    """The calendar day in Asia/Shanghai on which the matter was registered."""
    return matter.opened_at.astimezone(SHANGHAI).date()


def _level(matter: Matter, procedures: Procedures) -> str:
    level = matter.level or procedures.areas[matter.place].level
    return LEVEL_ZH[level] if level else ""


def decided_on(matter: Matter) -> date | None:
    """The day of the decision, once it is approved: what limits for a decision ask for."""
    return matter.proposal.decided_on if matter.proposal and matter.state in DECIDED else None


def line_of(
    matter: Matter,
    course: Course,
    procedures: Procedures,
    calendar: WorkingDays,
    on: date,
    closed_on: date | None,
) -> Line:
    """The matter as a line of the reports. `closed_on` is the day of its last event, where that closed it."""
    row, proposal = course.procedure, matter.proposal
    own = limits_of(row)
    asking = [one for one in (*course.limits.legal, *course.limits.internal) if one.rule in own]
    nearest = min(asking, key=lambda one: one.due, default=None)
    return Line(
        number=matter.id,
        description=matter.description,
        place=matter.place_zh,
        level=_level(matter, procedures),
        channel=names(matter.channel)[0],
        topic=matter.topic_zh or "",
        cause=names(matter.cause)[0] if matter.cause else "",
        state=names(matter.state)[0],
        opened_on=opened_on(matter),
        closed_on=closed_on,
        asked=len(matter.asked),
        answered=len(matter.positions),
        procedure=row.zh if row else None,
        decided_by="、".join(procedures.type_name(one) for one in proposal.decided_by) if proposal else None,
        decided_on=decided_on(matter),
        published_on=matter.publication.published_on if matter.publication else None,
        lead=department_name(proposal.lead, procedures) if proposal else None,
        cooperators=tuple(department_name(one, procedures) for one in proposal.cooperators)
        if proposal
        else (),
        instrument=proposal.number if proposal else None,
        limit=nearest.due if nearest else None,
        limit_is_legal=nearest.is_legal if nearest else None,
        limit_state=standing(nearest, on, calendar, decided_on(matter)).state if nearest else None,
    )
