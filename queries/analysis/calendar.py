"""The calendar of a place and a year: what falls due again and again, and by which day, with the origin of each day.

A day stands here only where a text gives it: the day itself (每年1月31日前), days from the end of a period
(季度终了之日起十五日内), or one clock that ran once. Where a text says only how often, the whole period is shown:
its end is that of the calendar's month, quarter, half-year or year and is nobody's stated deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from graph.tables import DutyRow, InstrumentRow, NormRow, PartyRow
from queries.analysis.here import ACTING, Here, acting, reaches
from queries.analysis.names import clause, party_words
from queries.lookup import Lookup
from queries.table import Column, Table, Words
from queries.words import CERTAINTY_ZH

OFTEN = {"P1M": "每月", "P3M": "每季度", "P6M": "每半年", "P1Y": "每年", "P5Y": "每五年", "P10Y": "每十年"}
MONTHS_OF = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}
DAYS = re.compile(r"P(\d+)D")
Norm = DutyRow | NormRow
Span = tuple[date | None, date | None]


class Origin(StrEnum):
    """Where the days of a row come from."""

    STATED = "stated"
    COUNTED = "counted"
    PERIOD = "period"
    ONCE = "once"
    UNANCHORED = "unanchored"
    ENDED = "ended"


ORIGINS = {
    Origin.STATED: Words("原文写明这一天", "the text gives this day"),
    Origin.COUNTED: Words("原文写明周期终了后的天数", "the text gives the days after the period ends"),
    Origin.PERIOD: Words("原文只写频次，按日历周期列出，末日不是法定期限", "the text says only how often; the last day is the calendar's, no stated deadline"),
    Origin.ONCE: Words("一次性期限，不重新起算", "ran once and is never restarted"),
    Origin.ENDED: Words("原文只写频次，列至该文件失效之日，不是法定期限", "the text says only how often; listed until it ceases to apply, no stated deadline"),
    Origin.UNANCHORED: Words("原文没有写从哪一年起算", "the text does not say from which year it counts"),
}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """Something due. `first` to `last` are both included; both are None where no day can be told.

    `who` is None where no body is to act but one is handed something: `what` says by whom. `by_reference` means that
    the text serves the place only as a model (参照执行).
    """

    id: str
    first: date | None
    last: date | None
    origin: Origin
    period: str | None
    what: str
    who: str | None
    to: str | None
    body: str | None
    basis: str
    timing: str | None
    by_reference: bool
    certainty: str


@dataclass(frozen=True)
class Calendar:
    """What is due at a place in a year, by first day. `past` are one-off limits that ended before the year."""

    place: Here
    year: int
    dues: tuple[Due, ...]
    past: tuple[Due, ...]
    release: str
    cut_off: date


def calendar_of(lookup: Lookup, place: Here, year: int) -> Calendar:
    """The calendar. Empty where no text on record for the place and its level says how often or by when."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    dues: list[Due] = []
    past: list[Due] = []
    for norm, start, end, by_reference in _norms(lookup, place):
        once = _once(norm, start)
        if once is not None and once[1] < first:
            past.append(_due(lookup, place, norm, Origin.ONCE, once, by_reference))
        elif once is not None and once[0] <= last:
            dues.append(_due(lookup, place, norm, Origin.ONCE, once, by_reference))
        if norm.recurrence and start <= last.toordinal() and end > first.toordinal():
            origin = _origin(norm)
            for span in _spans(norm, origin, year, start, end):
                cut = origin is Origin.PERIOD and _is_cut(norm, year, span)
                dues.append(_due(lookup, place, norm, Origin.ENDED if cut else origin, span, by_reference))
    cut_off = date.fromordinal(lookup.tables.cut_off)
    return Calendar(place, year, _ordered(dues), _ordered(past), lookup.tables.release, cut_off)


def _ordered(dues: Sequence[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda d: (d.first or date.max, d.last or date.max, d.basis, d.id)))


