"""Where a text names a body: kinds of bodies in lists, governments, posts, unnamed and designated bodies.

A list such as 市和区财政、农业、城管执法等部门 is read from its ending (部门, 机构, 机关) to the left, item by item,
so that the words before it do not matter. A government that only says whose department is meant
(县级以上人民政府水行政主管部门) is no body of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import ahocorasick_rs

from loaders.extraction.lexicon import OFFICES, Lexicon


class Named(StrEnum):
    """How a body is named."""

    KIND = "kind"
    GOVERNMENT = "government"
    STATE_COUNCIL = "state-council"
    POST = "post"
    UNNAMED = "unnamed"
    DESIGNATED = "designated"


@dataclass(frozen=True)
class Mention:
    """One body, or one list of bodies with a common ending, at [start, end) of the text.

    `core` is where the name begins, after the words for its level. `types` has every kind named, in order.
    """

    start: int
    core: int
    end: int
    named: Named
    types: tuple[str, ...] = ()
    open_list: bool = False
    level: str = ""


@dataclass(frozen=True)
class Group:
    """Mentions joined by 、和 或者, which do one thing together; [start, end) of the text."""

    mentions: tuple[Mention, ...]
    open_list: bool
    end: int

    @property
    def start(self) -> int:
        return self.mentions[0].start


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
LEVEL = re.compile(
    r"(?:(?:黄河|长江|淮河|海河|珠江|松花江|辽河|太湖|国务院|国家|中央|全国|本(?:省|市|州|县|区|级|行政区域)|全(?:省|市|县)|各级|各|地方|同级|上一级|上级|下级|当地|有关"
    r"|所在地的?|所在|相关|城市|流域|区域|县级以上|省级以上|市级以上|州级以上|设区的|地区|区（县）|县（区）|市（州）|市（县）"
    r"|（[市县区旗州、]+）|\([市县区旗州、]+\)|（自治[县州区旗]）|[省市县区州盟旗]级?(?:以上)?|自治[区州县旗]|直辖市|乡镇|地级|该|其|上述"
    r"|不?设区的市|新区|开发区)|(?<=[省市县区州级旗市））])(?:、|和|或者|或|以及|及|以上))+$"
)
WHOSE_PLACE = re.compile("(?:[^，。；：、由向报经和]|经(?=营)){1,16}$")
# 有批准权的, 作出决定的, 项目所在地的: which of several bodies is meant.
PREMODIFIER = re.compile(
    r"(?:(?:审批|批准|核发|颁发|作出|受理)(?:(?!部门|机关)[^，。；：由向]){0,40}的|(?:具?有|原|负责|发生|设立|履行|实施|行使|承担)[^，。；：、由向报经]{0,14}的|[^，。；：、由向报经]{0,8}(?:移出地|接受地|接收地)(?:的)?|[^，。；：、由向报经]{0,6}(?:发生地|所在地|管辖地)(?:的)?|(?:相邻|毗邻|移出地|接受地|接收地|事发地|属地|沿江|沿海|沿河)[^，。；：、由向报经]{0,8})$"
)
GOVERNMENT_AFTER = re.compile(
    r"^(?:的|所属的?)?(?:有关|相关|各|其他|工作)*(?:部门|主管部门|派出机构|工作部门|机构)"
)
OWN_DEPARTMENTS = re.compile(r"^及其(?:[\u4e00-\u9fff、]{0,16}?)(?:有关|相关|各|工作)*(?:部门|主管部门|机构)")
FORMULA = re.compile(
    r"(?P<by>人民政府|政府|管理委员会|其|[省市县区州]|依法|法规|本级|所在地)?(?:依法|另行|统一|具体|专门)?"
    r"(?P<verb>指定|确定|授权|明确|决定|规定)(?P<of>的|承担|负责|行使|(?=机构|机关|部门))(?P<task>[^，。；：（）]{0,26}?)"
    r"(?P<noun>部门|机构|机关|(?<=授权的)单位|(?<=授权的管理)单位|(?<=其指定的)单位)(?!规定|划定)"
)
CONCENTRATED = re.compile(
    r"(?:行使|实施|实行|集中)[^，。；]{0,12}(?:相对集中|集中行使)[^，。；]{0,14}?权的?[^，。；]{0,8}?(?:部门|机关|机构)|(?:相对集中|集中行使)[^，。；]{0,14}权的[^，。；]{0,8}(?:部门|机关|机构)"
)
NEAREST = re.compile(
    r"(?:国务院|国家|中央)[^，。；]{0,16}?(?:部门|机构)|国务院|国家|中央|人民政府|[省市县区]级?(?=[^，。；]{0,10}部门)"
)


def mentions_in(text: str, lexicon: Lexicon) -> list[Mention]:
    """Every body the text names, in its order; none lies over another."""
    named = [*_whole(text, lexicon), *_lists(text, lexicon)]
    return _without_overlaps([*named, *_typed(_designated(text), named)])


def _typed(designated: Iterable[Mention], named: Iterable[Mention]) -> Iterator[Mention]:
    """A designation that says the kind of body too (其授权的自然保护区管理机构) keeps it."""
    by_end = {mention.end: mention for mention in named}
    for mention in designated:
        inside = by_end.get(mention.end)
        is_inside = inside is not None and mention.core < inside.core
        yield replace(mention, types=inside.types) if inside and is_inside else mention


def groups_in(text: str, lexicon: Lexicon) -> list[Group]:
    """Mentions joined where only 、和 或者 stand between them. A rest class (其他有关部门) opens the list."""
    groups: list[list[Mention]] = []
    for mention in mentions_in(text, lexicon):
        if groups and JOINT.match(text[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_group(text, one) for one in groups]


JOINT = re.compile(r"^(?:等)?(?:、|和|或者|或|以及|及其|及|与|，?或者|，?以及)?(?:其)?$")


ENDED_OPEN = re.compile("等(?:有关|相关|主管|其他)*(?:部门|机构|机关)?")
ATTACHED = re.compile("及其(?:所属|派出|下属|设立)的?[^，。；、]{0,6}?(?:机构|部门|单位)")


def _group(text: str, mentions: list[Mention]) -> Group:
    named = [m for m in mentions if m.named is not Named.UNNAMED]
    has_rest = bool(named) and any(m.named is Named.UNNAMED for m in mentions[mentions.index(named[0]) + 1 :])
    kept = tuple(m for m in mentions if not has_rest or m.named is not Named.UNNAMED)
    end = mentions[-1].end
    followed = ENDED_OPEN.match(text, end)
    is_open = has_rest or bool(followed) or any(m.open_list for m in mentions)
    attached = ATTACHED.match(text, followed.end() if followed else end)
    return Group(kept, is_open, attached.end() if attached else followed.end() if followed else end)


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    """Where two lie over each other the longer name stays; designations come before all."""
    ranked = sorted(found, key=lambda m: (m.named is not Named.DESIGNATED, m.core - m.end, m.start))
    taken: list[Mention] = []
    spans: list[tuple[int, int]] = []
    for mention in ranked:
        at = bisect_left(spans, (mention.core, mention.end))
        before_clear = at == 0 or spans[at - 1][1] <= mention.core
        after_clear = at == len(spans) or spans[at][0] >= mention.end
        if before_clear and after_clear:
            spans.insert(at, (mention.core, mention.end))
            taken.append(mention)
    taken.sort(key=lambda m: m.core)
    for position in range(1, len(taken)):
        if taken[position].start < taken[position - 1].end:
            taken[position] = replace(taken[position], start=taken[position - 1].end)
    return taken


@lru_cache(maxsize=4)
def _automaton(names: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _whole(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    names = lexicon.whole_names
    for index, start, end in _automaton(names).find_matches_as_indexes(text):
        name = names[index]
        if name in lexicon.posts:
            if text.startswith("制", end):
                continue
            yield _placed(text, start, end, Named.POST)
        elif name == "国务院":
            yield from _state_council(text, start, end, lexicon)
        elif lexicon.whole[name] == ("government",):
            yield from _government(text, start, end, lexicon)
        else:
            mention = _placed(text, start, end, Named.KIND, lexicon.whole[name])
            if name.endswith("人民政府") and HIGHER_TOO.search(mention.level):
                mention = replace(mention, types=("government", *mention.types))
            yield mention


# 市、县（区）、乡镇人民政府 names governments of two kinds.
HIGHER_TOO = re.compile("[市县区州旗盟级）)](?:、|和|及|以及|或者)$")


def _government(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """A government, unless it only says whose department the next words mean, or designates."""
    after = text[end : end + 40]
    if OWN_DEPARTMENTS.match(after):
        opens = re.match("^及其(?:有关|相关|各|工作)*(?:部门|主管部门|机构)", after)
        yield _placed(text, start, end, Named.GOVERNMENT, ("government",), open_list=bool(opens))
    elif after.startswith("办公"):
        yield _placed(text, start, end + 3, Named.KIND, ("government-office",))
    elif not GOVERNMENT_AFTER.match(after) and not _department_follows(text, end, lexicon):
        yield _placed(text, start, end, Named.GOVERNMENT, ("government",))


def _state_council(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    after = text[end : end + 40]
    if not GOVERNMENT_AFTER.match(after) and not _department_follows(text, end, lexicon):
        yield Mention(start, start, end, Named.STATE_COUNCIL, ("state-council",))


def _department_follows(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the name of a department begins right here."""
    return any(m.core == at or m.start == at for m in _lists_from(text, at, lexicon))


