"""Where a text names a body: kinds of bodies in lists, governments, posts, unnamed and designated bodies.

A list such as 市和区财政、农业、城管执法等部门 is read from its ending (部门, 机构, 机关) to the left, item by item,
so that the words before it do not matter. A government that only says whose department is meant
(县级以上人民政府水行政主管部门) is no body of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

import ahocorasick_rs

from loaders.extraction.designation import designations_in
from loaders.extraction.lexicon import Lexicon
from loaders.extraction.listed import lists_from, lists_in
from loaders.extraction.named import Group, Mention, Named, placed

GOVERNMENT_AFTER = re.compile(
    r"^负责[^，。；]{1,20}的部门|^(?:的|所属的?)?(?:有关|相关|各|其他|工作)*(?:部门|主管部门|派出机构|工作部门|机构)"
)
OWN_DEPARTMENTS = re.compile(r"^及其(?:[\u4e00-\u9fff、]{0,16}?)(?:有关|相关|各|工作)*(?:部门|主管部门|机构)")
JOINT = re.compile(r"^(?:等)?(?:、|和|或者|或|以及|及其|及|与|，?或者|，?以及)?(?:其)?$")
ENDED_OPEN = re.compile("等(?:有关|相关|主管|其他)*(?:部门|机构|机关)?")
ATTACHED = re.compile("及其(?:所属|派出|下属|设立)的?[^，。；、]{0,6}?(?:机构|部门|单位)")
# 市、县（区）、乡镇人民政府 names governments of two kinds.
HIGHER_TOO = re.compile("[市县区州旗盟级）)](?:、|和|及|以及|或者)$")


def mentions_in(text: str, lexicon: Lexicon) -> list[Mention]:
    """Every body the text names, in its order; none lies over another."""
    named = [*_whole(text, lexicon), *lists_in(text, lexicon)]
    return _without_overlaps([*named, *_typed(designations_in(text), named)])


def _typed(designated: Iterable[Mention], named: Iterable[Mention]) -> Iterator[Mention]:
    """A designation that says the kind of body too (其授权的自然保护区管理机构) keeps it."""
    by_end = {mention.end: mention for mention in named}
    for mention in designated:
        inside = by_end.get(mention.end)
        is_inside = inside is not None and mention.core < inside.core
        yield replace(mention, types=inside.types) if inside and is_inside else mention


def groups_in(text: str, lexicon: Lexicon) -> list[Group]:
    """Mentions joined where only 、和 或者 stand between them. A rest class (其他有关部门) opens the list."""
    groups: list[list[Mention]] = []
    for mention in mentions_in(text, lexicon):
        if groups and JOINT.match(text[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_group(text, one) for one in groups]


def _group(text: str, mentions: list[Mention]) -> Group:
    named = [m for m in mentions if m.named is not Named.UNNAMED]
    has_rest = bool(named) and any(m.named is Named.UNNAMED for m in mentions[mentions.index(named[0]) + 1 :])
    kept = tuple(m for m in mentions if not has_rest or m.named is not Named.UNNAMED)
    end = mentions[-1].end
    followed = ENDED_OPEN.match(text, end)
    is_open = has_rest or bool(followed) or any(m.open_list for m in mentions)
    attached = ATTACHED.match(text, followed.end() if followed else end)
    return Group(kept, is_open, attached.end() if attached else followed.end() if followed else end)


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    """Where two lie over each other the longer name stays; designations come before all."""
    ranked = sorted(found, key=lambda m: (m.named is not Named.DESIGNATED, m.core - m.end, m.start))
    taken: list[Mention] = []
    spans: list[tuple[int, int]] = []
    for mention in ranked:
        at = bisect_left(spans, (mention.core, mention.end))
        before_clear = at == 0 or spans[at - 1][1] <= mention.core
        after_clear = at == len(spans) or spans[at][0] >= mention.end
        if before_clear and after_clear:
            spans.insert(at, (mention.core, mention.end))
            taken.append(mention)
    taken.sort(key=lambda m: m.core)
    for position in range(1, len(taken)):
        if taken[position].start < taken[position - 1].end:
            taken[position] = replace(taken[position], start=taken[position - 1].end)
    return taken


@lru_cache(maxsize=4)
def _automaton(names: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _whole(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    names = lexicon.whole_names
    for index, start, end in _automaton(names).find_matches_as_indexes(text):
        name = names[index]
        if name in lexicon.posts:
            if text.startswith("制", end):
                continue
            yield placed(text, start, end, Named.POST)
        elif name == "国务院":
            yield from _state_council(text, start, end, lexicon)
        elif lexicon.whole[name] == ("government",):
            yield from _government(text, start, end, lexicon)
        else:
            mention = placed(text, start, end, Named.KIND, lexicon.whole[name])
            if name.endswith("人民政府") and HIGHER_TOO.search(mention.level):
                mention = replace(mention, types=("government", *mention.types))
            yield mention


def _government(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """A government, unless it only says whose department the next words mean, or designates."""
    after = text[end : end + 40]
    if OWN_DEPARTMENTS.match(after):
        opens = re.match("^及其(?:有关|相关|各|工作)*(?:部门|主管部门|机构)", after)
        yield placed(text, start, end, Named.GOVERNMENT, ("government",), open_list=bool(opens))
    elif after.startswith("办公"):
        yield placed(text, start, end + 3, Named.KIND, ("government-office",))
    elif not GOVERNMENT_AFTER.match(after) and not _department_follows(text, end, lexicon):
        yield placed(text, start, end, Named.GOVERNMENT, ("government",))


def _state_council(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    after = text[end : end + 40]
    if not GOVERNMENT_AFTER.match(after) and not _department_follows(text, end, lexicon):
        yield Mention(start, start, end, Named.STATE_COUNCIL, ("state-council",))


def _department_follows(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the name of a department begins right here."""
    return any(m.core == at or m.start == at for m in lists_from(text, at, lexicon))