def _norms(lookup: Lookup, place: Here) -> Iterator[tuple[Norm, int, int, bool]]:
    """Each recurring or one-off norm for the place and its level, with its span and whether it is only a model."""
    tables = lookup.tables
    told: set[tuple[int, str]] = set()
    for duty in tables.duties:
        if (duty.recurrence or duty.due) and reaches(tables.instruments[duty.instrument], duty.area, place):
            told.add((duty.instrument, duty.locator))
            applies = _applies(duty, place.level)
            if applies is not None:
                yield duty, duty.start, duty.end, not applies
    for norm in tables.mechanisms:
        instrument = tables.instruments[norm.instrument]
        # The duties read from the same place say the same, party by party.
        said = norm.recurrence and (norm.instrument, norm.locator) not in told
        fits = not norm.levels or place.level is None or place.level in norm.levels
        if (said or norm.one_off) and fits and reaches(instrument, instrument.area, place):
            yield norm, instrument.start, instrument.end, False


def _applies(duty: DutyRow, level: str | None) -> bool | None:
    """Whether a duty binds bodies of the level; False where it is only a model for them, None where neither."""
    named = {one for party in acting(duty.parties) for one in party.levels or duty.levels}
    if not named or level is None or level in named:
        return True
    return False if level in duty.by_reference else None


def _once(norm: Norm, start: int) -> tuple[date, date] | None:
    """First and last day of a limit that runs once: a day the text gives, or a clock from the day of issue."""
    if isinstance(norm, DutyRow):
        day = date.fromordinal(norm.due) if norm.due else None
        return (day, day) if day else None
    if norm.one_off and norm.deadline_due:
        return date.fromordinal(start), date.fromisoformat(norm.deadline_due)
    return None


def _origin(norm: Norm) -> Origin:
    if norm.due_day:
        return Origin.STATED
    if isinstance(norm, DutyRow) and norm.due_after:
        return Origin.COUNTED
    return Origin.PERIOD if norm.recurrence in MONTHS_OF else Origin.UNANCHORED


def _is_cut(norm: Norm, year: int, span: Span) -> bool:
    """Whether the norm ceases to apply before the period is over."""
    return span[1] not in {ends for _, ends in _periods(norm.recurrence or "", year)}


def _spans(norm: Norm, origin: Origin, year: int, start: int, end: int) -> Iterator[Span]:
    """First and last day of each occurrence in the year, as far as the norm is in force."""
    if origin is Origin.UNANCHORED:
        yield None, None
    elif origin is Origin.STATED:
        day = date.fromisoformat(f"{year}-{norm.due_day}")
        if start <= day.toordinal() < end:
            yield day, day
    elif origin is Origin.COUNTED:
        for begins, day in _counted(norm, year):
            if start <= day.toordinal() < end:
                yield begins, day
    else:
        for begins, ends in _periods(norm.recurrence or "", year):
            first, last = max(begins.toordinal(), start), min(ends.toordinal(), end - 1)
            if first <= last:
                yield date.fromordinal(first), date.fromordinal(last)


def _counted(norm: Norm, year: int) -> Iterator[tuple[date, date]]:
    """Days from the day after each period up to the last one allowed, where that lies in the year."""
    assert isinstance(norm, DutyRow)
    allowed = DAYS.fullmatch(norm.due_after or "")
    assert allowed is not None
    for before in (year - 1, year):
        for _, ends in _periods(norm.recurrence or "", before):
            last = ends + timedelta(days=int(allowed[1]))
            if last.year == year:
                yield ends + timedelta(days=1), last


def _periods(recurrence: str, year: int) -> Iterator[tuple[date, date]]:
    """Months, quarters, half-years or the year of the calendar."""
    months = MONTHS_OF[recurrence]
    for month in range(1, 13, months):
        following = date(year + 1, 1, 1) if month + months > 12 else date(year, month + months, 1)
        yield date(year, month, 1), following - timedelta(days=1)


