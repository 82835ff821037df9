"""Analyses on the corpus and on synthetic national graphs; T15 and T16.

`python -m bench.analysis` measures the corpus and T15. `python -m bench.analysis DUTIES DUTIES…` also grows: each
analysis on tables of that many duties, at the same province and county, and (T16) the documented queries on the
graph of the same country in memory. `bench.national.SIZES` says how many duties make 1 M and 10 M quads.
"""

from __future__ import annotations

import gc
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations, pairwise

import networkx as nx
from pyoxigraph import QuerySolutions, RdfFormat, Store

from bench.measure import line, lookup, medians
from bench.national import national_tables, nquads
from graph.tables import Tables
from queries.analysis.brokers import NetworkKind, network_table
from queries.analysis.designations import open_terms_table
from queries.analysis.gaps import TABLES
from queries.analysis.incidence import Incidence, bridges, tie_graph
from queries.analysis.matrix import matrix_table
from queries.analysis.overlaps import overlaps_table
from queries.analysis.scope import Scope
from queries.attribution import Attribution
from queries.header import stored_query
from queries.stored import ready_text
from queries.table import Table

ON = date(2026, 9, 1)
DAY = ON.isoformat()
NODES, EDGES = 30_000, 60_000
PROVINCE = "province-0"
ROUNDS = 5
# The fast side of T15 takes milliseconds: asked several times a round, so that it is not measured on cold caches.
REPEATS = 10
Analysis = Callable[[Attribution, Scope], Table]
ANALYSES: Mapping[str, Analysis] = {
    **{f"gaps {kind}": table for kind, table in TABLES.items()},
    "open terms": open_terms_table,
    "overlaps": overlaps_table,
    "matrix": matrix_table,
    **{f"network {kind}": partial(network_table, kind=kind) for kind in NetworkKind},
}
# Documented queries with bindings whose answer is the same at every size: a province's lists do not grow.
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "who-answers": {"topic": "id:topic/topic-7", "area": "id:area/province-0", "on": DAY},
    "who-has-which-part": {"area": "id:area/province-0", "on": DAY},
    "who-does-what-in-a-provision": {"instrument": "id:instrument/list-province-0-2025", "place": "row_7"},
    "what-is-a-party-to-do": {
        "instrument": "id:instrument/list-province-0-2025", "party": "id:body-type/type-1", "place": "row_7",
    },
    "which-instrument": {"instrument": "id:instrument/list-province-0-2025"},
    "which-parts-are-left-open": {"area": "id:area/province-0", "on": DAY},
    "which-bodies-only-cooperate": {"area": "id:area/province-0", "on": DAY},
    "which-body-alone-leads": {"area": "id:area/province-0", "on": DAY},
    "which-topics-have-several": {"area": "id:area/province-0", "on": DAY, "level": "code:level-province"},
    "which-duties-have-no-time": {"area": "id:area/province-0", "on": DAY, "activity": "code:activity-monitoring"},
}  # fmt: skip


def run() -> Iterator[str]:
    """The corpus, and T15."""
    yield from on_corpus()
    yield from overlap_and_bridges()


def on_corpus() -> Iterator[str]:
    attribution = lookup().attribution
    scope = Scope(ON, lookup().gazetteer.areas["cn-510104"], "county")
    found = medians({name: partial(one, attribution, scope) for name, one in ANALYSES.items()}, rounds=3)
    for name, seconds in found.items():
        yield line("", f"{name}, corpus, one county", seconds * 1000, "ms", "< 1000 on request")


def overlap_and_bridges() -> Iterator[str]:
    """T15 on a random network: what bodies share by a sparse product, ties that hold it together by igraph."""
    chance = random.Random(15)
    pairs = {
        (f"body-{chance.randrange(NODES // 3)}", f"topic-{chance.randrange(NODES * 2 // 3)}")
        for _ in range(EDGES)
    }
    incidence = Incidence.of(pairs)
    by_topic: dict[str, list[str]] = {}
    for body, topic in sorted(pairs):
        by_topic.setdefault(topic, []).append(body)
    nodes = [f"body-{number}" for number in range(NODES)]
    edges = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(EDGES)]
    plain = nx.Graph(edges)
    plain.add_nodes_from(nodes)
    ties = tie_graph(nodes, edges)
    found = medians(
        {
            "loop": lambda: Counter(pair for bodies in by_topic.values() for pair in combinations(bodies, 2)),
            "product": lambda: [incidence.shared() for _ in range(REPEATS)],
            "nx": lambda: list(nx.bridges(plain)),
            "igraph": lambda: [ties.bridges() for _ in range(REPEATS)],
            "whole": lambda: bridges(tie_graph(nodes, edges)),
        },
        rounds=ROUNDS,
    )
    yield line(
        "T15",
        "overlap: Python loop / sparse product",
        REPEATS * found["loop"] / found["product"],
        "×",
        ">= 15",
    )
    yield line("T15", "bridges: networkx / igraph", REPEATS * found["nx"] / found["igraph"], "×", ">= 100")
    yield line("", "bridges with building and naming: networkx / ours", found["nx"] / found["whole"], "×", "")


def grow(sizes: Sequence[int]) -> Iterator[str]:
    """Each analysis and each example query at each size, and how much the last step adds."""
    times: dict[int, dict[str, float]] = {}
    for size in sizes:
        times[size] = on_tables(national_tables(size))
        gc.collect()
    yield from _growth("", times, "none")
    yield from _growth("T16", on_graphs(sizes), "<= 2")


def on_tables(tables: Tables) -> dict[str, float]:
    attribution = Attribution(tables)
    areas = {area.id: area for area in tables.areas}
    scope = Scope(ON, areas[PROVINCE], "province")
    cases = {f"{name}, one province": partial(one, attribution, scope) for name, one in ANALYSES.items()}
    whole = Scope(ON)
    cases["open terms, whole country"] = partial(open_terms_table, attribution, whole)
    return medians(cases, rounds=3)


def on_graphs(sizes: Sequence[int]) -> dict[int, dict[str, float]]:
    """The example queries on each graph in turn, all graphs in memory at once (some 0.5 GB per million quads)."""
    stores = {size: _loaded(size) for size in sizes}
    # Values written in, as a reader fills them in: substitutions given beside a query are not seen by the planner,
    # which then scans every duty, ten to eighty times slower at 1 M quads, and growing.
    texts = {name: ready_text(stored_query(name), given) for name, given in EXAMPLES.items()}
    found = medians(
        {
            f"{name} {size}": partial(_rows, store, text)
            for name, text in texts.items()
            for size, store in stores.items()
        },
        rounds=ROUNDS,
    )
    return {size: {f"query {name}": found[f"{name} {size}"] for name in texts} for size in sizes}


def _loaded(size: int) -> Store:
    store = Store()
    for part in nquads(size):
        store.bulk_load(part, format=RdfFormat.N_QUADS)
    return store


def _rows(store: Store, text: str) -> int:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return sum(1 for _ in found)


def _growth(target: str, times: Mapping[int, Mapping[str, float]], wanted: str) -> Iterator[str]:
    for name in next(iter(times.values()), {}):
        for size, found in times.items():
            yield line("", f"{name}, {size} duties", found[name] * 1000, "ms", "")
        for smaller, larger in pairwise(times):
            ratio = times[larger][name] / times[smaller][name]
            yield line(target, f"{name}, {larger} / {smaller} duties", ratio, "×", wanted)


def main(arguments: Sequence[str]) -> int:
    for one in run():
        print(one, flush=True)
    if arguments:
        for one in grow([int(size) for size in arguments]):
            print(one, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
