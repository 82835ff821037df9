"""An assessment for the terminal: what was said, which triggers it may meet, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from queries.analysis.accountability import Assessment, ConditionState, Finding, Outlook

OUTLOOK_ZH = {
    Outlook.MAY_BE_MET: "可能符合",
    Outlook.INCOMPLETE: "还不足以判断",
    Outlook.NOT_MET: "有条件不具备",
}
STATE_ZH = {
    ConditionState.MET: "所说具备",
    ConditionState.NOT_MET: "所说不具备",
    ConditionState.NOT_SAID: "没有说全",
}
CERTAINTY_ZH = {
    "stated": "原文写明",
    "interpreted": "由编辑从条文读出",
    "reported": "来自转述或受损页面，待以正式文本核对",
    "assumed": "推定，待核实",
}


def show_findings(found: Assessment) -> str:
    """The assessment as text, findings with every condition told first."""
    return "\n".join(_lines(found))


def _lines(found: Assessment) -> Iterator[str]:
    yield f"地点 {found.place}   日期 {found.on}"
    for claim in found.claims:
        words = f"（凭：{'、'.join(claim.words)}）" if claim.words else ""
        yield f"所说 {claim.zh}：{'有' if claim.holds else '没有'}{words}"
    for finding in found.findings:
        yield from _finding(finding)
    for finding in found.relief:
        yield from _finding(finding)
    for note in found.notes:
        yield f"注意 {note.zh}"
    yield f"版本 {found.release}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"【{OUTLOOK_ZH[finding.outlook]}】{finding.basis}：{finding.zh}"
    for condition in finding.conditions:
        yield f"  条件 {condition.zh}：{STATE_ZH[condition.state]}"
    for missing in finding.missing:
        yield f"  还缺 {missing}"
    reached = [one.zh + ("（参照执行）" if one.by_reference else "") for one in finding.reaches]
    yield f"  及于 {'、'.join((*finding.directed_at, *reached)) or '原文未写'}"
    yield f"  由谁启动 {'、'.join(finding.starts) or '原文未写'}"
    if finding.decides:
        yield f"  由谁决定 {'、'.join(finding.decides)}"
    yield f"  可能的后果 {'；'.join(finding.may_follow) or '原文未写'}"
    yield f"  可靠程度 {CERTAINTY_ZH.get(finding.certainty, finding.certainty)}"
    if finding.note:
        yield f"  说明 {finding.note}"
    yield f"  {finding.reading.zh}"
