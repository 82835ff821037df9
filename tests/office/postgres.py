"""A scratch PostgreSQL server on a free port of the loopback, gone after the run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.startup import reserved_port

# Durability is not under test, only what happens when a client dies.
SETTINGS = "-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off"


def server_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((one for one in reversed(folders) if (one / "initdb").exists()), None)


@contextmanager
def scratch_server(programs: Path) -> Iterator[str]:
    """The URL of an empty database on a server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="shuiguan-pg-"))
    data = folder / "data"
    owner: tuple[str, ...] = ()
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        owner = ("runuser", "-u", "postgres", "--")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*owner, str(programs / program), "-D", str(data), *arguments],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, "PGCTLTIMEOUT": "600"},
        )  # fmt: skip

    run("initdb", "-U", "office", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    with reserved_port() as port:
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} {SETTINGS}", "start")
        try:
            yield f"postgresql://office@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
            shutil.rmtree(folder, ignore_errors=True)
