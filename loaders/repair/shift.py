"""Undo a byte shift: a GBK text lost one byte, and every character up to the next half-width byte changed.

`（一）預` (A3A8 D2BB A3A9 EE41) after a lost A1 reads `。ㄒ唬╊A`: each character now holds the second byte
of one and the first byte of the next. Encoding back to GB 18030 and putting the lost byte in front gives
the text again. The shift ends at a second byte below 80, which stands there as a Latin letter, or where
that second byte was lost too; then the pinyin that follows names the character.

A run is taken for shifted only when reading it so makes it plainer Chinese by a clear margin. What the
shift alone does not settle is settled by the words around it, or left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.repair.characters import RARE, is_foreign, is_han, simple, strangeness
from loaders.repair.readings import BRACKET, default_reading, readings
from loaders.repair.record import Certainty, Edit, Left, Reading, Rule

Known = Callable[[str], bool]
"""Whether two neighbouring characters, simplified, also stand side by side in texts known to be sound."""

CLEAR_GAIN, GAIN_WITH_PINYIN = 6, 4
PLAIN = 0.5
HOPELESS = 8
STOP_AT_HEAD = 3
LONGEST = 2000
FIRST_BYTES = range(0x81, 0xFF)
SECOND_BYTES = [b for b in range(0x40, 0xFF) if b != 0x7F]
UNKNOWN = "□"
LOST_MARKS = "?？\ufffd"
OPENING, CLOSING = "《“（〈【〔", "》”）〉】〕"
LINE = re.compile(r"[^\r\n]+")
BLANKS = re.compile(r"\s*")
SENTENCE = 400
END = re.compile(rf"[\x40-\x7e\udc80-\udcff]|{BRACKET.pattern}|\ufffd?$")
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\udc80-\udcff]+")


@dataclass(frozen=True)
class Ending:
    """Where a run may end: `start` is after its last shifted character, `end` after what the ending took.

    `second` is the second byte of the last character, where it stands there; `after` follows `pinyin`.
    """

    start: int
    end: int
    second: int | None
    pinyin: str = ""
    after: str = ""


@dataclass(frozen=True)
class Run:
    """A way to read `line[start:ending.end]`: everything but the first character is settled."""

    start: int
    end: int
    first_second_byte: int
    rest: str
    gain: int
    certainty: Certainty


def read_shifts(text: str, known: Known) -> Reading:
    """Edits for every run that can be read in one way only, and the runs that cannot."""
    strange = [c for c in set(text) if strangeness(c) > 1 and not is_foreign(c) and c not in "\r\n"]
    if not strange:
        return Reading()
    suspicious = re.compile("[" + re.escape("".join(sorted(strange))) + "]")
    edits: list[Edit] = []
    left: list[Left] = []
    for line in LINE.finditer(text):
        if suspicious.search(line.group()):
            _read_line(line.group(), line.start(), known, edits, left)
    return Reading(edits, left)


def _read_line(line: str, offset: int, known: Known, edits: list[Edit], left: list[Left]) -> None:
    floor = 0
    covered: set[int] = set()
    for ending in _endings(line):
        if ending.start <= floor:
            continue
        runs = _runs(line, floor, ending, known)
        if not runs:
            continue
        found = next((edit for run in runs if (edit := _settled(line, run, known))), None)
        if found is None:
            left.append(_left(line, runs[0], offset))
        else:
            edits.append(Edit(found.start + offset, found.end + offset, found.now, found.certainty))
        covered.update(range(min(run.start for run in runs) - 1, ending.end))
        floor = ending.end
    for place in UNREADABLE.finditer(line):
        if place.start() not in covered:
            left.append(
                Left(
                    place.start() + offset,
                    place.group(),
                    Rule.BYTE_SHIFT,
                    "无法辨认的字符",
                    "characters that cannot be read",
                )
            )


def _endings(line: str) -> Iterator[Ending]:
    for found in END.finditer(line):
        start, words = found.start(), found.group()
        if start == 0 or line[start - 1].isascii():
            continue
        if found.group(1):
            if found.group(1) not in readings(line[start - 1]):
                after = line[found.end() : found.end() + 1]
                yield Ending(start, start, None, found.group(1), after)
        elif words in ("", "\ufffd"):
            yield Ending(start, found.end(), None)
        else:
            yield Ending(start, found.end(), ord(words) & 0xFF)


def _bytes_of(character: str) -> bytes | None:
    """The two bytes of a character; half-width signs count as the full-width ones they may come from."""
    if "!" <= character <= "~":
        return bytes((0xA3, ord(character) + 0x80))
    if character.isascii() or character == "\ufffd":
        return None
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded) == 2 else None


@lru_cache(maxsize=65536)
def _character(first: int, second: int) -> str | None:
    try:
        decoded = bytes((first, second)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return decoded if len(decoded) == 1 else None


def _runs(line: str, floor: int, ending: Ending, known: Known) -> list[Run]:
    """The plainest readings of the words before an ending: those of a paragraph's head, then the shortest.

    None when no reading is plainer than the words as they stand by a clear margin.
    """
    last = _bytes_of(line[ending.start - 1])
    if last is None:
        return []
    before = _bytes_of(line[ending.start - 2]) if ending.start - 2 >= floor else None
    beside = _character(before[1], last[0]) if before else None
    rest, certainty = _closing_character(last[1], beside or "", ending, known)
    least = GAIN_WITH_PINYIN if ending.pinyin else CLEAR_GAIN
    cost = 0 if rest == UNKNOWN else strangeness(rest)
    gain = -cost
    runs = []
    following = last
    for start in range(ending.start - 1, max(floor, ending.start - LONGEST) - 1, -1):
        character = line[start]
        if start < ending.start - 1:
            pair = _bytes_of(character)
            joined = pair and _character(pair[1], following[0])
            if not pair or not joined:
                break
            rest, following = joined + rest, pair
            cost += strangeness(joined)
            gain -= strangeness(joined)
            if cost > PLAIN * len(rest) + HOPELESS:
                break
        gain += _oddness(character)
        if character == "。" and _indent(line) >= start:
            gain += STOP_AT_HEAD
        if gain >= least and cost <= PLAIN * len(rest):
            runs.append(Run(start, ending.end, following[0], rest, gain, certainty))
    best = max((run.gain for run in runs), default=0)
    plainest = [run for run in runs if run.gain >= best - 1]
    return sorted(plainest, key=lambda run: (not _heads_a_paragraph(line, run), -run.gain, -run.start))


def _oddness(character: str) -> int:
    """How far a character as it stands speaks for damage; A3A1 and A3BF often arise from a shift."""
    if character in "！？!?":
        return 1
    found = strangeness(character)
    return 0 if is_foreign(character) or found < RARE else found


def _indent(line: str) -> int:
    blanks = BLANKS.match(line)
    return blanks.end() if blanks else 0


def _heads_a_paragraph(line: str, run: Run) -> bool:
    """Whether the lost byte was half of the ideographic space before a paragraph."""
    return run.first_second_byte == 0xA1 and _indent(line) >= run.start


def _closing_character(first: int, before: str, ending: Ending, known: Known) -> tuple[str, Certainty]:
    """The last character of a shifted run, from its first byte, what the ending says of the second, and
    the character before it; UNKNOWN when that does not settle it."""
    if ending.pinyin:
        return _by_pinyin(first, before, ending, known)
    if ending.second is None:
        return "。" if first == 0xA1 else UNKNOWN, Certainty.CONTEXT
    return _character(first, ending.second) or UNKNOWN, Certainty.DETERMINISTIC


def _by_pinyin(first: int, before: str, ending: Ending, known: Known) -> tuple[str, Certainty]:
    """The one character with that first byte and that reading; variants of one character count as one."""
    fitting = [c for b in SECOND_BYTES if (c := _character(first, b)) and default_reading(c) == ending.pinyin]
    common = [c for c in fitting if strangeness(c) == 0]
    for choices in (fitting, common):
        if choices and len(set(map(simple, choices))) == 1:
            return choices[0], Certainty.PINYIN_CONSTRAINED
    paired = [c for c in common if _fits(before, c, ending.after, known)]
    return (paired[0] if len(set(map(simple, paired))) == 1 else UNKNOWN), Certainty.CONTEXT


def _settled(line: str, run: Run, known: Known) -> Edit | None:
    """The edit for a run whose lost byte is known."""
    if run.rest.endswith(UNKNOWN):
        return None
    if _heads_a_paragraph(line, run):
        return Edit(run.start, run.end, "　" + run.rest, run.certainty)
    for start in (run.start, run.start - 1):
        if start < run.start and (start < 0 or line[start] not in LOST_MARKS):
            continue
        first = _first_character(line, start, run, known)
        if first:
            return Edit(start, run.end, first + run.rest, Certainty.CONTEXT)
    return None


@lru_cache(maxsize=256)
def _choices(second: int) -> tuple[str, ...]:
    """The common characters with a second byte."""
    found = [_character(first, second) for first in FIRST_BYTES]
    return tuple(c for c in found if c and strangeness(c) == 0)


def _first_character(line: str, start: int, run: Run, known: Known) -> str | None:
    """The character that lost its first byte, where the words around it leave one choice."""
    choices = _choices(run.first_second_byte)
    before = line[max(0, start - SENTENCE) : start]
    if "。" in choices and run.rest[0] in OPENING and before and is_han(before[-1]):
        return "。"
    for opening, closing in zip(OPENING, CLOSING, strict=True):
        if closing in choices and before.count(opening) > before.count(closing):
            return closing
    if not before or not is_han(before[-1]) or not is_han(run.rest[0]):
        return None
    fitting = [c for c in choices if is_han(c) and _fits(before[-1], c, run.rest[0], known)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(before: str, character: str, after: str, known: Known) -> bool:
    """Whether a character makes known pairs with each Chinese character beside it, and there is one."""
    pairs = [before + character] if is_han(before) else []
    pairs += [character + after] if is_han(after) else []
    return bool(pairs) and all(known("".join(map(simple, pair))) for pair in pairs)


def _readings_of(line: str, run: Run) -> tuple[str, ...]:
    """What the words may have been, at most nine; □ stands for a character that nothing tells."""
    choices = ("　",) if _heads_a_paragraph(line, run) else _choices(run.first_second_byte)
    return tuple(choice + run.rest for choice in choices[:9])


def _left(line: str, run: Run, offset: int) -> Left:
    return Left(
        run.start + offset,
        line[run.start : run.end],
        Rule.BYTE_SHIFT,
        "错位的一段，所缺字节不能确定",
        "shifted text whose lost byte cannot be told",
        _readings_of(line, run),
    )
