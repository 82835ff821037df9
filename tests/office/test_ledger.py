"""The ledger: nothing is rewritten, nothing lost, and whatever was done to it is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from office import verify as verify_module
from office.codes import Action, Cause
from office.database import EVENT, MATTER, METADATA, open_engine
from office.errors import KeyReused, LedgerBroken, StaleMatter
from office.events import Nothing
from office.keys import KEY, KEY_EVENT
from office.ledger import Change, Head, Signed
from office.migrations import downgrade, is_current, upgrade
from office.requests import Correction, NewMatter
from office.service import Office
from tests.office.test_life import NIGHT, published
from tests.office.tiny import BOTH, CLERK, by

OFF = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS event_no_update",
        "DROP TRIGGER IF EXISTS event_no_delete",
        "DROP TRIGGER IF EXISTS event_no_replace",
    ),
    "postgresql": ("DROP TRIGGER IF EXISTS event_append_only ON event",),
}


def tamper(office: Office, *statements: str) -> None:
    """What somebody with the database's own powers could do: take the triggers off, then write."""
    with office.ledger.engine.begin() as connection:
        for statement in (*OFF[connection.dialect.name], *statements):
            connection.execute(text(statement))


def said(office: Office, head: Head | None = None) -> list[str]:
    return [fault.en for fault in office.verify(head).faults]


def test_migrations_make_the_tables_the_code_expects_and_take_them_down(database: str) -> None:
    engine = open_engine(database)
    assert not is_current(engine)
    upgrade(engine)
    upgrade(engine)  # a second time changes nothing
    assert is_current(engine)
    assert {EVENT, MATTER, KEY, KEY_EVENT} == set(METADATA.tables.values())
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    engine.dispose()


def test_the_database_itself_refuses_to_change_or_delete_an_event(either: Office) -> None:
    either.open(NIGHT, by(CLERK))
    statements = ["UPDATE event SET actor = 'x'", "DELETE FROM event"]
    if either.ledger.engine.dialect.name == "postgresql":
        statements.append("TRUNCATE event")
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), either.ledger.engine.begin() as connection:
            connection.execute(text(statement))
    assert said(either) == []


REPLACEMENTS = {
    "seq": {"previous": "'p'", "digest": "'d'", "matter": "'2026-000009'", "request": "NULL"},
    "previous": {"seq": "seq + 9", "digest": "'d'", "matter": "'2026-000009'", "request": "NULL"},
    "digest": {"seq": "seq + 9", "previous": "'p'", "matter": "'2026-000009'", "request": "NULL"},
    "matter and version": {"seq": "seq + 9", "previous": "'p'", "digest": "'d'", "request": "NULL"},
    "key": {"seq": "seq + 9", "previous": "'p'", "digest": "'d'", "matter": "'2026-000009'"},
}


@pytest.mark.parametrize("conflict", REPLACEMENTS)
def test_an_event_cannot_be_replaced_by_inserting_another_in_its_place(either: Office, conflict: str) -> None:
    either.open(NIGHT, by(CLERK, key="k"))
    columns = [column.name for column in EVENT.columns]
    values = ", ".join(REPLACEMENTS[conflict].get(name, name) for name in columns)
    statement = f"({', '.join(columns)}) SELECT {values} FROM event"
    if either.ledger.engine.dialect.name == "sqlite":
        statement = f"INSERT OR REPLACE INTO event {statement}"
    else:
        statement = f"INSERT INTO event {statement} ON CONFLICT (seq) DO UPDATE SET actor = 'x'"
    with pytest.raises(DBAPIError), either.ledger.engine.begin() as connection:
        connection.execute(text(statement))
    assert (said(either), either.head().seq) == ([], 1)


@pytest.mark.parametrize("value", ["CAST(content AS BLOB)", "CAST(X'FF' AS TEXT)", "3", "'[]'"], ids=str)
@pytest.mark.parametrize("column", ["content", "at", "actor", "matter", "digest", "action", "version"])
def test_what_no_event_can_hold_is_a_fault_and_no_crash(office: Office, column: str, value: str) -> None:
    office.open(NIGHT, by(CLERK))
    with office.ledger.engine.begin() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        for statement in OFF["sqlite"]:
            connection.execute(text(statement))
        connection.execute(text(f"UPDATE event SET {column} = {value}"))
    assert said(office) != []


