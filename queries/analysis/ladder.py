"""The leader ladder: who among leaders and departments answers for a matter here, of which kind, by which clause.

Rule: 地方党政领导干部生态环境保护责任制规定（试行） as told in the Q&A of 2025-08-01, questions 4 and 5 (县级以上 it applies,
乡镇、街道 and 开发区 follow it as a model, 生态环境部门 from 市级 up); in Sichuan also 川环委〔2023〕1号 二（三） and 三（一）.
The steps are read from the duties of the release; nothing here knows an article. Sources that differ are both kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.codes import LEVEL_ORDER
from graph.errors import BadRequest
from graph.tables import AreaRow, DutyRow, InstrumentRow, PartyRow, RoleRow
from queries.analysis.here import LEVEL_ZH, Here, label, reaches
from queries.answer import Answer, Status
from queries.lookup import Lookup
from queries.places import ZONE
from queries.table import Column, Table, Words

# Duties on these topics are about every matter; a post of another topic is reached by its own matter only.
GENERAL = frozenset({"leader-responsibility", "unified-supervision", "sector-supervision"})
ECOLOGY = "ecology"
# What the sources call 负责 for its own sector is one kind beside the three named ones.
KIND_NAMES = {"行业责任": "本行业领域责任"}
GOVERNMENTS = frozenset(
    {"government", "state-council", "party-committee", "peoples-congress", "township", "village-committee"}
)
# As many as the answer's summary names.
SHARED = 3
SIDES = {"party": "党委", "government": "政府", "department": "部门", "other": "其他岗位"}
OVERSEES_SECTOR, HEADS_SECTOR = 4, 7
ORDER_OF_COLLECTIVE, ORDER_OF_OTHERS = 6, 9
ORDER_OF_DEPARTMENT = {None: 8, 6: 7, 7: 7}


@dataclass(frozen=True)
class Step:
    """One step. `post` is false for a duty of a department as a whole (集体), true for one of a post (岗位).

    `main` is the line of the department that leads; the other line is unified supervision beside it. `climbed`: the text
    begins above the place's level, or the place is a zone, so the step stands at `at`. `by_reference`: the text is only a model here (参照执行).
    `kinds` may be empty: the source gives the post work to do and names no kind of responsibility.
    """

    main: bool
    side: str
    post: bool
    role: str | None
    body_type: str | None
    zh: str
    en: str
    category: int | None
    kinds: tuple[str, ...]
    at: str
    level: str | None
    by_reference: bool
    climbed: bool
    body: str | None
    duties: tuple[str, ...]
    basis: tuple[str, ...]
    instrument: str
    certainty: str
    notes: tuple[Words, ...]


@dataclass(frozen=True)
class Ladder:
    """The steps from the principals down, the leading department's line first.

    Empty where no source was in force for the place on the day, or for the national level, of which none speaks.
    """

    topic: str | None
    topic_zh: str | None
    leads: tuple[str, ...]
    place: str
    level: str | None
    on: date
    steps: tuple[Step, ...]
    notes: tuple[Words, ...]
    release: str


@dataclass(frozen=True)
class _Group:
    """What one source says of one post or kind of body."""

    instrument: InstrumentRow
    party: PartyRow
    role: RoleRow | None
    duties: tuple[DutyRow, ...]

    @property
    def deciding(self) -> DutyRow:
        """The duty that names the kind of responsibility, or the first."""
        return next((duty for duty in self.duties if duty.responsibility), self.duties[0])


def ladder_for(lookup: Lookup, topic: str | None, issue: str | None, place: Here, on: date) -> Ladder:
    """The ladder for a topic by id, or for a matter in plain words. Raises BadRequest unless exactly one is given."""
    if bool(topic) == bool(issue):
        raise BadRequest("topic", "topic和issue给一个，且只给一个", "give exactly one of topic and issue")
    if issue:
        answer = lookup.ask(issue, place.given, place.given_level, on, today=on)
        return ladder_of(lookup, answer, place if place.given else _from_text(lookup, answer, place), on)
    row = next((one for one in lookup.tables.topics if one.id == topic), None)
    if row is None:
        shown = (topic or "")[:40]
        raise BadRequest("topic", f"没有这个事项：{shown}", f"no such topic: {shown}")
    return ladder_of(lookup, lookup.answer_for(row, place.area, place.level, on), place, on)


def _from_text(lookup: Lookup, answer: Answer, place: Here) -> Here:
    """The place that stands in the words of the matter, where none was given beside them."""
    found = answer.place
    area = lookup.gazetteer.areas.get(found.id) if found and found.id else None
    if found is None or area is None:
        return place
    return Here(found.zh, area, answer.question.level, bool(ZONE.search(found.rest)))


def ladder_of(lookup: Lookup, answer: Answer, place: Here, on: date) -> Ladder:
    """The ladder for the matter of an answer: its topic, and the bodies that answer for it, best first."""
    if answer.status == Status.OUT_OF_SCOPE:
        note = Words(
            "不属于生态环境事项，没有责任链可列", "not an environmental matter: there is no ladder for it"
        )
        return Ladder(None, None, (), place.zh, place.level, on, (), (note,), lookup.tables.release)
    leads = _leads(answer)
    topic = answer.topic.id if answer.topic else None
    steps = [
        step
        for group in _groups(lookup, topic, place, on.toordinal())
        for step in _steps(lookup, group, leads, place, on)
    ]
    steps.sort(key=lambda s: (not s.main, _order(s), s.instrument, s.role or "", s.body_type or ""))
    notes = (*_matter_notes(answer), *_differences(lookup, steps), *_edge_notes(lookup, place, on, steps))
    topic_zh = answer.topic.zh if answer.topic else None
    return Ladder(
        topic, topic_zh, leads, place.zh, place.level, on, tuple(steps), notes, lookup.tables.release
    )


def _leads(answer: Answer) -> tuple[str, ...]:
    """Departments at the head of the answer: one, or those that share it. Governments are no departments."""
    count = SHARED if answer.status == "shared" else 1
    return tuple(body.type for body in answer.bodies[:count] if body.type not in GOVERNMENTS)


def _groups(lookup: Lookup, topic: str | None, place: Here, on: int) -> Iterator[_Group]:
    tables = lookup.tables
    roles = {role.id: role for role in tables.roles}
    row = next((one for one in tables.topics if one.id == topic), None)
    own = frozenset((row.id, *row.ancestors)) if row else frozenset()
    found: dict[tuple[int, str], list[tuple[DutyRow, PartyRow]]] = defaultdict(list)
    for duty in tables.duties:
        if not duty.start <= on < duty.end or not (GENERAL | own) & set(duty.topics):
            continue
        if reaches(tables.instruments[duty.instrument], duty.area, place):
            for party in duty.parties:
                if party.role or (duty.responsibility and (party.type or party.group)):
                    key = party.role or party.type or party.group or ""
                    found[duty.instrument, key].append((duty, party))
    for (number, _), said in found.items():
        party = said[0][1]
        role = roles[party.role] if party.role else None
        yield _Group(tables.instruments[number], party, role, tuple(duty for duty, _ in said))


def _steps(lookup: Lookup, group: _Group, leads: Sequence[str], place: Here, on: date) -> Iterator[Step]:
    stands = _stands(lookup, group, place)
    if stands is None:
        return
    for body_type, main in _reached(group, leads):
        yield _step(lookup, group, body_type, main, stands, on)


def _reached(group: _Group, leads: Sequence[str]) -> Iterator[tuple[str | None, bool]]:
    """For which kinds of body the step is taken, None for one that is bound to none, and whether on the main line."""
    role = group.role
    sectors = [lead for lead in leads if lead != ECOLOGY]
    named = group.party.type or (role.in_type if role and role.side == "department" else None)
    if named:
        yield named, named in leads
    elif role is None or role.side == "department":
        everyone = role is not None and role.category is None
        yield from ((lead, True) for lead in (leads if everyone else sectors))
    elif role.oversees:
        yield None, bool(set(role.oversees) & set(leads))
    elif role.category == OVERSEES_SECTOR:
        yield from ((lead, True) for lead in sectors)
    else:
        yield None, True


@dataclass(frozen=True)
class _Standing:
    """Where a step stands for the place, and how."""

    area: AreaRow | None
    zh: str
    level: str | None
    by_reference: bool = False
    climbed: bool = False
    of_zone: bool = False


def _stands(lookup: Lookup, group: _Group, place: Here) -> _Standing | None:
    """None where the text reaches neither the place's level nor one above it."""
    duty = group.deciding
    levels = group.party.levels or duty.levels
    if _has_no_level(place):
        return None
    if group.party.part == "recipient" and group.role and place.level not in group.role.levels:
        return None
    # The clause that makes townships follow as a model names development zones beside them (答问4第一款).
    if (place.is_zone or place.level == "township") and "township" in duty.by_reference:
        return _Standing(place.area, place.zh, None if place.is_zone else place.level, by_reference=True)
    # A zone is no level of government: what it is not told to follow stands with the place it lies in.
    zh = place.area.zh if place.is_zone and place.area else place.zh
    if place.level is None or place.level in levels or (not levels and place.level != "national"):
        return _Standing(place.area, zh, place.level, of_zone=place.is_zone)
    if place.level in duty.by_reference:
        return _Standing(place.area, zh, place.level, by_reference=True, of_zone=place.is_zone)
    return _above(lookup, place, levels)


