"""A worker: answers one query at a time from the store it was forked with, under limits of the system."""

from __future__ import annotations

import math
import resource
import socket
import time
from collections.abc import Iterator
from typing import IO, cast

import msgspec
import pyoxigraph as ox

from api.sparql.frames import HEAD, Job, Kind, frame

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
# What stands once per row in the bytes of each format, and never inside a value: quotes are escaped
# in JSON, angle brackets in XML, line ends in TSV. CSV is counted outside its quotes.
ROW_MARKS = {
    "application/sparql-results+json": b'},{"',
    "application/sparql-results+xml": b"<result>",
    "text/tab-separated-values": b"\n",
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.STREAMING_JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
# In RDF/XML a prefix of the query could take the name of one that the serialiser writes itself.
WITH_PREFIXES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
LOOK_EVERY = 16
STACK_BYTES = 8 << 20
LONGEST_REASON = 2000


class _OverCap(Exception):
    """More rows than the cap while nothing has been sent yet."""


class _TooLarge(Exception):
    """Over a limit in the middle of the answer."""


class Sink:
    """Holds the first bytes back, then sends pieces; counts rows and bytes against the limits."""

    def __init__(self, link: socket.socket, job: Job) -> None:
        self.link = link
        self.job = job
        self.buffer = bytearray()
        self.sent = False
        self.rows = 0
        self.taken = 0
        self.quoted = False
        self.tail = b""

    def write(self, data: bytes) -> int:
        self.taken += len(data)
        self._count(data)
        if self.taken > self.job.result_bytes:
            raise _TooLarge
        hold = self.job.hold_bytes
        # A single value may be of any size; the front is never given more at once than it may hold.
        for start in range(0, len(data), hold):
            self.buffer += data[start : start + hold]
            if len(self.buffer) >= hold:
                self.send(Kind.PIECE)
        return len(data)

    def flush(self) -> None:
        """The serialiser asks for it at its end; what is held stays held."""

    def send(self, kind: Kind) -> None:
        self.link.sendall(frame(kind, self.buffer))
        self.buffer = bytearray()
        self.sent = True

    def over_cap(self) -> None:
        raise _TooLarge if self.sent else _OverCap

    def _count(self, data: bytes) -> None:
        mark = ROW_MARKS.get(self.job.media)
        if mark is not None:
            self.rows += (self.tail + data).count(mark)
            keep = len(mark) - 1
            self.tail = (self.tail + data)[-keep:] if keep else b""
        elif self.job.media == "text/csv":
            self._count_csv(data)
        if self.rows > self.job.rows + _head_marks(self.job.media):
            self.over_cap()

    def _count_csv(self, data: bytes) -> None:
        for index, part in enumerate(data.split(b'"')):
            self.quoted = self.quoted != (index > 0)
            if not self.quoted:
                self.rows += part.count(b"\n")


def _head_marks(media: str) -> int:
    """Marks beyond the rows: the header line of CSV and TSV; JSON separates rows, so it has one fewer."""
    return {"text/csv": 1, "text/tab-separated-values": 1, "application/sparql-results+json": -1}.get(
        media, 0
    )


def serve(store: ox.Store, link: socket.socket, memory_bytes: int) -> None:
    """Answer jobs until the front closes the link."""
    _confine(memory_bytes)
    base, served = _resident(), 0
    with link.makefile("rb") as stream:
        while head := stream.read(HEAD.size):
            _, length = HEAD.unpack(head)
            _answer(store, link, msgspec.msgpack.decode(stream.read(length), type=Job))
            served += 1
            # A worker that has grown is not given back what it took; a fresh fork is small again.
            if served % LOOK_EVERY == 0 and _resident() - base > memory_bytes // 2:
                return


def _confine(memory_bytes: int) -> None:
    """Bound memory, and allow no further file: so no socket can be opened whatever a query says."""
    size = _pages(0) + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A query nested too deep ends its worker at the same depth, whatever the machine allows.
    most = resource.getrlimit(resource.RLIMIT_STACK)[1]
    stack = STACK_BYTES if most == resource.RLIM_INFINITY else min(STACK_BYTES, most)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


_STATM: list[IO[bytes]] = []


def open_gauge() -> None:
    """Open the file that tells memory use, before no file can be opened any more."""
    _STATM[:] = [open("/proc/self/statm", "rb", buffering=0)]  # noqa: PTH123, SIM115


def _pages(column: int) -> int:
    _STATM[0].seek(0)
    return int(_STATM[0].read().split()[column]) * resource.getpagesize()


def _resident() -> int:
    return _pages(1)


def _answer(store: ox.Store, link: socket.socket, job: Job) -> None:
    # The backstop for a front that died; the front's own deadline comes first.
    used = math.ceil(time.process_time() + job.seconds + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (used, resource.RLIM_INFINITY))
    try:
        _write(store, link, job)
    except SyntaxError as error:
        link.sendall(frame(Kind.UNPARSABLE, str(error).encode()))
    except MemoryError:
        link.sendall(frame(Kind.NO_MEMORY, b""))
    except _TooLarge:
        link.sendall(frame(Kind.TOO_LARGE, b""))
    except (ValueError, RuntimeError, OSError) as error:
        if isinstance(error, ConnectionError):
            raise
        link.sendall(frame(Kind.UNEVALUABLE, str(error)[:LONGEST_REASON].encode()))


def _write(store: ox.Store, link: socket.socket, job: Job) -> None:
    sink = Sink(link, job)
    try:
        _serialize(_run(store, job, job.query), job, sink)
    except _OverCap:
        sink = Sink(link, msgspec.structs.replace(job, rows=1 << 62))
        _serialize(_run(store, job, job.capped_query or job.query), job, sink, job.rows)
        sink.send(Kind.WHOLE_CUT)
        return
    sink.send(Kind.LAST if sink.sent else Kind.WHOLE)


Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def _run(store: ox.Store, job: Job, query: str) -> Results:
    named = job.default_graphs is not None or job.named_graphs is not None
    if not named:
        return store.query(query, base_iri=job.base, use_default_graph_as_union=job.union)
    return store.query(
        query,
        base_iri=job.base,
        default_graph=[ox.NamedNode(iri) for iri in job.default_graphs or ()],
        named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs or ()],
    )


def _serialize(results: Results, job: Job, sink: Sink, cut: int | None = None) -> None:
    form = GRAPHS.get(job.media) if isinstance(results, ox.QueryTriples) else RESULTS.get(job.media)
    if form is None:
        raise ValueError("the result is of another kind than the format; write a space after SELECT, ASK, "
                         "CONSTRUCT or DESCRIBE")  # fmt: skip
    if isinstance(results, ox.QueryTriples):
        assert isinstance(form, ox.RdfFormat)
        prefixes = job.prefixes if form in WITH_PREFIXES else None
        triples = _counted(results, sink, job.rows, cut)
        ox.serialize(triples, cast(IO[bytes], sink), format=form, prefixes=prefixes)
    else:
        assert isinstance(form, ox.QueryResultsFormat)
        results.serialize(cast(IO[bytes], sink), format=form)


def _counted(triples: Iterator[ox.Triple], sink: Sink, rows: int, cut: int | None) -> Iterator[ox.Triple]:
    for count, triple in enumerate(triples):
        if count == cut:
            return
        if cut is None and count == rows:
            sink.over_cap()
        yield triple
