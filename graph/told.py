"""What a source tells beside its norms: measures, lists, figures, and what it leaves unsaid or says otherwise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from graph.codes import Bound, Certainty
from graph.record import Locator, Slug, Words, record


@record
class Measure:
    """A reported fact, pilot or plan; never a duty.

    `named` are proper names that the text gives it (a project, a film), `partners` those it is done with,
    as the text writes them.
    """

    id: Slug
    at: Locator
    number: int | None = None
    area: Slug
    zh: Words
    status: Literal["in-force", "pilot", "exploring", "planned", "reported"]
    named: tuple[Words, ...] = ()
    partners: tuple[Words, ...] = ()
    note: str | None = None


@record
class StatedCount:
    """How many parts a source says there are, kept beside how many are loaded.

    `counts` says which of the instrument's records the parts are (`duties` are those of `role` where one is
    given; `roles` are its leader categories); without it the parts are loaded as no records.
    """

    id: Slug
    at: Locator
    of: Words
    count: int
    counts: Literal["duties", "triggers", "roles"] | None = None
    role: Slug | None = None
    note: str | None = None


@record
class NamedList:
    """What a text lists by name, in its order; an open list (等) is not complete."""

    id: Slug
    at: Locator
    of: Words
    items: tuple[Words, ...] = Field(min_length=1)
    open_list: bool = False
    certainty: Certainty = Certainty.STATED
    note: str | None = None


@record
class Figure:
    """A reported quantity: `value` in `unit`; `bound` says whether it is exact, about, or more than that."""

    id: Slug
    at: Locator
    area: Slug
    of: Words
    value: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")]
    unit: Words
    bound: Bound = Bound.EXACT
    note: str | None = None


@record
class UnstatedFact:
    """Something one would look for that no source says; `known` is what is said in its place."""

    id: Slug
    at: Locator | None = None
    of: Words
    known: Words | None = None


@record
class Account:
    """What one source says. `instrument` is left out where it is the one the record stands in."""

    instrument: Slug | None = None
    at: Locator
    says: Words


@record
class Discrepancy:
    """Two or more accounts of the same thing that differ; `reading` is how it is read here."""

    id: Slug
    of: Words
    accounts: tuple[Account, ...] = Field(min_length=2)
    reading: Words
