"""Who acts as a kind of body in a place on a day: by mandate, or by a designation for one duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.codes import LEVEL_ORDER
from graph.tables import AreaRow, DutyRow, MandateRow, Tables

# Types whose bodies are few and sit above the county; others are looked for at most one level up.
CENTRAL_TYPES = frozenset(
    {"railway", "civil-aviation", "maritime", "customs", "basin-water", "basin-ecology"}
)
SAME_LEVEL_ONLY = frozenset({"government", "party-committee", "peoples-congress", "township"})


class Holders:
    """Mandates and designations of one release. Build once, use from any thread."""

    def __init__(self, tables: Tables) -> None:
        self._mandates: Mapping[str, list[MandateRow]] = _by_type(tables.mandates)
        self._levels = {one.id: one.level for one in tables.areas}
        self._settled: Mapping[str, list[MandateRow]] = _by_duty(tables.mandates)

    def mandate(self, body_type: str, area: AreaRow | None, on: int) -> MandateRow | None:
        """Who acts as the type here on the day: the nearest area with a mandate wins. None is a gap."""
        if area is None:
            return None
        for key in area.chain:
            if not self._may_climb(body_type, area, key):
                break
            for mandate in self._mandates.get(body_type, ()):
                if mandate.area == key and mandate.start <= on < mandate.end and not mandate.decides:
                    return mandate
        return None

    def _may_climb(self, body_type: str, area: AreaRow, key: str) -> bool:
        """Whether a body of the area `key` may be named for the place: its own, or one level above."""
        if key == area.id or body_type in CENTRAL_TYPES:
            return True
        if body_type in SAME_LEVEL_ONLY:
            return False
        here, there = LEVEL_ORDER.get(area.level or "", 4), LEVEL_ORDER.get(self._levels.get(key) or "", 4)
        return here - there <= 1

    def designation(
        self, duty: DutyRow, area: AreaRow | None, on: int, acts_as: str | None = None
    ) -> MandateRow | None:
        """The designation on record that settles who a designated party is here on the day; with `acts_as`, as that type."""
        if area is None:
            return None
        for key in area.chain:
            for mandate in self._settled.get(duty.id, ()):
                wanted = acts_as is None or mandate.acts_as == acts_as
                if wanted and mandate.area == key and mandate.start <= on < mandate.end:
                    return mandate
        return None

    def designations_of(self, duty: DutyRow) -> Sequence[MandateRow]:
        """Every designation on record that settles a designated party of the duty, wherever and whenever."""
        return self._settled.get(duty.id, [])

    def designated_type(self, duty: DutyRow, area: AreaRow | None, on: int) -> str | None:
        """The type of body a designation on record names for the duty here on the day."""
        found = self.designation(duty, area, on)
        return found.acts_as if found else None


def _by_type(mandates: Iterable[MandateRow]) -> Mapping[str, list[MandateRow]]:
    found: dict[str, list[MandateRow]] = defaultdict(list)
    for mandate in mandates:
        found[mandate.acts_as].append(mandate)
    return found


def _by_duty(mandates: Iterable[MandateRow]) -> Mapping[str, list[MandateRow]]:
    found: dict[str, list[MandateRow]] = defaultdict(list)
    for mandate in mandates:
        for duty in mandate.decides:
            found[duty].append(mandate)
    return found
