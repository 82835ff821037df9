"""An answer for the terminal: who, since when, by which clause, what is uncertain, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from queries.answer import Answer, BodyView
from queries.words import KIND_ZH

STATUS_ZH = {
    "assigned": "有牵头", "shared": "分工负责", "undesignated": "待地方指定", "unassigned": "没有明确",
    "unclear": "需要选择", "no_data": "没有资料", "out_of_scope": "不在范围",
}  # fmt: skip
SHOWN_BODIES, SHOWN_BASIS = 5, 5


def show(answer: Answer) -> str:
    """The answer as text of some twenty lines."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    asked = answer.question
    place = answer.place.zh if answer.place else "未给地点"
    yield f"【{STATUS_ZH[answer.status]}】{answer.summary.zh}"
    yield f"  {answer.status}: {answer.summary.en}"
    if answer.topic:
        words = "、".join(word for f in answer.topic.features if f.weight > 0 for word in f.words)
        yield f"事项 {answer.topic.zh}" + (f"（凭：{words}）" if words else "")
    yield f"地点 {place}   日期 {asked.on}"
    for choice in answer.choices:
        yield f"  可选 {choice.zh}"
    for number, body in enumerate(answer.bodies[:SHOWN_BODIES], 1):
        yield _body(number, body)
    if answer.basis:
        yield "依据"
    for basis in answer.basis[:SHOWN_BASIS]:
        span = f"{basis.in_force or '起点不明'} 起" + (f"，至 {basis.ended} 止" if basis.ended else "")
        result = f"；{basis.consequence}" if basis.consequence else ""
        yield f"  {basis.label}（{span}）{basis.summary}{result}"
        if basis.quotation:
            cut = "，节录" if basis.quotation.cut else ""
            words = "\n    ".join(basis.quotation.text.split("\n"))
            yield f"    原文：{words}（{basis.quotation.edition}{cut}）"
    if answer.leaders:
        yield "领导责任 " + "；".join(f"{one.zh}：{'、'.join(one.responsibility)}" for one in answer.leaders)
    for trigger in answer.triggers:
        yield f"可能的追责情形 {trigger.label}：{trigger.summary}"
    for procedure in answer.procedures[:3]:
        yield f"程序 {procedure.label}：{procedure.summary}"
    for fact in answer.facts:
        yield f"记载 {fact.label}：{fact.zh}"
    if answer.belongs_to:
        yield f"归属 {answer.belongs_to}"
    for warning in answer.warnings:
        yield f"注意 {warning.zh}"
    if answer.next_step:
        yield f"下一步 {answer.next_step.zh}"
    yield f"版本 {answer.release}"


def _body(number: int, body: BodyView) -> str:
    holder = f"：{body.body.zh}{'（推定）' if body.body.certainty == 'assumed' else ''}" if body.body else ""
    candidate = "（候选，待指定）" if body.candidate else ""
    return f"  {number}. {body.zh}{holder}{candidate}  {KIND_ZH[body.kind]}"
