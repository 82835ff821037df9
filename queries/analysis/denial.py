"""Whether the words of a circumstance say that it is so, deny it, or leave it open, from the clause they stand in.

A negator or a question in the same clause keeps words from counting as said; only a plain pattern is a denial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

CLAUSE_ENDS = "，。；！？,;!?\n"
QUESTION_MARKS = "？?"
QUESTION = re.compile(r"是否|是不是|会不会|有没有|有无|能否|可否|吗|么$|呢$")
# What is no negation: acting without leave, or going on and on.
IDIOM = re.compile(r"未批先|未经|未按|未依法|不断|不仅|不但|不只|不法")
NEGATOR = re.compile(
    r"没|未|并不|不存在|不属于|不是|不会|不算|不构成|不至于|不涉及|不能|并非|绝非|并无|毫无|无任何|谈不上|否认|避免|防止"
)
VERB = r"(?:造成|产生|引起|引发|导致|发生|出现|构成|形成|存在)?(?:过|了)?"
DENIED_BEFORE = re.compile(
    rf"(?:没有|没|未|并未|尚未|从未|未曾){VERB}(?:任何|什么)?$|(?:不存在|不属于|不是|不算|不构成|并非|并无|毫无|无任何|谈不上|并不存在|并不属于)(?:任何|什么)?$"
)
DENIED_AFTER = re.compile(
    rf"^(?:并|也|都|还|确实|根本)?(?:没有|没|未|尚未|从未){VERB}$|^(?:并|也|都)?不存在$"
)


def places(text: str, word: str) -> Iterator[int]:
    """Where a word begins in the text, each time."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def blank(text: str, words: Iterable[str]) -> str:
    """The text with the words, and idioms that only look like a negation, blanked at their places."""
    for word in words:
        text = text.replace(word, "〇" * len(word))
    return IDIOM.sub(lambda found: "〇" * len(found[0]), text)


def holds_at(text: str, blanked: str, at: int, word: str) -> bool | None:
    """Whether the word at a place says that it is so; False where its clause denies it, None where it is left open.

    `blanked` is the text without the words of all circumstances: 没人管 is a circumstance and negates nothing.
    """
    start = max(text.rfind(one, 0, at) for one in CLAUSE_ENDS) + 1
    ends = [found for one in CLAUSE_ENDS if (found := text.find(one, at)) >= 0]
    end = min(ends, default=len(text))
    clause = blanked[start:end]
    if (text[end : end + 1] in QUESTION_MARKS and end < len(text)) or QUESTION.search(clause):
        return None
    negators = len(NEGATOR.findall(clause))
    if negators == 0:
        return True
    before, after = blanked[start:at], blanked[at + len(word) : end]
    if negators == 1 and (
        (NEGATOR.search(before) and DENIED_BEFORE.search(before))
        or (NEGATOR.search(after) and DENIED_AFTER.search(after))
    ):
        return False
    return None
