"""GraphML: readable by others, the same bytes whatever the order of making."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import igraph
import networkx as nx

from outputs.graphml import Network, write_graphml
from queries.analysis.network import network
from queries.analysis.scope import Scope
from queries.lookup import Lookup


def turned(graph: Network) -> Network:
    """The same network made in the opposite order."""
    other: Network = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, key, data in reversed(list(graph.edges(keys=True, data=True))):
        other.add_edge(source, target, key, **data)
    return other


def test_the_whole_network_comes_back_as_it_went(lookup: Lookup) -> None:
    graph = network(lookup.attribution, Scope(date(2026, 9, 1)))
    written = write_graphml(graph, "r1", {"on": "2026-09-01"})
    read = nx.read_graphml(io.BytesIO(written), force_multigraph=True)
    assert read.graph["on"] == "2026-09-01"
    assert {n: read.nodes[n] for n in read} == {n: graph.nodes[n] for n in graph}
    assert sorted((a, b, d["part"], d["duties"]) for a, b, d in read.edges(data=True)) == sorted(
        (a, b, d["part"], d["duties"]) for a, b, d in graph.edges(data=True)
    )
    assert write_graphml(turned(graph), "r1", {"on": "2026-09-01"}) == written


def test_another_program_reads_it_too(lookup: Lookup, tmp_path: Path) -> None:
    graph = network(lookup.attribution, Scope(date(2026, 9, 1)))
    path = tmp_path / "network.graphml"
    path.write_bytes(write_graphml(graph, "r1", {}))
    read = igraph.Graph.Read_GraphML(str(path))
    assert (read.vcount(), read.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert "生态环境" in read.vs["zh"]
