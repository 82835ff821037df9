"""What the office hands out: the consultation paper of a matter, the ledger of a period and its counts.

Each joins the matter as it stands with what the release says of it; the forms themselves are in
`office.consultation_paper` and `office.reports`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from graph.tables import AreaRow
from office.codes import State
from office.consultation import compare
from office.consultation_paper import consultation_paper
from office.matter import Matter
from office.matter_paper import Course, consultation_of, line_of
from office.release_rows import rows_of
from office.reports import Line, Period, counts_table, ledger_table, month_of, quarter_of, year_of
from office.service import Office
from outputs.papers.paper import Paper
from queries.dates import SHANGHAI
from queries.table import Table, Words

UNKNOWN = Words(
    "层级或无人牵头的原因未定，程序不能确定", "level or cause is not known, so the procedure is not either"
)
FINAL = frozenset({State.CLOSED, State.LEFT})
SEVERAL = 200


def paper_of(office: Office, key: str, on: date, convenor: str) -> Paper:
    """The one-page paper for a consultation on a matter, as of a day. Raises UnknownMatter."""
    matter = office.matter(key)
    register, lookup = office.register, office.lookup()
    area = register.areas[matter.place]
    topic = register.topics.get(matter.topic or "")
    if topic is None:
        answer = lookup.ask(
            matter.description, area.id, matter.level, matter.occurred_on, today=matter.occurred_on
        )
    else:
        answer = lookup.answer_for(topic, area, matter.level, matter.occurred_on)
    content = consultation_of(
        matter,
        answer,
        compare(matter, on),
        course_of(office, matter, on),
        rows_of(register.tables).procedures,
        office=convenor,
        on=on,
        similar=[one.matter.id for one in office.similar(key).decided],
    )
    return consultation_paper(content)


def course_of(office: Office, matter: Matter, on: date) -> Course:
    """How a matter goes on: procedure, deciding bodies, steps, limits."""
    found, limits = office.procedure_for(matter), office.deadlines_for(matter, on)
    if found is None:
        return Course(None, (UNKNOWN,), None, (), limits)
    return Course(found.choice.procedure, found.choice.says, found.deciders, found.steps, limits)


def every_matter(office: Office, within: AreaRow | None = None) -> Iterator[Matter]:
    """All matters, or those of a place and all within it, in the order of their numbers."""
    after, place = None, within.id if within else None
    while page := office.matters(place=place, after=after, limit=SEVERAL):
        yield from page
        after = page[-1].id


def lines_of(office: Office, on: date, within: AreaRow | None = None) -> list[Line]:
    """Every matter, or every one of a place, as a line of the reports."""
    rows, closed = rows_of(office.register.tables), office.ledger.last_events(FINAL)
    return [
        line_of(one, course_of(office, one, on), rows.procedures, rows.calendar, on, _day(closed.get(one.id)))
        for one in every_matter(office, within)
    ]


def _day(at: str | None) -> date | None:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).date() if at else None


def ledger_of(office: Office, period: Period, on: date, within: AreaRow | None = None) -> Table:
    """The ledger of a period."""
    return _of_place(ledger_table(lines_of(office, on, within), period, on, _release(office)), within)


def counts_of(office: Office, period: Period, on: date, within: AreaRow | None = None) -> Table:
    """The counts of a report."""
    return _of_place(counts_table(lines_of(office, on, within), period, on, _release(office)), within)


def _release(office: Office) -> str:
    return office.register.tables.release


def _of_place(table: Table, within: AreaRow | None) -> Table:
    """A table that says of which place it is."""
    if within is None:
        return table
    title = Words(f"{within.zh}{table.title.zh}", f"{table.title.en}, {within.zh}")
    return replace(table, title=title, asked={**table.asked, "place": within.id})


def period_of(text: str) -> Period:
    """`2026-11`, `2026-Q4` or `2026`. Raises BadRequest for another form, ValueError never."""
    year, _, rest = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and year.isascii()):
        return month_of(0, 0)
    if not rest:
        return year_of(int(year))
    if rest[:1] in ("Q", "q"):
        return quarter_of(int(year), _number(rest[1:]))
    return month_of(int(year), _number(rest))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 else 0
