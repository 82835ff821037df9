"""Names of bodies as lists write them: told apart in one cell, and resolved to body types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.codes import LevelRange
from graph.corpus import Corpus
from graph.records import BodyType

Names = Mapping[str, tuple[str, ...]]

ENDING = (
    "局|厅|委|部|办|院|署|处|所|站|队|厂|中心|公司|集团|委员会|办公室|办公厅|政府|部门|机关|机构|管委会|街道|街道办|"
    "办事处|法院|检察院|银行|税务|公安|海关|总队|支队|大队|气象台|乡|镇|社区|协会|电网|人大|常委会|监委|工会"
)
BODY = re.compile(rf"^[\u4e00-\u9fff·0-9]{{1,26}}(?:{ENDING})$")
# Words that a name of a body does not hold; they are of tasks.
VERB = re.compile(
    "负责|组织(?!部)|指导|开展|制定|落实|加强|推进|监督检查|依法|会同|配合|督促|按照|做好|等部门的"
)
BRACKET = re.compile(r"[（(][^（）()]*[）)]")
JOINING = re.compile(r"[和与及、\s]")
# Not within brackets: 各县（市、区）.
BETWEEN = re.compile(r"[、，,；;/\s]+(?![^（()]*[）)])")
WORD_BETWEEN = re.compile("[和与及]|以及")
OPEN = re.compile(r"等(?:有关|相关)?(?:责任|职能|配合|协同)?(?:部门|单位|机关)?$")
SHARED = re.compile(r"(?:等)?(?:按照?|依)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同)?负责$")
OF_SEVERAL = re.compile("^(?:各级|各有关|各相关|各|有关|相关)")
PLACE = re.compile(
    "(?:省|自治区|自治州|市|州|盟|地区|县|区|旗|乡|镇|兵团|国家|中央|全国|地方|本级|直属|"
    "级|级以上|人民政府|政府|[省市州县区旗]委|各级|各|有关|相关|所在地|当地)$"
)
KIND = re.compile(
    "(?:行政主管部门|主管部门|行政部门|管理部门|部门|管理局|委员会|管理机构|机构|机关|局|厅|委|部|办公室|办|署|总队|支队|大队)$"
)
BRANCH = re.compile("^(.{2,}?(?:局|厅|委|委员会))(?:.{1,8}分局|.{0,8}(?:支队|大队|中队|总队|所|站|科|处))$")
LEVELS: tuple[tuple[str, LevelRange], ...] = (
    ("国", "national"),
    ("中央", "national"),
    ("全国", "national"),
    ("省", "province"),
    ("自治区", "province"),
    ("自治州", "prefecture"),
    ("州", "prefecture"),
    ("盟", "prefecture"),
    ("市", "prefecture"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("乡", "township"),
    ("镇", "township"),
    ("街道", "township"),
)
LEVEL_WORD = re.compile(
    "^各?(国家|中央|全国|自治区|自治州|省|市(?![场容监])|州|盟|县|区(?!域)|旗|乡镇|乡|镇|街道)(?:级|本级|直)?"
)
NAMED_PLACE = re.compile(
    "^[\u4e00-\u9fff]{2,6}?(省|自治区|自治州|市(?![场容监])|州|盟|县|区(?!域)|旗)(?=.{2})"
)


@dataclass(frozen=True)
class NamedBody:
    """One body of a cell as written. `is_lead` and `is_cooperator`: marked so in brackets or by a word."""

    as_written: str
    is_lead: bool = False
    is_cooperator: bool = False


def is_body_name(text: str) -> bool:
    """Whether the text has the form of one body's name; says nothing of whether there is such a body."""
    return BODY.match(BRACKET.sub("", text)) is not None and not VERB.search(text)


def names_of_types(corpus: Corpus) -> Names:
    """Every name of a body type, and its stem, with the ids it stands for."""
    return names_of(corpus.body_types.values())


