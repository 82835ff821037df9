"""Turn what a caller wrote into values that a stored query is given; text never becomes part of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.errors import BadRequest
from graph.writer import XSD, span_text
from ontology.terms import CODE, ID
from queries.header import Parameter, StoredQuery

Term = NamedNode | Literal
SHORT_FORMS = {"id:": ID, "code:": CODE}
LONGEST = 2000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_ADDRESS = re.compile(r"(?:https?://|urn:)\S+")


def bindings_for(query: StoredQuery, given: Mapping[str, str]) -> dict[str, Term]:
    """A value for every parameter, in their order. Raises BadRequest naming the parameter at fault."""
    known = tuple(one.name for one in query.parameters)
    for name in given:
        if name not in known:
            short = name[:40]
            raise BadRequest(short, f"没有这个参数：{short}", f"no such parameter: {short}", known)
    return {one.name: _value(one, given) for one in query.parameters}


def _value(parameter: Parameter, given: Mapping[str, str]) -> Term:
    text = given.get(parameter.name, "")
    if not text.strip():
        raise BadRequest(
            parameter.name,
            f"缺少参数{parameter.name}，例如 {parameter.example}",
            f"{parameter.name} is missing; for example {parameter.example}",
        )
    if len(text) > LONGEST:
        raise BadRequest(parameter.name, f"超过{LONGEST}字", f"longer than {LONGEST} characters")
    return as_term(parameter, text)


def as_term(parameter: Parameter, text: str) -> Term:
    """One value as its kind has it. Raises BadRequest."""
    if parameter.kind == "text":
        return Literal(text)
    text = text.strip()
    if parameter.kind == "day":
        return _day(parameter.name, text)
    if parameter.kind == "integer":
        if not _INTEGER.fullmatch(text):
            raise BadRequest(parameter.name, f"不是整数：{text[:40]}", f"not an integer: {text[:40]}")
        return Literal(str(int(text)), datatype=NamedNode(XSD + "integer"))
    return _iri(parameter.name, text)


def _day(name: str, text: str) -> Literal:
    try:
        if _DAY.fullmatch(text):
            return span_text(date.fromisoformat(text))
    except ValueError:
        pass
    raise BadRequest(
        name, f"不是日期：{text[:40]}（应如2026-09-01）", f"not a date: {text[:40]}; write 2026-09-01"
    )


def _iri(name: str, text: str) -> NamedNode:
    full = text
    for short, base in SHORT_FORMS.items():
        if text.startswith(short):
            full = base + text.removeprefix(short)
    try:
        if _ADDRESS.fullmatch(full):
            return NamedNode(full)
    except ValueError:
        pass
    raise BadRequest(
        name,
        f"不是IRI：{text[:80]}（用 id:… 、code:… 或者完整的 https://…）",
        f"not an IRI: {text[:80]}; write id:…, code:… or the whole https://…",
    )
