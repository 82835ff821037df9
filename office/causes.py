"""Why a matter is unassigned, worked out from its lookup; the clerk may correct it with a reason."""

from __future__ import annotations

from office.codes import Cause, Channel
from queries.answer import Answer, Status


def cause_of(answer: Answer, channel: Channel) -> Cause | None:
    """The cause as far as the lookup shows it; None where it does not and a person must say.

    A matter with an owner that came back from a department is in dispute; otherwise its owner does not act.
    Rule: 行政处罚法 (2021-01-22) art. 25 for disputes; domain of the five situations behind 没人管.
    """
    if answer.status is Status.UNDESIGNATED:
        return Cause.UNDESIGNATED
    if answer.status is Status.SHARED:
        return Cause.OVERLAP
    if answer.status is Status.UNASSIGNED:
        return Cause.NO_LEAD if answer.basis else Cause.NEW_MATTER
    if answer.status is Status.ASSIGNED:
        return Cause.OVERLAP if channel is Channel.RETURNED else Cause.INACTIVE_OWNER
    return None
