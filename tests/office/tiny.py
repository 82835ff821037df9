"""A tiny corpus, the people of its office, and the usual way of a matter: for tests and benchmarks of the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from random import Random

from graph.codes import Certainty, InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.procedures import (
    Act,
    CountsFrom,
    DeadlineRule,
    Doer,
    Gap,
    Procedure,
    ProcedureStep,
    Roll,
    Route,
    Unit,
)
from graph.procedures import Publication as Made
from graph.records import Area, Body, BodyType, Duty, Instrument, Mandate, Party, Topic
from office.codes import Outcome, Role, Stance, State
from office.decision_records import standing_decisions
from office.matter import Department, Matter, Position, Proposal, Publication, Revocation, Scope
from office.requests import Actor, By, Closing, Consultation, NewMatter
from office.service import Office

TODAY = date(2026, 11, 22)
CLERK = Actor("经办甲", frozenset({Role.CLERK}))
APPROVER = Actor("审批乙", frozenset({Role.APPROVER}))
BOTH = Actor("主任丙", frozenset({Role.CLERK, Role.APPROVER}))
READER = Actor("查阅丁", frozenset({Role.READER}))


def by(actor: Actor, reason: str | None = None, key: str | None = None, day: date = TODAY) -> By:
    """An act at noon of a day in Shanghai."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone(timedelta(hours=8)))
    return By(actor=actor, at=at, reason=reason, key=key)


TARGET = DeadlineRule(
    id="target", zh="内部目标", en="target", kind="internal", counts_from=CountsFrom.OPENING, count=2,
    unit=Unit.MONTH, roll=Roll.NEXT_WORKING_DAY, pause=True, extend=True,
)  # fmt: skip


def _procedures() -> tuple[Procedure, ...]:
    """The government of the same level decides; where a clause names who designates, that body does."""
    step = ProcedureStep(act=Act.DECIDE, by=Doer.DECIDER, zh="定", en="decide")
    stated = Made(duty="house", zh="公开", en="publish")
    levels = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
    government = Party(part=Part.DECIDER, type="government")
    return (
        Procedure(
            id="general", zh="一般", en="general", area="cn", gaps=(Gap.NO_LEAD, Gap.OVERLAP, Gap.NEW_MATTER),
            routes=(Route(levels=levels, decided_at="same", deciders=(government,)),), steps=(step,),
            publication=stated, internal=("target",), certainty=Certainty.ASSUMED,
        ),
        Procedure(
            id="designation", zh="指定", en="designation", area="cn", gaps=(Gap.UNDESIGNATED,),
            routes=(Route(levels=levels, decided_at="same", clause=True),), steps=(step,),
            publication=stated, internal=("target",), certainty=Certainty.ASSUMED,
        ),
    )  # fmt: skip


def tiny_corpus() -> Corpus:
    """One law that leaves night noise to a designation, names two leads for dust, and says nothing of smells."""

    def duty(at: str, topic: str, *parties: Party, key: str | None = None) -> Duty:
        return Duty(
            at=at, key=key, summary=f"{topic}的查处", topics=(topic,), kind=Kind.ENFORCEMENT, parties=parties
        )

    designated = Party(
        part=Part.PUNISHER, designated=True, by="government", as_written="政府指定的部门",
        candidates=("housing", "urban-management"), candidates_basis="practice",
    )  # fmt: skip
    law = Instrument(
        id="tiny-law", title="小法", cite="小法", en="Tiny Law", kind=InstrumentKind.LAW, work="tiny-law",
        in_force=date(2020, 1, 1),
        duties=(
            duty("art_1__para_1", "night-noise", designated),
            duty(
                "art_2__para_1",
                "dust",
                Party(part=Part.PUNISHER, type="housing"),
                Party(part=Part.PUNISHER, type="urban-management"),
            ),
            duty("art_3__para_1", "smoke", Party(part=Part.PUNISHER, type="ecology")),
        ),
    )  # fmt: skip
    types = {
        key: BodyType(id=key, zh=zh, en=key, statutory=zh if zh in ("人民政府", "党委") else zh + "主管部门")
        for key, zh in (
            ("ecology", "生态环境"),
            ("government", "人民政府"),
            ("housing", "住房城乡建设"),
            ("party-committee", "党委"),
            ("urban-management", "城市管理"),
        )
    }
    topics = {
        key: Topic(id=key, zh=zh, en=key, said=said)
        for key, zh, said in (
            ("dust", "扬尘污染", ("扬尘",)),
            ("night-noise", "夜间施工噪声", ("夜间施工", "半夜打桩")),
            ("odour", "恶臭异味", ("臭味", "恶臭")),
            ("smoke", "冒黑烟", ("黑烟",)),
        )
    }
    areas = {
        area.id: area
        for area in (
            Area(id="cn", zh="中华人民共和国", level=Level.NATIONAL),
            Area(id="cn-63", zh="青海省", level=Level.PROVINCE, within=("cn",)),
            Area(id="cn-6301", zh="西宁市", level=Level.PREFECTURE, within=("cn-63",)),
            Area(id="cn-630103", zh="城中区", level=Level.COUNTY, within=("cn-6301",)),
            Area(id="cn-630104", zh="城西区", level=Level.COUNTY, within=("cn-6301",)),
            Area(id="cn-51", zh="四川省", level=Level.PROVINCE, within=("cn",)),
            Area(id="cn-5101", zh="成都市", level=Level.PREFECTURE, within=("cn-51",)),
        )
    }
    bodies = {
        key: Body(id=key, zh=zh, en=key, area="cn-6301")
        for key, zh in (("xining-housing", "西宁市住建局"), ("xining-urban-management", "西宁市城管局"))
    }
    bodies["chengdu-housing"] = Body(
        id="chengdu-housing", zh="成都市住建局", en="chengdu-housing", area="cn-5101"
    )
    mandates = tuple(
        Mandate(body=f"xining-{kind}", acts_as=kind, area="cn-6301", certainty=Certainty.ASSUMED)
        for kind in ("housing", "urban-management")
    )
    elsewhere = Mandate(
        body="chengdu-housing", acts_as="housing", area="cn-5101", certainty=Certainty.ASSUMED
    )
    return Corpus(
        instruments={law.id: law}, body_types=types, bodies=bodies, mandates=(*mandates, elsewhere), roles={},
        topics=topics, areas=areas, word_classes={}, heard={},
        procedures={one.id: one for one in _procedures()}, deadline_rules={TARGET.id: TARGET},
    )  # fmt: skip


