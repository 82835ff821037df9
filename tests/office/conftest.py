"""An office over a tiny release, on SQLite and, where it can be had, on PostgreSQL; and the same over HTTP."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from graph.publish import build_release
from office.codes import Role
from office.database import open_engine
from office.migrations import upgrade
from office.service import Office
from tests.office.client import NOW, Client, client_as, desk_of
from tests.office.postgres import scratch_server, server_programs
from tests.office.tiny import TODAY, tiny_corpus


@pytest.fixture(scope="session")
def tiny_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny release, to be copied."""
    folder = tmp_path_factory.mktemp("tiny") / "releases"
    build_release(tiny_corpus(), {"corpus": "tiny"}, "code", folder, TODAY)
    return folder


def copy_of(releases: Path, to: Path) -> Path:
    """A folder of releases that a test may change."""
    return Path(shutil.copytree(releases, to, symlinks=True))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a scratch PostgreSQL database. Skips visibly without PostgreSQL; in CI that is a failure."""
    programs = server_programs()
    if programs is None:
        message = "PostgreSQL is not installed; the tests of the ledger on it are left out"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with scratch_server(programs) as url:
        yield url


def emptied(url: str) -> str:
    """The same PostgreSQL database with nothing in it."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.sqlite'}"
    return emptied(request.getfixturevalue("postgres"))


def office_on(url: str, releases: Path) -> Office:
    """An office whose tables are made."""
    engine = open_engine(url)
    upgrade(engine)
    return Office(engine, releases)


@pytest.fixture
def office(tiny_release: Path, tmp_path: Path) -> Office:
    """An office on SQLite with an empty ledger."""
    return office_on(str(tmp_path / "office.sqlite"), copy_of(tiny_release, tmp_path / "releases"))


@pytest.fixture
def either(database: str, tiny_release: Path, tmp_path: Path) -> Iterator[Office]:
    """An office with an empty ledger, on either engine."""
    office = office_on(database, copy_of(tiny_release, tmp_path / "releases"))
    yield office
    office.ledger.engine.dispose()


@pytest.fixture
def http(tiny_release: Path, tmp_path: Path) -> Iterator[TestClient]:
    releases = copy_of(tiny_release, tmp_path / "releases")
    settings = Settings(releases=releases, office_url=str(tmp_path / "office.db"), follow_seconds=0)
    app = create_app(settings)
    service: Service = app.state.service
    service.today = lambda: NOW.date()
    desk_of(app.state.office).now = lambda: NOW
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def clerk(http: TestClient) -> Client:
    return client_as(http, Role.CLERK, "经办甲")


@pytest.fixture
def approver(http: TestClient) -> Client:
    return client_as(http, Role.APPROVER, "审批乙")
