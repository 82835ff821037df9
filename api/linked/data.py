"""What documents are read from: the graph of the release in service, and its files for download.

The graph is loaded when the first document is asked for. Documents do not go through the SPARQL workers: two
researchers' long queries would hold up every page. Reading is by index look-ups in this process, in a thread.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import shutil
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request
from pyoxigraph import NamedNode, RdfFormat, Store, Triple
from starlette.concurrency import run_in_threadpool

from api.sparql.description import Described as EndpointNodes
from api.sparql.description import More
from graph.dataset_graph import DATASET, RDFS
from graph.errors import ReleaseDamaged
from graph.release import Release, history
from outputs.dataset import Described, described
from outputs.export import SUMS, File, files_in
from queries.thing import Things

ROOT = Path(__file__).resolve().parent.parent.parent
Read = TypeVar("Read")
# Graphs kept in memory: of the release in service, and of an older one that is asked for by name.
GRAPHS = 2
# Seconds: a start has other work to do first, and decisions of the office come one after another.
PAUSE = 2.0

log = logging.getLogger("shuiguan")


class PerRelease(Generic[Read]):
    """Something read once per release, in a thread; those of the last releases asked for are kept."""

    def __init__(self, read: Callable[[Release], Read], most: int = 1) -> None:
        self._read = read
        self._most = most
        self._one_waits = asyncio.Lock()
        self._one_reads = Lock()
        self._order = Lock()
        self._kept: OrderedDict[str, Read] = OrderedDict()

    async def of(self, release: Release) -> Read:
        """Raises ReleaseDamaged."""
        kept = self._known(release)
        if kept is not None:
            return kept
        async with self._one_waits:
            return await run_in_threadpool(self.now, release)

    def now(self, release: Release) -> Read:
        """The same in a thread that may wait. Raises ReleaseDamaged."""
        with self._one_reads:
            kept = self._known(release)
            if kept is not None:
                return kept
            read = self._read(release)
            with self._order:
                self._kept[release.id] = read
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return read

    def _known(self, release: Release) -> Read | None:
        with self._order:
            if release.id in self._kept:
                self._kept.move_to_end(release.id)
            return self._kept.get(release.id)


class Downloads:
    """The files of each release, made by a process of their own, beside the releases.

    They are made soon after a release is put in service, and those of another when they are asked for. Where that
    folder cannot be written they are made in one of our own for as long as the process lives.
    """

    def __init__(self, releases: Path) -> None:
        self.releases = releases
        self.folder = releases / ".downloads" if os.access(releases, os.W_OK) else _scratch()
        self._lock = asyncio.Lock()
        self._known: dict[str, list[File]] = {}
        self._pause: asyncio.TimerHandle | None = None
        self._making: set[asyncio.Task[None]] = set()

    def soon(self, release: Release) -> None:
        """Make the files in a while, so that nobody has to wait for them; of several in a row those of the last."""
        if self._pause is not None:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(PAUSE, self._begin, release)

    def _begin(self, release: Release) -> None:
        task = asyncio.get_running_loop().create_task(self._made(release))
        self._making.add(task)
        task.add_done_callback(self._making.discard)

    async def _made(self, release: Release) -> None:
        try:
            await self.of(release)
        except (ReleaseDamaged, OSError) as error:
            # Whoever asks for them is told; they are tried again then.
            log.warning("the downloads of %s are not made yet: %s", release.id, error)

    async def close(self) -> None:
        """Begin no more, and see what is under way to its end."""
        if self._pause is not None:
            self._pause.cancel()
        await asyncio.gather(*self._making, return_exceptions=True)

    async def of(self, release: Release) -> list[File]:
        """The files, made if need be. Raises ReleaseDamaged when they cannot be."""
        async with self._lock:
            if not self.path(release, SUMS).exists():
                self._known.pop(release.id, None)
                await run_in_threadpool(self._clear)
                await self._make(release)
            if release.id not in self._known:
                self._known[release.id] = files_in(self.folder / release.id)
            return self._known[release.id]

    def path(self, release: Release, name: str) -> Path:
        return self.folder / release.id / name

    def _clear(self) -> None:
        """Remove the files of releases that are gone."""
        kept = {one.id for one in history(self.releases)}
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            # Hidden ones are being written.
            if folder.name not in kept and not folder.name.startswith("."):
                shutil.rmtree(folder, ignore_errors=True)
                self._known.pop(folder.name, None)

    async def _make(self, release: Release) -> None:
        arguments = (str(self.releases.resolve()), release.id, str((self.folder / release.id).resolve()))
        making = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "outputs.export", *arguments, stdin=asyncio.subprocess.DEVNULL, cwd=ROOT
        )
        if await making.wait() != 0:
            raise ReleaseDamaged(
                f"版本{release.id}的下载文件未能生成",
                f"the downloads of release {release.id} could not be made",
            )


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="shuiguan-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class LinkedData:
    """Everything that documents need."""

    def __init__(self, releases: Path) -> None:
        self.things: PerRelease[Things] = PerRelease(_things, GRAPHS)
        self.described: PerRelease[Described] = PerRelease(described)
        self.downloads = Downloads(releases)

    def said_by(self, release: Release) -> More:
        """What the service description of `/sparql` says of the data: partitions, examples, prefixes, licence."""

        @cache
        def own() -> tuple[Triple, ...]:
            return self.described.now(release).own

        def more(nodes: EndpointNodes) -> list[Triple]:
            about = Triple(nodes.dataset, NamedNode(f"{RDFS}seeAlso"), NamedNode(DATASET))
            return [about, *own()]

        return more


def _things(release: Release) -> Things:
    store = Store()
    with release.open_nquads() as stream:
        store.bulk_load(stream, format=RdfFormat.N_QUADS)
    return Things(store)


def linked_of(request: Request) -> LinkedData:
    linked = request.app.state.linked
    assert isinstance(linked, LinkedData)
    return linked


LinkedDep = Annotated[LinkedData, Depends(linked_of)]
