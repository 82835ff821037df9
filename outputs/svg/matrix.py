"""A matrix as a picture: matters down, kinds of bodies across, a sign for each part a body has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from outputs.svg.canvas import FAINT, LINE, SIZE, Frame, picture, put, put_text, width_of

CELL, ROW = 26, 24
NARROWEST = 480.0
MOST_ROWS, MOST_COLUMNS = 60, 40


@dataclass(frozen=True)
class Mark:
    """A sign and what it means. Signs differ in shape, so that they differ in print too."""

    sign: str
    zh: str
    en: str


LEAD = Mark("●", "牵头", "lead")
PUNISHER = Mark("■", "处罚", "punishes")
SUPERVISOR = Mark("◐", "监管", "supervises")
PERMITTER = Mark("◆", "许可", "permits")
COOPERATOR = Mark("○", "配合", "cooperates")
RECIPIENT = Mark("▽", "接收", "receives")
DECIDER = Mark("▲", "决定", "decides")
CANDIDATE = Mark("?", "待指定的候选", "candidate, not designated")
READ_IN = Mark("*", "由编辑读出", "read into the text by an editor")
MARK_OF_PART: Mapping[str, Mark] = {
    "lead": LEAD, "punisher": PUNISHER, "supervisor": SUPERVISOR, "permitter": PERMITTER,
    "cooperator": COOPERATOR, "recipient": RECIPIENT, "decider": DECIDER, "candidate": CANDIDATE,
    "read-in": READ_IN,
}  # fmt: skip


@dataclass(frozen=True)
class Matrix:
    """`cells` maps (row, column), counted from 0, to the parts there, most important first."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[str, ...]]


def draw_matrix(matrix: Matrix, frame: Frame) -> bytes:
    """The matrix as SVG. Raises ValueError when it is too large to read on a page."""
    if len(matrix.rows) > MOST_ROWS or len(matrix.columns) > MOST_COLUMNS:
        raise ValueError(f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns can be read on a page")
    left = max((width_of(row) for row in matrix.rows), default=0.0) + 12
    top = max((len(column) for column in matrix.columns), default=0) * (SIZE + 1) + 10.0
    drawing = Element("g")
    _draw_names(drawing, matrix, left, top)
    _draw_lines(drawing, matrix, left, top)
    used = _draw_signs(drawing, matrix, left, top)
    bottom = top + ROW * len(matrix.rows)
    width = max(left + CELL * len(matrix.columns), NARROWEST)
    end = _draw_legend(drawing, used, bottom + LINE + 4, width)
    return picture(frame, drawing, width, end + LINE)


def _draw_names(drawing: Element, matrix: Matrix, left: float, top: float) -> None:
    for number, row in enumerate(matrix.rows):
        put_text(drawing, left - 8, top + ROW * number + 17, row, text_anchor="end")
    for number, column in enumerate(matrix.columns):
        x = left + CELL * (number + 0.5)
        name = put(drawing, "text", x=x, text_anchor="middle", aria_label=column)
        # One character a line: Chinese reads downward everywhere, with no need for rotated type.
        start = top - 8 - (SIZE + 1) * (len(column) - 1)
        for place, character in enumerate(column):
            put(name, "tspan", character, x=x, y=start + (SIZE + 1) * place)


def _draw_lines(drawing: Element, matrix: Matrix, left: float, top: float) -> None:
    width, height = CELL * len(matrix.columns), ROW * len(matrix.rows)
    for number in range(len(matrix.rows) + 1):
        y = top + ROW * number
        put(drawing, "line", x1=left, y1=y, x2=left + width, y2=y, stroke=FAINT, stroke_width=0.4)
    for number in range(len(matrix.columns) + 1):
        x = left + CELL * number
        put(drawing, "line", x1=x, y1=top, x2=x, y2=top + height, stroke=FAINT, stroke_width=0.4)


def _draw_signs(drawing: Element, matrix: Matrix, left: float, top: float) -> list[Mark]:
    used: dict[Mark, None] = {}
    for (row, column), parts in sorted(matrix.cells.items()):
        marks = [MARK_OF_PART[part] for part in parts]
        used.update(dict.fromkeys(marks))
        sign = "".join(mark.sign for mark in marks[:2])
        x, y = left + CELL * (column + 0.5), top + ROW * row + 17
        meaning = "、".join(mark.zh for mark in marks)
        cell = put(drawing, "text", x=x, y=y, text_anchor="middle", font_size=SIZE if len(sign) == 1 else 10)
        cell.text = sign
        put(cell, "title", f"{matrix.rows[row]} × {matrix.columns[column]}：{meaning}")
    return [mark for mark in MARK_OF_PART.values() if mark in used]


def _draw_legend(drawing: Element, marks: Sequence[Mark], y: float, width: float) -> float:
    """Signs and their meaning in lines no wider than `width`; returns where the last line stands."""
    x = 0.0
    for mark in marks:
        text = f"{mark.sign} {mark.zh} {mark.en}"
        if x and x + width_of(text) > width:
            x, y = 0.0, y + LINE
        put_text(drawing, x, y, text)
        x += width_of(text) + 18
    return y