CLAUSE_MARK = re.compile("[，。；：]")


def _lists_from(text: str, at: int, lexicon: Lexicon) -> Iterator[Mention]:
    stop = CLAUSE_MARK.search(text, at)
    end = stop.start() if stop else len(text)
    for found in NOUN.finditer(text, at, end):
        mention = _list_ending(text, found.start(), found.end(), lexicon, floor=at)
        if mention is not None:
            yield mention


def _lists(text: str, lexicon: Lexicon) -> Iterator[Mention]:
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
    return _placed(text, core, end, Named.KIND, types, open_list=opened)


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


BEFORE_A_STEM = re.compile(
    "^(?:[省市县区州旗盟级以上设的本各有关同国务院家地方乡镇其他者以及和或当内外]|人民政府|政府|行政|主管|所在)*$"
)


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


ITEM_BREAK = re.compile("、|以及|或者|或(?!者)|和|(?<!以)及(?!时|其)")


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
    return _placed(text, bearing.start() if bearing else at, end, Named.UNNAMED)


DUTY_BEARING = re.compile(
    "(?:其他|其它|有关|相关|各)?(?:依法)?(?:负有|承担|具有|履行|行使|负责|有)(?:(?!部门|机构|机关)[^，。；：、由向]){0,30}?"
    "(?:职责|职权|权限|责任|管理权|工作|管辖权|审批权|许可|管理|监督)的$"
)
AUTHORITY = re.compile("(?:有权|任免|审批|批准|发证|登记|决定|处罚|立法|复议|职权|许可|颁发|核发)的?$")


