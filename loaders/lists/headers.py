"""Find the heading rows of a list and say which column holds what, in any order and wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from loaders.lists.bodies import bodies_in, is_body_name
from loaders.lists.cells import joined


class Column(StrEnum):
    """What a column of a list holds. `other` has a heading of its own kind that rows do not keep."""

    NUMBER = "number"
    DEPARTMENT = "department"
    ITEM = "item"
    BASIS = "basis"
    COOPERATORS = "cooperators"
    LEVEL = "level"
    OTHER = "other"


# First fit counts. The end of a heading says what it is: 部门职责 is an item, 职责部门 a department.
WORDINGS: tuple[tuple[Column, str], ...] = (
    (Column.BASIS, r"依据|法律法规|(政策|法规|制度)(文件|规定|条款|名称)|(相关|文件|法律)出处"),
    (
        Column.OTHER,
        r"时限|时间|日期|进度|电话|方式|备注|说明|类别|类型|分类|性质|追责|问责|对象|联系人|责任人|领导",
    ),
    (
        Column.COOPERATORS,
        r"(配合|协同|协办|协作|协助|参与|参加|参建|联合|会同|共同).{0,4}(单位|部门|机构|机关|主体|科室)?$",
    ),
    (
        Column.NUMBER,
        r"^(序号|编号|编码|序列|号|no\.?|number|.*(事项|项目|职权|权力|清单|任务|责任)(编码|编号|序号|代码))$",
    ),
    (Column.LEVEL, r"(层级|级别|层次)(划分)?$"),
    (
        Column.DEPARTMENT,
        r"(部门|单位|机关|机构|主体|科室|部室|委办局|部门和单位|单位和部门)(及科室)?(名称|全称)?$",
    ),
    (
        Column.ITEM,
        r"(事项|职责|任务|责任|内容|权力|职权|权责|工作|要点|举措|清单|分工)(名称|内容|描述|清单|要求|表述)?$",
    ),
    (Column.DEPARTMENT, r"^(牵头|主责|主办|主管)$|^(responsible|lead)?(department|agency|body|unit)$"),
    (Column.ITEM, r"^(item|duty|duties|task|matter|responsibility)$"),
    (Column.BASIS, r"^(legal)?basis$"),
    (Column.COOPERATORS, r"^cooperat"),
)
INNER = re.compile("科室|部室|处室|内设|股室")
LEADING = re.compile("牵头|主责|主办|主管")
BRACKET = re.compile(r"[（(\[【].*?[）)\]】]|[:：*·]")
LONGEST_HEADING = 16
BODIES_BY_CONTENT = 0.9
FEWEST_BY_CONTENT = 4


@dataclass(frozen=True)
class Header:
    """The columns of a list with their headings, which take `rows` rows of the table.

    `cells` are all words of those rows, to know them again after a page break. A column that no heading tells
    is None.
    """

    columns: tuple[Column | None, ...]
    words: tuple[str, ...]
    rows: int = 1
    cells: frozenset[str] = frozenset()

    def of(self, column: Column) -> list[int]:
        """Positions of the columns of one kind, from the left."""
        return [position for position, kind in enumerate(self.columns) if kind is column]


def column_of(heading: str) -> Column | None:
    """What a heading says its column holds; None when it is no heading we know."""
    words = re.sub(r"\s", "", BRACKET.sub("", joined(heading))).lower()
    if not words or len(words) > LONGEST_HEADING or is_sentence(words):
        return None
    return next((column for column, wording in WORDINGS if re.search(wording, words)), None)


def is_sentence(words: str) -> bool:
    return re.search("[。；;，,《]", words) is not None


def header_at(rows: Sequence[Sequence[str]], start: int) -> Header | None:
    """The headings that begin in row `start`, one row or two; None when there are none.

    Cells that a merged heading covers hold its words too.
    """
    one = _header(rows[start], rows[start : start + 1])
    if start + 1 == len(rows):
        return one
    two = _header(_two_rows(rows[start], rows[start + 1]), rows[start : start + 2])
    return two if two and _is_second(rows[start], rows[start + 1], one, two) else one


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The heading of each column: the lower one where it says what the column holds, else both together."""
    return [
        under if over == under or column_of(under) else f"{joined(over)}{joined(under)}"
        for over, under in zip(upper, lower, strict=True)
    ]


