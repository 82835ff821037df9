"""Which procedure a matter follows in a place, who convenes and decides, and in which steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.codes import LEVEL_ORDER, LEVELS, Level
from graph.office_tables import PartRow, ProcedureRow, ReportRow, RouteRow, StepRow
from graph.procedures import Doer, Gap
from graph.tables import AreaRow, DutyRow, PartyRow, Tables
from queries.table import Words
from queries.words import LEVEL_ZH

PARTY_COMMITTEE = "party-committee"
GOVERNMENT = "government"
STATE_COUNCIL = "state-council"
HOUSE = Words("本库所拟的一般做法，没有文件规定", "a house rule; no instrument sets it")


@dataclass(frozen=True, order=True)
class BodyAt:
    """A kind of body in an area: (`government`, `cn-6301`) is the people's government of Xining."""

    type: str
    area: str


@dataclass(frozen=True)
class Named:
    """Who takes part, in words; `body` is None for a group of departments or a body nobody names."""

    zh: str
    en: str
    body: BodyAt | None


@dataclass(frozen=True)
class Designator:
    """Who designates under the clause of a duty: a body type, at any of `levels` (empty: every local level).

    The levels that a duty gives its designated party are those of the designator, but for a department that passes its
    own task down (`_levels_above`): 县级人民政府确定的部门 is
    county (大气污染防治法 (2018-10-26) art. 119 para. 2), and 省、自治区、直辖市人民政府负责清洁生产综合协调的部门
    (清洁生产促进法 (2012-02-29) art. 17 para. 1) is what the province's own government determines under
    art. 5 para. 2. The State Council designates for the whole country, whatever level it designates at
    (土地管理法 (2019-08-26) art. 44 para. 4: it authorises provinces).
    """

    type: str
    levels: tuple[str, ...]
    clause: Words


@dataclass(frozen=True)
class Choice:
    """The procedure for a matter, or None with the reason. `others` also fit, in order; `says` what to know."""

    procedure: ProcedureRow | None
    others: tuple[ProcedureRow, ...]
    says: tuple[Words, ...]


@dataclass(frozen=True)
class Deciders:
    """Who decides, and by which clause. No bodies means that it cannot be said; `says` tells why.

    `by_clause`: a law's own clause leaves it to this kind of body, not a procedure.
    """

    bodies: tuple[Named, ...]
    jointly: bool
    clause: Words
    says: tuple[Words, ...] = ()
    by_clause: bool = False


@dataclass(frozen=True)
class Finding:
    """The outcome of a check: whether it holds, a stable code, and a sentence with the rule."""

    ok: bool
    code: str
    says: Words


@dataclass(frozen=True)
class StepView:
    """A step of the procedure as it stands for one matter, counted from 1."""

    number: int
    act: str
    words: Words
    by: tuple[Named, ...]
    clause: Words
    certainty: str


