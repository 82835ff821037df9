"""What duties, bodies and topics of one release are called in a table's cells, and who the parties of a duty are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.tables import DutyRow, InstrumentRow, MandateRow, NormRow, PartyRow, Tables
from queries.analysis.scope import Scope
from queries.attribution import Attribution
from queries.lookup import Lookup
from queries.words import part_zh

DESIGNATED, UNNAMED = "designated", "unnamed"
TO_DESIGNATE_ZH = "指定的部门"
NUMBERS = re.compile(r"\d+")


def clause(tables: Tables, norm: DutyRow | NormRow) -> str:
    """The provision as it is cited: 噪声污染防治法第七十七条第一款第（二）项."""
    return tables.instruments[norm.instrument].cite + norm.place


def body_of(party: PartyRow) -> str:
    """The key of who a party is: a type, role, group or body with its kind, `designated` or `unnamed`."""
    for kind in ("type", "role", "group", "body"):
        key = getattr(party, kind)
        if key:
            return f"{kind}:{key}"
    return DESIGNATED if party.designated else UNNAMED


def party_words(party: PartyRow, instrument: InstrumentRow, lookup: Lookup) -> str:
    """A party in words: as the text writes it, or the name of its type, group or post."""
    if party.as_written:
        return party.as_written
    if party.type:
        return lookup.attribution.types[party.type].zh
    if party.role:
        return next(role.zh for role in lookup.tables.roles if role.id == party.role)
    if party.group:
        key = f"{instrument.id}/{party.group}"
        return next(group.zh for group in lookup.tables.groups if group.id == key)
    return TO_DESIGNATE_ZH if party.designated else "（原文未写）"


class Names:
    """Labels of one release."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._zh = {f"type:{one.id}": one.zh for one in tables.body_types}
        self._en = {f"type:{one.id}": one.en for one in tables.body_types}
        self._zh |= {f"role:{one.id}": one.zh for one in tables.roles}
        self._en |= {f"role:{one.id}": one.en for one in tables.roles}
        self._zh |= {f"group:{one.id.rpartition('/')[2]}": one.zh for one in tables.groups}
        self._zh |= {f"body:{one.body}": one.body_zh for one in tables.mandates}
        self._en |= {f"body:{one.body}": one.body_en for one in tables.mandates}
        self._topics = {one.id: (one.zh, one.en) for one in tables.topics}
        self._above = {one.id: frozenset(one.ancestors) for one in tables.topics}
        self.old_names = {
            f"type:{one.id}": tuple(name for name, kind in one.names if kind == "old")
            for one in tables.body_types
        }

    def instrument(self, duty: DutyRow) -> InstrumentRow:
        return self.tables.instruments[duty.instrument]

    def place(self, duty: DutyRow) -> str:
        return clause(self.tables, duty)

    def type(self, key: str) -> str:
        return self._zh.get(f"type:{key}", key)

    def types(self, keys: Iterable[str]) -> str | None:
        """Kinds of body in Chinese, in the order given."""
        return "、".join(self.type(key) for key in keys) or None

    def body(self, key: str) -> tuple[str, str]:
        """A body in Chinese and English."""
        if key == DESIGNATED:
            return "政府指定的部门", "the department a government designates"
        if key == UNNAMED:
            return "泛称或未写明的部门", "departments not named"
        name = self._zh.get(key, key.partition(":")[2])
        return name, self._en.get(key, key.partition(":")[2])

    def bodies(self, keys: Iterable[str]) -> tuple[str, str]:
        """Several bodies, in the order of their keys."""
        pairs = [self.body(key) for key in sorted(keys)]
        return "、".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs)

    def topics(self, keys: Iterable[str]) -> tuple[str, str]:
        """Topics in Chinese and English, in the order given."""
        pairs = [self._topics.get(key, (key, key)) for key in keys]
        return "、".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs)

    def related(self, one: str, other: str) -> bool:
        """Whether two topics are the same, or one lies above the other."""
        return one == other or one in self._above.get(other, ()) or other in self._above.get(one, ())

    def parties(self, duty: DutyRow) -> str:
        """Who takes which part, as the duty has them in order."""
        return "；".join(f"{part_zh(one.part)}：{self.body(body_of(one))[0]}" for one in duty.parties)


class Parties(Names):
    """Who the parties of duties are in one scope, where a designation on record may settle one left open."""

    def __init__(self, attribution: Attribution, scope: Scope) -> None:
        super().__init__(attribution.tables)
        self._attribution, self._scope = attribution, scope
        self._groups = {one.id: one for one in self.tables.groups}

    def party(self, duty: DutyRow, party: PartyRow) -> str:
        """Who the party is: its name, or how the text writes one that it does not name."""
        if party.group:
            return self._groups[self._group_key(duty, party)].zh
        key = body_of(party)
        if key in self._zh:
            return self._zh[key]
        return party.as_written or party.body or (TO_DESIGNATE_ZH if party.designated else "未写明的部门")

    def types_of(self, duty: DutyRow, party: PartyRow) -> tuple[str, ...]:
        """Body types the party is: the one named, those of its group, or the one designated here on the day."""
        if party.type:
            return (party.type,)
        if party.group:
            return self._groups[self._group_key(duty, party)].members
        settled = self.settled(duty) if party.designated else None
        return (settled.acts_as,) if settled else ()

    def settled(self, duty: DutyRow) -> MandateRow | None:
        """The designation on record that settles the duty's designated party in the scope."""
        return self._attribution.holders.designation(duty, self._scope.area, self._scope.day)

    def _group_key(self, duty: DutyRow, party: PartyRow) -> str:
        return f"{self.instrument(duty).id}/{party.group}"


def written(duty: DutyRow) -> str | None:
    """The bodies in the words of the law, where the corpus keeps them."""
    words = dict.fromkeys(one.as_written for one in duty.parties if one.as_written)
    return "；".join(words) or None


def reading_order(duty: DutyRow, instrument: str) -> tuple[str, tuple[int, ...], str]:
    """Sorts duties by instrument and place in the text, whatever the order of loading."""
    return instrument, tuple(int(one) for one in NUMBERS.findall(duty.locator)), duty.id
