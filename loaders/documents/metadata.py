"""What a document says of itself: title, number, issuers, place and dates, each with where it was found.

A proposal is a reading for a person to confirm. Nothing is made up: what no words state is not proposed.
"""

from __future__ import annotations

from loaders.documents.dates import dates_of
from loaders.documents.document import Document, Metadata
from loaders.documents.head import head_of
from loaders.documents.issuers import areas_of, issuers_of
from loaders.documents.numbers import numbers_of
from loaders.documents.titles import titles_of


def metadata_of(document: Document) -> Metadata:
    """Proposals by kind, likeliest first. A quarantined document that was not read proposes nothing."""
    if not document.blocks:
        return Metadata()
    head = head_of(document)
    titles = titles_of(head)
    title = titles[0].value if titles else ""
    numbers = numbers_of(head, title)
    issuers = issuers_of(head, title)
    return Metadata(titles, numbers, issuers, areas_of(title, issuers), dates_of(head))
