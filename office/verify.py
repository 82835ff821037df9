"""Check a ledger: the chain, the rules, what the events add up to, the end that was exported, and the keys.

What this proves: no event of this database was changed, added or taken out in the middle since it was
written, unless every later digest was made again as well. Whoever may write to the database could do
that, or cut off the tail; both show only against a head (`seq` and `digest`) that was exported before
and kept elsewhere. It does not prove that what was entered was true, nor who the actor really was.
Keys of the API are compared with the record of them (`office.verify_keys`), which is in no chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from office.database import MATTER, snapshot
from office.errors import LedgerBroken
from office.events import GENESIS, Event
from office.fold import after
from office.ledger import Head, Ledger, row_of
from office.matter import Matter
from office.verify_keys import key_faults

PROVES = (
    "链条完整说明：自写入以来，没有人单独改动、插入或抽走过中间的事件。有写库权限的人可以重算其后全部摘要或截去末尾，"
    "只有与先前导出并另存的链头比对才能发现。它不证明录入的内容属实，也不证明操作人的真实身份。"
    "密钥与其发放、撤销记录逐把核对；这份记录只追加，但不在链里，有写库权限的人可以两边一起改。",
    "A whole chain shows that no event in the middle was changed, added or taken out by itself since it was written. "
    "Whoever may write to the database could make all later digests again or cut off the tail; only a head exported "
    "before and kept elsewhere shows that. It does not prove that what was entered is true, nor who the actor was. "
    "Each key is compared with the record of its making and revoking; that record is append-only but in no chain: whoever may "
    "write to the database could change both.",
)
UNREADABLE = ("内容不可读", "its content cannot be read")


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold. `seq` is the event, None where none is meant."""

    seq: int | None
    zh: str
    en: str


@dataclass(frozen=True)
class Verified:
    """The result; whole when there are no faults. `head` is the end found, `matters` how many there are."""

    head: Head
    matters: int
    faults: tuple[Fault, ...]


def verify(ledger: Ledger, exported: Head | None = None) -> Verified:
    """Every fault of the ledger, in the order of its events, then of the keys; `exported` is a head kept elsewhere."""
    faults: list[Fault] = []
    matters: dict[str, Matter] = {}
    head = Head(0, GENESIS)
    exported_digest = GENESIS if exported is not None and exported.seq == 0 else None
    with snapshot(ledger.engine) as connection:
        for event in ledger.events(connection):
            faults += _chain_faults(event, head)
            try:
                matters[event.matter] = after(matters.get(event.matter), event)
            except Exception as error:  # whatever somebody wrote into a row, it is a fault of that row
                zh, en = (error.zh, error.en) if isinstance(error, LedgerBroken) else UNREADABLE
                faults.append(Fault(event.seq, zh, en))
            head = Head(event.seq, str(event.digest))
            if exported is not None and event.seq == exported.seq:
                exported_digest = head.digest
        faults += _table_faults(connection, matters.values())
        faults += [Fault(None, one.zh, one.en) for one in key_faults(connection)]
    if exported is not None and exported_digest != exported.digest:
        faults.append(_cut(exported, head) if exported_digest is None else _rewritten(exported))
    return Verified(head, len(matters), tuple(faults))


def _chain_faults(event: Event, before: Head) -> Iterable[Fault]:
    if event.seq != before.seq + 1:
        yield Fault(
            event.seq,
            f"第{before.seq}个事件之后缺失",
            f"events after {before.seq} are missing",
        )
    if event.previous != before.digest:
        yield Fault(event.seq, "与前一事件不相接", "does not follow on the event before it")
    if event.digest != _computed(event):
        yield Fault(event.seq, "内容与摘要不符", "its content does not match its digest")


def _computed(event: Event) -> str | None:
    """The digest that the event must have; None where a column holds something that has none, as a BLOB."""
    try:
        return event.computed_digest()
    except (TypeError, ValueError):
        return None


def _table_faults(connection: Connection, matters: Iterable[Matter]) -> Iterable[Fault]:
    stored = {row["id"]: dict(row) for row in connection.execute(select(MATTER)).mappings()}
    for matter in matters:
        if stored.pop(matter.id, None) != row_of(matter):
            yield Fault(
                None,
                f"事项{matter.id}的现状与其事件不符",
                f"matter {matter.id} is not what its events add up to",
            )
    for key in stored:
        yield Fault(None, f"事项{key}没有事件", f"matter {key} has no events")


def _cut(exported: Head, head: Head) -> Fault:
    return Fault(
        None,
        f"导出的链头是第{exported.seq}个事件，现只有{head.seq}个：末尾被截去",
        f"the exported head is event {exported.seq}, there are {head.seq}: the tail was cut",
    )


def _rewritten(exported: Head) -> Fault:
    return Fault(
        exported.seq,
        "与导出的链头不符：此处或之前被重写",
        "differs from the exported head: rewritten here or before",
    )
