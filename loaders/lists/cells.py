"""The words of one cell: line breaks joined, numbered items and several bases told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from loaders.structure.lines import CIRCLED
from loaders.structure.numerals import number_of

WIDE = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A line break within running text is no space; between Latin words it is one.
SPACE_BETWEEN = re.compile(rf"(?<=[{WIDE}])[ \t]+(?=[{WIDE}])|(?<=[{WIDE}])\s*\n\s*|\s*\n\s*(?=[{WIDE}])")
NUMERAL = "[一二三四五六七八九十百]+"
# How lists number; the figure behind 1. must not make it a decimal, nor 一、 be a part of 一、二类.
MARKS: Mapping[str, str] = {
    "dot": r"(?P<dot>[0-9]{1,3})[ \t]*[.．、](?![0-9])",
    "bracket": r"[（(][ \t]*(?P<bracket>[0-9]{1,3})[ \t]*[）)]",
    "half_bracket": r"(?P<half_bracket>[0-9]{1,3})[）)]",
    "circled": rf"(?P<circled>[{CIRCLED}])[.．、]?",
    "chinese_bracket": rf"[（(][ \t]*(?P<chinese_bracket>{NUMERAL})[ \t]*[）)][、.．]?",
    "chinese": rf"(?P<chinese>{NUMERAL})、(?!{NUMERAL}[、类级])",
}
ANY_MARK = re.compile("|".join(MARKS.values()))
START_OF_ITEM = r"(?:^|(?<=[\s。；;：:]))\s*"
MARK_IN_CELL = {style: re.compile(START_OF_ITEM + r"(?P<mark>" + mark + ")") for style, mark in MARKS.items()}
# Where a PDF has lost the line breaks, 1.甲2.乙; never the 2 of 第2、五类, nor （二） of 本条（二）项.
MARK_ANYWHERE = {
    style: re.compile(r"(?:^|(?<=[\u4e00-\u9fff）》])(?<![第条款]))(?P<mark>" + mark + ")")
    for style, mark in MARKS.items()
    if style != "chinese"
}
LEAD_IN = re.compile(r"(职责|事项|任务|内容|如下|以下|下列)[^。；]{0,6}[：:]\s*$")
SEPARATOR = re.compile(r"[；;]\s*$")
BASIS_WORDS = re.compile(
    r"^[^。；，]{0,15}《|〔|三定|^[^。；，《》]{2,20}法第|(法|条例|办法|规定|规则|方案|清单|意见|通知|决定|细则|标准|规范|规划|章程|职责|要求)$"
)
LONGEST_BARE_BASIS = 40
FURTHER_ARTICLE = re.compile(r"(?<=[条款项])[ \t]*\n\s*(?=第[^条款项\n]{1,8}条)")
UNDIVIDED = re.compile(r"(?<=[条款项》）)])[ \t]*(?=[0-9]{1,2}[.．、][ \t]*《)")
LABEL = re.compile(r"^(?:【[^【】]{2,8}】\s*|(?:主要|法律|法规|政策|设定|职责|制定|责任)*依据[：:])+")
NONE = re.compile(r"^[-—–/\\无\s]*$")
STATED_BASIS = re.compile(r"[（(【](?:[\u4e00-\u9fff]{0,4}依据)[：:](.+?)[）)】]([。；]?)$")
CONNECTING = re.compile(r"(?:[、，,；;。\s]|以及|[和及与或])*$")


def joined(text: str) -> str:
    """The words of a cell on one line. Spaces between Chinese characters are an accident of layout."""
    lines = "\n".join(line.strip(" \t\u3000\u00a0") for line in text.replace("\u3000", " ").splitlines())
    return SPACE_BETWEEN.sub("", lines.strip()).replace("\n", " ").strip()


def without_number(text: str) -> str:
    """The text without a numbering before it (1. （一） ① 一、)."""
    found = ANY_MARK.match(text)
    return text[found.end() :].strip() if found else text


def is_numbered(text: str) -> bool:
    """Whether the text begins with a numbering."""
    return ANY_MARK.match(text.strip()) is not None


def items_of(cell: str) -> tuple[str, list[str]]:
    """Words before the first number, and the items: one per number 1, 2 …, else the whole cell as one.

    Only the outermost numbering divides; an item keeps what is numbered within it.
    """
    text = cell.strip()
    divided = [marks for style in MARKS if len(marks := _counted_marks(MARK_IN_CELL[style], style, text)) > 1]
    if not divided:
        run_on = (_counted_marks(mark, style, text) for style, mark in MARK_ANYWHERE.items())
        divided = [marks for marks in run_on if len(marks) > 1 and marks[0].start() == 0]
    if not divided:
        whole = without_number(joined(text))
        return "", [whole] if whole else []
    marks = min(divided, key=lambda found: found[0].start())
    lead_in = text[: marks[0].start()].strip()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [joined(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    if lead_in and not LEAD_IN.search(lead_in):
        return "", [joined(text)]
    return joined(lead_in), without_separators(parts)


def _counted_marks(pattern: re.Pattern[str], style: str, text: str) -> list[re.Match[str]]:
    """The marks of one style that count from one without a gap."""
    found: list[re.Match[str]] = []
    for mark in pattern.finditer(text):
        if _value(mark[style]) == len(found) + 1:
            found.append(mark)
    return found


def _value(number: str) -> int:
    return CIRCLED.index(number) + 1 if number in CIRCLED else number_of(number)


def without_separators(parts: list[str]) -> list[str]:
    """；between the items of one cell divides them, and the full stop that ends such a list ends no sentence."""
    is_series = any(SEPARATOR.search(part) for part in parts)
    return [part.rstrip("；; 。" if is_series else "；; ") for part in parts if part.strip("；;。 ")]


def with_basis(item: str) -> tuple[str, tuple[str, ...]]:
    """An item and the bases it gives itself at its end: …（依据：《水法》第八条）。"""
    found = STATED_BASIS.search(item)
    return (item[: found.start()] + found.group(2), bases_of(found.group(1))) if found else (item, ())


def bases_of(cell: str) -> tuple[str, ...]:
    """The legal bases in one cell, each with its articles: 《…》第…条 stays whole. Empty for an empty cell."""
    bases: list[str] = []
    for part in _parts_of_basis(cell):
        words = LABEL.sub("", without_number(joined(part))).strip("；;，,、。 ")
        if not NONE.match(words) and words not in bases:
            bases.append(words)
    return tuple(bases)


def _parts_of_basis(cell: str) -> Iterator[str]:
    """The cell divided at line breaks, numbers and ； where a new basis begins, and before a further 《."""
    current = ""
    for piece in re.split(r"(?<=[；;\n])", _with_breaks(cell)):
        if current and _begins_basis(piece, current):
            yield from _by_title(current)
            current = ""
        current += piece
    yield from _by_title(current)


def _with_breaks(cell: str) -> str:
    """The cell with a line break before every number that counts its bases."""
    text = FURTHER_ARTICLE.sub("、", UNDIVIDED.sub("\n", cell.strip()))
    for style in MARKS:
        marks = _counted_marks(MARK_IN_CELL[style], style, text)
        if len(marks) > 1:
            for mark in reversed(marks):
                text = text[: mark.start("mark")] + "\n" + text[mark.start("mark") :]
            return text.strip()
    return text


def _begins_basis(piece: str, before: str) -> bool:
    """Whether a piece after a break begins a basis; otherwise it goes on with the one before."""
    words = joined(piece).strip("；;。 ")
    if before.count("《") > before.count("》") or not words:
        return False
    if words.startswith("《") or is_numbered(words):
        return True
    is_wrapped = not before.rstrip().endswith(("；", ";", "。")) and not _is_whole(before)
    if is_wrapped or words.startswith("第"):
        return False
    return len(words) <= LONGEST_BARE_BASIS and bool(BASIS_WORDS.search(words))


def _is_whole(text: str) -> bool:
    """Whether the text ends as a citation does: with a title, an article, or a bracket behind them."""
    return re.search(r"(》|[条款项章节编]|[）)])\s*$", text) is not None


def _by_title(text: str) -> Iterator[str]:
    """《甲法》第八条、《乙条例》 as two; a title within a title, and words between titles, do not divide."""
    start = depth = 0
    for position, character in enumerate(text):
        depth += {"《": 1, "》": -1}.get(character, 0)
        if character != "《" or depth != 1:
            continue
        before = CONNECTING.sub("", text[start:position])
        is_end = text[:position].rstrip(" ").endswith(("。", "；", ";", "\n"))
        if "《" in before and (is_end or _is_whole(before)):
            yield before
            start = position
    yield text[start:]
