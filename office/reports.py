"""The ledger as tables for the monthly, quarterly and yearly (31 January) reports: one row per matter, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import BadRequest
from office.standing import State
from queries.table import Cell, Column, Table, Words


@dataclass(frozen=True)
class Line:
    """A matter as reports show it. `limit` is its nearest limit still running; `limit_state` how that stands."""

    number: str
    description: str
    place: str
    level: str
    channel: str
    topic: str
    cause: str
    state: str
    opened_on: date
    closed_on: date | None = None
    asked: int = 0
    answered: int = 0
    procedure: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    published_on: date | None = None
    lead: str | None = None
    cooperators: tuple[str, ...] = ()
    instrument: str | None = None
    limit: date | None = None
    limit_is_legal: bool | None = None
    limit_state: State | None = None


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year: from `since` up to and without `until`."""

    zh: str
    en: str
    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day < self.until


def month_of(year: int, month: int) -> Period:
    """A calendar month. Raises BadRequest for one that there is not."""
    _check(month, 1, 12, "month")
    return Period(f"{year}年{month}月", f"{year:04}-{month:02}", _first(year, month), _first(year, month + 1))


def quarter_of(year: int, quarter: int) -> Period:
    """A quarter, 1 to 4. Raises BadRequest for another."""
    _check(quarter, 1, 4, "quarter")
    first = 3 * quarter - 2
    return Period(
        f"{year}年第{'一二三四'[quarter - 1]}季度",
        f"{year:04}-Q{quarter}",
        _first(year, first),
        _first(year, first + 3),
    )


def year_of(year: int) -> Period:
    """A whole year: what the report due on 31 January of the next one tells of."""
    return Period(f"{year}年度", f"{year:04}", _first(year, 1), _first(year, 13))


def _check(number: int, least: int, most: int, name: str) -> None:
    if not least <= number <= most:
        raise BadRequest(name, f"应为{least}至{most}：{number}", f"{name} is {least} to {most}: {number}")


def _first(year: int, month: int) -> date:
    _check(year, 1949, 2199, "year")
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


LIMIT_ZH = {
    State.RUNNING: "未到期",
    State.DUE_TODAY: "今天到期",
    State.PERHAPS_OVER: "是否超期待定",
    State.OVERDUE: "已超期",
    State.PAUSED: "暂停",
    State.MET: "已按期办完",
    State.MET_LATE: "已办完（逾期）",
}
OVER = (State.OVERDUE, State.MET_LATE)

_COLUMNS: tuple[tuple[Column, Callable[[Line], Cell]], ...] = (
    (Column("number", "编号", "number"), lambda one: one.number),
    (Column("opened_on", "立项日期", "opened on", "day"), lambda one: one.opened_on),
    (Column("channel", "来源", "channel"), lambda one: one.channel),
    (Column("place", "地点", "place"), lambda one: one.place),
    (Column("level", "层级", "level"), lambda one: one.level),
    (Column("topic", "事项", "topic"), lambda one: one.topic),
    (Column("description", "反映内容", "description"), lambda one: one.description),
    (Column("cause", "为何无主", "why unassigned"), lambda one: one.cause),
    (Column("state", "进度", "state"), lambda one: one.state),
    (Column("asked", "征求意见部门数", "departments asked", "number"), lambda one: one.asked),
    (Column("answered", "已答复部门数", "departments answered", "number"), lambda one: one.answered),
    (Column("procedure", "适用程序", "procedure"), lambda one: one.procedure),
    (Column("decided_by", "决定机关", "decided by"), lambda one: one.decided_by),
    (Column("decided_on", "决定日期", "decided on", "day"), lambda one: one.decided_on),
    (Column("lead", "牵头部门", "lead"), lambda one: one.lead),
    (Column("cooperators", "配合部门", "cooperators"), lambda one: "、".join(one.cooperators) or None),
    (Column("instrument", "文号", "instrument"), lambda one: one.instrument),
    (Column("published_on", "公开日期", "published on", "day"), lambda one: one.published_on),
    (Column("limit", "期限", "limit", "day"), lambda one: one.limit),
    (Column("limit_kind", "期限性质", "kind of limit"), lambda one: _limit_kind(one)),
    (Column("limit_state", "期限状态", "limit stands"), lambda one: LIMIT_ZH[one.limit_state] if one.limit_state else None),
    (Column("closed_on", "办结日期", "closed on", "day"), lambda one: one.closed_on),
)  # fmt: skip


