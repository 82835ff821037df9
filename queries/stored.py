"""Run the stored queries (`*.rq` beside this module) with values as bindings, or written in as terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from graph.errors import ShuiguanError
from queries.bindings import Term, bindings_for
from queries.header import StoredQuery, stored_query


def query_text(name: str) -> str:
    """Text of the query `name` (without `.rq`)."""
    return (files("queries") / f"{name}.rq").read_text("utf-8")


def solutions(store: Store, query: StoredQuery, bindings: Mapping[str, Term]) -> QuerySolutions:
    """Rows of a stored query in its order, over the union of all graphs."""
    found = store.query(
        query.text,
        use_default_graph_as_union=True,
        substitutions={Variable(name): value for name, value in bindings.items()},
    )
    if not isinstance(found, QuerySolutions):
        raise ShuiguanError("查询没有返回行", "the query did not return rows")
    return found


def page_text(query: StoredQuery, limit: int, offset: int) -> str:
    """The query for `limit` rows after the first `offset`, in an order in which no two rows change places."""
    ordered = query.text.rstrip().rsplit("\n", 1)[1]
    rest = "".join(
        f" ?{name}" for name in query.columns if f"?{name}" not in ordered.replace(")", " ").split()
    )
    return f"{query.text.rstrip()}{rest}\nLIMIT {limit:d} OFFSET {offset:d}\n"


def with_terms(query: StoredQuery, terms: Mapping[str, Term]) -> StoredQuery:
    """The query with its values written in as VALUES, each as the store itself writes a term.

    The same rows in the same order as with bindings; but values that stand in the text are seen by the planner.
    """
    return replace(query, text=_with_line(query, _values(terms)))


def ready_text(query: StoredQuery, given: Mapping[str, str]) -> str:
    """The query with its values written in, as it runs at any endpoint. Raises BadRequest."""
    return with_terms(query, bindings_for(query, given)).text


def with_values(query: StoredQuery, given: Mapping[str, str]) -> str:
    """The text to copy: the values stand in a comment that, made a line, runs it as it is. Raises BadRequest."""
    note = "# 去掉行首的 # 即可运行 / uncomment to run:\n  # "
    return _with_line(query, note + _values(bindings_for(query, given))) if query.parameters else query.text


def _values(terms: Mapping[str, Term]) -> str:
    names = " ".join(f"?{name}" for name in terms)
    return f"VALUES ( {names} ) {{ ( {' '.join(map(str, terms.values()))} ) }}" if terms else ""


def _with_line(query: StoredQuery, line: str) -> str:
    return query.text.replace("\nWHERE {\n", f"\nWHERE {{\n  {line}\n", 1)


def who_answers(store: Store, topic: str, area: str, on: date) -> Iterator[tuple[str, int]]:
    """(duty, position of the party counted from 1) for a topic in an area on a day, by SPARQL.

    The lookup's tables answer the same; this is the oracle they are held to.
    """
    query = stored_query("who-answers")
    given = {"topic": f"id:topic/{topic}", "area": f"id:area/{area}", "on": on.isoformat()}
    for row in solutions(store, query, bindings_for(query, given)):
        duty, position = row["duty"], row["position"]
        if isinstance(duty, NamedNode) and isinstance(position, Literal):
            yield duty.value.rsplit("/duty/", 1)[1], int(position.value)
