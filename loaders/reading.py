"""One source document from file to candidates: read, repaired, structured, extracted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.records import BodyType
from loaders.documents import Document, Metadata, read_document
from loaders.documents.metadata import metadata_of
from loaders.extraction import extract
from loaders.extraction.candidate import Candidate
from loaders.extraction.lexicon import Lexicon, lexicon_of
from loaders.lists import Names, ResponsibilityList, candidates_of, read_list
from loaders.lists.bodies import names_of
from loaders.repair import Known
from loaders.structure.read import tree_of
from loaders.structure.tree import Division, Node


@dataclass(frozen=True)
class Source:
    """A document with what it says of itself, its tree, and its rows where it is a list."""

    document: Document
    metadata: Metadata
    tree: Node
    listed: ResponsibilityList


def read_source(path: Path, known: Known, *, quarantined: bool = False) -> Source:
    """Read one file of any kind. Raises UnreadableDocument."""
    document = read_document(path, quarantined=quarantined, known=known)
    tree = tree_of(document)
    is_statute = any(node.division is Division.ARTICLE for node in tree.walk())
    listed = ResponsibilityList((), ()) if is_statute and not any(document.tables) else read_list(document)
    return Source(document, metadata_of(document), tree, listed)


@dataclass(frozen=True)
class Vocabulary:
    """The names of bodies as legal texts and as lists write them."""

    lexicon: Lexicon
    names: Names

    @classmethod
    def of(cls, body_types: Iterable[BodyType]) -> Vocabulary:
        listed = tuple(body_types)
        lexicon = lexicon_of(listed)
        return cls(lexicon, names_of(listed, lexicon.stems))


def candidates_in(source: Source, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Candidates of the rows of a list, else of the provisions of a text; a table within a text adds its rows."""
    yield from candidates_of(source.listed.rows, vocabulary.names)
    has_outline_rows = any(not row.at.startswith("table") for row in source.listed.rows)
    if not has_outline_rows:
        yield from extract(source.tree, vocabulary.lexicon)
