"""What people ask of the office, as it comes in: checked for form here, against the release in `office.service`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from graph.errors import BadRequest
from graph.record import Slug, record
from office.codes import Cause, Channel, Outcome, Role
from office.matter import Department, Long, MatterId, Short
from queries.dates import SHANGHAI

LONGEST_REASON = 4000


@dataclass(frozen=True)
class Actor:
    """Who acts. `name` is what the ledger records; roles come from where the person logged in."""

    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, kw_only=True)
class By:
    """Who does something, when, why, and with which idempotency key. `at` needs an offset.

    Raises BadRequest for an instant without offset, or text that no ledger can hold.
    """

    actor: Actor
    at: datetime
    reason: str | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise BadRequest("at", "时刻应带时区", "the instant needs an offset")
        for member, text, longest in (
            ("actor", self.actor.name, 200),
            ("reason", self.reason, LONGEST_REASON),
            ("key", self.key, 200),
        ):
            if text is not None and not _is_text(text, longest):
                raise BadRequest(
                    member,
                    f"应为1—{longest}字的文字",
                    f"must be text of 1 to {longest} characters",
                )

    @property
    def today(self) -> date:
        """The calendar day in Asia/Shanghai."""
        return self.at.astimezone(SHANGHAI).date()


def _is_text(text: str, longest: int) -> bool:
    printable = all(ord(character) >= 32 or character in "\n\t\r" for character in text)
    whole = not any(0xD800 <= ord(character) <= 0xDFFF for character in text)
    return bool(text.strip()) and len(text) <= longest and printable and whole


@record
class GivenReceipt:
    """The receipt of a lookup that a matter is opened from."""

    release: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


@record
class NewMatter:
    """A matter as it comes in. Without `occurred_on` it happened on the day it is registered.

    `place` and `level` are as in a lookup. With `topic` the lookup is of that topic instead of the words.
    `keep_personal_data` is the reason for leaving phone and ID numbers in the description.
    """

    description: Annotated[Long, Field(min_length=1)]
    place: Short
    level: Short | None = None
    occurred_on: date | None = None
    channel: Channel = Channel.OTHER
    source_number: Short | None = None
    topic: Slug | None = None
    keep_personal_data: Long | None = None
    receipt: GivenReceipt | None = None
    draft: bool = False


@record
class Correction:
    """What to correct; what is left out stays. A new topic or description is looked up again."""

    description: Long | None = None
    keep_personal_data: Long | None = None
    topic: Slug | None = None
    cause: Cause | None = None


@record
class Consultation:
    """Which departments are asked, and by when they are to answer."""

    departments: tuple[Department, ...] = Field(min_length=1, max_length=20)
    due: date


@record
class Extension:
    """The day to which a limit is moved; without `rule` the internal target of the matter's procedure."""

    until: date
    rule: Slug | None = None


@record
class Closing:
    """With what a matter is closed; a duplicate names the matter it repeats."""

    outcome: Outcome
    duplicate_of: MatterId | None = None
