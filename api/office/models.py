"""What the office's routes take and give beyond the records of `office` themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.models import Model, Problem
from office.access import Operation, Principal, Task, may
from office.codes import Action, Role, State
from office.decision_records import revoked_on, standing_decisions
from office.keys import KeyEntry, KeyEvent
from office.ledger import Head
from office.matter import Department, Matter
from office.requests import NewMatter
from office.verify import Fault


class Asked(BaseModel):
    """A request's body. Not strict, for JSON has no days and no words of closed lists, but it takes no unknown member."""

    model_config = ConfigDict(extra="forbid")


class MatterStub(Model):
    """A matter for somebody who may change but not read it: which, in what version and state."""

    id: str
    version: int
    state: State


class MatterView(Model):
    """A matter as it stands, and what the person asking may do to it now."""

    matter: Matter | MatterStub
    possible: list[Action]


class MatterList(Model):
    """Matters in the order of their numbers; `next` is the number to go on after, null at the end."""

    matters: list[Matter | MatterStub]
    next: str | None


def shown(matter: Matter, principal: Principal) -> Matter | MatterStub:
    """As much of a matter as this person may read."""
    if may(principal, Task.READ):
        return matter
    return MatterStub(id=matter.id, version=matter.version, state=matter.state)


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


class PastedRows(Asked):
    """Rows as a spreadsheet puts them on the clipboard; the first names the columns."""

    text: Annotated[str, Field(min_length=1, max_length=1_000_000)]


class NewMatters(Asked):
    """Matters to register together, all or none."""

    matters: Annotated[list[NewMatter], Field(min_length=1, max_length=200)]


class StaleProblem(Problem):
    """The matter has changed since it was read; `current` is how it stands."""

    current: Matter | MatterStub


class LedgerHead(Model):
    """The end of the chain. Kept elsewhere, it shows later whether the tail was cut off."""

    seq: int
    digest: str


class Verification(Model):
    """Whether the ledger holds together, and what that proves and does not prove.

    `graph_agrees`: the release in service has the decisions of the ledger and no others.
    """

    whole: bool
    graph_agrees: bool
    head: LedgerHead
    matters: int
    faults: list[Fault]
    proves: str
    proves_en: str


class NewKey(Asked):
    """A key to be made. Without `scopes` it may do all that its roles allow; it holds to the day before `ends_on`.

    Asked for with a key that has scopes, it needs scopes within those.
    """

    holder: Annotated[str, Field(min_length=1, max_length=200)]
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    scopes: list[Operation] | None = None
    ends_on: date | None = None
    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class MadeKey(Model):
    """The key, whole, this once: only its hash is kept."""

    key: str
    entry: KeyEntry


class KeyList(Model):
    """All keys without their secrets, revoked ones too, oldest first."""

    keys: list[KeyEntry]


class KeyEvents(Model):
    """Who made and revoked which key, when and why; `next` is the number to go on after, null at the end."""

    events: list[KeyEvent]
    next: int | None


class Because(Asked):
    """Why something is done."""

    reason: Annotated[str, Field(min_length=1, max_length=4000)]


def head_view(head: Head) -> LedgerHead:
    return LedgerHead(seq=head.seq, digest=head.digest)


class LedgerEvent(Model):
    """That something was done, without its words: those are in the matter's history. `seq` has no gaps."""

    seq: int
    matter: str
    version: int
    action: str
    at: str
    digest: str


class LedgerEvents(Model):
    """Events of the whole ledger in order; `next` is the number to go on after, null at the end for now."""

    events: list[LedgerEvent]
    next: int | None


class PublishedDecision(Model):
    """A published decision, as anybody may know it. It holds from `valid_from` on, no longer from `valid_until` on.

    `valid_until` is the end it has now, by its own words, by its revocation or by the decision that follows it; the
    same day as `valid_from` where it never held.
    """

    id: str
    matter: str
    number: str
    topics: list[str]
    duties: list[str]
    place: str
    lead: Department
    cooperators: list[Department]
    decided_by: list[str]
    decided_on: date
    valid_from: date
    valid_until: date | None
    revoked_from: date | None
    published_on: date
    where: str
    release: str


class DecisionList(Model):
    """Decisions of the office, in the order of their matters; `next` is the matter to go on after, null at the end."""

    decisions: list[PublishedDecision]
    next: str | None


def decision_views(matters: Sequence[Matter]) -> list[PublishedDecision]:
    """What is public of all decided matters, in their order, each decision with the end it has now."""
    ends = {one.instrument.id: one.instrument.ended for one in standing_decisions(matters)}
    return [view for one in matters if (view := _decision_view(one, ends)) is not None]


def _decision_view(matter: Matter, ends: Mapping[str, date | None]) -> PublishedDecision | None:
    proposal, publication = matter.proposal, matter.publication
    if proposal is None or publication is None or matter.decision is None or matter.release is None:
        return None
    return PublishedDecision(
        id=matter.decision,
        matter=matter.id,
        number=proposal.number,
        topics=list(proposal.scope.topics),
        duties=list(proposal.scope.duties),
        place=proposal.place,
        lead=proposal.lead,
        cooperators=list(proposal.cooperators),
        decided_by=list(proposal.decided_by),
        decided_on=proposal.decided_on,
        valid_from=proposal.valid_from,
        valid_until=ends.get(matter.decision, proposal.valid_from),
        revoked_from=revoked_on(matter),
        published_on=publication.published_on,
        where=publication.where,
        release=matter.release,
    )