def test_what_is_written_while_the_ledger_is_verified_is_no_fault(
    either: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    either.open(NIGHT, by(CLERK))
    checked = verify_module._table_faults

    def meanwhile(*given: Any) -> Any:
        either.open(NIGHT, by(CLERK))
        return list(checked(*given))

    with monkeypatch.context() as patch:
        patch.setattr(verify_module, "_table_faults", meanwhile)
        assert said(either) == []
    assert either.head().seq == 2


def test_an_idempotency_key_is_the_persons_own(either: Office) -> None:
    mine = either.open(NIGHT, by(CLERK, key="1"))
    theirs = either.open(NIGHT, by(BOTH, key="1"))
    assert mine.id != theirs.id
    assert either.open(NIGHT, by(CLERK, key="1")) == mine
    with pytest.raises(KeyReused):
        either.open(replace(NIGHT, description="另一件：夜间施工"), by(CLERK, key="1"))


def test_every_kind_of_tampering_is_found(either: Office) -> None:
    published(either)
    last = either.head().seq
    columns = {
        "actor": "'某人'", "at": "'2020-01-01T00:00:00+08:00'", "reason": "'别的理由'", "content": "content || ' '",
        "action": "'close'", "matter": "'2026-000009'", "version": "77", "request": "'k'",
        "previous": "'0'", "digest": "'0'", "request_part": "3", "request_digest": "'0'",
    }  # fmt: skip
    with either.ledger.engine.connect() as connection:
        rows = {row["seq"]: dict(row) for row in connection.execute(text("SELECT * FROM event")).mappings()}
    for seq in range(1, last + 1):
        for column, value in columns.items():
            tamper(either, f"UPDATE event SET {column} = {value} WHERE seq = {seq}")
            assert said(either), (seq, column)
            _put_back(either, rows[seq])
    assert said(either) == []


def _put_back(office: Office, row: dict[str, object]) -> None:
    members = ", ".join(f"{name} = :{name}" for name in row)
    with office.ledger.engine.begin() as connection:
        connection.execute(text(f"UPDATE event SET {members} WHERE seq = :seq"), row)


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_an_event_taken_out_of_the_middle_is_found(either: Office, seq: int) -> None:
    published(either)
    tamper(either, f"DELETE FROM event WHERE seq = {seq}")
    assert any("missing" in sentence for sentence in said(either))


def test_a_tail_cut_off_is_found_against_the_exported_head_and_only_so(either: Office) -> None:
    first = either.open(NIGHT, by(CLERK))
    either.open(NIGHT, by(CLERK))
    head = either.head()
    tamper(either, "DELETE FROM event WHERE seq = 2", "DELETE FROM matter WHERE id = '2026-000002'")
    assert said(either) == []  # what the chain alone cannot show
    assert said(either, head) == ["the exported head is event 2, there are 1: the tail was cut"]
    assert either.matters() == [first]


def test_a_history_made_up_anew_is_found_against_the_exported_head(either: Office) -> None:
    either.open(NIGHT, by(CLERK))
    head = either.head()
    tamper(either, "DELETE FROM event", "DELETE FROM matter")
    either.open(replace(NIGHT, description="另一回事的夜间施工"), by(CLERK))
    assert said(either) == []
    assert said(either, head) == ["differs from the exported head: rewritten here or before"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matter SET state = 'closed'",
        "UPDATE matter SET content = '{}'",
        "DELETE FROM matter",
        "INSERT INTO matter (id, version, state, place, content) VALUES ('2026-000077', 1, 'opened', 'cn', '{}')",
    ],
)
def test_a_matter_that_its_events_do_not_add_up_to_is_found(either: Office, statement: str) -> None:
    either.open(NIGHT, by(CLERK))
    tamper(either, statement)
    assert said(either) != []


def test_of_writers_on_one_version_one_wins_and_the_others_are_told(either: Office) -> None:
    matter = either.open(NIGHT, by(CLERK))

    def write(number: int) -> bool:
        try:
            either.correct(matter.id, 1, Correction(cause=Cause.OVERLAP), by(CLERK, f"第{number}人"))
        except StaleMatter:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(8)))
    assert won.count(True) == 1
    assert either.matter(matter.id).version == 2
    assert said(either) == []


def test_retries_with_one_key_make_one_matter(either: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: either.open(NIGHT, by(CLERK, key="once")), range(8)))
    assert {one.id for one in made} == {"2026-000001"}
    assert len(either.matters()) == 1


def test_a_retry_that_races_the_first_try_is_no_stale_change(either: Office) -> None:
    matter = either.open(NIGHT, by(CLERK))
    correction = Correction(cause=Cause.OVERLAP)

    def write(_number: int) -> int:
        return either.correct(matter.id, 1, correction, by(CLERK, "核实", "same")).version

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, range(8))) == {2}


def test_all_of_a_batch_or_none_of_it(either: Office) -> None:
    bad = NewMatter(description="夜间施工", place="西宁市城西区", topic="no-such")
    with pytest.raises(Exception, match="no such topic"):
        either.open_all([NIGHT, bad], by(CLERK))
    assert either.matters() == []
    assert [one.id for one in either.open_all([NIGHT, NIGHT], by(CLERK))] == ["2026-000001", "2026-000002"]


def test_an_event_is_written_with_the_matter_it_leads_to_or_not_at_all(either: Office) -> None:
    either.open(NIGHT, by(CLERK))
    change = Change(Action.PAUSE, Nothing(), "2026-000001", 1)

    def fail(_connection: Connection) -> None:
        raise KeyError("in the middle")

    with pytest.raises(KeyError):
        either.ledger.append([change], Signed(actor="x", at=by(CLERK).at), fail)
    assert (either.head().seq, either.matter("2026-000001").version) == (1, 1)


def test_a_decided_matter_made_unreadable_is_a_fault_and_refused_in_words(office: Office) -> None:
    """`matter` is no part of the chain and has no trigger: whoever may write can put anything into it."""
    matter = published(office)
    assert office.graph_agrees()
    tamper(office, "UPDATE matter SET content = '[]'")
    assert f"matter {matter.id} is not what its events add up to" in said(office)
    fresh = Office(office.ledger.engine, office.publisher.releases)
    assert not fresh.graph_agrees()
    with pytest.raises(LedgerBroken, match="cannot be read"):
        office.matter(matter.id)
