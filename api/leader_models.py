"""The schema of ladders and assessments: requests and responses as OpenAPI publishes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from queries.analysis.accountability import ConditionState, Outlook


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


class Strict(BaseModel):
    """A request: unknown members are refused, and yes and no are not guessed from text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Situation(Strict):
    """A situation as told: in words, by circumstances chosen from the list, or both; a choice goes before the words."""

    text: Annotated[str, Field(max_length=10_000, examples=["措施不力，河水污染严重，影响恶劣"])] = ""
    circumstances: Annotated[
        dict[Annotated[str, Field(max_length=100)], bool],
        Field(max_length=200, examples=[{"pollution-prominent": True, "bad-influence": False}]),
    ] = {}
    place: Annotated[str | None, Field(max_length=200, examples=["四川省成都市"])] = None
    level: Annotated[str | None, Field(max_length=20)] = None
    on: Annotated[str | None, Field(max_length=10, examples=["2026-09-01"])] = None


class Circumstance(View):
    """Something a situation may show; `triggers` are those in force here that ask for it."""

    id: str
    zh: str
    en: str
    triggers: list[str]


class Circumstances(View):
    """The closed list that a situation is put together from, at a place on a day."""

    place: str
    on: date
    circumstances: list[Circumstance]
    release: str


class Claim(View):
    """A circumstance said to be so or not; `words` are those of the text that say it."""

    id: str
    zh: str
    en: str
    holds: bool
    words: list[str]


class Choice(View):
    """A circumstance that a condition asks for, and what was said of it."""

    id: str
    zh: str
    en: str
    state: ConditionState


class Part(View):
    """A part of a condition; any one of its circumstances is enough."""

    state: ConditionState
    any_of: list[Choice]


class Condition(View):
    """A condition, met where all of its parts are; `open_list` where the text's own list ends with 等."""

    zh: str
    en: str
    state: ConditionState
    parts: list[Part]
    open_list: bool


class Reached(View):
    """A post that the trigger reaches; `by_reference` means only a model for it here (参照执行)."""

    role: str
    zh: str
    en: str
    by_reference: bool


class TriggerFinding(View):
    """What was told, compared with one trigger; never a verdict. `missing` is what it needs and was not told of."""

    id: str
    number: int | None
    zh: str
    en: str
    basis: str
    outlook: Outlook
    reading: Words
    conditions: list[Condition]
    missing: list[str]
    reaches: list[Reached]
    directed_at: list[str]
    starts: list[str]
    decides: list[str]
    may_follow: list[str]
    hints: list[str]
    certainty: str
    note: str | None


class Assessment(View):
    """Findings, those with every condition told first; `relief` may count in favour; `untouched` were not told of."""

    place: str
    level: str | None
    on: date
    claims: list[Claim]
    findings: list[TriggerFinding]
    relief: list[TriggerFinding]
    untouched: list[str]
    notes: list[Words]
    release: str
