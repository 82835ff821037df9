"""Check the keys of the API against the record of who made and revoked them, when, why and with which roles.

That record is append-only by trigger and not in the ledger's chain: what is found is a key, or a line of the record,
that was changed, added or taken out by itself. Whoever may write to the database could change both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from office.keys import KEY, KEY_EVENT, granted_to
from queries.table import Words

Row = Mapping[str, Any]
MAKE, REVOKE = "make", "revoke"


def key_faults(connection: Connection) -> Iterator[Words]:
    """Gaps of the record, then every key that is not what its record says, by its id, then records of no key."""
    lines = [dict(row) for row in connection.execute(select(KEY_EVENT).order_by(KEY_EVENT.c.seq)).mappings()]
    if [row["seq"] for row in lines] != list(range(1, len(lines) + 1)):
        yield Words("密钥记录缺行", "lines of the record of keys are missing")
    record = {(row["key"], row["action"]): row for row in lines}
    for key in map(dict, connection.execute(select(KEY).order_by(KEY.c.id)).mappings()):
        made, revoked = record.pop((key["id"], MAKE), None), record.pop((key["id"], REVOKE), None)
        if not _is_made(key, made):
            yield Words(
                f"密钥{key['id']}与其发放记录不符（持有人、角色、范围、期限，何人何时为何发）",
                f"key {key['id']} is not what the record says was made: holder, roles, scopes, end, by whom, when, why",
            )
        if not _is_revoked(key, revoked):
            yield Words(
                f"密钥{key['id']}与其撤销记录不符",
                f"key {key['id']} is not as the record says of its revocation",
            )
    for name, action in record:
        yield Words(f"密钥记录（{action}）所记的{name}不存在", f"the record ({action}) is of no key: {name}")


def _is_made(key: Row, line: Row | None) -> bool:
    if line is None:
        return False
    try:
        granted = granted_to(key)
    except (TypeError, ValueError):  # somebody wrote what no key can hold
        return False
    given = (key["made_by"], key["made_at"], key["made_because"], granted)
    return given == (line["actor"], line["at"], line["reason"], line["content"])


def _is_revoked(key: Row, line: Row | None) -> bool:
    given = (key["revoked_by"], key["revoked_at"], key["revoked_because"])
    return given == ((line["actor"], line["at"], line["reason"]) if line else (None, None, None))
