"""Personal data in what people enter, member by member: masked where it stays inside, refused where it becomes public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from graph.errors import BadRequest
from office.matter import Department, Position, Proposal, Publication, Revocation, Transfer
from office.personal import mask

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def masked(record: R, *members: str) -> R:
    """The record with these texts masked; departments among the members have their names masked.

    Raises BadRequest where a text is too long once the words for what was taken out stand in it.
    """
    for member in members:
        value = getattr(record, member)
        if isinstance(value, Department):
            changed: object = masked(value, "name")
        else:
            changed = mask(value).text if value is not None else None
        try:
            record = replace(record, **{member: changed})
        except ValidationError as error:
            raise BadRequest(
                member, "隐去个人信息后文字过长，请删短", "too long once personal data is masked; shorten it"
            ) from error
    return record


def masked_position(position: Position) -> Position:
    """A position without personal data in any of its texts."""
    return masked(position, "department", "basis", "condition", "counter_proposal", "words")


def masked_transfer(transfer: Transfer) -> Transfer:
    """A hand-over without personal data in any of its texts."""
    return masked(transfer, "giver", "taker", "reason")


def presentable(proposal: Proposal) -> Proposal:
    """The proposal as it may be stored. Raises BadRequest for personal data in what becomes public."""
    texts = {"number": proposal.number, "summary": proposal.summary, "lead": proposal.lead.name}
    texts |= {f"cooperators[{n}]": one.name for n, one in enumerate(proposal.cooperators)}
    refuse_personal(texts)
    return masked(proposal, "beside", "backdated")


def presentable_revocation(revocation: Revocation) -> Revocation:
    """The revocation as it may be stored. Raises BadRequest for personal data in its own number."""
    refuse_personal({"number": revocation.number})
    return masked(revocation, "backdated")


def check_publication(publication: Publication) -> None:
    """Raises BadRequest for personal data in where it was made public."""
    refuse_personal({"where": publication.where})


def refuse_personal(texts: Mapping[str, str | None]) -> None:
    """Raises BadRequest for the first text that holds personal data. What is public is not masked but mended."""
    for member, text in texts.items():
        found = mask(text).found if text is not None else ()
        if found:
            raise BadRequest(
                member,
                f"将要公开，不能含{'、'.join(found)}；请改写",
                f"this becomes public and may hold no personal data ({', '.join(found)}); rewrite it",
            )
