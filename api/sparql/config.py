"""What the endpoint serves and how far one query may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from api.sparql.description import More


@dataclass(frozen=True)
class Limits:
    """Bounds of one query and of the queue before it.

    `seconds` run from the arrival of a query and stand still while its client is slow to read. Every query
    begins as a short one; after `short_seconds` of processor time, or when its result is large, it is a long one. `workers`
    are processes; a third of them, at least one where there are two, is kept for short queries.
    """

    seconds: float = 30.0
    short_seconds: float = 0.05
    stall_seconds: float = 30.0
    total_seconds: float = 600.0
    rows: int = 2_000_000
    result_bytes: int = 1_000_000_000
    memory_bytes: int = 1_000_000_000
    query_bytes: int = 200_000
    hold_bytes: int = 65_536
    workers: int = 6
    queue_length: int = 64
    queue_seconds: float = 10.0

    @property
    def long_places(self) -> int:
        return max(1, self.workers - max(1, self.workers // 3))


@dataclass(frozen=True)
class Edition:
    """What is served: one .nq, .nq.gz or .nq.zst file, the name it has in ETags and headers, and more triples for
    its description."""

    data: Path
    release: str
    more: More | None = None


@dataclass(frozen=True)
class SparqlConfig:
    """`data` and `release` are those of the first edition."""

    data: Path
    release: str
    limits: Limits = field(default_factory=Limits)
    plain_semantics: bool = False
