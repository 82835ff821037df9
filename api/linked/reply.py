"""Documents as responses: negotiated, with ETag, links to the other forms, and nothing sent twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fastapi import Request
from starlette.responses import Response

from api import prefix
from api.conditions import has_current
from api.linked.places import HTML, OFFERED, Place
from api.problems import problem, respond
from api.sparql.accept import choose
from graph.errors import BadRequest
from outputs.jsonld import context_file

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300, stale-while-revalidate=3600"
Link = tuple[str, str, str | None]


def once(request: Request, name: str) -> None:
    """Raises BadRequest for a parameter that is given twice."""
    if len(request.query_params.getlist(name)) > 1:
        raise BadRequest(name, f"参数重复：{name}", f"given twice: {name}")


def root_of(request: Request) -> str:
    """The path under which a proxy serves us; empty for none."""
    return prefix.root_of(request.scope)


def base_of(request: Request) -> str:
    """The address under which we were asked, the path of a proxy included, without a slash at its end."""
    return str(request.base_url).rstrip("/")


def context_of(request: Request) -> str:
    """Where a reader of the answer gets its JSON-LD context: from where the answer came, which can be reached."""
    return f"{base_of(request)}/context/{context_file()[0]}"


def negotiated(request: Request, fixed: str | None, offered: Sequence[str] = OFFERED) -> str | None:
    """The media type to answer in: that of the extension, or what `Accept` asks for; None for neither."""
    if fixed is not None:
        return fixed if fixed in offered else None
    media = choose(request.headers.get("accept"), tuple(offered))
    return media.format if media else None


def not_acceptable(offered: Sequence[str] = OFFERED) -> Response:
    shown = ", ".join(offered)
    answer = respond(
        problem(406, f"没有所要的格式；有：{shown}", f"none of the formats asked for; there are: {shown}",
                choices=tuple(offered))
    )  # fmt: skip
    answer.headers["Vary"] = "Accept"
    return answer


def not_found(zh: str, en: str) -> Response:
    answer = respond(problem(404, zh, en))
    answer.headers["Vary"] = "Accept"
    return answer


def see_other(address: str, release: str) -> Response:
    """303 to a document; never 301, which is kept for ever."""
    headers = {
        "Location": address,
        "Vary": "Accept",
        "Cache-Control": A_WHILE,
        "Shuiguan-Release": release,
    }
    return Response(status_code=303, headers=headers)


def reply(
    request: Request,
    body: bytes,
    media_type: str,
    release: str,
    *,
    links: Sequence[Link] = (),
    location: str | None = None,
    vary: bool = True,
    cache: str = A_WHILE,
) -> Response:
    """The document, or 304 when the client has it."""
    # Over the bytes as well: a new version of a page's design is another representation of the same release.
    etag = f'"{release}-{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": cache, "Shuiguan-Release": release}
    if vary:
        headers["Vary"] = "Accept"
    if location:
        headers["Content-Location"] = location
    if links:
        headers["Link"] = ", ".join(_link(*one) for one in links)
    if has_current(request.scope, etag, found=True):
        return Response(status_code=304, headers=headers)
    if media_type.startswith("text/") or media_type == HTML:
        media_type += "; charset=utf-8"
    headers["Content-Type"] = media_type
    return Response(body, headers=headers)


def _link(target: str, relation: str, media_type: str | None) -> str:
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{target}>; rel="{relation}"{kind}'


def alternates(place: Place, offered: Sequence[str] = OFFERED) -> list[Link]:
    """The fixed links to every form of a document."""
    return [(place.address(media), "alternate", media) for media in offered]
