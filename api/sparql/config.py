"""What the endpoint serves and how far one query may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """Bounds of one query and of the queue before it. `seconds` counts work, not a slow reader."""

    seconds: float = 30.0
    stall_seconds: float = 30.0
    total_seconds: float = 600.0
    rows: int = 2_000_000
    result_bytes: int = 1_000_000_000
    memory_bytes: int = 1_000_000_000
    query_bytes: int = 200_000
    hold_bytes: int = 65_536
    workers: int = 2
    queue_length: int = 64
    queue_seconds: float = 10.0


@dataclass(frozen=True)
class SparqlConfig:
    """`data` is one .nq, .nq.gz or .nq.zst file; `release` names it in ETags and headers."""

    data: Path
    release: str
    limits: Limits = field(default_factory=Limits)
    plain_semantics: bool = False
