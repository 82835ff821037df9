"""A result of a million rows is sent as it is computed, whatever the format; the front keeps none of it."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.sparql.config import Limits, SparqlConfig
from tests.api.sparql.conftest import Served, serve
from tests.api.sparql.test_pool import settled

ROWS = 1_000_000
QUERY = f"SELECT ?a ?c ?d {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
# The mark stands once for each row; a CSV has a line more, for its header.
FORMATS = {"csv": (b"\r\n", ROWS + 1), "json": (b'"a":{', ROWS)}


@pytest.fixture(scope="module")
def roomy(big_file: Path) -> Iterator[Served]:
    yield from serve(SparqlConfig(big_file, "r1", Limits(seconds=60, workers=2)))


def asked(form: str) -> dict[str, str]:
    return {"query": QUERY, "format": form}


@pytest.mark.parametrize("form", FORMATS)
def test_a_million_rows_arrive_whole_and_the_front_keeps_none(roomy: Served, form: str) -> None:
    mark, wanted = FORMATS[form]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, taken, tail = 0, 0, b""
    with roomy.client as client, client.stream("GET", "/sparql", params=asked(form)) as answer:
        assert "content-length" not in answer.headers
        assert answer.headers["x-result-limit"] == f"rows={Limits().rows}"
        for piece in answer.iter_bytes():
            taken += len(piece)
            found += (tail + piece).count(mark)
            tail = piece[-(len(mark) - 1) :]
    assert found == wanted
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < taken / 2
    assert settled(roomy, 2)


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_bytes_come_before_the_last_row_is_computed(roomy: Served, form: str) -> None:
    assert settled(roomy, 2)
    with roomy.client as client, client.stream("GET", "/sparql", params=asked(form)) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        # Nobody reads on, so the query cannot end: what is still to come fits in no buffer.
        time.sleep(0.3)
        (worker,) = roomy.app.pool._busy
        assert not worker.clean
        assert sum(map(len, pieces)) > 10_000_000
    assert settled(roomy, 2)


@pytest.mark.parametrize("form", FORMATS)
def test_a_client_that_leaves_in_the_middle_stops_its_query(roomy: Served, form: str) -> None:
    assert settled(roomy, 2)
    with roomy.client as client, client.stream("GET", "/sparql", params=asked(form)) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        (worker,) = roomy.app.pool._busy
    end = time.monotonic() + 10
    while Path(f"/proc/{worker.pid}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(f"/proc/{worker.pid}").exists()


def test_a_reader_that_stalls_is_given_up(big_file: Path) -> None:
    for served in serve(SparqlConfig(big_file, "r1", Limits(seconds=60, stall_seconds=0.3, workers=2))):
        with (
            served.client as client,
            pytest.raises(httpx2.RemoteProtocolError),
            client.stream("GET", "/sparql", params=asked("csv")) as answer,
        ):
            pieces = answer.iter_raw()
            next(pieces)
            assert settled(served, 2)
            for _ in pieces:
                pass
