"""A stored query as one request: read its parameters, run a page of it in the pool, write the rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from api.cursors import cursor_to, digest_of, start_of, wrong_cursor
from api.query_models import Cell, QueryCase, QueryEntry, QueryParameter, QueryRows
from api.sparql.accept import Media, choose
from api.sparql.config import Limits
from api.sparql.frames import Job
from api.sparql.protocol import read_seconds
from api.sparql.refusal import check_release
from graph.errors import BadRequest
from ontology.terms import BASE
from queries.bindings import Term, bindings_for
from queries.header import StoredQuery
from queries.questions import read_questions
from queries.stored import page_text, with_terms

ROWS = "application/json"
SPARQL_JSON = "application/sparql-results+json"
OFFERED = (ROWS, SPARQL_JSON, "text/csv", "text/tab-separated-values")
FORMATS: Mapping[str, str] = dict(zip(("json", "sparql-json", "csv", "tsv"), OFFERED, strict=True))
TABLES = {"text/csv": QueryResultsFormat.CSV, "text/tab-separated-values": QueryResultsFormat.TSV}
ROWS_USUAL, ROWS_MOST = 1000, 10_000
PAGE_BYTES = 50_000_000
NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}": kind for name, kind in
           (("integer", int), ("decimal", float), ("double", float))}  # fmt: skip
BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


@dataclass(frozen=True)
class AskedPage:
    """One page as asked: which query with which values, which rows of it, and how to write them.

    `release` answers it; `named` is the one that the request names, None for the one in service.
    """

    query: StoredQuery
    values: Mapping[str, Term]
    limit: int
    offset: int
    media: Media
    release: str
    seconds: float
    named: str | None = None

    @property
    def digest(self) -> str:
        """Of what must not change from page to page: the data, the query and its values."""
        values = sorted((name, str(value)) for name, value in self.values.items())
        return digest_of(self.release, self.query.text, values)

    @property
    def etag(self) -> str:
        return f'"{self.digest}-{self.limit}-{self.offset}-{OFFERED.index(self.media.format)}"'

    def over(self, release: str) -> AskedPage:
        """The page as another release answered it. Raises BadRequest where it goes on from a page of this one,
        Refused where another was named."""
        check_release(self.named, release)
        if self.offset and release != self.release:
            raise wrong_cursor()
        return replace(self, release=release)

    def job(self, limits: Limits) -> Job:
        """The work for the pool: one row more than the page, so that its end shows."""
        return Job(
            query=page_text(with_terms(self.query, self.values), self.limit + 1, self.offset),
            capped_query=None,
            base=BASE,
            media=SPARQL_JSON,
            seconds=self.seconds,
            union=True,
            default_graphs=None,
            named_graphs=None,
            rows=self.limit + 1,
            result_bytes=PAGE_BYTES,
            hold_bytes=limits.hold_bytes,
        )


def read_request(
    query: StoredQuery, pairs: list[tuple[str, str]], accept: str | None, release: str, limits: Limits
) -> AskedPage | None:
    """What a request asks; None where none of the formats it takes is offered. Raises BadRequest, Refused."""
    given = _once(pairs)
    wanted = given.pop("format", None)
    if wanted is not None and wanted not in FORMATS:
        raise BadRequest(
            "format", f"没有这种格式：{wanted[:40]}", f"no such format: {wanted[:40]}", tuple(FORMATS)
        )
    media = choose(accept, OFFERED) if wanted is None else Media(FORMATS[wanted], FORMATS[wanted])
    limit = _limit(given.pop("limit", None))
    cursor = given.pop("cursor", None)
    seconds = read_seconds(given.pop("timeout", None), limits.seconds)
    named = given.pop("release", None) or None
    values = bindings_for(query, given)
    if media is None:
        return None
    first = AskedPage(query, values, limit, 0, media, named or release, seconds, named)
    return first if cursor is None else replace(first, offset=start_of(cursor, first.digest))


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise BadRequest(name[:40], f"参数重复：{name[:40]}", f"given twice: {name[:40]}")
        given[name] = value
    return given


def _limit(text: str | None) -> int:
    if text is None:
        return ROWS_USUAL
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= ROWS_MOST and len(text) < 9:
        return int(text)
    raise BadRequest(
        "limit", f"limit是1到{ROWS_MOST}的整数", f"limit is a whole number from 1 to {ROWS_MOST}"
    )


@dataclass(frozen=True)
class Written:
    """A page as bytes, and the cursor of the next one."""

    body: bytes
    next: str | None


def write_rows(page: AskedPage, found: bytes) -> Written:
    """The rows of a page in its format; `found` is SPARQL JSON with at most one row more than the page."""
    results: dict[str, Any] = json.loads(found)
    rows = results["results"]["bindings"]
    following = cursor_to(page.offset + page.limit, page.digest) if len(rows) > page.limit else None
    del rows[page.limit :]
    if page.media.format == ROWS:
        answer = QueryRows(
            query=page.query.name,
            release=page.release,
            parameters={name: term.value for name, term in page.values.items()},
            columns=list(page.query.columns),
            rows=[{name: _cell(row.get(name)) for name in page.query.columns} for row in rows],
            next=following,
        )
        return Written(answer.model_dump_json().encode(), following)
    cut = json.dumps(results, ensure_ascii=False).encode()
    if page.media.format == SPARQL_JSON:
        return Written(cut, following)
    solutions = parse_query_results(cut, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    table = solutions.serialize(format=TABLES[page.media.format])
    assert table is not None
    return Written(table, following)


def _cell(value: Mapping[str, str] | None) -> Cell:
    if value is None:
        return None
    datatype = value.get("datatype", "")
    if datatype == BOOLEAN:
        return value["value"] == "true"
    return NUMBERS.get(datatype, str)(value["value"])


def next_link(page: AskedPage, pairs: list[tuple[str, str]], cursor: str, root: str) -> str:
    """The Link header to the page after, below the path `root` of a proxy."""
    kept = [(name, value) for name, value in pairs if name != "cursor"]
    return f'<{root}/v1/queries/{page.query.name}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'


def entry_of(query: StoredQuery) -> QueryEntry:
    """A query as the list shows it."""
    path = f"/v1/queries/{query.name}"
    return QueryEntry(
        name=query.name,
        summary=query.summary,
        asks=query.asks,
        parameters=[
            QueryParameter(
                name=one.name, kind=one.kind, classes=list(one.classes), words=one.words, example=one.example
            )
            for one in query.parameters
        ],
        rows=query.rows,
        rule=query.rule,
        columns=list(query.columns),
        cases=[QueryCase(asks=asks, parameters=values) for asks, values in cases_of(query)],
        url=path,
        text_url=f"{path}.rq",
    )


def cases_of(query: StoredQuery) -> list[tuple[str, dict[str, str]]]:
    """What it is asked in docs/questions.md, with the values; else its own example."""
    own = {one.name: one.example for one in query.parameters}
    return list(_cases().get(query.name, [])) or [(query.asks, own)]


@cache
def _cases() -> Mapping[str, list[tuple[str, dict[str, str]]]]:
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for question in read_questions():
        # A question that the graph cannot answer is no example.
        for run in question.runs if question.status != "missing" else ():
            values = {name: str(value) for name, value in run.bindings.items()}
            known = found.setdefault(run.query, [])
            if values not in [other for _, other in known]:
                known.append((f"{question.asks}（{question.id}）", values))
    return found