def _due(lookup: Lookup, place: Here, norm: Norm, origin: Origin, span: Span, by_reference: bool) -> Due:
    instrument = lookup.tables.instruments[norm.instrument]
    doing = [p for p in norm.parties if p.part in ACTING]
    receiving = [p for p in norm.parties if p.part == "recipient"]
    return Due(
        id=norm.id,
        first=span[0],
        last=span[1],
        origin=origin,
        period=norm.recurrence,
        what=norm.summary,
        who=_names(doing, instrument, lookup) or None,
        to=_names(receiving, instrument, lookup) or None,
        body=_body(lookup, place, doing, span[1]),
        basis=clause(lookup.tables, norm),
        timing=norm.timing,
        by_reference=by_reference,
        certainty=norm.certainty,
    )


def _body(lookup: Lookup, place: Here, doing: Sequence[PartyRow], on: date | None) -> str | None:
    """The body of this very place that acts as the first type named, where one is on record for the day."""
    kind = next((p.type for p in doing if p.type), None)
    if kind is None or on is None or place.area is None or place.level != place.area.level:
        return None
    mandate = lookup.attribution.holders.mandate(kind, place.area, on.toordinal())
    return mandate.body_zh if mandate and mandate.area == place.area.id else None


def _names(parties: Sequence[PartyRow], instrument: InstrumentRow, lookup: Lookup) -> str:
    words = dict.fromkeys(party_words(party, instrument, lookup) for party in parties)
    return "、".join(words) + ("等" if any(party.open_list for party in parties) else "")


COLUMNS = (
    Column("from", "起", "from", "day"),
    Column("until", "止", "until", "day"),
    Column("what", "事项", "what is due"),
    Column("often", "频次", "how often"),
    Column("as_written", "原文的时间", "time as the text has it"),
    Column("origin", "日期从何而来", "origin of the days"),
    Column("who", "谁做", "who acts"),
    Column("body", "本地机构", "body here"),
    Column("to", "报给谁", "handed in to"),
    Column("applies", "适用", "how it applies"),
    Column("basis", "依据", "basis"),
    Column("certainty", "可靠程度", "certainty", codes=CERTAINTY_ZH),
    Column("norm", "编号", "id"),
)


def calendar_table(calendar: Calendar) -> Table:
    """One row per occurrence, by first day; rows without days stand last."""
    rows = tuple(_row(due) for due in calendar.dues)
    notes = [
        Words(f"{words.zh}（{origin}）。", f"{origin}: {words.en}.") for origin, words in ORIGINS.items()
    ]
    notes += [
        Words(
            f"{due.basis}的期限已于{due.last}届满，不重新起算：{due.what}。",
            f"The limit of {due.id} ended on {due.last} and is not restarted.",
        )
        for due in calendar.past
    ]
    notes.append(
        Words(
            "空表表示没有收录写明频次或者期限的规定，不表示没有责任。",
            "An empty table means that no text on record gives a frequency or a day, not that nothing is due.",
        )
    )
    where = calendar.place
    asked = {"place": where.zh, "level": where.level or "", "year": str(calendar.year)}
    title = title_of(calendar)
    return Table("calendar", title, COLUMNS, rows, calendar.release, tuple(notes), asked)


def title_of(calendar: Calendar) -> Words:
    place, year = calendar.place.zh, calendar.year
    return Words(f"{place}{year}年履责日历", f"Duties due in {year}: {place}")


def often(period: str | None) -> str | None:
    """How often, in words: 每季度 for P3M."""
    return OFTEN.get(period, period) if period else None


def _row(due: Due) -> tuple[str | date | None, ...]:
    applies = "参照执行" if due.by_reference else "适用"
    origin = ORIGINS[due.origin].zh
    return (due.first, due.last, due.what, often(due.period), due.timing, origin, due.who, due.body, due.to, applies, due.basis, due.certainty, due.id)  # fmt: skip
