"""A synthetic national graph on our own vocabulary, of any size: the same every time, the larger holding the smaller.

`python -m bench.national DUTIES FILE.nq` writes one; `SIZES` says how many duties make about 100 k, 1 M and 10 M quads.
Nation, provinces, prefectures, counties, townships come one level after the other, each with its responsibility
lists and their revisions, its bodies, and in every third place a designation for what the laws leave open. All
is made up; only the shape is that of the country (31 provinces, 333 prefectures, 2,844 counties, 38,600 townships).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.build import vocabulary
from graph.codes import BEARING_OF_KIND, Allocation, Certainty, InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.derived_graph import derived_graph
from graph.instrument_graph import instrument_graph
from graph.make_tables import make_tables
from graph.publish import canonical
from graph.records import Area, Body, BodyType, Duty, Instrument, Mandate, Party, Topic
from graph.reference_graphs import areas_graph, bodies_graph, body_types_graph, topics_graph
from graph.tables import Tables

# Duties that make about so many quads.
SIZES = {100_000: 3_300, 1_000_000: 37_000, 10_000_000: 370_000}
BRANCHES, TOPICS = 12, 600
BODY_TYPES = 40
LAWS, ARTICLES = 40, 20
PLACES = {Level.PROVINCE: 31, Level.PREFECTURE: 333, Level.COUNTY: 2_844, Level.TOWNSHIP: 38_600}
ITEMS = {Level.PROVINCE: 260, Level.PREFECTURE: 200, Level.COUNTY: 150, Level.TOWNSHIP: 40}
REVISIONS = {
    Level.PROVINCE: (2019, 2022, 2025),
    Level.PREFECTURE: (2020, 2023),
    Level.COUNTY: (2021, 2024),
    Level.TOWNSHIP: (2023,),
}
BODIES_EACH = 20
NEW_LAWS, OLD_LAWS = date(2022, 1, 1), date(2015, 1, 1)
KINDS = (Kind.SUPERVISION, Kind.ENFORCEMENT, Kind.ENFORCEMENT, Kind.OPERATION, Kind.PERMIT, Kind.MONITORING)
PART_OF_KIND = {
    Kind.SUPERVISION: Part.SUPERVISOR,
    Kind.ENFORCEMENT: Part.PUNISHER,
    Kind.PERMIT: Part.PERMITTER,
}
CUT_OFF = date(2026, 11, 22)
EMPTY = Corpus(
    instruments={},
    body_types={},
    bodies={},
    mandates=(),
    roles={},
    topics={},
    areas={},
    word_classes={},
    heard={},
)


def parts(duties: int) -> Iterator[Corpus]:
    """The country piece by piece: first the laws with topics and kinds of body, then one place after the other.

    Ends with the place whose lists bring the number of duties to `duties`.
    """
    laws = {law.id: law for law in _laws()}
    nation = Area(id="cn", zh="全国", level=Level.NATIONAL)
    base = replace(EMPTY, instruments=laws, topics=_topics(), body_types=_body_types(), areas={"cn": nation})
    yield base
    left_open = [
        stated.id
        for stated in base.duties()
        if stated.instrument.ended is None and any(party.designated for party in stated.duty.parties)
    ]
    count = sum(len(one.duties) for one in laws.values())
    for number, area in enumerate(_places()):
        if count >= duties:
            return
        lists = {one.id: one for one in _lists(area)}
        bodies, mandates = zip(*_bodies(area, number, left_open), strict=True)
        yield replace(
            EMPTY,
            areas={area.id: area},
            bodies={body.id: body for body in bodies},
            mandates=mandates,
            instruments=lists,
        )
        count += sum(len(one.duties) for one in lists.values())


def nquads(duties: int) -> Iterator[bytes]:
    """The graph as N-Quads, sorted within each piece; only one piece is held at a time."""
    for number, part in enumerate(parts(duties)):
        if number == 0:
            yield canonical(vocabulary() | body_types_graph(part).quads | topics_graph(part).quads)
        yield canonical(
            areas_graph(part).quads
            | bodies_graph(part).quads
            | derived_graph(part.instruments.values()).quads
        )
        for instrument in part.instruments.values():
            yield canonical(instrument_graph(instrument).quads)


def national_tables(duties: int) -> Tables:
    """The tables of the same country."""
    whole = list(parts(duties))
    corpus = replace(
        whole[0],
        areas={key: area for part in whole for key, area in part.areas.items()},
        bodies={key: body for part in whole for key, body in part.bodies.items()},
        mandates=tuple(mandate for part in whole for mandate in part.mandates),
        instruments={key: one for part in whole for key, one in part.instruments.items()},
    )
    return make_tables(corpus, "national", CUT_OFF)


def _topics() -> Mapping[str, Topic]:
    branches = [Topic(id=f"branch-{n}", zh=f"领域{n}", en=f"branch {n}") for n in range(BRANCHES)]
    topics = [
        Topic(
            id=f"topic-{n}",
            zh=f"事项{n}",
            en=f"topic {n}",
            broader=f"branch-{n % BRANCHES}",
            said=(f"第{n}件事",),
        )
        for n in range(TOPICS)
    ]
    return {one.id: one for one in (*branches, *topics)}


def _body_types() -> Mapping[str, BodyType]:
    named = [
        BodyType(id=f"type-{n}", zh=f"部门{n}", en=f"body {n}", statutory=f"部门{n}主管部门")
        for n in range(BODY_TYPES)
    ]
    government = BodyType(id="government", zh="人民政府", en="government", statutory="人民政府")
    return {one.id: one for one in (government, *named)}


def _laws() -> Iterator[Instrument]:
    """Every law in two editions; the later one leaves some duties to a designation."""
    for number in range(LAWS):
        for start, end in ((OLD_LAWS, NEW_LAWS), (NEW_LAWS, None)):
            chance = random.Random(f"law {number} {start}")
            yield Instrument(
                id=f"law-{number}-{start.year}",
                title=f"法律{number}（{start.year}）",
                cite=f"法律{number}",
                en=f"law {number} ({start.year})",
                kind=InstrumentKind.LAW,
                work=f"law-{number}",
                in_force=start,
                ended=end,
                duties=tuple(
                    _duty(
                        chance,
                        f"art_{article}__para_1",
                        "local-county+",
                        open_share=0.15 if end is None else 0.0,
                    )
                    for article in range(1, ARTICLES + 1)
                ),
            )


def _places() -> Iterator[Area]:
    """Provinces, then prefectures, counties and townships; each spread evenly over the level above."""
    above = ["cn"]
    for level, count in PLACES.items():
        here = []
        for number in range(count):
            key = f"{level.value}-{number}"
            here.append(key)
            yield Area(id=key, zh=f"{level.value}{number}", level=level, within=(above[number % len(above)],))
        above = here


def _lists(area: Area) -> Iterator[Instrument]:
    """The responsibility lists of a place, each revision ending the one before."""
    assert area.level is not None
    years = REVISIONS[area.level]
    for position, year in enumerate(years):
        chance = random.Random(f"list {area.id} {year}")
        later = years[position + 1] if position + 1 < len(years) else None
        yield Instrument(
            id=f"list-{area.id}-{year}",
            title=f"{area.zh}责任清单（{year}）",
            cite=f"{area.zh}清单",
            en=f"list of {area.id} ({year})",
            kind=InstrumentKind.LIST,
            work=f"list-{area.id}",
            area=area.id,
            in_force=date(year, 1, 1),
            ended=date(later, 1, 1) if later else None,
            duties=tuple(
                _duty(chance, f"row_{row}", area.level.value) for row in range(1, ITEMS[area.level] + 1)
            ),
        )


def _duty(chance: random.Random, at: str, level: str, open_share: float = 0.0) -> Duty:
    kind = chance.choice(KINDS)
    topics = tuple(f"topic-{n}" for n in chance.sample(range(TOPICS), chance.choice((1, 1, 1, 2))))
    first, *others = (
        f"type-{int(BODY_TYPES * chance.random() ** 2)}" for _ in range(chance.choice((1, 2, 2, 3)))
    )
    part = PART_OF_KIND.get(kind, Part.LEAD)
    if chance.random() < open_share:
        parties = [
            Party(
                part=part, designated=True, by="government", candidates=(first,), candidates_basis="practice"
            )
        ]
    else:
        parties = [Party(part=part, type=first)]
    beside = chance.random() < 0.2
    parties += [
        Party(part=part if beside else Part.COOPERATOR, type=one)
        for one in dict.fromkeys(others)
        if one != first
    ]
    return Duty(
        at=at,
        summary=f"{kind.value}：{'、'.join(topics)}",
        topics=topics,
        kind=kind,
        bearing=BEARING_OF_KIND[kind],
        parties=tuple(parties),
        level=level,  # type: ignore[arg-type]  # one of the level ranges
        allocation=chance.choice((None, *Allocation)) if beside else None,
    )


def _bodies(area: Area, number: int, left_open: list[str]) -> Iterator[tuple[Body, Mandate]]:
    """The bodies of a place; the first of every third place is designated for one thing that the laws leave open."""
    for position in range(BODIES_EACH):
        key = f"{area.id}-body-{position}"
        body = Body(id=key, zh=f"{area.zh}第{position}局", en=f"bureau {position} of {area.id}", area=area.id)
        decides = (left_open[number % len(left_open)],) if position == 0 and number % 3 == 0 else ()
        yield (
            body,
            Mandate(
                body=key,
                acts_as=f"type-{position}",
                area=area.id,
                decides=decides,
                certainty=Certainty.EXAMPLE,
            ),
        )


def main(duties: str, path: str) -> int:
    lines = 0
    with Path(path).open("wb") as file:
        for piece in nquads(int(duties)):
            file.write(piece)
            lines += piece.count(b"\n")
            print(f"\r{lines} quads", end="", file=sys.stderr)
    print(file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
