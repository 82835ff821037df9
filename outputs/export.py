"""A release as RDF files: whole or one graph, on any day or on one, streamed, compressed if wanted.

`python -m outputs.export RELEASES ID FOLDER` writes every download of a release; the service starts it as a
process of its own, so that it takes nothing from those who are asking.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO, Literal, cast

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.dataset_graph import PREFIXES
from graph.errors import BadRequest
from graph.release import GRAPH_FILE, Release, history
from ontology.terms import GRAPH, graph, thing
from outputs.jsonld import Compactor, context
from queries.spans import Spans
from queries.succession import SUCCESSION

Kind = Literal["nq", "trig", "nt", "ttl", "jsonld"]
KINDS: tuple[Kind, ...] = ("nq", "trig", "nt", "ttl", "jsonld")
Compression = Literal["gzip", "zstd"]
FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
}
MEDIA_TYPES = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}
SUMS = "SHA256SUMS"
# Its counts are those of the whole release, so it says nothing about a day.
DESCRIPTION = graph("dataset")


@dataclass(frozen=True)
class Selection:
    """What to export: one named graph or all, what holds on one day or everything on record."""

    graph: str | None = None
    on: date | None = None


def graph_iri(store_or_names: Iterable[str], asked: str) -> str:
    """The named graph that is asked for by IRI or by name. Raises BadRequest with near names."""
    names = sorted(store_or_names)
    name = asked.removeprefix(GRAPH)
    if name in names:
        return graph(name)
    near = [one for one in names if name.lower() in one or one in name.lower()][:5]
    hint = "、".join(near)
    raise BadRequest(
        "graph",
        f"没有这个图：{asked[:80]}" + (f"；相近的有 {hint}" if near else ""),
        f"no such graph: {asked[:80]}" + (f"; near ones: {', '.join(near)}" if near else ""),
    )


def graph_names(release: Release) -> list[str]:
    """Names of the named graphs of a release, without the part they share."""
    with release.open_nquads() as stream:
        found = {line[line.rindex(b"<") + 1 : line.rindex(b">")].decode() for line in stream}
    return sorted(iri.removeprefix(GRAPH) for iri in found)


def write(release: Release, kind: Kind, selection: Selection, out: IO[bytes]) -> int:
    """Write the selected quads; returns their number. Nothing is held in memory but what a day or JSON-LD needs.

    N-Quads come out as the release has them, sorted; the other forms in that order, named graph by named
    graph where the form has graphs. Raises ReleaseDamaged before anything is written.
    """
    counted = _Counted(_selected(release, selection))
    if kind == "jsonld":
        _write_jsonld(counted, out)
    elif kind == "trig":
        quads: list[Quad] = sorted(counted, key=_graph_of)
        _serialize(quads, kind, out)
    elif kind == "nq":
        _serialize(counted, kind, out)
    else:
        _serialize((quad.triple for quad in counted), kind, out)
    return counted.count


class _Counted:
    """Quads that count themselves as they pass."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = quads
        self.count = 0

    def __iter__(self) -> Iterator[Quad]:
        for quad in self.quads:
            self.count += 1
            yield quad


def _serialize(data: Iterable[object], kind: str, out: IO[bytes]) -> None:
    prefixes = None if kind in ("nq", "nt") else dict(PREFIXES)
    serialize(cast(Iterable[Quad], data), out, format=FORMATS[kind], prefixes=prefixes)


def _selected(release: Release, selection: Selection) -> Iterator[Quad]:
    wanted = None if selection.graph is None else NamedNode(selection.graph)
    holds = None if selection.on is None else _Holding(release.store(), selection.on)
    with release.open_nquads() as stream:
        for quad in parse(stream, format=RdfFormat.N_QUADS):
            if (wanted is None or quad.graph_name == wanted) and (holds is None or holds(quad)):
                yield quad


class _Holding:
    """Whether a statement is one of a day: what it is about holds, and what it names does too.

    What came before a thing stays named. A thing whose start is not known is kept.
    """

    def __init__(self, store: Store, on: date) -> None:
        self.spans = Spans(store)
        self.on = on

    def __call__(self, quad: Quad) -> bool:
        if _graph_of(quad) == DESCRIPTION:
            return False
        if isinstance(quad.subject, NamedNode) and self.spans.holds(quad.subject, self.on) is False:
            return False
        if not isinstance(quad.object, NamedNode) or quad.predicate in SUCCESSION:
            return True
        return self.spans.holds(quad.object, self.on) is not False


