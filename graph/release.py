"""Releases on disk: immutable folders, one of them current; rolled back by pointing at an older one.

releases/
  current -> 3f2a…/        the release in service
  3f2a…/
    graph.nq.zst           canonical N-Quads: sorted lines
    tables.msgpack         what the lookup reads
    manifest.json          id, digests of inputs and files, counts
    validation.txt         the SHACL report, readable
    quotations.bin         words of the provisions, where the texts were at hand
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import zstandard
from pyoxigraph import RdfFormat, Store

from graph.errors import ReleaseDamaged, ReleaseMissing, UnknownRelease
from graph.on_disk import sync_folder
from graph.quotation import QuotationFile
from graph.tables import Tables, decode_tables

GRAPH_FILE, TABLES_FILE, MANIFEST_FILE, REPORT_FILE = (
    "graph.nq.zst",
    "tables.msgpack",
    "manifest.json",
    "validation.txt",
)
QUOTATIONS_FILE = "quotations.bin"


@dataclass(frozen=True)
class Release:
    """A release on disk."""

    folder: Path
    id: str

    def tables(self) -> Tables:
        """The lookup tables. Raises ReleaseDamaged when they do not match the manifest, or are of other code."""
        data = self._checked(TABLES_FILE)
        try:
            return decode_tables(data)
        except msgspec.MsgspecError as error:
            raise ReleaseDamaged(
                f"版本{self.id}由另一版程序生成，现在的代码读不了；请重新运行 shuiguan build",
                f"release {self.id} was made by other code and cannot be read by this one ({error}); run shuiguan build again",
            ) from error

    def quotations(self) -> QuotationFile | None:
        """The quotations; None when the release was built without texts. Raises ReleaseDamaged."""
        if not (self.folder / QUOTATIONS_FILE).exists():
            return None
        self._checked(QUOTATIONS_FILE)
        return QuotationFile(self.folder / QUOTATIONS_FILE)

    def nquads(self) -> bytes:
        """The whole graph as canonical N-Quads."""
        return zstandard.ZstdDecompressor().decompress(self._checked(GRAPH_FILE))

    def open_nquads(self) -> BinaryIO:
        """The canonical N-Quads as a stream; whoever opens it closes it."""
        compressed = io.BytesIO(self._checked(GRAPH_FILE))
        stream = zstandard.ZstdDecompressor().stream_reader(compressed, closefd=True)
        return io.BufferedReader(cast(io.RawIOBase, stream), 1 << 20)

    def manifest(self) -> dict[str, object]:
        text = (self.folder / MANIFEST_FILE).read_text("utf-8")
        return dict(json.loads(text))

    def store(self) -> Store:
        """The graph in memory."""
        store = Store()
        store.bulk_load(self.nquads(), format=RdfFormat.N_QUADS)
        return store

    def is_whole(self) -> bool:
        """Whether it is there with every file as its manifest says; a power cut may have torn one."""
        try:
            files = self.manifest()["files"]
            assert isinstance(files, dict)
            for name in files:
                self._checked(name)
        except (OSError, ValueError, KeyError, AssertionError, ReleaseDamaged):
            return False
        return True

    def _checked(self, name: str) -> bytes:
        data = (self.folder / name).read_bytes()
        files = self.manifest()["files"]
        if not isinstance(files, dict) or files.get(name) != hashlib.sha256(data).hexdigest():
            raise ReleaseDamaged(
                f"版本{self.id}的{name}与清单不符", f"{name} of release {self.id} does not match its manifest"
            )
        return data


def current(releases: Path) -> Release:
    """The release in service. Raises ReleaseMissing when none has been built."""
    link = releases / "current"
    if not (link / MANIFEST_FILE).exists():
        raise ReleaseMissing(
            "还没有可用版本，请先运行 shuiguan build", "there is no release yet; run shuiguan build first"
        )
    folder = link.resolve()
    return Release(folder, folder.name)


def history(releases: Path) -> list[Release]:
    """All releases on disk, by id."""
    if not releases.is_dir():
        return []
    return [
        Release(folder, folder.name)
        for folder in sorted(releases.iterdir())
        if folder.is_dir() and not folder.is_symlink() and (folder / MANIFEST_FILE).exists()
    ]


def named(releases: Path, key: str) -> Release:
    """The release with this id. Raises UnknownRelease where it is not there."""
    found = next((one for one in history(releases) if one.id == key), None)
    if found is None:
        raise UnknownRelease(key)
    return found


def make_current(releases: Path, key: str) -> Release:
    """Put a release into service in one atomic step; rolling back is the same call with an older id."""
    folder = releases / key
    if not (folder / MANIFEST_FILE).exists():
        raise ReleaseMissing(f"没有这个版本：{key}", f"no such release: {key}")
    scratch = releases / f".current-{os.getpid()}"
    scratch.unlink(missing_ok=True)
    scratch.symlink_to(key)
    scratch.replace(releases / "current")
    sync_folder(releases)
    return Release(folder, key)