class Procedures:
    """The procedures of one release with the names of its places and kinds of bodies."""

    def __init__(self, tables: Tables) -> None:
        self.rows = tables.office.procedures
        self._reports = tables.office.reports
        self.areas = {area.id: area for area in tables.areas}
        self._types = {one.id: one for one in tables.body_types}
        self.tables = tables

    # ------------------------------------------------------------ which one

    def procedure_for(self, area: str, level: Level, on: date, gap: Gap) -> Choice:
        """The procedure for a matter of a level in an area, opened on a day: the nearest area's own, else a house rule.

        A matter whose owner does not act is not unassigned and has none.
        Raises KeyError for an area that is not in the release.
        """
        if gap is Gap.INACTIVE_OWNER:
            return Choice(
                None,
                (),
                (
                    Words(
                        "有主不作为不走本程序，转提醒、督办", "it has an owner: remind and supervise instead"
                    ),
                ),
            )
        chain = self.areas[area].chain
        fitting = sorted(
            (row for row in self.rows if row.area in chain and gap in row.gaps and _route(row, level)),
            key=lambda row: (row.clause is None, chain.index(row.area), row.id),
        )
        here = [row for row in fitting if _holds(row, on)]
        says = [words for row in fitting if (words := _not_yet(row, on))]
        if not here:
            says.append(
                Words(f"没有适用于{LEVEL_ZH[level]}事项的程序", f"no procedure for matters of level {level}")
            )
            return Choice(None, (), tuple(says))
        if here[0].clause is None:
            says.append(_house_words(here[0], level))
        return Choice(here[0], tuple(here[1:]), tuple(says))

    def designator_of(self, duty: str) -> Designator | None:
        """Who designates under a duty (`noise-law-2021/art_77__para_1`), or None where it leaves nothing open."""
        row = next((one for one in self.tables.duties if one.id == duty), None)
        party = next((p for p in row.parties if p.designated), None) if row else None
        if row is None or party is None:
            return None
        instrument = self.tables.instruments[row.instrument]
        clause = Words(instrument.cite + row.place, f"{instrument.en}, {row.locator}")
        by = party.by or GOVERNMENT
        return Designator(by, _levels_above(row, party, by) or party.levels, clause)

    def reports_for(self, area: str) -> tuple[ReportRow, ...]:
        """The regular reports of an area: its own, and the house's for periods it has no rule for."""
        chain = self.areas[area].chain
        here = sorted((r for r in self._reports if r.area in chain), key=lambda r: chain.index(r.area))
        ruled = {report.period for report in here if report.clause is not None}
        return tuple(r for r in here if r.clause is not None or r.period not in ruled)

    # ------------------------------------------------------------ who

    def deciding_bodies(
        self, procedure: ProcedureRow, area: str, level: Level, designator: Designator | None = None
    ) -> Deciders:
        """Who decides on a matter of a level in an area.

        `designator` is who the clause names where a law leaves the matter to a designation; a procedure
        that goes by the clause cannot say without it. Rule: the procedure's own clause, given with it.
        """
        route = _route(procedure, level)
        clause = clause_of(procedure)
        if route is None:
            return Deciders(
                (),
                False,
                clause,
                (Words(f"程序不管{LEVEL_ZH[level]}事项", f"not for matters of level {level}"),),
            )
        if route.clause:
            return self._by_clause(procedure, area, level, designator)
        named = [self._at(part, area, level) for part in route.deciders]
        missing = tuple(Words(n.zh, n.en) for n in named if n.body is None)
        if missing:
            return Deciders((), route.jointly, clause, missing)
        return Deciders(
            tuple(named), route.jointly, clause, self._beside_clause(procedure, named, designator)
        )

    def convenors(self, procedure: ProcedureRow, area: str, level: Level) -> tuple[Named, ...]:
        """Who convenes or submits; empty where the text names nobody."""
        route = _route(procedure, level)
        return tuple(self._at(part, area, level) for part in (route.convenors if route else ()))

    def _by_clause(
        self, procedure: ProcedureRow, area: str, level: Level, designator: Designator | None
    ) -> Deciders:
        if designator is None:
            return Deciders(
                (),
                False,
                clause_of(procedure),
                (Words("要先写明是哪一条留给指定的", "say first which clause leaves it open"),),
            )
        place = self._designating(designator, area, level)
        if place is None:
            return Deciders((), False, designator.clause, (self._nobody_designates(designator, area, level),))
        body = BodyAt(designator.type, place.id)
        named = Named(self.name_of(body), f"{self._types[body.type].en} of {place.zh}", body)
        return Deciders((named,), False, designator.clause, by_clause=True)

    def designating_areas(self, designator: Designator, area: str) -> tuple[AreaRow, ...]:
        """The place itself and those around it whose body of that kind the clause lets designate, nearest first."""
        national = designator.type == STATE_COUNCIL
        local = tuple(level.value for level in LEVELS if level is not Level.NATIONAL)
        levels = (Level.NATIONAL.value,) if national else designator.levels or local
        around = (self.areas[one] for one in self.areas[area].chain)
        return tuple(one for one in around if one.level in levels)

    def _designating(self, designator: Designator, area: str, level: Level) -> AreaRow | None:
        """Where it is designated: at the matter's own level, or the nearest above it that the clause allows."""
        allowed = self.designating_areas(designator, area)
        above = (one for one in allowed if LEVEL_ORDER[one.level or ""] <= LEVEL_ORDER[level])
        found = next(above, None)
        # Without levels in the clause nothing says that another level than the matter's own may do it.
        bound = designator.type == STATE_COUNCIL or bool(designator.levels)
        return found if bound or (found is not None and found.level == level) else None

    def _nobody_designates(self, designator: Designator, area: str, level: Level) -> Words:
        name, kind = self.areas[area].zh, self.type_name(designator.type)
        levels = designator.levels or (level.value,)
        zh, en = "、".join(LEVEL_ZH[one] for one in levels), ", ".join(levels)
        return Words(
            f"{designator.clause.zh}由{zh}{kind}指定，从{name}的{LEVEL_ZH[level]}事项往上找不到，定不出由谁决定",
            f"{designator.clause.en} has a {designator.type} of {en} designate; for a matter of level {level} "
            f"in {name} there is none",
        )

    def _beside_clause(
        self, procedure: ProcedureRow, named: Iterable[Named], designator: Designator | None
    ) -> tuple[Words, ...]:
        """Where a law names who designates and the local procedure names others: both are said, none dropped."""
        if designator is None:
            return ()
        both = next((n for n in named if n.body and n.body.type == designator.type), None)
        zh = (
            f"法条（{designator.clause.zh}）留给{self.type_name(designator.type)}指定；{procedure.zh}另有安排"
        )
        en = f"the law ({designator.clause.en}) leaves it to the {designator.type}; {procedure.en} arranges otherwise"
        if both is None:
            return (Words(f"{zh}，两者不一致", f"{en}; they differ"),)
        return (Words(f"{zh}；{both.zh}参与决定，两边都合", f"{en}; with {both.en} deciding both are met"),)

    def _at(self, part: PartRow, area: str, level: Level) -> Named:
        """A part as a body in the matter's area at the level that decides; `body` None says in words what is missing."""
        wanted = level.value if part.level == "same" else part.level
        place = self.area_at(area, wanted)
        if part.type is None:
            words = part.as_written or (part.group or "").split("/")[-1]
            return Named(words, f"the departments of group {part.group}", None)
        if place is None:
            name = self.areas[area].zh
            return Named(
                f"{name}所在的{LEVEL_ZH[wanted]}政区不在数据里，定不出由谁决定",
                f"no {wanted} around {name} on record",
                None,
            )
        body = BodyAt(part.type, place.id)
        return Named(self.name_of(body), f"{self._types[part.type].en} of {place.zh}", body)

    def area_at(self, area: str, level: str) -> AreaRow | None:
        """The place itself or the nearest around it that is of a level."""
        around = (self.areas[one] for one in self.areas[area].chain)
        return next((one for one in around if one.level == level), None)

    def name_of(self, body: BodyAt) -> str:
        """A body in words: 西宁市人民政府, 四川省委, 城东区林业草原主管部门, 国务院自然资源主管部门."""
        area = self.areas.get(body.area)
        place = area.zh if area else body.area
        if body.type == STATE_COUNCIL:
            return self.type_name(body.type)
        if body.type == PARTY_COMMITTEE and area and area.level in ("province", "prefecture", "county"):
            return place + "委"
        kind = self._types[body.type].statutory if body.type in self._types else body.type
        is_national = area is not None and area.level == "national" and body.type != GOVERNMENT
        return f"国务院{kind}" if is_national else place + kind

    def type_name(self, key: str) -> str:
        """The Chinese name of a kind of body; an unknown key is its own name."""
        found = self._types.get(key)
        return found.zh if found else key

    # ------------------------------------------------------------ steps

    def steps_for(
        self, procedure: ProcedureRow, area: str, level: Level, designator: Designator | None = None
    ) -> tuple[StepView, ...]:
        """The steps of a matter of this level, in order, each with who does it and by which clause."""
        doers = {
            Doer.CONVENOR: self.convenors(procedure, area, level),
            Doer.DECIDER: self.deciding_bodies(procedure, area, level, designator).bodies,
            Doer.OFFICE: (Named("协调办公室", "the coordination office", None),),
            Doer.OWNER: (Named("定下来的牵头部门", "the lead named", None),),
            Doer.NOT_STATED: (Named("原文未写由谁", "not stated by whom", None),),
        }
        chosen = [step for step in procedure.steps if not step.levels or level in step.levels]
        return tuple(
            StepView(n, step.act, Words(step.zh, step.en), doers[step.by], _step_clause(step), step.certainty)
            for n, step in enumerate(chosen, 1)
        )


