"""What the office's routes take and give beyond the records of `office` themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.models import Model, Problem
from office.access import Operation
from office.codes import Action, Role
from office.keys import KeyEntry
from office.ledger import Head
from office.matter import Matter
from office.requests import NewMatter
from office.verify import Fault


class Asked(BaseModel):
    """A request's body. Not strict, for JSON has no days and no words of closed lists, but it takes no unknown member."""

    model_config = ConfigDict(extra="forbid")


class MatterView(Model):
    """A matter as it stands, and what the person asking may do to it now."""

    matter: Matter
    possible: list[Action]


class MatterList(Model):
    """Matters in the order of their numbers; `next` is the number to go on after, null at the end."""

    matters: list[Matter]
    next: str | None


class EventView(Model):
    """One event of a matter, with its place in the chain of the whole ledger."""

    seq: int
    version: int
    action: str
    actor: str
    at: str
    reason: str | None
    content: object
    digest: str


class History(Model):
    """Everything that was done to a matter, in order."""

    matter: str
    events: list[EventView]


class NewMatters(Asked):
    """Matters to register together, all or none."""

    matters: Annotated[list[NewMatter], Field(min_length=1, max_length=200)]


class StaleProblem(Problem):
    """The matter has changed since it was read; `current` is how it stands."""

    current: Matter


class LedgerHead(Model):
    """The end of the chain. Kept elsewhere, it shows later whether the tail was cut off."""

    seq: int
    digest: str


class Verification(Model):
    """Whether the ledger holds together, and what that proves and does not prove."""

    whole: bool
    head: LedgerHead
    matters: int
    faults: list[Fault]
    proves: str
    proves_en: str


class NewKey(Asked):
    """A key to be made. Without `scopes` it may do all that its roles allow; it holds to the day before `ends_on`."""

    holder: Annotated[str, Field(min_length=1, max_length=200)]
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    scopes: list[Operation] | None = None
    ends_on: date | None = None


class MadeKey(Model):
    """The key, whole, this once: only its hash is kept."""

    key: str
    entry: KeyEntry


class KeyList(Model):
    """All keys without their secrets, revoked ones too, oldest first."""

    keys: list[KeyEntry]


class Because(Asked):
    """Why something is done."""

    reason: Annotated[str, Field(min_length=1, max_length=4000)]


def head_view(head: Head) -> LedgerHead:
    return LedgerHead(seq=head.seq, digest=head.digest)
