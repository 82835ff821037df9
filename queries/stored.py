"""Run the stored queries (`*.rq` beside this module) with values as bindings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from graph.errors import ShuiguanError
from graph.writer import span_text
from ontology.terms import ID, thing


def query_text(name: str) -> str:
    """Text of the query `name` (without `.rq`)."""
    return (files("queries") / f"{name}.rq").read_text("utf-8")


def who_answers(store: Store, topic: str, area: str, on: date) -> Iterator[tuple[str, int]]:
    """(duty, position of the party counted from 1) for a topic in an area on a day, by SPARQL.

    The lookup's tables answer the same; this is the oracle they are held to.
    """
    found = store.query(
        query_text("who-answers"),
        use_default_graph_as_union=True,
        substitutions={
            Variable("topic"): NamedNode(thing("topic", topic)),
            Variable("area"): NamedNode(thing("area", area)),
            Variable("on"): span_text(on),
        },
    )
    if not isinstance(found, QuerySolutions):
        raise ShuiguanError("查询没有返回行", "the query did not return rows")
    for row in found:
        duty, position = row["duty"], row["position"]
        if isinstance(duty, NamedNode) and isinstance(position, Literal):
            yield duty.value.removeprefix(f"{ID}duty/"), int(position.value)
