"""Lists of kinds of bodies, read from their ending (部门, 机构, 机关) to the left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.extraction.lexicon import OFFICES, Lexicon
from loaders.extraction.named import Mention, Named, placed

NOUN = re.compile(
    r"部门|机构(?!改革|编制(?:部门|管理|机关)|调整)|机关(?![事团、车动])|(?:局|厅)(?![部长势面域党限级])|委员会|委(?![托员派书任会])"
)
# What may stand between the name of the kind and its ending.
MODIFIERS = ("主管", "行政", "管理", "监督", "监管", "综合", "执法", "职能", "业务", "工作", "行业", "专业")
CLASSES = (
    "其他有关",
    "各有关",
    "其他",
    "其它",
    "有关",
    "相关",
    "各",
    "主要",
    "多个",
    "上级",
    "下级",
    "同级",
    "本级",
)
SEPARATOR = re.compile(r"(?:、|和|或者|或|以及|及其|及|与|，|/|·)$")
LONGEST_UNKNOWN = 8
# Words that show that a stretch is no name of a department.
NOT_A_NAME = re.compile(
    "[的应对为是在将把与向由被并可须按依了其等有从]|负责|组织|会同|加强|建立|制定|领导|协调|指导|报告|告知|报送|支持|鼓励|督促"
)
CLAUSE_MARK = re.compile("[，。；：]")
BEFORE_A_STEM = re.compile(
    "^(?:[省市县区州旗盟级以上设的本各有关同国务院家地方乡镇其他者以及和或当内外]|直辖市|自治|街道|长江|黄河|人民政府|政府|行政|主管|所在)*$"
)
ITEM_BREAK = re.compile("、|以及|或者|或(?!者)|和|(?<!以)及(?!时|其)")
DUTY_BEARING = re.compile(
    "(?:其他|其它|有关|相关|各)?(?:依法)?(?:负有|承担|具有|履行|行使|负责|有)(?:(?!部门|机构|机关)[^，。；：、由向]){0,30}?"
    "(?:职责|职权|权限|责任|管理权|工作|管辖权|审批权|许可|管理|监督)的$"
)
AUTHORITY = re.compile("(?:有权|任免|审批|批准|发证|登记|决定|处罚|立法|复议|职权|许可|颁发|核发)的?$")


def lists_from(text: str, at: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The lists in the clause that goes on at `at`, none reaching before it."""
    stop = CLAUSE_MARK.search(text, at)
    end = stop.start() if stop else len(text)
    for found in NOUN.finditer(text, at, end):
        mention = _list_ending(text, found.start(), found.end(), lexicon, floor=at)
        if mention is not None:
            yield mention


