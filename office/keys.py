"""API keys: shown once, kept as an argon2 hash, with roles, scopes and an end, revocable at once.

A key reads `shuiguan_<id>_<secret>`. Whoever reads the database learns no key from it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Column, Engine, RowMapping, String, Table, Text, insert, select, update

from graph.errors import BadRequest
from office.access import Operation, Principal, operation
from office.codes import Role
from office.database import METADATA, reading
from office.errors import UnknownKey

PREFIX = "shuiguan"
KEY = Table(
    "api_key",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("scopes", Text),
    Column("hash", String(200), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("ends_on", String(10)),
    Column("revoked_by", String(200)),
    Column("revoked_at", String(40)),
    Column("revoked_because", Text),
)
REMEMBERED = 256


@dataclass(frozen=True)
class KeyEntry:
    """A key as it may be shown: everything but the secret. It holds to the day before `ends_on`."""

    id: str
    holder: str
    roles: tuple[Role, ...]
    scopes: tuple[Operation, ...] | None
    made_by: str
    made_at: datetime
    ends_on: date | None
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_because: str | None

    def holds(self, on: date) -> bool:
        return self.revoked_at is None and (self.ends_on is None or on < self.ends_on)


class Keys:
    """The keys of one ledger's database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._hasher = PasswordHasher()
        # A hash takes tens of milliseconds on purpose; a secret that was right once is known again by its digest.
        # Whether the key still holds is read from the database every time.
        self._verified: OrderedDict[bytes, str] = OrderedDict()

    def make(
        self,
        holder: str,
        roles: Collection[Role],
        *,
        by: str,
        at: datetime,
        scopes: Collection[Operation] | None = None,
        ends_on: date | None = None,
    ) -> tuple[str, KeyEntry]:
        """A new key, whole, this once. Raises BadRequest without a holder or a role."""
        if not holder.strip() or not roles:
            raise BadRequest(
                "roles", "密钥要有持有人和至少一个角色", "a key has a holder and at least one role"
            )
        key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": key,
            "holder": holder.strip()[:200],
            "roles": " ".join(sorted(roles)),
            "scopes": None if scopes is None else " ".join(sorted(scopes)),
            "hash": self._hasher.hash(secret),
            "made_by": by,
            "made_at": at.isoformat(timespec="seconds"),
            "ends_on": ends_on.isoformat() if ends_on else None,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(KEY).values(**row))
        return f"{PREFIX}_{key}_{secret}", self.entry(key)

    def entry(self, key: str) -> KeyEntry:
        """Raises UnknownKey."""
        found = self._row(key)
        if found is None:
            raise UnknownKey(key)
        return _entry(found)

    def entries(self) -> list[KeyEntry]:
        """All keys, revoked ones too, oldest first."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(KEY).order_by(KEY.c.made_at, KEY.c.id)).mappings()
            return [_entry(row) for row in rows]

    def revoke(self, key: str, *, by: str, at: datetime, reason: str) -> KeyEntry:
        """From now on the key opens nothing; revoking again changes nothing. Raises UnknownKey, BadRequest."""
        if not reason.strip():
            raise BadRequest("reason", "撤销密钥要写明理由", "revoking a key needs a reason")
        values = {
            "revoked_by": by,
            "revoked_at": at.isoformat(timespec="seconds"),
            "revoked_because": reason.strip(),
        }
        with self.engine.begin() as connection:
            connection.execute(
                update(KEY).where(KEY.c.id == key, KEY.c.revoked_at.is_(None)).values(**values)
            )
        return self.entry(key)

    def principal(self, given: str, on: date) -> Principal | None:
        """Who holds this key; None when it is no key of ours, wrong, ended or revoked."""
        prefix, _, rest = given.partition("_")
        key, _, secret = rest.partition("_")
        row = self._row(key) if prefix == PREFIX and secret else None
        if row is None or not self._is_right(row["hash"], secret):
            return None
        entry = _entry(row)
        if not entry.holds(on):
            return None
        scopes = None if entry.scopes is None else frozenset(entry.scopes)
        return Principal(entry.holder, frozenset(entry.roles), scopes)

    def _row(self, key: str) -> RowMapping | None:
        with reading(self.engine) as connection:
            return connection.execute(select(KEY).where(KEY.c.id == key)).mappings().first()

    def _is_right(self, hashed: str, secret: str) -> bool:
        digest = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
        if self._verified.get(digest) == hashed:
            return True
        try:
            self._hasher.verify(hashed, secret)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False
        self._verified[digest] = hashed
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)
        return True


def _entry(row: RowMapping) -> KeyEntry:
    return KeyEntry(
        id=row["id"],
        holder=row["holder"],
        roles=tuple(Role(word) for word in row["roles"].split()),
        scopes=None if row["scopes"] is None else tuple(operation(word) for word in row["scopes"].split()),
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        revoked_by=row["revoked_by"],
        revoked_at=datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None,
        revoked_because=row["revoked_because"],
    )
