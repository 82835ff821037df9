"""A result of a million rows is sent as it is computed, whatever the format; the front keeps none of it."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.sparql.config import Edition, Limits, SparqlConfig
from api.sparql.frames import Job, Kind
from api.sparql.zygote_link import ZygoteLink
from tests.api.sparql.conftest import Served, eventually, serve
from tests.api.sparql.test_pool import settled

ROWS = 1_000_000
QUERY = f"SELECT ?a ?c ?d {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
# The mark stands once for each row; a CSV has a line more, for its header.
FORMATS = {"csv": (b"\r\n", ROWS + 1), "json": (b'"a":{', ROWS)}


@pytest.fixture(scope="module")
def roomy(big_file: Path) -> Iterator[Served]:
    yield from serve(SparqlConfig(big_file, "r1", Limits(seconds=600, workers=2)))


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
    assert eventually(lambda: not Path(f"/proc/{worker.pid}").exists())


@pytest.mark.parametrize("media", ["text/csv", "application/sparql-results+json", "text/turtle"])
def test_a_single_value_of_any_size_comes_in_pieces(small_file: Path, media: str) -> None:
    ten = "BIND(CONCAT({0}) AS ?x{1}) "
    grown = "".join(ten.format(", ".join([f"?x{n}"] * 10), n + 1) for n in range(5))
    where = f'{{ BIND("0123456789" AS ?x0) {grown}}}'
    head = "CONSTRUCT { <http://e/a> <http://e/p> ?x5 } WHERE" if media == "text/turtle" else "SELECT ?x5"
    hold = 10_000
    job = Job(
        query=f"{head} {where}", capped_query=None, base="http://e/", media=media, seconds=10, union=True,
        default_graphs=None, named_graphs=None, rows=100, result_bytes=10_000_000, hold_bytes=hold,
    )  # fmt: skip

    async def run() -> list[int]:
        zygote = await ZygoteLink.start(Edition(small_file, "r1"), 1_000_000_000)
        worker = await zygote.fork()
        worker.send(job)
        sizes: list[int] = []
        kind = Kind.PIECE
        while kind == Kind.PIECE:
            kind, body = await worker.receive(60)
            sizes.append(len(body))
        worker.kill()
        await zygote.stop()
        assert kind == Kind.LAST
        return sizes

    sizes = asyncio.run(run())
    assert sum(sizes) > 1_000_000
    assert max(sizes) < 2 * hold


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
