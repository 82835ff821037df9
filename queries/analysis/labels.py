"""How parties, bodies and topics are written in the cells of a table."""

from __future__ import annotations

from collections.abc import Iterable

from graph.codes import Level, Part
from graph.tables import DutyRow, MandateRow, PartyRow
from queries.analysis.scope import Scope
from queries.attribution import Attribution
from queries.table import Words

PART_WORDS = {
    Part.LEAD: Words("牵头", "lead"),
    Part.COOPERATOR: Words("配合", "cooperator"),
    Part.SUPERVISOR: Words("监督管理", "supervisor"),
    Part.DECIDER: Words("决定", "decider"),
    Part.PUNISHER: Words("处罚", "punisher"),
    Part.PERMITTER: Words("许可", "permitter"),
    Part.RECIPIENT: Words("接收报告", "recipient"),
}
LEVEL_WORDS = {
    Level.NATIONAL: "国家",
    Level.PROVINCE: "省",
    Level.PREFECTURE: "市",
    Level.COUNTY: "县",
    Level.TOWNSHIP: "乡",
}


def part_zh(part: str) -> str:
    return PART_WORDS[Part(part)].zh


def levels_zh(levels: Iterable[str]) -> str | None:
    """Levels from the top; None where the text names none."""
    return "、".join(LEVEL_WORDS[Level(level)] for level in levels) or None


class Names:
    """Who parties are and how they are called, in one release and scope."""

    def __init__(self, attribution: Attribution, scope: Scope) -> None:
        tables = attribution.tables
        self._attribution, self._scope = attribution, scope
        self._types = {one.id: one.zh for one in tables.body_types}
        self._roles = {one.id: one.zh for one in tables.roles}
        self._bodies = {one.body: one.body_zh for one in tables.mandates}
        self._topics = {one.id: one.zh for one in tables.topics}
        self._groups = {one.id: one for one in tables.groups}
        self._instruments = [one.id for one in tables.instruments]

    def type(self, key: str) -> str:
        return self._types.get(key, key)

    def types(self, keys: Iterable[str]) -> str | None:
        return "、".join(self.type(key) for key in keys) or None

    def topics(self, keys: Iterable[str]) -> str | None:
        return "、".join(self._topics[key] for key in keys) or None

    def party(self, duty: DutyRow, party: PartyRow) -> str:
        """Who the party is: its name, or how the text writes one that it does not name."""
        if party.type:
            return self.type(party.type)
        if party.role:
            return self._roles[party.role]
        if party.body:
            return self._bodies.get(party.body, party.as_written or party.body)
        if party.group:
            return self._groups[self.group_key(duty, party)].zh
        return party.as_written or ("指定的部门" if party.designated else "未写明的部门")

    def types_of(self, duty: DutyRow, party: PartyRow) -> tuple[str, ...]:
        """Body types the party is: the one named, those of its group, or the one designated here on the day."""
        if party.type:
            return (party.type,)
        if party.group:
            return self._groups[self.group_key(duty, party)].members
        settled = self.settled(duty) if party.designated else None
        return (settled.acts_as,) if settled else ()

    def settled(self, duty: DutyRow) -> MandateRow | None:
        """The designation on record that settles the duty's designated party in the scope."""
        return self._attribution.designation(duty, self._scope.area, self._scope.day)

    def group_key(self, duty: DutyRow, party: PartyRow) -> str:
        return f"{self._instruments[duty.instrument]}/{party.group}"
