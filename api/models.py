"""The schema of requests and responses: pydantic, as OpenAPI publishes it.

The hot path encodes the answer's dataclasses with msgspec; a test holds its output equal to these models.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from queries import answer as answers


class Model(BaseModel):
    """Strict: unknown members of a request are refused, and numbers are not guessed from text."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, strict=True)


class LookupQuestion(Model):
    """One question. `level` takes 国 省 市 县 乡 or the English words."""

    issue: Annotated[str, Field(min_length=1, max_length=10_000, examples=["楼下烧烤店油烟直往家里灌"])]
    place: Annotated[str | None, Field(max_length=200, examples=["青海省西宁市城西区"])] = None
    level: Annotated[str | None, Field(max_length=20, examples=["县"])] = None
    on: Annotated[str | None, Field(max_length=10, examples=["2026-09-01"])] = None


class Batch(Model):
    """Questions under the caller's own keys; each answer comes back under the same key."""

    questions: dict[Annotated[str, Field(max_length=200)], LookupQuestion]


class Text(Model):
    """Chinese first, English beside it."""

    zh: str
    en: str


class Question(Model):
    """What was asked, as understood; `on` is the day used."""

    issue: str
    place: str | None
    level: str | None
    on: str


class Feature(Model):
    """One reason for a topic."""

    name: str
    words: list[str]
    weight: float


class Topic(Model):
    """A topic with its score and why it matched."""

    id: str
    zh: str
    en: str
    score: float
    features: list[Feature] = []


class Place(Model):
    """The place used."""

    id: str | None
    zh: str
    level: str | None
    within: list[str] = []
    rest: str = ""
    from_text: bool = False


class Holder(Model):
    """The real body that acts as a type here on the day."""

    id: str
    zh: str
    en: str
    area: str
    certainty: str


class Body(Model):
    """One body type of the answer, best first; `basis` are positions in the answer's `basis`."""

    type: str
    zh: str
    en: str
    part: str
    kind: str
    candidate: bool
    as_written: str
    level: list[str]
    body: Holder | None
    weight: float
    basis: list[int]


class Quotation(Model):
    """The provision's own words; `digest` is the SHA-256 of `text` in UTF-8, `edition` the text's file name."""

    text: str
    digest: str
    edition: str
    cut: bool


class Basis(Model):
    """A provision that the answer rests on; the span is half-open.

    `quotation` is null where the release was built without this text.
    """

    duty: str
    instrument: str
    cite: str
    title: str
    article: str
    locator: str
    label: str
    summary: str
    kind: str
    part: str
    who: str
    in_force: str | None
    ended: str | None
    certainty: str
    distance: int
    condition: str | None
    consequence: str | None
    follows: list[str]
    followed_by: list[str]
    quotation: Quotation | None


class Leader(Model):
    """One step of the leader ladder."""

    role: str
    zh: str
    en: str
    category: int | None
    responsibility: list[str]
    scope: str | None
    by_reference: bool
    source: str | None


class Norm(Model):
    """A mechanism, procedure or trigger."""

    id: str
    zh: str
    en: str
    label: str
    summary: str
    number: int | None
    conditions: list[str]
    consequences: list[str]
    steps: list[str]
    parties: list[str]
    deadline: str | None
    deadline_due: str | None
    one_off: bool
    certainty: str


class Fact(Model):
    """Something a source reports that is not a duty."""

    label: str
    zh: str
    number: int | None
    area: str
    status: str
    stated: int | None
    loaded: int | None


class Caution(Model):
    """A stable code with its words; all codes are in `docs/answer.md`."""

    code: str
    zh: str
    en: str


class Receipt(Model):
    """Ask the same question of the same release and the digest is the same."""

    release: str
    question: Question
    digest: str


class Answer(Model):
    """Who is responsible for this, here, on that day, and how we know."""

    status: answers.Status
    summary: Text
    question: Question
    topic: Topic | None
    runner_up: Topic | None
    choices: list[Topic]
    place: Place | None
    bodies: list[Body]
    leaders: list[Leader]
    triggers: list[Norm]
    procedures: list[Norm]
    facts: list[Fact]
    basis: list[Basis]
    belongs_to: str | None
    warnings: list[Caution]
    next_step: Text | None
    release: str
    receipt: Receipt | None


class Problem(BaseModel):
    """RFC 9457 problem details, in both languages."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    detail_en: str
    parameter: str | None = None
    choices: list[str] = []


class BatchAnswer(BaseModel):
    """An answer, or the problem with the question, under each of the caller's keys."""

    release: str
    answers: dict[str, Answer | Problem]


class TopicEntry(BaseModel):
    """A topic as the data has it."""

    id: str
    zh: str
    en: str
    broader: list[str]
    narrower: list[str]
    out_of_scope: bool
    belongs_to: str | None
    terms: list[str]
    said: list[str]
    duties: int


class AreaEntry(BaseModel):
    """A place as the data has it."""

    id: str
    zh: str
    level: str | None
    within: list[str]
    names: list[str]
    special: bool
    note: str | None


class BodyTypeEntry(BaseModel):
    """A kind of body as the data has it."""

    entry: Literal["type"] = "type"
    id: str
    zh: str
    en: str
    statutory: str
    broader: str | None
    sits_in: list[str]
    names: list[str]


class BodyEntry(BaseModel):
    """A real body: where it acts, as which kinds of body, since when, and how certain that is."""

    entry: Literal["body"] = "body"
    id: str
    zh: str
    en: str
    area: str
    acts_as: list[str]
    in_force: str | None
    ended: str | None
    certainty: str


class TopicList(BaseModel):
    """Topics found, best first."""

    release: str
    total: int
    topics: list[TopicEntry]


class AreaList(BaseModel):
    """Places found, best first."""

    release: str
    total: int
    areas: list[AreaEntry]


class BodyTypeList(BaseModel):
    """Kinds of bodies and real bodies found, best first; `total` counts both."""

    release: str
    total: int
    body_types: list[BodyTypeEntry]
    bodies: list[BodyEntry]


class Health(BaseModel):
    """The process answers."""

    status: str


class Readiness(BaseModel):
    """The process answers from a release."""

    status: str
    release: str
    cut_off: str
    counts: dict[str, int]
