"""The gap tables by the name they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from queries.analysis.census import summary_table, topic_table
from queries.analysis.designations import undesignated_table
from queries.analysis.scope import Scope
from queries.analysis.shortfalls import idle_roles_table, lacking_table, only_cooperating_table
from queries.analysis.unloaded import not_loaded_table, untimed_table
from queries.attribution import Attribution
from queries.lookup import Lookup
from queries.table import Table


class GapKind(StrEnum):
    """What kind of gap a table lists."""

    SUMMARY = "summary"
    TOPICS = "topics"
    UNDESIGNATED = "undesignated"
    SUPERVISED_ONLY = "supervised-only"
    NOT_LOADED = "not-loaded"
    ONLY_COOPERATING = "only-cooperating"
    ROLES_WITHOUT_DUTY = "roles-without-duty"
    WITHOUT_TIME = "without-time"


TABLES: Mapping[GapKind, Callable[[Attribution, Scope], Table]] = {
    GapKind.SUMMARY: summary_table,
    GapKind.TOPICS: topic_table,
    GapKind.UNDESIGNATED: undesignated_table,
    GapKind.SUPERVISED_ONLY: lacking_table,
    GapKind.NOT_LOADED: not_loaded_table,
    GapKind.ONLY_COOPERATING: only_cooperating_table,
    GapKind.ROLES_WITHOUT_DUTY: idle_roles_table,
}


def gap_table(lookup: Lookup, scope: Scope, kind: GapKind) -> Table:
    """The table of one kind of gap."""
    if kind is GapKind.WITHOUT_TIME:
        return untimed_table(lookup.attribution, scope, lookup.quotations)
    return TABLES[kind](lookup.attribution, scope)
