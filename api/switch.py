"""Follow the release in service: when another is made current, answer from it without losing a request.

A build, a roll-back and a decision of the office all move the one pointer `releases/current`; whoever moves it, the
running service sees it here. The new release is opened beside the old, and requests under way end on the old.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from fastapi import FastAPI

from api.linked.data import LinkedData
from api.service import Service
from api.sparql.endpoint import SparqlApp
from graph.release import GRAPH_FILE, Release, current

SWITCH_SECONDS = 60

log = logging.getLogger("shuiguan")


class Switch:
    """Puts another release into service in a running application."""

    def __init__(self, app: FastAPI, releases: Path) -> None:
        self.app = app
        self.releases = releases
        self._one_at_a_time = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refused = ""

    def start(self) -> None:
        """Know the loop that serves, for calls from other threads."""
        self._loop = asyncio.get_running_loop()

    def from_thread(self, _release: Release) -> None:
        """The same as `now`, from a thread that has just made a release current; it waits until that is served.

        The release is current in any case, and a decision in the ledger: whatever goes wrong here, and a manifest cut
        short is no ShuiguanError, is logged and left to the next look.
        """
        if self._loop is None:
            return
        served = asyncio.run_coroutine_threadsafe(self.now(), self._loop)
        try:
            served.result(SWITCH_SECONDS)
        except Exception as error:
            log.warning("the release of a decision is not served yet: %r", error)

    async def now(self) -> None:
        """Serve the current release if it is another. Raises ReleaseMissing, ReleaseDamaged; the old one then stays."""
        async with self._one_at_a_time:
            service: Service = self.app.state.service
            if current(self.releases).id == service.release.id:
                return
            fresh = await asyncio.to_thread(service.reopened, self.releases)
            sparql: SparqlApp = self.app.state.sparql
            linked: LinkedData = self.app.state.linked
            await linked.described.of(fresh.release)
            said = linked.said_by(fresh.release)
            await sparql.swap(fresh.release.folder / GRAPH_FILE, fresh.release.id, said)
            self.app.state.service = fresh
            linked.downloads.soon(fresh.release)
            log.info("release %s is in service", fresh.release.id)

    async def follow(self, seconds: float) -> None:
        """Look every so many seconds, for ever. A release that cannot be opened is logged once and left.

        Whatever is wrong with it, the next look goes on: a manifest cut short is no ShuiguanError.
        """
        while True:
            await asyncio.sleep(seconds)
            try:
                if self.app.state.office is not None:
                    # A build or a roll-back that knew nothing of the ledger may have left its decisions out.
                    await asyncio.to_thread(self.app.state.office.office.publisher.follow)
                await self.now()
                self._refused = ""
            except Exception as error:
                if repr(error) != self._refused:
                    log.warning("the current release cannot be served: %r", error)
                self._refused = repr(error)