def _graph_of(quad: Quad) -> str:
    """IRI of its named graph; a release has no statement outside one."""
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _write_jsonld(quads: Iterable[Quad], out: IO[bytes]) -> None:
    """One array of named graphs; the context is inside, so that the file stands alone."""
    grouped: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        grouped[_graph_of(quad)].append(quad)
    compactor = Compactor()
    out.write(b'{"@context":' + _json(dict(context())) + b',"@graph":[')
    for place, iri in enumerate(sorted(grouped)):
        nodes = compactor.nodes(quad.triple for quad in grouped.pop(iri))
        out.write((b",\n" if place else b"\n") + _json({"id": iri, "@graph": nodes}))
    out.write(b"\n]}\n")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@contextmanager
def compressed(out: IO[bytes], how: Compression | None) -> Iterator[IO[bytes]]:
    """A stream that compresses into `out`; the same bytes every time, since no time is written."""
    if how is None:
        yield out
    elif how == "gzip":
        # In large pieces: a call for each line would take longer than the compression.
        plain = gzip.GzipFile("", "wb", 6, cast(BinaryIO, out), mtime=0)
        with plain, io.BufferedWriter(cast(io.RawIOBase, plain), 1 << 18) as stream:
            yield stream
    else:
        with zstandard.ZstdCompressor(level=12).stream_writer(out, closefd=False) as stream:
            yield cast(IO[bytes], stream)


@dataclass(frozen=True)
class File:
    """One download: its name in the folder, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str

    @property
    def kind(self) -> str:
        """`nq`, `nt` or `ttl`."""
        return self.name.split(".")[-2]

    @property
    def graph(self) -> str | None:
        """The named graph it holds; None for the whole release."""
        folder, _, rest = self.name.partition("/")
        return graph(rest.split(".")[0]) if folder == "graphs" else None


def write_all(release: Release, folder: Path) -> list[File]:
    """Every download of a release and their checksums, put in place in one step; kept when already there.

    The whole as N-Quads (gzip, zstd), each named graph as Turtle and N-Triples (gzip), `SHA256SUMS`.
    """
    if not (folder / SUMS).exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".files-", dir=folder.parent))
        try:
            _write_files(release, scratch)
            scratch.chmod(0o755)
            _put(scratch, folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return files_in(folder)


def _put(scratch: Path, folder: Path) -> None:
    if folder.is_dir() and not (folder / SUMS).exists():
        shutil.copytree(scratch, folder, dirs_exist_ok=True)
        return
    try:
        scratch.rename(folder)
    except OSError:
        # Another process was faster; what it made is the same.
        if not (folder / SUMS).exists():
            raise


def _write_files(release: Release, folder: Path) -> None:
    (folder / "graphs").mkdir()
    shutil.copyfile(release.folder / GRAPH_FILE, folder / f"shuiguan-{release.id}.nq.zst")
    lines: defaultdict[bytes, list[bytes]] = defaultdict(list)
    with (
        release.open_nquads() as stream,
        (folder / f"shuiguan-{release.id}.nq.gz").open("wb") as plain,
        compressed(plain, "gzip") as zipped,
    ):
        for line in stream:
            zipped.write(line)
            lines[line[line.rindex(b"<") :]].append(line)
    for ending in sorted(lines):
        name = ending[1 : ending.rindex(b">")].decode().removeprefix(GRAPH)
        _write_graph(folder / "graphs", name, lines.pop(ending), ending)
    sums = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(sums), "utf-8")


def _write_graph(folder: Path, name: str, lines: Sequence[bytes], ending: bytes) -> None:
    with (folder / f"{name}.nt.gz").open("wb") as out, compressed(out, "gzip") as stream:
        for line in lines:
            stream.write(line.removesuffix(ending) + b".\n")
    with (folder / f"{name}.ttl.gz").open("wb") as out, compressed(out, "gzip") as stream:
        quads = parse(b"".join(lines), format=RdfFormat.N_QUADS)
        _serialize((quad.triple for quad in quads), "ttl", stream)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_in(folder: Path) -> list[File]:
    """The downloads in a folder, as its `SHA256SUMS` lists them."""
    found = []
    for line in (folder / SUMS).read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        found.append(File(name, (folder / name).stat().st_size, digest))
    return found


def edition_of(iri: str) -> str:
    """The instrument whose graph this is, where it is one."""
    return thing("instrument", iri.removeprefix(GRAPH))


def main() -> int:
    """Write the downloads of one release: RELEASES ID FOLDER."""
    releases, key, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    os.nice(10)
    release = next(one for one in history(releases) if one.id == key)
    write_all(release, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
