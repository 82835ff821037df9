"""Every way in, form, data set and format gives what rdflib gives on the same data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import httpx2
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result, ResultRow
from rdflib.term import Node

from api.sparql.accept import OFFERED, PAGE
from tests.api.sparql.conftest import QUADS
from tests.api.sparql.ways import DEFAULT, NAME, WAYS, Pairs, Way

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself

G1, G2 = "http://e/g1", "http://e/g2"
REQUESTS: dict[str, Pairs] = {
    "none": [],
    "default": [(DEFAULT, G1)],
    "two defaults": [(DEFAULT, G1), (DEFAULT, G2)],
    "named": [(NAME, G2)],
    "both kinds": [(DEFAULT, G1), (NAME, G2)],
    "absent": [(DEFAULT, "http://e/absent")],
}
# Each looks into the default graph and into the named ones.
PATTERN = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
QUERIES = {
    "SELECT": f"SELECT ?s ?p ?o ?g {{ {PATTERN} }}",
    "ASK": "ASK { { <http://e/a> ?p ?o } UNION { GRAPH ?g { <http://e/b> ?p ?o } } }",
    "CONSTRUCT": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {PATTERN} }}",
    "DESCRIBE": "DESCRIBE <http://e/a> <http://e/事项/扬尘>",
}
# Pages are for people and hold the first rows alone; `test_people` reads them.
CASES = [(form, media) for form, types in OFFERED.items() for media in types if media != PAGE]


@cache
def oracle(request: str, form: str) -> Result:
    """What rdflib answers."""
    return dataset(REQUESTS[request]).query(QUERIES[form])


def dataset(request: Pairs) -> Dataset:
    """What the request asks about: the union of all where it names nothing."""
    whole = Dataset()
    # The engine keeps language tags in lower case, as RDF 1.1 allows.
    whole.parse(data=QUADS.replace("@zh-Hans", "@zh-hans"), format="nquads")
    asked = Dataset()
    default = [graph for name, graph in request if name == DEFAULT]
    named = [graph for name, graph in request if name == NAME]
    everything = not request
    for subject, predicate, object_, graph in whole.quads():
        name = str(graph) if graph else None
        if everything or name in default:
            asked.default_graph.add((subject, predicate, object_))
        if name and (everything or name in named):
            asked.graph(URIRef(name)).add((subject, predicate, object_))
    return asked


def rows(result: Result) -> Iterator[list[Node | None]]:
    names = [str(variable) for variable in result.vars or ()]
    for row in result:
        assert isinstance(row, ResultRow)
        yield [row[name] for name in names]


def cells(result: Result) -> list[str]:
    """The rows, each cell as it is written in N-Triples."""
    return sorted(str([None if value is None else value.n3() for value in row]) for row in rows(result))


def plain(result: Result) -> list[list[str]]:
    """The rows as a CSV has them: values only."""
    return sorted(["" if value is None else str(value) for value in row] for row in rows(result))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize(("form", "media"), CASES)
def test_the_answer_is_that_of_rdflib(
    client: httpx2.Client, way: Way, request_: str, form: str, media: str
) -> None:
    graphs, query = REQUESTS[request_], QUERIES[form]
    client.headers["Accept"] = media
    answer = way(client, query, graphs)
    client.headers["Accept"] = "*/*"
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media
    wanted = oracle(request_, form)
    if form in ("CONSTRUCT", "DESCRIBE"):
        assert wanted.graph is not None
        found = Graph()
        for subject, predicate, object_, _ in Dataset().parse(data=answer.content, format=media).quads():
            found.add((subject, predicate, object_))
        assert isomorphic(found, wanted.graph)
    elif form == "ASK":
        assert Result.parse(BytesIO(answer.content), content_type=media).askAnswer is wanted.askAnswer
    elif media == "text/csv":
        # csv reads a line end inside quotes only where lines are kept whole.
        head, *found_rows = csv.reader(answer.text.splitlines(keepends=True))
        assert head == [str(variable) for variable in wanted.vars or ()]
        assert sorted(found_rows) == plain(wanted)
    else:
        assert cells(Result.parse(BytesIO(answer.content), content_type=media)) == cells(wanted)
