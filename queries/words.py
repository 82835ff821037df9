"""The closed lists of records in words: parts, levels, kinds and ways of sharing, as the vocabulary labels them.

`ontology/codes.ttl` and `ontology/shuiguan.ttl` have the labels; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.codes import LEVEL_RANGES
from queries.table import Words

PART_WORDS: Mapping[str, Words] = {
    "lead": Words("牵头", "lead"),
    "cooperator": Words("配合", "cooperator"),
    "supervisor": Words("监督管理", "supervisor"),
    "decider": Words("决定", "decider"),
    "punisher": Words("处罚", "punisher"),
    "permitter": Words("许可", "permitter"),
    "recipient": Words("接收报告", "recipient"),
}
LEVEL_ZH: Mapping[str, str] = {
    "national": "国家级", "province": "省级", "prefecture": "市（州）级", "county": "县级", "township": "乡级",
}  # fmt: skip
# As statutes say several levels at once.
RANGE_ZH: Mapping[str, str] = {
    "province+": "省级以上", "prefecture+": "设区的市级以上", "county+": "县级以上",
    "local": "地方各级", "local-county+": "县级以上地方", "local-prefecture+": "设区的市级以上地方", "all": "各级",
}  # fmt: skip
KIND_ZH: Mapping[str, str] = {
    "supervision": "监督管理", "enforcement": "执法处理", "permit": "审批许可", "operation": "组织实施",
    "handling": "受理处置", "monitoring": "监测调查", "emergency": "应急处置", "planning": "规划计划",
    "standard": "标准名录", "disclosure": "信息公开", "assessment": "考核评价", "compensation": "补偿赔偿",
    "coordination": "协调联动", "leadership": "领导责任", "support": "保障支持",
}  # fmt: skip
ALLOCATION_ZH: Mapping[str, str] = {"respective": "各自职责范围内", "joint": "共同", "either": "任一即可"}
MODALITY_ZH: Mapping[str, str] = {"must": "应当", "may": "可以"}
CERTAINTY_ZH: Mapping[str, str] = {
    "stated": "原文明示", "interpreted": "编辑解释", "reported": "转述", "assumed": "待核实", "example": "虚构示例",
}  # fmt: skip
CANDIDATES_BASIS_ZH: Mapping[str, str] = {"text": "文本", "practice": "通行做法"}
_RANGE_OF = {frozenset(map(str, LEVEL_RANGES[name])): zh for name, zh in RANGE_ZH.items()}


def part_zh(part: str) -> str:
    return PART_WORDS[part].zh


def levels_zh(levels: Iterable[str]) -> str | None:
    """A set of levels as statutes say it (县级以上地方), else one by one from the top; None where there are none."""
    known = frozenset(levels)
    return _RANGE_OF.get(known) or "、".join(zh for level, zh in LEVEL_ZH.items() if level in known) or None
