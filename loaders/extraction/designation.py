"""Bodies that a local decision names: 县级以上地方人民政府确定的部门, 其授权的机构."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.extraction.named import Mention, Named, placed

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


def designations_in(text: str) -> Iterator[Mention]:
    """Bodies that a local decision names; what the State Council or a ministry names is only unnamed."""
    for found in FORMULA.finditer(text):
        if _is_other(found):
            continue
        before = text[max(0, found.start() - 48) : found.start()]
        named = Named.UNNAMED if _is_national(found["by"], before) else Named.DESIGNATED
        yield placed(text, found.start(), found.end(), named)
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
