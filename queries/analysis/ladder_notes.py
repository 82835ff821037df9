"""What has to be said beside a leader ladder: of a step, of the matter, of sources that differ, of the edges of the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from queries.analysis.here import BASIN, Here
from queries.analysis.rungs import SIDES, Group, Standing, Step, has_no_level
from queries.answer import Answer
from queries.lookup import Lookup
from queries.table import Words

HEADS_SECTOR = 7
GOVERNMENTS = frozenset(
    {
        "government",
        "state-council",
        "party-committee",
        "peoples-congress",
        "township",
        "village-committee",
        "committee-office",
    }
)
# As many as the answer's summary names.
SHARED = 3


def leads_of(answer: Answer) -> tuple[str, ...]:
    """Departments at the head of the answer: one, or those that share it.

    Governments are no departments, and the office of the 委员会 convenes and answers for no sector (川环委〔2023〕1号 二（四）).
    """
    count = SHARED if answer.status == "shared" else 1
    return tuple(body.type for body in answer.bodies[:count] if body.type not in GOVERNMENTS)


def step_notes(
    lookup: Lookup, group: Group, body_type: str | None, main: bool, stands: Standing
) -> Iterator[Words]:
    if stands.of_zone:
        yield Words(
            f"开发区不是一级政府，由所在的{stands.zh}承担",
            "a zone is no level of government; its place stands in",
        )
    if stands.climbed:
        yield Words(
            f"原文没有写到所问层级，由上面的{stands.zh}承担",
            f"the text does not reach down to the level asked about; the step stands with {stands.level}",
        )
    if stands.by_reference:
        yield Words("参照执行，不是适用", "only a model here, not applicable as such")
    if not (group.party.levels or group.deciding.levels):
        yield Words("层级原文未写", "the text names no level")
    if not main:
        yield Words(
            "统一监督管理一线，与牵头部门并行",
            "the line of unified supervision, beside the leading department",
        )
    if group.role is not None and group.role.category == 5:
        yield Words(
            "是哪位成员，看本地分工，数据中没有",
            "which member depends on the local division of work, not on record",
        )
    if group.party.part == "recipient":
        yield Words("只是重大情况、突出问题的报告对象", "only someone to report to")
    if body_type and _for_important(lookup, group):
        yield from _list_notes(lookup, group, body_type)


def _for_important(lookup: Lookup, group: Group) -> bool:
    """Whether the step is for 承担重要生态环境保护职责的部门 alone, by its own words or those beside it."""
    if group.party.group or (group.role and group.role.category == HEADS_SECTOR):
        return True
    place = (group.deciding.instrument, group.deciding.locator)
    return bool(group.role and group.role.category is None) and any(
        party.group
        for duty in lookup.tables.duties
        if (duty.instrument, duty.locator) == place
        for party in duty.parties
    )


def _list_notes(lookup: Lookup, group: Group, body_type: str) -> Iterator[Words]:
    named = [one for one in lookup.tables.groups if one.instrument == group.deciding.instrument]
    members = {member for one in named for member in one.members}
    types = lookup.attribution.types
    if not members:
        yield Words(
            "哪些部门“承担重要生态环境保护职责”，来源没有列出",
            "the source does not list the important departments",
        )
    elif body_type not in members:
        yield Words(
            f"名单没有点名{types[body_type].zh}；名单以“等”收尾，是否在内待核实",
            f"the list does not name {types[body_type].en}; it is open",
        )


def matter_notes(answer: Answer) -> Iterator[Words]:
    if answer.topic is None or answer.status == "unclear":
        yield Words(
            "事项不明，只列主要负责人等一般岗位", "the matter is not clear; only general posts are listed"
        )
    elif not leads_of(answer):
        yield Words(
            "没有牵头部门可循，不列部门负责人",
            "no leading department is on record, so no head of one is listed",
        )
    elif answer.bodies[0].candidate:
        yield Words(
            f"牵头部门待地方指定，按候选“{answer.bodies[0].zh}”列出",
            f"the lead is left to designation; the ladder is for the candidate {answer.bodies[0].en}",
        )


def differences(lookup: Lookup, steps: Sequence[Step]) -> Iterator[Words]:
    """Where sources give one kind of responsibility to different sides, both stand and are named."""
    cites = {one.id: one.cite for one in lookup.tables.instruments}
    sides: Mapping[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for step in steps:
        for kind in step.kinds:
            sides[kind][step.instrument][step.side] = None
    for kind, said in sides.items():
        if len({frozenset(one) for one in said.values()}) > 1:
            words = "；".join(
                f"{cites[source]}写到{'、'.join(SIDES[side] for side in one)}" for source, one in said.items()
            )
            ids = ", ".join(said)
            yield Words(
                f"“{kind}”的范围各说不同：{words}。两说并存，各从其源",
                f"sources differ on who bears {kind} ({ids}); both are kept",
            )


def edge_notes(lookup: Lookup, place: Here, on: date, steps: Sequence[Step]) -> Iterator[Words]:
    if place.area is not None and has_no_level(place):
        areas = lookup.gazetteer.areas
        counties = [areas[key].zh for key in place.chain if areas[key].level == "county"]
        yield Words(
            f"{place.zh}不是一级政府，责任链随所在的县（市、区）：{'、'.join(counties)}，请选一个再问",
            f"{place.area.id} is no level of government; ask for one of the counties it lies in",
        )
    if place.level == "national":
        yield Words("收录的责任制规定只写地方各级", "the rules on record speak of local levels only")
    shown = {step.instrument for step in steps}
    day = on.toordinal()
    spoken = {
        lookup.tables.duties[n].instrument for n, d in enumerate(lookup.tables.duties) if d.responsibility
    }
    for number in sorted(spoken):
        one = lookup.tables.instruments[number]
        if one.id not in shown and one.earliest <= day < one.start and one.area in place.chain:
            latest = date.fromordinal(one.start)
            yield Words(
                f"{one.cite}何时施行不明，只知不晚于{latest}，所问日期可能已适用",
                f"when {one.id} took effect is not known, by {latest} at the latest; it may hold on the day",
            )
    if any(one.covers and one.id in shown for one in lookup.tables.instruments):
        yield BASIN
    if any(step.certainty == "reported" for step in steps):
        yield Words(
            "责任制规定只见答记者问，来源页面曾受损，待以正式文本核对",
            "the rules are known from a Q&A on a damaged page; check them against the official text",
        )
