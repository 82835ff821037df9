"""A message to the operator's receiver is signed, is not believed when changed or old, and gives up in time."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import msgspec
import pytest

import office.webhook
from graph.errors import BadRequest
from office.webhook import DELIVERY, SIGNATURE, WINDOW, Event, Receiver, deliver, sign, verify

SECRET, OTHER = b"0123456789abcdef", b"fedcba9876543210"
NOW = 1_780_000_000
EVENT = Event("evt-1", "published", "2026-000017", 7, datetime(2026, 6, 15, 1, tzinfo=UTC), "7d40c1f2a9be")


class Inbox:
    """A receiver on loopback that answers with given statuses, the last one again and again."""

    def __init__(self) -> None:
        self.answers = [200]
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                inbox.heard.append((self.path, dict(self.headers), body))
                status = inbox.answers.pop(0) if len(inbox.answers) > 1 else inbox.answers[0]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?from=office"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    one = Inbox()
    thread = Thread(target=one.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


def send(url: str) -> tuple[list[int | None], list[float]]:
    waited: list[float] = []
    tries = deliver(Receiver(url, SECRET), EVENT, lambda: NOW, waited.append)
    return [one.status for one in tries], waited


def test_a_message_arrives_once_with_a_signature_that_holds(inbox: Inbox) -> None:
    assert send(inbox.url) == ([200], [])
    ((path, headers, body),) = inbox.heard
    assert path == "/hook?from=office"
    assert headers[DELIVERY] == "evt-1"
    assert verify([SECRET], headers[SIGNATURE], body, NOW)
    assert msgspec.json.decode(body) == {
        "at": "2026-06-15T01:00:00Z",
        "id": "evt-1",
        "kind": "published",
        "matter": "2026-000017",
        "release": "7d40c1f2a9be",
        "version": 7,
    }


def test_a_receiver_that_cannot_just_now_is_tried_again_with_longer_waits(inbox: Inbox) -> None:
    inbox.answers = [503, 429, 204]
    assert send(inbox.url) == ([503, 429, 204], [1.0, 5.0])
    assert len({body for _, _, body in inbox.heard}) == 1


def test_tries_end(inbox: Inbox) -> None:
    inbox.answers = [500]
    assert send(inbox.url) == ([500] * 4, [1.0, 5.0, 25.0])


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_refusal_is_not_tried_again(inbox: Inbox, status: int) -> None:
    inbox.answers = [status]
    assert send(inbox.url) == ([status], [])


def test_a_redirect_is_not_followed(inbox: Inbox) -> None:
    inbox.answers = [302]
    assert send(inbox.url) == ([302], [])
    assert len(inbox.heard) == 1


def test_https_is_not_spoken_to_a_receiver_without_a_certificate(inbox: Inbox) -> None:
    assert send(inbox.url.replace("http:", "https:"))[0] == [None] * 4
    assert inbox.heard == []


def test_nobody_there_is_told_and_not_raised() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        # Bound, so that it is nobody's, and not listened at.
        statuses, waited = send(f"http://127.0.0.1:{free.getsockname()[1]}/")
    assert (statuses, len(waited)) == ([None] * 4, 3)


def test_a_receiver_that_never_answers_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.webhook, "SECONDS_PER_TRY", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        statuses, _ = send(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert statuses == [None] * 4


class TimeUp:
    """The timer of a try, which is up when the test says so, or before the connection stands."""

    made: list[TimeUp]
    at_once = False

    def __init__(self, seconds: float, function: Callable[..., None], args: tuple[object, ...]) -> None:
        assert seconds == office.webhook.SECONDS_PER_TRY
        self.up = partial(function, *args)
        self.made.append(self)

    def start(self) -> None:
        if self.at_once:
            self.up()

    def cancel(self) -> None:
        pass


@pytest.fixture
def time_up(monkeypatch: pytest.MonkeyPatch) -> type[TimeUp]:
    own = type("TimeUp", (TimeUp,), {"made": []})
    monkeypatch.setattr(office.webhook, "Timer", own)
    monkeypatch.setattr(office.webhook, "WAITS", ())
    return own


def test_a_receiver_that_drips_its_answer_does_not_hold_the_office(time_up: type[TimeUp]) -> None:
    def drip(server: socket.socket) -> None:
        peer, _ = server.accept()
        with peer, suppress(OSError):
            heard = b""
            # A message that is cut off while it is being sent has no answer.
            while not heard.endswith(BODY) and (piece := peer.recv(65536)):
                heard += piece
            peer.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(10):
                peer.sendall(b"X-More: 1\r\n")
            time_up.made[0].up()
            while peer.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, args=(server,), daemon=True)
        thread.start()
        statuses, _ = send(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert statuses == [200]  # its first line was enough; without the cut this would never return


def test_a_receiver_that_is_reached_when_the_time_is_up_is_asked_nothing(
    inbox: Inbox, time_up: type[TimeUp]
) -> None:
    time_up.at_once = True
    assert send(inbox.url) == ([None], [])
    assert inbox.heard == []


# ---------------------------------------------------------------- signatures

BODY = EVENT.body()
SIGNED = sign(SECRET, NOW, BODY)


@pytest.mark.parametrize(
    ("secrets", "header", "body", "now", "good"),
    [
        ([SECRET], SIGNED, BODY, NOW, True),
        ([OTHER, SECRET], SIGNED, BODY, NOW, True),  # while the secret is being changed
        ([SECRET], SIGNED, BODY, NOW + WINDOW, True),
        ([SECRET], SIGNED, BODY, NOW - WINDOW, True),
        ([SECRET], SIGNED, BODY, NOW + WINDOW + 1, False),  # played again later
        ([SECRET], SIGNED, BODY, NOW - WINDOW - 1, False),
        ([OTHER], SIGNED, BODY, NOW, False),
        ([], SIGNED, BODY, NOW, False),
        ([SECRET], SIGNED, BODY + b" ", NOW, False),
        ([SECRET], SIGNED.replace(str(NOW), str(NOW + 1)), BODY, NOW, False),  # the stamp is signed too
        ([SECRET], SIGNED[:-1] + ("0" if SIGNED[-1] != "0" else "1"), BODY, NOW, False),
        ([SECRET], "", BODY, NOW, False),
        ([SECRET], f"t={NOW}", BODY, NOW, False),
        ([SECRET], f"t={NOW},v1=", BODY, NOW, False),
        ([SECRET], "t=٣,v1=" + "0" * 64, BODY, NOW, False),
        ([SECRET], f"{SIGNED},v1={'0' * 64}", BODY, NOW, True),  # signed with two secrets
    ],
)
def test_only_an_unchanged_fresh_message_is_believed(
    secrets: list[bytes], header: str, body: bytes, now: int, good: bool
) -> None:
    assert verify(secrets, header, body, now) is good


def test_the_signature_is_the_one_a_receiver_computes_itself() -> None:
    """Worked with `printf '%s' '1780000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef`."""
    assert sign(SECRET, NOW, b"{}") == (
        "t=1780000000,v1=2c48252c6a47fdb9b333f61ba8d2f35f0f966922f9eeba7a6fc8d7e3e5ba2b4b"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://example.org/hook",
        "https://user:word@example.org/hook",
        "https:///hook",
        "https://example.org:port/hook",
        "//example.org/hook",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_address_that_is_not_safe_to_send_to_is_refused(url: str) -> None:
    with pytest.raises(BadRequest):
        Receiver(url, SECRET)


def test_a_short_secret_is_refused_and_a_secret_is_never_printed() -> None:
    with pytest.raises(BadRequest):
        Receiver("https://example.org/hook", b"short")
    assert "0123456789" not in repr(Receiver("https://example.org/hook", SECRET))
