"""Older releases beside the one in service, so that a question can be asked of what was known then.

Recorded time is a release, valid time is `on`; the two are never mixed. A few older releases stay loaded, the one
unused for longest goes first. Requests for the release in service do not pass through here.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool

from api.service import Service
from graph.release import Release, named
from queries.lookup import Lookup

Named = Annotated[
    str | None,
    Query(max_length=40, description="哪个版本；缺省为现行版本 / which release; the current one without it"),
]


class Shelf:
    """At most `kept` older releases, loaded when first asked for. Used from several threads."""

    def __init__(self, releases: Path, kept: int) -> None:
        self.releases = releases
        self.kept = kept
        self._loaded: OrderedDict[str, Service] = OrderedDict()
        self._lock = Lock()

    def service(self, current: Service, key: str) -> Service:
        """The service over the release `key`. Raises UnknownRelease or ReleaseDamaged."""
        if key == current.release.id:
            return current
        with self._lock:
            found = self._loaded.pop(key, None)
            if found is None:
                release = named(self.releases, key)
                found = Service(
                    release, Lookup(release.tables(), release.quotations()), current.cache_size, current.today
                )
            self._loaded[key] = found
            while len(self._loaded) > self.kept:
                self._loaded.popitem(last=False)
            return found


def shelf_of(request: Request) -> Shelf:
    shelf = request.app.state.shelf
    assert isinstance(shelf, Shelf)
    return shelf


async def service_asked(
    request: Request,
    shelf: Annotated[Shelf, Depends(shelf_of)],
    release: Named = None,
) -> Service:
    """The service that a request asks: the release in service, or the one it names."""
    current = request.app.state.service
    assert isinstance(current, Service)
    if not release or release == current.release.id:
        return current
    return await run_in_threadpool(shelf.service, current, release)


async def release_asked(
    request: Request, shelf: Annotated[Shelf, Depends(shelf_of)], release: Named = None
) -> Release:
    """The release that a request asks: the one in service, or the one it names. Raises UnknownRelease."""
    current = request.app.state.service
    assert isinstance(current, Service)
    if not release or release == current.release.id:
        return current.release
    return await run_in_threadpool(named, shelf.releases, release)


AskedRelease = Annotated[Release, Depends(release_asked)]
ShelfDep = Annotated[Shelf, Depends(shelf_of)]
AskedService = Annotated[Service, Depends(service_asked)]
