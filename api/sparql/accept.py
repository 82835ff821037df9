"""Content negotiation: which of the offered media types a client gets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

GRAPH_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
)
# For people: a table of the first rows. Last in every list, so that only who asks for it gets it.
PAGE = "text/html"
ASK_TYPES = ("application/sparql-results+json", "application/sparql-results+xml")
SELECT_TYPES = (*ASK_TYPES, "text/csv", "text/tab-separated-values")
OFFERED = {
    "SELECT": (*SELECT_TYPES, PAGE),
    "ASK": (*ASK_TYPES, PAGE),
    "CONSTRUCT": (*GRAPH_TYPES, PAGE),
    "DESCRIBE": (*GRAPH_TYPES, PAGE),
}
# Names that clients use for a format, answered under the name that was used.
ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "text/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("application/n-triples",),
    "application/x-turtle": ("text/turtle",),
}
# A CSV that Excel reads as UTF-8: it begins with a mark. Only ever on request, for the mark is in the way elsewhere.
EXCEL, MARK = "csv-excel", b"\xef\xbb\xbf"
SHORT = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    EXCEL: ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle",),
    "turtle": ("text/turtle",),
    "nt": ("application/n-triples",),
    "jsonld": ("application/ld+json",),
    "rdfxml": ("application/rdf+xml",),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
    "html": (PAGE,),
}


@dataclass(frozen=True)
class Media:
    """The format to write, the name it is sent under, and what is put before it."""

    format: str
    name: str
    mark: bytes = b""


@dataclass(frozen=True)
class Range:
    """One member of an Accept header. `parameters` other than charset and q make it match nothing."""

    type: str
    subtype: str
    quality: float
    exact: bool

    def specificity(self, name: str) -> int:
        """-1 when it does not match, else 0 for `*/*`, 1 for `type/*`, 2 for the type itself."""
        if not self.exact:
            return -1
        kind, _, sub = name.partition("/")
        if self.type == "*":
            return 0 if self.subtype == "*" else -1
        if self.type != kind:
            return -1
        return 1 if self.subtype == "*" else 2 if self.subtype == sub else -1


def ranges(header: str) -> list[Range]:
    """The members of an Accept header in order; malformed ones are left out."""
    return [found for part in header.split(",") if (found := _range(part)) is not None]


def _range(part: str) -> Range | None:
    name, *rest = (piece.strip() for piece in part.split(";"))
    kind, slash, sub = name.lower().partition("/")
    if not (kind and slash and sub):
        return None
    given = {
        key.strip().lower(): value.strip().strip('"') for key, _, value in (p.partition("=") for p in rest)
    }
    try:
        quality = float(given.pop("q", "1"))
    except ValueError:
        return None
    if not 0 <= quality <= 1:
        return None
    charset = given.pop("charset", "utf-8").lower()
    return Range(kind, sub, quality, charset in ("utf-8", "utf8", "*") and not any(map(str, given)))


@lru_cache(512)
def choose(header: str | None, offered: tuple[str, ...]) -> Media | None:
    """The best offer: highest quality, then most specific match, then the order in the header and ours.

    An empty or missing header takes the first offer; None when nothing is acceptable.
    """
    if header is None or not header.strip():
        return Media(offered[0], offered[0])
    wanted = ranges(header)
    named = [r for r in wanted if r.type != "*" and r.subtype != "*"]
    best: tuple[float, int, int, int] | None = None
    chosen: Media | None = None
    for place, media in enumerate(_candidates(offered)):
        matched = max(wanted, key=lambda r: r.specificity(media.name), default=None)
        if matched is None or (level := matched.specificity(media.name)) < 0 or matched.quality == 0:
            continue
        if media.name != media.format and level < 2:
            continue
        order = -named.index(matched) if level == 2 else -len(wanted)
        score = (matched.quality, level, order, -place)
        if best is None or score > best:
            best, chosen = score, media
    return chosen


def _candidates(offered: tuple[str, ...]) -> list[Media]:
    aliases = [
        Media(meant, alias) for alias, formats in ALIASES.items() for meant in formats if meant in offered
    ]
    return [*(Media(name, name) for name in offered), *aliases]


def short(name: str, offered: tuple[str, ...]) -> Media | None:
    """The offer that `format=name` means: a short name or a media type."""
    name = name.lower()
    for meant in SHORT.get(name, (name,)):
        if meant in offered:
            return Media(meant, meant, MARK if name == EXCEL else b"")
    return None
