"""Exports are complete, in every form; on a day they hold what held that day."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from graph.errors import BadRequest
from graph.release import Release
from ontology.terms import graph, thing
from outputs.export import (
    KINDS,
    SUMS,
    Kind,
    Selection,
    compressed,
    files_in,
    graph_iri,
    graph_names,
    write,
    write_all,
)

FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
}
LAW = graph("noise-law-2021")


@pytest.fixture(scope="module")
def quads(release: Release) -> set[Quad]:
    return set(parse(release.nquads(), format=RdfFormat.N_QUADS))


def exported(release: Release, kind: Kind, selection: Selection) -> list[Quad]:
    out = io.BytesIO()
    count = write(release, kind, selection, out)
    found = list(parse(out.getvalue(), format=FORMATS[kind]))
    assert count == len(found)
    return found


def triples(found: Iterable[Quad]) -> set[Triple]:
    return {quad.triple for quad in found}


@pytest.mark.parametrize("kind", KINDS)
def test_one_graph_is_complete_in_every_form(release: Release, quads: set[Quad], kind: Kind) -> None:
    wanted = {quad for quad in quads if quad.graph_name == NamedNode(LAW)}
    found = exported(release, kind, Selection(graph=LAW))
    if kind in ("nt", "ttl"):
        assert triples(found) == triples(wanted)
    else:
        assert set(found) == wanted


def test_the_whole_as_n_quads_is_the_release_itself(release: Release) -> None:
    out = io.BytesIO()
    write(release, "nq", Selection(), out)
    assert out.getvalue() == release.nquads()


def test_a_graph_is_found_by_name_or_iri_and_near_names_are_offered(release: Release) -> None:
    names = graph_names(release)
    assert graph_iri(names, "noise-law-2021") == graph_iri(names, LAW) == LAW
    with pytest.raises(BadRequest, match="noise-law-2018"):
        graph_iri(names, "noise-law")


def test_on_a_day_only_what_holds_then_is_exported(release: Release, quads: set[Quad]) -> None:
    # 生态环境法典第一千二百四十二条: in force from 2026-08-15, the noise law ends that day.
    kept = set(exported(release, "nq", Selection(on=date(2026, 8, 15))))
    assert kept < quads
    subjects = {quad.subject.value for quad in kept if isinstance(quad.subject, NamedNode)}
    assert thing("instrument", "eco-code-2026") in subjects
    assert not any("/noise-law-2021" in iri for iri in subjects)
    areas = {quad for quad in quads if quad.graph_name == NamedNode(graph("areas"))}
    assert areas <= kept
    # What came before stays named, though it does not hold.
    follows = NamedNode("https://w3id.org/shuiguan/def#follows")
    assert any(quad.predicate == follows and "/noise-law-2021/" in str(quad.object) for quad in kept)


def test_the_day_before_the_earlier_law_is_exported(release: Release) -> None:
    day = date(2026, 8, 14)
    assert exported(release, "nq", Selection(graph("eco-code-2026"), day)) == []
    assert {quad.subject for quad in exported(release, "nq", Selection(LAW, day))} >= {
        NamedNode(thing("instrument", "noise-law-2021"))
    }


def test_the_description_of_the_whole_is_not_in_an_export_of_one_day(release: Release) -> None:
    assert exported(release, "nq", Selection(graph("dataset"), date(2026, 8, 15))) == []


@pytest.mark.parametrize("how", ["gzip", "zstd", None])
def test_compression_writes_the_same_bytes_every_time(how: object) -> None:
    made = []
    for _ in range(2):
        out = io.BytesIO()
        with compressed(out, how) as stream:  # type: ignore[arg-type]  # the three values it takes
            stream.write(b"data" * 100)
        made.append(out.getvalue())
    assert made[0] == made[1]
    opened = {
        "gzip": gzip.decompress(made[0]) if how == "gzip" else b"",
        "zstd": zstandard.ZstdDecompressor().stream_reader(made[0]).read() if how == "zstd" else b"",
    }
    assert opened.get(str(how), made[0]) == b"data" * 100


def test_all_downloads_are_there_with_their_checksums(
    release: Release, quads: set[Quad], tmp_path: Path
) -> None:
    files = write_all(release, tmp_path / "all")
    names = {file.name for file in files}
    assert {f"shuiguan-{release.id}.nq.gz", f"shuiguan-{release.id}.nq.zst"} <= names
    assert len(names) == 2 + 2 * len(graph_names(release))
    for file in files:
        data = (tmp_path / "all" / file.name).read_bytes()
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    listed = {path.relative_to(tmp_path / "all").as_posix() for path in (tmp_path / "all").rglob("*.*")}
    assert listed == names
    whole = gzip.decompress((tmp_path / "all" / f"shuiguan-{release.id}.nq.gz").read_bytes())
    assert whole == release.nquads()
    wanted: dict[str, set[Triple]] = {}
    for quad in quads:
        wanted.setdefault(str(quad.graph_name)[1:-1], set()).add(quad.triple)
    for file in files:
        if file.graph is not None:
            data = gzip.decompress((tmp_path / "all" / file.name).read_bytes())
            assert triples(parse(data, format=FORMATS[file.kind])) == wanted[file.graph], file.name
    assert {file.graph for file in files} == {None, *wanted}


def test_downloads_that_are_there_are_kept(release: Release, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "a.nq.gz").write_bytes(b"x")
    (tmp_path / "all" / SUMS).write_text(f"{hashlib.sha256(b'x').hexdigest()}  a.nq.gz\n")
    assert write_all(release, tmp_path / "all") == files_in(tmp_path / "all")
    assert len(files_in(tmp_path / "all")) == 1
