"""A release with decisions: the same as if they had been entered in the corpus and everything built anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.amend import add_decisions, amend, root_of
from graph.build import build_quads
from graph.codes import Certainty, InstrumentKind, Kind, Part
from graph.corpus import Corpus
from graph.dataset_graph import dataset_graph
from graph.decision import DecisionRecords
from graph.errors import ShuiguanError
from graph.make_tables import make_tables
from graph.records import Body, Duty, Instrument, Mandate, Party
from graph.release import Release
from graph.validate import ValidationFailed
from ontology.terms import graph
from queries.attribution import Attribution
from queries.examples import stored_examples
from queries.lookup import Lookup
from queries.stored import who_answers

FIRST, NEXT = date(2026, 12, 1), date(2027, 6, 1)
ART_1185 = "eco-code-2026/art_1185__para_1__item_2-night"


def decision(key: str = "decision-2026-000001", start: date = FIRST, **changes: object) -> DecisionRecords:
    """A district designates a bureau of its own for night construction noise."""
    duty = Duty(
        at="all_1", summary="夜间施工噪声由区住建局查处", topics=("construction-noise-night",),
        kind=Kind.ENFORCEMENT, parties=(Party(part=Part.PUNISHER, type="housing"),),
    )  # fmt: skip
    members: dict[str, object] = {
        "id": key, "title": "指定", "cite": "某政〔2026〕1号", "en": "Decision", "kind": InstrumentKind.DECISION,
        "work": key, "area": "cn-630104", "in_force": start, "implements": ("eco-code-2026",), "duties": (duty,),
    }  # fmt: skip
    return DecisionRecords(
        instrument=Instrument(**(members | changes)),  # type: ignore[arg-type]  # checked by the record
        bodies=(Body(id=f"{key}-lead", zh="某区住建局", en="housing bureau", area="cn-630104"),),
        mandates=(
            Mandate(
                body=f"{key}-lead", acts_as="housing", area="cn-630104", valid_from=start,
                decides=(f"{key}/all_1", ART_1185), certainty=Certainty.STATED, source=f"{key}/all_1",
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of its own for amended releases."""
    folder = tmp_path / "releases"
    folder.mkdir()
    return folder


def with_decisions(corpus: Corpus, decisions: Sequence[DecisionRecords]) -> Corpus:
    """The corpus as if the decisions had been entered in it, after everything else."""
    return replace(
        corpus,
        instruments={**corpus.instruments, **{d.instrument.id: d.instrument for d in decisions}},
        bodies={**corpus.bodies, **{body.id: body for d in decisions for body in d.bodies}},
        mandates=corpus.mandates + tuple(mandate for d in decisions for mandate in d.mandates),
    )


def test_amended_tables_and_graph_are_those_of_a_full_build(
    corpus: Corpus, release: Release, home: Path
) -> None:
    decisions = [
        replace(decision(), instrument=replace(decision().instrument, ended=NEXT)),
        decision("decision-2026-000002", NEXT, replaces=("decision-2026-000001",)),
    ]
    both = with_decisions(corpus, decisions)
    built = make_tables(both, "x", date.fromordinal(release.tables().cut_off))
    amended = add_decisions(release.tables(), decisions, "x")
    assert amended == built
    folder = amend(home, release, decisions)
    about = NamedNode(graph("dataset"))
    quads: dict[bool, set[Quad]] = {True: set(), False: set()}
    for quad in parse(folder.nquads(), format=RdfFormat.N_QUADS):
        quads[quad.graph_name == about].add(quad)
    whole = build_quads(both)
    assert {quad.triple for quad in quads[False]} == {quad.triple for quad in whole}
    # Decisions have graphs of their own, so the counts of the amended release are made over its own quads.
    cut_off = date.fromordinal(built.cut_off)
    assert quads[True] == dataset_graph(quads[False], folder.id, cut_off, stored_examples())


def test_the_release_keeps_its_parent_and_says_which_decisions_it_has(
    home: Path, releases: Path, release: Release
) -> None:
    amended = amend(home, release, [decision()])
    manifest = amended.manifest()
    assert (manifest["parent"], manifest["id"]) == (release.id, amended.id)
    assert json.dumps(manifest["decisions"]).count("decision-2026-000001") == 1
    assert root_of(releases, amended).id == release.id
    assert amend(home, release, [decision()]).id == amended.id
    assert not (home / "current").exists()  # nothing was put into service
    assert amend(releases, release, []).id == release.id


def test_what_a_decision_names_must_be_in_the_release(home: Path, release: Release) -> None:
    wrong = decision()
    duty = replace(wrong.instrument.duties[0], topics=("no-such-topic",))
    wrong = replace(wrong, instrument=replace(wrong.instrument, duties=(duty,)))
    before = sorted(one.name for one in home.iterdir())
    with pytest.raises(ValidationFailed, match="a duty has a topic"):
        amend(home, release, [wrong])
    assert sorted(one.name for one in home.iterdir()) == before


def test_a_decision_may_not_repeat_what_the_release_says(home: Path, release: Release) -> None:
    again = decision()
    known = Body(id="qinghai-housing", zh="青海省住房和城乡建设厅", en="again", area="cn-63")
    with pytest.raises(ShuiguanError, match="repeats a triple"):
        amend(home, release, [replace(again, bodies=(*again.bodies, known))])


def test_decisions_do_not_change_what_a_text_is_matched_to(corpus: Corpus, release: Release) -> None:
    assert add_decisions(release.tables(), [decision()], "x").matching == release.tables().matching


def test_a_decision_answers_in_its_place_from_its_day(release: Release) -> None:
    lookup = Lookup(add_decisions(release.tables(), [decision()], "x"))
    asked = {
        (place, day): lookup.ask("夜间施工噪声扰民", place, None, day, today=FIRST).status.value
        for place in ("西宁市城西区", "西宁市城中区")
        for day in ("2026-11-30", "2026-12-01")
    }
    assert asked == {
        ("西宁市城西区", "2026-11-30"): "undesignated",
        ("西宁市城西区", "2026-12-01"): "assigned",
        ("西宁市城中区", "2026-11-30"): "undesignated",
        ("西宁市城中区", "2026-12-01"): "undesignated",
    }


def test_the_graph_of_an_amended_release_says_what_its_tables_say(home: Path, release: Release) -> None:
    amended = amend(home, release, [decision()])
    tables = amended.tables()
    attribution, store = Attribution(tables), amended.store()
    area = next(one for one in tables.areas if one.id == "cn-630104")
    for day in (date(2026, 11, 30), FIRST):
        by_tables = {
            (tables.duties[duty].id, party + 1)
            for duty, party, _ in attribution.in_force("construction-noise-night", area, day.toordinal())
        }
        by_sparql = set(who_answers(store, "construction-noise-night", "cn-630104", day))
        assert by_sparql == by_tables
        assert (("decision-2026-000001/all_1", 1) in by_sparql) == (day == FIRST)