def _limit_kind(one: Line) -> str | None:
    if one.limit_is_legal is None:
        return None
    return "法定" if one.limit_is_legal else "内部目标"


def ledger_table(lines: Iterable[Line], period: Period, on: date, release: str) -> Table:
    """Every matter that was open on some day of the period, oldest first, as it stands on `on`.

    An empty table means that none was. Rule: 青海实施意见二（三）（八）, 川环委〔2023〕1号二（二） ask for the
    accounts; what is in them is the house's.
    """
    shown = [one for one in lines if _was_open(one, period)]
    shown.sort(key=lambda one: (one.opened_on, one.number))
    return Table(
        name=f"ledger-{period.en}",
        title=Words(
            f"未明确牵头部门事项台账（{period.zh}）", f"ledger of matters without a lead, {period.en}"
        ),
        columns=tuple(column for column, _ in _COLUMNS),
        rows=tuple(tuple(read(one) for _, read in _COLUMNS) for one in shown),
        release=release,
        notes=(
            Words(
                f"列出{period.since}起、{period.until}前办理过的全部事项；进度和期限按{on}。",
                f"every matter in hand from {period.since} up to and without {period.until}; states and limits as of {on}",
            ),
            Words(
                "内部目标不是法定期限。空格表示没有，不是零。",
                "internal targets are not legal limits; an empty cell is none, not zero",
            ),
        ),
        asked={"period": period.en, "on": on.isoformat()},
    )


def _was_open(one: Line, period: Period) -> bool:
    return one.opened_on < period.until and (one.closed_on is None or one.closed_on >= period.since)


def counts_table(lines: Sequence[Line], period: Period, on: date, release: str) -> Table:
    """The counts of a report: in hand, new, decided, published, closed, over their limit; in all and by cause."""
    causes = sorted({one.cause for one in lines if _was_open(one, period)})
    rows = [_counts("合计", [one for one in lines if _was_open(one, period)], period)]
    rows += [
        _counts(cause, [o for o in lines if o.cause == cause and _was_open(o, period)], period)
        for cause in causes
    ]
    return Table(
        name=f"counts-{period.en}",
        title=Words(
            f"未明确牵头部门事项统计（{period.zh}）", f"matters without a lead in numbers, {period.en}"
        ),
        columns=(
            Column("cause", "为何无主", "why unassigned"),
            Column("in_hand", "在办", "in hand", "number"),
            Column("opened", "新立项", "opened", "number"),
            Column("decided", "作出决定", "decided", "number"),
            Column("published", "公开", "published", "number"),
            Column("closed", "办结", "closed", "number"),
            Column("carried", "结转", "carried over", "number"),
            Column("over_legal", "超法定期限", "over a legal limit", "number"),
            Column("over_internal", "超内部目标", "over an internal target", "number"),
        ),
        rows=tuple(rows),
        release=release,
        notes=(
            Words(
                "在办：期内任何一天未办结的。结转：期末仍未办结的。超期按统计日。",
                "in hand: open on some day; carried over: still open at the end; over: as of the day of counting",
            ),
        ),
        asked={"period": period.en, "on": on.isoformat()},
    )


def _counts(name: str, lines: Sequence[Line], period: Period) -> tuple[Cell, ...]:
    over = [one for one in lines if one.limit_state in OVER]
    return (
        name,
        len(lines),
        sum(period.holds(one.opened_on) for one in lines),
        sum(period.holds(one.decided_on) for one in lines),
        sum(period.holds(one.published_on) for one in lines),
        sum(period.holds(one.closed_on) for one in lines),
        sum(one.closed_on is None or one.closed_on >= period.until for one in lines),
        sum(one.limit_is_legal is True for one in over),
        sum(one.limit_is_legal is False for one in over),
    )
