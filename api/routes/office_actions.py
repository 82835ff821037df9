"""What is done to a matter: one route per action, made from one table.

Each takes the version that was read as If-Match (428 without, 412 with the matter as it stands when it has changed), a
reason, and where the action has one its content.
"""

# The bodies are made here from the table, so annotations must be the classes themselves: no postponed evaluation.

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, create_model
from starlette.responses import Response

from api.models import Problem
from api.office.access import OFFICE_PROBLEMS, OPERATION_OF, OfficeDep, PrincipalDep
from api.office.models import Asked, MatterView, StaleProblem
from api.office.versions import KeyDep, VersionDep, version_of
from api.routes.office_matters import MatterPath, tagged, view
from office.codes import Action
from office.matter import Matter, Position, Proposal, Publication, Revocation, Transfer
from office.requests import By, Closing, Consultation, Correction, Extension
from office.service import Office

router = APIRouter(prefix="/v1/office/matters/{id}", tags=["office"], responses=OFFICE_PROBLEMS)
CHANGE_PROBLEMS: dict[int | str, dict[str, Any]] = {
    412: {
        "model": StaleProblem,
        "description": "事项已变，附现状 / changed since it was read; carries it as it stands",
    },
    428: {"model": Problem, "description": "缺 If-Match / If-Match is missing"},
}


@dataclass(frozen=True)
class Step:
    """One action: its path, its operation, what it is called, and the record it takes, if any."""

    path: str
    operation: str
    summary: str
    method: Callable[..., Matter]
    content: type[Any] | None = None

    @property
    def member(self) -> str:
        """The name of the content in the body."""
        return self.content.__name__.lower() if self.content else ""


STEPS: Sequence[Step] = (
    Step("accept", "acceptMatter", "受理 / accept", Office.accept),
    Step("correct", "correctMatter", "更正 / correct", Office.correct, Correction),
    Step("consult", "consultDepartments", "征求意见 / consult", Office.consult, Consultation),
    Step("position", "recordPosition", "记录部门意见 / record a position", Office.record_position, Position),
    Step("transfer", "transferMatter", "记录转办 / record a transfer", Office.transfer, Transfer),
    Step("propose", "proposeDecision", "拟定意见报审 / put up a decision", Office.propose, Proposal),
    Step("return", "sendBack", "退回修改 / send back", Office.send_back),
    Step("approve", "approveDecision", "审定 / approve", Office.approve),
    Step("publish", "publishDecision", "公开并入图 / publish, into the graph", Office.publish, Publication),
    Step(
        "propose-revocation",
        "proposeRevocation",
        "拟撤销 / put up a revocation",
        Office.propose_revocation,
        Revocation,
    ),
    Step("keep", "keepDecision", "不予撤销 / keep the decision", Office.keep),
    Step("revoke", "revokeDecision", "撤销 / revoke", Office.revoke),
    Step("pause", "pauseClock", "中止计时 / pause the clock", Office.pause),
    Step("resume", "resumeClock", "恢复计时 / resume the clock", Office.resume),
    Step("extend", "extendDeadline", "延期 / extend", Office.extend, Extension),
    Step("leave", "leaveForSupervision", "转提醒督办 / leave for supervision", Office.leave),
    Step("close", "closeMatter", "办结 / close", Office.close, Closing),
)


def _body(step: Step) -> type[BaseModel]:
    fields: dict[str, Any] = {"reason": (str | None, Field(default=None, min_length=1, max_length=4000))}
    if step.content:
        fields[step.member] = (step.content, ...)
    return create_model(step.operation[0].upper() + step.operation[1:], __base__=Asked, **fields)


def _add(step: Step) -> None:
    body_type, action = _body(step), Action(OPERATION_OF[step.operation])

    def change(
        desk: OfficeDep,
        principal: PrincipalDep,
        id: MatterPath,
        if_match: VersionDep,
        body: body_type,  # type: ignore[valid-type]  # made from the table above
        response: Response,
        key: KeyDep = None,
    ) -> MatterView:
        by: By = desk.by(principal, getattr(body, "reason"), key)  # noqa: B009  # the class is made at run time
        content = [getattr(body, step.member)] if step.content else []
        matter = step.method(desk.office, id, version_of(id, if_match), *content, by)
        desk.outbox.tell(action, matter, by)
        tagged(response, matter)
        return view(desk.office, matter, principal)

    router.add_api_route(
        f"/{step.path}", change, methods=["POST"], operation_id=step.operation, summary=step.summary,
        response_model=MatterView, responses=CHANGE_PROBLEMS,
    )  # fmt: skip


for _step in STEPS:
    _add(_step)
