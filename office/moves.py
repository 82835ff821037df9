"""The state machine as one table: who may do what from which state, and where it leads.

    draft ─accept→ opened ─consult→ consulting ─propose→ proposed ─approve→ approved ─publish→ published ─close→ closed
                                                              └──── return ────┴→ returned ─propose→ proposed
    published ─propose-revocation→ revoking ─revoke→ revoked ─close→ closed, or ─keep→ published
    before a decision is put up: leave → left-for-supervision (an owner who does not act), close → closed

Nothing leaves `closed` and `left-for-supervision`. A decision of a closed matter is ended by another
decision that follows it, in a matter of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from office.codes import Action, Role, State

EARLY = frozenset({State.DRAFT, State.OPENED, State.CONSULTING, State.RETURNED})
OPEN = EARLY | {State.PROPOSED, State.APPROVED}
CLERK = frozenset({Role.CLERK})
APPROVER = frozenset({Role.APPROVER})
EITHER = CLERK | APPROVER


@dataclass(frozen=True)
class Move:
    """`to` is None where the state stays. `reasoned` moves need a reason in words."""

    roles: frozenset[Role]
    before: frozenset[State]
    to: State | None
    reasoned: bool = False


MOVES: Mapping[Action, Move] = {
    Action.ACCEPT: Move(CLERK, frozenset({State.DRAFT}), State.OPENED),
    Action.CORRECT: Move(CLERK, EARLY, None, reasoned=True),
    Action.CONSULT: Move(
        CLERK, frozenset({State.OPENED, State.CONSULTING, State.RETURNED}), State.CONSULTING
    ),
    Action.RECORD_POSITION: Move(CLERK, frozenset({State.CONSULTING}), None),
    Action.TRANSFER: Move(CLERK, EARLY, None, reasoned=True),
    Action.PROPOSE: Move(CLERK, frozenset({State.CONSULTING, State.RETURNED}), State.PROPOSED),
    Action.RETURN: Move(APPROVER, frozenset({State.PROPOSED, State.APPROVED}), State.RETURNED, reasoned=True),
    Action.APPROVE: Move(APPROVER, frozenset({State.PROPOSED}), State.APPROVED),
    Action.PUBLISH: Move(EITHER, frozenset({State.APPROVED}), State.PUBLISHED),
    Action.PROPOSE_REVOCATION: Move(CLERK, frozenset({State.PUBLISHED}), State.REVOKING, reasoned=True),
    Action.KEEP: Move(APPROVER, frozenset({State.REVOKING}), State.PUBLISHED, reasoned=True),
    Action.REVOKE: Move(APPROVER, frozenset({State.REVOKING}), State.REVOKED),
    Action.PAUSE: Move(CLERK, OPEN, None, reasoned=True),
    Action.RESUME: Move(CLERK, OPEN, None),
    Action.EXTEND: Move(EITHER, OPEN, None, reasoned=True),
    Action.LEAVE: Move(CLERK, EARLY, State.LEFT, reasoned=True),
    Action.CLOSE: Move(CLERK, EARLY | {State.PUBLISHED, State.REVOKED}, State.CLOSED, reasoned=True),
}
# A matter is opened from nothing, so it has no row in the table.
OPENERS = CLERK


def allowed_from(state: State) -> tuple[Action, ...]:
    """What may be done to a matter in this state, by anybody; empty for a final one."""
    return tuple(action for action, move in MOVES.items() if state in move.before)
