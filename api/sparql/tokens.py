"""Cuts SPARQL text into tokens, as far as is needed to see keywords and nothing but keywords.

Strings, IRIs, comments, variables, prefixed names and language tags are each one token, so a word inside
them is not a keyword. Quantifiers are possessive: the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s++)
  | (?P<comment>\#[^\r\n]*+)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''
      |\"(?:[^"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+(?:\\[uU][0-9A-Fa-f]++[^<>"{}|^`\\\x00-\x20]*+)*+>)
  | (?P<tag>@[A-Za-z][A-Za-z0-9-]*+)
  | (?P<variable>[?$]\w++)
  | (?P<name>(?:_|\w(?:[\w.·-]*[\w·-])?)?:(?:[\w:%·-]|\\[-_~.!$&'()*+,;=/?\#@%]|\.(?=[\w:%\\.·-]))*+)
  | (?P<word>[^\W\d_]\w*+)
  | (?P<number>\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a group of the pattern; `depth` counts the open braces around it."""

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
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "mark"
        if kind in ("space", "comment"):
            continue
        word = found.group()
        depth -= kind == "mark" and word == "}"
        yield Token(kind, word, found.start(), depth)
        depth += kind == "mark" and word == "{"
