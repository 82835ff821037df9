"""Folders of releases on disk: written whole or not at all, through a power cut too, by one writer at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(releases: Path) -> Iterator[None]:
    """One at a time switches releases in this folder, across threads and processes; a killed process frees it.

    Held while `current` moves, so that nobody puts into service what another has just overtaken. Not to be
    taken twice by one thread.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def scratch_folder(releases: Path, prefix: str) -> Iterator[Path]:
    """A folder to write a release into before it is put in its place; gone when that fails."""
    releases.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=prefix, dir=releases))
    scratch.chmod(0o755)
    try:
        yield scratch
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files so that they outlive a power cut once the folder does."""
    for name, data in files.items():
        with (folder / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """What was created, linked, renamed in a folder outlives a power cut from here on."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(scratch: Path, target: Path, prefix: str) -> None:
    """Put a written folder in its place; what stands there, as after a crash, goes. `prefix` as in `remove`."""
    if target.exists():
        remove(target, prefix)
    scratch.replace(target)
    sync_folder(target.parent)


def remove(folder: Path, prefix: str) -> None:
    """Remove a release in such a way that no half of one is ever left under its name.

    It is renamed first; what is left of it after a crash bears `prefix`, as other scratch folders do.
    """
    grave = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    folder.replace(grave)
    shutil.rmtree(grave)
