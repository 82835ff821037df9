"""Migrations of the ledger's tables, by Alembic; `upgrade` brings a database to the newest ones."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from office.database import reading


def upgrade(engine: Engine, to: str = "head") -> None:
    """Make or change the tables. Does nothing where they are as they should be."""
    with engine.begin() as connection:
        command.upgrade(_config(connection=connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Go back to an older revision, `base` for none. What only the newer tables held is lost."""
    with engine.begin() as connection:
        command.downgrade(_config(connection=connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those this code expects."""
    with reading(engine) as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory.from_config(_config()).get_current_head()


def _config(**attributes: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes.update(attributes)
    return config