def _is_second(upper: Sequence[str], lower: Sequence[str], one: Header | None, two: Header) -> bool:
    """Whether the lower row is a row of headings: it is known throughout and divides a heading above it."""
    own = [p for p, cell in enumerate(lower) if cell.strip() and cell != upper[p]]
    is_title = len({cell for cell in upper if cell.strip()}) == 1
    if not own or is_title or any(two.columns[p] is None for p in own):
        return False
    divides = any(p and upper[p].strip() and upper[p] == upper[p - 1] for p in own)
    return divides or one is None or any(one.columns[p] is not two.columns[p] for p in own)


def _header(row: Sequence[str], rows: Sequence[Sequence[str]]) -> Header | None:
    """A row is a heading when it names an item column and one more, and holds nothing but short words."""
    words = tuple(joined(cell) for cell in row)
    columns = tuple(column_of(cell) for cell in row)
    kinds = {column for column in columns if column and column is not Column.OTHER}
    if Column.ITEM not in kinds or len(kinds) < 2:
        return None
    if any(is_sentence(cell) or len(cell) > 2 * LONGEST_HEADING for cell in words):
        return None
    cells = frozenset(joined(cell) for row in rows for cell in row if cell.strip())
    return Header(_settled(columns, words), words, len(rows), cells)


def _settled(columns: Sequence[Column | None], words: Sequence[str]) -> tuple[Column | None, ...]:
    """Of several department columns 牵头 is the department and the rest cooperate; 科室 are within one."""
    departments = [p for p, column in enumerate(columns) if column is Column.DEPARTMENT]
    outer = [p for p in departments if not INNER.search(words[p])] or departments
    leads = [p for p in outer if LEADING.search(words[p])] or outer[:1]
    settled = list(columns)
    for p in departments:
        if p not in leads[:1]:
            settled[p] = (
                Column.COOPERATORS if p in outer and LEADING.search(words[leads[0]]) else Column.OTHER
            )
    return tuple(settled)


def is_repeated(header: Header, row: Sequence[str]) -> bool:
    """Whether a row says the headings again, as after a page break."""
    cells = [joined(cell) for cell in row if cell.strip()]
    return len(cells) > 1 and all(cell in header.cells for cell in cells)


def _names_bodies(cell: str) -> bool:
    bodies, _ = bodies_in(cell)
    return bool(bodies) and all(is_body_name(body.as_written) for body in bodies)


CONTENT: Mapping[Column, Callable[[str], bool]] = {
    Column.NUMBER: lambda cell: cell.isdecimal(),
    Column.DEPARTMENT: _names_bodies,
    Column.BASIS: lambda cell: cell.startswith("《") or cell.endswith("条"),
}


def header_by_content(rows: Sequence[Sequence[str]]) -> Header | None:
    """Columns told by what is in them, only where it is beyond doubt.

    One column in which nearly all cells name bodies, at most one of citations, one of counted numbers, and
    exactly one other column with words in it.
    """
    if len(rows) < FEWEST_BY_CONTENT:
        return None
    columns = tuple(_by_content([row[p] for row in rows]) for p in range(len(rows[0])))
    kinds = [column for column in columns if column]
    if kinds.count(Column.DEPARTMENT) != 1 or kinds.count(Column.ITEM) != 1 or kinds.count(Column.BASIS) > 1:
        return None
    return Header(columns, ("",) * len(columns), 0)


def _by_content(cells: Sequence[str]) -> Column | None:
    filled = [joined(cell) for cell in cells if cell.strip()]
    if not filled:
        return None
    for column, test in CONTENT.items():
        if sum(test(cell) for cell in filled) >= BODIES_BY_CONTENT * len(filled):
            return column
    return Column.ITEM
