"""A matter as it stands, and the parts it is made of: departments, positions, transfers, proposal.

All are frozen records, checked once where they enter; the ledger keeps them as canonical JSON.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from graph.codes import Level
from graph.record import DutyId, Slug, record
from office.codes import Cause, Channel, Outcome, Stance, State


def printable(text: str) -> str:
    """Refuse characters that no database or paper can hold."""
    if any(ord(character) < 32 and character not in "\n\t\r" for character in text):
        raise ValueError("control characters are not text")
    return text


Short = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(printable),
]
Long = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(printable),
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MatterId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{6,}$")]


@record
class Department:
    """A department: a kind of body and, where known, which one: on record (`body`) or by its name."""

    type: Slug
    body: Slug | None = None
    name: Short | None = None

    @property
    def key(self) -> str:
        """What tells departments of one matter apart."""
        return self.body or self.name or self.type


@record
class Asked:
    """A department that was asked for its position, and by when."""

    department: Department
    asked_on: date
    due: date


@record
class Position:
    """What a department answered. `condition` says when it would be theirs, for `ours-if`.

    `attachment` is the SHA-256 of the letter; the letter itself stays where the office files it.
    """

    department: Department
    stance: Stance
    answered_on: date
    basis: Long | None = None
    condition: Long | None = None
    counter_proposal: Department | None = None
    words: Long | None = None
    attachment: Digest | None = None


@record
class Transfer:
    """A department passed the matter to another, with what it said."""

    giver: Department
    taker: Department
    on: date
    reason: Long


@record
class Scope:
    """What a decision settles: topics, and duties that the law leaves to a designation."""

    topics: tuple[Slug, ...] = Field(min_length=1, max_length=20)
    duties: tuple[DutyId, ...] = Field(default=(), max_length=20)


@record
class Proposal:
    """A decision as drafted. It holds from `valid_from` on and no longer from `valid_until` on.

    `decided_by` are the bodies that decide (government, Party committee …) of `decided_in`, an area;
    `number` the instrument's own (文号); `follows` an earlier decision that ends when this one begins.
    `beside` says why it may stand beside a decision for an area around or within its place: the nearer leads.
    `backdated` says why it was taken before the matter was registered, or begins in the past.
    `conditions` answers the conditions of the procedure by their keys (`no-lead`); most procedures have none.
    """

    number: Short
    decided_by: tuple[Slug, ...] = Field(min_length=1, max_length=4)
    decided_in: str
    decided_on: date
    lead: Department
    cooperators: tuple[Department, ...] = Field(default=(), max_length=20)
    scope: Scope
    place: str
    valid_from: date
    valid_until: date | None = None
    follows: str | None = None
    summary: Annotated[Short, Field(max_length=120)] | None = None
    beside: Long | None = None
    backdated: Long | None = None
    conditions: dict[Slug, bool] = Field(default_factory=dict, max_length=20)


@record
class Publication:
    """Where and when a decision was made public."""

    published_on: date
    where: Long


@record
class Revocation:
    """An instrument that ends a decision: it no longer holds from `ends_on` on.

    `backdated` says why that day is past, which changes answers already given.
    """

    number: Short
    decided_by: tuple[Slug, ...] = Field(min_length=1, max_length=4)
    decided_in: str
    decided_on: date
    ends_on: date
    backdated: Long | None = None


@record
class LookupReceipt:
    """The lookup a matter came from: the same release and question give the same digest."""

    release: str
    issue: str
    place: str | None
    level: str | None
    on: date
    status: str
    digest: str


@record
class SourceReceipt:
    """The receipt that came with a matter, as it was given. `verified`: its release, asked again, gives the same."""

    release: str
    digest: str
    verified: bool


@record
class Pause:
    """A span in which the clock stands; open while `until` is None."""

    since: date
    until: date | None = None
    reason: str


@record
class Extension:
    """A date to which a limit was moved; without `rule` the internal target."""

    until: date
    rule: Slug | None = None
    on: date
    reason: str


@record
class Matter:
    """A matter after its last event. `version` counts its events; whoever changes it names the version read.

    `opened_at` carries the offset of Asia/Shanghai. `cause_given_by` is None while the cause is as worked
    out from the lookup. `receipt` is the lookup the office made, `came_from` the receipt it was handed, if any.
    `masked` names the kinds of personal data taken out of the description, `kept` the
    reason for leaving them in. `drafted_by` and `approved_by` belong to the proposal as it stands.
    `decision` is the id of the published one and `records` what it is in the graph, as canonical JSON.
    """

    id: MatterId
    version: int
    state: State
    description: str
    place: str
    place_zh: str
    level: Level | None
    occurred_on: date
    channel: Channel
    source_number: str | None = None
    topic: Slug | None = None
    topic_zh: str | None = None
    cause: Cause | None = None
    cause_given_by: str | None = None
    receipt: LookupReceipt
    came_from: SourceReceipt | None = None
    masked: tuple[str, ...] = ()
    kept: str | None = None
    opened_at: datetime
    opened_by: str
    accepted_on: date | None = None
    asked: tuple[Asked, ...] = ()
    positions: tuple[Position, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    proposal: Proposal | None = None
    drafted_by: str | None = None
    approved_by: str | None = None
    decision: Slug | None = None
    records: str | None = None
    publication: Publication | None = None
    release: str | None = None
    revocation: Revocation | None = None
    revocation_drafted_by: str | None = None
    revoked_by: str | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    outcome: Outcome | None = None
    duplicate_of: MatterId | None = None
