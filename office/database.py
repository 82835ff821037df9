"""The database of the ledger: SQLite in one file, or PostgreSQL by URL, with the same tables.

SQLite runs in WAL mode with `synchronous=FULL`, so that what was acknowledged outlives a power cut too;
every transaction begins with BEGIN IMMEDIATE, for a reader that turns writer may otherwise fail.
It must not lie on a network file system.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.pool import NullPool

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
# Append-only: triggers made by the migration refuse UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE. `previous` is unique, so
# that the chain cannot fork whatever happens to locks.
EVENT = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("matter", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(32), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("reason", Text),
    Column("content", Text, nullable=False),
    Column("request", String(200)),
    Column("request_part", Integer),
    Column("request_digest", String(64)),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("matter", "version"),
    UniqueConstraint("actor", "request", "request_part"),
    UniqueConstraint("previous"),
    UniqueConstraint("digest"),
    CheckConstraint("seq >= 1", name="seq"),
    CheckConstraint("version >= 1", name="version"),
)
# What the events add up to, for lists and searches; it can be thrown away and made again.
MATTER = Table(
    "matter",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(32), nullable=False, index=True),
    Column("topic", String(80), index=True),
    Column("place", String(40), nullable=False, index=True),
    Column("source_number", String(200), index=True),
    Column("decision", String(80), index=True),
    Column("content", Text, nullable=False),
)
# Any fixed number: writers to one ledger take turns by it.
ADVISORY_LOCK = 7_361_902_114
READING = "shuiguan_reading"


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; a bare path is a SQLite file."""
    if "://" not in url:
        url = f"sqlite:///{Path(url).absolute()}"
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: it sees one state of the ledger and keeps no writer waiting."""
    with engine.connect().execution_options(**{READING: True}) as connection:
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, in which several queries see one state of the ledger on either database.

    Text that is no UTF-8, as somebody may have put there, is read with escapes in its place.
    """
    if engine.dialect.name == "postgresql":
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
    else:
        options = {READING: True}
    with engine.connect().execution_options(**options) as connection:
        if engine.dialect.name == "sqlite":
            # The pool keeps no connection, so this holds for this one transaction.
            driver: Any = connection.connection.driver_connection
            driver.text_factory = lambda data: data.decode("utf-8", "backslashreplace")
        yield connection


def lock_for_writing(connection: Connection) -> None:
    """Wait until no other writer appends; held to the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY_LOCK})
