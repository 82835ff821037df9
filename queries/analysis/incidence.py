"""Who shares what with whom, as sparse matrices; ties that hold a network together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Incidence:
    """Which rows (bodies) have which columns (topics): one 1 per pair, however often it was given."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: sparse.csr_array

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Incidence:
        """Rows and columns in order of their names, so that the order of the pairs does not matter."""
        known = sorted(set(pairs))
        rows = tuple(sorted({row for row, _ in known}))
        columns = tuple(sorted({column for _, column in known}))
        row_of = {name: number for number, name in enumerate(rows)}
        column_of = {name: number for number, name in enumerate(columns)}
        places = ([row_of[row] for row, _ in known], [column_of[column] for _, column in known])
        ones = np.ones(len(known), dtype=np.int32)
        return cls(rows, columns, sparse.csr_array((ones, places), shape=(len(rows), len(columns))))

    @property
    def transposed(self) -> Incidence:
        return Incidence(self.columns, self.rows, sparse.csr_array(self.matrix.T))

    def sizes(self) -> list[int]:
        """Number of columns of every row."""
        return [int(size) for size in self.matrix.sum(axis=1)]

    def shared(self) -> sparse.coo_array:
        """How many columns each two rows have in common, each pair once: the part above the diagonal of M·Mᵀ."""
        return sparse.coo_array(sparse.triu(self.matrix @ self.matrix.T, k=1))

    def pairs(self, least: int = 1) -> Iterator[tuple[int, int, int]]:
        """(row, row, how many columns in common) with at least `least`, most first, then by the rows' names."""
        shared = self.shared()
        found = [
            (int(first), int(second), int(count))
            for first, second, count in zip(shared.row, shared.col, shared.data, strict=True)
            if count >= least
        ]
        yield from sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def bridges(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """Ties without which two parts of the network fall apart. Several ties between the same two count as one."""
    number = {name: position for position, name in enumerate(nodes)}
    known = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    graph = igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in known])
    return {frozenset(known[position]) for position in graph.bridges()}
