"""Who asks: the bearer credential of a request, and whether they may do what the route does.

Every route of the office names its operation in `OPERATION_OF`; one that is missing there is refused to everybody, and a
test holds the table complete.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.routing import APIRoute

from api import models
from api.office.desk import OfficeDesk
from api.office.errors import NoOffice
from office.access import Operation, Principal, Task, require
from office.codes import Action
from office.errors import NotAllowed

# Operation id of a route → what one must be allowed to do.
OPERATION_OF: Mapping[str, Operation] = {
    "listMatters": Task.READ,
    "openMatter": Action.OPEN,
    "openMatters": Action.OPEN,
    "previewRows": Action.OPEN,
    "openRows": Action.OPEN,
    "getMatter": Task.READ,
    "matterHistory": Task.READ,
    "similarMatters": Task.READ,
    "comparePositions": Task.READ,
    "matterProcedure": Task.READ,
    "matterDeadlines": Task.READ,
    "consultationPaper": Task.EXPORT,
    "acceptMatter": Action.ACCEPT,
    "correctMatter": Action.CORRECT,
    "consultDepartments": Action.CONSULT,
    "recordPosition": Action.RECORD_POSITION,
    "transferMatter": Action.TRANSFER,
    "proposeDecision": Action.PROPOSE,
    "sendBack": Action.RETURN,
    "approveDecision": Action.APPROVE,
    "publishDecision": Action.PUBLISH,
    "proposeRevocation": Action.PROPOSE_REVOCATION,
    "keepDecision": Action.KEEP,
    "revokeDecision": Action.REVOKE,
    "pauseClock": Action.PAUSE,
    "resumeClock": Action.RESUME,
    "extendDeadline": Action.EXTEND,
    "leaveForSupervision": Action.LEAVE,
    "closeMatter": Action.CLOSE,
    "ledgerTable": Task.EXPORT,
    "ledgerCounts": Task.EXPORT,
    "officeReminders": Task.READ,
    "officeReports": Task.READ,
    "officeCalendar": Task.EXPORT,
    "officeEvents": Task.READ,
    "ledgerHead": Task.VERIFY,
    "verifyLedger": Task.VERIFY,
    "listKeys": Task.MANAGE_KEYS,
    "keyEvents": Task.MANAGE_KEYS,
    "makeKey": Task.MANAGE_KEYS,
    "revokeKey": Task.MANAGE_KEYS,
}
OFFICE_PROBLEMS: dict[int | str, dict[str, object]] = {
    400: {"model": models.Problem, "description": "请求有误 / bad request"},
    401: {"model": models.Problem, "description": "没有有效的凭证 / no valid credential"},
    403: {"model": models.Problem, "description": "没有这项权限 / not permitted"},
    404: {
        "model": models.Problem,
        "description": "没有找到，或未设台账 / not found, or no ledger is configured",
    },
    409: {"model": models.Problem, "description": "与现状冲突 / conflicts with how things stand"},
    413: {"model": models.Problem, "description": "请求体过大 / content too large"},
    422: {"model": models.Problem, "description": "请求不合格式 / unprocessable"},
}


def desk_of(request: Request) -> OfficeDesk:
    """The office of this application. Raises NoOffice."""
    desk = request.app.state.office
    if not isinstance(desk, OfficeDesk):
        raise NoOffice
    return desk


OfficeDep = Annotated[OfficeDesk, Depends(desk_of)]


def principal_of(request: Request, desk: OfficeDep) -> Principal:
    """The person who asks, allowed to do what this route does. 401 without a valid credential; NotAllowed."""
    credential = _credential(request.headers.get("authorization", ""))
    found = desk.principal(credential) if credential else None
    if found is None:
        raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer realm="shuiguan office"'})
    require(found, _operation(request))
    # An error is answered outside of the route, and shows no more than its own answer would.
    request.state.principal = found
    return found


def _credential(header: str) -> str | None:
    """The bearer credential; or the password of HTTP Basic, for calendar programs that know no other way."""
    scheme, _, given = header.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None
    return None


def _operation(request: Request) -> Operation:
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    wanted = OPERATION_OF.get(route.operation_id or "")
    if wanted is None:
        raise NotAllowed("这个接口没有设定权限", "this route has no operation in the table of access")
    return wanted


PrincipalDep = Annotated[Principal, Depends(principal_of)]
