"""One question for all comparisons, as the command line and the API ask it: checked, then worked out.

Exactly one of five things is compared: two editions (`old`, `new`), all that one instrument repealed
(`repealed_by`), two days (`from`, `to`), two places or two releases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from graph.errors import BadRequest
from graph.tables import AreaRow, InstrumentRow
from queries.analysis.answers_diff import Standpoint, answer_changes
from queries.analysis.diff import (
    Diff,
    Progress,
    diff_days,
    diff_editions,
    diff_places,
    diff_releases,
    repealed_by,
)
from queries.analysis.diff_tables import answers_table, changes_table, counts_table
from queries.analysis.here import here, instrument_asked, topic_asked
from queries.dates import read_day
from queries.lookup import Lookup
from queries.table import Table
from queries.words import LEVEL_ZH

LookupOf = Callable[[str], Lookup]
TABLES = ("changes", "counts", "answers")


@dataclass(frozen=True, kw_only=True)
class DiffQuestion:
    """A comparison as asked, in the asker's words. `day` is the day of two places or two releases."""

    old: str | None = None
    new: str | None = None
    repealed_by: str | None = None
    start: str | None = None
    end: str | None = None
    places: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    topic: str | None = None
    place: str | None = None
    level: str | None = None
    day: str | None = None


# What a caller calls the members of a question; the others bear the same name.
PARAMETER = {"start": "from", "end": "to", "day": "on"}
# What goes with each comparison, beside `topic` and `level`, which go with all.
MODES = {
    "editions": ({"old", "new"}, set[str]()),
    "repealed_by": ({"repealed_by"}, set[str]()),
    "days": ({"start", "end"}, {"place"}),
    "places": ({"places"}, {"day"}),
    "releases": ({"releases"}, {"day", "place"}),
}


@dataclass(frozen=True)
class Comparison:
    """What came out. `answers` is None where two editions are compared: they answer nothing by themselves."""

    diff: Diff
    counts: Table
    answers: Table | None

    def table(self, name: str) -> Table:
        """One of TABLES. Raises BadRequest for another, or for answers where there are none."""
        if name == "changes":
            return changes_table(self.diff)
        if name == "counts":
            return self.counts
        if name == "answers" and self.answers is not None:
            return self.answers
        if name == "answers":
            raise BadRequest(
                "table",
                "两个版本之间没有答案可比，请比较两天、两地或两个版本库",
                "editions answer nothing by themselves; compare two days, places or releases",
            )
        raise BadRequest("table", f"可用：{'、'.join(TABLES)}", f"use one of {', '.join(TABLES)}")


def mode_of(question: DiffQuestion) -> str:
    """Which comparison is meant. Raises BadRequest where nothing, half of it, or two at once are asked."""
    given = {one.name for one in fields(question) if getattr(question, one.name) not in (None, ())}
    meant = [mode for mode, (needed, _) in MODES.items() if given & needed]
    if len(meant) != 1:
        zh = "只能比较一样" if meant else "要比较什么：两个文件、所废止的文件、两天、两地或两个版本库"
        en = (
            "one comparison at a time"
            if meant
            else "say what to compare: old and new, repealed_by, from and to, "
        )
        raise BadRequest("compare", zh, en if meant else en + "places, or releases")
    needed, allowed = MODES[meant[0]]
    for name in sorted(needed - given):
        raise BadRequest(PARAMETER.get(name, name), "还缺这一项", "this is needed too")
    for name in sorted(given - needed - allowed - {"topic", "level"}):
        raise BadRequest(PARAMETER.get(name, name), "与所比较的不能同用", "does not go with what is compared")
    for name in ("places", "releases"):
        if name in given and len(getattr(question, name)) != 2:
            raise BadRequest(name, "要恰好两个", "exactly two are needed")
    return meant[0]


def hangs_on_today(question: DiffQuestion) -> bool:
    """Whether the answer of tomorrow may differ: two places or releases without a day. Raises as `mode_of`."""
    return mode_of(question) in ("places", "releases") and question.day is None


def compare(
    question: DiffQuestion, lookup: Lookup, lookup_of: LookupOf, today: date, say: Progress = lambda _: None
) -> Comparison:
    """Work a question out on the release in service; `lookup_of` opens another by its id.

    Raises BadRequest for what cannot be asked, UnknownArea for a place that is not in the data.
    """
    mode = mode_of(question)
    asked = _Asked(question, lookup, lookup_of, today, say)
    return {
        "editions": asked.editions,
        "repealed_by": asked.repealed,
        "days": asked.days,
        "places": asked.two_places,
        "releases": asked.two_releases,
    }[mode]()


