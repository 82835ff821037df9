"""The notebook in docs/ runs as a researcher would run it: against a local service, without internet."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import nbformat
import pytest
import uvicorn
from nbclient import NotebookClient

from api.app import create_app
from api.settings import Settings
from graph.corpus import Corpus

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"
DAY_BEFORE, DAY = date(2026, 8, 14), date(2026, 8, 15)


@pytest.fixture(scope="module")
def service(releases: Path) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(releases=releases, sparql_seconds=600))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def executed(service: str, tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook with its outputs, whose last cell also says what it found."""
    notebook = notebook_as_kept()
    for table in ("shares", "replaced"):
        notebook.cells[-1].source += f"\nprint({table}.to_json(orient='index'))"
    folder = tmp_path_factory.mktemp("notebook")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUIGUAN_URL", service)
        patch.setenv("no_proxy", "127.0.0.1")
        patch.setenv("MPLCONFIGDIR", str(folder))
        patch.setenv("IPYTHONDIR", str(folder))
        # Made on the way, the list of fonts would be a warning in the notebook where it takes more than 5 s.
        subprocess.run(
            [sys.executable, "-c", "import matplotlib.font_manager"], check=True, capture_output=True
        )
        NotebookClient(notebook, timeout=600, startup_timeout=120, kernel_name="python3").execute()
    return notebook


def notebook_as_kept() -> nbformat.NotebookNode:
    found = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has no types
    assert isinstance(found, nbformat.NotebookNode)
    return found


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs]


def counted(corpus: Corpus, on: date, instruments: set[str]) -> tuple[int, int]:
    """(penalty clauses in force, those left to a people's government), straight from the records."""
    clauses = [
        stated.duty
        for stated in corpus.duties()
        if stated.instrument.id in instruments
        and any(party.part == "punisher" and not party.unnamed for party in stated.duty.parties)
        and in_force(stated.duty.valid_from or stated.instrument.in_force, on)
        and not ended(stated.duty.valid_until or stated.instrument.ended, on)
    ]
    left = [
        duty
        for duty in clauses
        if any(p.part == "punisher" and p.designated and p.by == "government" for p in duty.parties)
    ]
    return len(clauses), len(left)


def in_force(start: date | None, on: date) -> bool:
    return start is None or start <= on


def ended(end: date | None, on: date) -> bool:
    return end is not None and end <= on


def test_the_shares_are_those_of_the_records_on_the_day_before_and_the_day_of_the_code(
    executed: nbformat.NotebookNode, corpus: Corpus
) -> None:
    """生态环境法典 (2026-03-12) art. 1242: in force from 2026-08-15; ten laws end that day."""
    told = executed.cells[-1].outputs[-1].text.splitlines()[-2:]
    found = dict(zip(("all", "changed"), map(json.loads, told), strict=True))
    every = set(corpus.instruments)
    code = {"eco-code-2026"}
    repealed = {one.id for one in corpus.instruments.values() if one.ended == DAY}
    assert len(repealed) == 10
    for table, on, instruments in (
        ("all", DAY_BEFORE, every),
        ("all", DAY, every),
        ("changed", DAY_BEFORE, repealed),
        ("changed", DAY, code),
    ):
        row = found[table][on.isoformat()]
        assert (row["clauses"], row["leftOpen"]) == counted(corpus, on, instruments), (table, on)
        assert 0 < row["share"] < 1


def test_it_draws_its_chart_without_a_warning(executed: nbformat.NotebookNode) -> None:
    """A missing character would be a warning on stderr; without a Chinese font the labels are English."""
    found = outputs(executed)
    assert sum("image/png" in one.get("data", {}) for one in found) == 1
    assert [one.text for one in found if one.output_type == "stream" and one.name == "stderr"] == []


def test_it_is_kept_without_outputs_and_speaks_both_languages() -> None:
    notebook = notebook_as_kept()
    assert outputs(notebook) == []
    words = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "等地方指定部门" in words
    assert "local designation" in words
