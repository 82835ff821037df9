"""Ledger and graph in one step: a decision is published in both or in neither.

The release is built beside the one in service; then the event is committed, with the release's id; then
the release is put into service. The ledger is the truth: what was committed and did not get into service
is completed by `reconcile`, what was built and not committed is discarded by it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from graph.amend import SCRATCH, amend, amended_id, root_of
from graph.decision import DecisionRecords
from graph.on_disk import locked, remove
from graph.release import Release, current, history, make_current, named
from office.decision_records import standing_decisions
from office.errors import OfficeRefused
from office.events import digest_of
from office.ledger import Change, Ledger, Signed
from office.matter import Matter

# How often a publication is tried anew because another one came in between.
TRIES = 20
OnRelease = Callable[[Release], None]
# What is to be written, and the matter as it will be, from the matter and all decided ones as they stand now.
Planned = Callable[[Sequence[Matter]], tuple[Matter, Callable[[Release], Change]]]


class _Overtaken(Exception):
    """Another decision was published in between."""


class Publisher:
    """Publishes and revokes decisions over one ledger and one folder of releases."""

    def __init__(self, ledger: Ledger, releases: Path, on_release: OnRelease = lambda release: None) -> None:
        self.ledger = ledger
        self.releases = releases
        self.on_release = on_release
        self._agreed: tuple[str, str] | None = None

    def commit(self, planned: Planned, signed: Signed) -> Matter:
        """Publish or revoke as planned. `planned` is called anew when another decision came in between.

        Raises what `planned`, the graph's validation or the ledger raise; then neither has changed.
        """
        with locked(self.releases):
            for _ in range(TRIES):
                decided = self.ledger.decided()
                matter, change_for = planned(decided)
                others = [one for one in decided if one.id != matter.id]
                release = self._built(standing_decisions(_in_order([*others, matter])))
                try:
                    written = self.ledger.append(
                        [change_for(release)], signed, self._unchanged_since(decided)
                    )
                except _Overtaken:
                    continue
                self._put_into_service(release)
                return written[0]
        raise OfficeRefused(
            "同时有别的决定在公开，请再试", "other decisions are being published at the same time; try again"
        )

    def reconcile(self) -> Release:
        """Bring the graph in line with the ledger: complete what was committed, discard what was not.

        Called at the start, after a build, and whenever another machine may have published. The release in
        service afterwards has exactly the decisions of the ledger. Raises ReleaseMissing without a release.
        """
        with locked(self.releases):
            return self._reconciled(current(self.releases))

    def use(self, key: str) -> Release:
        """Roll back to a release, with the decisions of the ledger as they are now. Raises UnknownRelease."""
        with locked(self.releases):
            return self._reconciled(named(self.releases, key))

    def _reconciled(self, wanted: Release) -> Release:
        decided = self.ledger.settled()
        release = amend(self.releases, root_of(self.releases, wanted), standing_decisions(decided))
        if current(self.releases).id != release.id:
            self._put_into_service(release)
        self._discard({one.decision for one in decided})
        return release

    def agrees(self) -> bool:
        """Whether the release in service has exactly the decisions of the ledger. Raises ReleaseMissing.

        Cheap while neither has moved since they were seen to agree, so it may be asked every few seconds.
        """
        present, head = current(self.releases), self.ledger.head()
        if (present.id, head.digest) == self._agreed:
            return True
        root = root_of(self.releases, present)
        if amended_id(root, standing_decisions(self.ledger.decided())) != present.id:
            return False
        self._agreed = present.id, head.digest
        return True

    def follow(self) -> None:
        """Reconcile where the release in service does not agree with the ledger, as after a build elsewhere."""
        if not self.agrees():
            self.reconcile()

    def _built(self, decisions: Sequence[DecisionRecords]) -> Release:
        return amend(self.releases, root_of(self.releases, current(self.releases)), decisions)

    def _put_into_service(self, release: Release) -> None:
        make_current(self.releases, release.id)
        self.on_release(release)

    def _unchanged_since(self, decided: Sequence[Matter]) -> Callable[[Connection], None]:
        seen = _versions(decided)

        def check(connection: Connection) -> None:
            if _versions(self.ledger.decided(connection)) != seen:
                raise _Overtaken

        return check

    def _discard(self, known: set[str | None]) -> None:
        """Remove half-written folders, and releases with a decision that the ledger does not have."""
        for scratch in self.releases.glob(f"{SCRATCH}*"):
            shutil.rmtree(scratch, ignore_errors=True)
        for release in history(self.releases):
            decisions = release.manifest().get("decisions")
            if isinstance(decisions, dict) and not known.issuperset(decisions["ids"]):
                remove(release.folder, SCRATCH)


def _in_order(matters: Sequence[Matter]) -> list[Matter]:
    return sorted(matters, key=lambda matter: matter.id)


def _versions(matters: Sequence[Matter]) -> str:
    return digest_of([[one.id, one.version] for one in matters])
