"""From a document to a draft, from a person's decisions into the corpus, and what is remembered of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.codes import Kind, Part
from graph.corpus import Corpus
from graph.errors import CorpusRefused
from graph.records import Duty, Party
from loaders.corpus import read_corpus
from loaders.documents.document import Document, Metadata, Proposal
from loaders.extraction.candidate import Candidate, CandidateParty, Fired
from loaders.review import (
    Choice,
    Decision,
    Draft,
    DraftRefused,
    Entry,
    Gone,
    Head,
    Match,
    Origin,
    Provision,
    Remembered,
    Same,
    State,
    apply,
    draft_yaml,
    instrument_of,
    propose,
    read_decisions,
    read_draft,
    read_remembered,
)

Filled = Mapping[str, object]
DAY = date(2026, 11, 22)
MINIMAL: Mapping[str, str] = {
    "body-types.yaml": """
body_types:
- {id: ecology, zh: 生态环境, en: ecology, statutory: 生态环境主管部门}
- {id: police, zh: 公安, en: police, statutory: 公安机关}
- {id: water, zh: 水利, en: water, statutory: 水行政主管部门}
- {id: government, zh: 人民政府, en: government, statutory: 人民政府}
""",
    "areas.yaml": "areas:\n- {id: cn, zh: 中国, level: national}\n",
    "topics/all.yaml": """
topics:
- {id: noise, zh: 噪声, en: noise}
- {id: square-dance, zh: 广场舞噪声, en: square dance, broader: noise, terms: [公共场所娱乐]}
- {id: river-sand, zh: 河道采砂, en: sand, terms: [采砂]}
""",
    "instruments/river-rules-2026.yaml": """
id: river-rules-2026
title: 某市河道条例
cite: 某市河道条例
en: River Rules
kind: local-regulation
work: river-rules
number: 某发〔2026〕3号
adopted: 2026-03-01
in_force: 2026-05-01
duties:
# 第一章
- at: art_1__para_1
  summary: 管河道
  topics: [river-sand]
  kind: supervision
  parties:
  - {part: supervisor, type: water}
# 第二章
- at: art_2__para_1
  summary: 查处采砂
  topics: [river-sand]
  kind: enforcement
  parties:
  - {part: punisher, type: police}
- at: art_9__para_1
  summary: 旧的一条
  topics: [river-sand]
  kind: operation
  parties:
  - {part: lead, type: government}
  follows: [river-rules-2026/art_1__para_1]
mechanisms: []
""",
}
TEXTS = {
    "art_1__para_1": "市水行政主管部门监督管理河道。",
    "art_2__para_1": "违法采砂的，由水行政主管部门处罚。",
    "art_3__para_1": "公安机关会同生态环境主管部门管理公共场所娱乐。",
}


def corpus_in(folder: Path) -> Path:
    for name, text in MINIMAL.items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "corpus"


def document(name: str = "某市河道条例(2026-03-01).md") -> Document:
    return Document(name, "markdown", "ab" * 32, ())


def party(part: Part, *types: str, **more: str) -> CandidateParty:
    return CandidateParty(part, "、".join(types), types, confidence=0.9, **more)  # type: ignore[arg-type]


def candidate(at: str, *parties: CandidateParty, text: str | None = None) -> Candidate:
    words = TEXTS[at] if text is None else text
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Candidate(at, digest, parties, confidence=0.9, fired=(Fired("by", "由", 0),))


CANDIDATES = (
    candidate("art_1__para_1", party(Part.SUPERVISOR, "water")),
    candidate("art_2__para_1", party(Part.PUNISHER, "water")),
    candidate("art_3__para_1", party(Part.LEAD, "police"), party(Part.COOPERATOR, "ecology")),
)


def drafted(
    root: Path,
    candidates: Sequence[Candidate] = CANDIDATES,
    texts: Mapping[str, str] = TEXTS,
    name: str = "某市河道条例(2026-03-01).md",
) -> Draft:
    """Read, recognise and propose, as the command does."""
    corpus, read = read_corpus(root / "corpus"), document(name)
    match = instrument_of(read, Metadata(), corpus)
    provisions = [Provision(at, text) for at, text in texts.items()]
    remembered = read_remembered(root / "reviews", match.instrument)
    return propose(read, Metadata(), provisions, candidates, corpus, match, remembered)


def edited(draft: Draft, decisions: Mapping[str, Filled], path: Path) -> Path:
    """The draft's file after a person has filled in members of entries, of gone duties and of the head."""
    value = yaml.safe_load(draft_yaml(draft))
    for one in (*value["duties"], *value["gone"]):
        one.update(decisions.get(one["at"], {}))
    value.get("head", {}).update(decisions.get("head", {}))
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
    return path


