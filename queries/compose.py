"""Put an answer together from what was understood, matched and found in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.quotation import QuotationFile
from graph.tables import Tables, TopicRow
from queries.answer import Answer, BasisView, Caution, FactView, NormView, Status, Text, TopicView
from queries.attribution import Attribution, Situation
from queries.bodies import BodyNames, NamedBody
from queries.cautions import Cautions
from queries.facts import REFORM, counts_of, measures_in
from queries.leaders import ladder
from queries.match import LEAST_SCORE, Feature, TopicMatch, recognised
from queries.places import Gazetteer
from queries.status import status_of
from queries.views import (
    basis_views,
    body_views,
    in_force_here,
    norm_view,
    place_view,
    topic_view,
)
from queries.warnings import warning
from queries.weights import Row

if TYPE_CHECKING:
    from queries.lookup import Understood

# Two unrelated topics this close together are a choice for the asker.
CLOSE = 0.97
MATTER_SHARE, LEAST_MATTER = 0.5, 2.5
# Wordings that add up to this are a matter of their own.
CLEAR_MATTER = 2.5
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
        self,
        tables: Tables,
        attribution: Attribution,
        gazetteer: Gazetteer,
        names: BodyNames,
        quotations: QuotationFile | None,
    ) -> None:
        self.tables = tables
        self.attribution = attribution
        self.areas = gazetteer.areas
        self.names = names
        self.quotations = quotations
        self.cautions = Cautions(tables, attribution, gazetteer.areas)
        self._topics = {topic.id: topic for topic in tables.topics}

    def compose(self, asked: Understood, matches: Sequence[TopicMatch]) -> Answer:
        """The answer for the best topic, or for a body where the text asks what a body does."""
        body, notes = self._named_body(asked)
        if body is not None and ABOUT_BODY.search(asked.text) and not _speaks_of_a_matter(matches):
            return self._about_body(asked, body, matches, notes)
        matches = _matter_first(matches)
        best = matches[0] if matches else None
        if best is None or not recognised(best):
            notes = [*notes, warning("not-recognised")]
            return self._plain(asked, Status.OUT_OF_SCOPE, matches, notes)
        if best.topic.out_of_scope:
            return self._plain(asked, Status.OUT_OF_SCOPE, matches, notes)
        return self._about_topic(asked, best, matches, notes)

    def compose_topic(self, asked: Understood, topic: TopicRow) -> Answer:
        """The answer for a topic that was chosen, not found by words."""
        chosen = TopicMatch(topic, 0.0, LEAST_SCORE, lambda: (Feature("chosen", (), 0.0),))
        return self._about_topic(asked, chosen, [chosen], [])

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
        situation = self.attribution.situation(best.topic.id, asked.place.area, asked.level, on, asked.text)
        status, deciding = status_of(self.attribution, best.topic, situation, asked.place.area, on)
        choices = self._choices(best, matches, situation)
        if choices:
            status = Status.UNCLEAR
        if status is Status.NO_DATA:
            situation = Situation((), situation.any_rows)
        rows = _by_importance(situation, deciding)
        basis = basis_views(rows, self.attribution, self.quotations)
        standings = self.attribution.promote(situation.standings, deciding, asked.place.area, on)
        bodies = body_views(standings, basis, self.attribution, asked.place.area, on)
        leads = [b.type for b in bodies]
        procedures = self._procedures(best.topic, status, asked, on)
        triggers = self._triggers(asked, best.topic, on)
        notes = [
            *notes,
            *self.cautions.of_place(asked, rows),
            *self.cautions.of_topic(best, situation, rows, asked, on),
        ]
        if status is Status.NO_DATA:
            notes += self.cautions.of_other_places(best.topic)
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
            triggers=triggers,
            procedures=procedures,
            facts=self._facts(asked, best.topic, triggers, basis),
            basis=basis,
            warnings=_once(notes),
            next_step=self._next_step(status, deciding, procedures),
            release=self.tables.release,
        )

    def _choices(
        self, best: TopicMatch, matches: Sequence[TopicMatch], situation: Situation
    ) -> tuple[TopicView, ...]:
        """Topics to choose from: the narrower ones where only a broad word was said, or close rivals."""
        topic = best.topic
        broad = topic.children and not topic.ancestors and not situation.nearest_direct
        offered = topic.choices or (topic.children if broad else ())
        if offered:
            named = (self._topics[one] for one in offered)
            return tuple(TopicView(one.id, one.zh, one.en, 0.0) for one in named)
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
        return tuple(norm_view(n, self.attribution) for n in norms if wanted & set(n.topics))

    def _mechanisms_named(self, asked: Understood, on: int) -> tuple[NormView, ...]:
        """Mechanisms in force here whose name stands in the text."""
        norms = in_force_here(self.tables.mechanisms, self.tables, asked.place.area, on)
        return tuple(norm_view(n, self.attribution) for n in norms if n.zh in asked.text)

    def _triggers(self, asked: Understood, topic: TopicRow, on: int) -> tuple[NormView, ...]:
        """Triggers whose cue words stand in the text; all that texts enumerate where they themselves are asked about.

        The talks (约谈) of single laws are no enumerated triggers; `queries.analysis.accountability` compares them too.
        """
        here = in_force_here(self.tables.triggers, self.tables, asked.place.area, on)
        if topic.id == "accountability":
            chosen = [trigger for trigger in here if trigger.number is not None]
        else:
            chosen = [t for t in here if any(cue in asked.text for cue in t.said)]
        return tuple(norm_view(trigger, self.attribution) for trigger in chosen)

    def _facts(
        self, asked: Understood, topic: TopicRow, triggers: Sequence[NormView], basis: Sequence[BasisView]
    ) -> tuple[FactView, ...]:
        if topic.id == REFORM:
            return measures_in(self.tables, self.areas, asked.place.area, asked.text)
        if "governance" not in (topic.id, *topic.ancestors):
            return ()
        cited = [trigger.id.split("/")[0] for trigger in triggers] + [one.instrument for one in basis[:6]]
        return counts_of(self.tables, cited)

    def _next_step(
        self, status: Status, deciding: Sequence[Row], procedures: Sequence[NormView]
    ) -> Text | None:
        if status is Status.UNDESIGNATED:
            row = deciding[0]
            designator = self.attribution.types[row.party.by or "government"].zh
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
        basis = basis_views(rows, self.attribution, self.quotations)
        standings = [s for s in self.attribution.rank(rows, asked.place.area, on) if s.type == body.type.id]
        bodies = body_views(standings, basis, self.attribution, asked.place.area, on)
        status = Status.ASSIGNED if bodies else Status.NO_DATA
        best = matches[0] if matches and recognised(matches[0]) else None
        mechanisms = self._mechanisms_named(asked, on)
        named = [m for m in mechanisms if any(body.type.zh in party for party in m.parties)]
        if not mechanisms and best is not None:
            mechanisms = self._procedures(best.topic, status, asked, on)
        notes = [*notes, *self.cautions.of_place(asked, rows)]
        if body.type.id == "ecology" and (asked.level == "county" or "县" in asked.text):
            notes.append(warning("county-environment-branch"))
        return Answer(
            status=status,
            summary=_about(body, len(rows), named),
            question=asked.question,
            topic=topic_view(best) if best else None,
            place=place_view(asked.place, self.areas),
            bodies=bodies,
            leaders=ladder(self.tables, [body.type.id], asked.level, on),
            procedures=mechanisms,
            basis=basis,
            warnings=_once([*notes, *self.cautions.of_basis(rows[:12], asked, on)]),
            release=self.tables.release,
        )

    def _rows_of_body(
        self, asked: Understood, body_type: str, matches: Sequence[TopicMatch], on: int
    ) -> list[Row]:
        area = asked.place.area
        wanted = [m.topic.id for m in matches[:1] if recognised(m)] + ["unified-supervision", "governance"]
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
            choices=tuple(topic_view(m) for m in matches[:3]) if not outside else (),
            place=place_view(asked.place, self.areas),
            belongs_to=belongs,
            warnings=_once(notes),
            next_step=next_step,
            release=self.tables.release,
        )


def _speaks_of_a_matter(matches: Sequence[TopicMatch]) -> bool:
    """Whether a complaint was made, in which departments and their duties are only mentioned."""
    if not matches:
        return False
    best = matches[0]
    return best.direct >= CLEAR_MATTER and not _about_governance(best.topic)


def _matter_first(matches: Sequence[TopicMatch]) -> Sequence[TopicMatch]:
    """Complaints often say that nobody acts; the matter they are about comes first where one is named."""
    if not matches or not _about_governance(matches[0].topic):
        return matches
    for match in matches[1:]:
        strong = match.score >= max(MATTER_SHARE * matches[0].score, LEAST_MATTER)
        if strong and not match.topic.out_of_scope and not _about_governance(match.topic):
            return [match, *(other for other in matches if other is not match)]
    return matches


def _about_governance(topic: TopicRow) -> bool:
    return "governance" in (topic.id, *topic.ancestors)


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


def _summary(status: Status, zh: Sequence[str], en: Sequence[str]) -> Text:
    words_zh, words_en = STATUS_WORDS[status]
    count = 1 if status is Status.ASSIGNED else 3
    return Text(
        words_zh.format("、".join(zh[:count]) or "（未列）"),
        words_en.format(", ".join(en[:count]) or "(none listed)"),
    )


def _about(body: NamedBody, count: int, named: Sequence[NormView]) -> Text:
    zh, en = body.type.zh, body.type.en
    if named:
        return Text(
            f"有：{named[0].label}（{named[0].zh}）点名了{zh}部门", f"yes: {named[0].label} names {en}"
        )
    return Text(
        f"{zh}部门：在册责任{count}项，先列主要的", f"{en}: {count} duties on record, main ones first"
    )


def _once(notes: Sequence[Caution]) -> tuple[Caution, ...]:
    return tuple(dict.fromkeys(notes))
