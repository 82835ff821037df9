"""Places of the long queries: few enough that the short ones always find a worker."""

from __future__ import annotations

from collections import Counter

from api.sparql.line import Line


class Places:
    """A number of places. One client holds at most all but one, so that another's long query finds one."""

    def __init__(self, count: int, queue_length: int) -> None:
        self._free = count
        self._most = max(1, count - 1)
        self._held: Counter[str] = Counter()
        self._line: Line[None] = Line(queue_length, lambda _, client: self.give(client))

    def take_now(self, client: str) -> bool:
        """Whether there was one; then it is taken."""
        if not self._free or not self._may(client):
            return False
        self._free -= 1
        self._held[client] += 1
        return True

    async def take(self, client: str, seconds: float) -> None:
        """A place, in turn. Raises Refused."""
        if not self.take_now(client):
            await self._line.wait(client, seconds)

    def give(self, client: str) -> None:
        """Give a place back; the next in line has it."""
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        heir = self._line.serve(None, self._may)
        if heir is None:
            self._free += 1
        else:
            self._held[heir] += 1

    def _may(self, client: str) -> bool:
        return self._held[client] < self._most
