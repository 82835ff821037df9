"""Releases: immutable folders, made in a scratch folder, made current in one step, and rolled back alike.

releases/
  current -> 3f2a…/        the release in service
  3f2a…/
    graph.nq.zst           canonical N-Quads: sorted lines
    tables.msgpack         what the lookup reads
    manifest.json          id, digests of inputs and files, counts
    validation.txt         the SHACL report, readable
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from graph.build import build_quads
from graph.corpus import Corpus
from graph.errors import ReleaseDamaged, ReleaseMissing
from graph.make_tables import make_tables
from graph.tables import Tables, decode_tables, encode_tables
from graph.validate import Report, validate

GRAPH_FILE, TABLES_FILE, MANIFEST_FILE, REPORT_FILE = (
    "graph.nq.zst",
    "tables.msgpack",
    "manifest.json",
    "validation.txt",
)
CODE_FOLDERS = ("ontology", "graph", "loaders")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Release:
    """A release on disk."""

    folder: Path
    id: str

    def tables(self) -> Tables:
        """The lookup tables. Raises ReleaseDamaged when they do not match the manifest."""
        return decode_tables(self._checked(TABLES_FILE))

    def nquads(self) -> bytes:
        """The whole graph as canonical N-Quads."""
        return zstandard.ZstdDecompressor().decompress(self._checked(GRAPH_FILE))

    def manifest(self) -> dict[str, object]:
        text = (self.folder / MANIFEST_FILE).read_text("utf-8")
        return dict(json.loads(text))

    def store(self) -> Store:
        """The graph in memory."""
        store = Store()
        store.bulk_load(self.nquads(), format=RdfFormat.N_QUADS)
        return store

    def _checked(self, name: str) -> bytes:
        data = (self.folder / name).read_bytes()
        files = self.manifest()["files"]
        if not isinstance(files, dict) or files.get(name) != hashlib.sha256(data).hexdigest():
            raise ReleaseDamaged(
                f"版本{self.id}的{name}与清单不符", f"{name} of release {self.id} does not match its manifest"
            )
        return data


def current(releases: Path) -> Release:
    """The release in service. Raises ReleaseMissing when none has been built."""
    link = releases / "current"
    if not (link / MANIFEST_FILE).exists():
        raise ReleaseMissing(
            "还没有可用版本，请先运行 shuiguan build", "there is no release yet; run shuiguan build first"
        )
    folder = link.resolve()
    return Release(folder, folder.name)


def history(releases: Path) -> list[Release]:
    """All releases on disk, by id."""
    if not releases.is_dir():
        return []
    return [
        Release(folder, folder.name)
        for folder in sorted(releases.iterdir())
        if folder.is_dir() and not folder.is_symlink() and (folder / MANIFEST_FILE).exists()
    ]


def make_current(releases: Path, key: str) -> Release:
    """Put a release into service in one atomic step; rolling back is the same call with an older id."""
    folder = releases / key
    if not (folder / MANIFEST_FILE).exists():
        raise ReleaseMissing(f"没有这个版本：{key}", f"no such release: {key}")
    scratch = releases / f".current-{os.getpid()}"
    scratch.unlink(missing_ok=True)
    scratch.symlink_to(key)
    scratch.replace(releases / "current")
    return Release(folder, key)


def digest_of_code(root: Path) -> str:
    """Digest over the code that shapes a release."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".ttl", ".jsonld"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def digests_of_corpus(root: Path) -> dict[str, str]:
    """Digest of each corpus file, by its name."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*.yaml"))
    }


def build_release(
    corpus: Corpus,
    sources: dict[str, str],
    code_digest: str,
    releases: Path,
    cut_off: date,
    progress: Progress = lambda message: None,
) -> Release:
    """Build, validate, write and put into service. An equal release that is there already is kept.

    Raises ValidationFailed before anything in service changes.
    """
    inputs = json.dumps([code_digest, sources, cut_off.isoformat()], sort_keys=True)
    key = hashlib.sha256(inputs.encode()).hexdigest()[:12]
    if (releases / key / MANIFEST_FILE).exists():
        progress(f"版本 {key} 已存在 / release {key} is there already")
        return make_current(releases, key)
    progress("生成图谱 / building the graph")
    quads = build_quads(corpus)
    progress(f"校验 {len(quads)} 条 / validating {len(quads)} quads")
    report = validate(quads)
    report.raise_for_violations()
    progress("生成检索表 / making the lookup tables")
    tables = make_tables(corpus, key, cut_off)
    releases.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".build-", dir=releases))
    try:
        _write(scratch, key, quads, tables, report, sources, code_digest)
        scratch.replace(releases / key)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return make_current(releases, key)


def _write(
    folder: Path,
    key: str,
    quads: Iterable[Quad],
    tables: Tables,
    report: Report,
    sources: dict[str, str],
    code_digest: str,
) -> None:
    folder.chmod(0o755)
    listed = list(quads)
    files = {
        GRAPH_FILE: zstandard.ZstdCompressor(level=10).compress(canonical(listed)),
        TABLES_FILE: encode_tables(tables),
        REPORT_FILE: report.text().encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest = {
        "id": key,
        "cut_off": date.fromordinal(tables.cut_off).isoformat(),
        "code": code_digest,
        "counts": counts(listed, tables),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "sources": sources,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(text + "\n", "utf-8")


def canonical(quads: Iterable[Quad]) -> bytes:
    """N-Quads, one line per quad, sorted: the same graph gives the same bytes."""
    data = serialize(quads, format=RdfFormat.N_QUADS)
    assert data is not None
    return b"".join(sorted(data.splitlines(keepends=True)))


def counts(quads: Iterable[Quad], tables: Tables) -> dict[str, int]:
    """What a release holds."""
    listed = list(quads)
    labels = sum(len(t.terms) + len(t.said) + 2 for t in tables.topics)
    return {
        "quads": len(listed),
        "graphs": len({quad.graph_name for quad in listed if isinstance(quad.graph_name, NamedNode)}),
        "instruments": len(tables.instruments),
        "duties": len(tables.duties),
        "topics": len(tables.topics),
        "topic_labels": labels,
        "body_types": len(tables.body_types),
        "mandates": len(tables.mandates),
        "areas": len(tables.areas),
        "mechanisms": len(tables.mechanisms),
        "triggers": len(tables.triggers),
        "measures": sum(fact.kind == "measure" for fact in tables.facts),
    }
