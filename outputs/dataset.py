"""The description of the data set as it is served: what the release says of itself, its files and its history.

DCAT for catalogues, VoID for tools. Checksums are SPDX's. What depends on files or on which releases are kept
cannot stand in a release, so it is added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph.dataset_graph import DATASET, DCAT, DCT, LICENCE, OWL, TITLE, VOID
from graph.release import Release
from graph.writer import RDF_TYPE, XSD, property_iri
from ontology.terms import BASE, GRAPH
from outputs.export import DESCRIPTION, MEDIA_TYPES, File, edition_of

SPDX = "http://spdx.org/rdf/terms#"
PROV = "http://www.w3.org/ns/prov#"
MEDIA = "https://www.iana.org/assignments/media-types/"
COMPRESSIONS = {"gz": "application/gzip", "zst": "application/zstd"}
CATALOGUE = f"{DATASET}#catalog"


@dataclass(frozen=True)
class NamedGraph:
    """One named graph of a release: its triples, and what it is called."""

    iri: str
    triples: int
    zh: str
    en: str | None


@dataclass(frozen=True)
class Described:
    """A release with all that is said of it. `own` are the statements of its own `graph/dataset`."""

    release: Release
    cut_off: str
    own: tuple[Triple, ...]
    graphs: tuple[NamedGraph, ...]

    def counts(self) -> dict[str, int]:
        """`triples`, `classes` and the like, as VoID has them."""
        about = NamedNode(DATASET)
        return {
            t.predicate.value.removeprefix(VOID): int(t.object.value)
            for t in self.own
            if t.subject == about and isinstance(t.object, Literal) and t.predicate.value.startswith(VOID)
            and t.object.value.isdigit()
        }  # fmt: skip


def described(release: Release) -> Described:
    """Reads the release once. Raises ReleaseDamaged."""
    counts: dict[str, int] = {}
    own, labels = [], {}
    with release.open_nquads() as stream:
        for line in stream:
            name = line[line.rindex(b"<") + 1 : line.rindex(b">")].decode()
            counts[name] = counts.get(name, 0) + 1
            if name == DESCRIPTION:
                own.append(line)
            elif (found := _title(line, name)) is not None:
                labels[name, found[0]] = found[1]
    triples = tuple(quad.triple for quad in parse(b"".join(own), format=RdfFormat.N_QUADS))
    graphs = tuple(
        NamedGraph(
            iri, count, labels.get((iri, "zh")) or _name(iri)[0], labels.get((iri, "en")) or _name(iri)[1]
        )
        for iri, count in sorted(counts.items())
    )
    return Described(release, str(release.manifest()["cut_off"]), triples, graphs)


REFERENCE = {
    "areas": ("地域", "areas"),
    "bodies": ("机构和职能承担", "bodies and mandates"),
    "body-types": ("部门类型", "kinds of bodies"),
    "dataset": ("数据集说明", "description of the data set"),
    "derived": ("推导的期间和计数", "derived spans and counts"),
    "proposed": ("未经审核的候选", "candidates not reviewed"),
    "quotations": ("条文原文", "words of provisions"),
    "roles": ("岗位", "roles"),
    "topics": ("事项", "topics"),
    "vocabulary": ("词表和代码表", "vocabulary and code lists"),
}
_LABEL = f'> <{property_iri("skos:prefLabel")}> "'.encode()


def _title(line: bytes, iri: str) -> tuple[str, str] | None:
    """Language and title of the edition whose graph this is, from the line that states it."""
    if not line.startswith(f"<{edition_of(iri)}".encode() + _LABEL):
        return None
    (quad,) = parse(line, format=RdfFormat.N_QUADS)
    assert isinstance(quad.object, Literal)
    return str(quad.object.language), quad.object.value


def _name(iri: str) -> tuple[str, str | None]:
    name = iri.removeprefix(GRAPH)
    return REFERENCE.get(name, (name, None))


def description(
    one: Described, files: Sequence[File], kept: Iterable[Release], base: str | None = None
) -> list[Triple]:
    """Every statement, what a reader looks for first before the many partitions.

    `base` is where the downloads are served, None when they lie beside the description.
    """
    about = NamedNode(DATASET)
    parts = (
        _catalogue(one),
        (triple for triple in one.own if triple.subject == about),
        *(_version(each, one.release) for each in kept),
        *(_distribution(one, file, base) for file in files),
        *(_graph(each) for each in one.graphs),
        (triple for triple in one.own if triple.subject != about),
    )
    return [triple for part in parts for triple in part]


def download_iri(release: str, name: str) -> str:
    return f"{BASE}download/{release}/{name}"


def release_iri(release: str) -> str:
    return f"{BASE}release/{release}"


def _is(subject: str, predicate: str, value: str | Literal) -> Triple:
    return Triple(
        NamedNode(subject), NamedNode(predicate), NamedNode(value) if isinstance(value, str) else value
    )


def _catalogue(one: Described) -> Iterator[Triple]:
    yield _is(CATALOGUE, RDF_TYPE, DCAT + "Catalog")
    for text, language in zip(TITLE, ("zh", "en"), strict=True):
        yield _is(CATALOGUE, DCT + "title", Literal(text, language=language))
    yield _is(CATALOGUE, DCT + "license", LICENCE)
    yield _is(CATALOGUE, DCAT + "dataset", DATASET)
    yield _is(DATASET, DCAT + "hasCurrentVersion", release_iri(one.release.id))


def _graph(one: NamedGraph) -> Iterator[Triple]:
    yield _is(DATASET, VOID + "subset", one.iri)
    yield _is(one.iri, RDF_TYPE, VOID + "Dataset")
    yield _is(one.iri, DCT + "title", Literal(one.zh, language="zh"))
    if one.en:
        yield _is(one.iri, DCT + "title", Literal(one.en, language="en"))
    yield _is(one.iri, VOID + "triples", Literal(one.triples))


def _distribution(one: Described, file: File, base: str | None) -> Iterator[Triple]:
    iri = download_iri(one.release.id, file.name)
    address = iri if base is None else f"{base}/download/{one.release.id}/{file.name}"
    checksum = f"{iri}#sha256"
    about = file.graph or DATASET
    yield _is(about, DCAT + "distribution", iri)
    if base is not None:
        yield _is(about, VOID + "dataDump", address)
        yield _is(iri, DCAT + "downloadURL", address)
    yield _is(iri, RDF_TYPE, DCAT + "Distribution")
    yield _is(iri, DCT + "title", Literal(file.name))
    yield _is(iri, DCT + "license", LICENCE)
    yield _is(iri, DCAT + "mediaType", MEDIA + MEDIA_TYPES[file.kind])
    yield _is(iri, DCAT + "compressFormat", MEDIA + COMPRESSIONS[file.name.rsplit(".", 1)[1]])
    yield _is(iri, DCAT + "byteSize", _typed(str(file.size), "nonNegativeInteger"))
    yield _is(iri, SPDX + "checksum", checksum)
    yield _is(checksum, RDF_TYPE, SPDX + "Checksum")
    yield _is(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    yield _is(checksum, SPDX + "checksumValue", _typed(file.sha256, "hexBinary"))


def _version(one: Release, current: Release) -> Iterator[Triple]:
    """A kept release; the order in which releases were made is not on record, the day of the data is."""
    iri = release_iri(one.id)
    yield _is(DATASET, DCAT + "hasVersion", iri)
    for kind in (DCAT + "Dataset", PROV + "Entity"):
        yield _is(iri, RDF_TYPE, kind)
    yield _is(iri, DCAT + "isVersionOf", DATASET)
    yield _is(iri, DCAT + "version", Literal(one.id))
    yield _is(iri, DCT + "modified", _typed(str(one.manifest()["cut_off"]), "date"))
    yield _is(iri, OWL + "versionInfo", Literal(one.id))
    if one.id == current.id:
        yield _is(iri, DCAT + "distribution", download_iri(one.id, f"shuiguan-{one.id}.nq.gz"))


def _typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))
