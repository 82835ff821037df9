"""Read the header of a stored query strictly: what it asks, its typed parameters, its columns.

    # First sentence, in English.
    # Asks        the same in Chinese
    # Parameters  ?name  type, words            one a line, or `none`; a type is `text`, `integer`, `xsd:date` or classes
    # Rows        what a row is, and what no row means
    # Rule        the rule it follows and its source
    # Example     ?name  value                  one a line, in the order of the parameters, or `none`

Then the query: a SELECT that projects every parameter, with `WHERE {` on a line of its own and its ORDER BY last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from graph.errors import UnknownQuery, WrongQuery
from graph.writer import PREFIXES
from ontology.terms import CLASSES

Kind = Literal["iri", "text", "integer", "day"]
Line = tuple[int, str]

SECTIONS = ("Asks", "Parameters", "Rows", "Rule", "Example")
# Names of what a request says beside the query's own parameters.
RESERVED = frozenset({"format", "limit", "cursor", "timeout", "release", "text", "releases"})
KINDS: Mapping[str, Kind] = {"text": "text", "integer": "integer", "xsd:date": "day"}
INDENT = 12
_CLASS = r"[a-z]+:[A-Z]\w*"
_TYPE = rf"text|integer|xsd:date|{_CLASS}(?:(?:, {_CLASS})* or {_CLASS})?"
_PARAMETER = re.compile(rf"\?(?P<name>[a-z][A-Za-z]*) +(?P<type>{_TYPE})(?:[,;] (?P<words>.+))?")
_LABEL = re.compile(r" [A-Z][a-z]+ {2,}")
_EXAMPLE = re.compile(r"\?(?P<name>[a-z][A-Za-z]*) +(?P<value>.+)")
_PROJECTED = re.compile(r"\(.*? AS (\?\w+)\s*\)|(\?\w+)", re.DOTALL)


@dataclass(frozen=True)
class Parameter:
    """One value a query needs. `classes` say what an IRI is to be, as written; `words` explain it."""

    name: str
    kind: Kind
    classes: tuple[str, ...]
    words: str
    example: str


@dataclass(frozen=True)
class StoredQuery:
    """A query of this folder: its text and what its header says. `columns` are in the order of the rows."""

    name: str
    text: str
    summary: str
    asks: str
    parameters: tuple[Parameter, ...]
    rows: str
    rule: str
    columns: tuple[str, ...]

    @property
    def operation(self) -> str:
        """Name of its operation for programs: whoHandlesATopic."""
        first, *rest = self.name.split("-")
        return first + "".join(word.capitalize() for word in rest)


def query_names() -> tuple[str, ...]:
    """Names of all stored queries, in order."""
    names = (one.name for one in files("queries").iterdir())
    return tuple(sorted(name.removesuffix(".rq") for name in names if name.endswith(".rq")))


def stored_query(name: str) -> StoredQuery:
    """The query of that name. Raises UnknownQuery, WrongQuery."""
    if name not in query_names():
        raise UnknownQuery(name[:100], query_names())
    return _read(name)


@cache
def _read(name: str) -> StoredQuery:
    return read_query(name, (files("queries") / f"{name}.rq").read_text("utf-8"))


def read_query(name: str, text: str) -> StoredQuery:
    """The query as its text says. Raises WrongQuery with the line at fault."""
    reader = _Reader(name, text)
    summary, sections = reader.sections()
    examples = {key: value for key, value, _ in reader.pairs(sections["Example"], _EXAMPLE, "value")}
    parameters = tuple(reader.parameters(sections["Parameters"], examples))
    columns = reader.columns({one.name for one in parameters})
    return StoredQuery(
        name=name,
        text=text,
        summary=summary,
        asks=_joined(sections["Asks"]),
        parameters=parameters,
        rows=_joined(sections["Rows"]),
        rule=_joined(sections["Rule"]),
        columns=columns,
    )


def _joined(lines: list[Line]) -> str:
    return " ".join(words.strip() for _, words in lines)


class _Reader:
    """Reads one text; every fault names its line, counted from 1."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = text.splitlines()
        size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        self.header: list[Line] = list(enumerate((line[1:] for line in lines[:size]), 1))
        self.body: list[Line] = list(enumerate(lines[size:], size + 1))

    def fault(self, line: int, zh: str, en: str) -> WrongQuery:
        return WrongQuery(f"{self.name}.rq", line, zh, en)

    def sections(self) -> tuple[str, dict[str, list[Line]]]:
        """The first sentence and the lines of each section, without their name."""
        first: list[Line] = []
        found: dict[str, list[Line]] = {}
        into = first
        for number, line in self.header:
            label, words = line[1 : INDENT + 1], line[INDENT + 1 :]
            # The first sentence may run over; a section begins with its name.
            due = SECTIONS[len(found)] if len(found) < len(SECTIONS) else None
            if label.strip() and label.strip() == due:
                into = found[due] = []
            elif into is first and not _LABEL.match(line):
                words = line[1:]
            elif label.strip():
                raise self.fault(number, f"这里应是{due}", f"{due or 'the query'} is to stand here")
            if not words.strip():
                raise self.fault(number, "空行或者缺内容", "an empty line, or nothing after the name")
            into.append((number, words))
        summary = _joined(first)
        if not summary.endswith("."):
            raise self.fault(1, "第一句应以句点结尾", "the first sentence ends in a full stop")
        for label in SECTIONS:
            if label not in found:
                last = self.header[-1][0] if self.header else 1
                raise self.fault(last, f"缺少{label}", f"{label} is missing")
        return summary, found

    def pairs(self, lines: list[Line], form: re.Pattern[str], of: str) -> Iterator[tuple[str, str, int]]:
        """Name and value of each line that must have the form, once per name."""
        seen: set[str] = set()
        for number, words in self.listed(lines):
            found = form.fullmatch(words.strip())
            if found is None or found["name"] in seen:
                raise self.fault(
                    number, f"写法不对或者重复：{words.strip()}", f"malformed, or twice: {words.strip()}"
                )
            seen.add(found["name"])
            yield found["name"], found[of], number

    def listed(self, lines: list[Line]) -> list[Line]:
        """The lines of a section; `none` alone stands for none."""
        return [] if [words.strip() for _, words in lines] == ["none"] else lines

    def parameters(self, lines: list[Line], examples: Mapping[str, str]) -> Iterator[Parameter]:
        names = [name for name, _, _ in self.pairs(lines, _PARAMETER, "type")]
        if names != list(examples):
            raise self.fault(lines[-1][0], "示例与参数不一致", "the examples are not those of the parameters")
        for number, words in self.listed(lines):
            found = _PARAMETER.fullmatch(words.strip())
            assert found is not None
            name, written = found["name"], found["type"]
            if name in RESERVED:
                raise self.fault(number, f"{name}另有用处", f"{name} is taken")
            classes = () if written in KINDS else tuple(re.findall(_CLASS, written))
            for one in classes:
                prefix, _, local = one.partition(":")
                if prefix not in {*PREFIXES, "sg"} or (prefix == "sg" and local not in CLASSES):
                    raise self.fault(number, f"没有这个类：{one}", f"no such class: {one}")
            yield Parameter(name, KINDS.get(written, "iri"), classes, found["words"] or "", examples[name])

    def columns(self, parameters: set[str]) -> tuple[str, ...]:
        """What the SELECT projects, in order."""
        text = "\n".join(line for _, line in self.body)
        start = self._line_of(r"^SELECT ", "应有一行以SELECT开头", "a line begins with SELECT")
        where = self._line_of(r"^WHERE \{$", "WHERE { 应自成一行", "`WHERE {` stands on a line of its own")
        head = re.search(r"^SELECT (?:DISTINCT )?(.*?)^WHERE \{$", text, re.MULTILINE | re.DOTALL)
        if head is None:
            raise self.fault(where, "SELECT应在WHERE之前", "SELECT stands before WHERE")
        names = tuple((a or b).removeprefix("?") for a, b in _PROJECTED.findall(head[1]))
        if missing := parameters - set(names):
            raise self.fault(start, f"没有输出参数：{sorted(missing)}", f"not projected: {sorted(missing)}")
        last, words = next(((n, w) for n, w in reversed(self.body) if w.strip()), (start, ""))
        if not re.fullmatch(r"ORDER BY( (\?\w+|(DESC|ASC)\(\?\w+\)))+", words):
            raise self.fault(last, "最后一行应为ORDER BY", "the last line is its ORDER BY")
        return names

    def _line_of(self, form: str, zh: str, en: str) -> int:
        found = next((n for n, line in self.body if re.search(form, line)), None)
        if found is None:
            raise self.fault(self.body[0][0] if self.body else 1, zh, en)
        return found
