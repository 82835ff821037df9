"""`shuiguan diff`: an overview for people, tables and JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.release import current
from shuiguan.__main__ import DONE, WRONG_INPUT, main


def test_all_that_the_code_repealed_in_one_command_with_progress(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "--repealed-by", "eco-code-2026", "--releases", str(releases)]) == DONE
    shown = capsys.readouterr()
    # 生态环境法典第一千二百四十二条 lists ten laws.
    assert "10/10" in shown.err
    assert shown.out.splitlines()[10].startswith("合计：")
    assert "【不再待指定】清洁生产促进法第五条第二款 → 生态环境法典第九百五十四条第二款" in shown.out


def test_two_days_say_whose_answer_changed(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--topic", "construction-noise-night", "--place", "青海省西宁市城西区"]
    days = ["--from", "2022-06-04", "--to", "2022-06-05"]
    assert main(["diff", *asked, *days, "--releases", str(releases)]) == DONE
    shown = capsys.readouterr().out
    assert "答案 夜间建筑施工噪声：【有牵头】生态环境" in shown
    assert "→ 【待地方指定】" in shown


def test_two_sides_are_called_by_their_names(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = current(releases).id
    for asked, label in (
        (["环境噪声污染防治法", "noise-law-2021"], "环境噪声污染防治法 → 噪声污染防治法："),
        (["--places", "青海省", "四川省", "--on", "2026-09-01"], "青海省 → 四川省（2026-09-01）："),
        (["--between", name, name], f"{name} → {name}：没有变化"),
    ):
        assert main(["diff", *asked, "--releases", str(releases)]) == DONE
        assert capsys.readouterr().out.startswith(label)


def test_json_holds_every_table(releases: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    name = current(releases).id
    assert main(["diff", "--between", name, name, "--json", "--releases", str(releases)]) == DONE
    (line,) = capsysbinary.readouterr().out.splitlines()
    tables = json.loads(line)
    assert set(tables) == {"changes", "counts", "answers"}
    assert tables["changes"]["rows"] == tables["answers"]["rows"] == []


def test_the_day_and_place_of_two_releases_are_shown(
    releases: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    name = current(releases).id
    there = ["--on", "2026-09-01", "--place", "青海省"]
    assert main(["diff", "--between", name, name, *there, "--json", "--releases", str(releases)]) == DONE
    tables = json.loads(capsysbinary.readouterr().out)
    for table in ("changes", "counts", "answers"):
        assert tables[table]["asked"] == {
            "releases": f"{name},{name}",
            "on": "2026-09-01",
            "place": "cn-63",
        }


def test_one_table_in_one_format(releases: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    given = ["diff", "noise-law-2018", "noise-law-2021", "--table", "counts", "--format", "csv"]
    assert main([*given, "--releases", str(releases)]) == DONE
    header, row = capsysbinary.readouterr().out.decode().splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["dropped"] == "16"


def test_a_table_goes_into_a_file(releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "counts.csv"
    given = [
        "diff",
        "noise-law-2018",
        "noise-law-2021",
        "--table",
        "counts",
        "--format",
        "csv",
        "-o",
        str(file),
    ]
    assert main([*given, "--releases", str(releases)]) == DONE
    assert capsys.readouterr().out == ""
    assert file.read_text("utf-8").startswith("compared,duties")


def test_contradictory_options_exit_2(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["diff", "noise-law-2018", "noise-law-2021", "--from", "2022-06-04", "--to", "2022-06-05"]
    assert main([*given, "--releases", str(releases)]) == WRONG_INPUT
    assert "compare:" in capsys.readouterr().err
