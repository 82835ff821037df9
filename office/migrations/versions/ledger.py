"""The ledger: events that are only ever appended, and what they add up to per matter."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = "the ledger is append-only"
UNIQUE = ("seq", "matter, version", "actor, request, request_part", "previous", "digest")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("request", sa.String(200)),
        sa.Column("request_part", sa.Integer),
        sa.Column("request_digest", sa.String(64)),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("matter", "version", name="uq_event_matter_version"),
        sa.UniqueConstraint("actor", "request", "request_part", name="uq_event_actor_request_request_part"),
        sa.UniqueConstraint("previous", name="uq_event_previous"),
        sa.UniqueConstraint("digest", name="uq_event_digest"),
        sa.CheckConstraint("seq >= 1", name="ck_event_seq"),
        sa.CheckConstraint("version >= 1", name="ck_event_version"),
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False, index=True),
        sa.Column("topic", sa.String(80), index=True),
        sa.Column("place", sa.String(40), nullable=False, index=True),
        sa.Column("source_number", sa.String(200), index=True),
        sa.Column("decision", sa.String(80), index=True),
        sa.Column("content", sa.Text, nullable=False),
    )
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
        )
    for statement in append_only(dialect, "event", UNIQUE):
        op.execute(statement)


def append_only(dialect: str, table: str, unique: Sequence[str]) -> list[str]:
    """Statements after which the rows of a table can only be added to.

    SQLite's INSERT OR REPLACE deletes rows that conflict without asking the DELETE trigger, so an insert that
    conflicts on one of `unique` (columns with commas between) is refused before it does.
    """
    if dialect == "postgresql":
        return [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE "
        + " AND ".join(f"{column} = NEW.{column}" for column in columns.split(", "))
        + ")"
        for columns in unique
    )
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    ]


def downgrade() -> None:
    op.drop_table("matter")
    op.drop_table("event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
