"""Events of the ledger: what was done, by whom, when, why, and the digest that chains them.

The digest of an event is the SHA-256 of its canonical JSON (sorted keys, no spaces, UTF-8), which holds
the digest of the event before it. Changing, adding or taking out an event in the middle breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter

from graph.codes import Level
from graph.record import Slug, record
from office.codes import Action, Cause, Channel, Outcome, State
from office.matter import (
    Asked,
    LookupReceipt,
    MatterId,
    Position,
    Proposal,
    Publication,
    Revocation,
    SourceReceipt,
    Transfer,
)

T = TypeVar("T")
GENESIS = "0" * 64


@record
class Nothing:
    """An event that says all by its action."""


@record
class Opened:
    """A matter was registered; `state` is draft or opened."""

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
    receipt: LookupReceipt
    came_from: SourceReceipt | None = None
    masked: tuple[str, ...] = ()
    kept: str | None = None


@record
class Corrected:
    """What was corrected. With a `description` its masking stands beside it, with a `receipt` the topic looked up.

    `cause_kept`: the cause that a person gave stays, whatever the lookup says now.
    """

    description: str | None = None
    masked: tuple[str, ...] = ()
    kept: str | None = None
    topic: Slug | None = None
    topic_zh: str | None = None
    cause: Cause | None = None
    cause_given: bool = False
    cause_kept: bool = False
    receipt: LookupReceipt | None = None


@record
class Consulted:
    """Departments were asked."""

    asked: tuple[Asked, ...]


@record
class PositionRecorded:
    """A department answered; a later answer of the same department takes the place of the earlier."""

    position: Position


@record
class Transferred:
    """A hand-over between departments."""

    transfer: Transfer


@record
class Proposed:
    """A decision was put up for approval."""

    proposal: Proposal


@record
class Published:
    """A decision was published: its id, the corpus records made of it, and the release that holds it.

    `records` is the canonical JSON of `graph.decision.DecisionRecords`, so that a rebuild needs the ledger alone.
    """

    decision: Slug
    records: str
    release: str
    publication: Publication


@record
class RevocationProposed:
    """The end of a decision was put up for approval."""

    revocation: Revocation


@record
class Revoked:
    """A decision ends, as its revocation says; `release` is the one that knows it."""

    release: str


@record
class Extended:
    """A limit was moved to a date; without `rule` the internal target."""

    until: date
    rule: Slug | None = None


@record
class Closed:
    """With what the matter was closed."""

    outcome: Outcome
    duplicate_of: MatterId | None = None


Content = (
    Nothing
    | Opened
    | Corrected
    | Consulted
    | PositionRecorded
    | Transferred
    | Proposed
    | Published
    | RevocationProposed
    | Revoked
    | Extended
    | Closed
)
CONTENT_OF: Mapping[Action, type[Content]] = {
    Action.OPEN: Opened,
    Action.ACCEPT: Nothing,
    Action.CORRECT: Corrected,
    Action.CONSULT: Consulted,
    Action.RECORD_POSITION: PositionRecorded,
    Action.TRANSFER: Transferred,
    Action.PROPOSE: Proposed,
    Action.RETURN: Nothing,
    Action.APPROVE: Nothing,
    Action.PUBLISH: Published,
    Action.PROPOSE_REVOCATION: RevocationProposed,
    Action.KEEP: Nothing,
    Action.REVOKE: Revoked,
    Action.PAUSE: Nothing,
    Action.RESUME: Nothing,
    Action.EXTEND: Extended,
    Action.LEAVE: Nothing,
    Action.CLOSE: Closed,
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event. `seq` counts all events from 1, `version` those of its matter.

    `at` is an ISO 8601 instant with offset. `request` is the idempotency key, `request_part` the place of
    this event among those of the same request, `request_digest` the digest of what was asked.
    """

    seq: int
    matter: str
    version: int
    action: str
    actor: str
    at: str
    reason: str | None
    content: str
    request: str | None = None
    request_part: int | None = None
    request_digest: str | None = None
    previous: str
    digest: str = ""

    def computed_digest(self) -> str:
        """The digest that this event must have."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "digest"}
        return digest_of(values)

    def body(self) -> Content:
        """The content as a record. Raises pydantic's ValidationError when it is no such content."""
        content: Content = _adapter(CONTENT_OF[Action(self.action)]).validate_json(self.content)
        return content


def canonical(value: object) -> str:
    """Canonical JSON of a record: sorted keys, no spaces, empty members left out."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> Any:
    """A record as JSON values; members that are None or empty are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        members = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {name: one for name, one in members.items() if one not in (None, [], {})}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # datetime is one too
        return value.isoformat()
    return value


def digest_of(value: object) -> str:
    """SHA-256 over the canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """The reader of a kind of record; making one takes longer than reading with it."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def read_record(kind: type[T], text: str) -> T:
    """A record from its canonical JSON. Raises pydantic's ValidationError."""
    found: T = _adapter(kind).validate_json(text)
    return found
