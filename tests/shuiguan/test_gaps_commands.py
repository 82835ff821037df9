"""The commands of analyses: `gaps`, `overlaps`, `network`, and those about leaders."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from queries.analysis.brokers import NetworkKind
from queries.analysis.gaps import GapKind
from queries.analysis.matrix import MatrixRows
from queries.analysis.overlaps import Way
from shuiguan import gaps, network
from shuiguan.__main__ import DONE, WRONG_INPUT, main

CHENGDU = ["--place", "成都市", "--on", "2026-09-01"]


def test_the_choices_offered_are_those_there_are() -> None:
    assert (*GapKind, "open-terms") == gaps.KINDS
    assert tuple(Way) == gaps.WAYS
    assert tuple(MatrixRows) == gaps.ROWS
    assert tuple(NetworkKind) == network.KINDS


def test_gaps_prints_the_summary_for_reading(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gaps", *CHENGDU, "--releases", str(releases)]) == DONE
    shown = capsys.readouterr()
    assert shown.out.startswith("## 空缺一览")
    assert shown.err == ""


@pytest.mark.parametrize(
    "command",
    [
        ["gaps", "open-terms"],
        ["overlaps", "--matrix"],
        ["overlaps", "--matrix", "--rows", "duties"],
        ["network", "critical"],
    ],
)
def test_json_is_one_line(
    command: list[str], releases: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([*command, *CHENGDU, "--topic", "noise", "--json", "--releases", str(releases)]) == DONE
    (line,) = capsysbinary.readouterr().out.splitlines()
    assert json.loads(line)["rows"]


def test_one_duty_left_open_is_listed_place_by_place(
    releases: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = ["gaps", "open-terms", "--duty", "eco-code-2026/art_1132__para_1", "--level", "市", *CHENGDU]
    assert main([*asked, "--json", "--releases", str(releases)]) == DONE
    assert [row["place"] for row in json.loads(capsysbinary.readouterr().out)["rows"]] == ["cn-5101"]


def test_the_network_is_written_as_graphml_to_a_file(releases: Path, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    asked = ["network", *CHENGDU, "--topic", "noise", "--format", "graphml", "--output", str(path)]
    assert main([*asked, "--releases", str(releases)]) == DONE
    assert "topic/construction-noise" in nx.read_graphml(path)


def test_a_file_that_cannot_be_written_is_said(
    releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(tmp_path / "no" / "such" / "folder.csv")
    asked = ["gaps", *CHENGDU, "--format", "csv", "--output", where, "--releases", str(releases)]
    assert main(asked) == WRONG_INPUT
    assert "--output" in capsys.readouterr().err


def test_a_topic_there_is_not_is_refused_with_near_ones(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["overlaps", "--topic", "噪", "--releases", str(releases)]) == WRONG_INPUT
    assert "noise" in capsys.readouterr().err


LEADERS = [["calendar", "--year", "2027"], ["ladder", "--topic", "construction-dust"], ["timeline", "noise"]]


@pytest.mark.parametrize("command", LEADERS)
def test_the_commands_about_leaders_write_as_those_of_gaps_do(
    command: list[str],
    releases: Path,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    asked = [*command, "--place", "成都市", "--releases", str(releases)]
    assert main([*asked, "--json"]) == DONE
    (line,) = capsysbinary.readouterr().out.splitlines()
    assert json.loads(line)["rows"]
    assert main([*asked, "--format", "csv", "--output", str(tmp_path / "table.csv")]) == DONE
    assert (tmp_path / "table.csv").read_bytes()
    assert main([*asked, "--output", str(tmp_path / "none" / "table.md")]) == WRONG_INPUT
    assert "无法写入文件" in capsysbinary.readouterr().err.decode()
