"""The data set described in its own release: VoID counts, prefixes and example queries, as one named graph.

What an editor asks an endpoint for stands in the graph it queries. The counts are those of all other
graphs: this one is written after them and does not count itself. Nothing here depends on where or when
a release is made; files with their checksums and the history of releases are added when it is served
(`outputs/dataset.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.writer import RDF_TYPE, XSD, span_text
from ontology.terms import BASE, CODE, ID, SG, graph

DATASET = BASE + "dataset"
LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
SHACL = "http://www.w3.org/ns/shacl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
VOID_EXT = "http://ldf.fi/void-ext#"
# Every prefix that documents, exports and examples use.
PREFIXES: Mapping[str, str] = {
    "sg": SG,
    "code": CODE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": OWL,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": DCT,
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "void": VOID,
    "dcat": DCAT,
    "sh": SHACL,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vann": "http://purl.org/vocab/vann/",
}
TITLE = ("谁管：生态环境责任归属数据", "Shuiguan: who answers for which environmental matter, where and when")
DESCRIPTION = (
    "哪份文件把哪件事交给哪类部门或岗位，哪个机构在哪里、在哪段期间承担；每条都有出处和有效期间。",
    "Which instrument gives which matter to which kind of body or post, and which body carries it where and for what span; each statement with its source.",
)
COUNTS_NOTE = (
    "计数及于其他各图，不含本图。",
    "Counts are those of all other named graphs; this description is not counted.",
)


@dataclass(frozen=True)
class Example:
    """A query that gives rows as it stands: its key, a question it answers, what it finds, its whole text."""

    name: str
    zh: str
    en: str
    text: str


def dataset_graph(
    quads: Iterable[Quad], release: str, cut_off: date, examples: Sequence[Example] = ()
) -> set[Quad]:
    """The quads of `graph/dataset` for a release made of `quads`."""
    about = NamedNode(graph("dataset"))
    parts = (_head(release, cut_off), _partitions(quads), _prefixes(), *(_example(e) for e in examples))
    return {Quad(t.subject, t.predicate, t.object, about) for part in parts for t in part}


def _triple(subject: str, predicate: str, value: str | int | Literal) -> Triple:
    """A statement; a `str` is an IRI, a number is an xsd:integer."""
    node = (
        NamedNode(value)
        if isinstance(value, str)
        else value
        if isinstance(value, Literal)
        else Literal(value)
    )
    return Triple(NamedNode(subject), NamedNode(predicate), node)


def _both(subject: str, predicate: str, words: tuple[str, str]) -> Iterator[Triple]:
    for text, language in zip(words, ("zh", "en"), strict=True):
        yield _triple(subject, predicate, Literal(text, language=language))


def _head(release: str, cut_off: date) -> Iterator[Triple]:
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield _triple(DATASET, RDF_TYPE, kind)
    yield from _both(DATASET, DCT + "title", TITLE)
    yield from _both(DATASET, DCT + "description", DESCRIPTION)
    yield from _both(DATASET, RDFS + "comment", COUNTS_NOTE)
    yield _triple(DATASET, DCT + "license", LICENCE)
    yield _triple(DATASET, DCT + "identifier", Literal(release))
    yield _triple(DATASET, OWL + "versionInfo", Literal(release))
    # The day up to which the corpus was kept.
    yield _triple(DATASET, DCT + "modified", span_text(cut_off))
    yield _triple(DATASET, DCT + "conformsTo", BASE + "def")
    for word in (("生态环境", "environment"), ("责任", "responsibility"), ("行政", "public administration")):
        yield from _both(DATASET, DCAT + "keyword", word)
    yield _triple(DATASET, VOID + "uriSpace", Literal(ID))
    yield _triple(DATASET, VOID + "sparqlEndpoint", BASE + "sparql")
    for prefix in ("sg", "skos", "dct", "prov", "org", "eli", "oa"):
        yield _triple(DATASET, VOID + "vocabulary", PREFIXES[prefix])


def _prefixes() -> Iterator[Triple]:
    for prefix, namespace in PREFIXES.items():
        node = f"{DATASET}#prefix-{prefix}"
        yield _triple(DATASET, SHACL + "declare", node)
        yield _triple(node, RDF_TYPE, SHACL + "PrefixDeclaration")
        yield _triple(node, SHACL + "prefix", Literal(prefix))
        yield _triple(node, SHACL + "namespace", Literal(namespace, datatype=NamedNode(XSD + "anyURI")))


def _example(example: Example) -> Iterator[Triple]:
    node = f"{DATASET}#query-{example.name}"
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield _triple(node, RDF_TYPE, SHACL + kind)
    yield _triple(node, RDFS + "label", Literal(example.name))
    yield from _both(node, RDFS + "comment", (example.zh, example.en))
    yield _triple(node, SHACL + "select", Literal(example.text))
    yield _triple(node, SHACL + "prefixes", DATASET)
    yield _triple(node, DCT + "isPartOf", DATASET)


class _Counts:
    """One pass over the quads: what each class holds, by property, class or datatype of the object."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        kept = list(quads)
        self.triples = len(kept)
        self.subjects = {quad.subject for quad in kept}
        self.objects = {quad.object for quad in kept}
        self.types: defaultdict[object, list[str]] = defaultdict(list)
        for quad in kept:
            if quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode):
                self.types[quad.subject].append(quad.object.value)
        self.entities = Counter(kind for kinds in self.types.values() for kind in set(kinds))
        self.properties = Counter(quad.predicate.value for quad in kept)
        self.by_class: Counter[tuple[str, str]] = Counter()
        self.links: Counter[tuple[str, str, str, bool]] = Counter()
        for quad in kept:
            self._count(quad)

    def _count(self, quad: Quad) -> None:
        found, name = quad.object, quad.predicate.value
        if isinstance(found, Literal):
            kinds, literal = [found.datatype.value], True
        else:
            kinds, literal = self.types.get(found, []), False
        for kind in self.types.get(quad.subject, ()):
            self.by_class[kind, name] += 1
            for one in kinds:
                self.links[kind, name, one, literal] += 1


