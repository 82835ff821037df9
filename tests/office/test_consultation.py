"""What departments say: positions side by side, conditions, matters passed round in a circle."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import BadRequest
from office.codes import Stance
from office.consultation import Finding
from office.matter import Department, Position, Transfer
from office.requests import Consultation
from office.service import Office
from tests.office.test_life import HOUSING, NIGHT, consulted
from tests.office.tiny import CLERK, TODAY, URBAN, by


def test_positions_stand_side_by_side_with_agreement_and_conflict(office: Office) -> None:
    matter = consulted(office)
    late = date(2026, 12, 2)
    compared = office.comparison(matter.id, late)
    assert (compared.finding, compared.missing) == (Finding.INCOMPLETE, (HOUSING.key, URBAN.key))
    assert all(side.late for side in compared.sides)

    def answer(department: Department, stance: Stance, **more: object) -> None:
        nonlocal matter
        position = Position(department=department, stance=stance, answered_on=TODAY, **more)  # type: ignore[arg-type]
        matter = office.record_position(matter.id, matter.version, position, by(CLERK))

    answer(HOUSING, Stance.OURS, basis="区三定规定第四条")
    answer(URBAN, Stance.NOT_OURS, counter_proposal=HOUSING)
    compared = office.comparison(matter.id, TODAY)
    assert (compared.finding, compared.claimed_by) == (Finding.AGREED, (HOUSING.key,))
    assert compared.pointing == ((URBAN.key, HOUSING.key),)
    answer(URBAN, Stance.OURS)
    assert office.comparison(matter.id, TODAY).finding is Finding.SEVERAL_CLAIM
    answer(URBAN, Stance.NOT_OURS, counter_proposal=HOUSING)
    answer(HOUSING, Stance.NOT_OURS, counter_proposal=URBAN)
    compared = office.comparison(matter.id, TODAY)
    assert (compared.finding, len(compared.loops)) == (Finding.NOBODY_CLAIMS, 1)
    answer(HOUSING, Stance.OURS_IF, condition="增加编制")
    assert office.comparison(matter.id, TODAY).finding is Finding.CONDITIONAL


def test_a_condition_belongs_to_ours_if_and_only_there(office: Office) -> None:
    matter = consulted(office)
    for stance, condition in ((Stance.OURS_IF, None), (Stance.OURS, "若")):
        position = Position(department=URBAN, stance=stance, answered_on=TODAY, condition=condition)
        with pytest.raises(BadRequest, match="needed for ours-if"):
            office.record_position(matter.id, matter.version, position, by(CLERK))


def test_a_matter_passed_round_in_a_circle_is_seen(office: Office) -> None:
    ecology = Department(type="ecology")
    matter = office.open(NIGHT, by(CLERK))
    for giver, taker in ((HOUSING, URBAN), (URBAN, ecology), (ecology, HOUSING)):
        passed = Transfer(giver=giver, taker=taker, on=TODAY, reason="不属本部门职责，电话13812345678")
        matter = office.transfer(matter.id, matter.version, passed, by(CLERK, "来函"))
    compared = office.comparison(matter.id, TODAY)
    assert [sorted(loop) for loop in compared.loops] == [sorted([HOUSING.key, URBAN.key, "ecology"])]
    assert "13812345678" not in matter.transfers[0].reason
    with pytest.raises(BadRequest, match="itself"):
        office.transfer(
            matter.id,
            matter.version,
            Transfer(giver=URBAN, taker=URBAN, on=TODAY, reason="x"),
            by(CLERK, "x"),
        )


def test_an_unknown_department_is_not_asked(office: Office) -> None:
    matter = office.open(NIGHT, by(CLERK))
    asked = Consultation(departments=(Department(type="no-such"),), due=TODAY)
    with pytest.raises(BadRequest, match="no such kind"):
        office.consult(matter.id, matter.version, asked, by(CLERK))
    with pytest.raises(BadRequest, match="due before"):
        office.consult(
            matter.id, matter.version, Consultation(departments=(URBAN,), due=date(2026, 1, 1)), by(CLERK)
        )
