"""`If-None-Match`, read in one place for every route."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TAG = re.compile(r'"[^"]*"')


def has_current(scope: Mapping[str, Any], etag: str, *, found: bool) -> bool:
    """Whether the caller of an ASGI request has what `etag` stands for. Tags are compared weakly.

    `*` means whatever there is, so it counts only where the thing asked for is known to be there: pass `found` as
    False before it has been looked for. Only GET and HEAD are answered with 304.
    Rule: RFC 9110 (2022-06) section 13.1.2.
    """
    if scope["method"] not in ("GET", "HEAD"):
        return False
    values = [value for name, value in scope["headers"] if name == b"if-none-match"]
    given = b", ".join(values).decode("latin-1")
    if given.strip() == "*":
        return found
    return etag.removeprefix("W/") in TAG.findall(given)
