"""The ledger: append events, read matters, and see that the chain holds.

Writers take turns (SQLite's write lock, an advisory lock on PostgreSQL). An event and the matter it leads
to are written in one transaction. `Change.version` is the version the writer had read: if the matter has
changed since, StaleMatter carries it as it stands and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, insert, or_, select, update

from office.codes import Action, State
from office.database import EVENT, MATTER, lock_for_writing, reading
from office.errors import KeyReused, LedgerBroken, StaleMatter, UnknownMatter
from office.events import GENESIS, Content, Event, canonical, digest_of, read_record
from office.fold import after, fold
from office.matter import Matter
from office.personal import mask


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who does something, when, why, and with which idempotency key; `request` is what was asked, for the key."""

    actor: str
    at: datetime
    reason: str | None = None
    key: str | None = None
    request: object = None

    @cached_property
    def digest(self) -> str | None:
        """Digest of the request with its actor and reason; None without a key.

        Personal data is masked first: from the digest of a text known but for one phone number, that
        number could be found by trying.
        """
        if self.key is None:
            return None
        return digest_of(mask(canonical([self.actor, self.reason, self.request])).text)


@dataclass(frozen=True)
class Change:
    """One event to append to a matter that was read at `version`; None opens a new matter."""

    action: Action
    content: Content
    matter: str | None = None
    version: int = 0


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many events there are and the digest of the last. `seq` 0 is an empty ledger."""

    seq: int
    digest: str


def read_matter(text: str) -> Matter:
    """A matter from its row. Raises LedgerBroken for one that somebody has made unreadable."""
    try:
        return read_record(Matter, text)
    except ValidationError as error:
        raise LedgerBroken(
            "有事项的现状不可读，请用 shuiguan office verify 核对",
            "a matter as it stands cannot be read; see shuiguan office verify",
        ) from error


Check = Callable[[Connection], None]


class Ledger:
    """One ledger. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # ------------------------------------------------------------------ writing

    def append(
        self, changes: Sequence[Change], signed: Signed, check: Check | None = None
    ) -> tuple[Matter, ...]:
        """Append all changes or none; the matters they lead to, in their order.

        The same key of the same person with the same request gives the matters as they were left then, and appends nothing.
        `check` runs inside the transaction, before anything is written, and may raise.
        Raises UnknownMatter, StaleMatter, KeyReused.
        """
        with self.engine.begin() as connection:
            lock_for_writing(connection)
            done = self._answered(connection, signed)
            if done is not None:
                return done
            if check is not None:
                check(connection)
            head = _head(connection)
            matters = []
            for part, change in enumerate(changes):
                matter, head = self._append_one(connection, change, signed, part, head)
                matters.append(matter)
            return tuple(matters)

    def answered(self, signed: Signed) -> tuple[Matter, ...] | None:
        """What a request with this key led to, if it was made before. Raises KeyReused."""
        if signed.key is None:
            return None
        with reading(self.engine) as connection:
            return self._answered(connection, signed)

    def _answered(self, connection: Connection, signed: Signed) -> tuple[Matter, ...] | None:
        if signed.key is None:
            return None
        own = (EVENT.c.actor == signed.actor) & (EVENT.c.request == signed.key)
        query = select(EVENT).where(own).order_by(EVENT.c.request_part)
        earlier = [_event(row) for row in connection.execute(query).mappings()]
        if not earlier:
            return None
        if any(event.request_digest != signed.digest for event in earlier):
            raise KeyReused(signed.key)
        return tuple(fold(_events(connection, event.matter, up_to=event.version)) for event in earlier)

    def _append_one(
        self, connection: Connection, change: Change, signed: Signed, part: int, head: Head
    ) -> tuple[Matter, Head]:
        before = None if change.matter is None else _matter(connection, change.matter)
        if before is not None and before.version != change.version:
            raise StaleMatter(before, change.version)
        event = Event(
            seq=head.seq + 1,
            matter=before.id if before else _next_id(connection, signed.at),
            version=before.version + 1 if before else 1,
            action=change.action.value,
            actor=signed.actor,
            at=signed.at.isoformat(timespec="seconds"),
            reason=signed.reason,
            content=canonical(change.content),
            request=signed.key,
            request_part=part if signed.key else None,
            request_digest=signed.digest,
            previous=head.digest,
        )
        event = replace(event, digest=event.computed_digest())
        matter = after(before, event)
        connection.execute(insert(EVENT).values(**asdict(event)))
        row = row_of(matter)
        if before is None:
            connection.execute(insert(MATTER).values(**row))
        else:
            connection.execute(update(MATTER).where(MATTER.c.id == matter.id).values(**row))
        return matter, Head(event.seq, event.digest)

    # ------------------------------------------------------------------ reading

    def matter(self, key: str) -> Matter:
        """A matter as it stands. Raises UnknownMatter."""
        with reading(self.engine) as connection:
            return _matter(connection, key)

    def matters(
        self,
        state: State | None = None,
        topic: str | None = None,
        places: Sequence[str] = (),
        after_id: str | None = None,
        limit: int = 100,
    ) -> list[Matter]:
        """Matters in the order of their numbers, those after `after_id`; `places` are area ids, empty for all."""
        query = select(MATTER.c.content).order_by(MATTER.c.id)
        if state is not None:
            query = query.where(MATTER.c.state == state.value)
        if topic is not None:
            query = query.where(MATTER.c.topic == topic)
        if places:
            query = query.where(MATTER.c.place.in_(places))
        if after_id is not None:
            query = query.where(MATTER.c.id > after_id)
        with reading(self.engine) as connection:
            rows = connection.execute(query.limit(limit)).scalars()
            return [read_matter(text) for text in rows]

    def near(
        self,
        topic: str | None,
        places: Sequence[str],
        source_number: str | None,
        limit: int = 1000,
        read: Callable[[str], Matter] = read_matter,
    ) -> list[Matter]:
        """Matters on the topic, in one of the places or with the number, the latest first.

        `read` may remember what it has read, for several searches in a row.
        """
        near: list[ColumnElement[bool]] = [MATTER.c.place.in_(places)]
        if topic is not None:
            near.append(MATTER.c.topic == topic)
        if source_number is not None:
            near.append(MATTER.c.source_number == source_number)
        query = select(MATTER.c.content).where(or_(*near)).order_by(MATTER.c.id.desc()).limit(limit)
        with reading(self.engine) as connection:
            return [read(text) for text in connection.execute(query).scalars()]

    def history(self, key: str) -> list[Event]:
        """All events of a matter in order. Raises UnknownMatter."""
        with reading(self.engine) as connection:
            events = list(_events(connection, key))
        if not events:
            raise UnknownMatter(key)
        return events

    def last_events(self, states: Collection[State]) -> dict[str, str]:
        """When the last event of each matter in one of these states was, as written, by its number."""
        last = (EVENT.c.matter == MATTER.c.id) & (EVENT.c.version == MATTER.c.version)
        query = select(MATTER.c.id, EVENT.c.at).join(EVENT, last).where(MATTER.c.state.in_(states))
        with reading(self.engine) as connection:
            return {row.id: row.at for row in connection.execute(query)}

    def events_after(self, seq: int, limit: int) -> list[Event]:
        """The events behind number `seq` in order, so many at most."""
        query = select(EVENT).where(EVENT.c.seq > seq).order_by(EVENT.c.seq).limit(limit)
        with reading(self.engine) as connection:
            return [_event(row) for row in connection.execute(query).mappings()]

    def events(self, connection: Connection | None = None) -> Iterator[Event]:
        """Every event of the ledger in order, read in one state of it."""
        if connection is None:
            with reading(self.engine) as own:
                yield from self.events(own)
            return
        for row in connection.execute(
            select(EVENT).order_by(EVENT.c.seq), execution_options={"yield_per": 500}
        ).mappings():
            yield _event(row)

    def decided(self, connection: Connection | None = None) -> list[Matter]:
        """Every matter with a published decision, by number, whatever became of it since."""
        if connection is None:
            with reading(self.engine) as own:
                return self.decided(own)
        query = select(MATTER.c.content).where(MATTER.c.decision.is_not(None)).order_by(MATTER.c.id)
        return [read_matter(text) for text in connection.execute(query).scalars()]

    def settled(self) -> list[Matter]:
        """What `decided` gives once nobody is writing: a process that died may have left its commit to the database."""
        with self.engine.begin() as connection:
            lock_for_writing(connection)
            return self.decided(connection)

    def head(self) -> Head:
        """The end of the chain, for keeping outside the database."""
        with reading(self.engine) as connection:
            return _head(connection)


