"""One real release for the whole run, and the folder of texts where it is at hand."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from graph.corpus import Corpus
from graph.publish import build_release, digest_of_code, digests_of_corpus
from graph.release import Release, history, make_current
from graph.tables import Tables
from loaders.corpus import read_corpus
from queries.examples import stored_examples
from queries.lookup import Lookup

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 11, 22)
# The same examples in every run, however long each takes; `--hypothesis-profile default` looks for new ones.
settings.load_profile("ci")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def releases(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A folder with the release of this checkout; kept between runs, since its id is a digest of its inputs."""
    assert pytestconfig.cache is not None
    kept = pytestconfig.cache.mkdir("releases")
    name = build_kept(corpus, kept)
    # Tests may add releases or switch; the kept folder is only copied from.
    folder = tmp_path_factory.mktemp("releases")
    shutil.copytree(kept / name, folder / name)
    make_current(folder, name)
    return folder


def build_kept(corpus: Corpus, folder: Path) -> str:
    sources = digests_of_corpus(ROOT / "corpus")
    code, examples = digest_of_code(ROOT), stored_examples()
    name = build_release(corpus, sources, code, folder, TODAY, examples=examples).id
    for older in history(folder):
        if older.id != name:
            shutil.rmtree(older.folder)
    return name


@pytest.fixture(scope="session")
def release(releases: Path) -> Release:
    return Release((releases / "current").resolve(), (releases / "current").resolve().name)


@pytest.fixture(scope="session")
def tables(release: Release) -> Tables:
    return release.tables()


@pytest.fixture(scope="session")
def lookup(tables: Tables) -> Lookup:
    return Lookup(tables)


@pytest.fixture(scope="session")
def sources() -> Path:
    folder = SHARED / "sources" / "laws"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the texts to check against are missing")
    return folder


@pytest.fixture(scope="session")
def eval_sets() -> Path:
    folder = SHARED / "eval"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the evaluation sets are missing")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the founding documents are missing")
    return folder


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    """A corpus that a test may change."""
    return shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
