"""Matters for people to read on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from office.accounts import UNKNOWN
from office.codes import Action, Role, names
from office.matter import Department, Matter
from office.matter_deadlines import MatterDeadlines
from office.matter_paper import department_name, finding_words
from office.matter_procedure import MatterProcedure
from office.procedure import clause_of
from office.release_rows import rows_of
from office.requests import Actor
from office.service import Office
from office.sheet import Preview

# Whoever may open the database may take every step; four eyes still takes two names.
ANYBODY = Actor("", frozenset(Role))
Naming = Callable[[Department], str]


def show_row(matter: Matter) -> str:
    """One line: number, version, state, place, topic, cause, the matter in words."""
    cells = (
        matter.id,
        f"v{matter.version}",
        names(matter.state)[0],
        matter.place_zh,
        matter.topic_zh or "事项未定",
        names(matter.cause)[0] if matter.cause else "原因未明",
        matter.description.replace("\n", " ")[:40],
    )
    return "  ".join(cells)


def show_matter(office: Office, matter: Matter, today: date) -> str:
    """Everything about a matter, its consultation side by side, and what was done to it."""
    procedures = rows_of(office.register.tables).procedures

    def name(department: Department) -> str:
        return department_name(department, procedures)

    return "\n".join(
        [
            show_row(matter),
            f"描述 {matter.description}",
            f"发生 {matter.occurred_on}   来源 {names(matter.channel)[0]} {matter.source_number or ''}".rstrip(),
            *_course(office.procedure_for(matter)),
            *_limits(office.deadlines_for(matter, today)),
            *_transfers(matter, name),
            *_consultation(office, matter, today, name),
            *_decision(matter, name),
            *(f"可能重复 {show_row(one.matter)}" for one in office.similar(matter.id).duplicates),
            *(f"类似已定 {show_row(one.matter)}" for one in office.similar(matter.id).decided),
            *_history(office, matter),
            *(
                (f"结果 {names(matter.outcome)[0]} {matter.duplicate_of or ''}".rstrip(),)
                if matter.outcome
                else ()
            ),
            "可以 " + ("、".join(names(one)[0] for one in office.possible(matter, ANYBODY)) or "（已终结）"),
        ]
    )


def _course(found: MatterProcedure | None) -> Iterator[str]:
    """The procedure, who decides and the steps, each with its clause."""
    if found is None:
        yield f"程序 {UNKNOWN.zh}"
        return
    if found.choice.procedure is not None:
        yield f"程序 {found.choice.procedure.zh}（{clause_of(found.choice.procedure).zh}）"
    yield from (f"    {one.zh}" for one in found.choice.says)
    if found.deciders is not None:
        bodies = "、".join(one.zh for one in found.deciders.bodies) or "定不出"
        yield f"由谁定 {bodies}（{found.deciders.clause.zh}）"
        yield from (f"    {one.zh}" for one in found.deciders.says)
    for step in found.steps:
        yield f"步骤 {step.number}. {step.words.zh}（{'、'.join(one.zh for one in step.by)}；{step.clause.zh}）"


def _limits(found: MatterDeadlines) -> Iterator[str]:
    """Every limit with each step of its working, legal and internal told apart."""
    for limit in (*found.legal, *found.internal):
        kind = f"法定，{limit.clause_zh}" if limit.is_legal else "内部目标"
        yield f"期限 {limit.due} {limit.zh}（{kind}）"
        yield from (f"    {number}. {step.zh}" for number, step in enumerate(limit.steps, 1))
    yield from (f"    {one.zh}" for one in found.says)


def _transfers(matter: Matter, name: Naming) -> Iterator[str]:
    for one in matter.transfers:
        yield f"转办 {one.on} {name(one.giver)} → {name(one.taker)}：{one.reason}"


def _consultation(office: Office, matter: Matter, today: date, name: Naming) -> Iterator[str]:
    """Each side, then agreement and conflict in one sentence."""
    compared = office.comparison(matter.id, today)
    for side in compared.sides:
        asked = f"{side.asked.due}前答复" if side.asked else "未征求"
        answered = "尚未答复"
        if side.position is not None:
            given = side.position
            instead = f"，主张由{name(given.counter_proposal)}" if given.counter_proposal else ""
            answered = names(given.stance)[0] + (f"（{given.basis}）" if given.basis else "") + instead
        yield f"意见 {name(side.department)}：{answered}（{asked}{'，逾期' if side.late else ''}）"
    if compared.sides or compared.loops:
        yield f"汇总 {finding_words(compared, rows_of(office.register.tables).procedures, matter)}"


def _decision(matter: Matter, name: Naming) -> Iterator[str]:
    if matter.proposal is None:
        return
    draft = matter.proposal
    until = f"至{draft.valid_until}前一日" if draft.valid_until else "起"
    yield f"决定 {draft.number}：由{name(draft.lead)}牵头，{draft.valid_from}{until}（拟稿 {matter.drafted_by}，审定 {matter.approved_by or '—'}）"
    if matter.release:
        yield f"公开 {matter.publication.published_on if matter.publication else ''}   版本 {matter.release}   决定编号 {matter.decision}"
    if matter.revocation is not None:
        done = "已撤销" if matter.revoked_by else "拟撤销"
        yield f"{done} {matter.revocation.number}，{matter.revocation.ends_on}起不再有效"


def _history(office: Office, matter: Matter) -> Iterator[str]:
    for event in office.history(matter.id):
        reason = f"：{event.reason}" if event.reason else ""
        yield f"经过 {event.at[:16].replace('T', ' ')} {event.actor} {names(Action(event.action))[0]}{reason}"


def show_preview(shown: Preview) -> str:
    """One line per row, its faults below it."""
    lines = []
    for row in shown.rows:
        if row.content is not None:
            topic = row.content.topic_zh or "事项未定"
            lines.append(f"{row.row}  {row.content.place_zh}  {topic}  {row.content.description[:40]}")
        else:
            lines.append(f"{row.row}  有问题")
        lines += [f"    {one.column}：{one.zh} / {one.en}" for one in shown.faults if one.row == row.row]
        lines += [f"    可能与第{number}行重复" for number in row.repeats]
        lines += [f"    可能与已登记的重复 {show_row(one.matter)}" for one in row.like]
    return "\n".join([*lines, f"{len(shown.rows)}行，{len(shown.faults)}处问题"])
