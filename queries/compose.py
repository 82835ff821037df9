"""Put an answer together from what was understood, matched and found in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.tables import NO_END, InstrumentRow, Tables, TopicRow
from queries.answer import Answer, Caution, FactView, NormView, Status, Text, TopicView
from queries.attribution import Attribution, Row, Situation
from queries.bodies import BodyNames, NamedBody
from queries.leaders import ladder
from queries.match import TopicMatch
from queries.places import Gazetteer
from queries.status import decide
from queries.views import (
    basis_views,
    body_views,
    day_of,
    in_force_here,
    norm_view,
    place_view,
    topic_view,
)
from queries.warnings import warning

if TYPE_CHECKING:
    from queries.lookup import Understood

# Below this the text only resembles a topic; nothing of it was recognised.
LEAST_DIRECT, LEAST_SCORE = 0.75, 1.15
# Two unrelated topics this close together are a choice for the asker.
CLOSE = 0.97
MATTER_SHARE = 0.55
MONTHS_NEAR = 92
ABOUT_BODY = re.compile(
    r"(职责|管什么|管哪些|管些什么|负责什么|负责哪些|是干什么|干什么的|有哪些责任|有什么责任|有责任吗|负.{0,8}责任吗|的责任|职能)"
)
STATUS_WORDS = {
    Status.ASSIGNED: ("由{}负责", "{} is responsible"),
    Status.SHARED: ("由{}分别负责各自部分", "{} are responsible, each for its part"),
    Status.UNDESIGNATED: (
        "法律把主管部门留给地方指定，未见指定记录；可能是{}",
        "the law leaves the department to a local designation and none is on record; likely {}",
    ),
    Status.UNASSIGNED: ("没有规定写明牵头部门", "no source names a lead"),
    Status.UNCLEAR: ("说法对应几个事项，请选择", "the words fit several matters; please choose"),
    Status.NO_DATA: ("该地或该日没有收录有关规定", "nothing is on record for this place or day"),
    Status.OUT_OF_SCOPE: ("不属于生态环境事项", "not an environmental matter"),
}


class Composer:
    """Composes answers for one release."""

    def __init__(
        self, tables: Tables, attribution: Attribution, gazetteer: Gazetteer, names: BodyNames
    ) -> None:
        self.tables = tables
        self.attribution = attribution
        self.areas = gazetteer.areas
        self.names = names
        self.zh = {one.id: one.zh for one in tables.body_types}
        self._topics = {topic.id: topic for topic in tables.topics}

    def compose(self, asked: Understood, matches: Sequence[TopicMatch]) -> Answer:
        """The answer for the best topic, or for a body where the text asks what a body does."""
        body, notes = self._named_body(asked)
        if body is not None and ABOUT_BODY.search(asked.text):
            return self._about_body(asked, body, matches, notes)
        matches = _matter_first(matches)
        best = matches[0] if matches else None
        if best is None or not _recognised(best):
            notes = [*notes, warning("not-recognised")]
            return self._plain(asked, Status.OUT_OF_SCOPE, matches, notes)
        if best.topic.out_of_scope:
            return self._plain(asked, Status.OUT_OF_SCOPE, matches, notes)
        return self._about_topic(asked, best, matches, notes)

    def _named_body(self, asked: Understood) -> tuple[NamedBody | None, list[Caution]]:
        found = self.names.find(asked.text)
        if found:
            notes = [warning("old-name", b.words, b.type.zh) for b in found if b.kind == "old"]
            return found[0], notes
        if ABOUT_BODY.search(asked.text) and (guess := self.names.guess(asked.text)):
            return guess, [warning("name-corrected", guess.words, guess.corrected or guess.type.zh)]
        return None, []

    # ------------------------------------------------------------------ about a topic

    def _about_topic(
        self, asked: Understood, best: TopicMatch, matches: Sequence[TopicMatch], notes: list[Caution]
    ) -> Answer:
        on = asked.on.toordinal()
        situation = self.attribution.situation(best.topic.id, asked.place.area, asked.level, on)
        status, deciding = self._status(best.topic, situation, asked, on)
        choices = self._choices(best, matches, situation)
        if choices:
            status = Status.UNCLEAR
        rows = _by_importance(situation, deciding)
        basis = basis_views(rows, self.tables, self.zh)
        standings = self.attribution.promote(situation.standings, deciding, asked.place.area, on)
        bodies = body_views(standings, basis, self.attribution, asked.place.area, on)
        leads = [b.type for b in bodies]
        procedures = self._procedures(best.topic, status, asked, on)
        notes = [*notes, *self._place_notes(asked), *self._topic_notes(best, situation, rows, asked, on)]
        if status is Status.NO_DATA:
            notes += self._elsewhere(best.topic)
        return Answer(
            status=status,
            summary=_summary(status, [b.zh for b in bodies], [b.en for b in bodies]),
            question=asked.question,
            topic=topic_view(best),
            runner_up=topic_view(matches[1]) if len(matches) > 1 else None,
            choices=choices,
            place=place_view(asked.place, self.areas),
            bodies=bodies,
            leaders=ladder(self.tables, leads, asked.level, on),
            triggers=self._triggers(asked, best.topic, on),
            procedures=procedures,
            facts=self._facts(asked, best.topic, on),
            basis=basis,
            belongs_to=None,
            warnings=_once(notes),
            next_step=self._next_step(status, deciding, procedures),
            release=self.tables.release,
            receipt=None,
        )

    def _status(
        self, topic: TopicRow, situation: Situation, asked: Understood, on: int
    ) -> tuple[Status, tuple[Row, ...]]:
        area = asked.place.area
        status, deciding = decide(
            situation, lambda row: self.attribution.designation(row.duty, area, on) is not None
        )
        if status is Status.UNASSIGNED and not situation.rows and not self._law_is_silent(topic, on):
            return Status.NO_DATA, ()
        return status, deciding

    def _law_is_silent(self, topic: TopicRow, on: int) -> bool:
        """Whether an empty answer means that law says nothing, rather than that nothing is loaded.

        It does where the general environmental law is on record for the day and the topic is one of
        national law (or of none), not one that only some province's instrument speaks of.
        """
        kinds = {
            self.tables.instruments[self.tables.duties[duty].instrument].area
            for duty, *_ in self.tables.rows.get(topic.id, ())
        }
        return on >= self.tables.covered_from and (not kinds or "cn" in kinds)

    def _choices(
        self, best: TopicMatch, matches: Sequence[TopicMatch], situation: Situation
    ) -> tuple[TopicView, ...]:
        """Topics to choose from: the narrower ones where only a broad word was said, or close rivals."""
        topic = best.topic
        broad = topic.children and not topic.ancestors and not situation.nearest_direct
        if broad:
            return tuple(
                TopicView(child, self._topics[child].zh, self._topics[child].en, 0.0)
                for child in topic.children
            )
        rivals = [m for m in matches[1:4] if m.score >= CLOSE * best.score and _unrelated(m.topic, topic)]
        if rivals and best.score < 2 * LEAST_SCORE:
            return tuple(topic_view(match) for match in [best, *rivals])
        return ()

    def _procedures(
        self, topic: TopicRow, status: Status, asked: Understood, on: int
    ) -> tuple[NormView, ...]:
        wanted = {topic.id}
        if status in (Status.UNASSIGNED, Status.UNDESIGNATED):
            wanted.add("unassigned-procedure")
        norms = in_force_here(self.tables.mechanisms, self.tables, asked.place.area, on)
        return tuple(norm_view(n, self.tables, self.zh) for n in norms if wanted & set(n.topics))

    def _triggers(self, asked: Understood, topic: TopicRow | None, on: int) -> tuple[NormView, ...]:
        """Triggers whose cue words stand in the text; all in force where triggers themselves are asked about."""
        here = in_force_here(self.tables.triggers, self.tables, asked.place.area, on)
        if topic is not None and topic.id == "accountability":
            chosen = here
        else:
            chosen = [t for t in here if any(cue in asked.text for cue in t.said)]
        return tuple(norm_view(trigger, self.tables, self.zh) for trigger in chosen)

    def _facts(self, asked: Understood, topic: TopicRow, on: int) -> tuple[FactView, ...]:
        return ()

    def _next_step(
        self, status: Status, deciding: Sequence[Row], procedures: Sequence[NormView]
    ) -> Text | None:
        if status is Status.UNDESIGNATED:
            row = deciding[0]
            designator = self.zh.get(row.party.by or "government", "人民政府")
            clause = row.instrument.cite + row.duty.place
            return Text(
                f"请{designator}明确由哪个部门负责（{clause}）；投诉可先送排在前面的候选部门，收到的部门不管的应当移送",
                f"ask the {row.party.by or 'government'} to designate the department ({row.instrument.en}, {row.duty.locator}); "
                "meanwhile complain to the first candidate",
            )
        if status is Status.UNASSIGNED:
            if procedures:
                first = procedures[0]
                return Text(
                    f"按{first.label}的程序确定牵头部门", f"a lead is found by the procedure of {first.label}"
                )
            return Text("请本级人民政府明确牵头部门", "ask the government of the same level to name a lead")
        if status is Status.UNCLEAR:
            return Text("请从选项中选定一个事项再问", "choose one of the matters and ask again")
        return None

    # ------------------------------------------------------------------ about a body

    def _about_body(
        self, asked: Understood, body: NamedBody, matches: Sequence[TopicMatch], notes: list[Caution]
    ) -> Answer:
        """What a kind of body is responsible for: its principal duties in force, general ones first."""
        on = asked.on.toordinal()
        rows = self._rows_of_body(asked, body.type.id, matches, on)
        basis = basis_views(rows, self.tables, self.zh)
        standings = [s for s in self.attribution.rank(rows, asked.place.area, on) if s.type == body.type.id]
        bodies = body_views(standings, basis, self.attribution, asked.place.area, on)
        status = Status.ASSIGNED if bodies else Status.NO_DATA
        best = matches[0] if matches and _recognised(matches[0]) else None
        mechanisms = self._procedures(best.topic, status, asked, on) if best else ()
        notes = [*notes, *self._place_notes(asked)]
        if body.type.id == "ecology" and (asked.level == "county" or "县" in asked.text):
            notes.append(warning("county-environment-branch"))
        return Answer(
            status=status,
            summary=Text(
                f"{body.type.zh}部门：在册责任{len(rows)}项，先列主要的",
                f"{body.type.en}: {len(rows)} duties on record, main ones first",
            ),
            question=asked.question,
            topic=topic_view(best) if best else None,
            runner_up=None,
            choices=(),
            place=place_view(asked.place, self.areas),
            bodies=bodies,
            leaders=ladder(self.tables, [body.type.id], asked.level, on),
            triggers=(),
            procedures=mechanisms,
            facts=(),
            basis=basis,
            belongs_to=None,
            warnings=_once([*notes, *self._basis_notes(rows[:12], asked, on)]),
            next_step=None,
            release=self.tables.release,
            receipt=None,
        )

    def _rows_of_body(
        self, asked: Understood, body_type: str, matches: Sequence[TopicMatch], on: int
    ) -> list[Row]:
        area = asked.place.area
        wanted = [m.topic.id for m in matches[:1] if _recognised(m)] + ["unified-supervision", "governance"]
        rows = self.attribution.rows_of_type(body_type, area, asked.level, on)

        def order(row: Row) -> tuple[int, float, str]:
            near = next((n for n, topic in enumerate(wanted) if topic in row.duty.topics), len(wanted))
            return near, -row.weight, row.duty.id

        return sorted(rows, key=order)

    # ------------------------------------------------------------------ neither

    def _plain(
        self, asked: Understood, status: Status, matches: Sequence[TopicMatch], notes: list[Caution]
    ) -> Answer:
        best = matches[0] if matches else None
        outside = best.topic if best and best.topic.out_of_scope else None
        belongs = outside.belongs_to if outside else None
        next_step = Text(f"请向{belongs}反映", f"please turn to: {belongs}") if belongs else None
        return Answer(
            status=status,
            summary=_summary(status, [], []),
            question=asked.question,
            topic=topic_view(best) if best and outside else None,
            runner_up=None,
            choices=tuple(topic_view(m) for m in matches[:3]) if not outside else (),
            place=place_view(asked.place, self.areas),
            bodies=(),
            leaders=(),
            triggers=(),
            procedures=(),
            facts=(),
            basis=(),
            belongs_to=belongs,
            warnings=_once(notes),
            next_step=next_step,
            release=self.tables.release,
            receipt=None,
        )

    # ------------------------------------------------------------------ warnings

    def _place_notes(self, asked: Understood) -> list[Caution]:
        place, notes = asked.place, []
        if place.area is None:
            notes.append(warning("place-unresolved" if place.level else "place-missing"))
        elif place.from_text:
            notes.append(warning("place-from-text", place.area.zh))
        if place.others:
            notes.append(warning("several-places"))
        if place.is_zone:
            notes.append(warning("development-zone"))
        if place.area is not None and place.area.special and place.area.level:
            notes.append(warning("not-a-government", place.area.zh))
        if place.area is not None and place.area.level and not self._has_local(place.area.chain):
            notes.append(warning("place-not-covered"))
        if place.is_zone or asked.level == "township":
            notes.append(warning("by-reference"))
        if asked.special_area is not None:
            notes.append(warning("special-body", asked.special_area.zh + "管理机构"))
        if asked.on.toordinal() > self.tables.cut_off:
            notes.append(warning("after-data-cut-off", day_of(self.tables.cut_off) or ""))
        if asked.cut:
            notes.append(warning("text-cut", "2000"))
        return notes

    def _has_local(self, chain: Sequence[str]) -> bool:
        return any(m.area in chain for m in self.tables.mandates) or any(
            i.area in chain and i.area != "cn" for i in self.tables.instruments
        )

    def _topic_notes(
        self, best: TopicMatch, situation: Situation, rows: Sequence[Row], asked: Understood, on: int
    ) -> list[Caution]:
        notes = []
        if best.direct < LEAST_DIRECT:
            notes.append(warning("weak-match"))
        if situation.rows and all(row.distance > 0 for row in situation.rows):
            notes.append(warning("broader-duty"))
        return notes + self._basis_notes(rows[:6], asked, on)

    def _basis_notes(self, rows: Sequence[Row], asked: Understood, on: int) -> list[Caution]:
        notes: list[Caution] = []
        for instrument in dict.fromkeys(row.instrument for row in rows):
            notes += _time_notes(instrument, on)
        if any(row.party.open_list for row in rows):
            notes.append(warning("open-list"))
        if any(row.duty.allocation == "respective" for row in rows):
            notes.append(warning("respective-remits"))
        if any(row.duty.certainty in ("reported", "assumed") for row in rows):
            notes.append(warning("certainty-reported"))
        if any(row.duty.certainty == "interpreted" for row in rows):
            notes.append(warning("interpreted"))
        first = rows[0].party.type if rows else None
        mandate = self.attribution.mandate(first, asked.place.area, on) if first else None
        if mandate is not None and mandate.certainty == "assumed":
            notes.append(warning("certainty-assumed"))
        return notes

    def _elsewhere(self, topic: TopicRow) -> list[Caution]:
        instruments = {self.tables.duties[duty].instrument for duty, *_ in self.tables.rows.get(topic.id, ())}
        notes: list[Caution] = []
        for number in sorted(instruments):
            instrument = self.tables.instruments[number]
            if instrument.area != "cn":
                notes.append(warning("outside-place", self.areas[instrument.area].zh))
            start = day_of(instrument.start)
            if start:
                notes.append(warning("before-rule", f"{instrument.cite}（{start}）"))
        return notes[:4]


def _recognised(match: TopicMatch) -> bool:
    return match.direct >= LEAST_DIRECT or match.score >= LEAST_SCORE


def _matter_first(matches: Sequence[TopicMatch]) -> Sequence[TopicMatch]:
    """Complaints often say that nobody acts; the matter they are about comes first where one is named."""
    if not matches or not _about_inaction(matches[0].topic):
        return matches
    for match in matches[1:4]:
        strong = match.score >= MATTER_SHARE * matches[0].score and match.direct >= LEAST_DIRECT
        if strong and not _about_inaction(match.topic):
            return [match, *(other for other in matches if other is not match)]
    return matches


def _about_inaction(topic: TopicRow) -> bool:
    return "department-inaction" in (topic.id, *topic.ancestors)


def _unrelated(one: TopicRow, other: TopicRow) -> bool:
    family = {one.id, *one.ancestors}
    return family.isdisjoint({other.id, *other.ancestors})


def _by_importance(situation: Situation, deciding: Sequence[Row]) -> list[Row]:
    """Rows for the basis: those that decided, then by weight; cooperators and the like last."""
    first = {row.duty.id for row in deciding}
    return sorted(
        situation.rows,
        key=lambda r: (r.duty.id not in first, -r.weight, r.duty.id),
    )


def _time_notes(instrument: InstrumentRow, on: int) -> list[Caution]:
    notes = []
    if not instrument.start_known and on < instrument.start + 5 * 366:
        notes.append(warning("edition-uncertain", instrument.cite))
    elif 0 <= on - instrument.start <= MONTHS_NEAR:
        notes.append(warning("law-changed-recently", instrument.cite, day_of(instrument.start) or ""))
    if instrument.end != NO_END and 0 < instrument.end - on <= MONTHS_NEAR:
        notes.append(warning("law-changes-soon", instrument.cite, day_of(instrument.end) or ""))
    return notes


def _summary(status: Status, zh: Sequence[str], en: Sequence[str]) -> Text:
    words_zh, words_en = STATUS_WORDS[status]
    count = 1 if status is Status.ASSIGNED else 3
    return Text(
        words_zh.format("、".join(zh[:count]) or "（未列）"),
        words_en.format(", ".join(en[:count]) or "(none listed)"),
    )


def _once(notes: Sequence[Caution]) -> tuple[Caution, ...]:
    return tuple(dict.fromkeys(notes))
