"""Settings of the service, read once from the environment (`SHUIGUAN_…`) in `create_app`."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from api.sparql.config import Limits

LIMITS = Limits()


class Settings(BaseSettings):
    """Each setting is documented in `docs/operations.md`; a test holds the two lists equal."""

    model_config = SettingsConfigDict(env_prefix="SHUIGUAN_", frozen=True, extra="ignore")

    releases: Path = Path("releases")
    cors_origins: tuple[str, ...] = ("*",)
    batch_limit: int = 100
    body_limit: int = 2_000_000
    cache_size: int = 4096
    follow_seconds: float = 2.0
    older_releases: int = 2
    sparql_seconds: float = LIMITS.seconds
    sparql_rows: int = LIMITS.rows
    sparql_memory: int = LIMITS.memory_bytes
    sparql_workers: int = LIMITS.workers
    sparql_plain: bool = False
    office_url: str | None = None
    oidc_issuer: str | None = None
    oidc_audience: str = "shuiguan"
    oidc_keys: str = ""
    oidc_roles: dict[str, str] = {}
    oidc_roles_claim: str = "roles"
    webhooks: dict[str, str] = {}
