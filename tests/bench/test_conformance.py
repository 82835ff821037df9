"""The runner of the W3C tests, on a suite of its own: it finds what passes, what the engine fails, what is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.conformance import Outcome, lost, report, run
from bench.w3c import read_tests
from bench.w3c_protocol import OF_GRAPHS, TESTS

HEAD = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix dawgt: <http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#> .
@prefix : <http://e/#> .
"""
MANIFEST = """\
<> a mf:Manifest ; mf:entries ( :rows :blank :wrong :ask :built :table :from :withdrawn :good :bad :service ) .
:rows a mf:QueryEvaluationTest ; mf:name "rows" ;
    mf:action [ qt:query <rows.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <rows.srj> .
:blank a mf:QueryEvaluationTest ; mf:name "blank" ;
    mf:action [ qt:query <blank.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <blank.ttl> .
:wrong a mf:QueryEvaluationTest ; mf:name "wrong" ;
    mf:action [ qt:query <blank.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <rows.srj> .
:ask a mf:QueryEvaluationTest ; mf:name "ask" ;
    mf:action [ qt:query <ask.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <ask.srx> .
:built a mf:QueryEvaluationTest ; mf:name "built" ;
    mf:action [ qt:query <built.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <built.ttl> .
:table a mf:CSVResultFormatTest ; mf:name "table" ;
    mf:action [ qt:query <rows.rq> ; qt:data <data.ttl> ; qt:graphData <more.ttl> ] ; mf:result <rows.csv> .
:from a mf:QueryEvaluationTest ; mf:name "from" ; mf:action [ qt:query <from.rq> ] ; mf:result <from.srj> .
:withdrawn a mf:QueryEvaluationTest ; mf:name "withdrawn" ; dawgt:approval dawgt:Withdrawn ;
    mf:action [ qt:query <from.rq> ] ; mf:result <rows.srj> .
:good a mf:PositiveSyntaxTest11 ; mf:name "good" ; mf:action <rows.rq> .
:bad a mf:NegativeSyntaxTest11 ; mf:name "bad" ; mf:action <bad.rq> .
:service a mf:PositiveSyntaxTest11 ; mf:name "service" ; mf:action <service.rq> .
"""
FILES = {
    "data.ttl": "@prefix : <http://e/#> . :a :p 1, 2 . [] :q :a . [] :q :b .",
    "more.ttl": '@prefix : <http://e/#> . :c :p "三"@zh .',
    "rows.rq": "PREFIX : <http://e/#> SELECT ?s ?o { { ?s :p ?o } UNION { GRAPH <more.ttl> { ?s :p ?o } } }",
    "rows.srj": '{"head": {"vars": ["s", "o"]}, "results": {"bindings": ['
    '{"s": {"type": "uri", "value": "http://e/#c"}, "o": {"type": "literal", "value": "三", "xml:lang": "zh"}},'
    '{"s": {"type": "uri", "value": "http://e/#a"}, "o": {"type": "literal", "value": "02",'
    ' "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},'
    '{"s": {"type": "uri", "value": "http://e/#a"}, "o": {"type": "literal", "value": "1",'
    ' "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}]}}',
    "rows.csv": "o,s\r\n三,http://e/#c\r\n1,http://e/#a\r\n2,http://e/#a\r\n",
    "blank.rq": "PREFIX : <http://e/#> SELECT ?x ?y { ?x :q ?y }",
    "blank.ttl": """@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> . @prefix : <http://e/#> .
        [] a rs:ResultSet ; rs:resultVariable "x", "y" ;
        rs:solution [ rs:binding [ rs:variable "x" ; rs:value _:u ], [ rs:variable "y" ; rs:value :b ] ],
                    [ rs:binding [ rs:variable "x" ; rs:value _:v ], [ rs:variable "y" ; rs:value :a ] ] .""",
    "ask.rq": "PREFIX : <http://e/#> ASK { :a :p 2 }",
    "ask.srx": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
    "<boolean>true</boolean></sparql>",
    "built.rq": "PREFIX : <http://e/#> CONSTRUCT { [] :r ?y } { ?x :q ?y }",
    "built.ttl": "@prefix : <http://e/#> . [] :r :a . [] :r :b .",
    "from.rq": "PREFIX : <http://e/#> SELECT ?o FROM <more.ttl> { ?s :p ?o }",
    "from.srj": '{"head": {"vars": ["o"]}, "results": {"bindings": ['
    '{"o": {"type": "literal", "value": "三", "xml:lang": "zh"}}]}}',
    "bad.rq": "SELECT * { ?s ?p }",
    "service.rq": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    suite = tmp_path_factory.mktemp("suite")
    (suite / "manifest.ttl").write_text(HEAD + MANIFEST, "utf-8")
    for name, text in FILES.items():
        (suite / name).write_text(text, "utf-8")
    protocol = suite / "protocol"
    protocol.mkdir()
    names = [*TESTS, OF_GRAPHS, "update via POST directly"]
    entries = " ".join(f'[ a mf:ProtocolTest ; mf:name "{name}" ]' for name in names)
    described = '[ a mf:ServiceDescriptionTest ; mf:name "described" ]'
    (protocol / "manifest.ttl").write_text(
        f"{HEAD}<> a mf:Manifest ; mf:entries ( {entries} {described} ) .", "utf-8"
    )
    return list(run([suite]))


def test_what_the_suite_holds_is_read() -> None:
    assert len(TESTS) == 25


def test_everything_right_passes_here_and_over_http(outcomes: list[Outcome]) -> None:
    passed = {one.test.name for one in outcomes if one.here and one.there}
    assert passed == {"rows", "blank", "ask", "built", "table", "from", "good", "bad"}


def test_a_wrong_expectation_fails_on_both_sides_and_counts_as_the_engines(outcomes: list[Outcome]) -> None:
    assert [(one.test.name, one.there) for one in outcomes if one.here is False] == [("wrong", False)]


def test_every_protocol_test_of_queries_passes(outcomes: list[Outcome]) -> None:
    protocol = {one.test.name: one.there for one in outcomes if one.test.category == "protocol"}
    assert protocol.pop("update via POST directly") is None
    assert len(protocol) == 27
    assert {name for name, passed in protocol.items() if not passed} == set()


def test_nothing_is_lost_on_the_way_and_the_report_names_what_differs(outcomes: list[Outcome]) -> None:
    assert lost(outcomes) == []
    said = "\n".join(report(outcomes))
    assert "fails over HTTP and not in the engine: 0" in said
    assert "fails in the engine too: 1" in said
    assert "service federation" in said
    assert "withdrawn" not in said


def test_a_folder_without_manifests_has_no_tests(tmp_path: Path) -> None:
    assert list(read_tests(tmp_path)) == []