def row_of(matter: Matter) -> Mapping[str, object]:
    """The matter as a row of its table."""
    return {
        "id": matter.id,
        "version": matter.version,
        "state": matter.state.value,
        "topic": matter.topic,
        "place": matter.place,
        "source_number": matter.source_number,
        "decision": matter.decision,
        "content": canonical(matter),
    }


def _head(connection: Connection) -> Head:
    last = connection.execute(
        select(EVENT.c.seq, EVENT.c.digest).order_by(EVENT.c.seq.desc()).limit(1)
    ).first()
    return Head(last.seq, last.digest) if last else Head(0, GENESIS)


def _matter(connection: Connection, key: str) -> Matter:
    text = connection.execute(select(MATTER.c.content).where(MATTER.c.id == key)).scalar()
    if text is None:
        raise UnknownMatter(key)
    return read_matter(text)


def _next_id(connection: Connection, at: datetime) -> str:
    """Numbers run through the year: 2026-000001 is the first matter opened in 2026."""
    year = f"{at.year}-"
    count = connection.execute(
        select(func.count()).select_from(MATTER).where(MATTER.c.id.startswith(year))
    ).scalar_one()
    return f"{year}{count + 1:06}"


def _events(connection: Connection, key: str, up_to: int | None = None) -> Iterator[Event]:
    query = select(EVENT).where(EVENT.c.matter == key).order_by(EVENT.c.version)
    if up_to is not None:
        query = query.where(EVENT.c.version <= up_to)
    for row in connection.execute(query).mappings():
        yield _event(row)


def _event(row: RowMapping) -> Event:
    return Event(**row)
