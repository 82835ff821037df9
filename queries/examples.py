"""The stored queries as examples that give rows as they stand: each with the values of a question it answers."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.dataset_graph import Example
from graph.writer import span_text
from queries.questions import PREFIXES, Run, read_questions
from queries.stored import query_text

BODY = "WHERE {"


def stored_examples() -> list[Example]:
    """One per stored query that some answered question uses, by name: the question, and what the query finds."""
    first: dict[str, tuple[str, Run]] = {}
    for question in read_questions():
        for run in question.runs if question.status == "answered" else ():
            first.setdefault(run.query, (question.asks, run))
    return [_example(*first[name]) for name in sorted(first)]


def _example(asks: str, run: Run) -> Example:
    text = query_text(run.query)
    head, found, rest = text.partition(BODY)
    assert found, f"{run.query} has no {BODY}"
    values = "".join(f"\n  VALUES ?{name} {{ {_term(value)} }}" for name, value in run.bindings.items())
    return Example(run.query, asks, text.split("\n", 1)[0].lstrip("# "), head + BODY + values + rest)


def _term(value: date | str) -> NamedNode | Literal:
    if isinstance(value, date):
        return span_text(value)
    for prefix, namespace in PREFIXES.items():
        if value.startswith(prefix):
            return NamedNode(namespace + value.removeprefix(prefix))
    return Literal(value)
