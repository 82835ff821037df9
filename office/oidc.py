"""Bearer tokens of the organisation's own login service (OpenID Connect), by configuration.

A token counts when it is signed by a key of the issuer, names issuer and audience, and has not run out. Signatures
with a shared secret and unsigned tokens are never taken. Which names of the token's role claim mean which role of
the office is configured; others are ignored.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet

from office.access import Principal
from office.codes import Role

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 30
FETCH_SECONDS = 5
# New keys are looked for when a token does not verify, but not more often than this; where they cannot be had,
# after twice as long each time.
RENEW_SECONDS, RETRY_SECONDS, LONGEST_RETRY_SECONDS = 60, 5, 300
LARGEST = 1_000_000

log = logging.getLogger("shuiguan")


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
        self._next_try: datetime | None = None
        self._failures = 0
        self._fetching = Lock()

    def principal(self, token: str, now: datetime) -> Principal:
        """Who the token names, with the roles the office knows; maybe none. Raises TokenRefused."""
        try:
            claims = self._claims(token, now)
        except Exception as error:  # whatever a stranger's token does to the library, it is a refused token
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
        keys = self._keys or self._renewed(None, now)
        try:
            return jwt.decode(token, keys, algorithms=list(ALGORITHMS))
        except Exception:
            # The issuer may have changed its keys.
            renewed = self._renewed(keys, now)
            if renewed is keys:
                raise
            return jwt.decode(token, renewed, algorithms=list(ALGORITHMS))

    def _renewed(self, known: KeySet | None, now: datetime) -> KeySet:
        """Keys newer than `known`, or `known` where none can be had now. Raises TokenRefused where there are none."""
        # Where there are keys nobody waits for newer ones that another request is already fetching.
        if not self._fetching.acquire(blocking=known is None):
            assert known is not None
            return known
        try:
            if self._keys is known and (self._next_try is None or now >= self._next_try):
                self._fetch_keys(now)
        finally:
            self._fetching.release()
        if self._keys is None:
            raise TokenRefused("the issuer's keys cannot be had")
        return self._keys

    def _fetch_keys(self, now: datetime) -> None:
        """Take up the issuer's keys; those known stay where that fails."""
        try:
            self._keys = KeySet.import_key_set(json.loads(self._fetch(self.config.keys)))
            self._failures, wait = 0, RENEW_SECONDS
        except Exception as error:
            wait = min(RETRY_SECONDS << min(self._failures, 10), LONGEST_RETRY_SECONDS)
            self._failures += 1
            log.warning("the keys of %s cannot be had: %s", self.config.issuer, error)
        self._next_try = now + timedelta(seconds=wait)


def fetch_keys(address: str) -> bytes:
    """The key set from a file or an https address. Raises OSError, or ValueError for another kind of address."""
    if "://" not in address:
        return Path(address).read_bytes()
    if not address.startswith("https://"):
        raise ValueError("keys are read from a file or over https")
    with urllib.request.urlopen(address, timeout=FETCH_SECONDS) as answer:  # the operator's own address
        return bytes(answer.read(LARGEST))