@dataclass(frozen=True)
class _Asked:
    question: DiffQuestion
    lookup: Lookup
    lookup_of: LookupOf
    today: date
    say: Progress

    def editions(self) -> Comparison:
        old, new = self._instruments("old"), self._instruments("new")
        keys = [[one.id for one in side] for side in (old, new)]
        diff = self._about(diff_editions(self.lookup.tables, *keys))
        cites = ["、".join(one.cite for one in side) for side in (old, new)]
        return Comparison(diff, counts_table({self._label(cites): diff}), None)

    def repealed(self) -> Comparison:
        tables = self.lookup.tables
        later = instrument_asked(tables, "repealed_by", self.question.repealed_by or "").id
        laws = repealed_by(tables, later)
        parts = {}
        for number, law in enumerate(laws, 1):
            self.say(f"{number}/{len(laws)} {law} → {later}")
            cite = next(one.cite for one in tables.instruments if one.id == law)
            parts[cite] = self._about(diff_editions(tables, [law], [later]))
        diff = self._about(diff_editions(tables, laws, [later]))
        return Comparison(diff, counts_table(parts, diff), None)

    def days(self) -> Comparison:
        start, end = self._day("start"), self._day("end")
        area = self._area(self.question.place)
        tables = self.lookup.tables
        diff = self._about(diff_days(tables, area, start.toordinal(), end.toordinal()))
        before, after = (Standpoint(self.lookup, area, self._level_at(area), day) for day in (start, end))
        days = [day.isoformat() for day in (start, end)]
        return self._with_answers(diff, before, after, self._label(days, area.zh if area else "全国"))

    def two_places(self) -> Comparison:
        areas = [self._area(one, "places") for one in self.question.places]
        day = self._day("day")
        old, new = (area for area in areas if area is not None)
        diff = self._about(diff_places(self.lookup.tables, old, new, day.toordinal()))
        before, after = (Standpoint(self.lookup, area, self._level_at(area), day) for area in (old, new))
        label = self._label([old.zh, new.zh], day.isoformat())
        return self._with_answers(diff, before, after, label)

    def two_releases(self) -> Comparison:
        lookups = [self.lookup_of(one) for one in self.question.releases]
        day, area = self._day("day"), self._area(self.question.place)
        limited = self.question.day is not None or area is not None
        on = day.toordinal() if limited else None
        diff = self._about(diff_releases(lookups[0].tables, lookups[1].tables, area, on))
        before, after = (Standpoint(one, area, self._level_at(area), day) for one in lookups)
        standing = (day.isoformat() if limited else None, area.zh if area else None)
        label = self._label([one.tables.release for one in lookups], *standing)
        return self._with_answers(diff, before, after, label)

    def _label(self, sides: Sequence[str], *standing: str | None) -> str:
        """What is compared, in Chinese: 青海省 → 四川省（2026-09-01，噪声污染）."""
        topic = topic_asked(self.lookup.tables, self.question.topic).zh if self.question.topic else None
        level = self._level()
        where = "，".join(one for one in (*standing, topic, LEVEL_ZH[level] if level else None) if one)
        return " → ".join(sides) + (f"（{where}）" if where else "")

    def _with_answers(self, diff: Diff, before: Standpoint, after: Standpoint, label: str) -> Comparison:
        self.say("比较各事项的答案 / comparing the answers")
        topic = self._topic()
        changes = answer_changes(before, after, [topic] if topic else None)
        release = ",".join(dict.fromkeys(one.lookup.tables.release for one in (before, after)))
        return Comparison(diff, counts_table({label: diff}), answers_table(changes, release, diff.asked))

    def _instruments(self, member: str) -> list[InstrumentRow]:
        """Those named in a member of the question, by id; several are separated by commas."""
        tables = self.lookup.tables
        found = [instrument_asked(tables, member, one) for one in _several(getattr(self.question, member))]
        return sorted(dict.fromkeys(found), key=lambda one: one.id)

    def _about(self, diff: Diff) -> Diff:
        return diff.about(self._topic(), self._level())

    def _topic(self) -> str | None:
        wanted = self.question.topic
        return topic_asked(self.lookup.tables, wanted).id if wanted else None

    def _level(self) -> str | None:
        return here(self.lookup, None, self.question.level).given_level

    def _level_at(self, area: AreaRow | None) -> str | None:
        return self._level() or (area.level if area else None)

    def _area(self, given: str | None, parameter: str = "place") -> AreaRow | None:
        if not given:
            return None
        area = here(self.lookup, given, None).area
        if area is None:
            raise BadRequest(
                parameter, f"要一个具体地方：{given[:40]}", f"a real place is needed: {given[:40]}"
            )
        return area

    def _day(self, member: str) -> date:
        given: str | None = getattr(self.question, member)
        if given is None:
            return self.today
        try:
            return read_day(given)
        except BadRequest as error:
            raise BadRequest(PARAMETER[member], error.zh, error.en) from error


def _several(keys: str | None) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in (keys or "").split(",") if one.strip()))
