"""What a query is, read from its tokens: its form, its dataset, what it must not do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from api.sparql.tokens import Token, tokens, unescape

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"})
USUAL = 4096
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)?:")
_LIMIT = re.compile(r"LIMIT(\d*)")
_ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*+://")
# A string up to a backslash that escapes nothing the grammar knows.
_UNKNOWN_ESCAPE = re.compile(r"(?:[^\\]|\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*+\\")


@dataclass(frozen=True)
class Shape:
    """`form` is None where the text begins with none of the four; `update` names an update's first word.

    `prefixes` are those declared by a query for a graph: its answer can be written in the same words.
    """

    form: str | None
    update: str | None
    has_dataset: bool
    has_service: bool
    volatile: bool
    capped: str | None
    prefixes: Mapping[str, str] = field(default_factory=dict)


def shape_of(query: str, rows: int) -> Shape:
    """The shape of `query`; `capped` is the SELECT with a limit of `rows`, None for the other forms.

    Looks at the text as it stands and with its escapes replaced, and refuses by either: engines
    differ in when they replace them. Shapes of queries of usual length are kept.
    """
    return _kept(query, rows) if len(query) < USUAL else _read(query, rows)


def _read(query: str, rows: int) -> Shape:
    plain = list(tokens(query))
    texts = [plain]
    if "\\u" in query or "\\U" in query:
        texts.append(list(tokens(unescape(query))))
    words = [_words(one) for one in texts]
    form = _first(words[-1], FORMS) or ("DESCRIBE" if _describes_name(texts[-1]) else None)
    return Shape(
        form=form,
        update=next((u for w in words if (u := _update(w))), None),
        has_dataset=any("FROM" in word for w in words for word in w)
        or (form != "DESCRIBE" and any(_from_name(one) for one in texts)),
        has_service=any(_calls_service(one) for one in texts)
        or ("SERVICE" in query.upper() and any(_doubtful(one) for one in texts)),
        volatile=any(name in word for w in words for word in w for name in VOLATILE),
        capped=_cap(query, plain, rows) if form == "SELECT" else None,
        prefixes=_declared(plain) if form in ("CONSTRUCT", "DESCRIBE") else {},
    )


_kept = lru_cache(1024)(_read)


def _calls_service(found: list[Token]) -> bool:
    """Whether the tokens have the keyword SERVICE.

    The engine's grammar asks for no space before or after a keyword: `trueSERVICE` and `SERVICEx:y {` are
    keywords to it.
    """
    return any(
        (token.kind == "word" and "SERVICE" in token.text.upper())
        or (token.kind == "name" and _glued(found, index))
        for index, token in enumerate(found)
    )


def _doubtful(found: list[Token]) -> bool:
    """Whether the engine may cut the text in another way, so that a string or an IRI hides keywords.

    It takes `<` for an operator where an expression may go on (`1<2)SERVICE#>`, where the rest of the line is then
    a comment), and three quotes for an empty string where the long one has an escape that it does not know.
    """
    return any(
        (token.kind == "iri" and "#" in token.text and _may_compare(found, index))
        or (token.kind == "string" and _UNKNOWN_ESCAPE.match(token.text) is not None)
        for index, token in enumerate(found)
    )


def _may_compare(found: list[Token], index: int) -> bool:
    # `scheme://` is no expression, and what stands after PREFIX is none either.
    declared = index > 1 and found[index - 2].kind == "word" and found[index - 2].text.upper() == "PREFIX"
    return not declared and _ADDRESS.match(found[index].text) is None


def _glued(found: list[Token], index: int) -> bool:
    prefix = found[index].text.upper().partition(":")[0]
    if "SERVICE" not in prefix or index + 1 == len(found) or found[index + 1].text != "{":
        return False
    before = found[index - 1] if index else None
    return not (before and before.kind == "word" and before.text.upper() in ("GRAPH", "FROM", "NAMED"))


def _words(found: list[Token]) -> list[str]:
    return [token.text.upper() for token in found if token.kind == "word"]


def _declared(found: list[Token]) -> dict[str, str]:
    """Prefixes of plain names and whole addresses; the last of a name counts, as for the names after it."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX"
        and _PREFIX.fullmatch(name.text)
        and _ADDRESS.match(iri.text)
        and "\\" not in iri.text
    }


def _first(words: list[str], wanted: frozenset[str]) -> str | None:
    """The keyword that the first of the words is or begins with: `CONSTRUCTWHERE` needs no space."""
    return next((name for word in words for name in wanted if word.startswith(name)), None)


def _update(words: list[str]) -> str | None:
    first = _first(words, FORMS | UPDATES)
    return first if first in UPDATES else None


def _describes_name(found: list[Token]) -> bool:
    return any(token.kind == "name" and token.text.upper().startswith("DESCRIBE") for token in found)


def _from_name(found: list[Token]) -> bool:
    """Whether a clause is written `FROMx:y`. After PREFIX, and where it is called, such a name is a name."""
    return any(
        token.kind == "name"
        and token.depth == 0
        and token.text.upper().startswith("FROM")
        and not (before.kind == "word" and before.text.upper() == "PREFIX")
        and after.text != "("
        for before, token, after in zip(found, found[1:], found[2:], strict=False)
    )


def _cap(query: str, found: list[Token], rows: int) -> str:
    """The SELECT with its outer LIMIT lowered to `rows`, or one put in before a closing VALUES."""
    outer = [index for index, token in enumerate(found) if token.depth == 0]
    last = max((i for i in outer if found[i].text == "}"), default=-1)
    values = [i for i in outer if found[i].kind == "word" and found[i].text.upper() == "VALUES"]
    for index in outer:
        if found[index].kind == "word" and (number := _limit(found, index)) is not None:
            start, end = number
            return f"{query[:start]}{rows}{query[end:]}"
    if values and values[-1] < last:
        start = found[values[-1]].start
        return f"{query[:start]} LIMIT {rows} {query[start:]}"
    return f"{query}\nLIMIT {rows}"


def _limit(found: list[Token], index: int) -> tuple[int, int] | None:
    """Where the number of a LIMIT stands, which may follow it without a space."""
    word = found[index]
    keyword = _LIMIT.search(word.text.upper())
    if keyword is None:
        return None
    if keyword[1]:
        return word.start + keyword.start(1), word.start + keyword.end(1)
    if keyword.end() < len(word.text) or index + 1 == len(found):
        return None
    number = found[index + 1]
    return number.start, number.start + len(number.text)
