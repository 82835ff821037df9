"""What every service function of the office rests on: reading, the checks before a change, the change itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta
from sqlalchemy import Engine

from graph.errors import BadRequest, ReleaseDamaged, UnknownRelease
from graph.release import Release, current, named
from graph.tables import AreaRow
from office.codes import Action, Cause, State, names
from office.consultation import Comparison, compare
from office.deciding import check_proposal
from office.errors import IllegalMove, LedgerBroken, NotAllowed, OfficeRefused, StaleMatter
from office.events import Content, Event
from office.ledger import Change, Head, Ledger, Signed, read_matter
from office.matter import Matter, Proposal
from office.matter_deadlines import MatterDeadlines
from office.matter_procedure import MatterProcedure, deadlines_of, procedure_of, standpoint_of, worked_out
from office.moves import MOVES, OPENERS, allowed_from
from office.personal import mask
from office.publication import OnRelease, Planned, Publisher
from office.register import Register
from office.requests import Actor, By, Extension
from office.similar import Similar, Sought, similar
from office.verify import Verified, verify
from queries.dates import SHANGHAI
from queries.lookup import Lookup

LookupNow = Callable[[], Lookup]
# No limit is moved further: what would be later is a slip of the pen.
FURTHEST_YEARS = 5


class LatestLookup:
    """The lookup of the release in service, opened anew when another one is in service."""

    def __init__(self, releases: Path) -> None:
        self.releases = releases
        self._open: tuple[str, Lookup] | None = None

    def __call__(self) -> Lookup:
        release = current(self.releases)
        if self._open is None or self._open[0] != release.id:
            self._open = release.id, Lookup(release.tables())
        return self._open[1]


class Desk:
    """Reads the ledger, and changes it in the one way every change goes."""

    def __init__(
        self,
        engine: Engine,
        releases: Path,
        *,
        lookup: LookupNow | None = None,
        on_release: OnRelease = lambda release: None,
    ) -> None:
        """`lookup` gives the lookup of the release in service; `on_release` is told of each new one."""
        self.ledger = Ledger(engine)
        self.lookup = lookup or LatestLookup(releases)
        self.publisher = Publisher(self.ledger, releases, on_release)
        self._register: Register | None = None

    # ------------------------------------------------------------------ reading

    @property
    def register(self) -> Register:
        """The names of the release in service."""
        tables = self.lookup().tables
        if self._register is None or self._register.tables is not tables:
            self._register = Register(tables)
        return self._register

    def past_lookup(self, release: str) -> Lookup | None:
        """The lookup of a release that is still on disk and readable by this code; None for another."""
        try:
            kept = named(self.publisher.releases, release)
            return Lookup(kept.tables(), kept.quotations())
        except (UnknownRelease, ReleaseDamaged):
            return None

    def matter(self, key: str) -> Matter:
        """A matter as it stands. Raises UnknownMatter."""
        return self.ledger.matter(key)

    def matters(
        self,
        state: State | None = None,
        topic: str | None = None,
        place: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Matter]:
        """Matters in the order of their numbers, those after number `after`; those of an area and all within it."""
        areas = self.register.areas.values() if place else ()
        within = [one.id for one in areas if place in one.chain]
        return self.ledger.matters(state, topic, within, after, limit)

    def place(self, given: str) -> AreaRow:
        """A place by its name or id. Raises UnknownArea, and BadRequest for what is no certain place."""
        found = self.lookup().gazetteer.resolve(given).area
        if found is None:
            raise BadRequest(
                "place", f"不是一个确定的地方：{given[:60]}", f"not a certain place: {given[:60]}"
            )
        return found

    def history(self, key: str) -> list[Event]:
        """Everything that was done to a matter, in order. Raises UnknownMatter."""
        return self.ledger.history(key)

    def similar(self, key: str) -> Similar:
        """Probable duplicates of a matter and decided ones like it. Raises UnknownMatter."""
        matter = self.matter(key)
        area = self.register.areas[matter.place]
        sought = Sought(
            matter.description, area, matter.topic, matter.occurred_on, matter.source_number, matter.id
        )
        return self.similar_to(sought)

    def similar_to(self, sought: Sought) -> Similar:
        """Matters like one that is not registered yet."""
        return self.similar_in_a_row()(sought)

    def similar_in_a_row(self) -> Callable[[Sought], Similar]:
        """The same for several in a row, as of a pasted sheet: a matter near more than one of them is read once."""
        read = cache(read_matter)

        def found(sought: Sought) -> Similar:
            near = self.ledger.near(sought.topic, sought.area.chain, sought.source_number, read=read)
            return similar(sought, near)

        return found

    def comparison(self, key: str, on: date) -> Comparison:
        """The positions of the departments asked, side by side. Raises UnknownMatter."""
        return compare(self.matter(key), on)

    def procedure(self, key: str) -> MatterProcedure | None:
        """The procedure of a matter, who decides and in which steps; None while its cause is not known.

        Before a decision is drafted the clause that waits for a designation is the lookup's first.
        """
        return self.procedure_for(self.matter(key))

    def procedure_for(self, matter: Matter) -> MatterProcedure | None:
        """The same of a matter that was read already."""
        at = standpoint_of(matter, self.register.areas[matter.place])
        if at is None:
            return None
        duties = matter.proposal.scope.duties if matter.proposal else self._open_duties(matter)
        return procedure_of(self.register.tables, at, duties)

    def _open_duties(self, matter: Matter) -> tuple[str, ...]:
        lookup = self.lookup()
        topic = self.register.topics.get(matter.topic or "")
        if matter.cause is not Cause.UNDESIGNATED or topic is None:
            return ()
        area = self.register.areas[matter.place]
        return tuple(
            one.duty for one in lookup.answer_for(topic, area, matter.level, matter.occurred_on).basis
        )

    def deadlines(self, key: str, on: date) -> MatterDeadlines:
        """The time limits of a matter on a day, legal and internal apart, each with its working."""
        return self.deadlines_for(self.matter(key), on)

    def deadlines_for(self, matter: Matter, on: date) -> MatterDeadlines:
        """The same of a matter that was read already."""
        at = standpoint_of(matter, self.register.areas[matter.place])
        return deadlines_of(self.register.tables, matter, at, on)

    def decisions(self) -> list[Matter]:
        """Every matter with a published decision; what of them is public is for the caller to choose."""
        return self.ledger.decided()

    def possible(self, matter: Matter, actor: Actor) -> tuple[Action, ...]:
        """What this person may do to a matter as it stands."""
        actions = [one for one in allowed_from(matter.state) if MOVES[one].roles & actor.roles]
        if matter.cause is None or matter.cause is Cause.INACTIVE_OWNER:
            actions = [one for one in actions if one not in (Action.CONSULT, Action.PROPOSE)]
        if matter.cause is not Cause.INACTIVE_OWNER:
            actions = [one for one in actions if one is not Action.LEAVE]
        blind = {
            Action.APPROVE: matter.drafted_by,
            Action.REVOKE: matter.revocation_drafted_by,
            Action.KEEP: matter.revocation_drafted_by,
        }
        return tuple(one for one in actions if one not in blind or blind[one] != actor.name)

    def head(self) -> Head:
        """The end of the ledger's chain, to be kept elsewhere."""
        return self.ledger.head()

    def verify(self, exported: Head | None = None) -> Verified:
        """Check the whole ledger, and its tail against an exported head."""
        return verify(self.ledger, exported)

    def graph_agrees(self) -> bool:
        """Whether the release in service has exactly the decisions of the ledger; not so where that cannot be read."""
        try:
            return self.publisher.agrees()
        except LedgerBroken:
            return False

    def reconcile(self) -> Release:
        """Bring the graph in line with the ledger; call it at the start. See `Publisher.reconcile`."""
        return self.publisher.reconcile()

    # ------------------------------------------------------------------ changing

    def _change(
        self,
        action: Action,
        matter: str,
        version: int,
        by: By,
        content: Callable[[Matter], Content],
        request: object = None,
    ) -> Matter:
        """One event on one matter: role, key, version and state are checked, then what the action itself asks."""

        def changes() -> list[Change]:
            before = self._movable(action, matter, version)
            return [Change(action, content(before), matter, version)]

        return self._append(action, by, [matter, version, request], changes)[0]

    def _append(
        self, action: Action, by: By, request: object, changes: Callable[[], Sequence[Change]]
    ) -> tuple[Matter, ...]:
        signed = _signed(action, by, request)
        done = self.ledger.answered(signed)
        return done if done is not None else self._once(signed, lambda: self.ledger.append(changes(), signed))

    def _once(self, signed: Signed, do: Callable[[], tuple[Matter, ...]]) -> tuple[Matter, ...]:
        """Do it; where it is refused because the same request got in first just now, give what that led to."""
        try:
            return do()
        except OfficeRefused:
            done = self.ledger.answered(signed)
            if done is None:
                raise
            return done

    def _commit(self, action: Action, by: By, request: object, planned: Planned) -> Matter:
        signed = _signed(action, by, request)
        done = self.ledger.answered(signed)
        if done is None:
            return self._once(signed, lambda: (self.publisher.commit(planned, signed),))[0]
        # The first try may have died between ledger and graph.
        self.reconcile()
        return done[0]

    def _movable(self, action: Action, matter: str, version: int) -> Matter:
        before = self.matter(matter)
        if before.version != version:
            raise StaleMatter(before, version)
        if before.state not in MOVES[action].before:
            raise IllegalMove(action, before.state, allowed_from(before.state))
        return before

    def _check_clock(self, before: Matter, coming: Matter, on: date) -> None:
        """Raises DeadlineRefused for a pause or an extension that a limit of the matter does not bear."""
        at = standpoint_of(before, self.register.areas[before.place])
        worked_out(self.register.tables, coming, at, on)

    def _check_has_limit(self, matter: Matter, rule: str | None, on: date) -> None:
        """Raises BadRequest for a limit that the matter does not have, naming those that it has."""
        at = standpoint_of(matter, self.register.areas[matter.place])
        held = deadlines_of(self.register.tables, matter, at, on)
        running = {one.rule for one in (*held.legal, *held.internal)} | set(held.waiting)
        targets = running & {one.id for one in self.register.tables.office.rules if one.kind == "internal"}
        if rule in running or (rule is None and targets):
            return
        has = "、".join(sorted(running))
        raise BadRequest(
            "rule",
            f"本事项没有{f'这个期限：{rule}' if rule else '内部目标'}；有：{has or '无'}",
            f"no such limit of this matter: {rule or 'an internal target'}; it has: {has or 'none'}",
        )

    def _check_proposal(
        self,
        matter: Matter,
        proposal: Proposal,
        by: By,
        decided: Sequence[Matter] | None = None,
        why_late: str | None = None,
    ) -> None:
        decided = self.ledger.decided() if decided is None else decided
        others = [one for one in decided if one.id != matter.id]
        check_proposal(self.register, matter, proposal, others, by.today, why_late)


