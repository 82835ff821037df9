"""Versions of a matter over HTTP: its ETag, and the If-Match that every change must carry (RFC 9110, RFC 6585)."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header, HTTPException

from graph.errors import BadRequest
from office.matter import Matter

TAG = re.compile(r'^\s*"(?P<matter>\d{4}-\d+)\.(?P<version>\d+)"\s*$')


def tag_of(matter: Matter) -> str:
    """The strong ETag of a matter as it stands."""
    return f'"{matter.id}.{matter.version}"'


def version_given(
    if_match: Annotated[
        str | None,
        Header(description="读到时的 ETag，修改时必带 / the ETag that was read; every change needs it"),
    ] = None,
) -> str:
    """The If-Match of a change. 428 without one: a change that names no version could overwrite another's."""
    if if_match is None or not if_match.strip():
        raise HTTPException(428)
    return if_match


def version_of(matter: str, if_match: str) -> int:
    """The version that the tag of this matter names. Raises BadRequest for a tag that is none of this matter's."""
    found = TAG.match(if_match)
    if found is None or found["matter"] != matter:
        raise BadRequest(
            "If-Match", f"不是这件事项的ETag：{if_match[:60]}", f"not an ETag of this matter: {if_match[:60]}"
        )
    return int(found["version"])


VersionDep = Annotated[str, Depends(version_given)]
KeyDep = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="重发同一请求只办一次 / the same request sent again is done once",
    ),
]