def names_of(body_types: Iterable[BodyType], stems_in_texts: Names | None = None) -> Names:
    """Names and stems (水利 for 水利局) of body types. A full name goes before a stem of another type.

    `stems_in_texts` are those that legal texts use beside (`Lexicon.stems`); they come last.
    """
    full: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for body_type in body_types:
        for name in (body_type.zh, body_type.statutory, *(alias.name for alias in body_type.aliases)):
            _note(full, _plain(name), body_type.id)
            _note(stems, KIND.sub("", _plain(name)), body_type.id)
    further = {_plain(stem): ids for stem, ids in (stems_in_texts or {}).items()}
    known = {stem: ids for stem, ids in stems.items() if len(stem) > 1 and len(ids) == 1}
    return {**further, **known, **full}


def _plain(name: str) -> str:
    """A name without brackets, spaces and the words that join functions: 住房和城乡建设 is 住房城乡建设."""
    plain = JOINING.sub("", BRACKET.sub("", name))
    return plain.replace("人民政府办公", "政府办公")


def _note(names: dict[str, tuple[str, ...]], name: str, key: str) -> None:
    if key not in names.get(name, ()):
        names[name] = (*names.get(name, ()), key)


def bodies_in(cell: str) -> tuple[list[NamedBody], bool]:
    """The bodies named in one cell, in order, and whether the list is open (等)."""
    text = SHARED.sub("", cell.strip().rstrip("。；;：:"))
    is_open = OPEN.search(text) is not None
    parts = BETWEEN.split(OPEN.sub("", text))
    return [_marked(name) for part in parts if part for name in _at_words(part)], is_open


def _at_words(text: str) -> Iterator[str]:
    """甲局和乙局 as two; 住房和城乡建设局 as one."""
    for found in WORD_BETWEEN.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        if is_body_name(left) and is_body_name(right):
            yield left
            yield from _at_words(right)
            return
    yield text


MARKED = re.compile(r"[（(](牵头|主办|主责|负责|配合|协办|协同|参与)(?:部门|单位)?[）)]$")
LEADING = ("牵头", "主办", "主责", "负责")


def _marked(text: str) -> NamedBody:
    found = MARKED.search(text)
    if not found:
        return NamedBody(text)
    is_lead = found.group(1) in LEADING
    return NamedBody(text[: found.start()], is_lead, not is_lead)


def types_of(name: str, names: Names) -> tuple[str, ...]:
    """Ids of the body types a local name stands for; empty when it is not known.

    Place and level before the name (省, 西宁市, 各县) are put aside, then the longest known name counts;
    a bureau with several functions (自然资源和林业草原局) is all of them, if every part of it is known.
    """
    plain = OF_SEVERAL.sub("", _plain(name))
    starts = [start for start in range(len(plain)) if not start or PLACE.search(plain[:start])]
    for rest in (plain[start:] for start in starts):
        if found := names.get(rest) or names.get(f"{rest}人民政府"):
            return found
    if branch := BRANCH.match(plain):
        return types_of(branch.group(1), names)
    found_stems = (_by_stems(KIND.sub("", plain[start:]), names) for start in starts)
    return next((found for found in found_stems if found), ()) or _by_end(plain, names)


def _by_end(plain: str, names: Names) -> tuple[str, ...]:
    """Types of 西宁海关: a place of two or three characters whose kind is left out, before a whole name."""
    return names.get(plain[2:], ()) or names.get(plain[3:], ())


def _by_stems(stem: str, names: Names) -> tuple[str, ...]:
    """Types of 发展改革工业信息化: known names side by side that leave nothing over, longest first."""
    for end in range(len(stem), 1, -1):
        ids = names.get(stem[:end], ())
        if ids and end == len(stem):
            return ids
        if ids and (further := _by_stems(stem[end:], names)):
            return tuple(dict.fromkeys((*ids, *further)))
    return ()


@lru_cache(maxsize=4096)
def level_of(words: str) -> tuple[str | None, LevelRange | None]:
    """Level as written and as understood, from 省生态环境厅, 市级 or 西宁市水务局; None where it is open.

    市 is taken for a prefecture, as lists of provinces and prefectures mean it.
    """
    found = LEVEL_WORD.match(words) or NAMED_PLACE.match(words)
    if not found:
        return None, None
    word = found.group(1)
    return word, next((level for prefix, level in LEVELS if word.startswith(prefix)), None)
