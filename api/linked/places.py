"""IRIs of things and where their documents are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from ontology.terms import BASE, CODE, ID
from outputs.rdf import FORMATS

HTML = "text/html"
# In the order of preference where the client has none.
OFFERED = (HTML, *FORMATS)
EXTENSIONS: Mapping[str, str] = {"html": HTML, **{one.extension: media for media, one in FORMATS.items()}}
EXTENSION_OF = {media: extension for extension, media in EXTENSIONS.items()}
KEY = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
KINDS: Mapping[str, tuple[str, str]] = {
    "area": ("地域", "area"),
    "body": ("机构", "body"),
    "body-type": ("部门类型", "body type"),
    "code": ("代码", "code"),
    "count": ("数量记载", "stated count"),
    "designated": ("待指定部门", "body type to be designated"),
    "discrepancy": ("说法不一", "discrepancy"),
    "duty": ("责任事项", "duty"),
    "excerpt": ("摘录", "excerpt"),
    "figure": ("数字", "figure"),
    "group": ("部门组", "group of body types"),
    "instrument": ("文件（一个版本）", "instrument, one edition"),
    "list": ("列举", "named list"),
    "mandate": ("职能承担", "mandate"),
    "measure": ("改革举措", "measure"),
    "mechanism": ("机制（程序）", "mechanism"),
    "participation": ("参与", "participation"),
    "provision": ("条款", "provision"),
    "proposed": ("候选责任", "proposal"),
    "role": ("岗位", "role"),
    "scheme": ("概念体系", "concept scheme"),
    "topic": ("事项", "topic"),
    "trigger": ("问责情形", "accountability trigger"),
    "unstated": ("来源未述", "unstated fact"),
    "work": ("文件（各版本）", "work"),
}


@dataclass(frozen=True)
class Place:
    """Where a document is: its path without extension, below `root`, on a day or on any, of the release in service or
    of one that is named."""

    path: str
    root: str = ""
    on: str | None = None
    release: str | None = None

    def address(self, media_type: str | None = None, on: str | None = None) -> str:
        """Path and query of the document, negotiated or in one format."""
        extension = "" if media_type is None else f".{EXTENSION_OF[media_type]}"
        asked = {"on": self.on if on is None else on, "release": self.release}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.root}{self.path}{extension}" + (f"?{query}" if query else "")


def split(path: str) -> tuple[str, str | None]:
    """A path without its extension, and the media type that the extension stands for."""
    stem, dot, extension = path.rpartition(".")
    return (stem, EXTENSIONS[extension]) if dot and extension in EXTENSIONS else (path, None)


def thing_iri(kind: str, key: str) -> str | None:
    """The IRI whose document is at `/doc/{kind}/{key}`; None where there can be none."""
    if not KEY.fullmatch(f"{kind}/{key}"):
        return None
    return f"{CODE}{key}" if kind == "code" else f"{ID}{kind}/{key}"


def local(iri: str, seen: Place) -> str:
    """Where to read about an IRI, seen from a document: our own document, without a redirect, or the IRI itself."""
    if iri.startswith(ID):
        return replace(seen, path=f"/doc/{iri.removeprefix(ID)}").address()
    if iri.startswith(CODE):
        return replace(seen, path=f"/doc/code/{iri.removeprefix(CODE)}").address()
    if iri.startswith(BASE):
        return seen.root + "/" + quote(iri.removeprefix(BASE), safe="/#")
    return iri
