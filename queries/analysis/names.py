"""What duties, bodies, levels and places of one release are called in a table's cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.codes import LEVEL_RANGES
from graph.tables import DutyRow, InstrumentRow, PartyRow, Tables
from queries.analysis.kinds_of_change import LEVEL_ZH
from queries.analysis.labels import part_zh

DESIGNATED, UNNAMED = "designated", "unnamed"
NOT_WRITTEN = "未写明"
RANGE_OF = {frozenset(map(str, LEVEL_RANGES[name])): name for name in LEVEL_ZH}
NUMBERS = re.compile(r"\d+")


def body_of(party: PartyRow) -> str:
    """The key of who a party is: a type, role, group or body with its kind, `designated` or `unnamed`."""
    for kind in ("type", "role", "group", "body"):
        key = getattr(party, kind)
        if key:
            return f"{kind}:{key}"
    return DESIGNATED if party.designated else UNNAMED


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
        """噪声污染防治法第七十七条第一款第（二）项."""
        return self.instrument(duty).cite + duty.place

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
        pairs = [self._topics.get(key, (key, key)) for key in sorted(keys)]
        return "、".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs)

    def related(self, one: str, other: str) -> bool:
        """Whether two topics are the same, or one lies above the other."""
        return one == other or one in self._above.get(other, ()) or other in self._above.get(one, ())

    def parties(self, duty: DutyRow) -> str:
        """Who takes which part, as the duty has them in order."""
        return "；".join(f"{part_zh(one.part)}：{self.body(body_of(one))[0]}" for one in duty.parties)


def written(duty: DutyRow) -> str | None:
    """The bodies in the words of the law, where the corpus keeps them."""
    words = dict.fromkeys(one.as_written for one in duty.parties if one.as_written)
    return "；".join(words) or None


def levels_zh(levels: Iterable[str]) -> str:
    """A set of levels as statutes say it: 县级以上地方; 未写明 for none."""
    known = frozenset(levels)
    if not known:
        return NOT_WRITTEN
    name = RANGE_OF.get(known)
    return LEVEL_ZH[name] if name else "、".join(LEVEL_ZH[one] for one in LEVEL_RANGES["all"] if one in known)


def reading_order(duty: DutyRow, instrument: str) -> tuple[str, tuple[int, ...], str]:
    """Sorts duties by instrument and place in the text, whatever the order of loading."""
    return instrument, tuple(int(one) for one in NUMBERS.findall(duty.locator)), duty.id
