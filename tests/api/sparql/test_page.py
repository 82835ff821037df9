"""What the page of the endpoint says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "sparql.md").read_text("utf-8")


def raised() -> set[str]:
    """The type of every problem that the endpoint can raise."""
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "api" / "sparql").glob("*.py")))
    return set(re.findall(r'Refused\(\s*(?:\d{3}|status), "([a-z-]+)"', sources))


def test_every_type_of_problem_stands_in_the_table_and_no_other() -> None:
    table = "".join(re.findall(r"^\| `[a-z-]+`.*?\|", PAGE, re.MULTILINE))
    assert len(raised()) > 15
    assert set(re.findall(r"`([a-z-]+)`", table)) == raised()
