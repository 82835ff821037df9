"""API keys: shown once, kept as an argon2 hash, with roles, scopes and an end, revocable at once.

A key reads `shuiguan_<id>_<secret>`. Whoever reads the database learns no key from it. Who made and revoked which key,
when and why, is appended to a table of its own that the database lets nobody change.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

from graph.errors import BadRequest
from office.access import Operation, Principal, operation
from office.codes import Role
from office.database import METADATA, lock_for_writing, reading
from office.errors import NotAllowed, UnknownKey
from office.events import canonical

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
    Column("made_because", Text, nullable=False),
    Column("ends_on", String(10)),
    Column("revoked_by", String(200)),
    Column("revoked_at", String(40)),
    Column("revoked_because", Text),
)
# Append-only, as the ledger's events are.
KEY_EVENT = Table(
    "key_event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String(16), nullable=False),
    Column("action", String(16), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("key", "action"),
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
    made_because: str
    ends_on: date | None
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_because: str | None

    def holds(self, on: date) -> bool:
        return self.revoked_at is None and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True)
class KeyEvent:
    """One entry of the record: `action` is make or revoke, `granted` what the key was given when it was made."""

    seq: int
    key: str
    action: str
    actor: str
    at: datetime
    reason: str
    granted: str


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
        reason: str,
        scopes: Collection[Operation] | None = None,
        ends_on: date | None = None,
        within: Collection[Operation] | None = None,
    ) -> tuple[str, KeyEntry]:
        """A new key, whole, this once. `within` are the scopes of the key that asks for it; None: it has none.

        Raises BadRequest without a holder, a role or a reason, NotAllowed for scopes beyond `within`.
        """
        if not holder.strip() or not roles:
            raise BadRequest(
                "roles", "密钥要有持有人和至少一个角色", "a key has a holder and at least one role"
            )
        if not reason.strip():
            raise BadRequest("reason", "发密钥要写明理由", "making a key needs a reason")
        _check_scopes(scopes, within)
        key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": key,
            "holder": holder.strip()[:200],
            "roles": " ".join(sorted(roles)),
            "scopes": None if scopes is None else " ".join(sorted(scopes)),
            "hash": self._hasher.hash(secret),
            "made_by": by,
            "made_at": at.isoformat(timespec="seconds"),
            "made_because": reason.strip(),
            "ends_on": ends_on.isoformat() if ends_on else None,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(KEY).values(**row))
            _record(connection, key, "make", by, at, reason, granted_to(row))
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

    def events(self, after: int = 0, limit: int = 1000) -> list[KeyEvent]:
        """The record of what was done to keys, in order, from the one behind number `after` on."""
        query = select(KEY_EVENT).where(KEY_EVENT.c.seq > after).order_by(KEY_EVENT.c.seq).limit(limit)
        with reading(self.engine) as connection:
            return [
                KeyEvent(
                    row["seq"], row["key"], row["action"], row["actor"], datetime.fromisoformat(row["at"]),
                    row["reason"], row["content"],
                )
                for row in connection.execute(query).mappings()
            ]  # fmt: skip

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
            standing = (KEY.c.id == key) & KEY.c.revoked_at.is_(None)
            if connection.execute(update(KEY).where(standing).values(**values)).rowcount:
                _record(connection, key, "revoke", by, at, reason)
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


def granted_to(row: Mapping[str, object]) -> str:
    """What a key was given, as its record keeps it."""
    return canonical({name: row[name] for name in ("holder", "roles", "scopes", "ends_on")})


def _check_scopes(scopes: Collection[Operation] | None, within: Collection[Operation] | None) -> None:
    """A key whose use is narrowed makes no key that may do more than it may itself."""
    if within is None or (scopes is not None and set(scopes) <= set(within)):
        return
    may = ", ".join(sorted(within))
    raise NotAllowed(
        f"有范围的密钥只能发同范围内的密钥，须写明scopes，不超出：{may}",
        f"a key with scopes makes only keys with scopes within its own: {may}",
    )


def _record(
    connection: Connection, key: str, action: str, actor: str, at: datetime, reason: str, granted: str = "{}"
) -> None:
    lock_for_writing(connection)
    last = connection.execute(select(func.max(KEY_EVENT.c.seq))).scalar()
    connection.execute(
        insert(KEY_EVENT).values(
            seq=(last or 0) + 1, key=key, action=action, actor=actor, at=at.isoformat(timespec="seconds"),
            reason=reason.strip(), content=granted,
        )
    )  # fmt: skip


def _entry(row: RowMapping) -> KeyEntry:
    return KeyEntry(
        id=row["id"],
        holder=row["holder"],
        roles=tuple(Role(word) for word in row["roles"].split()),
        scopes=None if row["scopes"] is None else tuple(operation(word) for word in row["scopes"].split()),
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        made_because=row["made_because"],
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        revoked_by=row["revoked_by"],
        revoked_at=datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None,
        revoked_because=row["revoked_because"],
    )
