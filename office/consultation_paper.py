"""The one-page paper for a consultation (会商材料): what is asked, why nobody leads, who says what, who decides, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from office.deadlines import Deadline
from office.matter_deadlines import MatterDeadlines
from office.procedure import Deciders, StepView
from outputs.papers.paper import Block, Facts, Grid, Heading, Paper, Space, Text

# One page holds so many lines of each table, and so many characters; what is left out is counted on the page.
CANDIDATES, POSITIONS, LIMITS = 4, 6, 4
DESCRIPTION, REASON, CLAIM, ALL_CLAIMS = 140, 90, 60, 130
CERTAINTY = {
    "stated": "明文",
    "interpreted": "读出",
    "reported": "转述",
    "assumed": "推定",
    "example": "示例",
}


@dataclass(frozen=True)
class Card:
    """The matter itself. `description` has no personal data: it is masked where it enters the ledger."""

    number: str
    description: str
    place: str
    level: str
    occurred_on: date
    opened_on: date
    channel: str
    topic: str


@dataclass(frozen=True)
class Candidate:
    """A body that may lead: its role, and the clause with the span in which it holds (`until` is not in it)."""

    body: str
    role: str
    basis: str
    since: str | None
    until: str | None
    certainty: str


@dataclass(frozen=True)
class Opinion:
    """What a department said: stance, the basis it claims, and what it would have instead. None: no answer yet."""

    department: str
    stance: str | None
    basis: str | None = None
    instead: str | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class Consultation:
    """Everything the paper shows. `finding` says in one sentence where positions agree and where they conflict.

    `deciders` and `steps` are empty-handed where no procedure is on record, and `procedure` says so.
    """

    office: str
    card: Card
    cause: str
    why: str
    candidates: tuple[Candidate, ...]
    opinions: tuple[Opinion, ...]
    finding: str
    procedure: str
    deciders: Deciders
    steps: tuple[StepView, ...]
    deadlines: MatterDeadlines
    similar: tuple[str, ...]
    made_on: date
    release: str


def consultation_paper(given: Consultation) -> Paper:
    """The paper, ready to be written as Word or HTML."""
    card = given.card
    return Paper(
        name=f"consultation-{card.number}",
        kind=f"{given.office}　会商材料",
        title=f"关于明确“{card.topic}”牵头部门的会商材料",
        blocks=(
            *_matter(given),
            *_candidates(given.candidates),
            *_opinions(given),
            *_procedure(given),
            *_deadlines(given.deadlines),
            Space(
                "会商意见（牵头部门、配合部门、理由）：",
                3,
                "主持人（签字）：　　　　　　　　　　　年　　月　　日",
            ),
        ),
        foot=f"事项{card.number}　数据版本{given.release}　{given.made_on}制　依据后为施行期间，不含末日；推定、读出的不是明文规定",
    )


def _matter(given: Consultation) -> tuple[Block, ...]:
    card = given.card
    return (
        Facts(
            pairs=(
                ("事项编号", card.number),
                ("来源", f"{card.channel}，{card.opened_on}立项"),
                ("地点、层级", f"{card.place}，{card.level}"),
                ("发生日期", card.occurred_on.isoformat()),
            ),
            wide=(
                ("反映内容", _cut(card.description, DESCRIPTION)),
                ("为何无主", f"{given.cause}：{_cut(given.why, REASON)}"),
            ),
        ),
    )


def _candidates(candidates: Sequence[Candidate]) -> tuple[Block, ...]:
    if not candidates:
        return (Heading("一、候选部门和依据"), Text("数据中没有候选部门。"))
    rows = tuple(
        (
            one.body,
            one.role,
            f"{one.basis}{_span(one.since, one.until)}",
            CERTAINTY.get(one.certainty, one.certainty),
        )
        for one in candidates[:CANDIDATES]
    )
    grid = Grid(("部门", "角色", "依据（施行期间）", "确定程度"), (26, 14, 48, 12), rows)
    return (Heading("一、候选部门和依据"), grid, *_left_out(len(candidates) - CANDIDATES, "个候选部门"))


def _opinions(given: Consultation) -> tuple[Block, ...]:
    if not given.opinions:
        return (Heading("二、各部门意见"), Text("尚未征求意见。"))
    shown = given.opinions[:POSITIONS]
    longest = min(CLAIM, ALL_CLAIMS // len(shown))
    rows = tuple(
        (
            one.department,
            one.stance or "尚未答复",
            _cut(one.basis or "", longest),
            _cut(one.instead or "", longest),
            one.answered_on.isoformat() if one.answered_on else "",
        )
        for one in shown
    )
    return (
        Heading("二、各部门意见"),
        Grid(("部门", "意见", "所述依据", "主张（条件、应由谁）", "答复日"), (20, 14, 27, 25, 14), rows),
        *_left_out(len(given.opinions) - POSITIONS, "份意见"),
        Text(f"异同：{given.finding}", strong=True),
        *((Text(f"以往同类：{'；'.join(given.similar[:2])}", note=True),) if given.similar else ()),
    )


def _procedure(given: Consultation) -> tuple[Block, ...]:
    deciders = given.deciders
    who = ("和" if deciders.jointly else "或").join(one.zh for one in deciders.bodies)
    decided = (
        f"由{who}决定（{deciders.clause.zh}）。" if who else f"由谁决定，目前定不出（{deciders.clause.zh}）。"
    )
    more = f"{given.procedure.rstrip('。')}。" if given.procedure else ""
    steps = " → ".join(f"{step.number}.{step.words.zh}" for step in given.steps)
    return (
        Heading("三、程序：由谁决定"),
        Text(decided + more),
        *(Text(one.zh) for one in deciders.says),
        *((Text(f"步骤：{steps}", note=True),) if steps else ()),
    )


def _deadlines(deadlines: MatterDeadlines) -> tuple[Block, ...]:
    limits = sorted((*deadlines.legal, *deadlines.internal), key=lambda one: one.due)
    rows = tuple((one.zh, _kind(one), _last_day(one), _working(one)) for one in limits[:LIMITS])
    grid = (Grid(("期限", "性质和来源", "最后一日", "怎么算出来的"), (17, 19, 14, 50), rows),) if rows else ()
    # What an internal target is stands in the table; what is missing or long over stands below it.
    internal = {f"{one.zh}（{one.due}）是内部目标，不是法定期限" for one in deadlines.internal}
    says = tuple(Text(one.zh, note=True) for one in deadlines.says if one.zh not in internal)
    return (Heading("四、期限"), *grid, *_left_out(len(limits) - LIMITS, "个期限"), *says)


def _kind(one: Deadline) -> str:
    return f"法定：{one.clause_zh}" if one.is_legal else "内部目标（非法定）"


def _last_day(one: Deadline) -> str:
    later = f"\n（如顺延：{one.due_if_rolled}）" if one.due_if_rolled else ""
    marks = ("\n暂定" if one.is_provisional else "") + ("\n暂停中" if one.paused_since else "")
    return f"{one.due}{later}{marks}"


def _working(one: Deadline) -> str:
    return "；".join(step.zh for step in one.steps)


def _left_out(number: int, what: str) -> tuple[Block, ...]:
    return (Text(f"另有{number}{what}，见台账。", note=True),) if number > 0 else ()


def _span(since: str | None, until: str | None) -> str:
    if since is None and until is None:
        return ""
    return f"（{since or '起日不详'}—{until or '今'}）"


def _cut(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
