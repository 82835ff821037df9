"""How a record is made, and the forms its members take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar, dataclass_transform

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(Field,))
def record(kind: type[T]) -> type[T]:
    """Make a class a frozen, checked record that refuses unknown members."""
    make = dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
    return make(kind)  # type: ignore[return-value]  # its stub returns a protocol, not the class


def _day_of_every_year(value: str) -> str:
    date.fromisoformat(f"2023-{value}")
    return value


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DutyId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9_-]+$")]
Locator = Annotated[str, Field(pattern=r"^[a-z]+_\d+(-\d+)?(__[a-z]+_\d+)*$")]
Words = Annotated[str, Field(min_length=1)]
Period = Annotated[str, Field(pattern=r"^P\d+[DMY]$")]
DayOfYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_day_of_every_year)]
