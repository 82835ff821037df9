"""The sixty questions: docs/questions.md is what a fresh release answers, and that is what is expected."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store

from graph.release import Release
from ontology.terms import ID
from queries.questions import (
    Question,
    Reading,
    Row,
    ask,
    found_values,
    page,
    read_questions,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "questions.md"
QUESTIONS = read_questions()
Expected = str | int | bool | None | list[str] | dict[str, "Expected"]
# Names of real kinds of body that stand for a people's government only as "the government's department".
GOVERNMENT_OF = re.compile(
    r"(?:地方|各级|城市|县级以上|省级以上)*人民政府(?=[^，；、（）]*(?:主管|机关|管理))"
)
# A name shorter than this stands in too many other words.
SHORTEST_NAME = 2


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.store()


@pytest.fixture(scope="module")
def names(store: Store) -> dict[str, set[str]]:
    """Kinds of body by every Chinese name they have in the graph."""
    found = store.query(
        """PREFIX sg: <https://w3id.org/shuiguan/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?type ?name WHERE { ?type a sg:BodyType ; skos:prefLabel|skos:altLabel|skos:definition ?name .
        FILTER ( LANGMATCHES(LANG(?name), "zh") && NOT EXISTS { ?type a sg:DesignatedBodyType } ) }""",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    held: dict[str, set[str]] = {}
    for row in found:
        kind, name = row["type"], row["name"]
        assert isinstance(kind, NamedNode)
        held.setdefault(getattr(name, "value", ""), set()).add(kind.value)
    return held


@pytest.fixture(scope="module")
def rows(store: Store) -> dict[str, list[list[Row]]]:
    return {one.id: [ask(store, run) for run in one.runs] for one in QUESTIONS}


@pytest.fixture(scope="module")
def expected(eval_sets: Path) -> dict[str, Expected]:
    lines = (eval_sets / "competency-dev.jsonl").read_text("utf-8").splitlines()
    return {one["id"]: one["answer"] for one in map(json.loads, lines)}


def leaves_of(answer: Expected) -> list[str | None]:
    """Parts of an expected answer in reading order; a null stays None."""
    if isinstance(answer, dict):
        return [leaf for one in answer.values() for leaf in leaves_of(one)]
    if isinstance(answer, list):
        return [leaf for one in answer for leaf in leaves_of(one)]
    if answer is None:
        return [None]
    return [json.dumps(answer) if isinstance(answer, bool | int) else answer]


def bodies_named(text: str, names: dict[str, set[str]]) -> set[str]:
    """Kinds of body that a text names, the longest name first, and `designated` for 指定的部门."""
    text, found = GOVERNMENT_OF.sub("", text).replace("等部门", "部门"), set()
    for name in sorted((one for one in names if len(one) >= SHORTEST_NAME), key=len, reverse=True):
        if name in text:
            text = text.replace(name, "，")
            found |= names[name]
    return found | ({"designated"} if "指定的部门" in text else set())


def body_of(iri: str) -> str:
    return "designated" if iri.startswith(f"{ID}designated/") else iri


def holds(reading: Reading, found: list[str], answer: Expected, names: dict[str, set[str]]) -> bool:
    """Whether what was found is what is expected, as the reading says to hold them together."""
    parts = list(answer) if reading.of_keys and isinstance(answer, dict) else leaves_of(answer)
    if reading.leaves and max(reading.leaves) >= len(parts):
        return False
    wanted = [parts[place] for place in reading.leaves] if reading.leaves else parts
    texts = [leaf for leaf in wanted if leaf is not None]
    if reading.kind == "absent":
        return not found
    if reading.whole and len(found) != len(wanted):
        return False
    if reading.kind == "flag":
        return found == ["true"]
    if reading.kind == "exact":
        return bool(texts) and sorted(found) == sorted(texts)
    if reading.kind == "bodies":
        return {body_of(one) for one in found} == bodies_named("，".join(texts), names) != set()
    return _share_keys(reading.keys, texts, "\n".join(found))


def _share_keys(keys: tuple[str, ...], texts: list[str], found: str) -> bool:
    """Every key stands in what was found and in a part of the answer, and no part is left without a key."""

    def in_text(key: str, text: str) -> bool:
        return all(word in text for word in key.split("+"))

    covered = all(any(in_text(key, text) for key in keys) for text in texts)
    meant = all(any(in_text(key, text) for text in texts) for key in keys)
    return bool(texts) and covered and meant and all(in_text(key, found) for key in keys)


def is_answered(
    question: Question, rows: list[list[Row]], answer: Expected, names: dict[str, set[str]]
) -> bool:
    return bool(question.answer) and all(
        holds(reading, found_values(rows, reading), answer, names) for reading in question.answer
    )


def test_the_page_of_questions_says_what_a_fresh_release_answers(store: Store) -> None:
    assert DOCS.read_text("utf-8") == page(store, QUESTIONS) + "\n"


def test_at_most_three_of_sixty_questions_are_without_a_full_answer() -> None:
    open_ones = [one.id for one in QUESTIONS if one.status in {"missing", "partial"}]
    assert len(QUESTIONS) == 60
    assert len(open_ones) <= 3


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_every_answered_question_finds_rows(question: Question, rows: dict[str, list[list[Row]]]) -> None:
    if question.status == "missing":
        assert question.note
        return
    assert all(rows[question.id])
    assert all(found_values(rows[question.id], one) for one in question.answer if one.kind != "absent")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_what_is_found_is_what_is_expected_unless_it_is_marked_missing(
    question: Question,
    rows: dict[str, list[list[Row]]],
    expected: dict[str, Expected],
    names: dict[str, set[str]],
) -> None:
    answered = is_answered(question, rows[question.id], expected[question.id], names)
    assert answered == (question.status != "missing")


def test_hardly_any_result_passes_for_the_answer_to_another_question(
    rows: dict[str, list[list[Row]]], expected: dict[str, Expected], names: dict[str, set[str]]
) -> None:
    """Else the comparison above would show nothing. The same body rightly answers several questions."""
    passes = [
        (one.id, other)
        for one in QUESTIONS
        for other in expected
        if one.id != other and is_answered(one, rows[one.id], expected[other], names)
    ]
    kinds = {one.id: {reading.kind for reading in one.answer} for one in QUESTIONS}
    assert [pair for pair in passes if kinds[pair[0]] != {"bodies"}] == []


def test_what_must_not_be_answered_is_not_given_as_an_answer(
    rows: dict[str, list[list[Row]]], eval_sets: Path
) -> None:
    """A day of adoption or of a report is no day of issue or of force; a cooperator does not lead."""
    lines = (eval_sets / "competency-dev.jsonl").read_text("utf-8").splitlines()
    barred = {one["id"]: one["must_not"] for one in map(json.loads, lines) if "must_not" in one}
    assert {"cq-d029", "cq-d047", "cq-d050", "cq-d059"} == set(barred)
    for question in (one for one in QUESTIONS if one.id in barred):
        shown = {
            value
            for one in question.answer
            if one.kind != "words"
            for value in found_values(rows[question.id], one)
        }
        assert not shown & set(barred[question.id])
    leads = {row["party"] for row in rows["cq-d047"][0] if row["partName"] == "监督管理" and "party" in row}
    assert f"{ID}body-type/ecology" not in leads


def test_no_candidate_for_designation_is_given_as_the_answer(rows: dict[str, list[list[Row]]]) -> None:
    for key in ("cq-d041", "cq-d042", "cq-d043"):
        given = {body_of(row["party"]) for run in rows[key] for row in run if "designator" in row}
        assert given == {"designated"}
