"""JSON-LD in the words of our context: `id`, `type`, language maps, plain dates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.writer import RDF_TYPE, XSD
from ontology.terms import turtle

MEDIA_TYPE = "application/ld+json"
Json = str | int | bool | list["Json"] | dict[str, "Json"]
LANGUAGE = "@language"


@lru_cache(maxsize=1)
def context() -> Mapping[str, Json]:
    """The terms of the context in use."""
    found = json.loads(turtle("context.jsonld"))["@context"]
    assert isinstance(found, dict)
    return found


@lru_cache(maxsize=1)
def context_file() -> tuple[str, bytes]:
    """Name and bytes of the context as it is served: another context has another name, so that it never changes."""
    body = json.dumps({"@context": context()}, ensure_ascii=False, separators=(",", ":")).encode()
    version = next(one for one in turtle("shuiguan.ttl").splitlines() if "owl:versionInfo" in one)
    return f"{version.split(chr(34))[1]}-{hashlib.sha256(body).hexdigest()[:12]}.jsonld", body


@dataclass(frozen=True)
class _Term:
    """One term of the context that stands for a property."""

    name: str
    type: str | None
    containers: frozenset[str]


class Compactor:
    """Writes triples with the terms of the context."""

    def __init__(self) -> None:
        defined = context()
        self.prefixes = {k: v for k, v in defined.items() if isinstance(v, str) and v[-1] in "#/"}
        self.terms: dict[str, list[_Term]] = {}
        self.classes: dict[str, str] = {}
        for name, value in defined.items():
            if name in self.prefixes or name.startswith("@") or value in ("@id", "@type"):
                continue
            self._define(name, {"@id": value} if isinstance(value, str) else value)

    def _define(self, name: str, value: Json) -> None:
        if not isinstance(value, dict):
            return
        iri = self._expand(str(value["@id"]))
        kind = value.get("@type")
        container = value.get("@container", [])
        listed = container if isinstance(container, list) else [container]
        one = _Term(name, self._expand(str(kind)) if kind else None, frozenset(map(str, listed)))
        self.terms.setdefault(iri, []).append(one)
        self.classes.setdefault(iri, name)

    def _expand(self, text: str) -> str:
        prefix, colon, local = text.partition(":")
        return f"{self.prefixes[prefix]}{local}" if colon and prefix in self.prefixes else text

    def nodes(self, triples: Iterable[Triple]) -> list[dict[str, Json]]:
        """One node object per subject, in the order in which subjects first appear."""
        found: dict[object, dict[str, Json]] = {}
        for triple in triples:
            subject = triple.subject
            node = found.setdefault(subject, {"id": _id(subject)})
            self._add(node, triple.predicate.value, triple.object)
        return list(found.values())

    def _add(self, node: dict[str, Json], predicate: str, value: object) -> None:
        if predicate == RDF_TYPE and isinstance(value, NamedNode):
            _append(node, "type", self.classes.get(value.value) or self.short(value.value))
            return
        if not isinstance(value, Literal):
            key, coerced = self._key(predicate, "@id")
            _append(node, key, _id(value) if coerced else {"id": _id(value)})
        elif value.language:
            self._add_words(node, predicate, value)
        else:
            self._add_literal(node, predicate, value)

    def _key(self, predicate: str, kind: str | None) -> tuple[str, bool]:
        """The key for values of a kind, and whether it says the kind so that the value need not."""
        for one in self.terms.get(predicate, ()):
            if one.type == kind and LANGUAGE not in one.containers:
                return one.name, True
        return self.short(predicate), False

    def _add_words(self, node: dict[str, Json], predicate: str, value: Literal) -> None:
        for one in self.terms.get(predicate, ()):
            if LANGUAGE in one.containers:
                words = node.setdefault(one.name, {})
                assert isinstance(words, dict)
                _append(words, str(value.language), value.value, always="@set" in one.containers)
                return
        _append(node, self.short(predicate), {"@value": value.value, LANGUAGE: str(value.language)})

    def _add_literal(self, node: dict[str, Json], predicate: str, value: Literal) -> None:
        kind = value.datatype.value
        key, coerced = self._key(predicate, kind)
        native = _native(value.value, kind)
        if not coerced and (native is not None or kind == XSD + "string"):
            key, coerced = self._key(predicate, None)[0], True
        plain: Json = value.value if native is None else native
        _append(node, key, plain if coerced else {"@value": value.value, "@type": self.short(kind)})

    def short(self, iri: str) -> str:
        """The IRI with a prefix of the context where one fits."""
        for prefix, namespace in self.prefixes.items():
            if (
                iri.startswith(str(namespace))
                and "/" not in (rest := iri.removeprefix(str(namespace)))
                and rest
            ):
                return f"{prefix}:{rest}"
        return iri


def document(triples: Iterable[Triple], *, at: str | None = None) -> bytes:
    """A document that names the address `at` of its context; without one it carries the context and stands alone."""
    stated: Json = dict(context()) if at is None else at
    body = {"@context": stated, "@graph": Compactor().nodes(triples)}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def _id(node: object) -> str:
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    assert isinstance(node, NamedNode)
    return node.value


def _native(text: str, kind: str) -> int | bool | None:
    """The JSON number or boolean that means exactly this literal."""
    if kind == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == XSD + "integer" and text.lstrip("-").isdigit() and str(int(text)) == text:
        return int(text)
    return None


def _append(node: dict[str, Json], key: str, value: Json, always: bool = False) -> None:
    before = node.get(key)
    if before is None:
        node[key] = [value] if always else value
    elif isinstance(before, list):
        before.append(value)
    else:
        node[key] = [before, value]
