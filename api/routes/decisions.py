"""Published decisions: the one thing of the office that anybody may read."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.access import OFFICE_PROBLEMS, OfficeDep
from api.office.models import DecisionList, decision_view

router = APIRouter(tags=["office"], responses={404: OFFICE_PROBLEMS[404]})


@router.get("/v1/decisions", operation_id="listDecisions", summary="已公开的决定 / published decisions")
def decisions(desk: OfficeDep) -> DecisionList:
    """Anybody may read these; nothing else of the office is public."""
    found = (decision_view(one) for one in desk.office.decisions())
    return DecisionList(decisions=[one for one in found if one is not None])
