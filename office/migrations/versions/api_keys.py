"""API keys of the office, and the record of who made and revoked them, which is only ever appended to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office.migrations.versions.ledger import append_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("scopes", sa.Text),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("made_because", sa.Text, nullable=False),
        sa.Column("ends_on", sa.String(10)),
        sa.Column("revoked_by", sa.String(200)),
        sa.Column("revoked_at", sa.String(40)),
        sa.Column("revoked_because", sa.Text),
    )
    op.create_table(
        "key_event",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.UniqueConstraint("key", "action", name="uq_key_event_key_action"),
    )
    for statement in append_only(op.get_bind().dialect.name, "key_event", ("seq", "key, action")):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("key_event")
    op.drop_table("api_key")
