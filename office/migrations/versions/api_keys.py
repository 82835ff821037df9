"""API keys of the office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
        sa.Column("ends_on", sa.String(10)),
        sa.Column("revoked_by", sa.String(200)),
        sa.Column("revoked_at", sa.String(40)),
        sa.Column("revoked_because", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("api_key")
