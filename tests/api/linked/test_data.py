"""What documents are read from: read once per release, made again when it is gone."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from api.linked import data
from api.linked.data import Downloads, LinkedData
from api.linked.vocabulary import vocabulary_triples
from api.sparql.description import Described
from graph.publish import build_release
from graph.release import GRAPH_FILE, history, make_current
from outputs.export import SUMS
from tests.graph.test_release import small_corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small releases, the first in service."""
    folder = tmp_path / "releases"
    first, _ = (
        build_release(small_corpus(), {"corpus": n}, "code", folder, date(2026, 11, 22)) for n in "12"
    )
    make_current(folder, first.id)
    return folder


def test_the_endpoint_says_of_the_data_what_the_data_set_page_has_read(folder: Path) -> None:
    release = history(folder)[0]
    linked = LinkedData(folder)
    read = asyncio.run(linked.described.of(release))
    (release.folder / GRAPH_FILE).unlink()
    said = linked.said_by(release)(Described(NamedNode("http://e/"), BlankNode(), BlankNode()))
    assert list(said)[1:] == list(read.own)
    assert len(read.own) > 10


def test_the_vocabulary_is_parsed_once() -> None:
    assert vocabulary_triples() is vocabulary_triples()


def test_downloads_deleted_by_hand_are_made_again(folder: Path) -> None:
    release, downloads = history(folder)[0], Downloads(folder)

    async def made() -> list[str]:
        return [file.name for file in await downloads.of(release)]

    async def twice() -> tuple[list[str], list[str]]:
        before = await made()
        shutil.rmtree(downloads.folder)
        return before, await made()

    before, after = asyncio.run(twice())
    assert before == after and downloads.path(release, SUMS).exists()


def test_downloads_of_what_is_put_in_service_are_there_before_they_are_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "PAUSE", 0.05)
    first, second = history(folder)
    downloads = Downloads(folder)

    async def put_in_service() -> None:
        downloads.soon(first)
        downloads.soon(second)
        await asyncio.sleep(0.1)
        await downloads.close()

    asyncio.run(put_in_service())
    assert downloads.path(second, SUMS).exists()
    assert not downloads.path(first, SUMS).exists()


def test_nothing_is_begun_once_the_service_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "PAUSE", 0.05)
    downloads = Downloads(folder)

    async def start_and_end() -> None:
        downloads.soon(history(folder)[0])
        await downloads.close()
        await asyncio.sleep(0.1)

    asyncio.run(start_and_end())
    assert not downloads.folder.exists()


def test_downloads_that_cannot_be_made_are_told_in_the_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(data, "PAUSE", 0)
    release, downloads = history(folder)[0], Downloads(folder)
    (release.folder / GRAPH_FILE).unlink()

    async def started() -> None:
        downloads.soon(release)
        await asyncio.sleep(0.05)
        await downloads.close()

    asyncio.run(started())
    assert release.id in caplog.text


def test_downloads_of_releases_that_are_gone_go_when_others_are_made(folder: Path) -> None:
    first, second = history(folder)
    downloads = Downloads(folder)

    async def all_of() -> None:
        await downloads.of(first)
        shutil.rmtree(first.folder)
        await downloads.of(second)

    asyncio.run(all_of())
    assert [path.name for path in downloads.folder.iterdir()] == [second.id]