def _has_no_level(place: Here) -> bool:
    """Whether the place is a park or the like: it has no leading team of its own and may lie in several counties."""
    return place.area is not None and place.level is None


def _above(lookup: Lookup, place: Here, levels: Sequence[str]) -> _Standing | None:
    """The nearest place above whose level the text reaches."""
    areas = lookup.gazetteer.areas
    for key in place.chain if place.area else ():
        if areas[key].level in levels:
            return _Standing(areas[key], areas[key].zh, areas[key].level, climbed=True)
    higher = [one for one in levels if LEVEL_ORDER[one] < LEVEL_ORDER[place.level or "national"]]
    if place.area is None and higher:
        level = max(higher, key=LEVEL_ORDER.__getitem__)
        return _Standing(None, LEVEL_ZH[level], level, climbed=True)
    return None


def _step(
    lookup: Lookup, group: _Group, body_type: str | None, main: bool, stands: _Standing, on: date
) -> Step:
    role, duty = group.role, group.deciding
    types = lookup.attribution.types
    zh, en = (role.zh, role.en) if role else _collective(group, body_type, lookup)
    if role and body_type and not role.in_type:
        zh, en = f"{zh}（{types[body_type].zh}）", f"{en} ({types[body_type].en})"
    mandate = (
        lookup.attribution.mandate(body_type, stands.area, on.toordinal())
        if body_type and stands.area
        else None
    )
    kinds = [word for one in group.duties if one.responsibility for word in one.responsibility.split("，")]
    return Step(
        main=main,
        side=role.side if role else "department",
        post=role is not None,
        role=role.id if role else None,
        body_type=body_type,
        zh=zh,
        en=en,
        category=role.category if role else None,
        kinds=tuple(dict.fromkeys(KIND_NAMES.get(kind, kind) for kind in kinds)),
        at=stands.zh,
        level=stands.level,
        by_reference=stands.by_reference,
        climbed=stands.climbed or stands.of_zone,
        body=mandate.body_zh if mandate and stands.area and mandate.area == stands.area.id else None,
        duties=tuple(one.summary for one in group.duties),
        basis=tuple(dict.fromkeys(label(one, lookup) for one in (duty, *group.duties))),
        instrument=group.instrument.id,
        certainty=duty.certainty,
        notes=tuple(_step_notes(lookup, group, body_type, main, stands)),
    )


