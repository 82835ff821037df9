"""From the provisions of a text to candidate duties, each part with the words that made its rule fire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.codes import Part
from loaders.extraction.candidate import Candidate, CandidateParty, digest_of
from loaders.extraction.confidence import confidence_of
from loaders.extraction.details import (
    condition_of,
    consequence_of,
    due_day_of,
    level_range,
    matter_of,
    recurrence_of,
    timing_of,
    triggers_of,
)
from loaders.extraction.lexicon import Lexicon
from loaders.extraction.mentions import groups_in
from loaders.extraction.named import Named
from loaders.extraction.parts import Taken, parts_in, parts_of_words
from loaders.structure.citations import citations_in
from loaders.structure.tree import Division, Node

__all__ = ["extract", "extract_provision"]

ITEMS = (Division.ITEM, Division.SUBITEM)


# The text of a paragraph and its candidate.
Head = tuple[str, Candidate]
# 履行下列职责, 采取下列措施: what follows are tasks of the body in the head.
TASKS = re.compile(
    r"应当(?:按照|依照)下列规定，(?:采取|组织|实施)|(?:履行|承担|采取|行使|做好|开展|负责|组织|实施|落实|完成)[^。；，]{0,16}(?:下列|以下)|(?:职责|任务|工作|措施)(?:是|为|如下|包括)?[：:]?$"
)
# 有下列行为之一, 下列情形: what follows are offences, conditions, places or contents.
CASES = re.compile(
    r"(?:下列|以下)[^。；：]{0,10}(?:行为|情形|情况|条件|材料|内容|区域|范围|规定|要求|信息|单位|场所|标准)|之一|禁止|不得|是指|含义|包括"
)
OFFENCE = re.compile("的[；;。]?(?:或者)?$")


def extract(tree: Node, lexicon: Lexicon) -> Iterator[Candidate]:
    """Candidates of a tree in the order of its text; a provision that assigns nothing gives none."""
    heads: dict[str, tuple[str, Candidate]] = {}
    for node in tree.walk():
        if node.text:
            candidate = extract_provision(node, lexicon, heads.get(node.locator.rpartition("__")[0]))
            heads[node.locator] = node.text, candidate
            if candidate.parties:
                yield candidate


def extract_provision(node: Node, lexicon: Lexicon, head: Head | None = None) -> Candidate:
    """The candidate of one provision; without parties when it assigns nothing.

    `head` is the text and the candidate of the paragraph an item belongs to.
    """
    text = node.text
    taken = parts_in(text, groups_in(text, lexicon))
    if node.division in ITEMS and head is not None:
        parties = tuple(_item_parties(node, taken, head))
    else:
        parties = tuple(party for one in taken for party in _parties(text, one))
    return _with_details(Candidate(node.locator, digest_of(text), parties), text, taken)


def _with_details(candidate: Candidate, text: str, taken: list[Taken]) -> Candidate:
    if not candidate.parties:
        return candidate
    first = next((one.group for one in taken), None)
    begin, end = (first.start, first.end) if first else (0, 0)
    return replace(
        candidate,
        matter=matter_of(text, begin, end),
        condition=condition_of(text, begin),
        timing=timing_of(text),
        recurrence=recurrence_of(text),
        due_day=due_day_of(text),
        consequence=consequence_of(text),
        triggers=triggers_of(text),
        confidence=min(party.confidence for party in candidate.parties),
        cites=tuple(
            place for one in citations_in(text, candidate.at) for place in one.locators if not one.title
        ),
    )


def _item_parties(node: Node, taken: list[Taken], head: Head) -> Iterator[CandidateParty]:
    """An item of a list of tasks has the parties of its head, one of a list of cases only its own sanction."""
    words, above = head
    is_case = CASES.search(words) and not TASKS.search(words)
    if is_case or OFFENCE.search(node.text):
        acting = [t for t in taken if t.fired[0].rule == "by"]
        yield from (party for one in acting for party in _parties(node.text, one))
        return
    acting = [t for t in taken if t.part is not Part.RECIPIENT]
    if not acting and TASKS.search(words):
        yield from _inherited(node.text, above)
    yield from (party for one in taken for party in _parties(node.text, one))


def _inherited(text: str, above: Candidate) -> Iterator[CandidateParty]:
    for part, fired in parts_of_words([(0, text)]).items():
        for party in above.parties:
            if party.part in (Part.LEAD, Part.SUPERVISOR, Part.PUNISHER, Part.DECIDER):
                yield replace(
                    party,
                    part=part,
                    inherited=True,
                    fired=(fired,),
                    confidence=confidence_of("inherited", fired),
                )


def _parties(text: str, taken: Taken) -> Iterator[CandidateParty]:
    for mention in taken.group.mentions:
        yield CandidateParty(
            part=taken.part,
            as_written=text[mention.start : mention.end],
            types=mention.types,
            level=mention.level or None,
            level_range=level_range(mention.level),
            role=text[mention.core : mention.end] if mention.named is Named.POST else None,
            confidence=confidence_of(*taken.fired),
            designated=mention.named is Named.DESIGNATED,
            open_list=taken.group.open_list,
            fired=taken.fired,
        )
