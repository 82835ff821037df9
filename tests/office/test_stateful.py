"""The whole life cycle, driven at random on both engines; what must hold is said here anew, not taken from the code."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from graph.errors import BadRequest
from graph.release import current
from office.codes import Cause, Outcome, State
from office.errors import OfficeRefused
from office.matter import Matter, Publication
from office.requests import Closing, Correction, NewMatter
from office.service import Office
from tests.office.conftest import copy_of, emptied, office_on
from tests.office.tiny import (
    APPROVER,
    BOTH,
    CLERK,
    COUNTIES,
    READER,
    STEPS,
    TEXTS,
    TODAY,
    advance,
    by,
    draft_for,
    revocation_of,
)

ACTORS = st.sampled_from([CLERK, APPROVER, BOTH, READER])
# Which state may follow which: drawn from the procedure, not from `office.moves`.
FOLLOWS = {
    "draft": {"draft", "opened", "closed", "left-for-supervision"},
    "opened": {"opened", "consulting", "closed", "left-for-supervision"},
    "consulting": {"consulting", "proposed", "closed", "left-for-supervision"},
    "proposed": {"proposed", "approved", "returned"},
    "returned": {"returned", "consulting", "proposed", "closed", "left-for-supervision"},
    "approved": {"approved", "published", "returned"},
    "published": {"published", "revoking", "closed"},
    "revoking": {"revoking", "published", "revoked"},
    "revoked": {"revoked", "closed"},
    "closed": set(),
    "left-for-supervision": set(),
}


class Life(RuleBasedStateMachine):
    """Matters opened, pushed on, tried to be pushed where they may not go, retried, restarted."""

    start: Callable[[Path], Office]
    releases: Path

    @initialize(far=st.lists(st.integers(0, 8), min_size=3, max_size=3))
    def some_on_their_way(self, far: list[int]) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="shuiguan-life-"))
        self.office = type(self).start(copy_of(self.releases, self.scratch / "releases"))
        self.known: dict[str, Matter] = {}
        self.keys = 0
        for text, steps in zip(TEXTS, far, strict=True):
            matter = self.office.open(NewMatter(description=text, place=COUNTIES[0]), by(CLERK))
            self.known[matter.id] = matter
            self.push(matter.id, steps)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.ledger.engine.dispose()
            shutil.rmtree(self.scratch)

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def tried(self, matter: Matter, change: Callable[[str], Matter]) -> None:
        """A change happens as a whole and once, or is refused and nothing happens."""
        key = self.key()
        try:
            after = change(key)
        except (OfficeRefused, BadRequest):
            assert self.office.matter(matter.id) == self.known[matter.id]
            return
        assert after.version == self.known[matter.id].version + 1
        assert after.state in FOLLOWS[matter.state]
        assert change(key) == after  # the same key again: the same result, nothing new
        self.known[matter.id] = after

    @rule(text=st.sampled_from(TEXTS), place=st.sampled_from(COUNTIES), draft=st.booleans(), actor=ACTORS)
    def open(self, text: str, place: str, draft: bool, actor: object) -> None:
        new, key = NewMatter(description=text, place=place, draft=draft), self.key()
        try:
            matter = self.office.open(new, by(actor, key=key))  # type: ignore[arg-type]
        except OfficeRefused:
            assert actor in (APPROVER, READER)
            return
        assert self.office.open(new, by(actor, key=key)) == matter  # type: ignore[arg-type]
        self.known[matter.id] = matter

    @precondition(lambda self: self.known)
    @rule(data=st.data(), steps=st.integers(1, 7))
    def push_on(self, data: st.DataObject, steps: int) -> None:
        """The usual way, so that decisions are reached often."""
        self.push(data.draw(st.sampled_from(sorted(self.known))), steps)

    def push(self, number: str, steps: int) -> None:
        for _ in range(steps):
            matter = self.known[number]
            if matter.state in STEPS:
                self.tried(matter, lambda key, matter=matter: advance(self.office, matter, key))  # type: ignore[misc]

    @precondition(lambda self: self.known)
    @rule(data=st.data(), actor=ACTORS, stale=st.booleans())
    def try_anything(self, data: st.DataObject, actor: object, stale: bool) -> None:
        matter = self.known[data.draw(st.sampled_from(sorted(self.known)))]
        office, number = self.office, matter.id
        version = matter.version - 1 if stale else matter.version
        name = data.draw(
            st.sampled_from(
                [
                    "accept",
                    "send_back",
                    "approve",
                    "publish",
                    "revoke",
                    "keep",
                    "pause",
                    "resume",
                    "leave",
                    "close",
                    "correct",
                    "propose",
                    "withdraw",
                ]
            )
        )

        def change(key: str) -> Matter:
            signed = by(actor, "理由", key)  # type: ignore[arg-type]
            if name == "publish":
                return office.publish(number, version, Publication(published_on=TODAY, where="网站"), signed)
            if name == "close":
                return office.close(number, version, Closing(outcome=Outcome.MINOR), signed)
            if name == "correct":
                return office.correct(number, version, Correction(cause=Cause.INACTIVE_OWNER), signed)
            if name == "propose":
                return office.propose(number, version, draft_for(office, matter), signed)
            if name == "withdraw":
                if matter.proposal is None:
                    raise BadRequest("matter", "无", "nothing to revoke")
                return office.propose_revocation(number, version, revocation_of(matter), signed)
            act: Callable[..., Matter] = getattr(office, name)
            return act(number, version, signed)

        self.tried(matter, change)

    @precondition(lambda self: self.published())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        matter = data.draw(st.sampled_from(self.published()))
        self.tried(
            matter,
            lambda key: self.office.propose_revocation(
                matter.id, matter.version, revocation_of(matter), by(CLERK, "职责调整", key)
            ),
        )

    def published(self) -> list[Matter]:
        return [matter for matter in self.known.values() if matter.state is State.PUBLISHED]

    @rule()
    def restart(self) -> None:
        """Another process takes over: it sees the same, and has nothing to mend."""
        before = current(self.office.publisher.releases).id
        self.office.ledger.engine.dispose()
        self.office = Office(self.office.ledger.engine, self.office.publisher.releases)
        assert self.office.reconcile().id == before

    @invariant()
    def the_chain_holds(self) -> None:
        if hasattr(self, "office"):
            assert self.office.verify(self.office.head()).faults == ()

    @invariant()
    def nothing_is_lost_or_made_up(self) -> None:
        if hasattr(self, "office"):
            assert {one.id: one for one in self.office.matters()} == self.known

    @invariant()
    def no_decision_without_four_eyes(self) -> None:
        for number in self.known if hasattr(self, "office") else ():
            drafted = approved = None
            for event in self.office.history(number):
                if event.action == "propose":
                    drafted, approved = event.actor, None
                elif event.action == "return":
                    approved = None
                elif event.action == "approve":
                    approved = event.actor
                elif event.action == "publish":
                    assert drafted is not None and approved is not None and drafted != approved

    @invariant()
    def graph_and_ledger_agree(self) -> None:
        if not hasattr(self, "office"):
            return
        release = current(self.office.publisher.releases)
        held = {one.id: one.end for one in release.tables().instruments if one.kind == "decision"}
        published = {
            matter.decision: matter
            for matter in self.known.values()
            if matter.state in (State.PUBLISHED, State.REVOKING, State.REVOKED)
            or (matter.state is State.CLOSED and matter.decision is not None)
        }
        assert set(held) == set(published)
        for key, matter in published.items():
            assert (key is not None and matter.revocation is None) or matter.state in (
                "revoking",
                "revoked",
                "closed",
            )
            if matter.revoked_by is not None and matter.revocation is not None:
                assert held[key] <= matter.revocation.ends_on.toordinal()  # type: ignore[index]


def run(start: Callable[[Path], Office], releases: Path, examples: int) -> None:
    machine = type("Life", (Life,), {"start": staticmethod(start), "releases": releases})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_path_keeps_the_rules_on_sqlite(tiny_release: Path, tmp_path: Path) -> None:
    started = iter(range(1_000_000))

    def start(releases: Path) -> Office:
        return office_on(str(tmp_path / f"{next(started)}.sqlite"), releases)

    run(start, tiny_release, 8)


def test_every_path_keeps_the_rules_on_postgresql(tiny_release: Path, postgres: str) -> None:
    run(lambda releases: office_on(emptied(postgres), releases), tiny_release, 6)
