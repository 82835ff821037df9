"""The command line: data on stdout, talk on stderr, documented exit codes."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest
import yaml

from shuiguan.__main__ import DONE, NO, NOT_READY, WRONG_INPUT, corpus_folder, main

QUESTION = [
    "lookup",
    "楼下工地后半夜打混凝土，整栋楼睡不着",
    "--place",
    "青海省西宁市城西区",
    "--on",
    "2026-09-01",
]


def test_the_readme_question_gets_its_answer(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*QUESTION, "--releases", str(releases)]) == DONE
    shown = capsys.readouterr()
    assert "待地方指定" in shown.out
    assert "生态环境法典第一千一百八十五条" in shown.out
    assert shown.err == ""


def test_the_readme_shows_what_the_command_prints(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (corpus_folder().parent / "README.md").read_text("utf-8")
    (command,) = re.findall(r"^\$ \S*shuiguan (.*)$", readme, re.MULTILINE)
    shown = readme.split(command)[1].split("```")[0]
    assert main([*shlex.split(command), "--releases", str(releases)]) == DONE
    printed = capsys.readouterr().out
    for line in shown.splitlines():
        assert line.strip("… ") in printed


def test_json_output_is_one_line_of_data(releases: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*QUESTION, "--json", "--releases", str(releases)]) == DONE
    lines = capsysbinary.readouterr().out.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["status"] == "undesignated"


def test_wrong_input_says_what_and_exits_2(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "油烟", "--on", "2026-02-30", "--releases", str(releases)]) == WRONG_INPUT
    assert "2026-02-30" in capsys.readouterr().err


def test_without_a_release_it_says_what_to_run_and_exits_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lookup", "油烟", "--releases", str(tmp_path)]) == NOT_READY
    assert "shuiguan build" in capsys.readouterr().err


def test_a_corpus_with_faults_is_refused_with_all_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "areas.yaml").write_text("areas:\n- {id: cn}\n- {zh: 中国}\n", "utf-8")
    assert main(["build", "--corpus", str(corpus), "--releases", str(tmp_path / "r")]) == NO
    shown = capsys.readouterr().err
    assert "areas.yaml:2" in shown
    assert "areas.yaml:3" in shown
    assert not (tmp_path / "r" / "current").exists()


def test_eval_writes_a_prediction_per_line(
    releases: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    items = [
        {
            "id": "x1",
            "text": "石材加工厂切割机噪声超标",
            "place": "海南省儋州市",
            "level": "县",
            "date": "2025-09-01",
        },
        {
            "id": "x2",
            "text": "老板拖欠工资不发",
            "place": None,
            "level": "县",
            "date": "2025-09-01",
            "lead": ["x"],
        },
    ]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items), "utf-8")
    assert main(["eval", str(path), "--releases", str(releases)]) == DONE
    first, second = (json.loads(line) for line in capsysbinary.readouterr().out.splitlines())
    assert (first["id"], first["lead"][0], first["out_of_scope"]) == ("x1", "生态环境", False)
    assert (second["id"], second["out_of_scope"]) == ("x2", True)


def test_eval_refuses_a_line_that_is_no_item(releases: Path, tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text("{}\n", "utf-8")
    assert main(["eval", str(path), "--releases", str(releases)]) == WRONG_INPUT


def test_releases_are_listed_with_the_one_in_service(
    releases: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["releases", "--json", "--releases", str(releases)]) == DONE
    listed = json.loads(capsysbinary.readouterr().out)
    assert [entry["current"] for entry in listed] == [True]


def test_every_corpus_file_fits_the_published_schema(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", "--schema"]) == DONE
    schema = json.loads(capsysbinary.readouterr().out)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(corpus_folder().rglob("*.yaml"))
    for path in files[:: max(1, len(files) // 12)]:
        value = json.loads(
            json.dumps(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader), default=str)
        )
        errors = [error.message[:200] for error in validator.iter_errors(value)]
        assert errors == [], path.name


def test_repair_writes_the_text_and_its_record(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "damaged.txt"
    file.write_bytes("日?己藘(nèi)容".encode("gb18030"))
    assert main(["repair", str(file)]) == DONE
    assert capsysbinary.readouterr().out.decode() == "日常考核内容"
    assert main(["repair", str(file), "--json"]) == DONE
    record = json.loads(capsysbinary.readouterr().out)
    assert [one["was"] for one in record["repairs"]] == ["?己藘", "(nèi)"]


def test_repair_holds_a_hijacked_page_back_and_refuses_what_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, empty = tmp_path / "page.txt", tmp_path / "empty.txt"
    page.write_text("77影院\n" * 3, "utf-8")
    empty.write_bytes(b"")
    assert main(["repair", str(page)]) == NO
    assert "hijacked" in capsys.readouterr().err
    assert main(["repair", str(page), "--quarantined"]) == DONE
    assert main(["repair", str(empty)]) == WRONG_INPUT
    assert "文件是空的" in capsys.readouterr().err
    assert main(["repair", str(tmp_path / "none")]) == WRONG_INPUT


def test_a_stored_query_is_asked_by_name_and_parameters(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """川环委〔2023〕1号 sec_2__subsec_1: lists are due by the end of June 2023."""
    docs = (corpus_folder().parent / "docs" / "queries.md").read_text("utf-8")
    (command,) = re.findall(r"^shuiguan (query .*)$", docs, re.MULTILINE)
    words = [*shlex.split(command), "--releases", str(releases)]
    assert main(words) == DONE
    shown = capsys.readouterr()
    assert "deadline: 2023-06-30" in shown.out
    assert "2 行" in shown.err
    assert main([*words, "--format", "json"]) == DONE
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["overdue"] for row in rows] == ["true", "true"]
    assert main([*words, "--format", "csv"]) == DONE
    assert capsys.readouterr().out.startswith("instrument,place,on,norm,")


def test_stored_queries_are_listed_and_shown_without_a_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "--list", "--releases", str(tmp_path)]) == DONE
    assert "who-answers\t" in capsys.readouterr().out
    assert main(["query", "who-answers", "--text", "--topic", "id:topic/noise"]) == DONE
    assert (
        "VALUES ( ?topic ?area ?on ) { ( <https://w3id.org/shuiguan/id/topic/noise>"
        in capsys.readouterr().out
    )


def test_a_wrong_call_of_a_stored_query_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "who-knows"]) == WRONG_INPUT
    assert main(["query", "who-answers", "--on", "2026-02-30"]) == WRONG_INPUT
    shown = capsys.readouterr().err
    assert "没有这个查询：who-knows" in shown
    assert "topic" in shown
    with pytest.raises(SystemExit) as ended:
        main(["query", "who-answers", "--place", "cn"])
    assert ended.value.code == WRONG_INPUT
