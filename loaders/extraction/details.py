"""The rest of a candidate: level, condition, deadline or frequency, consequence, accountability, matter.

Each is read by its own rule from the provision's own words; what no rule finds stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.codes import LevelRange
from loaders.structure.numerals import NUMBER, number_of

# From the most particular wording to the least: the first that fits is taken.
LEVELS: Sequence[tuple[re.Pattern[str], LevelRange]] = (
    (re.compile("省级以上|省、自治区、直辖市以上"), "province+"),
    (re.compile("设区的市级以上|市级以上|州级以上|地级市以上"), "prefecture+"),
    (re.compile("县级以上地方"), "local-county+"),
    (re.compile("县级以上|县以上"), "county+"),
    (re.compile("地方各级|^地方$"), "local"),
    (re.compile("各级"), "all"),
    (re.compile("国务院|国家|中央|全国"), "national"),
    (
        re.compile(
            "^(?:有关|所在地的?|相关)?(?:省级?|省、自治区(?:、直辖市)?|省、自治区、直辖市|自治区|直辖市)$"
        ),
        "province",
    ),
    (re.compile("^(?:有关|所在地的?|相关)?(?:设区的市|市级?|州级?|自治州|地级市|市（州）)$"), "prefecture"),
    (
        re.compile(
            "^(?:有关|所在地的?|相关)?(?:县级?|区级?|区县|县（[市区、]+）|区（县）|县、区|区、县|旗县?)$"
        ),
        "county",
    ),
    (re.compile("乡|镇|街道"), "township"),
)
WITHIN = re.compile(
    rf"(?:自[^，。；]{{0,30}}之日起)?[^，。；]{{0,4}}?{NUMBER}(?:个)?(?:工作日|日|天|个月|小时|年)(?:内|以内|前)"
)
EVERY = re.compile(
    rf"每(?:({NUMBER})个?)?(半年|年|季度|季|个?月|周|日)(?:度)?(?:至少|不少于|不得少于)?(?:{NUMBER}次)?"
)
SOON = re.compile("立即|及时|定期|限期|按期|尽快|常态化|当日|当场|规定期限内|实时|随时")
DUE = re.compile(r"每年([0-9一二三四五六七八九十]{1,3})月([0-9一二三四五六七八九十]{1,3})日(?:之前|以前|前)")
PERIODS = {
    "半年": "P6M",
    "年": "P1Y",
    "季度": "P3M",
    "季": "P3M",
    "月": "P1M",
    "个月": "P1M",
    "周": "P7D",
    "日": "P1D",
}
SANCTIONS = re.compile(
    r"责令(?:限期|立即)?(?:改正|整改|停止[^，。；]{0,8}|停产[^，。；]{0,4}|停业[^，。；]{0,4}|关闭|拆除|[^，。；]{0,6})|予以关闭|罚款|没收违法所得|没收|吊销[^，。；]{0,8}"
    r"|警告|拘留|处分|暂扣|查封|扣押|约谈|通报批评|暂停审批|按日连续处罚|代为[^，。；]{0,4}|赔偿|依法追究刑事责任"
)
ACCOUNTABILITY = re.compile(
    r"(?:主要负责人|负责人|领导班子|领导干部|党政领导|直接负责的主管人员|责任人员|行政首长|河长|林长|工作人员)[^。；]{0,40}?(?:处分|问责|约谈|追责|追究[^，。；]{0,6}责任|诫勉|通报批评|引咎辞职|考核)"
)
VIOLATION = re.compile(r"^违反本[^，。；]{1,6}(?:第[^，。；]{1,30})?(?:的)?规定(?:的)?，")
MODALS = re.compile(
    r"^(?:等)?(?:部门)?(?:应当|可以|应|须|要|负责|依法|及时|会同[^，。；]{0,20}部门|按照[^，。；]{0,20}职责(?:分工)?|对)+"
)
LONGEST_MATTER = 36


def level_range(level: str | None) -> LevelRange | None:
    """The range of levels a wording stands for; None where it is open or names several apart."""
    if not level:
        return None
    return next((value for pattern, value in LEVELS if pattern.search(level)), None)


def timing_of(text: str) -> str | None:
    """The first deadline or frequency, as written."""
    found = DUE.search(text) or EVERY.search(text) or WITHIN.search(text) or SOON.search(text)
    return found.group().strip("，") if found else None


def recurrence_of(text: str) -> str | None:
    """The first frequency as an ISO 8601 period, such as P3M for every quarter."""
    found = EVERY.search(text)
    if not found:
        return None
    count, unit = found.groups()
    period = PERIODS[unit]
    return f"P{number_of(count) * int(period[1:-1])}{period[-1]}" if count else period


def due_day_of(text: str) -> str | None:
    """The day of the year by which something is due, as MM-DD."""
    found = DUE.search(text)
    return f"{number_of(found.group(1)):02d}-{number_of(found.group(2)):02d}" if found else None


def consequence_of(text: str) -> str | None:
    """The sanctions and measures named, in order, each once, separated by ；."""
    return "；".join(dict.fromkeys(found.group() for found in SANCTIONS.finditer(text))) or None


def triggers_of(text: str) -> tuple[str, ...]:
    """Words by which a leader or an official is held to account, in order."""
    return tuple(found.group() for found in ACCOUNTABILITY.finditer(text))


def condition_of(text: str, agent: int) -> str | None:
    """The case in which it holds: the words before the body that acts (at `agent`), when they end in 的."""
    sentence = max(text.rfind(mark, 0, agent) for mark in "。；：") + 1
    before = text[sentence:agent].rstrip("由，")
    return before if before.endswith(("的", "时", "后")) else None


def matter_of(text: str, agent: int, end: int) -> str:
    """A short run of the provision's own words: the case it is about, or else what the body is to do."""
    condition = condition_of(text, agent)
    words = VIOLATION.sub("", condition) if condition else MODALS.sub("", text[end:].lstrip("，"))
    words = re.split("[。；：]", words)[0].strip("，")
    return words if len(words) <= LONGEST_MATTER else words[:LONGEST_MATTER] + "…"
