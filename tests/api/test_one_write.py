"""A small answer leaves in one packet; a head with nothing behind it is not kept back."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.one_write import OneWriteProtocol


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    length = [] if scope["path"] == "/slow" else [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    if scope["path"] == "/slow":
        while (await receive())["type"] != "http.disconnect":
            await asyncio.sleep(0.01)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else b"hello"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application, log_level="warning", lifespan="off", http=OneWriteProtocol)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
    listening.close()


def first_packet(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(request + b" HTTP/1.1\r\nHost: e\r\n\r\n")
        return client.recv(65536)


def test_head_and_body_come_together(port: int) -> None:
    for _ in range(20):
        got = first_packet(port, b"GET /")
        assert got.startswith(b"HTTP/1.1 200")
        assert got.endswith(b"\r\n\r\nhello")


def test_a_head_without_a_body_is_sent(port: int) -> None:
    assert first_packet(port, b"HEAD /").endswith(b"\r\n\r\n")


def test_a_head_does_not_wait_for_a_body_that_is_long_in_coming(port: int) -> None:
    assert first_packet(port, b"GET /slow").startswith(b"HTTP/1.1 200")


def test_one_connection_carries_many_answers(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        for _ in range(3):
            client.sendall(b"GET / HTTP/1.1\r\nHost: e\r\n\r\n")
            assert client.recv(65536).endswith(b"hello")
