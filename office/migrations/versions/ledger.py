"""The ledger: events that are only ever appended, and what they add up to per matter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = "the ledger is append-only"


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
        sa.UniqueConstraint("request", "request_part", name="uq_event_request_request_part"),
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
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _append_only(dialect: str) -> list[str]:
    if dialect == "postgresql":
        return [
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
            "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER event_no_{change.lower()} BEFORE {change} ON event "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for change in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("matter")
    op.drop_table("event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
