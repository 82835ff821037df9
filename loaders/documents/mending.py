"""Repair what was read: lines as one text, each table as a text of its own, with the record of both.

The cells of a table row stand on one line for the repair, parted by tabs, so that a rule sees a cell among
its neighbours: a name in traditional characters is left alone in a row as it is in a paragraph. A byte that could not be read
stands as one replacement sign afterwards, so that offsets stay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.document import Block, Line, Table
from loaders.documents.found import Found
from loaders.repair import AFTER_SHIFTS, Known, Quarantine, Repaired, printable, repair
from loaders.repair.overwritten import hijacked
from loaders.repair.record import Draft, Left, Repair, Rule
from loaders.repair.shift import read_shifts


@dataclass(frozen=True)
class Mended:
    """The blocks with repaired words; `repairs` and `left` are those of the lines."""

    blocks: tuple[Block, ...]
    repairs: Sequence[Repair]
    left: Sequence[Left]
    quarantine: Quarantine | None


def mended(found: Found, known: Known, quarantined: bool) -> Mended:
    """What was read, repaired. A page that looks hijacked has no blocks unless `quarantined` is asked for."""
    quarantine = _quarantine(found)
    if quarantine and not quarantined:
        return Mended((), (), (), quarantine)
    lines = [block for block in found.blocks if isinstance(block, Line)]
    repaired = repair("".join(f"{line.text}\n" for line in lines), known=known, quarantined=True)
    texts = iter(_pieces([f"{line.text}\n" for line in lines], repaired))
    blocks = (_block(block, texts, known) for block in found.blocks)
    kept = tuple(block for block in blocks if block)
    return Mended(kept, repaired.repairs, _shown(repaired.left), quarantine)


def _shown(left: Sequence[Left]) -> tuple[Left, ...]:
    """What was left, with a sign for every byte that could not be read."""
    return tuple(replace(one, words=printable(one.words)) for one in left)


def _quarantine(found: Found) -> Quarantine | None:
    """Judged on the whole page: a foreign name stands in the navigation first of all."""
    texts = [b.text if isinstance(b, Line) else _joined(b) for b in found.blocks]
    whole = "\n".join([found.around, *texts])
    return repair(whole).quarantine if hijacked(whole) else None


def _block(block: Block, texts: Iterator[str], known: Known) -> Block | None:
    if isinstance(block, Table):
        return _table(block, known)
    text = next(texts)
    return replace(block, text=printable(text.removesuffix("\n"))) if text.strip() else None


def _joined(table: Table) -> str:
    return "".join(map("".join, _cell_texts(table)))


def _cell_texts(table: Table) -> Iterator[list[str]]:
    """The cells of each row, with the tab or line feed that ends them."""
    for row in table.rows:
        yield [f"{cell}\t" for cell in row[:-1]] + [f"{cell}\n" for cell in row[-1:]]


def _table(table: Table, known: Known) -> Table:
    cells = [cell for row in _cell_texts(table) for cell in row]
    repaired = _repaired_cells("".join(cells), known)
    if not repaired.repairs and not repaired.left:
        return table
    texts = [printable(piece[:-1]) for piece in _pieces(cells, repaired)]
    width = len(table.rows[0])
    rows = tuple(tuple(texts[n : n + width]) for n in range(0, len(texts), width))
    return replace(table, rows=rows, repairs=repaired.repairs, left=_shown(repaired.left))


def _repaired_cells(text: str, known: Known) -> Repaired:
    """As `repair`, but nothing is boilerplate in a table: 联系方式 is the head of a column there."""
    draft = Draft(text)
    draft.take(Rule.BYTE_SHIFT, read_shifts(text, known))
    for rule, read in AFTER_SHIFTS:
        if rule is not Rule.BOILERPLATE:
            draft.take(rule, read(draft.text))
    return Repaired(draft.text, draft.repairs, draft.left)


def _pieces(found: Sequence[str], repaired: Repaired) -> Iterator[str]:
    """For each piece of the text as found, what stands in its place now; "" for a line that was dropped."""
    ends = [one.end for one in repaired.repairs]
    at = start = 0
    for piece in found:
        at += len(piece)
        end = _stands_at(at, ends, repaired)
        yield repaired.text[start:end]
        start = end


def _stands_at(at: int, ends: Sequence[int], repaired: Repaired) -> int:
    """Where an offset of the text as found stands now."""
    before = bisect_right(ends, at)
    if not before:
        return at
    last = repaired.repairs[before - 1]
    return last.stands_until + at - last.end
