"""Bearer tokens of the organisation's own login service (OpenID Connect), by configuration.

A token counts when it is signed by a key of the issuer, names issuer and audience, and has not run out. Signatures
with a shared secret and unsigned tokens are never taken. Which names of the token's role claim mean which role of
the office is configured; others are ignored.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from office.access import Principal
from office.codes import Role

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 30
FETCH_SECONDS = 5
# New keys are looked for when a token names one that is not known, but not more often than this.
RENEW_SECONDS = 60
LARGEST = 1_000_000


@dataclass(frozen=True)
class OidcConfig:
    """`keys` is a file or an https address of the issuer's JSON Web Key Set, as its administrator names it."""

    issuer: str
    audience: str
    keys: str
    roles: Mapping[str, Role]
    roles_claim: str = "roles"
    name_claim: str = "sub"


class TokenRefused(Exception):
    """The token does not count; says why, for the log only."""


class TokenReader:
    """Reads tokens of one issuer."""

    def __init__(self, config: OidcConfig, fetch: Callable[[str], bytes] | None = None) -> None:
        self.config = config
        self._fetch = fetch or fetch_keys
        self._keys: KeySet | None = None
        self._read_at: datetime | None = None

    def principal(self, token: str, now: datetime) -> Principal:
        """Who the token names, with the roles the office knows; maybe none. Raises TokenRefused."""
        try:
            claims = self._claims(token, now)
        except (JoseError, ValueError, OSError) as error:
            raise TokenRefused(f"{type(error).__name__}: {error}") from error
        name = claims.get(self.config.name_claim)
        if not isinstance(name, str) or not name.strip():
            raise TokenRefused(f"the token has no {self.config.name_claim}")
        given = claims.get(self.config.roles_claim, [])
        words = given.split() if isinstance(given, str) else given if isinstance(given, list) else []
        roles = frozenset(
            self.config.roles[word] for word in words if isinstance(word, str) and word in self.config.roles
        )
        return Principal(name.strip()[:200], roles)

    def _claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        found = self._decoded(token, now)
        wanted = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.config.issuer},
            aud={"essential": True, "value": self.config.audience},
            exp={"essential": True},
        )
        wanted.validate(found.claims)
        return found.claims

    def _decoded(self, token: str, now: datetime) -> jwt.Token:
        try:
            return jwt.decode(token, self._known(now), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            # The issuer may have changed its keys.
            if not self._may_renew(now):
                raise
            self._keys = None
            return jwt.decode(token, self._known(now), algorithms=list(ALGORITHMS))

    def _known(self, now: datetime) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(json.loads(self._fetch(self.config.keys)))
            self._read_at = now
        return self._keys

    def _may_renew(self, now: datetime) -> bool:
        return self._read_at is not None and (now - self._read_at).total_seconds() >= RENEW_SECONDS


def fetch_keys(address: str) -> bytes:
    """The key set from a file or an https address. Raises OSError, or ValueError for another kind of address."""
    if "://" not in address:
        return Path(address).read_bytes()
    if not address.startswith("https://"):
        raise ValueError("keys are read from a file or over https")
    with urllib.request.urlopen(address, timeout=FETCH_SECONDS) as answer:  # the operator's own address
        return bytes(answer.read(LARGEST))
