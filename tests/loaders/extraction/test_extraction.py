from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.codes import Part
from loaders.extraction import extract
from loaders.extraction.calibration import Judged, counts_of, fit_of, judged_parties
from loaders.extraction.candidate import Candidate
from loaders.extraction.clauses import clauses_of
from loaders.extraction.confidence import COUNTED
from loaders.extraction.lexicon import Lexicon, read_lexicon
from loaders.extraction.mentions import groups_in
from loaders.structure.read import read_tree

ROOT = Path(__file__).resolve().parents[3]
LABELS = ROOT / "tests" / "data" / "extraction-labels.jsonl"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(ROOT / "corpus")


def candidates(text: str, lexicon: Lexicon) -> list[Candidate]:
    return list(extract(read_tree(f"第一条　{text}\n"), lexicon))


def pairs(text: str, lexicon: Lexicon) -> set[tuple[str, str]]:
    """Kinds and parts of the first candidate."""
    found = candidates(text, lexicon)
    return {(kind, party.part.value) for one in found for party in one.parties for kind in party.types}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生态环境主管部门负责烟尘的统一监督管理。", {("ecology", "supervisor")}),
        ("市和区财政、教育、城管执法等部门按照各自职责做好相关工作。",
         {("finance", "cooperator"), ("education", "cooperator"), ("urban-management", "cooperator")}),
        ("违反本条例规定，露天烧烤的，由城市管理部门责令改正，处五百元罚款。", {("urban-management", "punisher")}),
        ("水行政主管部门会同农业农村主管部门编制规划，报本级人民政府批准。",
         {("water", "lead"), ("agriculture", "cooperator"), ("government", "decider")}),
        ("从事夜间作业的单位，应当向住房和城乡建设主管部门提出申请。", {("housing", "permitter")}),
        ("企业应当将记录报生态环境部门备案。", {("ecology", "recipient")}),
        ("任何人有权向公安机关或者其他负有监管职责的部门举报。", {("police", "recipient")}),
        ("县级以上人民政府组织水行政、气象等主管部门开展调查。",
         {("government", "lead"), ("water", "cooperator"), ("meteorology", "cooperator")}),
        ("交通运输主管部门主管道路扬尘的监督管理工作。", {("transport", "lead"), ("transport", "supervisor")}),
        ("市、县（区）、乡镇人民政府应当加强领导。", {("government", "lead"), ("township", "lead")}),
    ],
)  # fmt: skip
def test_the_words_around_a_body_say_its_part(
    text: str, expected: set[tuple[str, str]], lexicon: Lexicon
) -> None:
    assert pairs(text, lexicon) == expected


@pytest.mark.parametrize(
    "text",
    [
        "为了防治扬尘污染，制定本条例。",
        "建设单位应当洒水降尘。",
        "拒绝生态环境部门检查的，依法给予处分。",
        "排污单位应当服从生态环境部门的调度。",
        "生态环境部门及其工作人员玩忽职守的，依法给予处分。",
        "检测机构应当对数据负责。",
        "本条例所称扬尘，是指颗粒物。",
    ],
)
def test_a_provision_that_gives_no_body_a_task_makes_no_candidate(text: str, lexicon: Lexicon) -> None:
    assert candidates(text, lexicon) == []


@pytest.mark.parametrize(
    ("text", "is_designated"),
    [
        ("由县级以上地方人民政府确定的监督管理部门责令改正。", True),
        ("由地方人民政府指定的城市道路、轨道交通有关部门责令改正。", True),
        ("由行使相对集中行政处罚权的部门处罚。", True),
        ("报本级人民政府或者其授权的部门批准。", True),
        ("由国务院授权的部门批准。", False),
        ("应当停放在指定的地点，由公安机关负责管理。", False),
    ],
)
def test_a_local_decision_on_who_it_is_makes_a_designated_party(
    text: str, is_designated: bool, lexicon: Lexicon
) -> None:
    assert any(p.designated for c in candidates(text, lexicon) for p in c.parties) is is_designated


def test_a_government_that_only_says_whose_department_is_meant_is_no_party(lexicon: Lexicon) -> None:
    (candidate,) = candidates("县级以上地方人民政府水行政主管部门应当每季度公布名录。", lexicon)
    (party,) = candidate.parties
    assert (party.types, party.level, party.level_range) == (("water",), "县级以上地方", "local-county+")
    assert (candidate.timing, candidate.recurrence) == ("每季度", "P3M")


def test_a_list_with_a_rest_class_is_open_and_the_rest_is_no_party(lexicon: Lexicon) -> None:
    (candidate,) = candidates("由生态环境、城市管理以及其他有关部门处罚。", lexicon)
    (party,) = candidate.parties
    assert party.open_list
    assert party.types == ("ecology", "urban-management")


def test_items_of_a_list_of_tasks_inherit_the_body_of_the_head(lexicon: Lexicon) -> None:
    head, first, second = candidates("乡级河长履行下列职责：\n（一）巡查河道；\n（二）编制台账；", lexicon)
    assert [p.role for p in head.parties] == ["河长"]
    assert [(p.part, p.inherited) for p in first.parties] == [(Part.SUPERVISOR, True)]
    assert [(p.part, p.inherited) for p in second.parties] == [(Part.LEAD, True)]


