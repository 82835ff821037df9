"""Make a release beside the one in service whose tables say otherwise, without building anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from graph.release import MANIFEST_FILE, TABLES_FILE, Release
from graph.tables import Tables, encode_tables


def write_older(
    releases: Path, key: str, change: Callable[[Tables], Tables] = lambda tables: tables
) -> Release:
    """A copy of the current release under `key`, with its tables changed and its manifest in order."""
    source = (releases / "current").resolve()
    folder = releases / key
    shutil.copytree(source, folder)
    tables = Release(source, source.name).tables()
    return write_tables(folder, encode_tables(change(msgspec.structs.replace(tables, release=key))))


def write_tables(folder: Path, data: bytes) -> Release:
    """Put `data` in the place of a release's tables, as its manifest says."""
    (folder / TABLES_FILE).write_bytes(data)
    manifest = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    manifest["id"] = folder.name
    manifest["files"][TABLES_FILE] = hashlib.sha256(data).hexdigest()
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")
    return Release(folder, folder.name)