def lists_in(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Every list of kinds of bodies, and every body without a name (有关部门), in the order of their endings."""
    for found in NOUN.finditer(text):
        mention = _list_ending(text, found.start(), found.end(), lexicon, floor=0)
        if mention is not None:
            yield mention


def _list_ending(text: str, noun: int, end: int, lexicon: Lexicon, *, floor: int) -> Mention | None:
    """The list whose ending is the noun at [noun, end); None when no body is named there."""
    is_office = text[noun:end] in OFFICES
    at, opened, is_class = noun, False, False
    while True:
        stem = _stem_before(text, at, lexicon, floor)
        if stem:
            break
        word = next((w for w in (*MODIFIERS, *CLASSES) if text.endswith(w, floor, at)), None)
        if word is None and text.endswith("等", floor, at):
            opened, at = True, at - 1
            if text.endswith(("部门", "机构", "机关", "人民政府"), floor, at):
                return None
            continue
        if is_class and (rest := _before_rest(text, at, lexicon, floor)):
            opened, at = True, rest
            break
        if word is None and not is_office and _known_before_unknown(text, at, lexicon, floor):
            break
        if word is None and not is_office and (listed := _before_bearing(text, noun)):
            opened, at = True, listed
            break
        if word is None or is_office:
            return None if is_office else _unnamed(text, at, noun, end, is_class or at != noun)
        is_class = is_class or word in CLASSES
        at -= len(word)
    types, core = _items(text, at, lexicon, floor, opened)
    if not opened and is_class and text[noun:end] == "机构":
        is_class = False
    return placed(text, core, end, Named.KIND, types, open_list=opened)


def _before_bearing(text: str, noun: int) -> int:
    """Where the items end in 海事、渔政等有监督管理权的部门; 0 for none."""
    bearing = DUTY_BEARING.search(text, max(0, noun - 40), noun)
    return bearing.start() - 1 if bearing and text.endswith("等", 0, bearing.start()) else 0


def _before_rest(text: str, at: int, lexicon: Lexicon, floor: int) -> int:
    """Where the named items end before a rest class: 农业农村、林业草原以及 | 其他有关部门; 0 for none."""
    separator = SEPARATOR.search(text, max(floor, at - 2), at)
    if separator and _item_before(text, separator.start(), lexicon, floor)[1]:
        return separator.start()
    return 0


def _known_before_unknown(text: str, at: int, lexicon: Lexicon, floor: int) -> bool:
    """Whether an item in no list ends here, with a known one before it: 林业草原、中医药主管部门."""
    length = _unknown_before(text, at, floor)
    separator = SEPARATOR.search(text, max(floor, at - length - 2), at - length) if length else None
    return bool(separator and _item_before(text, separator.start(), lexicon, floor)[1])


def _item_before(text: str, at: int, lexicon: Lexicon, floor: int) -> tuple[tuple[str, ...], int]:
    """Kinds and length of the item that ends here; one within a list may carry 监督管理 or 行政 of its own."""
    core = at
    while not (stem := _stem_before(text, core, lexicon, floor)):
        word = next((w for w in MODIFIERS if text.endswith(w, floor, core)), None)
        if word is None:
            return (), 0
        core -= len(word)
    start = core - len(stem)
    if _is_end_of_another(text, start, at, floor):
        return (), 0
    return lexicon.stems[stem], at - start


def _is_end_of_another(text: str, start: int, at: int, floor: int) -> bool:
    """Whether the stem is only the end of an item in no list: 监察 of 矿山安全监察."""
    length = _unknown_before(text, at, floor)
    return length > at - start and not BEFORE_A_STEM.match(text[at - length : start])


def _stem_before(text: str, at: int, lexicon: Lexicon, floor: int) -> str:
    """The longest stem that ends here, "" for none."""
    for length in range(min(lexicon.longest_stem, at - floor), 1, -1):
        if text[at - length : at] in lexicon.stems:
            return text[at - length : at]
    return ""


def _items(text: str, at: int, lexicon: Lexicon, floor: int, opened: bool) -> tuple[tuple[str, ...], int]:
    """Kinds of the items that end at `at`, in the order of the text, and where the first begins."""
    items: list[tuple[str, ...]] = []
    core = at
    while True:
        kinds, length = _item_before(text, core, lexicon, floor)
        if length:
            items.append(kinds)
            core -= length
        else:
            unknown = _unknown_before(text, core, floor)
            if not unknown:
                break
            core -= unknown
        separator = SEPARATOR.search(text, max(floor, core - 2), core)
        if not separator or separator.group() == "，":
            break
        before = separator.start()
        if not _item_before(text, before, lexicon, floor)[1] and not _unknown_before(text, before, floor):
            break
        core = before
    listed = [kind for item in reversed(items) for kind in item]
    return tuple(dict.fromkeys(listed)), core


def _unknown_before(text: str, at: int, floor: int) -> int:
    """Length of an item that is in no list, when a separator stands before it too; else 0."""
    breaks = list(ITEM_BREAK.finditer(text, max(floor, at - LONGEST_UNKNOWN - 2), at))
    words = text[breaks[-1].end() : at] if breaks else ""
    if not words.isalpha() or NOT_A_NAME.search(words):
        return 0
    return (
        len(words)
        if len(words) >= 2 and not words.endswith(("部门", "机构", "机关", "政府", "局", "厅"))
        else 0
    )


def _unnamed(text: str, at: int, noun: int, end: int, has_word: bool) -> Mention | None:
    """有关部门, 主管部门, 上级机关: a body without a name. A 机构 alone may be a firm and is none."""
    bearing = DUTY_BEARING.search(text, max(0, noun - 40), noun)
    is_authority = text[noun:end] == "机关" and AUTHORITY.search(text, max(0, noun - 8), noun)
    is_these = text[noun:end] == "部门" and text.endswith(("多", "该", "上述", "前述"), 0, noun)
    if text[noun:end] not in ("部门", "机关") or not (has_word or bearing or is_authority or is_these):
        return None
    return placed(text, bearing.start() if bearing else at, end, Named.UNNAMED)