def _signed(action: Action, by: By, request: object) -> Signed:
    """The change signed, if this person may do it at all and gave a reason where one is needed."""
    move = MOVES.get(action)
    roles = move.roles if move else OPENERS
    if not roles & by.actor.roles:
        who_zh = "、".join(sorted(names(role)[0] for role in roles))
        raise NotAllowed(
            f"{names(action)[0]}须由{who_zh}人员办理",
            f"to {action} takes the role {' or '.join(sorted(roles))}",
        )
    if move is not None and move.reasoned and not by.reason:
        raise BadRequest("reason", f"{names(action)[0]}要写明理由", f"a reason is needed to {action}")
    return Signed(
        actor=by.actor.name,
        at=by.at.astimezone(SHANGHAI),
        reason=mask(by.reason).text if by.reason else None,
        key=by.key,
        request=[action, request],
    )


def check_other(actor: Actor, drafter: str | None) -> None:
    """Four eyes: who drafted it does not approve it."""
    if actor.name == drafter:
        raise NotAllowed("拟稿人不能审定自己的稿子", "whoever drafted it may not approve it")


def check_extension(extension: Extension, today: date) -> None:
    """Raises BadRequest for a day that is not after today, or more than five years ahead."""
    if extension.until <= today:
        raise BadRequest("until", "延期至今天或之前", "not later than today")
    last = today + relativedelta(years=FURTHEST_YEARS)
    if extension.until > last:
        raise BadRequest(
            "until",
            f"最多延到{FURTHEST_YEARS}年后，即{last}：{extension.until}",
            f"at most {FURTHEST_YEARS} years ahead, to {last}: {extension.until}",
        )


def check_cause(matter: Matter) -> None:
    """A matter is consulted and decided on only when nobody leads it, for a known reason."""
    if matter.cause is None:
        raise OfficeRefused(
            "还没有查明为何无人牵头，请先更正原因",
            "it is not known why nobody leads; correct the cause first",
        )
    if matter.cause is Cause.INACTIVE_OWNER:
        raise OfficeRefused(
            "该事项有主管部门，应转提醒督办；如原因有误，先更正",
            "the matter has an owner; leave it for supervision",
        )
