"""Ask the stored queries what researchers, the office and frontends ask; `questions.yaml` lists such questions.

`python -m queries.questions` prints `docs/questions.md` as the current release answers it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import TypeAdapter
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from graph.release import current
from ontology.terms import ID
from queries.bindings import bindings_for
from queries.header import stored_query
from queries.stored import solutions

STATUS_WORDS = {"answered": "有答案", "silent": "来源未述", "partial": "答了一部分", "missing": "图中没有"}


@dataclass(frozen=True)
class Run:
    """A stored query with its bindings, written as its header's types say: `id:topic/noise`, 2024-06-01, text."""

    query: str
    bindings: Mapping[str, date | str]


@dataclass(frozen=True)
class Reading:
    """Where an answer stands in the rows: the `columns` of the `runs`, in rows whose columns equal `where`.

    `kind` is how it is held to an expected answer: `exact` values, kinds of `bodies`, `words` of our own that
    share `keys` with it (`+` joins words that must all stand there), a `flag` that is set, or `absent`.
    `leaves` are the places in the expected answer, counted from 0 in reading order; none means all. `of_keys`:
    the members' names are meant, not their values. `whole`: the rows are as many as the answer's parts.
    """

    kind: str
    columns: tuple[str, ...]
    runs: tuple[int, ...] = (0,)
    where: Mapping[str, str] | None = None
    leaves: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    of_keys: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Question:
    """A question in our own words, the runs that answer it and where the answer stands.

    `status` is answered, silent (no source says it), partial, or missing (a source says it, the graph does not).
    """

    id: str
    asks: str
    runs: tuple[Run, ...]
    status: str = "answered"
    answer: tuple[Reading, ...] = ()
    note: str | None = None


Row = Mapping[str, str]


def read_questions() -> tuple[Question, ...]:
    """The listed questions, in order."""
    given = yaml.safe_load((files("queries") / "questions.yaml").read_text("utf-8"))
    return TypeAdapter(tuple[Question, ...]).validate_python(given)


def ask(store: Store, run: Run) -> list[Row]:
    """Rows of a run, in the order of its query; an unbound column is left out of its row."""
    query = stored_query(run.query)
    found = solutions(store, query, bindings_for(query, {key: str(one) for key, one in run.bindings.items()}))
    return [
        {name: _shown(value) for name in query.columns if (value := row[name]) is not None} for row in found
    ]


def found_values(rows: Sequence[Sequence[Row]], reading: Reading) -> list[str]:
    """What the reading finds in the rows of all runs, each value once, in order."""
    wanted = (reading.where or {}).items()
    values = [
        row[column]
        for run in reading.runs
        for row in rows[run]
        if all(row.get(name) == value for name, value in wanted)
        for column in reading.columns
        if column in row
    ]
    return list(dict.fromkeys(values))


def page(store: Store, questions: Sequence[Question]) -> str:
    """`docs/questions.md`: every question with its queries, bindings and what they find."""
    counts = {word: sum(one.status == key for one in questions) for key, word in STATUS_WORDS.items()}
    head = (files("queries") / "questions-head.md").read_text("utf-8")
    summary = "；".join(f"{word} {count}" for word, count in counts.items())
    return "\n".join(
        [head + f"\n共 {len(questions)} 题：{summary}。", *(_section(store, one) for one in questions)]
    )


def _section(store: Store, question: Question) -> str:
    rows = [ask(store, run) for run in question.runs]
    lines = [f"\n### {question.id} {question.asks}\n"]
    for run in question.runs:
        bound = "，".join(f"{name} = {value}" for name, value in run.bindings.items())
        lines.append(f"- 查询 `{run.query}`：`{bound}`")
    for reading in question.answer:
        shown = "；".join(value.removeprefix(ID) for value in found_values(rows, reading)) or "（无）"
        lines.append(f"- {'、'.join(reading.columns)}：{shown}")
    lines.append(f"- {STATUS_WORDS[question.status]}" + (f"：{question.note}" if question.note else ""))
    return "\n".join(lines)


def _shown(value: NamedNode | Literal | BlankNode | Triple) -> str:
    return str(value) if isinstance(value, Triple) else value.value


if __name__ == "__main__":
    sys.stdout.write(page(current(Path("releases")).store(), read_questions()) + "\n")
