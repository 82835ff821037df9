"""What a situation is said to show: circumstances (情节) found in its words, denials heeded, or chosen from the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.errors import BadRequest
from graph.tables import CircumstanceRow, Tables
from graph.text import normalise

LONGEST_TEXT = 10_000
# Right before the words: 没有造成恶劣影响 says that there was none.
DENIED = re.compile(
    r"(?:没有|没|未|并未|并非|不是|不算|不存在|谈不上|尚未)(?:造成|发生|导致|出现|构成|形成|什么|任何)?$"
)
DENIAL_REACH = 8


@dataclass(frozen=True)
class Claim:
    """A circumstance said to be so or not. `words` are those of the text that say it; empty where it was chosen."""

    id: str
    zh: str
    en: str
    holds: bool
    words: tuple[str, ...]


def read_claims(tables: Tables, text: str, given: Mapping[str, bool]) -> tuple[Claim, ...]:
    """Circumstances that the text speaks of or that were chosen, in the order of the list; what was chosen goes first.

    Raises BadRequest for an unknown circumstance, a text that is too long, or nothing told at all.
    """
    if len(text) > LONGEST_TEXT:
        raise BadRequest("text", f"最多{LONGEST_TEXT}字", f"at most {LONGEST_TEXT} characters")
    known = {one.id: one for one in tables.circumstances}
    for key in given:
        if key not in known:
            raise BadRequest(
                "circumstances", f"没有这个情节：{key[:40]}", f"no such circumstance: {key[:40]}"
            )
    if not given and not any(character.isalnum() for character in text):
        raise BadRequest("text", "没有说任何情况", "nothing was told")
    words = normalise(text)
    claims = (_claim(one, words, given.get(one.id)) for one in known.values())
    return tuple(claim for claim in claims if claim is not None)


def _claim(one: CircumstanceRow, text: str, given: bool | None) -> Claim | None:
    told = [(word, at) for word in one.said for at in _places(text, word)]
    kept = tuple(dict.fromkeys(word for word, _ in told))
    if given is not None:
        return Claim(one.id, one.zh, one.en, given, kept)
    if not told:
        return None
    # Said once without a denial is said.
    holds = any(not _denied(text, at) for _, at in told)
    return Claim(one.id, one.zh, one.en, holds, kept)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _denied(text: str, at: int) -> bool:
    return bool(DENIED.search(text[max(0, at - DENIAL_REACH) : at]))