def _placed(
    text: str, core: int, end: int, named: Named, types: tuple[str, ...] = (), *, open_list: bool = False
) -> Mention:
    level = LEVEL.search(text, max(0, core - 40), core)
    written = level.group() if level else ""
    prefix = re.search(r"(?:(?:人民政府|政府)(?:的|所属的?)?|的)$", text[max(0, core - 12) : core])
    if not written and prefix:
        before = LEVEL.search(text, max(0, core - 52), core - len(prefix.group()))
        if before or prefix.group() != "的":
            written = (before.group() if before else "") + prefix.group()
    start = core - len(written)
    if written.startswith(("所在", "当地")):
        nearby = WHOSE_PLACE.search(text, max(0, start - 16), start)
        start = nearby.start() if nearby else start
    modified = PREMODIFIER.search(text, max(0, start - 48), start)
    start = modified.start() if modified else start
    clean = re.sub(r"(?:(?:人民政府|政府)(?:的|所属的?)?|的)$", "", written)
    return Mention(start, core, end, named, types, open_list, clean)


def _designated(text: str) -> Iterator[Mention]:
    """Bodies that a local decision names; what the State Council or a ministry names is only unnamed."""
    for found in FORMULA.finditer(text):
        if _is_other(found):
            continue
        before = text[max(0, found.start() - 48) : found.start()]
        named = Named.UNNAMED if _is_national(found["by"], before) else Named.DESIGNATED
        yield _placed(text, found.start(), found.end(), named)
    for found in CONCENTRATED.finditer(text):
        yield Mention(found.start(), found.start(), found.end(), Named.DESIGNATED)


def _is_other(found: re.Match[str]) -> bool:
    """Whether the words name a rule (规定的部门) or a firm authorised by law and no designation."""
    by, verb = found["by"], found["verb"]
    if verb in ("规定", "决定", "明确") or not found["of"]:
        return by not in ("人民政府", "政府", "其")
    return verb == "授权" and by in ("法规", "依法")


def _is_national(by: str | None, before: str) -> bool:
    """Whether the nearest body before the formula is a national one."""
    if by in ("人民政府", "政府", "管理委员会") or (by and by in "省市县区州"):
        return False
    nearest = NEAREST.findall(before)
    return bool(nearest) and nearest[-1].startswith(("国务院", "国家", "中央"))
