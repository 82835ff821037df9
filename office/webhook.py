"""Tell the operator's own receivers of an event: signed, bounded in time and tries, never redirected.

The signature is HMAC-SHA256 over `<seconds>.<body>` and travels as `Shuiguan-Signature: t=<seconds>,v1=<hex>`.
A receiver recomputes it, and refuses stamps outside its window, so that a recorded message cannot be played again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from socket import SHUT_RDWR
from threading import Event as Flag
from threading import Timer
from urllib.parse import urlsplit

import msgspec

from graph.errors import BadRequest

SIGNATURE, DELIVERY = "Shuiguan-Signature", "Shuiguan-Delivery"
WINDOW = 300  # seconds that a receiver's clock and ours may lie apart
SECONDS_PER_STEP, SECONDS_PER_TRY = 5.0, 15.0
WAITS = (1.0, 5.0, 25.0)  # seconds before the second, third and fourth try
LEAST_SECRET = 16
_HEADER = re.compile(r"t=(\d{1,12})((?:,v1=[0-9a-f]{64})+)")


@dataclass(frozen=True)
class Receiver:
    """An address the operator configured, and the secret shared with it.

    Raises BadRequest for anything but https (plain http only to this machine), a name in the address, or a short secret.
    """

    url: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        try:
            usable = parts.hostname is not None and parts.port != 0 and parts.username is None
        except ValueError:
            usable = False
        if not usable or not (
            parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))
        ):
            raise BadRequest(
                "url",
                "推送地址应为 https（本机可用 http），不带用户名",
                "a webhook address is https (http only to this machine) and carries no user",
            )
        if len(self.secret) < LEAST_SECRET:
            raise BadRequest(
                "secret",
                f"推送密钥至少{LEAST_SECRET}字节",
                f"a webhook secret has at least {LEAST_SECRET} bytes",
            )


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Event:
    """What happened, without any words of the matter: the receiver asks for those with its own key.

    `id` is the same on every try, so that a receiver can tell a repeated message from a new one.
    """

    id: str
    kind: str
    matter: str
    version: int
    at: datetime
    release: str | None = None

    def body(self) -> bytes:
        """The event as JSON, members in a fixed order."""
        return msgspec.json.encode(self, order="sorted")


@dataclass(frozen=True)
class Try:
    """One try: the status answered, or None with what went wrong."""

    status: int | None
    fault: str | None = None

    @property
    def done(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def worth_another(self) -> bool:
        """Nobody answered, or the receiver said that it cannot just now."""
        return self.status is None or self.status in (408, 425, 429) or self.status >= 500


def sign(secret: bytes, stamp: int, body: bytes) -> str:
    """The value of the signature header; `stamp` is in seconds since 1970."""
    return f"t={stamp},v1={_mac(secret, stamp, body)}"


def _mac(secret: bytes, stamp: int, body: bytes) -> str:
    return hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def verify(secrets: Sequence[bytes], header: str, body: bytes, now: int, window: int = WINDOW) -> bool:
    """Whether a message was signed with one of the secrets, no more than `window` seconds from `now`.

    Several secrets let a receiver change its secret without losing a message.
    """
    match = _HEADER.fullmatch(header)
    if match is None or abs(now - int(match[1])) > window:
        return False
    given = match[2].removeprefix(",v1=").split(",v1=")
    expected = [_mac(secret, int(match[1]), body) for secret in secrets]
    return any(hmac.compare_digest(one, other) for one in expected for other in given)


def deliver(
    receiver: Receiver, event: Event, now: Callable[[], float], wait: Callable[[float], object]
) -> tuple[Try, ...]:
    """Send an event, trying again while that may help; every try is told, the last says how it ended.

    `now` is the clock in seconds, `wait` sleeps so many. Four tries at most, each of 15 seconds at most;
    a redirect is not followed and counts as refused.
    """
    body = event.body()
    tries: list[Try] = []
    for pause in (0.0, *WAITS):
        if pause:
            wait(pause)
        tries.append(_send(receiver, event.id, body, int(now())))
        if tries[-1].done or not tries[-1].worth_another:
            break
    return tuple(tries)


def _send(receiver: Receiver, delivery: str, body: bytes, stamp: int) -> Try:
    parts = urlsplit(receiver.url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    # A receiver that answers byte by byte never runs into the timeout of one step.
    over = Flag()
    cut = Timer(SECONDS_PER_TRY, _cut, (connection, over))
    cut.daemon = True
    cut.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "shuiguan",
            DELIVERY: delivery,
            SIGNATURE: sign(receiver.secret, stamp, body),
        }
        connection.connect()
        if over.is_set():  # there was nothing to cut yet, and the cut does not come again
            raise TimeoutError
        connection.request("POST", target, body, headers)
        return Try(connection.getresponse().status)
    except (OSError, HTTPException) as fault:
        return Try(None, type(fault).__name__)
    finally:
        cut.cancel()
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=SECONDS_PER_STEP, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=SECONDS_PER_STEP)


def _cut(connection: HTTPConnection, over: Flag) -> None:
    over.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(SHUT_RDWR)
