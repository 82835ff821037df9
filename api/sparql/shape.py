"""What a query is, read from its tokens: its form, its dataset, what it must not do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from api.sparql.tokens import Token, tokens, unescape

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"})
USUAL = 4096
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

_HIDDEN = re.compile(r"\).*SERVICE#", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """`form` is None where the text begins with none of the four; `update` names an update's first word."""

    form: str | None
    update: str | None
    has_dataset: bool
    has_service: bool
    volatile: bool
    capped: str | None


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
    form = _first(words[-1], FORMS)
    return Shape(
        form=form,
        update=next((u for w in words if (u := _update(w))), None),
        has_dataset=any("FROM" in w for w in words),
        has_service=any(_calls_service(one) for one in texts),
        volatile=any(VOLATILE & set(w) for w in words),
        capped=_cap(query, plain, rows) if form == "SELECT" else None,
    )


_kept = lru_cache(1024)(_read)


def _calls_service(found: list[Token]) -> bool:
    """Whether any reading of the tokens has the keyword SERVICE.

    The engine's grammar asks for no space after a keyword and may take `<` for an operator, so
    `trueSERVICE`, `SERVICEx:y {` and `1<2)SERVICE#>` are keywords to it.
    """
    return any(
        (token.kind == "word" and "SERVICE" in token.text.upper())
        or (token.kind == "iri" and _HIDDEN.search(token.text) is not None)
        or (token.kind == "name" and _glued(found, index))
        for index, token in enumerate(found)
    )


def _glued(found: list[Token], index: int) -> bool:
    prefix = found[index].text.upper().partition(":")[0]
    if "SERVICE" not in prefix or index + 1 == len(found) or found[index + 1].text != "{":
        return False
    before = found[index - 1] if index else None
    return not (before and before.kind == "word" and before.text.upper() in ("GRAPH", "FROM", "NAMED"))


def _words(found: list[Token]) -> list[str]:
    return [token.text.upper() for token in found if token.kind == "word"]


def _first(words: list[str], wanted: frozenset[str]) -> str | None:
    return next((word for word in words if word in wanted), None)


def _update(words: list[str]) -> str | None:
    first = _first(words, FORMS | UPDATES)
    return first if first in UPDATES else None


def _cap(query: str, found: list[Token], rows: int) -> str:
    """The SELECT with its outer LIMIT lowered to `rows`, or one put in before a closing VALUES."""
    outer = [index for index, token in enumerate(found) if token.depth == 0]
    last = max((i for i in outer if found[i].text == "}"), default=-1)
    values = [i for i in outer if found[i].kind == "word" and found[i].text.upper() == "VALUES"]
    for index in outer:
        if found[index].kind == "word" and found[index].text.upper() == "LIMIT" and index + 1 < len(found):
            number = found[index + 1]
            end = number.start + len(number.text)
            return f"{query[: number.start]}{rows}{query[end:]}"
    if values and values[-1] < last:
        start = found[values[-1]].start
        return f"{query[:start]} LIMIT {rows} {query[start:]}"
    return f"{query}\nLIMIT {rows}"
