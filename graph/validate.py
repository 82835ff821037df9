"""Check a graph against the SHACL shapes and say in words what is wrong.

Violations stop a release; warnings are published with it. Shapes are in `ontology/shapes.ttl`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph.errors import ShuiguanError
from ontology.terms import graph, turtle

SH = "http://www.w3.org/ns/shacl#"
# Areas are plain facts made by a script, the description of the data set is made of counts; the form of both
# is held by tests, not by shapes on every build.
LEFT_OUT = frozenset({graph("areas"), graph("dataset")})
SHOWN = 50


@dataclass(frozen=True)
class Result:
    """One result of the validation, in the words of the shape."""

    severity: str
    focus: str
    path: str
    message: str


class ValidationFailed(ShuiguanError):
    """The graph breaks its shapes; `report` says where."""

    def __init__(self, report: Report) -> None:
        broken = [r for r in report.results if r.severity == "Violation"]
        first = broken[0]
        super().__init__(
            f"图谱校验未通过，{len(broken)}处，首处：{first.focus} {first.message}",
            f"the graph breaks its shapes in {len(broken)} place(s), first: {first.focus} {first.message}",
        )
        self.report = report


@dataclass(frozen=True)
class Report:
    """All results, violations first."""

    quads: int
    results: tuple[Result, ...]

    def raise_for_violations(self) -> None:
        if any(result.severity == "Violation" for result in self.results):
            raise ValidationFailed(self)

    def text(self) -> str:
        """The report for people: a count per severity and message, then each place."""
        lines = [f"{self.quads} quads checked, {len(self.results)} results"]
        counted = Counter((r.severity, r.message) for r in self.results)
        lines += [
            f"{number:5}  {severity}  {message}" for (severity, message), number in sorted(counted.items())
        ]
        lines += [f"{r.severity}: {r.focus} {r.path} {r.message}" for r in self.results[:SHOWN]]
        return "\n".join(lines) + "\n"


def validate(quads: Iterable[Quad]) -> Report:
    """Results of the shapes over the union of all graphs but those in `LEFT_OUT`."""
    import pyshacl
    import rdflib

    listed = list(quads)
    triples = (
        Triple(q.subject, q.predicate, q.object)
        for q in listed
        if not (isinstance(q.graph_name, NamedNode) and q.graph_name.value in LEFT_OUT)
    )
    data = rdflib.Graph()
    data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes = rdflib.Graph().parse(data=turtle("shapes.ttl"), format="turtle")
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", allow_warnings=True)
    if not isinstance(found, rdflib.Graph):
        raise ShuiguanError("校验程序出错", f"the validator failed: {found!r}")
    return Report(len(listed), _results(found))


def _results(found: object) -> tuple[Result, ...]:
    import rdflib

    assert isinstance(found, rdflib.Graph)
    sh = rdflib.Namespace(SH)
    results = [
        Result(
            severity=str(found.value(node, sh.resultSeverity)).removeprefix(SH),
            focus=str(found.value(node, sh.focusNode)),
            path=str(found.value(node, sh.resultPath) or ""),
            message=str(found.value(node, sh.resultMessage) or ""),
        )
        for node in found.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]
    order = {"Violation": 0, "Warning": 1, "Info": 2}
    return tuple(sorted(results, key=lambda r: (order.get(r.severity, 3), r.focus, r.path, r.message)))
