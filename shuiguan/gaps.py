"""The commands `gaps` and `overlaps`."""

from __future__ import annotations

import argparse

from shuiguan.__main__ import AddCommand
from shuiguan.scope import FORMATS, add_scope, asked, form_asked, put, put_table

# Kept here too, so that `--help` does not import the analyses; a test holds them equal to `GapKind`, `MatrixRows` and `Way`.
KINDS = (
    "summary", "topics", "undesignated", "supervised-only", "not-loaded", "only-cooperating",
    "roles-without-duty", "without-time", "open-terms",
)  # fmt: skip
ROWS = ("topics", "duties")
WAYS = ("unsaid", "apart", "joint", "respective", "either", "inferred")


def add_commands(command: AddCommand) -> None:
    gaps = command("gaps", "空缺：谁都没有写明的事 / gaps: what nobody is named for")
    gaps.add_argument("kind", nargs="?", choices=KINDS, default="summary")
    gaps.add_argument(
        "--duty", metavar="ID", help="与 open-terms 连用：该责任各地指定情况 / where this duty is designated"
    )
    add_scope(gaps)
    gaps.set_defaults(run=run_gaps)
    overlaps = command("overlaps", "重叠：同一事项有几个部门 / overlaps: several bodies for one topic")
    overlaps.add_argument("--way", choices=WAYS, help="只要这种分法 / only those shared in this way")
    overlaps.add_argument("--matrix", action="store_true", help="事项与部门对照 / topics by bodies")
    overlaps.add_argument(
        "--rows", choices=ROWS, default="topics", help="对照表一行一个事项，还是一项责任 / rows of the matrix"
    )
    add_scope(overlaps, (*FORMATS, "svg"))
    overlaps.set_defaults(run=run_overlaps)


def run_gaps(given: argparse.Namespace) -> int:
    from queries.analysis.designations import open_terms_table, places_table
    from queries.analysis.gaps import GapKind, gap_table

    lookup, scope = asked(given)
    if given.kind != "open-terms":
        return put_table(given, gap_table(lookup, scope, GapKind(given.kind)))
    if given.duty:
        return put_table(given, places_table(lookup.attribution, scope, given.duty))
    return put_table(given, open_terms_table(lookup.attribution, scope))


def run_overlaps(given: argparse.Namespace) -> int:
    from queries.analysis.matrix import MatrixRows, matrix_table
    from queries.analysis.overlaps import Way, overlaps_table

    lookup, scope = asked(given)
    rows = MatrixRows(given.rows)
    if form_asked(given) == "svg":
        from outputs.svg.pictures import matrix_picture

        return put(given, matrix_picture(matrix_table(lookup.attribution, scope, rows), scope.said))
    if given.matrix:
        return put_table(given, matrix_table(lookup.attribution, scope, rows))
    return put_table(given, overlaps_table(lookup.attribution, scope, Way(given.way) if given.way else None))
