"""What a body named in a provision does there: who acts, who is asked, who only stands in it.

The words right before and after a name say what it is in its clause (由 …, 会同 …, 报 … 批准, … 的规定). A body that
acts takes its part from the verbs that follow, up to the next body that acts in the same sentence. Every
decision keeps the words that made its rule fire. The parts are those of `graph.codes.Part`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.codes import Part
from loaders.extraction.candidate import Fired
from loaders.extraction.clauses import Clause, clauses_of
from loaders.extraction.cues import (
    ACTS_AS,
    ADVERBIAL,
    APPLICANT,
    APPLICATION,
    CONDITION,
    FAILS,
    HIGHER,
    LIGHT_SUPERVISION,
    MODAL,
    PLANS,
    RULES,
    VERBS,
    Place,
    Rule,
)
from loaders.extraction.named import Group


@dataclass(frozen=True)
class Taken:
    """One part a group takes, with the words that say so."""

    group: Group
    part: Part
    fired: tuple[Fired, ...]


@dataclass(frozen=True)
class _Placed:
    """A group in its clause, before its verbs are read."""

    group: Group
    clause: int
    place: Place
    fired: tuple[Fired, ...]


def parts_in(text: str, groups: Sequence[Group]) -> list[Taken]:
    """The parts of all groups, in the order of the text; a group that only stands in it takes none."""
    clauses = clauses_of(text)
    placed = [_place(text, clauses, group) for group in groups]
    taken: list[Taken] = []
    for position, one in enumerate(placed):
        if one.place is Place.AGENT:
            taken += _acts(text, clauses, placed, position)
        elif one.place is Place.APPROVER:
            taken.append(Taken(one.group, _approver(text, clauses, placed, position), one.fired))
        elif one.place is not Place.NOTHING:
            taken.append(Taken(one.group, Part(one.place.value), one.fired))
    return taken


def _place(text: str, clauses: Sequence[Clause], group: Group) -> _Placed:
    at = group.mentions[0].core
    index = next((i for i, c in enumerate(clauses) if at < c.end), len(clauses) - 1)
    clause = clauses[index]
    before, after = text[clause.start : group.start].rstrip(), text[group.end : clause.end]
    if ACTS_AS.match(after):
        return _Placed(group, index, Place.NOTHING, ())
    for rule in RULES:
        fired = _fires(rule, before, after, clause.start, group)
        if fired:
            return _Placed(group, index, rule.place, fired)
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    words = after or (text[following.start : following.end] if following else "")
    if FAILS.match(words):
        return _Placed(group, index, Place.NOTHING, ())
    is_cut_off = not after and MODAL.match(words)
    if ADVERBIAL.match(before) or MODAL.match(after) or is_cut_off:
        return _Placed(
            group, index, Place.AGENT, (Fired("subject", text[group.start : group.end], group.start),)
        )
    return _Placed(group, index, Place.NOTHING, ())


def _fires(rule: Rule, before: str, after: str, start: int, group: Group) -> tuple[Fired, ...]:
    fired = []
    if rule.before:
        found = rule.before.search(before)
        if not found:
            return ()
        fired.append(Fired(rule.name, found.group(), start + found.start()))
    if rule.after:
        found = rule.after.search(after)
        if not found:
            return ()
        fired.append(Fired(rule.name, found.group(), group.end + found.start()))
    return tuple(fired)


def _approver(text: str, clauses: Sequence[Clause], placed: Sequence[_Placed], position: int) -> Part:
    """Who approves what an authority brings, or a plan, decides; who approves an application permits."""
    one = placed[position]
    sentence = clauses[one.clause].sentence
    begin = next(c.start for c in clauses if c.sentence == sentence)
    stretch = text[begin : one.group.end]
    has_agent = any(
        p.place is Place.AGENT and clauses[p.clause].sentence == sentence for p in placed[:position]
    )
    if has_agent or HIGHER.search(text[one.group.start : one.group.end + 16]):
        return Part.DECIDER
    return Part.DECIDER if PLANS.search(stretch) and not APPLICANT.search(stretch) else Part.PERMITTER


def _acts(text: str, clauses: Sequence[Clause], placed: Sequence[_Placed], position: int) -> Iterator[Taken]:
    """The parts of a body that acts, from its own verbs; none where it acts only in a condition."""
    one = placed[position]
    stretches = list(_stretches(text, clauses, placed, position))
    sentence = clauses[one.clause].sentence
    whole = "，".join(text[c.start : c.end] for c in clauses if c.sentence == sentence)
    for part, fired in parts_of_words(stretches).items():
        yield Taken(one.group, _permits_or_decides(part, whole, text), (*one.fired, fired))


SETTLES = re.compile("撤销|裁决|调解|仲裁|争议|纠纷")
DISPUTE = re.compile("(?:争议|纠纷)[^。；]*由[^，。；]{2,40}(?:处理|解决|决定)")


def _permits_or_decides(part: Part, sentence: str, text: str) -> Part:
    """A decision on an application permits, an approval of a plan decides, whatever the verb; so does who
    settles a dispute.
    """
    if part is Part.LEAD and DISPUTE.search(sentence):
        return Part.DECIDER
    if (
        part is Part.DECIDER
        and APPLICATION.search(text)
        and not SETTLES.search(sentence)
        and not PLANS.search(sentence)
    ):
        return Part.PERMITTER
    if part is Part.PERMITTER and PLANS.search(sentence) and not APPLICATION.search(sentence):
        return Part.DECIDER
    return part


def _stretches(
    text: str, clauses: Sequence[Clause], placed: Sequence[_Placed], position: int
) -> Iterator[tuple[int, str]]:
    """The words a body governs, clause by clause with their offsets, up to the next one that acts."""
    one = placed[position]
    first = clauses[one.clause]
    stop = next(
        (
            p.group.start
            for p in placed[position + 1 :]
            if p.place is Place.AGENT and clauses[p.clause].sentence == first.sentence
        ),
        len(text),
    )
    start = one.group.end
    for clause in clauses[one.clause :]:
        if clause.sentence != first.sentence or clause.start >= stop:
            break
        if clause is not first and OTHER_SUBJECT.match(text[clause.start : clause.end]):
            break
        end = min(clause.end, stop)
        words = _own_words(text, max(start, clause.start), end, placed)
        is_condition = CONDITION.search(words) and clause.end < stop
        if not is_condition or not _goes_on(clauses, clause, stop):
            yield max(start, clause.start), words


# What the one who is told does: 移送公安机关依法处理.
HANDED_ON = re.compile("(?:依法|及时|予以)*(?:处理|查处|立案|处罚|追究)[^，。；]*")
KNOWN_AS = re.compile(
    r"接受[^，。；]{0,30}(?:监督|指导|检查)[^，。；]*|(?:按照|依照|依据|根据)[^，。；]{0,30}(?:要求|规定)(?![^，。；]{0,4}处[理罚以])|利用[^，。；]{0,20}技术|[（(]以下(?:简?称|统称)[^（）()]{1,40}[）)]"
)


# A clause with a subject of its own that is no authority.
OTHER_SUBJECT = re.compile(
    "^[^，。；]{0,20}(?:单位|个人|企业|经营者|公民|当事人|[^或]者|人员)(?:应当|必须|不得|有权|有义务|可以)"
)


def _own_words(text: str, start: int, end: int, placed: Sequence[_Placed]) -> str:
    """The words of a stretch with what other bodies do in it blanked: 报 … 批准, 会同 …"""
    words = KNOWN_AS.sub(lambda found: "　" * len(found.group()), text[start:end])
    for other in placed:
        if other.place is Place.AGENT or not start <= other.group.start < end:
            continue
        spans = [(f.at, f.at + len(f.words)) for f in other.fired if other.place is not Place.NOTHING]
        low = max(min([other.group.start, *(a for a, _ in spans)]), start) - start
        high = min(max([other.group.end, *(b for _, b in spans)]), end) - start
        handed = HANDED_ON.match(words[high:]) if other.place is Place.RECIPIENT else None
        high += handed.end() if handed else 0
        words = words[:low] + "　" * (high - low) + words[high:]
    return words


def _goes_on(clauses: Sequence[Clause], clause: Clause, stop: int) -> bool:
    """Whether the sentence has a further clause before `stop`, which then holds the verb."""
    return any(c.sentence == clause.sentence and clause.end < c.start < stop for c in clauses)


def parts_of_words(stretches: Sequence[tuple[int, str]]) -> dict[Part, Fired]:
    """The parts in the order found. A sanction stands alone; a body whose verb is none of ours leads."""
    found: dict[Part, Fired] = {}
    for start, words in stretches:
        match = LIGHT_SUPERVISION.search(words)
        first = VERBS.search(words)
        if match and (first is None or first.lastgroup != "punisher") and not _has_task_before(first, match):
            found.setdefault(Part.SUPERVISOR, Fired("supervises", match.group(), start + match.start()))
            if first and first.group() == "主管":
                found.setdefault(Part.LEAD, Fired("verb-lead", first.group(), start + first.start()))
        elif first and first.lastgroup:
            part = Part(first.lastgroup)
            found.setdefault(part, Fired(f"verb-{part}", first.group(), start + first.start()))
    if Part.PUNISHER in found and not (Part.SUPERVISOR in found and found[Part.PUNISHER].words == "查处"):
        return {Part.PUNISHER: found[Part.PUNISHER]}
    found.pop(Part.PUNISHER, None)
    if not found and stretches:
        start, words = stretches[0]
        found[Part.LEAD] = (
            Fired("acts", words[:12], start) if "　" not in words[:12] else Fired("acts", "", start)
        )
    return found


def _has_task_before(first: re.Match[str] | None, supervision: re.Match[str]) -> bool:
    """Whether a task of its own stands before the light verb: 建立 … 加强 …"""
    return bool(
        first
        and first.lastgroup in ("lead", "permitter", "cooperator")
        and first.group() != "主管"
        and first.start() < supervision.start()
    )
