"""From what comes in to a registered matter: masked, placed, looked up, its cause worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graph.codes import Level
from graph.errors import BadRequest
from graph.tables import AreaRow
from office.causes import cause_of
from office.codes import Cause, Channel, State
from office.events import Opened
from office.matter import LookupReceipt, SourceReceipt
from office.personal import Masked, mask, mask_number
from office.requests import By, GivenReceipt, NewMatter
from office.similar import Sought
from queries.answer import Answer, Status
from queries.lookup import Lookup

# The lookup of a release by its id.
PastLookup = Callable[[str], Lookup | None]
NO_TOPIC = frozenset({Status.UNCLEAR, Status.OUT_OF_SCOPE})


@dataclass(frozen=True)
class Finding:
    """What the lookup says of a matter."""

    answer: Answer
    area: AreaRow
    topic: str | None
    topic_zh: str | None
    cause: Cause | None

    @property
    def level(self) -> Level | None:
        level = self.answer.question.level
        return Level(level) if level else None


def without_personal_data(text: str, keep: str | None) -> Masked:
    """The text as it may be stored: masked, or as it is where somebody gave a reason."""
    return Masked(text, ()) if keep else mask(text)


def look_up(
    lookup: Lookup,
    description: str,
    place: str,
    level: str | None,
    on: date,
    channel: Channel,
    topic: str | None = None,
) -> Finding:
    """The lookup of a matter. Raises BadRequest for an unknown place or topic, or words that say nothing."""
    understood = lookup.understand(description, place, level, on, on)
    area = understood.place.area
    if area is None:
        raise BadRequest("place", "请写明地点", "say where it is")
    if topic is None:
        answer = lookup.ask(description, area.id, understood.level, on, today=on)
    else:
        row = next((one for one in lookup.tables.topics if one.id == topic and not one.out_of_scope), None)
        if row is None:
            raise BadRequest("topic", f"没有这个事项：{topic}", f"no such topic: {topic}")
        answer = lookup.answer_for(row, area, understood.level, on)
    known = answer.topic if answer.status not in NO_TOPIC else None
    return Finding(
        answer, area, known.id if known else None, known.zh if known else None, cause_of(answer, channel)
    )


def receipt_of(answer: Answer) -> LookupReceipt:
    """The receipt as the ledger keeps it: with it the same lookup can be asked again."""
    assert answer.receipt is not None
    question = answer.question
    return LookupReceipt(
        release=answer.release,
        issue=question.issue,
        place=question.place,
        level=question.level,
        on=date.fromisoformat(question.on),
        status=answer.status.value,
        digest=answer.receipt.digest,
    )


def opened(
    lookup: Lookup, new: NewMatter, by: By, past: PastLookup = lambda release: None
) -> tuple[Opened, Sought]:
    """The content of the first event, and what to compare with other matters. Raises BadRequest.

    `past` gives the lookup of a release that is no longer in service, None where it cannot be asked.
    """
    masked = without_personal_data(new.description, new.keep_personal_data)
    on = new.occurred_on or by.today
    if on > by.today:
        raise BadRequest("occurred_on", f"发生日{on}在今天之后", f"it happens after today: {on}")
    found = look_up(lookup, masked.text, new.place, new.level, on, new.channel, new.topic)
    came_from = _source_receipt(lookup, past, new, new.receipt, on, found.answer) if new.receipt else None
    number = mask_number(new.source_number) if new.source_number else None
    content = Opened(
        state=State.DRAFT if new.draft else State.OPENED,
        description=masked.text,
        place=found.area.id,
        place_zh=found.area.zh,
        level=found.level,
        occurred_on=on,
        channel=new.channel,
        source_number=number,
        topic=found.topic,
        topic_zh=found.topic_zh,
        cause=found.cause,
        receipt=receipt_of(found.answer),
        came_from=came_from,
        masked=masked.found,
        kept=mask(new.keep_personal_data).text if new.keep_personal_data else None,
    )
    return content, Sought(masked.text, found.area, found.topic, on, number)


def _source_receipt(
    lookup: Lookup, past: PastLookup, new: NewMatter, given: GivenReceipt, on: date, found: Answer
) -> SourceReceipt:
    """The receipt that came with the matter, kept as given beside the office's own of the masked text.

    Of the release in service it must be the one this lookup gives. An older one is verified where its release can
    still be asked and says the same; it may say otherwise only because the code has changed, so it is not refused.
    """
    in_service = given.release == lookup.tables.release
    then = lookup if in_service else past(given.release)
    asked = then.ask(new.description, new.place, new.level, on, today=on) if then is not None else None
    answers = (asked, found) if in_service else (asked,)
    verified = given.digest in {one.receipt.digest for one in answers if one is not None and one.receipt}
    if in_service and not verified:
        raise BadRequest("receipt", "回执与这次查询不符", "the receipt is not of this lookup")
    return SourceReceipt(release=given.release, digest=given.digest, verified=verified)
