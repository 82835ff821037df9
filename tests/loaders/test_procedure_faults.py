"""Procedures, time limits and announced days with faults are refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import CorpusRefused
from loaders.corpus import read_corpus

BASE = """body_types:
- {id: government, zh: 人民政府, en: government, statutory: 人民政府}
- {id: ecology, zh: 生态环境, en: ecology, statutory: 生态环境主管部门}
areas:
- {id: cn, zh: 中华人民共和国, level: national}
"""
NOTICE = """id: notice
title: 示例通知
cite: 示例通知
en: Example Notice
kind: notice
work: notice
published: 2024-01-02
in_force: 2024-01-02
mechanisms:
- id: finding
  at: sec_2
  zh: 示例程序
  en: example procedure
  kind: procedure
  summary: 示例
  conditions:
  - {zh: 没有牵头部门, en: no lead}
  steps:
  - {summary: 核对}
  - summary: 决定
    actors:
    - {part: lead, type: ecology}
    - {part: decider, type: government, level: county}
  decider:
  - {part: decider, type: government, level: county}
  deadline: {within: P2M, counts_from: issue, one_off: true}
"""
OFFICE = """procedures:
- id: example
  mechanism: notice/finding
  gaps: [no-lead]
  conditions:
  - {key: no-lead}
  routes:
  - {levels: [county], decided_at: county, mechanism_steps: [2]}
  steps:
  - {act: decide, by: decider, zh: 决定, en: decide}
  publication: {duty: stated, zh: 公开, en: publish}
  legal: two-months
  internal: [target]
- id: house
  zh: 一般做法
  en: general practice
  area: cn
  gaps: [no-lead]
  routes:
  - {levels: [county], decided_at: same, deciders: [{part: decider, type: government}]}
  steps:
  - {act: decide, by: decider, zh: 决定, en: decide}
  publication: {duty: house, zh: 公开, en: publish}
  certainty: assumed
deadline_rules:
- {id: two-months, zh: 两个月, en: two months, kind: legal, mechanism: notice/finding, roll: unknown}
- {id: target, zh: 目标, en: target, kind: internal, counts_from: opening, count: 5, unit: working-day, roll: none}
reports:
- {id: monthly, zh: 月报, en: monthly, period: month}
calendar_changes:
- {id: one, since: 2027-01-01, until: 2027-01-04, working: false, zh: 元旦, en: New Year, announced: 2026-12-01, source: 示例}
- {id: two, since: 2027-01-04, until: 2027-01-05, working: true, zh: 上班, en: work, announced: 2026-12-01, source: 示例}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "procedures").mkdir()
    (tmp_path / "base.yaml").write_text(BASE, "utf-8")
    (tmp_path / "instruments" / "notice.yaml").write_text(NOTICE, "utf-8")
    (tmp_path / "procedures" / "example.yaml").write_text(OFFICE, "utf-8")
    return tmp_path


def faults(folder: Path, old: str, new: str) -> list[str]:
    path = folder / "procedures" / "example.yaml"
    assert old in OFFICE
    path.write_text(OFFICE.replace(old, new, 1), "utf-8")
    with pytest.raises(CorpusRefused) as refused:
        read_corpus(folder)
    assert all(fault.file == "procedures/example.yaml" for fault in refused.value.faults)
    return [f"{fault.line}: {fault.en}" for fault in refused.value.faults]


def test_a_sound_file_is_read(folder: Path) -> None:
    corpus = read_corpus(folder)
    assert list(corpus.procedures) == ["example", "house"]
    assert list(corpus.deadline_rules) == ["target", "two-months"]


FAULTS = [
    ("mechanism: notice/finding\n  gaps", "mechanism: notice/other\n  gaps", ["3: no such mechanism: notice/other"]),
    ("  - {key: no-lead}\n", "  - {key: a}\n  - {key: b}\n", ["5: the mechanism has 1 conditions, 2 given"]),
    ("{key: no-lead}", "{key: no-lead, zh: 没有牵头部门}", ["5: the words are the mechanism's: give only keys"]),
    ("mechanism_steps: [2]", "mechanism_steps: [3]", ["8: mechanism_steps must name steps of the mechanism"]),
    ("mechanism_steps: [2]", "mechanism_steps: [1]", ["8: the steps named have no decider"]),
    (
        "mechanism_steps: [2]",
        "mechanism_steps: [2], deciders: [{part: decider, type: government}]",
        ["8: who convenes and decides is the mechanism's to say"],
    ),
    ("legal: two-months", "legal: target", ["12: target is not a rule of kind legal"]),
    ("internal: [target]", "internal: [nothing]", ["13: no such deadline rule: nothing"]),
    ("act: decide, by: decider, zh: 决定, en: decide}\n  publication: {duty: stated", "act: check, by: office, zh: 核对, en: check}\n  publication: {duty: stated", ["9: no step decides at level county"]),
    ("levels: [county], decided_at: same", "levels: [county, county], decided_at: same", ["19: two routes for level county"]),
    ("type: government}]", "type: police}]", ["20: no such body type: police"]),
    ("  certainty: assumed\n", "", ["14: a procedure without a source is certainty: assumed"]),
    ("  area: cn\n", "", ["14: a procedure without a mechanism needs area"]),
    ("deciders: [{part: decider, type: government}]", "deciders: []", ["20: a procedure without a mechanism gives either deciders or clause"]),
    ("mechanism: notice/finding, roll", "roll", ["26: a legal limit needs its source", "26: give count, unit and counts_from"]),
    ("mechanism: notice/finding, roll", "mechanism: notice/finding, count: 3, roll", ["26: length and start are the mechanism's to say"]),
    ("unit: working-day, roll: none", "unit: working-day, roll: unknown", ["27: a limit in working days ends on one: roll is none"]),
    ("count: 5,", "count: 5, instrument: notice, at: sec_2,", ["27: an internal target has no source"]),
    ("count: 5,", "count: 5, extend_days: 3,", ["27: extend_days without extend"]),
    ("counts_from: opening", "counts_from: issue", ["27: a clock from issue needs the day the instrument was issued"]),
    ("since: 2027-01-04", "since: 2027-01-03", ["32: overlaps with one"]),
    ("until: 2027-01-04", "until: 2027-01-01", ["31: the span ends before it starts"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS, ids=[found[0] for *_, found in FAULTS])
def test_a_fault_is_told_with_its_line(folder: Path, old: str, new: str, expected: list[str]) -> None:
    assert faults(folder, old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count: 5", "count: 0"),
        ("kind: internal", "kind: perhaps"),
        ("gaps: [no-lead]", "gaps: []"),
        ("gaps: [no-lead]", "gaps: [nobody]"),
        ("act: decide", "act: ponder"),
        ("since: 2027-01-01", "since: 2027-13-01"),
        ("zh: 月报", "words: 月报"),
        ("period: month", "period: year, due_day: 02-29"),
    ],
)
def test_a_word_out_of_its_list_is_told_at_its_line(folder: Path, old: str, new: str) -> None:
    line = OFFICE[: OFFICE.index(old)].count("\n") + 1
    assert any(fault.startswith(f"{line}: ") for fault in faults(folder, old, new))
