"""What a reader takes from a file, before any repair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.documents.document import Block


@dataclass(frozen=True)
class Found:
    """Lines and tables in reading order. A line has no line feed and no blanks at its ends.

    `around` is text of the page that is not part of the document (navigation, footers): it only serves to
    see whether the page was hijacked. `warnings` hold both languages each.
    """

    blocks: tuple[Block, ...]
    declared: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    around: str = ""
