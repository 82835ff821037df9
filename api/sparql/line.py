"""Waiting in line: one of each client before a second of any."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from api.sparql.refusal import Refused

T = TypeVar("T")
AGAIN = (("retry-after", "5"),)


class Line(Generic[T]):
    """Clients waiting for things of one kind. `give_back` takes a thing whose client left as it came.

    When the line is full, the client with the most places in it gives its last one to a client with fewer.
    """

    def __init__(self, length: int, give_back: Callable[[T, str], None]) -> None:
        self._length = length
        self._give_back = give_back
        # The order of the clients is the order of their turns.
        self._clients: dict[str, deque[asyncio.Future[T]]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._clients.values()))

    async def wait(self, client: str, seconds: float) -> T:
        """The next thing for this client. Raises Refused when there is no room or it takes too long."""
        future = self._join(client)
        served = False
        try:
            async with asyncio.timeout(seconds):
                thing = await future
                served = True
        except TimeoutError:
            raise Refused(503, "queue-timeout", "等候太久，请稍后再试", "waited too long; try again later",
                          headers=AGAIN) from None  # fmt: skip
        finally:
            if not served:
                self._leave(client, future)
        return thing

    def serve(self, thing: T, may: Callable[[str], bool] = lambda client: True) -> str | None:
        """Give to the first client in turn that `may` have it; None when no such client waits."""
        for client in [one for one in self._clients if may(one)]:
            waiting = self._clients.pop(client)
            future = waiting.popleft()
            while future.done() and waiting:
                future = waiting.popleft()
            if waiting:
                self._clients[client] = waiting
            if not future.done():
                future.set_result(thing)
                return client
        return None

    def _join(self, client: str) -> asyncio.Future[T]:
        if len(self) >= self._length:
            self._make_room(client)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._clients.setdefault(client, deque()).append(future)
        return future

    def _make_room(self, client: str) -> None:
        most = max(self._clients.values(), key=len, default=deque())
        if len(most) <= len(self._clients.get(client, ())) + 1:
            raise _full()
        last = most.pop()
        if not last.done():
            last.set_exception(_full())

    def _leave(self, client: str, future: asyncio.Future[T]) -> None:
        waiting = self._clients.get(client)
        if waiting and future in waiting:
            waiting.remove(future)
            if not waiting:
                del self._clients[client]
        elif not future.cancelled() and future.exception() is None:
            self._give_back(future.result(), client)


def _full() -> Refused:
    return Refused(429, "queue-full", "排队的查询太多", "too many queries are waiting", headers=AGAIN)
