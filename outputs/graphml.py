"""A network as GraphML, as Gephi, yEd, igraph and networkx read it. The same network gives the same bytes."""

from __future__ import annotations

import io
from typing import TypeAlias

import networkx as nx

MEDIA_TYPE = "application/graphml+xml"
Network: TypeAlias = "nx.MultiDiGraph[str]"


def write_graphml(network: Network, release: str, about: dict[str, str]) -> bytes:
    """The network with its nodes and edges in order of their keys; `about` is kept as attributes of the graph."""
    ordered: Network = nx.MultiDiGraph()
    ordered.graph.update({"release": release, **about})
    ordered.add_nodes_from(sorted(network.nodes(data=True), key=lambda node: node[0]))
    for source, target, key, data in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        ordered.add_edge(source, target, key, **data)
    written = io.BytesIO()
    nx.write_graphml_xml(ordered, written)
    return written.getvalue()
