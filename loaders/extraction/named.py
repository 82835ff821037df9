"""A body named in a text, with the words that say of which level or which of several it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

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


def placed(
    text: str, core: int, end: int, named: Named, types: tuple[str, ...] = (), *, open_list: bool = False
) -> Mention:
    """The mention whose name stands at [core, end), with the words for its level and place taken in before it."""
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
