"""Older releases at `/sparql`: opened when one is asked for by name, one at a time, closed when left alone.

Each has processes of its own beside those of the release in service, whose queries it takes no place from.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.sparql.line import AGAIN
from api.sparql.refusal import Refused
from graph.errors import UnknownRelease

if TYPE_CHECKING:
    from api.sparql.endpoint import SparqlApp

# Seconds after its last query that a release is kept open.
IDLE = 300.0


@dataclass
class _Open:
    """An open release, the queries under way on it, and when it will be closed."""

    app: SparqlApp
    users: int = 0
    closing: asyncio.TimerHandle | None = None


class Older:
    """`open_release` gives the endpoint over a release and raises UnknownRelease; at most `most` are open."""

    def __init__(self, open_release: Callable[[str], SparqlApp], most: int = 1) -> None:
        self._open_release = open_release
        self._most = most
        self._kept: dict[str, _Open] = {}
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def using(self, key: str) -> AsyncIterator[SparqlApp]:
        """The endpoint over a release, which stays open as long as it is used. Raises Refused."""
        one = await self._take(key)
        try:
            yield one.app
        finally:
            one.users -= 1
            if not one.users:
                one.closing = asyncio.get_running_loop().call_later(IDLE, self._leave, key, one)

    async def close(self) -> None:
        async with self._one_at_a_time:
            for key in list(self._kept):
                await self._close(key)

    async def _take(self, key: str) -> _Open:
        async with self._one_at_a_time:
            one = self._kept.get(key)
            if one is None:
                try:
                    app = await asyncio.to_thread(self._open_release, key)
                except UnknownRelease as error:
                    raise Refused(404, "unknown-release", error.zh, error.en, parameter="release") from None
                await self._make_room()
                one = self._kept[key] = _Open(app)
            if one.closing is not None:
                one.closing.cancel()
            one.users += 1
            return one

    async def _make_room(self) -> None:
        if len(self._kept) < self._most:
            return
        idle = next((key for key, one in self._kept.items() if not one.users), None)
        if idle is None:
            raise Refused(503, "data-unavailable", "正在回答对另一个旧版本的查询，请稍后再试",
                          "queries of another older release are under way; try again later", headers=AGAIN)  # fmt: skip
        await self._close(idle)

    async def _close(self, key: str) -> None:
        one = self._kept.pop(key)
        if one.closing is not None:
            one.closing.cancel()
        await one.app.stop()

    def _leave(self, key: str, one: _Open) -> None:
        self._do(self._close_if_idle(key, one))

    async def _close_if_idle(self, key: str, one: _Open) -> None:
        async with self._one_at_a_time:
            if self._kept.get(key) is one and not one.users:
                await self._close(key)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
