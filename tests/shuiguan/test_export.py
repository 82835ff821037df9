"""`shuiguan export`: data on stdout or in a file, nothing half-written, clear refusals."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import RdfFormat, parse

from graph.release import Release
from shuiguan.__main__ import DONE, NOT_READY, WRONG_INPUT, main


def export(releases: Path, *arguments: str) -> int:
    return main(["export", *arguments, "--releases", str(releases)])


def test_stdout_holds_the_data_alone(
    releases: Path, release: Release, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(releases) == DONE
    shown = capfdbinary.readouterr()
    assert shown.out == release.nquads()
    assert release.id in shown.err.decode()


def test_a_file_holds_one_graph_compressed(releases: Path, tmp_path: Path) -> None:
    base = ("--graph", "noise-law-2021", "--format", "ttl")
    assert export(releases, *base, "-o", str(tmp_path / "a.ttl")) == DONE
    assert export(releases, *base, "-o", str(tmp_path / "a.ttl.gz"), "--gzip") == DONE
    assert export(releases, *base, "-o", str(tmp_path / "a.ttl.zst"), "--zstd") == DONE
    plain = (tmp_path / "a.ttl").read_bytes()
    assert len(list(parse(plain, format=RdfFormat.TURTLE))) > 1000
    assert gzip.decompress((tmp_path / "a.ttl.gz").read_bytes()) == plain
    packed = (tmp_path / "a.ttl.zst").read_bytes()
    assert zstandard.ZstdDecompressor().stream_reader(packed).read() == plain


def test_a_pipe_is_written_to_and_stays_a_pipe(releases: Path, release: Release, tmp_path: Path) -> None:
    """As is a device: put in the place of /dev/null, a file would be there for everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with (tmp_path / "read").open("wb") as read, subprocess.Popen(["cat", str(pipe)], stdout=read) as reader:
        try:
            assert export(releases, "-o", str(pipe)) == DONE
            assert pipe.is_fifo()
            reader.wait(60)
        finally:
            reader.kill()
    assert (tmp_path / "read").read_bytes() == release.nquads()


def test_all_writes_a_folder_that_can_be_checked_and_describes_itself(
    releases: Path, release: Release, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert export(releases, "--all", str(folder)) == DONE
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    described = {str(q.triple) for q in parse((folder / "dataset.ttl").read_bytes(), format=RdfFormat.TURTLE)}
    whole = hashlib.sha256((folder / f"shuiguan-{release.id}.nq.gz").read_bytes()).hexdigest()
    assert any(whole in line for line in described)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--graph", "noise-law"), WRONG_INPUT, "noise-law-2018"),
        (("--on", "2026-02-30"), WRONG_INPUT, "2026-02-30"),
        (("--release", "0000"), NOT_READY, "没有这个版本"),
        (("--output", "no/such/folder/a.nq"), WRONG_INPUT, "no/such/folder"),
        (("--all", "."), WRONG_INPUT, "不是空文件夹"),
        (("--all", "new", "--graph", "areas"), WRONG_INPUT, "--graph"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing_behind(
    releases: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    (tmp_path / "kept").write_text("kept")
    monkeypatch.chdir(tmp_path)
    assert export(releases, *arguments) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_file_that_is_there_stays_when_the_export_fails(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError("no space left")

    monkeypatch.setattr("outputs.export.write", fail)
    (tmp_path / "a.nq").write_text("before")
    with pytest.raises(OSError, match="no space"):
        export(releases, "-o", str(tmp_path / "a.nq"))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.nq", "before")]
