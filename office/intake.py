"""From what comes in to a registered matter: masked, placed, looked up, its cause worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.codes import Level
from graph.errors import BadRequest
from graph.tables import AreaRow
from office.causes import cause_of
from office.codes import Cause, Channel, State
from office.events import Opened
from office.matter import LookupReceipt
from office.personal import Masked, mask
from office.requests import By, GivenReceipt, NewMatter
from office.similar import Sought
from queries.answer import Answer, Status
from queries.lookup import Lookup

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


def opened(lookup: Lookup, new: NewMatter, by: By) -> tuple[Opened, Sought]:
    """The content of the first event, and what to compare with other matters. Raises BadRequest."""
    masked = without_personal_data(new.description, new.keep_personal_data)
    on = new.occurred_on or by.today
    if on > by.today:
        raise BadRequest("occurred_on", f"发生日{on}在今天之后", f"it happens after today: {on}")
    found = look_up(lookup, masked.text, new.place, new.level, on, new.channel, new.topic)
    if new.receipt is not None:
        _check_receipt(lookup, new, new.receipt, on, found.answer)
    content = Opened(
        state=State.DRAFT if new.draft else State.OPENED,
        description=masked.text,
        place=found.area.id,
        place_zh=found.area.zh,
        level=found.level,
        occurred_on=on,
        channel=new.channel,
        source_number=new.source_number,
        topic=found.topic,
        topic_zh=found.topic_zh,
        cause=found.cause,
        receipt=receipt_of(found.answer),
        masked=masked.found,
        kept=new.keep_personal_data,
    )
    return content, Sought(masked.text, found.area, found.topic, on, new.source_number)


def _check_receipt(lookup: Lookup, new: NewMatter, given: GivenReceipt, on: date, found: Answer) -> None:
    """A receipt of the release in service must be the one this lookup gives; an older one is asked anew.

    The receipt kept is that of the masked text with its place resolved.
    """
    if given.release != lookup.tables.release:
        return
    asked = lookup.ask(new.description, new.place, new.level, on, today=on)
    digests = {answer.receipt.digest for answer in (asked, found) if answer.receipt}
    if given.digest not in digests:
        raise BadRequest("receipt", "回执与这次查询不符", "the receipt is not of this lookup")
