"""Run the W3C tests of SPARQL 1.1 over HTTP against `shuiguan serve --data FILE --plain`.

    python -m bench.conformance FOLDER [FOLDER …]

A folder holds manifests (`manifest.ttl`, at any depth) with their files; none is kept here. Each test is also
put to pyoxigraph in this process: what passes there must pass over HTTP. Ends with 1 when something does not.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pyoxigraph as ox

from api.sparql.shape import shape_of
from api.sparql.tokens import tokens
from bench.servers import Server, shuiguan
from bench.w3c import (
    EVALUATION,
    FORMATS,
    NEGATIVE,
    POSITIVE,
    RESULTS,
    Result,
    Test,
    expected,
    read,
    read_tests,
    same,
    taken,
)
from bench.w3c_protocol import DATA as PROTOCOL_DATA
from bench.w3c_protocol import passes as passes_protocol

GRAPHS = {".nt": "application/n-triples", ".ttl": "text/turtle", ".rdf": "application/rdf+xml"}
TABLES = {
    ".srj": "application/sparql-results+json",
    ".srx": "application/sparql-results+xml",
    ".tsv": "text/tab-separated-values",
}
NOT_A_QUERY = ("/problems/query-syntax", "/problems/update-not-offered")
NOT_HERE = {"entailment": "entailment", "service": "federation", "syntax-fed": "federation"}


@dataclass(frozen=True)
class Outcome:
    """How one test went: `here` in this process, `there` over HTTP; None where that is not tried."""

    test: Test
    here: bool | None
    there: bool | None
    why: str = ""


def run(folders: Sequence[Path]) -> Iterator[Outcome]:
    """The outcome of every test that applies, in no order."""
    groups: dict[frozenset[tuple[Path, str | None]], list[Test]] = defaultdict(list)
    for test in (one for folder in folders for one in read_tests(folder) if applies(one)):
        groups[frozenset(dataset(test))].append(test)
    with ThreadPoolExecutor(2) as threads:
        for outcomes in threads.map(lambda group: list(_group(*group)), groups.items()):
            yield from outcomes


def applies(test: Test) -> bool:
    """Updates, federation and entailment are not offered."""
    kinds = (*EVALUATION, *POSITIVE, *NEGATIVE, "ProtocolTest", "ServiceDescriptionTest")
    return test.kind in kinds and not test.withdrawn and not test.entailment and test.category not in NOT_HERE


def dataset(test: Test) -> Iterator[tuple[Path, str | None]]:
    """Files to load, each with the graph it goes to."""
    yield from ((path, None) for path in test.data)
    yield from ((path, path.as_uri()) for path in test.graphs)
    if test.kind in EVALUATION and test.query is not None:
        found = list(tokens(test.query.read_text("utf-8")))
        for word, *after in zip(found, found[1:], found[2:], strict=False):
            if word.kind == "word" and word.text.upper() == "FROM":
                iri = next(token.text for token in after if token.kind == "iri")
                path = test.query.parent / urljoin("", iri[1:-1])
                if path.is_file():
                    yield path, path.as_uri()


def quads(files: Iterable[tuple[Path, str | None]]) -> Iterator[ox.Quad]:
    for path, graph in files:
        for quad in read(path):
            name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def _group(files: frozenset[tuple[Path, str | None]], group: list[Test]) -> Iterator[Outcome]:
    store = ox.Store()
    store.extend(quads(files))
    if any(test.kind == "ProtocolTest" for test in group):
        store.extend(PROTOCOL_DATA)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.nq"
        store.dump(str(file), ox.RdfFormat.N_QUADS)
        with shuiguan(file, plain=True) as server:
            for test in group:
                yield _outcome(test, store, server)


def _outcome(test: Test, store: ox.Store, server: Server) -> Outcome:
    client = httpx2.Client(timeout=30, trust_env=False)
    with client:
        if test.kind in ("ProtocolTest", "ServiceDescriptionTest"):
            return Outcome(test, None, passes_protocol(test, client, server.url))
        assert test.query is not None
        query = test.query.read_text("utf-8")
        base = test.query.as_uri()
        if test.kind in EVALUATION:
            here, there = (
                _in_process(test, store, query, base),
                _over_http(test, client, server.url, query, base),
            )
            return Outcome(test, here, there)
        answer = _ask(client, server.url, query, base, "*/*")
        problem = answer.json()["type"] if answer.status_code != 200 else ""
        if problem == "/problems/service-forbidden":
            return Outcome(test, None, None, "federation")
        wanted = test.kind in POSITIVE
        return Outcome(test, _parses(query, base) == wanted, (problem not in NOT_A_QUERY) == wanted)


def _parses(query: str, base: str) -> bool:
    try:
        ox.Store().query(query, base_iri=base)
    except SyntaxError:
        return False
    except RuntimeError:
        pass  # It parses, and calls a function that is not there.
    return True


def _in_process(test: Test, store: ox.Store, query: str, base: str) -> bool:
    assert test.result is not None
    try:
        found = store.query(query, base_iri=base)
        if test.result.suffix == ".csv":
            assert isinstance(found, ox.QuerySolutions)
            return _cells(found.serialize(format=ox.QueryResultsFormat.CSV) or b"") == _cells(
                test.result.read_bytes()
            )
        return same(expected(test.result), taken(found), test.lax)
    except (SyntaxError, ValueError, RuntimeError):
        return False


def _over_http(test: Test, client: httpx2.Client, url: str, query: str, base: str) -> bool:
    """Whether the result is right in every format that can hold it."""
    assert test.result is not None
    if test.result.suffix == ".csv":
        answer = _ask(client, url, query, base, "text/csv")
        return answer.status_code == 200 and _cells(answer.content) == _cells(test.result.read_bytes())
    wanted = expected(test.result)
    form = shape_of(query, 1).form
    kinds = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else TABLES
    for suffix, media in kinds.items():
        if form == "ASK" and suffix == ".tsv":
            continue
        answer = _ask(client, url, query, base, media)
        if answer.status_code != 200 or not same(wanted, _parsed(suffix, answer.content), test.lax):
            return False
    return True


def _parsed(suffix: str, body: bytes) -> Result:
    if suffix in RESULTS:
        return taken(ox.parse_query_results(body, format=RESULTS[suffix]))
    return frozenset(quad.triple for quad in ox.parse(body, FORMATS[suffix]))


def _ask(client: httpx2.Client, url: str, query: str, base: str, media: str) -> httpx2.Response:
    # A test's relative IRIs are meant against its own file; the endpoint reads them against its own address.
    return client.post(url, data={"query": f"BASE <{base}>\n{query}"}, headers={"Accept": media})


def _cells(body: bytes) -> list[list[tuple[str, str]]]:
    """The rows of a CSV in an order of their own, columns by name: `SELECT *` promises no order of either."""
    rows = csv.DictReader(body.decode().splitlines(keepends=True))
    return sorted(sorted((name, _cell(cell)) for name, cell in row.items()) for row in rows)


def _cell(cell: str) -> str:
    if cell.startswith("_:"):
        return "_:"
    try:
        return str(float(cell))
    except ValueError:
        return cell


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Per category: what passed over HTTP, what passed in process, and each difference by name."""
    table: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        table[one.test.category].append(one)
    tried = [one for one in outcomes if one.there is not None]
    yield f"{'category':<28}{'tests':>6}{'HTTP':>6}{'engine':>8}"
    for category, rows in sorted(table.items()):
        here = sum(one.here is True for one in rows) if any(one.here is not None for one in rows) else "-"
        yield f"{category:<28}{len(rows):>6}{sum(one.there is True for one in rows):>6}{here:>8}"
    yield f"{'all':<28}{len(tried):>6}{sum(one.there is True for one in tried):>6}"
    for title, rows in (
        ("fails over HTTP and not in the engine", lost(outcomes)),
        ("fails in the engine too", [one for one in tried if one.here is False and one.there is False]),
        ("not tried", [one for one in outcomes if one.there is None]),
    ):
        yield f"\n{title}: {len(rows)}"
        yield from (f"  {one.test.category}: {one.test.name} {one.why}".rstrip() for one in rows)


def lost(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """What is right in the engine, or not a matter of it, and wrong over HTTP."""
    return [one for one in outcomes if one.there is False and one.here is not False]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    outcomes = list(run(parser.parse_args().folders))
    for line in report(outcomes):
        print(line)
    return int(bool(lost(outcomes)))


if __name__ == "__main__":
    sys.exit(main())