def _collective(group: _Group, body_type: str | None, lookup: Lookup) -> tuple[str, str]:
    named = lookup.attribution.types[body_type or group.party.type or ECOLOGY]
    return f"{named.zh}部门（集体）", f"{named.en} as a department"


def _step_notes(
    lookup: Lookup, group: _Group, body_type: str | None, main: bool, stands: _Standing
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


def _for_important(lookup: Lookup, group: _Group) -> bool:
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


def _list_notes(lookup: Lookup, group: _Group, body_type: str) -> Iterator[Words]:
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


def _order(step: Step) -> int:
    if not step.post:
        return ORDER_OF_COLLECTIVE
    if step.side == "department":
        return ORDER_OF_DEPARTMENT.get(step.category, 8)
    return step.category or ORDER_OF_OTHERS


def _matter_notes(answer: Answer) -> Iterator[Words]:
    if answer.topic is None or answer.status == "unclear":
        yield Words(
            "事项不明，只列主要负责人等一般岗位", "the matter is not clear; only general posts are listed"
        )
    elif not _leads(answer):
        yield Words(
            "没有牵头部门可循，不列部门负责人",
            "no leading department is on record, so no head of one is listed",
        )
    elif answer.bodies[0].candidate:
        yield Words(
            f"牵头部门待地方指定，按候选“{answer.bodies[0].zh}”列出",
            f"the lead is left to designation; the ladder is for the candidate {answer.bodies[0].en}",
        )


def _differences(lookup: Lookup, steps: Sequence[Step]) -> Iterator[Words]:
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


def _edge_notes(lookup: Lookup, place: Here, on: date, steps: Sequence[Step]) -> Iterator[Words]:
    if place.area is not None and _has_no_level(place):
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
    if any(step.certainty == "reported" for step in steps):
        yield Words(
            "责任制规定只见答记者问，来源页面曾受损，待以正式文本核对",
            "the rules are known from a Q&A on a damaged page; check them against the official text",
        )


COLUMNS = (
    Column("line", "线", "line"),
    Column("side", "方", "side"),
    Column("holder", "岗位或者部门", "post or department"),
    Column("post", "岗位责任", "duty of a post", "flag"),
    Column("kinds", "责任", "kind of responsibility"),
    Column("at", "在哪里", "stands at"),
    Column("level", "层级", "level"),
    Column("applies", "适用", "how it applies"),
    Column("climbed", "上移", "climbed", "flag"),
    Column("body", "机构", "body"),
    Column("basis", "依据", "basis"),
    Column("duties", "职责", "duties"),
    Column("certainty", "可靠程度", "certainty"),
    Column("notes", "说明", "notes"),
)


def ladder_table(ladder: Ladder) -> Table:
    """One row per step and source, from the principals down."""
    title = Words(
        f"{ladder.place}：{ladder.topic_zh or '一般事项'}的责任链",
        f"Leader ladder: {ladder.topic or 'any matter'}, {ladder.place}",
    )
    asked = {
        "topic": ladder.topic or "",
        "place": ladder.place,
        "level": ladder.level or "",
        "on": str(ladder.on),
    }
    empty = Words(
        "空表表示所问地点和日期没有收录责任制规定。",
        "An empty table: no rule on record for the place and day.",
    )
    rows = tuple(_row(step) for step in ladder.steps)
    return Table("ladder", title, COLUMNS, rows, ladder.release, (*ladder.notes, empty), asked)


def _row(step: Step) -> tuple[str | bool | None, ...]:
    return (
        "牵头部门一线" if step.main else "统一监督管理一线",
        SIDES[step.side],
        step.zh,
        step.post,
        "、".join(step.kinds) or None,
        step.at,
        LEVEL_ZH.get(step.level or ""),
        "参照执行" if step.by_reference else "适用",
        step.climbed,
        step.body,
        "；".join(step.basis),
        "；".join(step.duties),
        step.certainty,
        "；".join(note.zh for note in step.notes) or None,
    )
