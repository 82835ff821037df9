"""What the routes share: the release in service, its lookup, and a cache of encoded answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import msgspec

from graph.release import Release, current
from queries.dates import SHANGHAI
from queries.lookup import Lookup

Key = tuple[str, str | None, str | None, str | None, str]


def today_in_shanghai() -> date:
    """Dates are calendar dates in Asia/Shanghai; this is the only place the clock is read."""
    return datetime.now(SHANGHAI).date()


@dataclass
class Service:
    """One release in service. A request takes it once and sees one release from start to end."""

    release: Release
    lookup: Lookup
    cache_size: int
    today: Callable[[], date] = today_in_shanghai
    _cache: OrderedDict[Key, tuple[bytes, str]] = field(default_factory=OrderedDict)

    @classmethod
    def open(cls, releases: Path, cache_size: int) -> Service:
        """The current release. Raises ReleaseMissing or ReleaseDamaged."""
        release = current(releases)
        return cls(release, Lookup(release.tables(), release.quotations()), cache_size)

    def reopened(self, releases: Path) -> Service:
        """The service over what is current now, with the same clock. Raises ReleaseMissing or ReleaseDamaged."""
        fresh = Service.open(releases, self.cache_size)
        fresh.today = self.today
        return fresh

    def answer(self, issue: str, place: str | None, level: str | None, on: str | None) -> tuple[bytes, str]:
        """The encoded answer and its ETag; cached per release. Raises BadRequest."""
        today = self.today()
        key = (issue, place, level, on, today.isoformat())
        known = self._cache.get(key)
        if known is None:
            answer = self.lookup.ask(issue, place, level, on, today=today)
            # The receipt's digest is already one over the whole answer.
            digest = answer.receipt.digest if answer.receipt else ""
            known = (msgspec.json.encode(answer), f'"{self.release.id}-{digest}"')
            self._cache[key] = known
            if len(self._cache) > self.cache_size:
                self._cache.popitem(last=False)
        return known