ACCEPT: Filled = {
    "decision": "accept",
    "summary": "自己的话",
    "topics": ["river-sand"],
    "kind": "enforcement",
}
REJECT: Filled = {"decision": "reject", "reason": "不是责任"}


def carried_out(root: Path, draft: Draft, decisions: Mapping[str, Filled]) -> None:
    path = edited(draft, decisions, root / "draft.yaml")
    apply(read_decisions(path, read_corpus(root / "corpus")), root / "corpus", root / "reviews", "编辑", DAY)


def test_a_draft_sets_the_document_beside_the_corpus(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    draft = drafted(tmp_path)
    assert draft.instrument == "river-rules-2026"
    assert [one.at for one in draft.same] == ["art_1__para_1"]
    assert [(one.at, one.state) for one in draft.entries] == [
        ("art_2__para_1", State.CHANGED),
        ("art_3__para_1", State.NEW),
    ]
    assert [(one.duty, one.why.split(" / ")[1]) for one in draft.gone] == [
        ("river-rules-2026/art_9__para_1", "the document has no such place")
    ]
    changed, new = draft.entries
    assert changed.replaces == changed.corpus == ("river-rules-2026/art_2__para_1",)
    assert [words.split(" / ")[1] for words in changed.why] == [
        "not in the corpus: punisher water",
        "not proposed: punisher police",
    ]
    assert new.parties == (
        Party(part=Part.LEAD, type="police", as_written="police"),
        Party(part=Part.COOPERATOR, type="ecology", as_written="ecology"),
    )
    assert new.topics == ("square-dance",)
    assert (changed.kind, new.kind) == (Kind.ENFORCEMENT, None)


def test_a_changed_duty_keeps_its_other_members_until_a_person_edits_them(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    changed, _ = drafted(tmp_path).entries
    assert (changed.summary, changed.topics, changed.kind) == ("查处采砂", ("river-sand",), Kind.ENFORCEMENT)
    assert [entry.type for entry in changed.parties] == ["water"]


def test_a_part_of_an_instrument_says_nothing_of_articles_outside_it(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    assert [one.at for one in drafted(tmp_path).gone] == ["art_9__para_1"]
    path = tmp_path / "corpus/instruments/river-rules-2026.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: local", "articles: 12\nkind: local"), "utf-8")
    assert drafted(tmp_path).gone == ()


def test_another_level_is_a_change_only_where_both_sides_state_one(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    leveled = candidate("art_1__para_1", replace(party(Part.SUPERVISOR, "water"), level_range="prefecture"))
    assert [one.at for one in drafted(tmp_path, [leveled]).same] == ["art_1__para_1"]
    path = tmp_path / "corpus/instruments/river-rules-2026.yaml"
    path.write_text(
        path.read_text("utf-8").replace("summary: 管河道", "summary: 管河道\n  level: county"), "utf-8"
    )
    assert [one.at for one in drafted(tmp_path, [leveled]).entries] == ["art_1__para_1"]


def test_the_documents_own_words_stand_in_comments_only(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    text = draft_yaml(drafted(tmp_path))
    assert "# 公安机关会同生态环境主管部门管理公共场所娱乐。" in text
    assert "公安机关会同" not in str(yaml.safe_load(text))


def test_what_the_corpus_has_at_a_place_is_shown_above_the_proposal(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    text = draft_yaml(drafted(tmp_path))
    assert (
        "# 语料 / on record: river-rules-2026/art_2__para_1 查处采砂\n"
        "#   - {part: punisher, type: police}\n- at: art_2__para_1\n"
    ) in text


def test_an_accepted_duty_is_the_same_when_the_document_is_read_again(tmp_path: Path) -> None:
    root = corpus_in(tmp_path)
    draft = drafted(tmp_path)
    carried_out(tmp_path, draft, {"art_2__para_1": ACCEPT, "art_3__para_1": {**ACCEPT, "key": "dance"}})
    corpus = read_corpus(root)
    assert [stated.id for stated in corpus.duties()] == [
        "river-rules-2026/art_1__para_1",
        "river-rules-2026/art_9__para_1",
        "river-rules-2026/art_2__para_1",
        "river-rules-2026/art_3__para_1-dance",
    ]
    assert corpus.duty_by_id["river-rules-2026/art_2__para_1"].duty.parties[0].type == "water"
    again = drafted(tmp_path)
    assert again.entries == ()
    assert [one.at for one in again.same] == ["art_1__para_1", "art_2__para_1", "art_3__para_1"]


def test_comments_of_other_duties_stay_when_one_is_replaced(tmp_path: Path) -> None:
    root = corpus_in(tmp_path)
    carried_out(tmp_path, drafted(tmp_path), {"art_2__para_1": ACCEPT})
    text = (root / "instruments/river-rules-2026.yaml").read_text("utf-8")
    assert "# 第一章\n- at: art_1__para_1\n" in text
    assert "  - {part: supervisor, type: water}\n# 第二章\n- at: art_9__para_1\n" in text


def test_a_duty_edited_before_it_was_accepted_is_the_same_too(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    other = {**ACCEPT, "parties": [{"part": "lead", "type": "government"}]}
    carried_out(tmp_path, drafted(tmp_path), {"art_3__para_1": other})
    assert "art_3__para_1" in [one.at for one in drafted(tmp_path).same]


def test_a_rejection_is_shown_and_not_asked_again_until_the_text_changes(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    carried_out(tmp_path, drafted(tmp_path), {"art_3__para_1": REJECT})
    again = drafted(tmp_path)
    assert "art_3__para_1" not in [one.at for one in again.entries]
    (decision,) = again.remembered
    assert (decision.at, decision.decision, decision.reason) == ("art_3__para_1", Choice.REJECT, "不是责任")
    assert (decision.who, decision.when) == ("编辑", DAY)
    assert "不是责任" in draft_yaml(again)
    amended = candidate("art_3__para_1", *CANDIDATES[2].parties, text="改过的条文。")
    asked = drafted(tmp_path, (*CANDIDATES[:2], amended))
    (entry,) = [one for one in asked.entries if one.at == "art_3__para_1"]
    assert "the text changed after the decision (reject) of 2026-11-22" in entry.why[0]
    assert asked.remembered == ()


def test_a_text_that_changed_is_asked_again_though_its_parties_are_the_same(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    carried_out(tmp_path, drafted(tmp_path), {"art_3__para_1": REJECT})
    amended = candidate("art_1__para_1", party(Part.SUPERVISOR, "water"), text="改过的条文。")
    (entry, *_) = drafted(tmp_path, (amended, *CANDIDATES[1:])).entries
    assert (entry.at, entry.state) == ("art_1__para_1", State.CHANGED)
    assert "changed since it was last read" in entry.why[0]


def test_a_duty_that_the_document_no_longer_states_goes_or_is_kept_with_a_reason(tmp_path: Path) -> None:
    root = corpus_in(tmp_path)
    carried_out(tmp_path, drafted(tmp_path), {"art_9__para_1": REJECT})
    assert drafted(tmp_path).gone == ()
    assert "river-rules-2026/art_9__para_1" in read_corpus(root).duty_by_id
    (tmp_path / "reviews/river-rules-2026.yaml").unlink()
    carried_out(tmp_path, drafted(tmp_path), {"art_9__para_1": {"decision": "accept"}})
    assert "river-rules-2026/art_9__para_1" not in read_corpus(root).duty_by_id
    assert drafted(tmp_path).gone == ()


def test_a_duty_that_others_rest_on_cannot_go(tmp_path: Path) -> None:
    root = corpus_in(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    draft = drafted(tmp_path, CANDIDATES[1:], {at: TEXTS[at] for at in list(TEXTS)[1:]})
    with pytest.raises(CorpusRefused, match="fault"):
        carried_out(tmp_path, draft, {"art_1__para_1": {"decision": "accept"}, "art_3__para_1": ACCEPT})
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    assert not (tmp_path / "reviews").exists()


def test_carrying_out_the_same_draft_twice_changes_nothing(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    decisions: dict[str, Filled] = {"art_2__para_1": ACCEPT, "art_3__para_1": ACCEPT, "art_9__para_1": REJECT}
    draft = drafted(tmp_path)
    carried_out(tmp_path, draft, decisions)
    files = [path for path in tmp_path.rglob("*.yaml") if path.name != "draft.yaml"]
    before = {path: path.read_bytes() for path in files}
    carried_out(tmp_path, draft, decisions)
    assert {path: path.read_bytes() for path in files} == before


def test_a_document_unknown_to_the_corpus_gets_a_head_to_fill_in(tmp_path: Path) -> None:
    root = corpus_in(tmp_path)
    draft = drafted(tmp_path, name="某县噪声办法(2026-06-01).md")
    assert draft.instrument is None
    assert draft.head is not None
    assert (draft.head.title, draft.head.adopted) == ("某县噪声办法", date(2026, 6, 1))
    assert {entry.state for entry in draft.entries} == {State.NEW}
    head: Filled = {
        "id": "county-noise-2026",
        "work": "county-noise",
        "en": "Noise Measures",
        "kind": "rule",
    }
    carried_out(tmp_path, draft, {"head": head, "art_3__para_1": ACCEPT, "art_1__para_1": REJECT})
    entered = read_corpus(root).instruments["county-noise-2026"]
    assert [duty.at for duty in entered.duties] == ["art_3__para_1"]
    again = drafted(tmp_path, name="某县噪声办法(2026-06-01).md")
    assert (again.instrument, [one.at for one in again.entries]) == ("county-noise-2026", ["art_2__para_1"])


def test_every_fault_of_a_draft_is_named_with_its_line(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    path = tmp_path / "draft.yaml"
    path.write_text(
        """instrument: river-rules-2026
document: {name: a.md, kind: markdown, digest: ab}
matched: ''
duties:
- at: art_3__para_1
  state: new
  digest: ab
  confidence: 0.9
  decision: maybe
- at: art_4__para_1
  state: new
  digest: ab
  confidence: 0.9
  decision: reject
- at: art_5__para_1
  state: new
  digest: ab
  confidence: 0.9
  parties:
  - {part: lead, type: police}
  decision: accept
- at: article five
  state: new
  digest: ab
  confidence: 0.9
- at: art_6__para_1
  state: new
  digest: ab
  confidence: 0.9
  summary: 好
  topics: [noise, nothing]
  kind: supervision
  parties:
  - {part: lead, type: nobody}
  decision: accept
- at: art_1__para_1
  state: changed
  digest: ab
  confidence: 0.9
  summary: 好
  topics: [noise]
  kind: supervision
  parties:
  - {part: lead, type: police}
  decision: accept
unknown: 1
""",
        "utf-8",
    )
    with pytest.raises(DraftRefused) as refused:
        read_decisions(path, read_corpus(tmp_path / "corpus"))
    assert sorted((fault.line, fault.en) for fault in refused.value.faults) == [
        (9, "decision: must be accept or reject ('maybe')"),
        (14, "a rejection needs a reason"),
        (15, "an accepted entry needs a kind"),
        (15, "an accepted entry needs a summary"),
        (15, "an accepted entry needs topics"),
        (22, "at: is no locator (as art_8__para_1) ('article five')"),
        (31, "no such topic: nothing"),
        (34, "no such body type: nobody"),
        (36, "duplicate id: river-rules-2026/art_1__para_1 (add a key)"),
        (46, "unknown section: unknown"),
    ]


def test_nothing_is_written_for_a_new_instrument_without_an_id(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    draft = drafted(tmp_path, name="某县噪声办法(2026-06-01).md")
    path = edited(draft, {"art_3__para_1": REJECT}, tmp_path / "draft.yaml")
    with pytest.raises(DraftRefused) as refused:
        read_decisions(path, read_corpus(tmp_path / "corpus"))
    assert [fault.en for fault in refused.value.faults] == ["give the instrument an id before deciding"]


def test_a_file_of_the_same_name_with_another_title_is_no_match(tmp_path: Path) -> None:
    path = corpus_in(tmp_path) / "instruments/river-rules-2026.yaml"
    path.write_text(
        path.read_text("utf-8").replace("kind: local", "source_file: a.txt\nkind: local"), "utf-8"
    )
    other = Metadata(title=(Proposal("另一市大气条例", "", "", ""),))
    assert instrument_of(document("a.txt"), other, read_corpus(tmp_path / "corpus")).instrument is None


def test_a_file_of_an_instrument_in_several_files_is_known_by_its_folder(tmp_path: Path) -> None:
    path = corpus_in(tmp_path) / "instruments/river-rules-2026.yaml"
    path.write_text(
        path.read_text("utf-8").replace("kind: local", "source_file: 某市河道条例(2026-01-01)\nkind: local"),
        "utf-8",
    )
    match = instrument_of(
        document("第1编.md"), Metadata(), read_corpus(tmp_path / "corpus"), "某市河道条例(2026-01-01)"
    )
    assert match.instrument == "river-rules-2026"


@pytest.mark.parametrize(
    ("name", "metadata", "expected"),
    [
        ("某市河道条例(2026-03-01).md", Metadata(), "river-rules-2026"),
        ("文件.pdf", Metadata(number=(Proposal("某发[2026]3号", "", "", ""),)), "river-rules-2026"),
        ("a.html", Metadata(title=(Proposal("《某市河道条例》", "", "", ""),)), "river-rules-2026"),
        ("某市河道条例(2019-01-01).md", Metadata(), None),
        ("某县河道条例.md", Metadata(), None),
    ],
)
def test_a_document_is_recognised_by_title_number_and_date(
    name: str, metadata: Metadata, expected: str | None, tmp_path: Path
) -> None:
    corpus_in(tmp_path)
    assert instrument_of(document(name), metadata, read_corpus(tmp_path / "corpus")).instrument == expected


def test_editions_of_one_law_are_told_apart_by_the_date_in_the_file_name(corpus: Corpus) -> None:
    for key in ("noise-law-2018", "noise-law-2021"):
        one = corpus.instruments[key]
        renamed = f"{one.title}({one.adopted}).txt"
        assert instrument_of(document(renamed), Metadata(), corpus).instrument == key


def test_an_entry_has_every_member_of_a_duty() -> None:
    assert set(Duty.__annotations__) <= set(Entry.__annotations__)


SLUGS = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
LOCATORS = st.from_regex(r"art_[1-9][0-9]?(__para_[1-9])?", fullmatch=True)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), max_size=20)
DUTIES = st.builds("{}/{}".format, SLUGS, LOCATORS)
PARTIES = st.builds(
    Party,
    part=st.sampled_from(Part),
    type=st.none() | SLUGS,
    designated=st.booleans(),
    level=st.sampled_from([None, "county+", "local"]),
    as_written=st.none() | TEXT,
    open_list=st.booleans(),
)
ENTRIES = st.builds(
    Entry,
    at=LOCATORS,
    state=st.sampled_from(State),
    why=st.lists(TEXT, max_size=2).map(tuple),
    digest=st.just("ab"),
    confidence=st.floats(0, 1).map(lambda value: round(value, 2)),
    fired=st.lists(TEXT, max_size=2).map(tuple),
    signature=st.lists(TEXT, max_size=2).map(tuple),
    corpus=st.lists(DUTIES, max_size=2).map(tuple),
    key=st.none() | SLUGS,
    summary=TEXT,
    topics=st.lists(SLUGS, max_size=2).map(tuple),
    kind=st.none() | st.sampled_from(Kind),
    parties=st.lists(PARTIES, max_size=2).map(tuple),
    condition=st.none() | TEXT,
    valid_from=st.none() | st.dates(),
    decision=st.none() | st.sampled_from(Choice),
    reason=TEXT,
)
DECISIONS = st.builds(
    Decision,
    at=LOCATORS,
    decision=st.sampled_from(Choice),
    digest=st.just("ab"),
    duty=st.none() | DUTIES,
    reason=TEXT,
    who=st.just("编辑"),
    when=st.dates(),
)
HEADS = st.builds(
    Head, id=st.none() | SLUGS, title=TEXT, number=st.none() | TEXT, adopted=st.none() | st.dates()
)
DRAFTS = st.builds(
    Draft,
    document=st.builds(Origin, name=TEXT, kind=st.just("text"), digest=st.just("ab")),
    instrument=st.none() | SLUGS,
    matched=TEXT,
    head=st.none() | HEADS,
    entries=st.lists(ENTRIES, max_size=3).map(tuple),
    gone=st.lists(st.builds(Gone, at=LOCATORS, duty=DUTIES, why=TEXT, reason=TEXT), max_size=2).map(tuple),
    same=st.lists(
        st.builds(Same, at=LOCATORS, digest=st.just("ab"), corpus=st.lists(DUTIES, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    remembered=st.lists(DECISIONS, max_size=2).map(tuple),
    words=st.dictionaries(LOCATORS, TEXT, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(DRAFTS)
def test_a_draft_that_is_written_and_read_is_the_same_draft(tmp_path: Path, draft: Draft) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(draft_yaml(draft), "utf-8", newline="")
    assert read_draft(path) == draft


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            candidate,
            st.sampled_from(sorted(TEXTS)),
            st.builds(party, st.sampled_from(Part), st.sampled_from(["water", "police", "ecology"])),
        ),
        max_size=5,
    ),
    st.lists(DECISIONS, max_size=3).map(tuple),
)
def test_proposing_twice_with_the_same_decisions_gives_the_same_draft(
    tmp_path: Path, candidates: list[Candidate], decisions: tuple[Decision, ...]
) -> None:
    corpus = read_corpus(corpus_in(tmp_path))
    match = Match("river-rules-2026", "")
    provisions = [Provision(at, text) for at, text in TEXTS.items()]
    first, second = (
        propose(document(), Metadata(), provisions, candidates, corpus, match, Remembered(decisions))
        for _ in range(2)
    )
    assert draft_yaml(first) == draft_yaml(second)
    asked = {entry.at for entry in first.entries}
    assert asked.isdisjoint({one.at for one in first.same} | {one.at for one in first.remembered})
    assert asked <= {one.at for one in candidates}
