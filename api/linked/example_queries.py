"""The example queries of a release as a list that can be opened, copied and run."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from api.linked.html import both
from graph.dataset_graph import RDFS, SHACL


def example_list(said: Iterable[Triple], root: str) -> str:
    """The examples among what a release says of itself, each with its text and a link that runs it."""
    said = tuple(said)
    zh, en = _literals(said, RDFS + "comment", "zh"), _literals(said, RDFS + "comment", "en")
    parts = []
    for iri, text in sorted(_literals(said, SHACL + "select").items()):
        href = escape(f"{root}/sparql?{urlencode({'query': text})}")
        name = f"{both(zh.get(iri, ''), en.get(iri))} <code>{escape(iri.partition('#query-')[2])}</code>"
        run = f'<p><a href="{href}">{both("运行", "run")}</a></p>'
        parts.append(
            f"<details><summary>{name}</summary><pre><code>{escape(text)}</code></pre>{run}</details>"
        )
    return "".join(parts)


def _literals(said: Iterable[Triple], predicate: str, language: str | None = None) -> dict[str, str]:
    """What the examples say by a property, by their IRIs."""
    return {
        t.subject.value: t.object.value
        for t in said
        if t.predicate.value == predicate
        and isinstance(t.object, Literal)
        and t.object.language == language
        and isinstance(t.subject, NamedNode)
        and "#query-" in t.subject.value
    }
