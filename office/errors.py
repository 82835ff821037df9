"""What the office refuses, and why. All stand under ShuiguanError of `graph.errors`.

ShuiguanError
├── BadRequest
│   ├── UnknownMatter      no matter has this number
│   └── UnknownKey         no API key has this id
└── OfficeRefused
    ├── NotAllowed         the person does not hold a role that may do this, or drafted what is to be approved
    ├── IllegalMove        the matter is in a state from which this cannot be done; names what can
    ├── StaleMatter        the matter has changed since it was read; carries it as it stands
    ├── KeyReused          the person used the idempotency key for another request
    └── LedgerBroken       the chain of events does not hold together; nothing is written to it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import BadRequest, ShuiguanError
from office.codes import Action, State, names

if TYPE_CHECKING:
    from office.matter import Matter


class UnknownMatter(BadRequest):
    """No matter has this number."""

    def __init__(self, matter: str) -> None:
        super().__init__("matter", f"没有这件事项：{matter[:40]}", f"no such matter: {matter[:40]}")


class UnknownKey(BadRequest):
    """No API key has this id."""

    def __init__(self, key: str) -> None:
        super().__init__("key", f"没有这把密钥：{key[:40]}", f"no such key: {key[:40]}")


class OfficeRefused(ShuiguanError):
    """The office refuses a change; nothing was written."""


class NotAllowed(OfficeRefused):
    """This person may not do this."""


class IllegalMove(OfficeRefused):
    """This cannot be done from the state the matter is in; `allowed` can."""

    def __init__(self, action: Action, state: State, allowed: Sequence[Action]) -> None:
        zh = "、".join(f"{names(one)[0]}（{one}）" for one in allowed) or "无"
        super().__init__(
            f"事项处于“{names(state)[0]}”，不能{names(action)[0]}；可以：{zh}",
            f"the matter is {state}; it cannot {action}; possible: {', '.join(allowed) or 'nothing'}",
        )
        self.action, self.state, self.allowed = action, state, tuple(allowed)


class StaleMatter(OfficeRefused):
    """The matter has changed since version `given` was read; `current` is how it stands now."""

    def __init__(self, current: Matter, given: int) -> None:
        super().__init__(
            f"事项{current.id}已变为第{current.version}版（提交时为第{given}版），请重读后再改",
            f"matter {current.id} is at version {current.version}, not {given}; read it again",
        )
        self.current, self.given = current, given


class KeyReused(OfficeRefused):
    """The idempotency key belongs to another request of the same person."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"幂等键已用于另一请求：{key[:60]}", f"this key was used for another request: {key[:60]}"
        )


class LedgerBroken(OfficeRefused):
    """The ledger does not hold together."""
