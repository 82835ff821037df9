"""Tell configured receivers what was done to a matter: signed, in the background, without any words of the matter.

A message is tried four times and then logged as lost; a receiver that must miss nothing asks
`GET /v1/office/events` for what came after the last event it knows. A change of the office never waits for a receiver and never fails because of one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from office.codes import Action
from office.matter import Matter
from office.requests import By
from office.webhook import Event, Receiver, deliver

log = logging.getLogger("shuiguan")


class Outbox:
    """Sends events to receivers, one after the other."""

    def __init__(self, receivers: Sequence[Receiver]) -> None:
        self.receivers = tuple(receivers)
        self._sending = ThreadPoolExecutor(1, thread_name_prefix="webhook") if receivers else None

    @classmethod
    def to(cls, secrets: Mapping[str, str]) -> Outbox:
        """To addresses with their secrets. Raises BadRequest for an address or a secret that cannot be."""
        return cls([Receiver(url, secret.encode()) for url, secret in secrets.items()])

    def tell(self, action: Action, matter: Matter, by: By) -> None:
        """Send that this was done; the id is the same however often it is sent."""
        if self._sending is None:
            return
        number = f"{matter.id}.{matter.version}"
        event = Event(number, action.value, matter.id, matter.version, by.at, matter.release)
        for receiver in self.receivers:
            self._sending.submit(_send, receiver, event)

    def tell_all(self, action: Action, matters: Iterable[Matter], by: By) -> None:
        """The same of each matter of a batch."""
        for matter in matters:
            self.tell(action, matter, by)

    def close(self) -> None:
        """Wait for nothing more: what is not sent yet is lost and said so by the receiver's gap in numbers."""
        if self._sending is not None:
            self._sending.shutdown(wait=False, cancel_futures=True)


def _send(receiver: Receiver, event: Event) -> None:
    tries = deliver(receiver, event, time.time, time.sleep)
    if not tries[-1].done:
        log.warning("webhook %s did not take %s: %s", receiver.url, event.id, tries[-1])
