"""Closed lists of words that the office uses, each with its names in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in the office. Who holds which role is settled outside, where people log in."""

    READER = "reader"
    CLERK = "clerk"
    APPROVER = "approver"
    ADMIN = "admin"


class Channel(StrEnum):
    """How a matter reached the office."""

    HOTLINE = "hotline"
    PETITION = "petition"
    INSPECTION = "inspection"
    RETURNED = "returned"
    CONGRESS = "congress"
    MEDIA = "media"
    LOOKUP = "lookup"
    OTHER = "other"


class Cause(StrEnum):
    """Why nobody leads: the five situations behind 没人管. An owner who does not act is no gap at all."""

    NO_LEAD = "no-lead"
    UNDESIGNATED = "undesignated"
    OVERLAP = "overlap"
    NEW_MATTER = "new-matter"
    INACTIVE_OWNER = "inactive-owner"


class Stance(StrEnum):
    """What a department says about a matter."""

    OURS = "ours"
    NOT_OURS = "not-ours"
    OURS_IF = "ours-if"


class State(StrEnum):
    """Where a matter stands. `office.moves` says how it gets from one to another."""

    DRAFT = "draft"
    OPENED = "opened"
    CONSULTING = "consulting"
    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    REVOKING = "revoking"
    REVOKED = "revoked"
    LEFT = "left-for-supervision"
    CLOSED = "closed"


class Action(StrEnum):
    """What is done to a matter; each is one event of the ledger."""

    OPEN = "open"
    ACCEPT = "accept"
    CORRECT = "correct"
    CONSULT = "consult"
    RECORD_POSITION = "record-position"
    TRANSFER = "transfer"
    PROPOSE = "propose"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    PROPOSE_REVOCATION = "propose-revocation"
    KEEP = "keep"
    REVOKE = "revoke"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    LEAVE = "leave"
    CLOSE = "close"


class Outcome(StrEnum):
    """With what a matter is closed."""

    DECIDED = "decided"
    REVOKED = "revoked"
    HAS_LEAD = "has-lead"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out-of-scope"
    MINOR = "minor"
    WITHDRAWN = "withdrawn"


_NAMES: tuple[tuple[StrEnum, str, str], ...] = (
    (Role.READER, "查阅", "reader"),
    (Role.CLERK, "经办", "clerk"),
    (Role.APPROVER, "审批", "approver"),
    (Role.ADMIN, "管理", "administrator"),
    (Channel.HOTLINE, "12345热线", "12345 hotline"),
    (Channel.PETITION, "信访", "petition"),
    (Channel.INSPECTION, "督察交办", "handed over by an inspection"),
    (Channel.RETURNED, "退件", "returned by a department"),
    (Channel.CONGRESS, "人大建议、政协提案", "people's congress or consultative conference"),
    (Channel.MEDIA, "媒体反映", "media"),
    (Channel.LOOKUP, "查询", "lookup"),
    (Channel.OTHER, "其他", "other"),
    (Cause.NO_LEAD, "未明确牵头", "no lead is named"),
    (Cause.UNDESIGNATED, "法律授权未指定", "the designation is missing"),
    (Cause.OVERLAP, "职责交叉争议", "overlapping claims"),
    (Cause.NEW_MATTER, "新事项", "a new matter"),
    (Cause.INACTIVE_OWNER, "有主不作为", "an owner who does not act"),
    (Stance.OURS, "属于我方", "ours"),
    (Stance.NOT_OURS, "不属于我方", "not ours"),
    (Stance.OURS_IF, "有条件地属于我方", "ours if"),
    (State.DRAFT, "登记", "registered"),
    (State.OPENED, "受理", "accepted"),
    (State.CONSULTING, "征求意见", "in consultation"),
    (State.PROPOSED, "报审", "put up for approval"),
    (State.RETURNED, "退回修改", "sent back"),
    (State.APPROVED, "已审定", "approved"),
    (State.PUBLISHED, "已公开", "published"),
    (State.REVOKING, "拟撤销", "revocation put up"),
    (State.REVOKED, "已撤销", "revoked"),
    (State.LEFT, "转提醒督办", "left for supervision"),
    (State.CLOSED, "办结", "closed"),
    (Action.OPEN, "登记", "open"),
    (Action.ACCEPT, "受理", "accept"),
    (Action.CORRECT, "更正", "correct"),
    (Action.CONSULT, "征求意见", "consult"),
    (Action.RECORD_POSITION, "记录意见", "record a position"),
    (Action.TRANSFER, "记录转办", "record a transfer"),
    (Action.PROPOSE, "拟定意见报审", "put up a decision"),
    (Action.RETURN, "退回", "send back"),
    (Action.APPROVE, "审定", "approve"),
    (Action.PUBLISH, "公开", "publish"),
    (Action.PROPOSE_REVOCATION, "拟撤销", "put up a revocation"),
    (Action.KEEP, "不予撤销", "keep the decision"),
    (Action.REVOKE, "撤销", "revoke"),
    (Action.PAUSE, "中止计时", "pause the clock"),
    (Action.RESUME, "恢复计时", "resume the clock"),
    (Action.EXTEND, "延期", "extend"),
    (Action.LEAVE, "转提醒督办", "leave for supervision"),
    (Action.CLOSE, "办结", "close"),
    (Outcome.DECIDED, "已有决定", "decided"),
    (Outcome.REVOKED, "决定已撤销", "the decision is revoked"),
    (Outcome.HAS_LEAD, "已有牵头部门", "a lead is on record"),
    (Outcome.DUPLICATE, "重复", "a duplicate"),
    (Outcome.OUT_OF_SCOPE, "不属于生态环境事项", "not an environmental matter"),
    (Outcome.MINOR, "影响不明显，按清单分办", "no clear effect; routed by the list"),
    (Outcome.WITHDRAWN, "撤回", "withdrawn"),
)
# Words of different lists may be spelt alike (a matter returned, and a way in), so the list is part of the key.
NAMES: Mapping[tuple[type[StrEnum], str], tuple[str, str]] = {
    (type(word), word.value): (zh, en) for word, zh, en in _NAMES
}


def names(word: StrEnum) -> tuple[str, str]:
    """The word in Chinese and in English."""
    return NAMES[type(word), word.value]