URBAN = Department(type="urban-management", body="xining-urban-management")
COUNTIES = ("cn-630103", "cn-630104")
TEXTS = ("工地夜间施工", "扬尘很大", "不知哪来的臭味")


def random_matter(random: Random, place: str | None = None) -> NewMatter:
    """A matter that nobody leads: night noise (undesignated), dust (two claim it) or a smell (new)."""
    return NewMatter(description=random.choice(TEXTS), place=place or random.choice(COUNTIES))


def draft_for(office: Office, matter: Matter, lead: Department = URBAN) -> Proposal:
    """A decision that can stand: it follows the last one on the same topic and place, where there is one."""
    assert matter.topic is not None
    drafts = {one.decision: one.proposal for one in office.decisions()}
    latest = TODAY
    followed = None
    for records in standing_decisions(office.decisions()):
        other, begins = drafts[records.instrument.id], records.instrument.in_force
        assert other is not None and begins is not None
        alike = other.place == matter.place and matter.topic in other.scope.topics
        if alike and records.instrument.ended is None:
            followed, latest = records.instrument.id, begins
    duties = ("tiny-law/art_1__para_1",) if matter.topic == "night-noise" else ()
    return Proposal(
        number=f"府办〔{matter.id}〕", decided_by=("government",), decided_in=matter.place, decided_on=TODAY,
        lead=lead, scope=Scope(topics=(matter.topic,), duties=duties), place=matter.place,
        valid_from=latest + timedelta(days=1), follows=followed,
    )  # fmt: skip


def revocation_of(matter: Matter) -> Revocation:
    """The end of a decision ten days after it begins."""
    assert matter.proposal is not None
    return Revocation(
        number=f"府办撤〔{matter.id}〕", decided_by=("government",), decided_in=matter.place, decided_on=TODAY,
        ends_on=matter.proposal.valid_from + timedelta(days=10),
    )  # fmt: skip


def advance(office: Office, matter: Matter, key: str | None = None) -> Matter:
    """The usual next step of a matter, by whoever may take it. Raises what the office raises."""
    step = STEPS[matter.state]
    return step(office, matter, key)


def _consult(office: Office, matter: Matter, key: str | None) -> Matter:
    return office.consult(
        matter.id, matter.version, Consultation(departments=(URBAN,), due=TODAY), by(CLERK, key=key)
    )


def _answer_or_propose(office: Office, matter: Matter, key: str | None) -> Matter:
    if not matter.positions:
        position = Position(department=URBAN, stance=Stance.OURS, answered_on=TODAY)
        return office.record_position(matter.id, matter.version, position, by(CLERK, key=key))
    return office.propose(matter.id, matter.version, draft_for(office, matter), by(CLERK, key=key))


def _publish(office: Office, matter: Matter, key: str | None) -> Matter:
    publication = Publication(published_on=TODAY, where="门户网站")
    return office.publish(matter.id, matter.version, publication, by(CLERK, key=key))


def _close(outcome: Outcome) -> Callable[[Office, Matter, str | None], Matter]:
    return lambda office, matter, key: office.close(
        matter.id, matter.version, Closing(outcome=outcome), by(CLERK, "办结", key)
    )


STEPS: Mapping[State, Callable[[Office, Matter, str | None], Matter]] = {
    State.DRAFT: lambda office, matter, key: office.accept(matter.id, matter.version, by(CLERK, key=key)),
    State.OPENED: _consult,
    State.CONSULTING: _answer_or_propose,
    State.RETURNED: _answer_or_propose,
    State.PROPOSED: lambda office, matter, key: office.approve(
        matter.id, matter.version, by(APPROVER, key=key)
    ),
    State.APPROVED: _publish,
    State.PUBLISHED: _close(Outcome.DECIDED),
    State.REVOKING: lambda office, matter, key: office.revoke(
        matter.id, matter.version, by(APPROVER, key=key)
    ),
    State.REVOKED: _close(Outcome.REVOKED),
}
