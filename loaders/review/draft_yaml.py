"""A draft as YAML that a person edits; the document's own words stand in comments only."""

from __future__ import annotations

from dataclasses import fields

from graph.corpus import StatedDuty
from graph.names import place_name
from loaders.review.draft import Draft, Head
from loaders.review.plain import block_list, flow, members, plain

HELP = """\
# 审核草稿 / a draft to review
# 逐条填写 decision：accept（接受）或 reject（不接受，须写 reason）；留空则不作决定，下次再问。
# 接受的条目须有 summary（自己的话，不抄原文）、topics、kind；一款多项责任时复制条目，各加 key。
# replaces 所列的旧条目在接受后删去。井号后的原文只供对照，不进入语料。
# Fill in decision: accept, or reject with a reason; left empty it is asked again. An accepted entry needs a
# summary in your own words, topics and kind; copy an entry, with keys, where one provision holds several
# duties. Duties under replaces go. Words behind # are the document's, for comparison; they enter nothing.
"""
ASKED = ("summary", "topics", "kind", "decision", "reason")
LONGEST_LINE = 100
MOST_LINES = 12


def draft_yaml(draft: Draft) -> str:
    """The draft's text; reading it again gives an equal draft."""
    top: dict[str, object] = {
        "instrument": draft.instrument,
        "document": plain(draft.document),
        "matched": draft.matched,
    }
    return "".join(
        (
            HELP,
            members(top),
            _head(draft.head),
            block_list(
                "duties",
                [plain(entry, ASKED) for entry in draft.entries],
                [_comment(draft, entry.at) for entry in draft.entries],
            ),
            _gone(draft),
            _lines("same", [plain(one) for one in draft.same]),
            _lines("remembered", [plain(one) for one in draft.remembered]),
        )
    )


def _head(head: Head | None) -> str:
    if head is None:
        return ""
    every = plain(head, [one.name for one in fields(Head)])
    return "# 语料没有此文件，请填写 / not in the corpus, please fill in\nhead:\n" + members(every, "  ")


def _gone(draft: Draft) -> str:
    """Duties that the document no longer states."""
    if not draft.gone:
        return "gone: []\n"
    help_ = (
        "# 文件不再载有的责任：accept 删去，reject 保留并写理由 / no longer stated: accept takes the duty out,\n"
        "# reject keeps it, with a reason\n"
    )
    listed = [plain(one, ("decision", "reason")) for one in draft.gone]
    return help_ + block_list("gone", listed, [_comment(draft, one.at) for one in draft.gone])


def _lines(name: str, records: list[dict[str, object]]) -> str:
    """A list with one record per line."""
    if not records:
        return f"{name}: []\n"
    return f"{name}:\n" + "".join(f"- {flow(record)}\n" for record in records)


def _comment(draft: Draft, at: str) -> str:
    """The place in words, the provision's own words, cut after some lines, and the duties on record there."""
    text = "".join(filter(str.isprintable, " ".join(draft.words.get(at, "").split())))
    parts = [text[start : start + LONGEST_LINE] for start in range(0, len(text), LONGEST_LINE)]
    cut = ["…"] if len(parts) > MOST_LINES else []
    recorded = [line for stated in draft.recorded.get(at, ()) for line in _recorded(stated)]
    return "".join(f"# {line}\n" for line in (place_name(at), *parts[:MOST_LINES], *cut, *recorded))


def _recorded(stated: StatedDuty) -> list[str]:
    """A duty of the corpus in a line, and a line for each of its parties."""
    level = f" level: {stated.duty.level}" if stated.duty.level else ""
    parties = [f"  - {flow(plain(party))}" for party in stated.duty.parties]
    return [f"语料 / on record: {stated.id} {stated.duty.summary}{level}", *parties]
