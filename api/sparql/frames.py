"""The wire between the front and a worker: one job out, frames back."""

from __future__ import annotations

import struct
from enum import IntEnum

import msgspec

HEAD = struct.Struct("<BI")
# What the front asks of a zygote: another worker, or (with a number of four bytes) to let one wait for others.
FORK, DEMOTE = b"+", b"-"


class Kind(IntEnum):
    """What a frame carries; PIECE may repeat, LAST and the errors end the answer."""

    WHOLE = 1
    WHOLE_CUT = 2
    PIECE = 3
    LAST = 4
    UNPARSABLE = 5
    UNEVALUABLE = 6
    NO_MEMORY = 7
    TOO_LARGE = 8


ENDS = frozenset(Kind) - {Kind.PIECE}


class Job(msgspec.Struct, frozen=True):
    """One query for a worker. `default_graphs` and `named_graphs` are None where the request names none.

    Relative IRIs are read against `base`, the address of the endpoint. `prefixes` are for Turtle and TriG.
    """

    query: str
    capped_query: str | None
    base: str
    media: str
    seconds: float
    union: bool
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    rows: int
    result_bytes: int
    hold_bytes: int
    prefixes: dict[str, str] = {}


class Ready(msgspec.Struct, frozen=True):
    """Said once by a zygote when its graph is loaded; graphs are (IRI, triples), largest first."""

    quads: int
    graphs: list[tuple[str, int]]


class Forked(msgspec.Struct, frozen=True):
    """A new worker; its socket and its pidfd travel with this message."""

    pid: int


class Ended(msgspec.Struct, frozen=True):
    """A worker is gone; `signal` is 0 when it left by itself."""

    pid: int
    signal: int


class Control(msgspec.Struct, frozen=True):
    """One message of the zygote; exactly one member is set."""

    ready: Ready | None = None
    forked: Forked | None = None
    ended: Ended | None = None


def frame(kind: Kind, body: bytes | bytearray) -> bytes:
    return HEAD.pack(kind, len(body)) + body
