"""`shuiguan export`: a release as RDF, whole or in part, to a file or to stdout."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.errors import BadRequest, ReleaseMissing

if TYPE_CHECKING:
    from graph.release import Release
    from outputs.export import Compression, Selection
    from shuiguan.__main__ import AddCommand

# As in `outputs.export`, which is not imported here: it would slow every `--help`.
FORMATS = ("nq", "trig", "nt", "ttl", "jsonld")


def add_commands(command: AddCommand) -> None:
    """Add `export`."""
    one = command("export", "导出数据 / export a release as RDF")
    what = one.add_mutually_exclusive_group()
    what.add_argument("--format", choices=FORMATS, default="nq", help="缺省 nq / default: nq")
    what.add_argument(
        "--all",
        type=Path,
        metavar="FOLDER",
        help="全部下载文件、校验和与数据集说明 / every download with checksums",
    )
    one.add_argument("--release", metavar="ID", help="缺省为当前版本 / default: the one in service")
    one.add_argument("--graph", metavar="NAME", help="一个图：IRI，或文件id等图名 / one named graph")
    one.add_argument("--on", metavar="DAY", help="只要该日有效的，YYYY-MM-DD / only what holds that day")
    one.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="缺省为标准输出 / default: stdout; - too"
    )
    pack = one.add_mutually_exclusive_group()
    pack.add_argument("--gzip", dest="compression", action="store_const", const="gzip")
    pack.add_argument("--zstd", dest="compression", action="store_const", const="zstd")
    one.set_defaults(run=export)


def export(given: argparse.Namespace) -> int:
    """Write what is asked for. Raises BadRequest, ReleaseMissing, ReleaseDamaged; then no file is left behind."""
    from shuiguan.commands import say

    release = _release(given.releases, given.release)
    if given.all is not None:
        return _all(release, given)
    from outputs.export import compressed, write

    selection = _selection(release, given)
    with _target(given.output, given.compression) as out:
        with compressed(out, given.compression) as stream:
            count = write(release, given.format, selection, stream)
        out.flush()
    say(f"版本 {release.id}，{count} 条 / release {release.id}, {count} quads")
    if count == 0:
        say("所选为空 / the selection is empty")
    return 0


def _release(folder: Path, key: str | None) -> Release:
    from graph.release import current, history

    if key is None:
        return current(folder)
    for one in history(folder):
        if one.id == key:
            return one
    raise ReleaseMissing(f"没有这个版本：{key}", f"no such release: {key}")


def _selection(release: Release, given: argparse.Namespace) -> Selection:
    from outputs.export import Selection, graph_iri, graph_names
    from queries.dates import read_day

    graph = graph_iri(graph_names(release), given.graph) if given.graph else None
    return Selection(graph, read_day(given.on) if given.on else None)


def _all(release: Release, given: argparse.Namespace) -> int:
    from graph.release import history
    from outputs.dataset import described, description
    from outputs.export import SUMS, write_all
    from outputs.rdf import TURTLE, document
    from shuiguan.commands import say

    folder: Path = given.all
    narrowed = [f"--{name}" for name in ("graph", "on", "output", "compression") if getattr(given, name)]
    if narrowed:
        raise BadRequest("--all", f"不能与{narrowed[0]}同用", f"not together with {narrowed[0]}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest("--all", f"不是空文件夹：{folder}", f"not an empty folder: {folder}")
    say(f"写出版本 {release.id} / writing release {release.id}")
    files = write_all(release, folder)
    statements = description(described(release), files, history(given.releases))
    data = document(statements, TURTLE.media_type)
    (folder / "dataset.ttl").write_bytes(data)
    with (folder / SUMS).open("a", encoding="utf-8") as sums:
        sums.write(f"{hashlib.sha256(data).hexdigest()}  dataset.ttl\n")
    say(f"{len(files)} 个文件，校验和见 {SUMS} / {len(files)} files, checksums in {SUMS}")
    return 0


@contextmanager
def _target(output: Path | None, compression: Compression | None) -> Iterator[IO[bytes]]:
    """Where to write; a file takes its place only when it is complete. A device or a pipe is written to, not replaced."""
    if output is None or str(output) == "-":
        if compression and sys.stdout.isatty():
            raise BadRequest("--output", "压缩数据不能写到终端", "compressed data does not go to a terminal")
        yield sys.stdout.buffer
        return
    if output.is_char_device() or output.is_fifo():
        with output.open("wb") as there:
            yield there
        return
    try:
        scratch = tempfile.NamedTemporaryFile(dir=output.parent, prefix=".export-", delete=False)  # noqa: SIM115
    except OSError as error:
        raise BadRequest("--output", f"不能写：{output}（{error.strerror}）", f"cannot write {output}: {error.strerror}") from error  # fmt: skip
    try:
        with scratch:
            yield scratch.file
        Path(scratch.name).chmod(0o644)
        Path(scratch.name).replace(output)
    except BaseException:
        Path(scratch.name).unlink(missing_ok=True)
        raise
