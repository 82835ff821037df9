"""Who may do what in the office: one table of roles and operations, and the person a request comes from.

What is done to matters has its roles in `office.moves`; the rest has them here. A person may hold several roles.
Nothing of the office can be read without a role; published decisions are in the graph for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from office.codes import Action, Role, names
from office.errors import NotAllowed
from office.moves import MOVES, OPENERS


class Task(StrEnum):
    """What is done in the office besides changing matters."""

    READ = "read"
    EXPORT = "export"
    VERIFY = "verify"
    MANAGE_KEYS = "manage-keys"


Operation = Action | Task
ROLES_OF_TASK: Mapping[Task, frozenset[Role]] = {
    Task.READ: frozenset(Role),
    Task.EXPORT: frozenset(Role),
    Task.VERIFY: frozenset({Role.APPROVER, Role.ADMIN}),
    Task.MANAGE_KEYS: frozenset({Role.ADMIN}),
}
TASK_NAMES: Mapping[Task, tuple[str, str]] = {
    Task.READ: ("查阅事项", "read matters"),
    Task.EXPORT: ("导出", "export"),
    Task.VERIFY: ("核验台账", "verify the ledger"),
    Task.MANAGE_KEYS: ("管理密钥", "manage keys"),
}


@dataclass(frozen=True)
class Principal:
    """Who a request comes from. `scopes` narrows what the roles allow; None leaves it as it is."""

    name: str
    roles: frozenset[Role]
    scopes: frozenset[Operation] | None = None


def operations() -> tuple[Operation, ...]:
    """Every operation there is."""
    return (*Action, *Task)


def operation(word: str) -> Operation:
    """The operation of this name. Raises ValueError."""
    return Task(word) if word in set(Task) else Action(word)


def roles_for(wanted: Operation) -> frozenset[Role]:
    """The roles of which one is enough."""
    if isinstance(wanted, Task):
        return ROLES_OF_TASK[wanted]
    return OPENERS if wanted is Action.OPEN else MOVES[wanted].roles


def may(principal: Principal, wanted: Operation) -> bool:
    """Whether one of the person's roles allows it and no scope forbids it."""
    in_scope = principal.scopes is None or wanted in principal.scopes
    return in_scope and bool(principal.roles & roles_for(wanted))


def require(principal: Principal, wanted: Operation) -> None:
    """Raises NotAllowed, with the roles that may."""
    if may(principal, wanted):
        return
    zh, en = TASK_NAMES[wanted] if isinstance(wanted, Task) else names(wanted)
    roles = sorted(roles_for(wanted))
    raise NotAllowed(
        f"{principal.name}不能{zh}；需要的角色：{'、'.join(names(role)[0] for role in roles)}",
        f"{principal.name} may not {en}; roles that may: {', '.join(roles)}",
    )
