"""Comparisons beside the reading of the tables they compare, and how they grow when the duties double."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bench.measure import line, lookup, medians, release
from graph.tables import DutyRow, Tables
from queries.analysis.answers_diff import Standpoint, answer_changes
from queries.analysis.diff import diff_days, diff_editions, diff_releases, repealed_by

CODE = "eco-code-2026"


def run() -> Iterator[str]:
    ours = lookup()
    tables = ours.tables
    twice = doubled(tables)
    laws = repealed_by(tables, CODE)
    area = ours.gazetteer.areas["cn-630104"]
    before, after = (Standpoint(ours, area, "county", date(2026, 8, day)) for day in (14, 15))
    found = medians(
        {
            "read": lambda: release().tables(),
            "ten": lambda: diff_editions(tables, laws, [CODE]),
            "ten twice": lambda: diff_editions(twice, laws, [CODE]),
            "days": lambda: diff_days(tables, area, before.on.toordinal(), after.on.toordinal()),
            "releases": lambda: diff_releases(tables, tables),
            "answers": lambda: answer_changes(before, after),
        },
        rounds=3,
    )
    yield line("", "the ten laws against the Code", found["ten"], "s", "< 1")
    yield line("", "the same / reading the tables", found["ten"] / found["read"], "×", "")
    yield line("", "the same with twice the duties / once", found["ten twice"] / found["ten"], "×", "<= 2.5")
    yield line("", "two days at a place", found["days"], "s", "< 1")
    yield line("", "two releases, all duties", found["releases"], "s", "< 1")
    yield line("", "answers of every topic on two days", found["answers"], "s", "")


def doubled(tables: Tables) -> Tables:
    """The tables with every duty a second time, linked to second ones."""

    def second(duty: DutyRow) -> DutyRow:
        return msgspec.structs.replace(
            duty, id=f"{duty.id}-second", follows=tuple(f"{one}-second" for one in duty.follows)
        )

    return msgspec.structs.replace(tables, duties=[*tables.duties, *map(second, tables.duties)])