def _levels_above(row: DutyRow, party: PartyRow, by: str) -> tuple[str, ...]:
    """The levels of a department that stands in the clause itself and passes its own task down to others.

    县级人民政府林业主管部门或者其委托的乡镇人民政府 (森林法 (2019-12-28) art. 57 para. 3) is the county's to entrust,
    国务院自然资源主管部门或者其授权的省… (矿产资源法 (2024-11-08) art. 32 para. 4) the nation's to authorise: the levels given
    with the party are those of the one who is designated.
    """
    if by in (GOVERNMENT, STATE_COUNCIL):
        return ()
    own = [level for one in row.parties if one.type == by and not one.designated for level in one.levels]
    return () if set(own) & set(party.levels) or not party.levels else tuple(own)


def _route(procedure: ProcedureRow, level: Level) -> RouteRow | None:
    return next((route for route in procedure.routes if level in route.levels), None)


def _house_words(row: ProcedureRow, level: Level) -> Words:
    route = _route(row, level)
    if route is not None and route.clause:
        return Words(
            "由谁指定按法条，步骤是本库所拟，没有文件规定",
            "the clause says who designates; the steps are a house rule, no instrument sets them",
        )
    return Words(f"{row.zh}：{HOUSE.zh}", f"{row.en}: {HOUSE.en}")


