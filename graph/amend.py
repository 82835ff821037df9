"""A small new release: a built one with the published decisions of the office added.

Always made from the built release and all decisions that stand, never from an amended one, so that a
decision revoked or followed leaves nothing behind and the order of publishing does not matter. The same
functions make quads and rows as in a full build; only what is new is validated, in its context.
"""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec
import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.corpus import duties_of
from graph.dataset_graph import DATASET, dataset_graph
from graph.decision import DecisionRecords, decision_graphs, digest_of_decisions
from graph.errors import ShuiguanError
from graph.make_tables import duty_rows, instrument_rows, mandate_rows, rows_by_topic
from graph.on_disk import place, scratch_folder, write_files
from graph.records import Body
from graph.release import (
    GRAPH_FILE,
    MANIFEST_FILE,
    QUOTATIONS_FILE,
    REPORT_FILE,
    TABLES_FILE,
    Release,
)
from graph.tables import Tables, encode_tables
from graph.validate import Report, validate
from graph.writer import RDF_TYPE
from ontology.terms import graph

SCRATCH = ".amend-"
EXAMPLES = f"<{DATASET}#query-".encode()


def root_of(releases: Path, release: Release) -> Release:
    """The built release that an amended one stands on; a built one itself."""
    parent = release.manifest().get("parent")
    return Release(releases / str(parent), str(parent)) if parent else release


def amended_id(root: Release, decisions: Sequence[DecisionRecords]) -> str:
    """Id of the release with exactly these decisions; without any, the built one's."""
    if not decisions:
        return root.id
    inputs = json.dumps([root.id, digest_of_decisions(decisions)])
    return hashlib.sha256(inputs.encode()).hexdigest()[:12]


def amend(releases: Path, root: Release, decisions: Sequence[DecisionRecords]) -> Release:
    """The release with exactly these decisions, written but not put into service.

    One that is there already is kept when it is whole, made again when it is torn. Raises ValidationFailed, or
    ShuiguanError when a decision repeats what the release has; then nothing is written.
    """
    key = amended_id(root, decisions)
    made = Release(releases / key, key)
    if made.is_whole():
        return made
    lines, description = _parted(root.nquads())
    quads = sorted({quad for writer in decision_graphs(decisions) for quad in writer.quads}, key=str)
    added = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    _refuse_repeated(lines, quads)
    report = validate_added(lines, quads)
    report.raise_for_violations()
    tables = add_decisions(root.tables(), decisions, key)
    whole = [*lines, *added]
    whole += _described(whole, description, key, date.fromordinal(tables.cut_off))
    with scratch_folder(releases, SCRATCH) as scratch:
        _write(scratch, root, sorted(whole), tables, report, decisions)
        place(scratch, made.folder, SCRATCH)
    return made


def _parted(nquads: bytes) -> tuple[list[bytes], list[bytes]]:
    """Lines of the release, and apart from them those of its description of itself."""
    end = f"<{graph('dataset')}> .\n".encode()
    parted: tuple[list[bytes], list[bytes]] = ([], [])
    for line in nquads.splitlines(keepends=True):
        parted[line.endswith(end)].append(line)
    return parted


def _described(lines: Sequence[bytes], before: Sequence[bytes], key: str, cut_off: date) -> list[bytes]:
    """The description of the amended release: counted anew, with the examples of the one before.

    A release that did not describe itself stays so.
    """
    if not before:
        return []
    quads = parse(b"".join(lines), format=RdfFormat.N_QUADS)
    kept = [line for line in before if line.startswith(EXAMPLES)]
    made = serialize(dataset_graph(quads, key, cut_off), format=RdfFormat.N_QUADS) or b""
    return [*kept, *made.splitlines(keepends=True)]


def add_decisions(tables: Tables, decisions: Sequence[DecisionRecords], release: str) -> Tables:
    """The lookup tables with the decisions behind all other instruments."""
    instruments = [decision.instrument for decision in decisions]
    first = len(tables.instruments)
    place = {instrument.id: first + number for number, instrument in enumerate(instruments)}
    stated = (duty for instrument in instruments for duty in duties_of(instrument))
    duties = [*tables.duties, *duty_rows(stated, place)]
    bodies = {m.body: Body(id=m.body, zh=m.body_zh, en=m.body_en, area=m.area) for m in tables.mandates}
    bodies |= {body.id: body for decision in decisions for body in decision.bodies}
    mandates = (mandate for decision in decisions for mandate in decision.mandates)
    return msgspec.structs.replace(
        tables,
        release=release,
        instruments=[*tables.instruments, *instrument_rows(instruments)],
        duties=duties,
        rows=rows_by_topic(tables.topics, duties),
        mandates=[*tables.mandates, *mandate_rows(mandates, bodies)],
    )


def validate_added(lines: Sequence[bytes], quads: Sequence[Quad]) -> Report:
    """Results of the shapes on what is added; of what it refers to, the classes are taken into account."""
    own = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    named = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    context = [quad for iri in sorted(named - own) for quad in _classes_of(lines, iri)]
    report = validate([*quads, *context])
    return Report(len(quads), tuple(result for result in report.results if result.focus in own))


def _classes_of(lines: Sequence[bytes], iri: str) -> Iterable[Quad]:
    start = f"<{iri}> <{RDF_TYPE}> ".encode()
    position = bisect_left(lines, start)
    while position < len(lines) and lines[position].startswith(start):
        yield from parse(lines[position], format=RdfFormat.N_QUADS)
        position += 1


def _refuse_repeated(lines: Sequence[bytes], quads: Iterable[Quad]) -> None:
    """A triple stands in one named graph only; the union default graph would count it twice."""
    for quad in quads:
        start = f"{quad.triple} ".encode()
        position = bisect_left(lines, start)
        if position < len(lines) and lines[position].startswith(start):
            raise ShuiguanError(
                f"决定重复了已有的三元组：{quad.triple}", f"the decision repeats a triple: {quad.triple}"
            )


def _write(
    folder: Path,
    root: Release,
    lines: Sequence[bytes],
    tables: Tables,
    report: Report,
    decisions: Sequence[DecisionRecords],
) -> None:
    files = {
        GRAPH_FILE: zstandard.ZstdCompressor(level=3).compress(b"".join(lines)),
        TABLES_FILE: encode_tables(tables),
        REPORT_FILE: report.text().encode(),
    }
    known = root.manifest()
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    if (root.folder / QUOTATIONS_FILE).exists():
        os.link(root.folder / QUOTATIONS_FILE, folder / QUOTATIONS_FILE)
        known_files = known["files"]
        assert isinstance(known_files, dict)
        digests[QUOTATIONS_FILE] = known_files[QUOTATIONS_FILE]
    counts = known["counts"]
    assert isinstance(counts, dict)
    manifest = known | {
        "id": tables.release,
        "parent": root.id,
        "decisions": {
            "digest": digest_of_decisions(decisions),
            "ids": [decision.instrument.id for decision in decisions],
        },
        "files": digests,
        "counts": counts
        | {
            "quads": len(lines),
            "graphs": counts["graphs"] + len(decisions),
            "instruments": len(tables.instruments),
            "duties": len(tables.duties),
            "mandates": len(tables.mandates),
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_files(folder, files | {MANIFEST_FILE: (text + "\n").encode()})
