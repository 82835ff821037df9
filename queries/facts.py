"""Facts that sources report and that are not duties: measures, and how many parts a source states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.names import place_name
from graph.tables import AreaRow, FactRow, Tables
from queries.answer import FactView

REFORM = "reform-measures"
# Words that turn the question round: which have none.
NEGATIONS = ("没有", "未举", "没举", "不含", "哪些没")


def counts_of(tables: Tables, instruments: Iterable[str]) -> tuple[FactView, ...]:
    """Counts that the given instruments state of themselves, beside what is loaded."""
    wanted = dict.fromkeys(instruments)
    return tuple(
        _view(tables, fact, fact.zh)
        for fact in tables.facts
        if fact.kind == "count" and tables.instruments[fact.instrument].id in wanted
    )


def measures_in(
    tables: Tables, areas: Mapping[str, AreaRow], area: AreaRow | None, text: str
) -> tuple[FactView, ...]:
    """Numbered reform measures here, each with the prefectures that have an example of their own.

    Asked with a negation, only those without any prefecture.
    """
    chain = area.chain if area is not None else ("cn-63", "cn")
    groups: dict[tuple[int, int], list[FactRow]] = defaultdict(list)
    for fact in tables.facts:
        source = tables.instruments[fact.instrument]
        # A numbered plan for the next step is not one of the measures reported.
        counts = fact.kind == "measure" and fact.status != "planned" and source.kind == "news"
        if counts and fact.number is not None and source.area in chain:
            groups[fact.instrument, fact.number].append(fact)
    without_only = any(word in text for word in NEGATIONS)
    views = []
    for _, facts in sorted(groups.items(), key=lambda entry: entry[0]):
        named = _prefectures(facts, areas)
        if without_only and named:
            continue
        words = f"第{facts[0].number}项：" + (f"{'、'.join(named)}有例子" if named else "没有举任何市州")
        views.append(_view(tables, facts[0], words))
    return tuple(views)


def _prefectures(facts: Sequence[FactRow], areas: Mapping[str, AreaRow]) -> list[str]:
    within = [key for fact in facts for key in areas[fact.area].chain if areas[key].level == "prefecture"]
    return list(dict.fromkeys(areas[key].zh for key in within))


def _view(tables: Tables, fact: FactRow, words: str) -> FactView:
    instrument = tables.instruments[fact.instrument]
    label = instrument.cite + place_name(fact.locator)
    return FactView(label, words, fact.number, fact.area, fact.status, fact.count, fact.loaded)
