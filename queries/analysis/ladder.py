"""The leader ladder: who among leaders and departments answers for a matter here, of which kind, by which clause.

Rule: 地方党政领导干部生态环境保护责任制规定（试行） as told in the Q&A of 2025-08-01, questions 4 and 5 (县级以上 it applies,
乡镇、街道 and 开发区 follow it as a model, 生态环境部门 from 市级 up); in Sichuan also 川环委〔2023〕1号 二（三） and 三（一）.
The steps are read from the duties of the release; nothing here knows an article. Sources that differ are both kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from graph.codes import LEVEL_ORDER
from graph.errors import BadRequest
from graph.tables import DutyRow, PartyRow
from queries.analysis.here import Here, reaches, topic_asked
from queries.analysis.ladder_notes import differences, edge_notes, leads_of, matter_notes, step_notes
from queries.analysis.names import clause
from queries.analysis.rungs import Group, Ladder, Standing, Step, has_no_level
from queries.answer import Answer, Status
from queries.lookup import Lookup
from queries.places import ZONE
from queries.table import Words
from queries.words import LEVEL_ZH

# Duties on these topics are about every matter; a post of another topic is reached by its own matter only.
GENERAL = frozenset({"leader-responsibility", "unified-supervision", "sector-supervision"})
ECOLOGY = "ecology"
# What the sources call 负责 for its own sector is one kind beside the three named ones.
KIND_NAMES = {"行业责任": "本行业领域责任"}
OVERSEES_SECTOR = 4
ORDER_OF_COLLECTIVE, ORDER_OF_OTHERS = 6, 9
ORDER_OF_DEPARTMENT = {None: 8, 6: 7, 7: 7}


def ladder_for(lookup: Lookup, topic: str | None, issue: str | None, place: Here, on: date) -> Ladder:
    """The ladder for a topic by id or name, or for a matter in plain words. Raises BadRequest unless exactly one is given."""
    if bool(topic) == bool(issue):
        raise BadRequest("topic", "topic和issue给一个，且只给一个", "give exactly one of topic and issue")
    if issue:
        answer = lookup.ask(issue, place.given, place.given_level, on, today=on)
        return ladder_of(lookup, answer, place if place.given else _from_text(lookup, answer, place), on)
    row = topic_asked(lookup.tables, topic or "")
    return ladder_of(lookup, lookup.answer_for(row, place.area, place.level, on), place, on)


def _from_text(lookup: Lookup, answer: Answer, place: Here) -> Here:
    """The place that stands in the words of the matter, where none was given beside them."""
    found = answer.place
    area = lookup.gazetteer.areas.get(found.id) if found and found.id else None
    if found is None or area is None:
        return place
    return Here(found.zh, area, answer.question.level, bool(ZONE.search(found.rest)))


def ladder_of(lookup: Lookup, answer: Answer, place: Here, on: date) -> Ladder:
    """The ladder for the matter of an answer: its topic, and the bodies that answer for it, best first.

    Asked for a level above the place, it is the ladder of what the place lies in at that level.
    """
    place = _at_level(lookup, place)
    if answer.status == Status.OUT_OF_SCOPE:
        note = Words(
            "不属于生态环境事项，没有责任链可列", "not an environmental matter: there is no ladder for it"
        )
        return Ladder(None, None, (), place.zh, place.level, on, (), (note,), lookup.tables.release)
    leads = leads_of(answer)
    topic = answer.topic.id if answer.topic else None
    steps = [
        step
        for group in _groups(lookup, topic, place, on.toordinal())
        for step in _steps(lookup, group, leads, place, on)
    ]
    steps.sort(key=lambda s: (not s.main, _order(s), s.instrument, s.role or "", s.body_type or ""))
    notes = (*matter_notes(answer), *differences(lookup, steps), *edge_notes(lookup, place, on, steps))
    topic_zh = answer.topic.zh if answer.topic else None
    return Ladder(
        topic, topic_zh, leads, place.zh, place.level, on, tuple(steps), notes, lookup.tables.release
    )


def _at_level(lookup: Lookup, place: Here) -> Here:
    """The place at the level asked for: itself, or what it lies in at that level."""
    area, level = place.area, place.level
    if area is None or area.level is None or level is None or area.level == level:
        return place
    for key in area.chain:
        above = lookup.gazetteer.areas[key]
        if above.level == level:
            return replace(place, zh=above.zh, area=above, is_zone=False)
    return place


def _groups(lookup: Lookup, topic: str | None, place: Here, on: int) -> Iterator[Group]:
    tables = lookup.tables
    roles = {role.id: role for role in tables.roles}
    row = next((one for one in tables.topics if one.id == topic), None)
    own = frozenset((row.id, *row.ancestors)) if row else frozenset()
    found: dict[tuple[int, str], list[tuple[DutyRow, PartyRow]]] = defaultdict(list)
    for duty in tables.duties:
        if not duty.start <= on < duty.end or not (GENERAL | own) & set(duty.topics):
            continue
        if reaches(tables.instruments[duty.instrument], duty.area, place):
            for party in duty.parties:
                if party.role or (duty.responsibility and (party.type or party.group)):
                    key = party.role or party.type or party.group or ""
                    found[duty.instrument, key].append((duty, party))
    for (number, _), said in found.items():
        party = said[0][1]
        role = roles[party.role] if party.role else None
        yield Group(tables.instruments[number], party, role, tuple(duty for duty, _ in said))


def _steps(lookup: Lookup, group: Group, leads: Sequence[str], place: Here, on: date) -> Iterator[Step]:
    stands = _stands(lookup, group, place)
    if stands is None:
        return
    for body_type, main in _reached(group, leads):
        yield _step(lookup, group, body_type, main, stands, on)


def _reached(group: Group, leads: Sequence[str]) -> Iterator[tuple[str | None, bool]]:
    """For which kinds of body the step is taken, None for one that is bound to none, and whether on the main line."""
    role = group.role
    sectors = [lead for lead in leads if lead != ECOLOGY]
    named = group.party.type or (role.in_type if role and role.side == "department" else None)
    if named:
        yield named, named in leads
    elif role is None or role.side == "department":
        everyone = role is not None and role.category is None
        yield from ((lead, True) for lead in (leads if everyone else sectors))
    elif role.oversees:
        yield None, bool(set(role.oversees) & set(leads))
    elif role.category == OVERSEES_SECTOR:
        yield from ((lead, True) for lead in sectors)
    else:
        yield None, True


def _stands(lookup: Lookup, group: Group, place: Here) -> Standing | None:
    """None where the text reaches neither the place's level nor one above it."""
    duty = group.deciding
    levels = group.party.levels or duty.levels
    if has_no_level(place):
        return None
    if group.party.part == "recipient" and group.role and place.level not in group.role.levels:
        return None
    # The clause that makes townships follow as a model names development zones beside them (答问4第一款).
    if (place.is_zone or place.level == "township") and "township" in duty.by_reference:
        return Standing(place.area, place.zh, None if place.is_zone else place.level, by_reference=True)
    # A zone is no level of government: what it is not told to follow stands with the place it lies in.
    zh = place.area.zh if place.is_zone and place.area else place.zh
    if place.level is None or place.level in levels or (not levels and place.level != "national"):
        return Standing(place.area, zh, place.level, of_zone=place.is_zone)
    if place.level in duty.by_reference:
        return Standing(place.area, zh, place.level, by_reference=True, of_zone=place.is_zone)
    return _above(lookup, place, levels)


