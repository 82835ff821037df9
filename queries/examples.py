"""The stored queries as examples that give rows as they stand: each with the values of a question it answers."""

from __future__ import annotations

from graph.dataset_graph import Example
from queries.header import stored_query
from queries.questions import Run, read_questions
from queries.stored import ready_text


def stored_examples() -> list[Example]:
    """One per stored query that some answered question uses, by name: the question, and what the query finds."""
    first: dict[str, tuple[str, Run]] = {}
    for question in read_questions():
        for run in question.runs if question.status == "answered" else ():
            first.setdefault(run.query, (question.asks, run))
    return [_example(*first[name]) for name in sorted(first)]


def _example(asks: str, run: Run) -> Example:
    query = stored_query(run.query)
    text = ready_text(query, {name: str(value) for name, value in run.bindings.items()})
    return Example(query.name, asks, query.summary, text)
