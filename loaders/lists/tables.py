"""Read the tables of a document as a responsibility list: headings, merged cells, rows that go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.documents.document import Block, Table
from loaders.lists.bodies import is_body_name
from loaders.lists.cells import bases_of, is_numbered, items_of, joined, with_basis, without_number
from loaders.lists.departments import cooperators_of, department_name, departments_of
from loaders.lists.grid import Grid, Row, grid_of, rows_under
from loaders.lists.headers import Column, Header, header_at, header_by_content, is_repeated
from loaders.lists.row import LeftOut, ListRow

HEADINGS_WITHIN = 12
# Where a row of one cell may name a department; in the other columns it goes on with the row above.
HEADING_COLUMNS = (Column.NUMBER, Column.DEPARTMENT, Column.OTHER, None)
REPEATED = ("重复的表头", "headings repeated")
TOTAL = re.compile(r"^(合计|小计|总计|共计|总数)([:：（(\d\s].*)?$")
NOTE = re.compile(
    r"^[*★※]|^(备?注|附注|说明|填表说明|填报说明|填报(单位|人)|填表人|制表人?|审核人?|联系(人|电话)|单位负责人)"
    r"\d*([:：.．、\s]|$)"
)
TITLE_OF_BODY = re.compile(
    r"^(?:关于)?(.{2,24}?)(?:的)?(?:生态环境|环境)?(?:保护)?(?:工作)?(?:责任|权责|职责|权力|牵头).{0,6}清单"
)
PAGE_NUMBER = re.compile(r"^[-—–\s]*第?\s*\d+\s*页?\s*(?:[/共]\s*共?\s*\d+\s*页?)?[-—–\s]*$")
# How the words of a task begin, and how words that go on with a task do.
FRESH = re.compile(
    "负责|组织|指导|承担|监督|监管|牵头|制定|制订|拟订|拟定|编制|起草|开展|依法|参与|配合|协调|协助|会同|督促|查处|统筹|"
    "推进|推动|落实|加强|强化|建立|健全|完善|实施|审批|审查|审核|受理|管理|做好|抓好|按照|根据|对|将|把|贯彻|执行|核发|检查|"
    "引导|支持|保障|严格|发布|公布|公开|调查|处理|划定|提出|研究|规范|打击|侦办|宣传|安排|提供|监测|评估|考核|履行|建设|"
    "维护|处置|治理|防治|保护|修复|指挥|收集|汇总|通报|约谈|巡查|排查|整治|控制|淘汰|优化|培育|推广"
)
GOES_ON = re.compile("^(?:[的和及与并等或、，。；：）》”]|以及|工作[。；]?$)")
UNFINISHED = re.compile("[，、：（《“的和及与对]$")


@dataclass
class Entry:
    """A row of a list as it grows: later rows of the table may go on with it."""

    first: Row
    department: str
    cooperators: tuple[str, ...]
    items: list[str]
    basis: str
    further: list[Row] = field(default_factory=list)

    def go_on(self, row: Row) -> None:
        """Take what a further row adds to the item, the bases and the cooperating bodies."""
        self.further.append(row)
        cells = row.grid.table.rows[row.index]
        for position, column in enumerate(row.header.of(Column.ITEM)):
            self.items[position] = f"{self.items[position]}\n{cells[column]}".strip()
        self.basis = f"{self.basis}\n{row.own(Column.BASIS)}".strip()
        self.cooperators += cooperators_of(row.own(Column.COOPERATORS))

    @property
    def last_words(self) -> str:
        return joined(next((words for words in reversed(self.items) if words), ""))


@dataclass
class TableReader:
    """Reads table after table; a table without headings of its own goes on with the one before."""

    rows: list[ListRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    header: Header | None = None
    name: str = ""
    tables: int = 0
    entries: int = 0
    entry: Entry | None = None
    department: str = ""
    heading: str = ""
    apart: bool = True
    section_head: tuple[str, str] | None = None

    def take(self, block: Block) -> None:
        """Take the next line or table of the document."""
        if isinstance(block, Table):
            self.take_table(block)
        elif block.text.strip() and not PAGE_NUMBER.match(block.text.strip()):
            self.apart = True
            self.heading = _body_of(block.text) or self.heading

    def leave_out(self, place: str, words: str, zh: str, en: str) -> None:
        self.left_out.append(LeftOut(place, joined(words), zh, en))

    def take_table(self, table: Table) -> None:
        if not table.rows or not table.rows[0]:
            return
        grid = grid_of(table)
        start, header = self.find_header(grid)
        if header is None:
            words = " | ".join(joined(cell) for cell in table.rows[0] if cell.strip())
            self.leave_out(
                table.place,
                words,
                "没有认得的表头，整表未读入",
                "no headings that we know; the table was not read",
            )
            return
        self.take_titles(grid, start)
        for row in rows_under(grid, header, start + header.rows):
            self.take_row(row)
        self.apart = False

    def find_header(self, grid: Grid) -> tuple[int, Header | None]:
        """Where the headings begin and what they say; those of the table before where it goes on."""
        rows = grid.rows()
        for start in range(min(len(rows), HEADINGS_WITHIN)):
            if header := header_at(rows, start):
                if self.begin(grid.table, header):
                    self.note_unread(grid, header, start)
                else:
                    self.leave_out(_place(grid.table, start), " | ".join(header.words), *REPEATED)
                return start, header
        before = self.header
        if before and len(before.columns) == len(rows[0]) and before.words and self.name == grid.table.name:
            self.header = Header(before.columns, before.words, 0, before.cells)
            return 0, self.header
        header = header_by_content(rows)
        if header:
            self.begin(grid.table, header)
            self.leave_out(
                grid.table.place,
                "",
                "没有表头，列按内容认定，请核对",
                "no headings; columns told by content, please check",
            )
        return 0, header

    def begin(self, table: Table, header: Header) -> bool:
        """Begin a list, or go on with the one before where a page break repeats its headings: then false."""
        same = self.header is not None and header.cells == self.header.cells and header.cells
        is_new = not (same and self.name == table.name and not self.apart)
        if is_new:
            self.close_section()
            self.tables, self.entries, self.department = self.tables + 1, 0, ""
        self.header, self.name = header, table.name
        return is_new

    def note_unread(self, grid: Grid, header: Header, start: int) -> None:
        cells = grid.table.rows[start + header.rows :]
        for position, column in enumerate(header.columns):
            is_read = column not in (None, Column.OTHER)
            if not is_read and any(row[position].strip() for row in cells):
                self.leave_out(
                    grid.table.place, header.words[position], "该列未读入", "this column was not read"
                )

    def take_titles(self, grid: Grid, start: int) -> None:
        """The rows above the headings; the title may name the department of the whole table."""
        for index in range(start):
            for words in filter(str.strip, grid.table.rows[index]):
                self.heading = _body_of(words) or self.heading
                self.leave_out(_place(grid.table, index), words, "表头之上的文字", "words above the headings")
        self.heading = _body_of(grid.table.name) or self.heading

    def take_row(self, row: Row) -> None:
        filled = row.filled()
        place = _place(row.grid.table, row.index)
        words = " | ".join(cell for _, cell in filled)
        if not filled:
            return
        if is_repeated(row.header, row.grid.table.rows[row.index]):
            self.leave_out(place, words, *REPEATED)
        elif TOTAL.match(filled[0][1]):
            self.leave_out(place, words, "合计行", "a row of totals")
        elif NOTE.match(filled[0][1]):
            self.leave_out(place, words, "注释或填表信息", "a note, or who filled in the form")
        elif len(filled) == 1 and (body := self.section(row, *filled[0])) is not None:
            self.take_section(place, words, body)
        else:
            self.take_words(row)

    def section(self, row: Row, column: int, words: str) -> str | None:
        """The department that a row of one cell names, "" for another heading; None for a row of the list."""
        body = _body_of(words)
        kind = row.header.columns[column]
        if body and (kind in HEADING_COLUMNS or row.width_of(column) > 1):
            return body
        if row.width_of(column) > 1 or kind in (Column.NUMBER, None):
            return ""
        return None

    def take_section(self, place: str, words: str, body: str) -> None:
        self.close_section()
        if body:
            self.department, self.section_head = body, (place, words)
        else:
            self.leave_out(place, words, "表中的小标题", "a heading within the table")

    def close_section(self) -> None:
        """End the entry that is open; a department row without rows below it is reported."""
        self.finish()
        if self.section_head:
            self.leave_out(*self.section_head, "标题之下没有事项", "a heading without items")
        self.section_head = None

    def take_words(self, row: Row) -> None:
        self.section_head = None
        if self.entry is not None and goes_on(self.entry, row):
            self.entry.go_on(row)
            return
        self.finish()
        named = departments_of(row.words(Column.DEPARTMENT))
        self.department = named.department or self.department
        department = self.department or ("" if row.header.of(Column.DEPARTMENT) else self.heading)
        self.entry = Entry(
            row,
            department,
            named.cooperators + cooperators_of(row.words(Column.COOPERATORS)),
            row.each(Column.ITEM),
            row.words(Column.BASIS),
        )

    def finish(self) -> None:
        """Make rows of the entry that is open."""
        entry, self.entry = self.entry, None
        if entry is None:
            return
        place = _place(entry.first.grid.table, entry.first.index)
        items = list(self.items(entry, place))
        if not entry.department or not items:
            words = " | ".join(cell for row in (entry.first, *entry.further) for _, cell in row.filled())
            zh, en = ("没有责任部门", "no department") if items else ("没有责任事项", "no item")
            self.leave_out(place, words, zh, en)
            return
        self.entries += 1
        at = f"table_{self.tables}__row_{self.entries}"
        for number, item in enumerate(items, 1):
            self.rows.append(_row(entry, f"{at}__item_{number}" if len(items) > 1 else at, item, place))

    def items(self, entry: Entry, place: str) -> Iterator[str]:
        """The items of an entry; a name in one column and its content in another are one item."""
        *names, content = [words for words in entry.items if words] or [""]
        lead_in, items = items_of(content)
        if lead_in:
            self.leave_out(place, lead_in, "编号之前的引语", "words before the first number")
        for item in items:
            yield "：".join([*(without_number(joined(name)) for name in names), item])


def goes_on(entry: Entry, row: Row) -> bool:
    """Whether a row goes on with the entry above it and is no entry of its own.

    Its own department or number makes an entry, and so do an item and a basis of its own. A merged department
    over rows that are not numbered lists its items one to a row. Words in one column only go on; where nothing
    is numbered, they do so unless they begin as a task does.
    """
    item = joined(row.own(Column.ITEM))
    if row.own(Column.DEPARTMENT) or (item and row.own(Column.NUMBER)):
        return False
    basis = joined(row.own(Column.BASIS))
    if not item or is_numbered(item):
        return not (item and basis)
    if ends_open(entry.last_words) or GOES_ON.match(item):
        return True
    if basis:
        return basis.startswith("第")
    looks_alike = FRESH.match(item) is not None or FRESH.match(entry.last_words) is None
    if row.is_covered(Column.NUMBER) or not entry.first.words(Column.NUMBER):
        one_to_a_row = row.is_covered(Column.DEPARTMENT) or row.is_covered(Column.BASIS)
        return not (one_to_a_row or not row.header.of(Column.BASIS) or FRESH.match(item))
    return not (looks_alike and row.grid.counts_departments(row.header))


def ends_open(words: str) -> bool:
    """Whether words break off: behind a comma or a 的, or within a title."""
    return UNFINISHED.search(words) is not None or words.count("《") > words.count("》")


def _row(entry: Entry, at: str, item: str, place: str) -> ListRow:
    heads = entry.first.header.of(Column.DEPARTMENT)
    item, stated = with_basis(item)
    return ListRow(
        at=at,
        department=entry.department,
        item=item,
        basis=bases_of(entry.basis) or stated,
        place=place,
        cooperators=tuple(dict.fromkeys(entry.cooperators)),
        level=joined(entry.first.words(Column.LEVEL)) or None,
        number=joined(entry.first.words(Column.NUMBER)) or None,
        header=entry.first.header.words[heads[0]] if heads else "",
    )


def _place(table: Table, index: int) -> str:
    return f"{table.place}, row {index + 1}"


def _body_of(words: str) -> str:
    """The body that a heading, a title or the name of a sheet names; "" when it names none."""
    bare = department_name(words)
    if is_body_name(bare):
        return bare
    titled = TITLE_OF_BODY.match(bare)
    return titled.group(1) if titled and is_body_name(titled.group(1)) else ""


def read_tables(blocks: Iterable[Block]) -> TableReader:
    """Read every table; lines only serve to see whether two tables belong together and whose they are."""
    reader = TableReader()
    for block in blocks:
        reader.take(block)
    reader.close_section()
    return reader
