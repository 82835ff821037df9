"""An office over a tiny release, on SQLite and, where it can be had, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph.codes import Certainty, InstrumentKind, Kind, Level, Part
from graph.corpus import Corpus
from graph.publish import build_release
from graph.records import Area, Body, BodyType, Duty, Instrument, Mandate, Party, Topic
from office.codes import Role
from office.database import open_engine
from office.migrations import upgrade
from office.requests import Actor, By
from office.service import Office
from tests.office.postgres import scratch_server, server_programs

TODAY = date(2026, 11, 22)
CLERK = Actor("经办甲", frozenset({Role.CLERK}))
APPROVER = Actor("审批乙", frozenset({Role.APPROVER}))
BOTH = Actor("主任丙", frozenset({Role.CLERK, Role.APPROVER}))
READER = Actor("查阅丁", frozenset({Role.READER}))


def by(actor: Actor, reason: str | None = None, key: str | None = None, day: date = TODAY) -> By:
    """An act at noon of a day in Shanghai."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone(timedelta(hours=8)))
    return By(actor=actor, at=at, reason=reason, key=key)


def tiny_corpus() -> Corpus:
    """One law that leaves night noise to a designation, names two leads for dust, and says nothing of smells."""

    def duty(at: str, topic: str, *parties: Party, key: str | None = None) -> Duty:
        return Duty(
            at=at, key=key, summary=f"{topic}的查处", topics=(topic,), kind=Kind.ENFORCEMENT, parties=parties
        )

    designated = Party(
        part=Part.PUNISHER, designated=True, by="government", as_written="政府指定的部门",
        candidates=("housing", "urban-management"), candidates_basis="practice",
    )  # fmt: skip
    law = Instrument(
        id="tiny-law", title="小法", cite="小法", en="Tiny Law", kind=InstrumentKind.LAW, work="tiny-law",
        in_force=date(2020, 1, 1),
        duties=(
            duty("art_1__para_1", "night-noise", designated),
            duty(
                "art_2__para_1",
                "dust",
                Party(part=Part.PUNISHER, type="housing"),
                Party(part=Part.PUNISHER, type="urban-management"),
            ),
            duty("art_3__para_1", "smoke", Party(part=Part.PUNISHER, type="ecology")),
        ),
    )  # fmt: skip
    types = {
        key: BodyType(id=key, zh=zh, en=key, statutory=zh + "主管部门")
        for key, zh in (
            ("ecology", "生态环境"),
            ("government", "人民政府"),
            ("housing", "住房城乡建设"),
            ("party-committee", "党委"),
            ("urban-management", "城市管理"),
        )
    }
    topics = {
        key: Topic(id=key, zh=zh, en=key, said=said)
        for key, zh, said in (
            ("dust", "扬尘污染", ("扬尘",)),
            ("night-noise", "夜间施工噪声", ("夜间施工", "半夜打桩")),
            ("odour", "恶臭异味", ("臭味", "恶臭")),
            ("smoke", "冒黑烟", ("黑烟",)),
        )
    }
    areas = {
        area.id: area
        for area in (
            Area(id="cn", zh="中华人民共和国", level=Level.NATIONAL),
            Area(id="cn-63", zh="青海省", level=Level.PROVINCE, within=("cn",)),
            Area(id="cn-6301", zh="西宁市", level=Level.PREFECTURE, within=("cn-63",)),
            Area(id="cn-630103", zh="城中区", level=Level.COUNTY, within=("cn-6301",)),
            Area(id="cn-630104", zh="城西区", level=Level.COUNTY, within=("cn-6301",)),
        )
    }
    bodies = {
        key: Body(id=key, zh=zh, en=key, area="cn-6301")
        for key, zh in (("xining-housing", "西宁市住建局"), ("xining-urban-management", "西宁市城管局"))
    }
    mandates = tuple(
        Mandate(body=f"xining-{kind}", acts_as=kind, area="cn-6301", certainty=Certainty.ASSUMED)
        for kind in ("housing", "urban-management")
    )
    return Corpus(
        instruments={law.id: law}, body_types=types, bodies=bodies, mandates=mandates, roles={},
        topics=topics, areas=areas, word_classes={}, heard={},
    )  # fmt: skip


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
