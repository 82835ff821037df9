"""An SVG drawing: elements, text widths, and the frame every picture of ours has.

A picture must be readable printed in black on white: lines and shapes carry the meaning, colour only helps. Lengths are
in pixels at 96 to the inch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from queries.table import Words

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimSun',sans-serif"
INK, FAINT, ACCENT = "#1a1a1a", "#8a8a8a", "#1f5f8b"
SIZE, SMALL = 13, 11
MARGIN, LINE = 24, 19
NARROW = 0.56
# What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Frame:
    """What stands around a drawing: its name, what it shows in words, the figures and the notes beneath."""

    title: Words
    description: Words
    figures: tuple[tuple[str, ...], ...] = ()
    notes: tuple[Words, ...] = ()
    release: str = ""


def width_of(text: str, size: float = SIZE) -> float:
    """Width of a text in pixels: a Chinese character is as wide as the type is high, a Latin one about half."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return size * (wide + NARROW * (len(text) - wide))


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines no wider than `width`; breaks between any two characters but never within a Latin word."""
    lines, line = [], ""
    for piece in re.findall(r"[A-Za-z0-9.,;:()/'-]+\s?|\s|[^\sA-Za-z0-9]", text.strip()):
        # A space at its end is not part of a line.
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line] if line or not lines else lines


def put(parent: Element, tag: str, text: str | None = None, **attributes: str | float) -> Element:
    """A child element; `_` in a name stands for `-`, numbers are rounded to a tenth of a pixel."""
    named = {name.replace("_", "-"): _written(value) for name, value in attributes.items()}
    child = SubElement(parent, tag, named)
    child.text = None if text is None else _written(text)
    return child


def _written(value: str | float) -> str:
    if isinstance(value, str):
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return f"{value:.1f}".removesuffix(".0")


def put_text(parent: Element, x: float, y: float, text: str, **attributes: str | float) -> Element:
    return put(parent, "text", text, x=x, y=y, **attributes)


def picture(frame: Frame, drawing: Element, width: float, height: float) -> bytes:
    """The whole SVG file: title above, `drawing` (a `g`) of the given size, figures and notes beneath."""
    whole = max(width, _widest(frame.figures), 480.0) + 2 * MARGIN
    root = Element("svg", {"xmlns": NAMESPACE, "role": "img", "aria-labelledby": "title description"})
    put(root, "title", f"{frame.title.zh} / {frame.title.en}", id="title")
    put(root, "desc", f"{frame.description.zh} {frame.description.en}", id="description")
    root.attrib.update({"font-family": FONTS, "font-size": str(SIZE), "fill": INK})
    paper = put(root, "rect", fill="#ffffff")
    y = _put_lines(
        root,
        MARGIN + 18,
        wrapped(frame.title.zh, whole - 2 * MARGIN, 18),
        24,
        font_size=18,
        font_weight="bold",
    )
    y = _put_lines(root, y, wrapped(frame.title.en, whole - 2 * MARGIN), LINE, fill=FAINT)
    drawing.set("transform", f"translate({MARGIN} {y:.0f})")
    root.append(drawing)
    y = _put_figures(root, y + height + LINE, frame.figures)
    for note in frame.notes:
        y = _put_lines(root, y, wrapped(note.zh, whole - 2 * MARGIN, SMALL), 16, font_size=SMALL)
        y = _put_lines(root, y, wrapped(note.en, whole - 2 * MARGIN, SMALL), 16, font_size=SMALL, fill=FAINT)
    if frame.release:
        y = _put_lines(root, y, [f"版本 / release {frame.release}"], 16, font_size=SMALL, fill=FAINT)
    size = {"width": f"{whole:.0f}", "height": f"{y + MARGIN - LINE:.0f}"}
    for name, value in {**size, "viewBox": f"0 0 {size['width']} {size['height']}"}.items():
        root.set(name, value)
    paper.attrib.update(size)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'.encode()


def _put_lines(
    root: Element, y: float, lines: Iterable[str], step: float, **attributes: str | float
) -> float:
    for line in lines:
        put_text(root, MARGIN, y, line, **attributes)
        y += step
    return y


def _column_widths(figures: Sequence[Sequence[str]]) -> list[float]:
    return [max(width_of(cell, SMALL) for cell in column) + 18 for column in zip(*figures, strict=True)]


def _widest(figures: Sequence[Sequence[str]]) -> float:
    return sum(_column_widths(figures))


def _put_figures(root: Element, y: float, figures: Sequence[Sequence[str]]) -> float:
    """The figures as a table; the first row names the columns. Returns where the next line may stand."""
    if not figures:
        return y
    widths = _column_widths(figures)
    group = put(root, "g", role="table", font_size=SMALL)
    for number, row in enumerate(figures):
        line = put(group, "g", role="row")
        x = float(MARGIN)
        for cell, width in zip(row, widths, strict=True):
            bold: Mapping[str, str] = {"font_weight": "bold"} if number == 0 else {}
            role = "columnheader" if number == 0 else "cell"
            put_text(line, x, y, cell, role=role, font_size=SMALL, **bold)
            x += width
        if number == 0:
            put(group, "line", x1=MARGIN, y1=y + 5, x2=x, y2=y + 5, stroke=INK, stroke_width=0.8)
        y += 17
    return y + 8
