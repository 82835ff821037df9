"""The schema of ladders: requests and responses as OpenAPI publishes them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A response made from a typed record."""

    model_config = ConfigDict(from_attributes=True)


class Words(View):
    """The same in Chinese and English."""

    zh: str
    en: str


class LadderStep(View):
    """One step of the ladder, by one source.

    `post` is false for the duty of a department as a whole. `by_reference` means only a model here (参照执行);
    `climbed` that the step stands at a place above the one asked about. `kinds` may be empty.
    """

    main: bool
    side: str
    post: bool
    role: str | None
    body_type: str | None
    zh: str
    en: str
    category: int | None
    kinds: list[str]
    at: str
    level: str | None
    by_reference: bool
    climbed: bool
    body: str | None
    duties: list[str]
    basis: list[str]
    instrument: str
    certainty: str
    notes: list[Words]


class Ladder(View):
    """Steps from the principals down, the leading department's line first; empty where no rule is on record."""

    topic: str | None
    topic_zh: str | None
    leads: list[str]
    place: str
    level: str | None
    on: date
    steps: list[LadderStep]
    notes: list[Words]
    release: str
