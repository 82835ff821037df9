"""Rows of a responsibility list as candidate duties, with the body types their names stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.codes import Part
from loaders.extraction.candidate import Candidate, CandidateParty, Fired
from loaders.lists.bodies import NamedBody, Names, bodies_in, level_of, types_of
from loaders.lists.row import ListRow

# What the heading over the departments says they do; every other heading names who leads.
PARTS: tuple[tuple[str, Part], ...] = (
    ("监管|监督|督导", Part.SUPERVISOR),
    ("审批|许可", Part.PERMITTER),
    ("执法|处罚", Part.PUNISHER),
    ("配合|协同|协办", Part.COOPERATOR),
)
FIRST_CLAUSE = re.compile("[，。；：]")
LONGEST_MATTER = 30
# A list says outright who does what: only the body's name can be misread. Not from the labelled sample,
# which holds no lists.
KNOWN, UNKNOWN = 0.95, 0.5


def candidates_of(rows: Iterable[ListRow], names: Names) -> list[Candidate]:
    """One candidate per row, in the order of the rows. `names` comes from `names_of_types`."""
    return [_candidate(row, names) for row in rows]


def _candidate(row: ListRow, names: Names) -> Candidate:
    rule = Fired("list-department", row.department, 0)
    bodies, is_open = bodies_in(row.department)
    parties = [_party(row, body, part_under(row.header), is_open, rule, names) for body in bodies]
    for cooperator in row.cooperators:
        named, is_open = bodies_in(cooperator)
        fired = Fired("list-cooperators", cooperator, max(0, row.text.find(cooperator)))
        parties += [_party(row, body, Part.COOPERATOR, is_open, fired, names) for body in named]
    return Candidate(
        at=row.at,
        digest=row.digest,
        parties=tuple(parties),
        matter=FIRST_CLAUSE.split(row.item)[0][:LONGEST_MATTER],
        cites=row.basis,
        confidence=min((party.confidence for party in parties), default=0.0),
        fired=(rule,),
    )


def part_under(header: str) -> Part:
    """The part of the bodies under a heading: 牵头单位 lead, 监管部门 supervise."""
    return next((part for words, part in PARTS if re.search(words, header)), Part.LEAD)


def _party(
    row: ListRow, body: NamedBody, part: Part, is_open: bool, fired: Fired, names: Names
) -> CandidateParty:
    types = types_of(body.as_written, names)
    level, level_range = level_of(body.as_written)
    if level is None and row.level:
        level, level_range = row.level, level_of(row.level)[1]
    return CandidateParty(
        part=Part.COOPERATOR if body.is_cooperator else part,
        as_written=body.as_written,
        types=types,
        level=level,
        level_range=level_range,
        open_list=is_open,
        confidence=KNOWN if types else UNKNOWN,
        fired=(fired,),
    )
