"""What form an answer takes: its media type, the headers before it, and whether a refusal is told as a page."""

from __future__ import annotations

import hashlib

from starlette.types import Scope

from api.problems import MEDIA_TYPE as PROBLEM
from api.sparql.accept import OFFERED, PAGE, Media, choose, short
from api.sparql.config import Edition
from api.sparql.protocol import Asked, query_in
from api.sparql.refusal import Headers, Refused, check_release, forbidden_service, forbidden_update
from api.sparql.respond import header
from api.sparql.shape import Shape


def headers_of(shape: Shape, asked: Asked, media: Media, base: str, edition: Edition) -> Headers:
    """What goes before a good answer. Raises Refused where the answer would be from another release than was named."""
    check_release(asked.release, edition.release)
    headers: Headers = [
        (b"content-type", content_type(media.name)),
        (b"shuiguan-release", edition.release.encode()),
        (b"x-timeout-seconds", f"{asked.seconds:g}".encode()),
    ]
    if shape.volatile:
        return [*headers, (b"cache-control", b"no-store")]
    known = (asked.query, asked.default_graphs, asked.named_graphs, media, base)
    return [*headers, *tag_of(edition, known)]


def tag_of(edition: Edition, known: object) -> Headers:
    """What lets a client keep an answer: it is the same as long as the release and `known` are."""
    tag = hashlib.sha256(repr((edition.release, known)).encode()).hexdigest()[:32]
    # Weak: the rows of a query without ORDER BY may come in another order.
    return [(b"etag", f'W/"{tag}"'.encode()), (b"cache-control", b"public, max-age=60")]


def negotiate(shape: Shape, asked: Asked, scope: Scope) -> Media:
    if shape.has_service:
        raise forbidden_service()
    if shape.update is not None:
        raise forbidden_update(400, shape.update)
    offered = OFFERED[shape.form or "SELECT"]
    if asked.format is None:
        media = choose(header(scope, b"accept"), offered)
    else:
        media = short(asked.format, offered)
    if media is None:
        raise not_acceptable(offered)
    return media


def not_acceptable(offered: tuple[str, ...]) -> Refused:
    return Refused(406, "not-acceptable", "没有所要的格式", "none of the formats asked for", choices=offered)


def wants_page(scope: Scope) -> bool:
    """Whether a refusal is to be told as a page: asked for as such, or before a problem in JSON by `Accept`."""
    if scope["method"] in ("GET", "HEAD") and query_in(scope["query_string"], "format").lower() in (
        "html",
        PAGE,
    ):
        return True
    media = choose(header(scope, b"accept"), (PROBLEM, "application/json", PAGE))
    return media is not None and media.name == PAGE


def content_type(name: str) -> bytes:
    return f"{name}; charset=utf-8".encode() if name.startswith("text/") else name.encode()