def test_items_of_a_list_of_offences_assign_nothing(lexicon: Lexicon) -> None:
    found = candidates(
        "有下列行为之一的，由水行政主管部门责令改正：\n（一）未经水行政主管部门批准擅自取水的；", lexicon
    )
    assert [candidate.at for candidate in found] == ["art_1__para_1"]


def test_condition_consequence_deadline_and_citations_are_read(lexicon: Lexicon) -> None:
    (candidate,) = candidates(
        "违反本条例第二条规定，排放废气的，由生态环境主管部门责令改正，处罚款；部门应当于每年1月31日前报告。",
        lexicon,
    )
    assert candidate.condition == "违反本条例第二条规定，排放废气的"
    assert candidate.matter == "排放废气的"
    assert candidate.consequence == "责令改正；罚款"
    assert (candidate.due_day, candidate.recurrence) == ("01-31", "P1Y")
    assert candidate.cites == ("art_2",)


def test_every_party_carries_the_words_that_made_its_rule_fire(lexicon: Lexicon) -> None:
    text = "违法排污的，由生态环境主管部门责令改正，报本级人民政府批准。"
    (candidate,) = candidates(text, lexicon)
    for party in candidate.parties:
        assert party.fired
        for fired in party.fired:
            assert text[fired.at : fired.at + len(fired.words)] == fired.words


@given(
    st.text(
        alphabet="市县区人民政府生态环境水利部门机构应当由报会同责令的指定、和，。（）等其他有关", max_size=60
    )
)
def test_mentions_lie_within_the_text_in_order_and_apart(text: str) -> None:
    lexicon = read_lexicon(ROOT / "corpus")
    spans = [(m.core, m.end) for group in groups_in(text, lexicon) for m in group.mentions]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(st.text(alphabet="甲乙，。；（）《》“”", max_size=40))
def test_clauses_cover_all_but_the_marks(text: str) -> None:
    covered = "".join(text[c.start : c.end] for c in clauses_of(text))
    assert [c for c in covered if c in "甲乙"] == [c for c in text if c in "甲乙"]


def test_the_labels_are_many_from_many_instruments_and_a_third_is_held_out() -> None:
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    assert len(rows) >= 250
    assert len({row["file"] for row in rows}) >= 15
    assert 0.3 < sum(row["held_out"] for row in rows) / len(rows) < 0.4
    assert not any("text" in row for row in rows)


@pytest.fixture(scope="module")
def judged(sources: Path, lexicon: Lexicon) -> Sequence[Judged]:
    return list(judged_parties(LABELS, [sources.parent], lexicon))


def test_the_confidences_are_those_counted_on_the_labels(judged: Sequence[Judged]) -> None:
    assert counts_of(judged) == COUNTED


def test_confidence_means_what_it_says_on_the_labels_held_out(judged: Sequence[Judged]) -> None:
    """Within two standard errors of the confidence, by tenths; what chance allows for so few."""
    for mean, share, number in fit_of(judged):
        assert abs(mean - share) <= 2 * (mean * (1 - mean) / number) ** 0.5


def test_kinds_and_parts_reach_the_targets_on_the_labels_held_out(sources: Path, lexicon: Lexicon) -> None:
    found, wanted, parts = held_out(sources.parent, lexicon)
    right = sum(len(found[key][0] & kinds) for key, (kinds, _) in wanted.items())
    assert right / sum(len(kinds) for kinds, _ in found.values()) >= 0.93
    assert right / sum(len(kinds) for kinds, _ in wanted.values()) >= 0.88
    assert parts >= 0.90


Kinds = tuple[set[str], set[tuple[str, str]]]


def held_out(folder: Path, lexicon: Lexicon) -> tuple[Mapping[object, Kinds], Mapping[object, Kinds], float]:
    """Kinds and pairs found and wanted by provision, and the share of matched kinds with a right part."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    texts = {path.name: path for path in folder.rglob("*.md")}
    read = {
        name: {c.at: c for c in extract(read_tree(texts[name].read_text("utf-8")), lexicon)}
        for name in {row["file"] for row in rows}
    }
    found: dict[object, Kinds] = {}
    wanted: dict[object, Kinds] = {}
    matched = right = 0
    for row in (row for row in rows if row["held_out"]):
        key = (row["file"], row["locator"])
        sure = {(k, p["part"]) for p in row["parties"] if not p.get("optional") for k in p["types"]}
        either = {(k, p["part"]) for p in row["parties"] for k in p["types"]}
        debatable = {k for k, _ in either} - {k for k, _ in sure}
        candidate = read[row["file"]].get(row["locator"])
        given = {
            (label, p.part.value)
            for p in (candidate.parties if candidate else ())
            for kind in p.types
            for label in lexicon.labels.get(kind, ())
            if label not in debatable
        }
        found[key] = ({k for k, _ in given}, given)
        wanted[key] = ({k for k, _ in sure}, sure)
        for kind in found[key][0] & wanted[key][0]:
            matched += 1
            right += bool({p for k, p in given if k == kind} & {p for k, p in either if k == kind})
    return found, wanted, right / matched
