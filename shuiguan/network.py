"""The command `network`."""

from __future__ import annotations

import argparse

from shuiguan.__main__ import AddCommand
from shuiguan.scope import FORMATS, add_scope, asked, form_asked, put, put_table

# Kept here too, so that `--help` does not import networkx; a test holds them equal to `NetworkKind`.
KINDS = ("edges", "bodies", "critical", "groups", "ties", "body-pairs", "topic-pairs")


def add_commands(command: AddCommand) -> None:
    network = command("network", "部门与事项的网络 / the network of bodies and topics")
    network.add_argument("kind", nargs="?", choices=KINDS, default="bodies")
    add_scope(network, (*FORMATS, "graphml", "svg"))
    network.set_defaults(run=run_network)


def run_network(given: argparse.Namespace) -> int:
    from queries.analysis.brokers import NetworkKind, network_table

    lookup, scope = asked(given)
    form = form_asked(given)
    if form in ("graphml", "svg"):
        from outputs.graphml import write_graphml
        from outputs.svg.pictures import network_picture
        from queries.analysis.network import network

        graph, release = network(lookup.attribution, scope), lookup.tables.release
        if form == "svg":
            return put(given, network_picture(graph, release, scope.said))
        return put(given, write_graphml(graph, release, scope.asked))
    return put_table(given, network_table(lookup.attribution, scope, NetworkKind(given.kind)))
