"""Answer a question: text → topic and place → duties in force → bodies → the answer.

The clock is never read here; `on` is passed in. One `Lookup` serves one release, from any thread.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from graph.codes import LEVEL_ORDER
from graph.errors import BadRequest
from graph.quotation import QuotationFile
from graph.tables import AreaRow, Tables, TopicRow
from graph.text import normalise
from queries.answer import Answer, Question, Receipt
from queries.attribution import Attribution
from queries.bodies import BodyNames
from queries.compose import Composer
from queries.dates import day_in_text, read_day
from queries.match import TopicMatch, TopicMatcher
from queries.places import NOWHERE, Gazetteer, Place

LONGEST_TEXT = 2000
REFUSED_LENGTH = 10_000
LEVEL_WORDS = {
    "国": "national", "国家": "national", "国家级": "national",
    "省": "province", "省级": "province",
    "市": "prefecture", "州": "prefecture", "市级": "prefecture", "市（州）": "prefecture", "地级": "prefecture",
    "县": "county", "区": "county", "县级": "county",
    "乡": "township", "镇": "township", "乡镇": "township", "街道": "township", "乡级": "township",
}  # fmt: skip


@dataclass(frozen=True)
class Understood:
    """A question after normalising, with its place and day."""

    text: str
    place: Place
    level: str | None
    on: date
    question: Question
    cut: bool
    special_area: AreaRow | None = None


class Lookup:
    """The lookup over one release's tables; with its `quotations`, answers show the words of provisions."""

    def __init__(self, tables: Tables, quotations: QuotationFile | None = None) -> None:
        self.tables = tables
        self.matcher = TopicMatcher(tables)
        self.gazetteer = Gazetteer(tables)
        self.attribution = Attribution(tables)
        self.names = BodyNames(tables)
        self.quotations = quotations
        self._composer = Composer(tables, self.attribution, self.gazetteer, self.names, quotations)

    def ask(
        self,
        issue: str,
        place: str | None = None,
        level: str | None = None,
        on: date | str | None = None,
        *,
        today: date,
    ) -> Answer:
        """The answer to one question. Raises BadRequest (with the parameter) for one that cannot be asked.

        `on` is the day asked about; without it a day written in the text counts, and then `today`.
        """
        understood = self.understand(issue, place, level, on, today)
        matches = self.matcher.match(understood.text)
        answer = self._composer.compose(understood, matches)
        return _with_receipt(answer)

    def answer_for(self, topic: TopicRow, area: AreaRow | None, level: str | None, on: date) -> Answer:
        """The answer for a topic already chosen, as after a choice among several."""
        question = Question(topic.zh, area.id if area else None, level, on.isoformat())
        place = Place(area, area.zh) if area else NOWHERE
        understood = Understood(topic.zh, place, level, on, question, False)
        return _with_receipt(self._composer.compose_topic(understood, topic))

    def understand(
        self, issue: str, place: str | None, level: str | None, on: date | str | None, today: date
    ) -> Understood:
        text = _clean(issue)
        day_written, text = day_in_text(text)
        day = read_day(on) if isinstance(on, str) else on or day_written or today
        where = self.gazetteer.resolve(place)
        found, text = self.gazetteer.find_in_text(text)
        special = found.area if found.area is not None and found.area.special else None
        if where.area is None and not where.level:
            where = found
        wanted = self.level_of(level, where)
        question = Question(issue=issue, place=place, level=wanted, on=day.isoformat())
        return Understood(
            text[:LONGEST_TEXT], where, wanted, day, question, len(text) > LONGEST_TEXT, special
        )

    def level_of(self, given: str | None, place: Place) -> str | None:
        """The level asked about: the one given, else the place's own. Raises BadRequest for an unknown one."""
        return _level(given) or place.level or _level_of(place)

    def topics(self, text: str, limit: int) -> list[TopicMatch]:
        """Topics a text speaks of, best first."""
        return self.matcher.match(normalise(text), limit)


def _clean(issue: str) -> str:
    if len(issue) > REFUSED_LENGTH:
        raise BadRequest(
            "issue",
            f"问题过长：最多{REFUSED_LENGTH}字",
            f"the text is too long: at most {REFUSED_LENGTH} characters",
        )
    text = normalise(issue)
    if not any(character.isalnum() for character in text):
        raise BadRequest("issue", "问题是空的", "the text is empty")
    return text


def _level(given: str | None) -> str | None:
    if not given:
        return None
    level = LEVEL_WORDS.get(given, given)
    if level not in LEVEL_ORDER:
        raise BadRequest(
            "level",
            f"没有这个层级：{given[:20]}（可用：国 省 市 县 乡）",
            f"no such level: {given[:20]} (use one of {', '.join(LEVEL_ORDER)})",
        )
    return level


def _level_of(place: Place) -> str | None:
    if place.is_township:
        return "township"
    return place.area.level if place.area else None


def _with_receipt(answer: Answer) -> Answer:
    digest = hashlib.sha256(msgspec.json.encode(answer)).hexdigest()[:32]
    return replace(answer, receipt=Receipt(answer.release, answer.question, digest))
