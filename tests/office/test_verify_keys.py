"""A key, or a line of the record of keys, that was changed by itself is found: who had which role, and from when."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from office.access import Task
from office.codes import Role
from office.keys import Keys
from office.service import Office
from tests.office.tiny import CLERK, by

OFF = {
    "sqlite": ("DROP TRIGGER IF EXISTS key_event_no_update", "DROP TRIGGER IF EXISTS key_event_no_delete"),
    "postgresql": ("DROP TRIGGER IF EXISTS key_event_append_only ON key_event",),
}


@pytest.fixture
def kept(either: Office) -> Office:
    """An office with three keys, of which the second is revoked."""
    keys, at = Keys(either.ledger.engine), by(CLERK).at
    for holder, role in (("查阅甲", Role.READER), ("经办乙", Role.CLERK), ("管理丙", Role.ADMIN)):
        _, entry = keys.make(
            holder, [role], by="主任", at=at, reason="上岗", scopes=[Task.READ], ends_on=date(2027, 1, 1)
        )
        if role is Role.CLERK:
            keys.revoke(entry.id, by="主任", at=at, reason="离岗")
    return either


def said(office: Office) -> list[str]:
    return [fault.en for fault in office.verify().faults]


def tamper(office: Office, statement: str) -> None:
    with office.ledger.engine.begin() as connection:
        for one in (*OFF[connection.dialect.name], statement):
            connection.execute(text(one))


def test_keys_as_they_were_made_and_revoked_are_no_fault(kept: Office) -> None:
    assert said(kept) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE api_key SET roles = 'admin' WHERE holder = '查阅甲'",
        "UPDATE api_key SET scopes = NULL WHERE holder = '查阅甲'",
        "UPDATE api_key SET holder = '审批丁' WHERE holder = '查阅甲'",
        "UPDATE api_key SET ends_on = NULL WHERE holder = '查阅甲'",
        "UPDATE api_key SET made_at = '2020-01-01T00:00:00+08:00' WHERE holder = '查阅甲'",
        "UPDATE api_key SET made_by = 'x' WHERE holder = '查阅甲'",
        "UPDATE api_key SET revoked_at = NULL, revoked_by = NULL, revoked_because = NULL WHERE holder = '经办乙'",
        "UPDATE api_key SET revoked_at = made_at, revoked_by = 'x', revoked_because = 'x' WHERE holder = '查阅甲'",
        "DELETE FROM api_key WHERE holder = '管理丙'",
        "UPDATE key_event SET content = '{}' WHERE seq = 1",
        "UPDATE key_event SET actor = 'x' WHERE seq = 3",
        "DELETE FROM key_event WHERE seq = 1",
        "DELETE FROM key_event WHERE seq = 3",
        "DELETE FROM key_event WHERE seq = 4",
        "INSERT INTO api_key (id, holder, roles, hash, made_by, made_at, made_because) "
        "VALUES ('f', '夜客', 'admin', 'h', 'x', 'x', 'x')",
    ],
)
def test_what_was_changed_by_itself_is_found(kept: Office, statement: str) -> None:
    tamper(kept, statement)
    assert said(kept) != []


def test_a_key_that_holds_what_no_key_can_is_a_fault_and_no_crash(office: Office) -> None:
    Keys(office.ledger.engine).make("查阅甲", [Role.READER], by="主任", at=by(CLERK).at, reason="上岗")
    tamper(office, "UPDATE api_key SET roles = CAST(roles AS BLOB)")
    assert len(said(office)) == 1
