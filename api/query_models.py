"""Models of the stored queries as an API."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Cell = str | int | float | bool | None


class QueryParameter(BaseModel):
    """A value that a stored query needs."""

    name: str
    kind: Literal["iri", "text", "integer", "day"]
    classes: list[str] = Field(description="IRI应属的类 / what an IRI is to be")
    words: str
    example: str


class QueryCase(BaseModel):
    """A question that the query answers, with its values."""

    asks: str
    parameters: dict[str, str]


class QueryEntry(BaseModel):
    """A stored query: what it asks, what it needs, what its rows mean."""

    name: str
    summary: str
    asks: str
    parameters: list[QueryParameter]
    rows: str
    rule: str
    columns: list[str]
    cases: list[QueryCase]
    url: str
    text_url: str


class QueryList(BaseModel):
    """All stored queries, by name."""

    release: str
    total: int
    queries: list[QueryEntry]


class QueryRows(BaseModel):
    """One page of rows. `next` is the cursor of the next page, null at the end; a missing value is null."""

    query: str
    release: str
    parameters: dict[str, str] = Field(description="所问，IRI写全 / what was asked, IRIs in full")
    columns: list[str]
    rows: list[dict[str, Cell]]
    next: str | None
