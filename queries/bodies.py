"""Body types by the names people use: current, as written in statutes, short, old, and slightly misspelt."""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.tables import Tables, TypeRow
from graph.text import normalise

SHORTEST_GUESS = 4


@dataclass(frozen=True)
class NamedBody:
    """A body type named in a text: the words used, and what kind of name they are."""

    type: TypeRow
    words: str
    kind: str
    corrected: str | None = None


class BodyNames:
    """All names of all body types of one release."""

    def __init__(self, tables: Tables) -> None:
        self._types = {one.id: one for one in tables.body_types}
        self._names: dict[str, tuple[str, str]] = {}
        for one in tables.body_types:
            for name, kind in ((one.zh, "current"), (one.statutory, "written"), *one.names):
                self._names.setdefault(normalise(name), (one.id, kind))
            self._names.setdefault(one.en.lower(), (one.id, "current"))
        self._words = [name for name in self._names if len(name) >= 2]
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)
        self._long = [name for name in self._words if len(name) >= SHORTEST_GUESS and not name.isascii()]

    def find(self, text: str) -> list[NamedBody]:
        """Body types named in `text` (normal form), in the order of the text, each once."""
        found: dict[str, NamedBody] = {}
        for word, start, end in self._automaton.find_matches_as_indexes(text):
            key, kind = self._names[self._words[word]]
            found.setdefault(key, NamedBody(self._types[key], text[start:end], kind))
        return list(found.values())

    def guess(self, text: str) -> NamedBody | None:
        """A body type whose name stands in `text` with one wrong character, or None.

        Only names of four characters and more that end like an office are tried.
        """
        for name in self._long:
            if name[-1] not in "局厅委部" and not name.endswith("部门"):
                continue
            for start in range(len(text) - len(name) + 1):
                window = text[start : start + len(name)]
                if window[-1] == name[-1] and sum(a != b for a, b in zip(window, name, strict=True)) == 1:
                    key, kind = self._names[name]
                    return NamedBody(self._types[key], window, kind, corrected=name)
        return None

    def search(self, words: str, limit: int = 20) -> list[TypeRow]:
        """Body types with a name that is, begins with or holds `words`."""
        wanted = normalise(words)
        hits = [
            (0 if name == wanted else 1 if name.startswith(wanted) else 2, key)
            for name, (key, _) in self._names.items()
            if wanted and wanted in name
        ]
        return [self._types[key] for key in dict.fromkeys(key for _, key in sorted(hits))][:limit]

    def get(self, key: str) -> TypeRow | None:
        return self._types.get(key)