def _holds(row: ProcedureRow, on: date) -> bool:
    return (row.start is None or row.start <= on) and (row.end is None or on < row.end)


def _not_yet(row: ProcedureRow, on: date) -> Words | None:
    if row.start is None or row.start <= on:
        return None
    if row.earliest is not None and row.earliest <= on:
        return Words(
            f"{row.zh}最迟{row.start}施行，{on}是否已施行，来源未写",
            f"{row.en} holds from {row.start} at the latest; whether on {on} already is not stated",
        )
    return Words(f"{row.zh}从{row.start}起才有", f"{row.en} holds from {row.start} only")


def clause_of(procedure: ProcedureRow) -> Words:
    """Where the procedure stands, or that it is a house rule."""
    return Words(procedure.clause.zh, procedure.clause.en) if procedure.clause else HOUSE


def _step_clause(step: StepRow) -> Words:
    return Words(step.clause.zh, step.clause.en) if step.clause else HOUSE


def limits_of(procedure: ProcedureRow | None) -> tuple[str, ...]:
    """The ids of the limits that a decision meets: the procedure's own. Those of a petition are met otherwise."""
    if procedure is None:
        return ()
    return (procedure.legal, *procedure.internal) if procedure.legal else procedure.internal


def check_conditions(procedure: ProcedureRow, held: Mapping[str, bool]) -> Finding:
    """Whether all conditions of the procedure hold; `held` answers them by key, a missing one is open.

    Rule: they are joined by 且, so that one that fails closes the procedure.
    """
    for condition in procedure.conditions:
        if held.get(condition.key) is False:
            return Finding(
                False,
                "condition-fails",
                Words(
                    f"“{condition.zh}”不成立，不走{procedure.zh}，按清单办或者结案",
                    f"it does not hold that {condition.en}: {procedure.en} is not followed",
                ),
            )
    still = [one for one in procedure.conditions if one.key not in held]
    if still:
        return Finding(
            False,
            "condition-open",
            Words(
                f"还要核对：{'、'.join(f'{one.zh}（{one.key}）' for one in still)}",
                f"still to check: {', '.join(f'{one.en} ({one.key})' for one in still)}",
            ),
        )
    return Finding(True, "conditions-hold", Words("条件都具备", "all conditions hold"))
