"""The whole API under generated requests: no 500, no status, media type or body that the schema does not name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from bench.startup import reserved_port
from office.codes import Role
from office.database import open_engine
from office.keys import Keys
from office.migrations import upgrade

ROOT = Path(__file__).resolve().parents[2]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A ledger, and a key that opens every operation of the office, so that each is really reached."""
    url = str(tmp_path_factory.mktemp("office") / "office.db")
    engine = open_engine(url)
    upgrade(engine)
    key, _ = Keys(engine).make("测试", list(Role), by="test", at=datetime.now(UTC), reason="test")
    engine.dispose()
    return url, key


@pytest.fixture(scope="module")
def address(releases: Path, ledger: tuple[str, str]) -> Iterator[str]:
    command = [sys.executable, "-m", "shuiguan", "serve", "--releases", str(releases), "--port"]
    environment = {**os.environ, "SHUIGUAN_OFFICE_URL": ledger[0]}
    with (
        reserved_port() as port,
        subprocess.Popen(
            [*command, str(port)], cwd=ROOT, stderr=subprocess.DEVNULL, env=environment
        ) as server,
    ):
        try:
            yield _when_ready(server, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _when_ready(server: subprocess.Popen[bytes], address: str) -> str:
    """The address, once the server answers; the two minutes only end a test that fails."""
    end = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < end:
        try:
            if httpx2.get(f"{address}/readyz", timeout=60).status_code == 200:
                return address
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(address)


def test_generated_requests_get_only_what_the_schema_names(
    address: str, ledger: tuple[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"]
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--seed", "1", "--no-color"]
    # On a busy machine data take longer to generate, and the downloads, which the first request makes, to write.
    options += ["--suppress-health-check", "too_slow", "--request-timeout", "120"]
    options += ["--header", f"Authorization: Bearer {ledger[1]}"]
    done = subprocess.run(
        [*command, *options, "--checks", CHECKS], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:]