def _partitions(quads: Iterable[Quad]) -> Iterator[Triple]:
    counts = _Counts(quads)
    sizes = {
        "triples": counts.triples,
        "distinctSubjects": len(counts.subjects),
        "distinctObjects": len(counts.objects),
        "entities": len(counts.types),
        "classes": len(counts.entities),
        "properties": len(counts.properties),
    }
    for name, count in sizes.items():
        yield _triple(DATASET, VOID + name, count)
    for iri, count in counts.properties.items():
        node = _part(iri, kind="property")
        yield _triple(DATASET, VOID + "propertyPartition", node)
        yield _triple(node, VOID + "property", iri)
        yield _triple(node, VOID + "triples", count)
    for iri, count in counts.entities.items():
        node = _part(iri, kind="class")
        yield _triple(DATASET, VOID + "classPartition", node)
        yield _triple(node, VOID + "class", iri)
        yield _triple(node, VOID + "entities", count)
    for (kind, name), count in counts.by_class.items():
        node = _part(kind, name, kind="class")
        yield _triple(_part(kind, kind="class"), VOID + "propertyPartition", node)
        yield _triple(node, VOID + "property", name)
        yield _triple(node, VOID + "triples", count)
    for (kind, name, value, literal), count in counts.links.items():
        yield from _values(kind, name, value, literal, count)


def _values(kind: str, name: str, value: str, literal: bool, count: int) -> Iterator[Triple]:
    node = _part(kind, name, value, kind="class")
    space, word = (VOID_EXT, "datatype") if literal else (VOID, "class")
    yield _triple(_part(kind, name, kind="class"), f"{space}{word}Partition", node)
    yield _triple(node, f"{space}{word}", value)
    yield _triple(node, VOID + "triples", count)


def _part(*iris: str, kind: str) -> str:
    """IRI of a partition, readable: `#class-sg-Duty-sg-lead`."""
    return f"{DATASET}#{kind}-" + "-".join(_short(iri) for iri in iris)


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}-{iri.removeprefix(namespace)}"
    return "".join(c if c.isalnum() else "-" for c in iri)
