"""Words of a page overwritten by the name of another site, and whether the page was hijacked.

Whoever takes over a site puts its own name where organs were named. What stood there is not encoded in
the text; it is restored only where a fixed formula or a stranded half word says it, and reported elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from loaders.repair.record import Certainty, Edit, Left, Reading, Rule

TRADES = "直播|视频|影视|影院|电影|棋牌|彩票|博彩|赌场|娱乐城|体育投注|竞猜|成人|福利|传媒网|約炮|约炮|私服"
SITE = re.compile(rf"(?<![0-9A-Za-z])(?=[0-9A-Za-z]*[0-9])[0-9A-Za-z]{{2,8}}(?:{TRADES})")
NETWORK = re.compile(r"(?<![0-9A-Za-z])(?:[2-6]G|[248]K|3D|4D|5D|VR)", re.IGNORECASE)
HIJACKED_LINES = 3
MINISTRY = "生态环境部"
SUBJECT = re.compile("生态|环境|环保|污染")
FORMULA = re.compile(r"(?:中共中央办公厅、|(?<!党)中共中央 ?|党中央(、?))$")
SPEAKER = re.compile(r"(?:有关)?(?:负责同志|负责人|新闻发言人|发言人)|(?:党组|部长|副部长|办公厅)")
DEPARTMENT = re.compile(r"门(?![户口前外类诊槛窗])")
OFFICE = re.compile(r" (办公厅|关于|决策|印发|批准|决定|令|总理|常务会议)")


def sites_in(text: str) -> set[str]:
    """Names of foreign sites in a text: a number or letters before a trade, as `12某播`."""
    return {found.group() for found in SITE.finditer(text) if not NETWORK.match(found.group())}


def hijacked(text: str) -> frozenset[str]:
    """The foreign names that stand on three lines or more; a page that holds one looks hijacked."""
    lines = text.splitlines()
    return frozenset(n for n in sites_in(text) if sum(n in line for line in lines) >= HIJACKED_LINES)


@dataclass(frozen=True)
class Place:
    """One overwritten word: the words before it on its line and those after it."""

    before: str
    after: str
    about_environment: bool


@dataclass(frozen=True)
class Restored:
    """What stood there; `takes` counts the characters after the name that go with it."""

    now: str
    takes: int
    certainty: Certainty


def _column(place: Place) -> Restored | None:
    if place.before.endswith("【") and place.after.startswith("】"):
        return Restored("", 0, Certainty.CONTEXT)
    return None


def _half_department(place: Place) -> Restored | None:
    if place.about_environment and DEPARTMENT.match(place.after):
        return Restored(MINISTRY, 0, Certainty.DETERMINISTIC)
    return None


def _formula(place: Place) -> Restored | None:
    found = FORMULA.search(place.before)
    if not found:
        return None
    takes = len(place.after) - len(place.after.lstrip(" "))
    comma = "、" if found.group(1) == "" else ""
    return Restored(comma + "国务院", takes, Certainty.DETERMINISTIC)


def _before_office(place: Place) -> Restored | None:
    if OFFICE.match(place.after):
        return Restored("国务院", 1, Certainty.CONTEXT)
    return None


def _speaker(place: Place) -> Restored | None:
    if place.about_environment and SPEAKER.match(place.after):
        return Restored(MINISTRY, 0, Certainty.CONTEXT)
    return None


KINDS: tuple[Callable[[Place], Restored | None], ...] = (
    _column,
    _half_department,
    _formula,
    _before_office,
    _speaker,
)


def read_overwritten(text: str) -> Reading:
    """Edits where the words around a foreign name say what stood there; the others are left."""
    names = sites_in(text)
    if not names:
        return Reading()
    edits: list[Edit] = []
    left: list[Left] = []
    about_environment = bool(SUBJECT.search(text))
    for found in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
        place = Place(
            text[text.rfind("\n", 0, found.start()) + 1 : found.start()],
            _rest_of_line(text, found.end()),
            about_environment,
        )
        restored = next((r for kind in KINDS if (r := kind(place))), None)
        if restored is None:
            left.append(_left(found))
        elif restored.now:
            edits.append(Edit(found.start(), found.end() + restored.takes, restored.now, restored.certainty))
        else:
            edits.append(Edit(found.start() - 1, found.end() + 1, "", restored.certainty))
    return Reading(edits, left)


def _rest_of_line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _left(found: re.Match[str]) -> Left:
    return Left(
        found.start(),
        found.group(),
        Rule.OVERWRITTEN,
        "被外来名称覆盖，原词不能确定",
        "overwritten by a foreign name; what stood there cannot be told",
    )
