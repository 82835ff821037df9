"""The schema of receipts asked again, and of releases."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api import models
from api.leader_models import View, Words
from queries.replay import ReplayOutcome


class AnswerHandedIn(BaseModel):
    """An answer as it was given, whatever its members were then; only its receipt is read from it."""

    model_config = ConfigDict(extra="allow")

    receipt: models.Receipt


class Difference(View):
    """A place in the answer with its value then and now; null where it has none, so that an entry with null for `now`
    is no longer there. Entries of lists are named by their duty, type, id or code.
    """

    field: str
    then: str | None
    now: str | None


class Replay(View):
    """What asking again came to. `since` compares with the release in service, for the same day."""

    outcome: ReplayOutcome
    says: Words
    receipt: models.Receipt
    digest: str | None
    intact: bool | None
    differences: list[Difference]
    since: list[Difference] | None
    current_release: str
    answer: models.Answer | None


class ReleaseEntry(View):
    """A release: the day up to which its data were kept, and what it holds.

    `parent` is the built release that one with decisions of the office stands on.
    """

    id: str
    cut_off: str
    current: bool
    parent: str | None
    counts: dict[str, int]


class ReleaseList(View):
    """Releases in the folder, by id."""

    current: str
    total: int
    releases: list[ReleaseEntry]


ReceiptBody = Annotated[models.Receipt | AnswerHandedIn, Field(union_mode="left_to_right")]
