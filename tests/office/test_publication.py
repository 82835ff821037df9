"""Ledger and graph in one step or neither, whenever the process dies and whoever else publishes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection

from bench.office import graph_differs, kills, writers
from graph.amend import amend
from graph.on_disk import locked
from graph.publish import build_release
from graph.release import GRAPH_FILE, MANIFEST_FILE, TABLES_FILE, Release, current, history, make_current
from graph.validate import ValidationFailed
from office import publication
from office.codes import State
from office.decision_records import standing_decisions
from office.errors import StaleMatter
from office.ledger import Ledger
from office.matter import Matter
from office.requests import NewMatter
from office.service import Office
from shuiguan.__main__ import DONE, WRONG_INPUT, main
from shuiguan.commands import published_decisions
from tests.office.conftest import copy_of
from tests.office.test_life import PUBLICATION, answer, approved, published
from tests.office.tiny import CLERK, TEXTS, TODAY, advance, by, tiny_corpus


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def die(*_given: object, **_named: object) -> None:
    raise Killed


@pytest.mark.parametrize("step", ["_write", "add_decisions"])
def test_dying_while_the_release_is_built_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    matter = approved(office)
    before = current(office.publisher.releases).id
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(f"graph.amend.{step}", die)
        patch.setattr("shutil.rmtree", lambda *_given, **_named: None)  # a dead process does not tidy up
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))
    again = Office(office.ledger.engine, office.publisher.releases)
    assert again.reconcile().id == before
    assert not list(office.publisher.releases.glob(".amend-*"))
    assert again.matter(matter.id).state is State.APPROVED


def test_dying_before_the_event_is_committed_discards_the_release(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = approved(office)
    before = current(office.publisher.releases).id
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Ledger, "append", die)
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))
    assert len(history(office.publisher.releases)) == 2
    again = Office(office.ledger.engine, office.publisher.releases)
    assert again.reconcile().id == before
    assert [one.id for one in history(office.publisher.releases)] == [before]
    assert again.publish(matter.id, matter.version, PUBLICATION, by(CLERK)).state is State.PUBLISHED


def test_dying_after_the_event_is_committed_is_completed_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = approved(office)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(publication, "make_current", die)
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK, key="p"))
    assert answer(office, "2026-12-01").status == "undesignated"
    told: list[Release] = []
    again = Office(office.ledger.engine, office.publisher.releases, on_release=told.append)
    written = again.matter(matter.id)
    assert again.publish(matter.id, matter.version, PUBLICATION, by(CLERK, key="p")) == written
    assert answer(again, "2026-12-01").status == "assigned"
    assert [one.id for one in told] == [current(office.publisher.releases).id]


def test_a_commit_that_a_dead_process_left_to_the_database_is_waited_for(
    either: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = approved(either)
    dying = Office(either.ledger.engine, either.publisher.releases)
    committing, go_on = Event(), Event()

    def slow(_decided: object) -> Callable[[Connection], None]:
        def check(_connection: Connection) -> None:
            committing.set()
            go_on.wait(60)

        return check

    # The system frees the lock of a dead process on the folder; the database may still be at its last request.
    monkeypatch.setattr(publication, "locked", lambda releases: nullcontext())
    monkeypatch.setattr(dying.publisher, "_unchanged_since", slow)
    monkeypatch.setattr(dying.publisher, "_put_into_service", die)
    with ThreadPoolExecutor(2) as pool:
        left = pool.submit(dying.publish, matter.id, matter.version, PUBLICATION, by(CLERK))
        assert committing.wait(60)
        reconciled = pool.submit(either.reconcile)
        with pytest.raises(TimeoutError):
            reconciled.result(timeout=1)
        go_on.set()
        assert isinstance(left.exception(60), Killed)
        reconciled.result(60)
    assert not graph_differs(either, either.publisher.releases)
    assert answer(either, "2026-12-01").status == "assigned"


def test_a_decision_the_graph_refuses_is_in_neither(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = approved(office)
    monkeypatch.setattr("office.decision_records.default_summary", lambda *_given: "长" * 200)
    with pytest.raises(ValidationFailed):
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))
    assert office.matter(matter.id) == matter
    assert len(history(office.publisher.releases)) == 1


def test_several_published_at_once_are_all_in_the_graph(either: Office) -> None:
    ready = []
    for text in TEXTS:
        matter = either.open(NewMatter(description=text, place="cn-630104"), by(CLERK))
        while matter.state is not State.APPROVED:
            matter = advance(either, matter)
        ready.append(matter)

    def publish(matter: Matter) -> str:
        one = Office(either.ledger.engine, either.publisher.releases)
        return one.publish(matter.id, matter.version, PUBLICATION, by(CLERK)).id

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(publish, ready)) == [matter.id for matter in ready]
    assert not graph_differs(either, either.publisher.releases)
    assert len(standing_decisions(either.decisions())) == 3


def test_one_of_two_who_publish_the_same_wins(office: Office) -> None:
    matter = approved(office)

    def publish(_number: int) -> bool:
        one = Office(office.ledger.engine, office.publisher.releases)
        try:
            one.publish(matter.id, matter.version, PUBLICATION, by(CLERK))
        except StaleMatter:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, range(2))) == [False, True]


def test_another_machine_catches_up_with_the_ledger(
    office: Office, tiny_release: Path, tmp_path: Path
) -> None:
    other = Office(office.ledger.engine, copy_of(tiny_release, tmp_path / "elsewhere"))
    published(office)
    assert answer(other, "2026-12-01").status == "undesignated"
    assert other.reconcile().id == current(office.publisher.releases).id
    assert answer(other, "2026-12-01").status == "assigned"


def test_a_rebuild_with_the_ledgers_decisions_does_not_lose_them(office: Office) -> None:
    published(office)
    releases = office.publisher.releases
    decisions = standing_decisions(office.decisions())
    newer = build_release(
        tiny_corpus(), {"corpus": "newer"}, "code", releases, TODAY, decisions=lambda: decisions
    )
    assert answer(office, "2026-12-01").status == "assigned"
    assert office.reconcile().id == newer.id


def test_a_rebuild_without_them_is_mended_at_the_next_start(office: Office) -> None:
    published(office)
    build_release(tiny_corpus(), {"corpus": "newer"}, "code", office.publisher.releases, TODAY)
    assert answer(office, "2026-12-01").status == "undesignated"
    assert not office.publisher.agrees()
    office.reconcile()
    assert office.publisher.agrees()
    assert answer(office, "2026-12-01").status == "assigned"


def test_a_build_takes_the_decisions_of_the_usual_ledger_where_there_is_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = argparse.Namespace(office=None, releases=office.publisher.releases)
    monkeypatch.delenv("SHUIGUAN_OFFICE_URL", raising=False)
    assert list(published_decisions(given)) == []  # the usual ledger lies beside the releases and is empty
    published(office)
    assert [one.instrument.id for one in published_decisions(given)] == ["decision-2026-000001"]
    given.releases = given.releases / "elsewhere" / "releases"
    assert list(published_decisions(given)) == []


def test_a_decision_published_during_a_build_is_in_the_release_it_puts_into_service(office: Office) -> None:
    def meanwhile(message: str) -> None:
        if "tables" in message:
            published(office)

    build_release(
        tiny_corpus(), {"corpus": "newer"}, "code", office.publisher.releases, TODAY, meanwhile,
        decisions=lambda: standing_decisions(office.decisions()),
    )  # fmt: skip
    assert office.publisher.agrees()
    assert answer(office, "2026-12-01").status == "assigned"


@pytest.mark.parametrize("step", ["build", "use"])
def test_a_build_and_a_roll_back_wait_for_a_publication_under_way(office: Office, step: str) -> None:
    releases = office.publisher.releases
    root = current(releases).id

    def switch() -> None:
        if step == "use":
            assert main(["releases", "--use", root, "--releases", str(releases)]) == DONE
        else:
            build_release(tiny_corpus(), {"corpus": "newer"}, "code", releases, TODAY)

    with ThreadPoolExecutor(1) as pool:
        with locked(releases):
            switching = pool.submit(switch)
            with pytest.raises(TimeoutError):
                switching.result(timeout=3)
            assert current(releases).id == root
        switching.result(timeout=60)


def test_rolling_back_by_the_command_line_keeps_the_decisions_in_service(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHUIGUAN_OFFICE_URL", raising=False)
    releases = office.publisher.releases
    before = current(releases).id
    published(office)
    assert main(["releases", "--use", before, "--releases", str(releases)]) == DONE
    assert office.publisher.agrees()
    assert answer(office, "2026-12-01").status == "assigned"
    assert main(["releases", "--use", "nothing", "--releases", str(releases)]) == WRONG_INPUT


def test_a_service_that_follows_puts_the_decisions_back_that_a_build_left_out(office: Office) -> None:
    published(office)
    office.publisher.follow()
    build_release(tiny_corpus(), {"corpus": "newer"}, "code", office.publisher.releases, TODAY)
    office.publisher.follow()
    assert office.publisher.agrees()
    assert answer(office, "2026-12-01").status == "assigned"


def test_dying_while_a_release_is_discarded_does_not_stop_the_same_publication(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = approved(office)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Ledger, "append", die)
        office.publish(matter.id, matter.version, PUBLICATION, by(CLERK))

    def half(folder: Path, **_named: object) -> None:
        (folder / MANIFEST_FILE).unlink(missing_ok=True)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("shutil.rmtree", half)
        office.reconcile()
    assert office.publish(matter.id, matter.version, PUBLICATION, by(CLERK)).state is State.PUBLISHED
    office.reconcile()
    assert not list(office.publisher.releases.glob(".amend-*"))


@pytest.mark.parametrize("name", [GRAPH_FILE, TABLES_FILE, MANIFEST_FILE])
@pytest.mark.parametrize("left", [b"", None], ids=["empty", "missing"])
def test_a_release_torn_by_a_power_cut_is_made_again(office: Office, name: str, left: bytes | None) -> None:
    root = current(office.publisher.releases)
    published(office)
    torn = current(office.publisher.releases)
    make_current(office.publisher.releases, root.id)
    (torn.folder / name).unlink()
    if left is not None:
        (torn.folder / name).write_bytes(left)
    office.reconcile()
    assert current(office.publisher.releases).id == torn.id
    assert torn.is_whole()
    assert answer(office, "2026-12-01").status == "assigned"


@pytest.mark.parametrize("name", [GRAPH_FILE, MANIFEST_FILE])
def test_a_built_release_that_is_torn_is_built_again(office: Office, name: str) -> None:
    releases = office.publisher.releases
    root = current(releases)
    (root.folder / name).unlink()
    made = build_release(tiny_corpus(), {"corpus": "tiny"}, "code", releases, TODAY)
    assert made.id == root.id and made.is_whole()
    assert not list(releases.glob(".build-*"))


def test_rolling_back_to_a_release_without_the_decision_is_undone_by_the_ledger(office: Office) -> None:
    before = current(office.publisher.releases)
    published(office)
    make_current(office.publisher.releases, before.id)
    office.reconcile()
    assert answer(office, "2026-12-01").status == "assigned"


def test_the_same_decisions_make_the_same_release_whatever_their_order(office: Office) -> None:
    published(office)
    decisions = standing_decisions(office.decisions())
    root = next(one for one in history(office.publisher.releases) if "parent" not in one.manifest())
    assert amend(office.publisher.releases, root, decisions).id == current(office.publisher.releases).id


def test_writers_lose_nothing_and_double_nothing(database: str, tiny_release: Path, tmp_path: Path) -> None:
    found = writers(database, copy_of(tiny_release, tmp_path / "own"), count=3, matters=6, seconds=2)
    assert (found.lost, found.doubled, found.faults) == (0, 0, 0)
    assert found.changes > 0


def test_killed_at_random_moments_ledger_and_graph_agree(
    database: str, tiny_release: Path, tmp_path: Path
) -> None:
    found = kills(database, copy_of(tiny_release, tmp_path / "own"), times=3)
    assert (found.lost, found.torn, found.faults) == (0, 0, 0)
    assert found.changes > 0
