"""Matters or duties by body types: which part each kind of body has, one character each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from graph.tables import DutyRow
from queries.analysis.names import Parties, clause
from queries.analysis.overlaps import READ_IN, TO_BE_DESIGNATED, own_duties
from queries.analysis.scope import Scope, acts_at, duties_in, rows_of_topics, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words
from queries.words import PART_WORDS

READ_IN_MARK = "*"
LETTERS = {part: words.zh[0] for part, words in PART_WORDS.items()}
# Columns of a matrix before those of the bodies: the key of the row and its name.
LEAD_COLUMNS = 2
Marks = dict[str, dict[str, bool]]


class MatrixRows(StrEnum):
    """What the rows of a matrix are."""

    TOPICS = "topics"
    DUTIES = "duties"


HEADS = {
    MatrixRows.TOPICS: (
        Words("事项与部门对照", "Topics by bodies"),
        Column("topic", "事项编号", "topic", "iri"),
        Column("topic_zh", "事项", "topic, in Chinese"),
        Words(
            "没有行或没有列的事项和部门，是范围内没有在册条款。",
            "A topic or body without a row or column has no clause on record in the scope.",
        ),
    ),
    MatrixRows.DUTIES: (
        Words("责任与部门对照", "Duties by bodies"),
        Column("duty", "责任编号", "duty", "iri"),
        Column("duty_zh", "条款与内容", "clause and what it is about, in Chinese"),
        Words(
            "一行是一项责任；同一条款分成几项的，各占一行。没有点名任何部门的责任不列。",
            "A row is one duty; a clause that holds several has a row for each. Duties that name no body are left out.",
        ),
    ),
}
LETTERS_NOTE = Words(
    f"格中一字一角色：{'、'.join(f'{LETTERS[part]} {words.zh}' for part, words in PART_WORDS.items())}；"
    f"带{READ_IN_MARK}的，条文没有点名，由编辑读出。",
    "One character for each part: 牵 lead, 配 cooperator, 监 supervisor, 决 decider, 处 punisher, 许 permitter, 接 recipient; "
    "* was read into the text by an editor.",
)
EMPTY_NOTE = Words(
    "空格：在册条款没有给它角色，不等于无关。未写明的部门不成列。",
    "An empty cell: no clause on record gives it a part. Bodies left unnamed have no column.",
)


def matrix_table(attribution: Attribution, scope: Scope, rows: MatrixRows = MatrixRows.TOPICS) -> Table:
    """Topics by body types: a cell holds the parts a type has in the topic's own duties; or each duty in a row of its own."""
    names = Parties(attribution, scope)
    entries = _duties(attribution, scope) if rows is MatrixRows.DUTIES else _topics(attribution, scope)
    marked = [(key, zh, marks) for key, zh, duties in entries if (marks := _marks(names, scope, duties))]
    types = [one for one in attribution.tables.body_types if any(one.id in marks for _, _, marks in marked)]
    columns = [Column(one.id.replace("-", "_"), one.zh, one.en) for one in types]
    if any(TO_BE_DESIGNATED in marks for _, _, marks in marked):
        columns.append(Column("to_be_designated", TO_BE_DESIGNATED, "to be designated"))
    keys = [*(one.id for one in types), TO_BE_DESIGNATED][: len(columns)]
    cells: Iterator[tuple[Cell, ...]] = (
        (key, zh, *(_letters(marks.get(one, {})) for one in keys)) for key, zh, marks in marked
    )
    title, key_column, name_column, note = HEADS[rows]
    return scoped_table(
        attribution,
        scope,
        name="matrix" if rows is MatrixRows.TOPICS else "duty-matrix",
        title=title,
        columns=(key_column, name_column, *columns),
        rows=cells,
        notes=(LETTERS_NOTE, EMPTY_NOTE, note),
        asked={} if rows is MatrixRows.TOPICS else {"rows": rows.value},
    )


def _topics(attribution: Attribution, scope: Scope) -> Iterator[tuple[str, str, list[DutyRow]]]:
    for topic, found in rows_of_topics(attribution, scope):
        yield topic.id, topic.zh, own_duties(attribution, found)


def _duties(attribution: Attribution, scope: Scope) -> Iterator[tuple[str, str, list[DutyRow]]]:
    """Duties in the order of the tables: by instrument, then as the text has them."""
    for number in duties_in(attribution, scope):
        duty = attribution.tables.duties[number]
        yield duty.id, f"{clause(attribution.tables, duty)} {duty.summary}", [duty]


def _marks(names: Parties, scope: Scope, duties: Iterable[DutyRow]) -> Marks:
    """The parts of each kind of body, and whether an editor read it in wherever it has that part."""
    marks: Marks = {}
    for duty in duties:
        for party in duty.parties:
            held = names.types_of(duty, party) or ((TO_BE_DESIGNATED,) if party.designated else ())
            for key in held if acts_at(party, scope.level) else ():
                cell = marks.setdefault(key, {})
                cell[party.part] = cell.get(party.part, True) and duty.certainty == READ_IN
    return marks


def _letters(parts: dict[str, bool]) -> str | None:
    """The letters of the parts; a part that was only read into the text is marked."""
    shown = (letter + READ_IN_MARK * parts[part] for part, letter in LETTERS.items() if part in parts)
    return "".join(shown) or None
