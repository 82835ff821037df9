"""Write statements about one subject at a time into a named graph."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import code, term

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def property_iri(name: str) -> str:
    """Full IRI of `skos:prefLabel` and the like; a bare name is a term of our own vocabulary."""
    if ":" not in name:
        return term(name)
    prefix, local = name.split(":", 1)
    return PREFIXES[prefix] + local


def span_text(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


class Writer:
    """Collects the quads of one named graph, without duplicates."""

    def __init__(self, graph: str) -> None:
        self.graph = NamedNode(graph)
        self.quads: set[Quad] = set()

    def about(self, subject: str, *types: str) -> Subject:
        """Begin statements about `subject`, of the given classes (`Duty`, `skos:Concept`)."""
        about = Subject(self, subject)
        for name in types:
            about.link("rdf:type", property_iri(name))
        return about


class Subject:
    """Statements about one subject. Nothing is written for a missing value."""

    def __init__(self, writer: Writer, iri: str) -> None:
        self.writer = writer
        self.iri = iri

    def _add(self, name: str, value: NamedNode | Literal) -> Subject:
        predicate = RDF_TYPE if name == "rdf:type" else property_iri(name)
        quad = Quad(NamedNode(self.iri), NamedNode(predicate), value, self.writer.graph)
        self.writer.quads.add(quad)
        return self

    def link(self, name: str, iri: str | None) -> Subject:
        return self if iri is None else self._add(name, NamedNode(iri))

    def links(self, name: str, iris: Iterable[str]) -> Subject:
        for iri in iris:
            self.link(name, iri)
        return self

    def coded(self, name: str, scheme: str, word: str | None) -> Subject:
        return self if word is None else self.link(name, code(scheme, word))

    def words(self, name: str, text: str | None, language: str) -> Subject:
        return self if not text else self._add(name, Literal(text, language=language))

    def text(self, name: str, value: str | None) -> Subject:
        return self if value is None else self._add(name, Literal(value))

    def day(self, name: str, value: date | None) -> Subject:
        return self if value is None else self._add(name, span_text(value))

    def typed(self, name: str, value: str | None, datatype: str) -> Subject:
        if value is None:
            return self
        return self._add(name, Literal(value, datatype=NamedNode(XSD + datatype)))

    def number(self, name: str, value: int | None) -> Subject:
        return self if value is None else self._add(name, Literal(value))

    def flag(self, name: str, value: bool) -> Subject:
        return self._add(name, Literal(True)) if value else self
