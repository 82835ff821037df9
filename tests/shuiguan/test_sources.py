"""`shuiguan sources`: what a script reads on stdout, what a person is told on stderr, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml

from graph.corpus import Corpus
from shuiguan.__main__ import DONE, NO, WRONG_INPUT, main

NOTICE = """示例市生态环境局关于加强烟尘管理的通知
示环发〔2024〕3号
各县人民政府：
为做好工作，现通知如下。
一、明确职责
（一）分工负责。城市管理部门负责露天烧烤的监督管理。
二、按时报告
各县人民政府应当于每年1月31日前报告。
示例市生态环境局
2024年5月6日
"""
STATUTE = """# 示例市烟尘防治条例

2024年1月1日示例市人民代表大会常务委员会通过

第一条　为了防治烟尘，制定本条例。
第二条　生态环境主管部门负责烟尘防治的统一监督管理。
第三条　违反本条例规定，露天烧烤的，由市人民政府指定的部门责令改正，处罚款。
"""

Read = Callable[..., dict[str, object]]


@pytest.fixture
def read(capsysbinary: pytest.CaptureFixture[bytes]) -> Read:
    def run(*arguments: str, code: int = DONE) -> dict[str, object]:
        assert main(["sources", "read", *arguments, "--json"]) == code
        value = json.loads(capsysbinary.readouterr().out)
        assert isinstance(value, dict)
        return value

    return run


def test_read_gives_title_number_issuer_date_and_outline(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    found = read(str(path))
    assert found["title"] == "示例市生态环境局关于加强烟尘管理的通知"
    assert (found["number"], found["date"]) == ("示环发〔2024〕3号", "2024-05-06")
    assert found["issuer"] == "示例市生态环境局"
    outline = found["outline"]
    assert isinstance(outline, list)
    assert [node["locator"] for node in outline] == ["para_1", "sec_1", "sec_2"]
    assert outline[1]["children"][0]["heading"] == "分工负责"


def test_read_gives_the_rows_of_a_list(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("序号", "责任部门", "责任事项", "依据"),
        (1, "市水务局", "查处非法采砂", "《水法》第三十九条"),
    ):
        sheet.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    rows = read(str(path))["rows"]
    assert isinstance(rows, list)
    (row,) = rows
    assert {name: row[name] for name in ("department", "item", "basis")} == {
        "department": "市水务局",
        "item": "查处非法采砂",
        "basis": ["《水法》第三十九条"],
    }


def test_extract_writes_one_candidate_per_line_and_goes_on_after_a_bad_file(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.md").write_text(STATUTE, "utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 not a document")
    assert main(["sources", "extract", str(tmp_path), "--jsonl"]) == WRONG_INPUT
    captured = capsysbinary.readouterr()
    lines = [json.loads(line) for line in captured.out.splitlines()]
    assert [(line["file"], line["locator"]) for line in lines] == [
        ("a.md", "art_2__para_1"),
        ("a.md", "art_3__para_1"),
    ]
    assert lines[0]["parties"][0]["types"] == ["生态环境"]
    assert lines[1]["parties"][0]["designated"] is True
    assert b"b.docx" in captured.err


def test_a_proposal_is_decided_by_a_person_and_not_asked_again(
    tmp_path: Path, corpus_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, draft, reviews = tmp_path / "statute.md", tmp_path / "draft.yaml", tmp_path / "reviews"
    source.write_text(STATUTE, "utf-8")
    places = ["--corpus", str(corpus_copy), "--reviews", str(reviews)]
    assert main(["sources", "propose", str(source), "-o", str(draft), *places]) == DONE
    assert main(["sources", "propose", str(source), "-o", str(draft), *places]) == WRONG_INPUT
    value = yaml.safe_load(draft.read_text("utf-8"))
    assert [duty["at"] for duty in value["duties"]] == ["art_2__para_1", "art_3__para_1"]
    value["head"] |= {"id": "example-regulation", "cite": "示例条例", "en": "Example", "work": "example"}
    value["head"] |= {"kind": "local-regulation", "area": "cn-6301", "in_force": "2024-01-01"}
    value["duties"][0] |= {"decision": "accept", "summary": "烟尘统一监管", "topics": ["barbecue"]}
    value["duties"][1] |= {"decision": "reject"}
    draft.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    assert main(["sources", "decide", str(draft), "--by", "甲", *places]) == NO
    assert "reason" in capsys.readouterr().err
    assert not reviews.exists()
    value["duties"][1] |= {"reason": "只供试验"}
    draft.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    assert main(["sources", "decide", str(draft), "--by", "甲", *places]) == DONE
    assert main(["check", "--corpus", str(corpus_copy)]) == DONE
    again = tmp_path / "again.yaml"
    assert main(["sources", "propose", str(source), "-o", str(again), *places]) == DONE
    assert not yaml.safe_load(again.read_text("utf-8")).get("duties")


def test_verify_names_citations_that_the_text_does_not_bear_out(
    tmp_path: Path, corpus_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = corpus_copy / "instruments"
    (folder / "example.yaml").write_text(
        "id: example\ntitle: 示例市烟尘防治条例\ncite: 示例条例\nen: Example\nkind: local-regulation\n"
        "work: example\narea: cn-6301\nadopted: 2024-01-01\nin_force: 2024-01-01\nduties:\n"
        "- at: art_9__para_1\n  summary: 烟尘监管\n  topics: [barbecue]\n  kind: supervision\n"
        "  parties:\n  - {part: supervisor, type: ecology}\n",
        "utf-8",
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "any-name.md").write_text(STATUTE, "utf-8")
    assert main(["sources", "verify", str(texts), "--corpus", str(corpus_copy)]) == NO
    shown = capsys.readouterr()
    assert "example/art_9__para_1\tarticle-missing\tart_9" in shown.out
    assert "no text:" in shown.err


def test_a_hijacked_page_and_a_missing_file_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("77影院\n" * 3, "utf-8")
    assert main(["sources", "read", str(page)]) == NO
    assert "hijacked" in capsys.readouterr().err
    assert main(["sources", "extract", str(page)]) == NO
    assert main(["sources", "propose", str(page)]) == NO
    assert main(["build", "--proposed", str(page), "--releases", str(tmp_path / "releases")]) == WRONG_INPUT
    assert not (tmp_path / "releases" / "current").exists()
    assert main(["sources", "read", str(tmp_path / "none")]) == WRONG_INPUT
    assert main(["sources", "extract", str(tmp_path / "none")]) == WRONG_INPUT
    assert "没有这个文件" in capsys.readouterr().err


def test_a_wrong_folder_draft_or_corpus_is_named_and_never_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = str(tmp_path / "none")
    text = tmp_path / "text.md"
    text.write_text(STATUTE, "utf-8")
    for arguments in (
        ["verify", none],
        ["verify", str(text)],
        ["verify", str(tmp_path)],
        ["decide", none, "--by", "甲"],
        ["propose", str(text), "-o", f"{none}/draft.yaml"],
        ["extract", str(text), "--corpus", none],
    ):
        assert main(["sources", *arguments]) == WRONG_INPUT
        assert str(tmp_path) in capsys.readouterr().err
    assert main(["build", "--sources", none, "--releases", str(tmp_path / "releases")]) == WRONG_INPUT


def test_a_text_in_gb18030_is_found_under_any_name(
    tmp_path: Path, corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    instrument = corpus.instruments["noise-law-2021"]
    texts = tmp_path / "texts"
    texts.mkdir()
    head = f"# {instrument.title}\n\n2021年12月24日通过\n\n第一条　为了防治噪声污染，制定本法。\n"
    (texts / "any.MD").write_bytes(head.encode("gb18030"))
    main(["sources", "verify", str(texts)])
    assert "noise-law-2021/art_8__para_1\tarticle-missing" in capsys.readouterr().out


def test_a_document_of_no_known_title_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notice.md"
    path.write_text(STATUTE, "utf-8")
    assert main(["sources", "propose", str(path), "--reviews", str(tmp_path / "reviews")]) == DONE
    assert "not in the corpus" in capsys.readouterr().err


def test_a_byte_that_cannot_be_read_stands_as_a_sign_and_is_reported(
    tmp_path: Path, read: Read, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "notice.txt"
    raw = (NOTICE * 12).encode("gb18030")
    at = raw.index("监督".encode("gb18030"))
    path.write_bytes(raw[:at] + b"\xff" + raw[at:])
    found = read(str(path))
    assert isinstance(found["left"], list)
    assert found["left"][0]["words"] == "\ufffd"
    assert main(["sources", "extract", str(path), "--jsonl"]) == DONE
    assert capsysbinary.readouterr().out
