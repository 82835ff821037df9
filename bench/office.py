"""The office's ledger under writers and under SIGKILL, on SQLite and PostgreSQL: what is lost, doubled or torn.

    python -m bench.office [--seconds 60] [--kills 30]

Every number but the rates must be 0. Writers are processes of their own; each acknowledged change is noted
outside the database and looked for afterwards.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.measure import ROOT
from graph.publish import build_release
from graph.release import current
from office.codes import Cause
from office.database import open_engine
from office.decision_records import standing_decisions
from office.errors import StaleMatter
from office.migrations import upgrade
from office.requests import Correction
from office.service import Office
from tests.office.postgres import scratch_server, server_programs
from tests.office.tiny import (
    CLERK,
    COUNTIES,
    STEPS,
    TODAY,
    advance,
    by,
    random_matter,
    revocation_of,
    tiny_corpus,
)

Acknowledged = tuple[str, str, int]  # key, matter, version
READY = "ready"


@dataclass(frozen=True)
class Written:
    """What writers did. `lost`, `doubled` and `faults` must be 0; `refused` are stale writes told so."""

    changes: int
    refused: int
    seconds: float
    lost: int
    doubled: int
    faults: int


@dataclass(frozen=True)
class Killed:
    """What was found after kills. All but `kills`, `changes` and `decisions` must be 0."""

    kills: int
    changes: int
    decisions: int
    lost: int
    torn: int
    faults: int


def new_releases(folder: Path) -> Path:
    """A folder of releases with a tiny one in service."""
    build_release(tiny_corpus(), {"corpus": "tiny"}, "code", folder, TODAY)
    return folder


@contextmanager
def office_at(url: str, releases: Path) -> Iterator[Office]:
    engine = open_engine(url)
    upgrade(engine)
    yield Office(engine, releases)
    engine.dispose()


# ---------------------------------------------------------------- writers


def writers(url: str, releases: Path, *, count: int, matters: int, seconds: float) -> Written:
    """`count` processes change `matters` matters at random, each as it last read it."""
    random = Random(1)
    with office_at(url, releases) as office:
        opened = office.open_all([random_matter(random) for _ in range(matters)], by(CLERK, key="all"))
        numbers = [matter.id for matter in opened]
        with multiprocessing.get_context("spawn").Pool(count) as pool:
            jobs = [(url, str(releases), numbers, seed, seconds) for seed in range(count)]
            results = pool.starmap(_write, jobs)
        acknowledged = [one for done, _ in results for one in done]
        versions = Counter((matter, version) for _, matter, version in acknowledged)
        expected = Counter(matter for _, matter, _ in acknowledged)
        twice = sum(times > 1 for times in versions.values())
        return Written(
            changes=len(acknowledged),
            refused=sum(refused for _, refused in results),
            seconds=seconds,
            lost=sum(office.matter(number).version != 1 + expected[number] for number in numbers),
            doubled=twice + len(office.matters(limit=10_000)) - matters,
            faults=len(office.verify().faults),
        )


def _write(
    url: str, releases: str, numbers: list[str], seed: int, seconds: float
) -> tuple[list[Acknowledged], int]:
    office, random = Office(open_engine(url), Path(releases)), Random(seed)
    done: list[Acknowledged] = []
    refused = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        matter = office.matter(random.choice(numbers))
        key = f"{seed}-{len(done)}-{refused}"
        correction = Correction(cause=random.choice([Cause.NO_LEAD, Cause.OVERLAP, Cause.NEW_MATTER]))
        try:
            after = office.correct(matter.id, matter.version, correction, by(CLERK, "核实", key))
        except StaleMatter:
            refused += 1
            continue
        done.append((key, after.id, after.version))
        if random.random() < 0.1:  # a client that heard nothing asks again
            assert office.correct(matter.id, matter.version, correction, by(CLERK, "核实", key)) == after
    return done, refused


# ---------------------------------------------------------------- kills


def kills(url: str, releases: Path, *, times: int, seed: int = 1) -> Killed:
    """Kill a process that opens, decides, publishes and revokes, `times` times at random moments."""
    random, lost, torn, faults, changes = Random(seed), 0, 0, 0, 0
    with (
        tempfile.TemporaryDirectory(prefix="shuiguan-kills-") as scratch,
        office_at(url, releases) as office,
    ):
        for number in range(times):
            notes = Path(scratch) / str(number)
            # Every second one has a change acknowledged, however slow the machine.
            _run_and_kill(url, releases, notes, number, random.uniform(0.02, 1.5), lines=1 + number % 2)
            office.reconcile()
            acknowledged = [line.split() for line in notes.read_text().splitlines() if line != READY]
            changes += len(acknowledged)
            written = {event.request: (event.matter, event.version) for event in office.ledger.events()}
            lost += sum(written.get(key) != (matter, int(v)) for key, matter, v in acknowledged)
            torn += graph_differs(office, releases)
            faults += len(office.verify().faults)
        return Killed(times, changes, len(office.decisions()), lost, torn, faults)


def graph_differs(office: Office, releases: Path) -> bool:
    """Whether the release in service has other decisions than the ledger, or something half-written lies about."""
    wanted = [records.instrument.id for records in standing_decisions(office.decisions())]
    release = current(releases)
    decisions = release.manifest().get("decisions")
    listed = decisions["ids"] if isinstance(decisions, dict) else []
    rows = [one.id for one in release.tables().instruments if one.kind == "decision"]
    graph = release.nquads()
    return (
        listed != wanted
        or rows != wanted
        or any(f"id/instrument/{one}> ".encode() not in graph for one in wanted)
        or any(releases.glob(".amend-*"))
    )


def _run_and_kill(url: str, releases: Path, notes: Path, seed: int, after: float, lines: int) -> None:
    """Kill a writer so many seconds after it has written so many lines, of which the first says that it is ready."""
    command = [sys.executable, "-m", "bench.office", "--child", url, str(releases), str(notes), str(seed)]
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while (notes.read_text() if notes.exists() else "").count("\n") < lines:
            if child.poll() is not None:
                raise RuntimeError("the writer ended by itself")
            time.sleep(0.01)
        time.sleep(after)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()


def child(url: str, releases: Path, notes: Path, seed: int) -> None:
    """Work on matters for ever, noting each change once it is acknowledged."""
    office, random = Office(open_engine(url), releases), Random(seed)
    office.reconcile()
    with notes.open("a") as file:
        file.write(READY + "\n")
        file.flush()
        for number in range(1_000_000):
            key = f"child-{seed}-{number}"
            mine = [one for one in office.matters(limit=10_000) if one.state in STEPS]
            # One matter at a time per topic and place, so that drafts do not overtake one another.
            if not mine or random.random() < 0.1:
                after = office.open(random_matter(random, COUNTIES[seed % 2]), by(CLERK, key=key))
            elif mine[0].state == "published" and random.random() < 0.4:
                revocation = revocation_of(mine[0])
                reason = by(CLERK, "职责调整", key)
                after = office.propose_revocation(mine[0].id, mine[0].version, revocation, reason)
            else:
                after = advance(office, mine[0], key)
            file.write(f"{key} {after.id} {after.version}\n")
            file.flush()


# ---------------------------------------------------------------- both engines


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, URL) of an empty database on each engine that can be had."""
    yield "sqlite", f"sqlite:///{folder / 'office.sqlite'}"
    programs = server_programs()
    if programs is not None:
        with scratch_server(programs) as url:
            yield "postgresql", url


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        url, folder, notes, seed = arguments[1:]
        child(url, Path(folder), Path(notes), int(seed))
        return 0
    return both(arguments)


def both(arguments: list[str]) -> int:
    """Writers and kills on both engines, one line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=30)
    given = parser.parse_args(arguments)
    scratch = Path(tempfile.mkdtemp(prefix="shuiguan-bench-"))
    try:
        releases = new_releases(scratch / "releases")
        for case in ("writers", "kills"):
            home = scratch / case
            home.mkdir()
            for name, url in databases(home):
                own = Path(shutil.copytree(releases, home / f"releases-{name}", symlinks=True))
                if case == "writers":
                    print(name, writers(url, own, count=8, matters=50, seconds=given.seconds), flush=True)
                else:
                    print(name, kills(url, own, times=given.kills), flush=True)
    finally:
        shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
