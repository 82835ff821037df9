"""Triples as bytes in one of the formats of a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from graph.dataset_graph import PREFIXES
from outputs import jsonld


@dataclass(frozen=True)
class Format:
    """A format of documents: its extension and its media type."""

    extension: str
    media_type: str


TURTLE = Format("ttl", "text/turtle")
N_TRIPLES = Format("nt", "application/n-triples")
JSON_LD = Format("jsonld", jsonld.MEDIA_TYPE)
RDF_XML = Format("rdf", "application/rdf+xml")
FORMATS: Mapping[str, Format] = {one.media_type: one for one in (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)}
SYNTAXES = {
    TURTLE.media_type: RdfFormat.TURTLE,
    N_TRIPLES.media_type: RdfFormat.N_TRIPLES,
    RDF_XML.media_type: RdfFormat.RDF_XML,
}


def document(triples: Iterable[Triple], media_type: str, context: str | None = None) -> bytes:
    """The triples grouped by subject, in the order in which subjects first appear.

    JSON-LD names the address `context` of its context, and carries it where there is none.
    """
    grouped = by_subject(triples)
    if media_type == JSON_LD.media_type:
        return jsonld.document(grouped, at=context)
    data = serialize(grouped, format=SYNTAXES[media_type], prefixes=dict(PREFIXES))
    assert data is not None
    return data


def by_subject(triples: Iterable[Triple]) -> list[Triple]:
    found: defaultdict[NamedNode | BlankNode | Triple, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.subject].append(triple)
    return [triple for group in found.values() for triple in group]
