"""Publish a release: build, validate, write into a scratch folder, put into service in one step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from graph.amend import amend
from graph.build import build_quads
from graph.corpus import Corpus
from graph.dataset_graph import Example, dataset_graph
from graph.decision import DecisionRecords
from graph.make_tables import make_tables
from graph.on_disk import locked, place, remove, scratch_folder, write_files
from graph.proposed_graph import ProposedDuty
from graph.quotation import Quotations, digest_of, encode_quotations
from graph.release import (
    GRAPH_FILE,
    MANIFEST_FILE,
    QUOTATIONS_FILE,
    REPORT_FILE,
    TABLES_FILE,
    Release,
    make_current,
)
from graph.tables import Tables, encode_tables
from graph.validate import Report, validate

CODE_FOLDERS = ("ontology", "graph", "loaders")
SCRATCH = ".build-"
Progress = Callable[[str], None]
Decisions = Callable[[], Sequence[DecisionRecords]]


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
    quotations: Quotations | None = None,
    proposed: Sequence[ProposedDuty] = (),
    decisions: Decisions = tuple,
    examples: Sequence[Example] = (),
) -> Release:
    """Build, validate, write and put into service. An equal release that is there already is kept when it is whole.

    With `quotations` (by instrument/locator) answers show the words themselves; what is quoted belongs to
    the inputs, so that other words make another release; `proposed` is only in the graph, as a graph of
    its own. `decisions` gives those of the office as they are when the release is switched, which may be minutes
    after the build began; with some the release that has them goes into service, the built one stays beside it
    as its parent. `examples` are queries that the description of the data set offers.
    Without them nothing of a release changes.
    Raises ValidationFailed before anything in service changes.
    """
    parts = [code_digest, sources, cut_off.isoformat()]
    if quotations:
        parts.append(digest_of(quotations))
    if proposed:
        parts.append(hashlib.sha256(repr(proposed).encode()).hexdigest())
    if examples:
        parts.append(hashlib.sha256(repr(examples).encode()).hexdigest())
    inputs = json.dumps(parts, sort_keys=True)
    key = hashlib.sha256(inputs.encode()).hexdigest()[:12]
    if Release(releases / key, key).is_whole():
        progress(f"版本 {key} 已存在 / release {key} is there already")
        return _put_into_service(releases, key, decisions)
    progress("生成图谱 / building the graph")
    quads = build_quads(corpus, quotations, proposed)
    quads = sorted([*quads, *dataset_graph(quads, key, cut_off, examples)], key=str)
    progress(f"校验 {len(quads)} 条 / validating {len(quads)} quads")
    report = validate(quads)
    report.raise_for_violations()
    progress("生成检索表 / making the lookup tables")
    tables = make_tables(corpus, key, cut_off)
    with scratch_folder(releases, SCRATCH) as scratch:
        _write(scratch, key, quads, tables, report, sources, code_digest, quotations or {}, len(proposed))
        with locked(releases):
            # Another build of the same may have been quicker; a release in service is not moved away.
            if Release(releases / key, key).is_whole():
                remove(scratch, SCRATCH)
            else:
                place(scratch, releases / key, SCRATCH)
    return _put_into_service(releases, key, decisions)


def _put_into_service(releases: Path, key: str, decisions: Decisions) -> Release:
    with locked(releases):
        return make_current(releases, amend(releases, Release(releases / key, key), decisions()).id)


def _write(
    folder: Path,
    key: str,
    quads: Sequence[Quad],
    tables: Tables,
    report: Report,
    sources: dict[str, str],
    code_digest: str,
    quotations: Quotations,
    proposed: int,
) -> None:
    files = {
        GRAPH_FILE: zstandard.ZstdCompressor(level=10).compress(canonical(quads)),
        TABLES_FILE: encode_tables(tables),
        REPORT_FILE: report.text().encode(),
    }
    if quotations:
        files[QUOTATIONS_FILE] = encode_quotations(quotations)
    given = {
        name: count for name, count in (("quotations", len(quotations)), ("proposed", proposed)) if count
    }
    manifest = {
        "id": key,
        "cut_off": date.fromordinal(tables.cut_off).isoformat(),
        "code": code_digest,
        "counts": {**counts(quads, tables), **given},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "sources": sources,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_files(folder, files | {MANIFEST_FILE: (text + "\n").encode()})


def canonical(quads: Iterable[Quad]) -> bytes:
    """N-Quads, one line per quad, sorted: the same graph gives the same bytes."""
    data = serialize(quads, format=RdfFormat.N_QUADS)
    assert data is not None
    return b"".join(sorted(data.splitlines(keepends=True)))


def counts(quads: Sequence[Quad], tables: Tables) -> dict[str, int]:
    """What a release holds."""
    labels = sum(len(t.terms) + len(t.said) + 2 for t in tables.topics)
    return {
        "quads": len(quads),
        "graphs": len({quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}),
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
