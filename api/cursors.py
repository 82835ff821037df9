"""Cursors: where the next page begins, bound to the rows they were given for."""

from __future__ import annotations

import base64
import binascii
import hashlib

from graph.errors import BadRequest

LONGEST = 40


def digest_of(*known: object) -> str:
    """Of what must not change from page to page: the release and what is asked of it."""
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def cursor_to(start: int, digest: str) -> str:
    """The cursor of the page that begins with row `start`, counted from 0."""
    return base64.urlsafe_b64encode(f"{start} {digest}".encode()).decode().rstrip("=")


def start_of(cursor: str, digest: str) -> int:
    """The row where a cursor leads. Raises BadRequest for one that was not given for these rows."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        start, bound_to = base64.b64decode(padded, b"-_", validate=True).decode("ascii").split(" ")
        if bound_to == digest and start.isdigit() and len(start) < 10:
            return int(start)
    except (ValueError, binascii.Error):
        pass
    raise wrong_cursor()


def wrong_cursor() -> BadRequest:
    return BadRequest(
        "cursor",
        "cursor不属于这个查询和这版数据，请从头取",
        "the cursor is not of this query and release; begin again without it",
    )
