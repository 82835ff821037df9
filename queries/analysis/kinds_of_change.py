"""The closed lists of a comparison: what can change, why, how two duties were paired; with their words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from queries.table import Words


class Change(StrEnum):
    """What happened to a duty between two sides. One pair of duties may show several."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    BODIES_ADDED = "bodies-added"
    BODIES_REMOVED = "bodies-removed"
    UNNAMED = "no-longer-named"
    NAMED = "now-named"
    PART = "part"
    DESIGNATION_GAINED = "designation-gained"
    DESIGNATION_LOST = "designation-lost"
    COOPERATORS = "cooperators"
    RECIPIENTS = "recipients"
    LEVEL = "level"
    SCOPE = "scope"
    CONSEQUENCE = "consequence"
    MODALITY = "modality"
    TIMING = "timing"
    SHARING = "sharing"
    RENAMED = "renamed"
    UNCHANGED = "unchanged"


CHANGE_WORDS: Mapping[Change, Words] = {
    Change.ADDED: Words("新增", "added"),
    Change.DROPPED: Words("取消", "dropped"),
    Change.MOVED: Words("改由其他部门", "moved to another body type"),
    Change.BODIES_ADDED: Words("增加部门", "body types added"),
    Change.BODIES_REMOVED: Words("减少部门", "body types removed"),
    Change.UNNAMED: Words("不再点名", "no longer named"),
    Change.NAMED: Words("改为点名", "now named"),
    Change.PART: Words("角色变化", "another part"),
    Change.DESIGNATION_GAINED: Words("改为待指定", "left to designation"),
    Change.DESIGNATION_LOST: Words("不再待指定", "no longer left to designation"),
    Change.COOPERATORS: Words("配合部门变化", "cooperators changed"),
    Change.RECIPIENTS: Words("接收部门变化", "recipients changed"),
    Change.LEVEL: Words("层级变化", "level changed"),
    Change.SCOPE: Words("范围变化", "scope reworded"),
    Change.CONSEQUENCE: Words("罚额变化", "amounts changed"),
    Change.MODALITY: Words("应当可以变化", "may or must"),
    Change.TIMING: Words("时限频次变化", "timing changed"),
    Change.SHARING: Words("分工方式变化", "shared in another way"),
    Change.RENAMED: Words("部门更名", "body renamed"),
    Change.UNCHANGED: Words("无变化", "unchanged"),
}
# The same change seen from the other side.
MIRROR: Mapping[Change, Change] = {
    **{change: change for change in Change},
    Change.ADDED: Change.DROPPED,
    Change.DROPPED: Change.ADDED,
    Change.BODIES_ADDED: Change.BODIES_REMOVED,
    Change.BODIES_REMOVED: Change.BODIES_ADDED,
    Change.UNNAMED: Change.NAMED,
    Change.NAMED: Change.UNNAMED,
    Change.DESIGNATION_GAINED: Change.DESIGNATION_LOST,
    Change.DESIGNATION_LOST: Change.DESIGNATION_GAINED,
}


class Pairing(StrEnum):
    """How an old and a new duty came to stand side by side."""

    STATED = "stated"
    THROUGH = "through"
    SAME = "same"
    INFERRED = "inferred"


PAIRING_WORDS: Mapping[Pairing, Words] = {
    Pairing.STATED: Words("语料载明", "stated in the corpus"),
    Pairing.THROUGH: Words("语料载明，经中间版本", "stated, by way of an edition between"),
    Pairing.SAME: Words("同一事项", "the same duty"),
    Pairing.INFERRED: Words("推断", "inferred"),
}


class Reason(StrEnum):
    """Why, where the data tell. A missing reason means that they do not."""

    REPEAL = "repeal"
    REPLACEMENT = "replacement"
    REFORM = "reform"
    WITHIN = "within"
    ENTRY = "entry"
    END = "end"
    PLACE = "place"
    DATA = "data"


REASON_WORDS: Mapping[Reason, Words] = {
    Reason.REPEAL: Words("被废止", "repealed"),
    Reason.REPLACEMENT: Words("被修订或取代", "revised or replaced"),
    Reason.REFORM: Words("机构改革", "reform of departments"),
    Reason.WITHIN: Words("版本之内起止（上位法修改等）", "began or ended within its edition"),
    Reason.ENTRY: Words("新文件施行", "a new instrument came into force"),
    Reason.END: Words("文件失效，没有后继", "the instrument ended without a successor"),
    Reason.PLACE: Words("只在一地施行", "in force in one place only"),
    Reason.DATA: Words("资料更正或补录", "the data were corrected or completed"),
}
