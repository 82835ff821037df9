"""Read Markdown: headings, pipe tables and lines; the marks of emphasis and links go, their words stay.

Every line stays a line of its own: statute texts put one paragraph on a line and do without blank ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loaders.documents.document import Block, Line, Table
from loaders.documents.found import Found
from loaders.documents.limits import check_cells
from loaders.documents.rows import rectangular
from loaders.repair import decode

HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t\u3000]+(.*)$")
COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
RULE = re.compile(r"^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$|^\s*```")
BELOW_HEADER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
CELL_END = re.compile(r"(?<!\\)\|")
LEAD = re.compile(r"^\s*(?:>\s?)*(?:[-*+]\s+)?")
LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*|__(?=\S)([^_\n]+)(?<=\S)__")
PROPERTY = re.compile(r"^([A-Za-z_]\w*|[\u4e00-\u9fff]{2,8})\s*:\s*(\S.*)$")


def read_markdown(raw: bytes) -> Found:
    """Headings with their level, tables in place, other lines as they stand; comments are left out."""
    lines = COMMENT.sub(_line_ends, decode(raw)).splitlines()
    declared, start = _front_matter(lines)
    return Found(tuple(_blocks(lines, start)), declared)


def _line_ends(comment: re.Match[str]) -> str:
    """Nothing but its line ends, so that the lines below keep their numbers."""
    return "\n" * comment.group().count("\n")


def _front_matter(lines: Sequence[str]) -> tuple[Mapping[str, str], int]:
    """The properties between two `---` lines at the top, and the line after them."""
    if not lines or lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:50]):
        return {}, 0
    end = next(n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    found = [match for line in lines[1:end] if (match := PROPERTY.match(line))]
    return {match.group(1): match.group(2).strip("\"' ") for match in found}, end + 1


def _blocks(lines: Sequence[str], start: int) -> Iterator[Block]:
    at = start
    while at < len(lines):
        if _is_table(lines, at):
            end = _end_of_table(lines, at)
            yield _table(lines[at:end], f"line {at + 1}")
            at = end
            continue
        line = _line(lines[at], f"line {at + 1}")
        if line.text:
            yield line
        at += 1


def _is_table(lines: Sequence[str], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return "|" in lines[at] and "|" in below and bool(BELOW_HEADER.match(below))


def _end_of_table(lines: Sequence[str], at: int) -> int:
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    return end


def _table(lines: Sequence[str], place: str) -> Table:
    check_cells(len(lines), max(line.count("|") for line in lines) - 1, place)
    return Table(rectangular([_cells(line) for n, line in enumerate(lines) if n != 1]), place)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    cells = (cell.strip().replace("\\|", "|") for cell in CELL_END.split(inner))
    return tuple(_without_marks(re.sub(r"<br\s*/?>", "\n", cell)) for cell in cells)


def _line(line: str, place: str) -> Line:
    heading = HEADING.match(line)
    if heading:
        return Line(_without_marks(heading.group(2).rstrip("# \t")), place, len(heading.group(1)))
    if RULE.match(line):
        return Line("", place)
    return Line(_without_marks(LEAD.sub("", line, count=1)), place)


def _without_marks(text: str) -> str:
    return EMPHASIS.sub(r"\1\2", LINK.sub(r"\1", text)).strip()
