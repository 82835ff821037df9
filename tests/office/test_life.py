"""The life of a matter, from a lookup to a published decision and its end."""

from __future__ import annotations

from datetime import date

from office.codes import Cause, Channel, State
from office.matter import Department, Matter, Proposal, Publication, Scope
from office.requests import Consultation, NewMatter
from office.service import Office
from queries.answer import Status
from tests.office.conftest import APPROVER, CLERK, TODAY, by

HOUSING = Department(type="housing", name="城西区住房和建设局")
URBAN = Department(type="urban-management", body="xining-urban-management")
PUBLICATION = Publication(published_on=TODAY, where="区政府门户网站")
NIGHT = NewMatter(description="城西区工地夜间施工", place="西宁市城西区", channel=Channel.HOTLINE)


def proposal(**changes: object) -> Proposal:
    members: dict[str, object] = {
        "number": "城西政〔2026〕9号",
        "decided_by": ("government",),
        "decided_in": "cn-630104",
        "decided_on": date(2026, 11, 20),
        "lead": HOUSING,
        "cooperators": (URBAN,),
        "scope": Scope(topics=("night-noise",), duties=("tiny-law/art_1__para_1",)),
        "place": "cn-630104",
        "valid_from": date(2026, 12, 1),
    }
    return Proposal(**(members | changes))  # type: ignore[arg-type]  # checked by the record itself


def consulted(office: Office, new: NewMatter = NIGHT) -> Matter:
    matter = office.open(new, by(CLERK))
    asked = Consultation(departments=(HOUSING, URBAN), due=date(2026, 12, 1))
    return office.consult(matter.id, matter.version, asked, by(CLERK))


def approved(office: Office, draft: Proposal | None = None, new: NewMatter = NIGHT) -> Matter:
    matter = consulted(office, new)
    matter = office.propose(matter.id, matter.version, draft or proposal(), by(CLERK))
    return office.approve(matter.id, matter.version, by(APPROVER))


def published(office: Office, draft: Proposal | None = None, new: NewMatter = NIGHT) -> Matter:
    matter = approved(office, draft, new)
    return office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))


def test_a_gap_becomes_a_decision_and_the_lookup_answers_with_it_from_its_first_day(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    assert (matter.state, matter.cause, matter.topic) == (State.OPENED, Cause.UNDESIGNATED, "night-noise")
    published(office)
    ask = lambda day: office.lookup().ask("夜间施工", "西宁市城西区", None, day, today=TODAY)  # noqa: E731
    before, first = ask("2026-11-30"), ask("2026-12-01")
    assert before.status is Status.UNDESIGNATED
    assert first.status is Status.ASSIGNED
    assert first.bodies[0].type == "housing"
    assert first.bodies[0].body is not None and first.bodies[0].body.zh == "城西区住房和建设局"
    assert first.basis[0].cite == "城西政〔2026〕9号"
    assert office.verify().faults == ()
