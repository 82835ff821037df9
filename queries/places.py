"""Find places: in the `place` of a question, or in its text.

Names are read from left to right, each inside the one before (青海省 西宁市 城西区), full names before
short ones. What follows the last division (a township, a development zone) is kept as `rest`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.codes import LEVEL_ORDER
from graph.errors import BadRequest, UnknownArea
from graph.tables import AreaRow, Tables
from graph.text import normalise

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
PEOPLE_NAMES = re.compile(rf"(?:(?:{PEOPLES})族)+(?=自治)")
SHORT_PEOPLES = re.compile(r"(?:哈萨克|蒙古|柯尔克孜|塔吉克|锡伯)(?=自治[州县])")
ENDINGS = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "特别行政区",
    "自治州",
    "自治县",
    "自治旗",
    "行政委员会",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "州",
    "盟",
    "区",
    "县",
    "旗",
)
SOME_PLACE = re.compile(r"^某?(?:某|某某|XX|xx|××)(省|市|州|县|区|镇|乡|街道)?$")
PLACE_LEVEL = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
ZONE = re.compile(
    r"(?:经济技术|高新技术产业|高新|经济|产业|工业|综合保税|循环经济|化工)?(?:开发区|园区|产业园|工业园|新区|示范区|管委会)"
)
TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道)")
SEPARATORS = re.compile(r"[、,，;；/]")
# 和 and its like separate places only between names: 和平区, 呼和浩特市 and 和田地区 are names.
JOINERS = frozenset("和与及跟")


# Special areas without a level come after all others.
NO_LEVEL = len(LEVEL_ORDER)


@dataclass(frozen=True)
class Place:
    """A place as understood. `area` is None where only a level is known (某县) or nothing was said."""

    area: AreaRow | None
    given: str | None
    level: str | None = None
    rest: str = ""
    others: tuple[AreaRow, ...] = ()
    from_text: bool = False

    @property
    def is_zone(self) -> bool:
        return bool(ZONE.search(self.rest))

    @property
    def is_township(self) -> bool:
        return bool(TOWNSHIP.search(self.rest))


NOWHERE = Place(None, None)


class Gazetteer:
    """All names of all areas of one release."""

    def __init__(self, tables: Tables) -> None:
        self.areas = {area.id: area for area in tables.areas}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        in_text: set[str] = set()
        for area in tables.areas:
            for name, full in names_of(area):
                if area.id not in self._by_name[name]:
                    self._by_name[name].append(area.id)
                # Two characters such as 城区 or 矿区 are everyday words; a province's short name is not.
                if (full and len(name) >= 3) or (area.level == "province" and len(name) >= 2):
                    in_text.add(name)
        self._words = [name for name in self._by_name if len(name) >= 2]
        self._any = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)
        self._text_words = sorted(in_text)
        self._in_text = AhoCorasick(self._text_words, matchkind=MatchKind.LeftmostLongest)

    def resolve(self, given: str | None) -> Place:
        """The place of a question.

        Raises UnknownArea for a name that is not in the data, BadRequest for a name that several
        places bear. 某县 and the like give only a level.
        """
        words = normalise(given or "")
        if not words:
            return NOWHERE
        some = SOME_PLACE.match(words.replace("行政区", ""))
        if some:
            return Place(None, given, PLACE_LEVEL.get(some.group(1) or ""))
        if words in self.areas:
            return Place(self.areas[words], given)
        found = [self._read(piece, given or "") for piece in self._pieces(words)]
        if len(found) == 1:
            return found[0]
        areas = [place.area for place in found if place.area]
        return Place(self._common(areas), given, others=tuple(areas))

    def search(self, words: str, limit: int = 20) -> list[AreaRow]:
        """Areas whose name begins with or holds `words`, whole names first, upper levels first."""
        wanted = normalise(words)
        hits = [
            (
                0 if name == wanted else 1 if name.startswith(wanted) else 2,
                LEVEL_ORDER.get(self.areas[key].level or "", NO_LEVEL),
                key,
            )
            for name, keys in self._by_name.items()
            if wanted and wanted in name
            for key in keys
        ]
        return [self.areas[key] for key in dict.fromkeys(key for *_, key in sorted(hits))][:limit]

    def find_in_text(self, text: str) -> tuple[Place, str]:
        """The place a text names, and the text without it. Without a place, (NOWHERE, text)."""
        spans = [
            (start, end, self._by_name[self._text_words[word]])
            for word, start, end in self._in_text.find_matches_as_indexes(text)
        ]
        if not spans:
            return NOWHERE, text
        area = self._narrow([keys for _, _, keys in spans])
        if area is None:
            return NOWHERE, text
        cleaned, last = [], 0
        for start, end, keys in spans:
            if any(key in area.chain for key in keys):
                cleaned += [text[last:start], "，"]
                last = end
        return Place(area, None, rest=text[last : last + 8], from_text=True), "".join([*cleaned, text[last:]])

    def _pieces(self, words: str) -> list[str]:
        """The names of several places apart; one piece where there is only one."""
        pieces = []
        for piece in SEPARATORS.split(words):
            spans, last = self._spans(piece), 0
            for (_, end, _), (start, _, _) in pairwise(spans):
                if piece[end:start] in JOINERS:
                    pieces.append(piece[last:end])
                    last = start
            pieces.append(piece[last:])
        return [piece for piece in pieces if piece.strip()] or [words]

    def _read(self, words: str, given: str) -> Place:
        spans = self._spans(words)
        if not spans or (spans[0][0] > 0 and not any(keys for _, _, keys in spans)):
            raise UnknownArea(
                f"没有这个地名：{given[:40]}", f"no such place: {given[:40]}", self._near(words)
            )
        area = self._narrow([keys for _, _, keys in spans])
        rest = words[spans[-1][1] :].strip()
        if area is None:
            choices = [self._full_name(key) for key in spans[-1][2]][:8]
            raise BadRequest(
                "place",
                f"地名不唯一：{given[:40]}，请写明上级，如：{'、'.join(choices[:3])}",
                f"several places are called {given[:40]}; name the one above, e.g. {', '.join(choices[:3])}",
            )
        return Place(area, given, rest=rest)

    def _spans(self, words: str) -> list[tuple[int, int, list[str]]]:
        return [
            (start, end, self._by_name[self._words[word]])
            for word, start, end in self._any.find_matches_as_indexes(words)
        ]

    def _narrow(self, steps: Sequence[list[str]]) -> AreaRow | None:
        """The innermost area that fits all steps; a step that fits nowhere inside is left out."""
        found: list[str] = []
        for keys in steps:
            inside = [k for k in keys if any(f in self.areas[k].chain[1:] for f in found)]
            if not found:
                found = keys
            elif inside:
                found = inside
        if len(found) > 1:
            outer = [k for k in found if all(k in self.areas[o].chain for o in found)]
            found = outer or _highest([self.areas[k] for k in found])
        return self.areas[found[0]] if len(found) == 1 else None

    def _common(self, areas: Sequence[AreaRow]) -> AreaRow | None:
        """The nearest area that holds all of `areas`."""
        if not areas:
            return None
        shared = [key for key in areas[0].chain if all(key in area.chain for area in areas)]
        return self.areas[shared[0]] if shared else None

    def _full_name(self, key: str) -> str:
        chain = [self.areas[k].zh for k in reversed(self.areas[key].chain) if k != "cn"]
        return "".join(chain)

    def _near(self, words: str) -> list[str]:
        head = words[:2]
        return [self._full_name(area.id) for area in self.search(head, 5)] if len(head) == 2 else []


def _highest(areas: Sequence[AreaRow]) -> list[str]:
    """A province before a prefecture of the same short name (海南, 吉林): one, or none when equal."""
    best = min(LEVEL_ORDER.get(area.level or "", NO_LEVEL) for area in areas)
    top = [area.id for area in areas if LEVEL_ORDER.get(area.level or "", NO_LEVEL) == best]
    return top if len(top) == 1 else []


def names_of(area: AreaRow) -> Iterator[tuple[str, bool]]:
    """Names of an area, each with whether it is a full name (safe to find inside a text)."""
    yield area.zh, True
    for name in area.names:
        yield name, len(name) >= 4
    plain = SHORT_PEOPLES.sub("", PEOPLE_NAMES.sub("", area.zh))
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            stem = plain[: -len(ending)]
            short = {"自治州": "州", "自治县": "县", "自治旗": "旗", "行政委员会": "行委"}.get(ending)
            if short:
                yield stem + short, len(stem) >= 2
            yield stem, False
            return
