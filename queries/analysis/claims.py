"""What a situation is said to show: circumstances (情节) found in its words, denials heeded, or chosen from the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import BadRequest
from graph.tables import CircumstanceRow, Tables
from graph.text import normalise
from queries.analysis.denial import blank, holds_at, places

LONGEST_TEXT = 10_000


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
    blanked = blank(words, (word for one in known.values() for word in one.said))
    claims = (_claim(one, words, blanked, given.get(one.id)) for one in known.values())
    return tuple(claim for claim in claims if claim is not None)


def _claim(one: CircumstanceRow, text: str, blanked: str, given: bool | None) -> Claim | None:
    """None where nothing was chosen, and the words are not there or left open by their clause."""
    told = [(word, at) for word in one.said for at in places(text, word)]
    kept = tuple(dict.fromkeys(word for word, _ in told))
    if given is not None:
        return Claim(one.id, one.zh, one.en, given, kept)
    found = {holds_at(text, blanked, at, word) for word, at in told}
    # Said once without a denial is said.
    return Claim(one.id, one.zh, one.en, True in found, kept) if found - {None} else None
