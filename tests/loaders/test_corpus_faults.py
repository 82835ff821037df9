"""A corpus with faults is refused with file, line and reason, all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import CorpusRefused
from loaders.corpus import read_corpus

GOOD_TYPES = """body_types:
- {id: ecology, zh: 生态环境, en: ecology, statutory: 生态环境主管部门}
- {id: government, zh: 人民政府, en: government, statutory: 人民政府}
"""
GOOD_AREAS = "areas:\n- {id: cn, zh: 中华人民共和国, level: national}\n"
GOOD_TOPICS = "topics:\n- {id: noise, zh: 噪声, en: noise}\n"
GOOD_LAW = """id: noise-law-2021
title: 中华人民共和国噪声污染防治法
cite: 噪声污染防治法
en: Noise Law
kind: law
work: noise-law
in_force: 2022-06-05
duties:
- at: art_75__para_1
  summary: 工业噪声超标的处罚
  topics: [noise]
  kind: enforcement
  parties:
  - {part: punisher, type: ecology}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "body-types.yaml").write_text(GOOD_TYPES, "utf-8")
    (tmp_path / "areas.yaml").write_text(GOOD_AREAS, "utf-8")
    (tmp_path / "topics.yaml").write_text(GOOD_TOPICS, "utf-8")
    (tmp_path / "instruments" / "noise.yaml").write_text(GOOD_LAW, "utf-8")
    return tmp_path


def law(folder: Path, old: str, new: str) -> None:
    path = folder / "instruments" / "noise.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def faults(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(CorpusRefused) as refused:
        read_corpus(folder)
    return [(fault.file, fault.line, fault.en) for fault in refused.value.faults]


def test_a_sound_corpus_is_read(folder: Path) -> None:
    corpus = read_corpus(folder)
    assert list(corpus.duty_by_id) == ["noise-law-2021/art_75__para_1"]


def test_an_unknown_body_type_is_named_at_its_line(folder: Path) -> None:
    law(folder, "type: ecology", "type: ecologie")
    assert faults(folder) == [("instruments/noise.yaml", 14, "no such body type: ecologie")]


def test_an_unknown_topic_is_named_at_its_line(folder: Path) -> None:
    law(folder, "topics: [noise]", "topics: [noise, nose]")
    assert faults(folder) == [("instruments/noise.yaml", 11, "no such topic: nose")]


def test_a_duty_without_an_instrument_is_refused(folder: Path) -> None:
    part = "instrument: no-such-law\nduties: []\n"
    (folder / "instruments" / "part.yaml").write_text(part, "utf-8")
    assert faults(folder) == [("instruments/part.yaml", 1, "no such instrument: no-such-law")]


def test_a_span_that_ends_before_it_starts_is_refused(folder: Path) -> None:
    law(folder, "in_force: 2022-06-05", "in_force: 2022-06-05\nended: 2021-01-01")
    found = faults(folder)
    assert found == [
        ("instruments/noise.yaml", 8, "the span ends (2021-01-01) before it starts (2022-06-05)")
    ]


def test_a_duplicate_id_is_refused(folder: Path) -> None:
    path = folder / "instruments" / "noise.yaml"
    duty = path.read_text("utf-8").split("duties:\n")[1]
    path.write_text(path.read_text("utf-8") + duty, "utf-8")
    assert faults(folder) == [
        ("instruments/noise.yaml", 15, "duplicate id: noise-law-2021/art_75__para_1 (add a key)")
    ]


def test_bad_yaml_is_refused_at_its_line(folder: Path) -> None:
    (folder / "topics.yaml").write_text("topics:\n- {id: noise, zh: [噪声\n", "utf-8")
    found = faults(folder)
    assert [(file, line) for file, line, _ in found] == [("topics.yaml", 3)]


def test_a_party_is_exactly_one_of_type_role_group_body_designated_unnamed(folder: Path) -> None:
    law(folder, "{part: punisher, type: ecology}", "{part: punisher, type: ecology, designated: true}")
    assert faults(folder)[0][:2] == ("instruments/noise.yaml", 14)


def test_a_misspelt_key_and_a_wrong_word_are_both_reported_at_once(folder: Path) -> None:
    law(folder, "kind: enforcement", "kind: punishment")
    law(folder, "  summary: 工业噪声超标的处罚", "  summery: 工业噪声超标的处罚")
    (folder / "areas.yaml").write_text(GOOD_AREAS + "- {id: cn-63, zh: 青海省, level: state}\n", "utf-8")
    found = {(file, line) for file, line, _ in faults(folder)}
    assert ("instruments/noise.yaml", 12) in found
    assert ("instruments/noise.yaml", 10) in found
    assert ("areas.yaml", 3) in found


def test_a_duplicate_key_in_yaml_is_a_fault(folder: Path) -> None:
    law(folder, "work: noise-law", "work: noise-law\nwork: other")
    assert ("instruments/noise.yaml", 7, "duplicate key: work") in faults(folder)


def test_a_circle_of_topics_is_refused(folder: Path) -> None:
    (folder / "topics.yaml").write_text(
        "topics:\n- {id: noise, zh: 噪声, en: noise, broader: sound}\n- {id: sound, zh: 声, en: sound, broader: noise}\n",
        "utf-8",
    )
    assert any("runs in a circle" in en for *_, en in faults(folder))


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "topics.yaml").write_bytes("topics:\n- {id: noise, zh: 噪声}".encode("gb18030"))
    assert faults(folder)[0][0] == "topics.yaml"