def _above(lookup: Lookup, place: Here, levels: Sequence[str]) -> Standing | None:
    """The nearest place above whose level the text reaches."""
    areas = lookup.gazetteer.areas
    if place.level == "national":
        return None
    for key in place.chain if place.area else ():
        level = areas[key].level
        if level and level in levels and LEVEL_ORDER[level] < LEVEL_ORDER[place.level or "township"]:
            return Standing(areas[key], areas[key].zh, level, climbed=True)
    higher = [one for one in levels if LEVEL_ORDER[one] < LEVEL_ORDER[place.level or "national"]]
    if place.area is None and higher:
        level = max(higher, key=LEVEL_ORDER.__getitem__)
        return Standing(None, LEVEL_ZH[level], level, climbed=True)
    return None


def _step(
    lookup: Lookup, group: Group, body_type: str | None, main: bool, stands: Standing, on: date
) -> Step:
    role, duty = group.role, group.deciding
    types = lookup.attribution.types
    zh, en = (role.zh, role.en) if role else _collective(group, body_type, lookup)
    if role and stands.by_reference and role.levels == ("province",):
        zh, en = f"参照“{zh}”确定的负责人", f"post set up after the model of: {en}"
    # One leader in charge of several sectors, or several: each sector is its own step.
    if role and body_type and (not role.in_type or role.category == OVERSEES_SECTOR):
        zh, en = f"{zh}（{types[body_type].zh}）", f"{en} ({types[body_type].en})"
    mandate = (
        lookup.attribution.holders.mandate(body_type, stands.area, on.toordinal())
        # A post on the government's side is in charge of a department and is not that department.
        if body_type and stands.area and (role is None or role.side == "department")
        else None
    )
    kinds = [word for one in group.duties if one.responsibility for word in one.responsibility.split("，")]
    return Step(
        main=main,
        side=role.side if role else "department",
        post=role is not None,
        role=role.id if role else None,
        body_type=body_type,
        zh=zh,
        en=en,
        category=role.category if role else None,
        kinds=tuple(dict.fromkeys(KIND_NAMES.get(kind, kind) for kind in kinds)),
        at=stands.zh,
        level=stands.level,
        by_reference=stands.by_reference,
        climbed=stands.climbed or stands.of_zone,
        body=mandate.body_zh if mandate and stands.area and mandate.area == stands.area.id else None,
        duties=tuple(one.summary for one in group.duties),
        basis=tuple(dict.fromkeys(clause(lookup.tables, one) for one in (duty, *group.duties))),
        instrument=group.instrument.id,
        certainty=duty.certainty,
        notes=tuple(step_notes(lookup, group, body_type, main, stands)),
    )


def _collective(group: Group, body_type: str | None, lookup: Lookup) -> tuple[str, str]:
    named = lookup.attribution.types[body_type or group.party.type or ECOLOGY]
    return f"{named.zh}部门（集体）", f"{named.en} as a department"


def _order(step: Step) -> int:
    if not step.post:
        return ORDER_OF_COLLECTIVE
    if step.side == "department":
        return ORDER_OF_DEPARTMENT.get(step.category, 8)
    return step.category or ORDER_OF_OTHERS
