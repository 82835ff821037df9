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
FORMATS: Mapping[str, Format] = {one.media_type: one for one in (TURTLE, JSON_LD, N_TRIPLES)}


def document(triples: Iterable[Triple], media_type: str) -> bytes:
    """The triples grouped by subject, in the order in which subjects first appear."""
    grouped = by_subject(triples)
    if media_type == JSON_LD.media_type:
        return jsonld.document(grouped)
    form = RdfFormat.TURTLE if media_type == TURTLE.media_type else RdfFormat.N_TRIPLES
    data = serialize(grouped, format=form, prefixes=dict(PREFIXES))
    assert data is not None
    return data


def by_subject(triples: Iterable[Triple]) -> list[Triple]:
    found: defaultdict[NamedNode | BlankNode | Triple, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.subject].append(triple)
    return [triple for group in found.values() for triple in group]
