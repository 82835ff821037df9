"""Promises of the house: no host names, one installed name, imports one way, docs that are true."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from api.settings import Settings
from queries.stored import query_text
from queries.warnings import WORDS
from shuiguan.__main__ import parser

ROOT = Path(__file__).resolve().parent.parent
QUERIES = sorted((ROOT / "queries").glob("*.rq"))


def test_no_lock_file_names_a_host() -> None:
    for path in (ROOT / "requirements").glob("*"):
        assert "://" not in path.read_text("utf-8"), path.name


def test_every_locked_package_has_hashes() -> None:
    text = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9._-]+)==.*(\\)$", text, re.MULTILINE)
    assert len(pinned) > 20
    assert len(pinned) == len(re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE))


def test_a_wheel_adds_the_one_name_shuiguan_and_carries_the_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"shuiguan"}
    for wanted in ("ontology/shuiguan.ttl", "queries/who-answers.rq", "corpus/body-types.yaml", "api/app.py"):
        assert f"shuiguan/_bundle/{wanted}" in names


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_has_its_header_and_an_order(path: Path) -> None:
    text = query_text(path.stem)
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert header[0].endswith(".")
    for part in ("# Parameters", "# Rows", "# Rule"):
        assert any(line.startswith(part) for line in header), part
    assert "ORDER BY" in text


def test_every_warning_is_documented() -> None:
    listed = set(
        re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "answer.md").read_text("utf-8"), re.MULTILINE)
    )
    assert set(WORDS) <= listed


def test_every_setting_and_command_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    settings = {f"SHUIGUAN_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"`(SHUIGUAN_[A-Z_]+)`", text)) == settings
    commands = next(a for a in parser()._actions if a.dest == "command").choices
    assert commands is not None
    assert set(re.findall(r"^\| `shuiguan ([a-z]+)", text, re.MULTILINE)) == set(commands)


def test_the_readme_is_one_screen_and_its_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 60
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link


def test_no_file_names_a_machine_path() -> None:
    pattern = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root)/", re.MULTILINE)
    tops = [top for top in ROOT.iterdir() if not top.name.startswith(".") and top.name != "releases"]
    kinds = {".py", ".md", ".toml", ".yaml", ".rq", ".ttl", ".txt"}
    found = [
        path.relative_to(ROOT).as_posix()
        for top in tops
        for path in (top, *top.rglob("*"))
        if path.suffix in kinds and path.is_file() and pattern.search(path.read_text("utf-8"))
    ]
    assert found == []
