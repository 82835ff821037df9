"""Cuts SPARQL text into tokens, as far as is needed to see keywords and nothing but keywords.

Strings, IRIs, comments, variables, prefixed names and language tags are each one token, so a word inside
them is not a keyword. The time is linear in the text: quantifiers are possessive, and what has been looked
at in vain is not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONG = {quote: rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|\\.))*+{quote * 3}|" for quote in "\"'"}
_RUN = re.compile(r"(?P<before>[.·-]*+)(?P<rest>[\w.·-]*+)(?P<colon>:?)")
_PIECE = r"""
    (?P<word>[^\W\d_]\w*+)
  | (?P<number>\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+)
  | (?P<mark>.)
"""
_FLAGS = re.VERBOSE | re.DOTALL


def _pattern(quotes: str) -> re.Pattern[str]:
    """The pattern of a token. Strings in three quotes are looked for in `quotes` alone."""
    long = "".join(map(_LONG.__getitem__, quotes))
    return re.compile(
        rf"""
    (?P<space>\s++)
  | (?P<comment>\#[^\r\n]*+)
  | (?P<string>{long}\"(?:[^"\\\r\n]|\\[^\r\n])*+\"|'(?:[^'\\\r\n]|\\[^\r\n])*+')
  | (?P<open>["'][^\r\n]*+)
  | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*+(?:\\[uU][0-9A-Fa-f]++[^<>"{{}}|^`\\\x00-\x20]*+)*+>)
  | (?P<tag>@[A-Za-z][A-Za-z0-9-]*+)
  | (?P<variable>[?$]\w++)
  | (?P<name>(?:\w[\w.·-]*+(?<!\.))?+:(?:[\w:%·-]|\\[-_~.!$&'()*+,;=/?\#@%]|\.(?=[\w:%\\.·-]))*+)
  | {_PIECE}""",
        _FLAGS,
    )


_TOKEN = {quotes: _pattern(quotes) for quotes in ("\"'", '"', "'", "")}
_IN_RUN = re.compile(_PIECE, _FLAGS)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a group of the pattern, `open` a string without an end; `depth` counts the open braces around it."""

    kind: str
    text: str
    start: int
    depth: int


def unescape(text: str) -> str:
    """The text with its \\uXXXX and \\UXXXXXXXX escapes replaced, as SPARQL 1.1 does before all else."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def tokens(text: str) -> Iterator[Token]:
    """The tokens in order, without space and comments. Never fails: what fits nothing is a `mark`."""
    depth = 0
    for found in _matches(text):
        kind = found.lastgroup or "mark"
        if kind in ("space", "comment"):
            continue
        word = found.group()
        depth -= kind == "mark" and word == "}"
        yield Token(kind, word, found.start(), depth)
        depth += kind == "mark" and word == "{"


def _matches(text: str) -> Iterator[re.Match[str]]:
    quotes, at, no_name_before = "\"'", 0, 0
    while at < len(text):
        if at >= no_name_before:
            no_name_before = _next_name(text, at)
        found = (_TOKEN[quotes] if at >= no_name_before else _IN_RUN).match(text, at)
        assert found is not None
        yield found
        quote = text[at]
        if found.end() == at + 2 and quote in quotes and text.startswith(quote, at + 2):
            # An empty string before a third quote: there are no three quotes that end it, so none that end a later one.
            quotes = quotes.replace(quote, "")
        at = found.end()


def _next_name(text: str, at: int) -> int:
    """Before where no name begins: the start of a name in the run of letters, digits, dots and dashes, or its end."""
    run = _RUN.match(text, at)
    assert run is not None
    has_name = run["colon"] and run["rest"] and not run["rest"].endswith(".")
    return run.start("rest") if has_name else run.end("rest")
