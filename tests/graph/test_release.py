"""Releases: the same input gives the same release, a broken one never goes into service."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.build import build_quads
from graph.codes import InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.errors import ReleaseDamaged, ReleaseMissing
from graph.publish import build_release, canonical
from graph.records import Area, BodyType, Duty, Instrument, Party, Topic
from graph.release import current, history, make_current
from graph.validate import ValidationFailed, validate
from ontology.terms import term

DAY = date(2026, 11, 22)


def small_corpus() -> Corpus:
    party = Party(part=Part.PUNISHER, type="ecology")
    duty = Duty(
        at="art_75__para_1",
        summary="工业噪声超标的处罚",
        topics=("noise",),
        kind=Kind.ENFORCEMENT,
        parties=(party,),
    )
    law = Instrument(
        id="noise-law-2021", title="噪声污染防治法", cite="噪声污染防治法", en="Noise Law", kind=InstrumentKind.LAW,
        work="noise-law", in_force=date(2022, 6, 5), duties=(duty,),
    )  # fmt: skip
    return Corpus(
        instruments={law.id: law},
        body_types={
            "ecology": BodyType(id="ecology", zh="生态环境", en="ecology", statutory="生态环境主管部门")
        },
        bodies={},
        mandates=(),
        roles={},
        topics={"noise": Topic(id="noise", zh="噪声污染", en="noise")},
        areas={"cn": Area(id="cn", zh="中华人民共和国", level=Level.NATIONAL)},
        word_classes={},
        heard={},
    )


def build(corpus: Corpus, folder: Path, version: str = "1") -> str:
    return build_release(corpus, {"corpus": version}, "code", folder, DAY).id


def test_the_same_inputs_give_the_same_release(tmp_path: Path) -> None:
    one, other = build(small_corpus(), tmp_path / "a"), build(small_corpus(), tmp_path / "b")
    assert one == other
    graphs = [(tmp_path / x / one / "graph.nq.zst").read_bytes() for x in "ab"]
    assert graphs[0] == graphs[1]


def test_the_order_of_loading_does_not_matter() -> None:
    quads = build_quads(small_corpus())
    shuffled = random.Random(7).sample(quads, len(quads))
    assert canonical(shuffled) == canonical(quads)


def test_a_graph_without_a_provision_is_refused_and_the_good_release_stays(tmp_path: Path) -> None:
    good = build(small_corpus(), tmp_path)
    corpus = small_corpus()
    topicless = replace(corpus, topics={})
    with pytest.raises(ValidationFailed, match="a duty has a topic"):
        build(topicless, tmp_path, "2")
    assert current(tmp_path).id == good
    assert [r.id for r in history(tmp_path)] == [good]


def test_a_triple_without_its_evidence_is_a_violation() -> None:
    quads = [q for q in build_quads(small_corpus()) if q.predicate != NamedNode(term("statedIn"))]
    messages = [r.message for r in validate(quads).results if r.severity == "Violation"]
    assert any("nothing without a provision" in message for message in messages)


def test_rolling_back_is_pointing_at_the_older_release(tmp_path: Path) -> None:
    first = build(small_corpus(), tmp_path, "1")
    second = build(small_corpus(), tmp_path, "2")
    assert current(tmp_path).id == second
    make_current(tmp_path, first)
    assert current(tmp_path).id == first


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    key = build(small_corpus(), tmp_path)
    path = tmp_path / key / "tables.msgpack"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ReleaseDamaged):
        current(tmp_path).tables()


def test_without_a_release_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="shuiguan build"):
        current(tmp_path)
    with pytest.raises(ReleaseMissing, match="no such release: nothing"):
        make_current(tmp_path, "nothing")


def test_no_triple_of_the_real_release_stands_in_two_graphs(corpus: Corpus) -> None:
    quads = build_quads(corpus)
    assert len({quad.triple for quad in quads}) == len(quads)


def test_a_release_holds_what_was_promised(release: object, tables: object, corpus: Corpus) -> None:
    duties = list(corpus.duties())
    assert len(duties) >= 900
    assert sum(d.instrument.id == "eco-code-2026" for d in duties) >= 400
    assert sum(bool(i.duties) for i in corpus.instruments.values()) >= 60
    in_scope = [t for t in corpus.topics.values() if not t.out_of_scope]
    assert len(in_scope) >= 250
    assert sum(len(t.terms) + len(t.said) + 2 for t in corpus.topics.values()) >= 2500
    assert len(corpus.areas) >= 31 + 333 + 2800


def test_every_duty_has_an_instrument_an_article_and_a_start(corpus: Corpus) -> None:
    from graph.derived_graph import effective_span

    without = [s.id for s in corpus.duties() if effective_span(s)[0] is None and s.instrument.kind == "law"]
    assert without == []


def test_in_force_is_not_the_day_of_adoption_where_the_law_says_later(corpus: Corpus) -> None:
    law = corpus.instruments["noise-law-2021"]
    assert (law.adopted, law.in_force) == (date(2021, 12, 24), date(2022, 6, 5))  # art. 90
    code = corpus.instruments["eco-code-2026"]
    assert (code.adopted, code.in_force) == (date(2026, 3, 12), date(2026, 8, 15))  # art. 1242


def test_the_code_ends_the_ten_laws_it_repeals(corpus: Corpus) -> None:
    code = corpus.instruments["eco-code-2026"]
    assert len(code.repeals) == 10  # art. 1242
    assert {corpus.instruments[key].ended for key in code.repeals} == {date(2026, 8, 15)}
