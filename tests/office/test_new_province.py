"""A province gets its own procedure by a file in `procedures/` and no code: the office follows it from the next build on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph.codes import Level
from graph.procedures import Gap
from graph.publish import build_release
from loaders.corpus import read_corpus
from office.procedure import Procedures

BASE = """body_types:
- {id: government, zh: 人民政府, en: government, statutory: 人民政府}
- {id: ecology, zh: 生态环境, en: ecology, statutory: 生态环境主管部门}
areas:
- {id: cn, zh: 中华人民共和国, level: national}
- {id: cn-99, zh: 示例省, level: province, within: [cn]}
- {id: cn-9901, zh: 示例市, level: prefecture, within: [cn-99]}
- {id: cn-990101, zh: 示例区, level: county, within: [cn-9901]}
- {id: cn-98, zh: 邻省, level: province, within: [cn]}
topics:
- {id: odour, zh: 恶臭, en: odour}
"""
HOUSE = """procedures:
- id: house
  zh: 一般做法
  en: general practice
  area: cn
  gaps: [no-lead]
  routes:
  - {levels: [province, county], decided_at: same, deciders: [{part: decider, type: government}]}
  steps:
  - {act: decide, by: decider, zh: 决定, en: decide}
  publication: {duty: house, zh: 公开, en: publish}
  certainty: assumed
"""
NOTICE = """id: notice
title: 示例省通知
cite: 示例省通知
en: Notice of the Example Province
kind: notice
work: notice
published: 2024-01-02
in_force: 2024-01-02
area: cn-99
mechanisms:
- id: finding
  at: sec_2
  zh: 示例省的程序
  en: procedure of the example province
  kind: procedure
  summary: 市级决定，生态环境部门召集
  steps:
  - summary: 决定
    actors:
    - {part: lead, type: ecology}
    - {part: decider, type: government, level: prefecture}
  decider:
  - {part: decider, type: government, level: prefecture}
"""
PROVINCE = """procedures:
- id: example
  mechanism: notice/finding
  gaps: [no-lead]
  routes:
  - {levels: [county], decided_at: prefecture, mechanism_steps: [1]}
  steps:
  - {act: decide, by: decider, zh: 决定, en: decide}
  publication: {duty: stated, zh: 公开, en: publish}
reports:
- {id: example-yearly, zh: 示例年报, en: example yearly report, period: year, due_day: "03-31", mechanism: notice/finding}
"""
ON = date(2026, 11, 22)


def built(folder: Path, into: Path) -> Procedures:
    """The procedures of a release built from the files in a folder."""
    return Procedures(build_release(read_corpus(folder), {"corpus": "x"}, "code", into, ON).tables())


def who(procedures: Procedures, area: str, level: Level) -> tuple[str, list[str], list[str]]:
    """The procedure that holds, who decides, who convenes."""
    row = procedures.procedure_for(area, level, ON, Gap.NO_LEAD).procedure
    assert row is not None
    deciders = procedures.deciding_bodies(row, area, level).bodies
    return row.id, [one.zh for one in deciders], [one.zh for one in procedures.convenors(row, area, level)]


def test_a_file_alone_gives_a_province_its_own_procedure_and_report(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for name in ("instruments", "procedures"):
        (folder / name).mkdir(parents=True)
    (folder / "base.yaml").write_text(BASE, "utf-8")
    (folder / "procedures" / "general.yaml").write_text(HOUSE, "utf-8")
    before = built(folder, tmp_path / "before")
    assert who(before, "cn-990101", Level.COUNTY) == ("house", ["示例区人民政府"], [])
    (folder / "instruments" / "notice.yaml").write_text(NOTICE, "utf-8")
    (folder / "procedures" / "example.yaml").write_text(PROVINCE, "utf-8")
    after = built(folder, tmp_path / "after")
    convenes = "示例市生态环境主管部门"
    assert who(after, "cn-990101", Level.COUNTY) == ("example", ["示例市人民政府"], [convenes])
    assert who(after, "cn-98", Level.PROVINCE) == ("house", ["邻省人民政府"], [])
    assert [(one.id, one.due) for one in after.reports_for("cn-990101")] == [("example-yearly", (3, 31))]
    assert after.reports_for("cn-98") == ()
